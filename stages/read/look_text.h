/*
 * Look text: a stretch of a document's tags and lines as HTML.
 */
#ifndef READ_LOOK_TEXT_H
#define READ_LOOK_TEXT_H

#include "pipeline/model/document.h"
#include "pipeline/run/outlet.h"

enum { LOOK_DEEPEST = 64 };	/* elements within elements; deeper ones are passed over */

/* All zero but the first two to begin with. */
struct look_text {
	const struct document *document;
	struct outlet *to;
	struct buffer html;		/* not yet delivered */
	size_t open[LOOK_DEEPEST];	/* tags of the elements that are open */
	uint32_t depth;
	uint32_t passed_over;		/* elements that are open below them */
	uint32_t number;		/* of the last block */
	uint32_t next_line;		/* of content */
	bool space;			/* a space stands before the next line */
};

/* The tags from `first` up to, not including, `end`, and the lines up to where that stands. */
void look_text_write(struct look_text *text, size_t first, size_t end);

/* Closes what is open, for a new page to begin, and opens it again. */
void look_text_interrupt(struct look_text *text);
void look_text_resume(struct look_text *text);

/* What a repair left out. */
void look_text_left_out(struct look_text *text, const struct tag *repair);

/* Delivers what there is; a failure stays in the outlet. */
void look_text_flush(struct look_text *text);

#endif
