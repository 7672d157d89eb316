/*
 * Look outlines: where the blocks of a document stand on its pages, from the
 * attribute `at` (reader/protocol.h), and a page drawn with them around it.
 */
#ifndef READ_LOOK_OUTLINES_H
#define READ_LOOK_OUTLINES_H

#include "stages/read/look_kinds.h"

struct outline {
	uint32_t page;			/* from 1 */
	uint32_t number;		/* of the block, from 1; 0: it has none */
	uint32_t order;			/* in which it was found */
	size_t tag;			/* of the document */
	enum look_kind kind;
	float left, top, right, bottom;	/* points */
};

/* All zero is empty. */
struct outlines {
	struct outline *at;		/* by page, then in the order of the document */
	size_t count, capacity;
};

/* Numbers blocks as they open, from 1; what is left out has no number. */
void outlines_gather(struct outlines *outlines, const struct document *document);

/* The first of this page, or of a later one. */
size_t outlines_first(const struct outlines *outlines, uint32_t page);
void outlines_free(struct outlines *outlines);

/*
 * Appends a page of `width` by `height` points: its picture (PNG; may be
 * empty), and the outlines of its blocks, each a link to #bN.
 */
void append_drawn_page(struct buffer *to, const struct outlines *outlines, uint32_t page,
		       float width, float height, struct slice png);

/* One place of an attribute `at`; takes it off the front.  False: there is no more. */
bool next_place(struct slice *at, struct outline *place);

#endif
