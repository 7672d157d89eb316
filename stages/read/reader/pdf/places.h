/*
 * Places: where things stand on the page as it is drawn, as READER_PLACES
 * (protocol.h) has it.
 */
#ifndef PDF_PLACES_H
#define PDF_PLACES_H

#include "stages/read/reader/pdf/layout.h"

/* "3 72.0 90.5 523.0 104.0", behind "; " if anything stands before it. */
void append_place(struct buffer *to, const struct layout *layout, uint32_t page,
		  const struct box *box);

/* The places of some lines: one for each page. */
void append_places_of_lines(struct buffer *to, const struct layout *layout,
			    const struct text_line *lines, uint32_t count);

/* All parts of a block, of a table all cells. */
void append_places_of_block(struct buffer *to, const struct layout *layout,
			    const struct block *block);

#endif
