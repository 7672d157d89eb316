/*
 * Look file: a file that was read, as the page of look.h.
 */
#ifndef READ_LOOK_FILE_H
#define READ_LOOK_FILE_H

#include "stages/read/read_file.h"

/*
 * Writes the page of a document that file_reader_read() made of the file, to
 * `output`, or standard output for NULL, which is left open: the runner
 * closes and checks it.  At most so many pages are drawn.
 */
enum outcome look_at_file(const struct document *document, struct file_reader *reader,
			  const struct file_name *name, uint64_t most_pages, const char *output,
			  struct diagnostics *diagnostics);

#endif
