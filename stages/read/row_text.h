/*
 * Row text: the document that a row of a table is.
 */
#ifndef READ_ROW_TEXT_H
#define READ_ROW_TEXT_H

#include "stages/read/parts.h"
#include "stages/read/plain_text.h"

/*
 * Fills the content of an empty document: a paragraph for each line of an
 * answer; where there are several answers, each in a `div` whose head is the
 * heading of its column.  Returns the bytes of all of them.
 */
uint64_t row_text_fill(struct plain_text *kept, const struct part *row,
		       struct document *document);

#endif
