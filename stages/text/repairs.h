/*
 * Repairs: what normalise changed, added up for --report.
 *
 * A repair is a page, a kind, and the text before and after; equal ones are
 * counted.  One list for each document; rows stand by page, kind and what was
 * there before.
 */
#ifndef TEXT_REPAIRS_H
#define TEXT_REPAIRS_H

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

/* Characters that cannot be seen are shown by their code points (U+00A0). */
void repairs_add(struct repairs *repairs, const char *kind, struct slice before,
		 struct slice after);

void repairs_heading(struct output *output);

/* Writes the rows of a document and forgets them. */
void repairs_write(struct repairs *repairs, struct slice document, struct output *output);

void repairs_free(struct repairs *repairs);

#endif
