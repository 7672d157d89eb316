/*
 * Manifest: what a store holds, document by document, without the content.
 */
#ifndef STORE_MANIFEST_H
#define STORE_MANIFEST_H

#include "pipeline/model/word_index.h"
#include "pipeline/store/store_writer.h"

struct manifest_row {
	int64_t number;
	struct slice id, folder, hash, reading, status, metadata;
	struct file_stamp stamp;
	bool present;			/* the caller's: still found in its folder */
};

/* All zero is a valid, empty manifest. */
struct manifest {
	struct manifest_row *rows;	/* in byte order of id */
	size_t count, capacity;
	struct word_index index;	/* id -> row */
	struct arena arena;
};

/* Reads it through a connection of the caller's. */
enum outcome manifest_read(struct manifest *manifest, struct database *database,
			   struct diagnostics *d);

/* The row of an id, or NULL. */
struct manifest_row *manifest_find(struct manifest *manifest, struct slice id);
void manifest_free(struct manifest *manifest);

#endif
