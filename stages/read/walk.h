/*
 * Walk: the files below a folder that may be documents.
 *
 * Passed over, and named in notes: hidden files and folders, what is neither
 * file nor folder, `~$*`, Thumbs.db, a folder's own control files
 * (metadata.csv, metadata.tsv, queries.txt, stopwords.txt, README*), a folder
 * NAME_files beside a saved page NAME.html, and what is excepted: folders that
 * were excluded, files that this command itself writes.  Symbolic links are
 * followed, but each folder is read once: by its own path if that lies below,
 * else by the first link in byte order.  So loops end.
 */
#ifndef READ_WALK_H
#define READ_WALK_H

#include "pipeline/base/arena.h"
#include "pipeline/base/diagnostics.h"
#include "pipeline/base/file.h"

struct found_file {
	const char *path;		/* to be opened */
	size_t below;			/* where in it the path below the folder starts */
	uint64_t bytes;			/* 0 for a link that leads nowhere */
};

struct found_files {
	struct found_file *at;		/* freed by the caller */
	size_t count, capacity;
};

/*
 * Appends the files below `folder` in byte order of their paths; the paths
 * lie in the arena.  A folder that cannot be read is reported as a failure.
 */
void walk_folder(struct found_files *files, const char *folder,
		 const struct file_identity *except, size_t except_count, struct arena *arena,
		 struct diagnostics *d);

#endif
