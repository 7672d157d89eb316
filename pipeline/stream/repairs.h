/*
 * Repairs: what a stage changed or decided, added up for --report.
 *
 * A repair is a page, a kind, and the text before and after; equal ones are
 * counted.  One list for each document; rows stand by page, kind, what was
 * there before and what is there now.  The one table of all reports.
 */
#ifndef STREAM_REPAIRS_H
#define STREAM_REPAIRS_H

#include "pipeline/model/word_index.h"
#include "pipeline/stream/table.h"

struct repair {
	struct slice page, kind, before, after;
	uint64_t count;
};

/* All zero is a valid, empty list. */
struct repairs {
	bool wanted;			/* else nothing is kept */
	struct slice page;		/* of the text in hand; set by the caller */
	struct repair *at;
	uint32_t count;
	size_t capacity;
	struct word_index index;
	struct buffer key;
	struct arena arena;
};

/* A lone character that cannot be seen is shown by its code point (U+00A0). */
void repairs_add(struct repairs *repairs, struct slice kind, struct slice before,
		 struct slice after);

/* The same, so many times. */
void repairs_add_many(struct repairs *repairs, struct slice kind, struct slice before,
		      struct slice after, uint64_t count);

void repairs_heading(struct output *output);

/* Writes the rows of a document and forgets them. */
void repairs_write(struct repairs *repairs, struct slice document, struct output *output);

/* Forgets them without a row. */
void repairs_forget(struct repairs *repairs);

void repairs_free(struct repairs *repairs);

#endif
