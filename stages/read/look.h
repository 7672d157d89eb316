/*
 * Look: a document as one page of HTML for people who want to see what was
 * understood: each page as it is drawn, beside the text that was made of it.
 *
 * The page needs nothing from anywhere else, and holds no script.  Whatever
 * comes from the document is escaped.  It is delivered as it is made, a page
 * at a time, so that no more than one picture is in memory.
 */
#ifndef READ_LOOK_H
#define READ_LOOK_H

#include "pipeline/model/document.h"
#include "pipeline/run/outlet.h"

struct look {
	/* With the places and the repairs that reader/protocol.h describes. */
	const struct document *document;
	uint32_t pages;			/* that can be drawn; 0: none */
	/* Appends the picture of a page (from 1); false, and the reason, if there is none. */
	bool (*draw)(void *context, uint32_t page, struct buffer *png, struct buffer *reason);
	void *context;
};

enum outcome look_write(const struct look *look, struct outlet *to);

#endif
