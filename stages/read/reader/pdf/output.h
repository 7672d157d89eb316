/*
 * Output: the blocks of all pages as the stream has them.
 */
#ifndef PDF_OUTPUT_H
#define PDF_OUTPUT_H

#include "stages/read/reader/pdf/layout.h"

struct reading;

/* Appends to reading->body; stops where the reading is over its limit. */
void write_layout(const struct layout *layout, struct reading *reading);

/* The text of a block on one line, spaces between words. */
void append_block_text(struct buffer *to, const struct block *block);

#endif
