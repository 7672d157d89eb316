/*
 * Joins: blocks that a column or a page cuts in two.
 */
#ifndef PDF_JOINS_H
#define PDF_JOINS_H

#include "stages/read/reader/pdf/layout.h"

/*
 * Hangs the second part of a block below the first (block->rest) and takes it
 * out of its page's list.  All pages have their blocks.
 */
void join_blocks(struct layout *layout);

#endif
