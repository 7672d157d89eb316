/*
 * Outline: the bookmarks of a file against the headings of its pages.
 */
#ifndef PDF_OUTLINE_H
#define PDF_OUTLINE_H

#include "stages/read/reader/pdf/layout.h"

struct outline_entry {
	struct slice title;	/* well-formed */
	uint32_t page;		/* index */
	uint8_t depth;		/* 0: not below any other */
};

/*
 * Entries whose text a block of their page has make that block a heading,
 * whose level tells how deep they are, and the start of a section.
 *
 * Outlines may hold pages, file names or single lines: nothing at all is done
 * by one unless three fifths of its entries are found, three at least, and,
 * of the headings that look like those found, at least half are in it.
 */
void follow_outline(struct layout *layout, const struct outline_entry *entries, size_t count);

#endif
