/*
 * Files: which one it is, and reading it whole, into a buffer that may be used
 * again.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "pipeline/base/buffer.h"

#include <sys/types.h>

/* A file or a folder by what it is, whatever it is called. */
struct file_identity {
	dev_t device;
	ino_t inode;
};

/*
 * Appends all that the descriptor gives until its end, and no more than
 * `most` bytes.  `expected` is how many are thought to come (0: unknown): if
 * that is right, one call reads them.  0, or errno: EFBIG where there are
 * more than `most`.
 */
int file_read_descriptor(struct buffer *to, int descriptor, size_t expected, size_t most);

/* The same for a file by its path; a pipe is read until it ends. */
int file_read(struct buffer *to, const char *path, size_t most);

#endif
