/*
 * Blocks: the lines of a page's columns into headings, items, captions,
 * paragraphs and tables.
 */
#ifndef PDF_BLOCKS_H
#define PDF_BLOCKS_H

#include "stages/read/reader/pdf/lines.h"

/* A stretch of a page's lines: one column. */
struct stretch {
	uint32_t first, end;
	struct box box;
	uint8_t role;
	bool rows;			/* of a table */
};

struct page_lines {
	struct line_list lines;		/* of the whole page, column after column */
	struct stretch *stretches;
	uint32_t count;
	uint32_t page;			/* index */
};

/* Appends the blocks of one column to the page's list. */
void make_blocks(struct layout *layout, const struct page_lines *page, uint32_t column);

/* A new, empty block at the end of the page's list. */
struct block *append_block(struct layout *layout, uint32_t page, enum block_kind kind);

/* Gives headings their levels, by their sizes in the whole document. */
void rank_headings(struct layout *layout);

#endif
