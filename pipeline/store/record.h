/*
 * Record: one document on its way into a store.
 *
 * A worker makes it, in numbers of its own; whoever writes the store puts
 * the store's numbers in their place.  Words that a worker meets for the
 * first time travel in front of the record as rows "form TAB folded TAB
 * flags LF" (folded is empty where it is the form), in the order of the
 * worker's numbers.
 */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "pipeline/base/buffer.h"
#include "pipeline/model/document.h"

/* A worker's numbers: its vocabulary's word -> its own number + 1; all zero to begin with. */
struct record_numbers {
	uint32_t *numbers;
	size_t known;
	uint32_t count;
};

void record_numbers_free(struct record_numbers *numbers);

/* What it says; slices point into the record. */
struct record {
	uint64_t worker, ordinal;
	struct slice id, status, hash;
	struct slice rows;		/* of new words */
	struct slice attributes, glue, tags;
	struct slice words;		/* the worker's numbers, 32 bits each */
};

/*
 * Appends the record of a document in token phase, or without content.  The
 * attribute sha256 is taken out of the document.
 */
void record_append(struct buffer *to, struct document *d, uint64_t worker, uint64_t ordinal,
		   struct record_numbers *numbers);

/* Reads one that record_append() made. */
bool record_read(struct slice bytes, struct record *record);

#endif
