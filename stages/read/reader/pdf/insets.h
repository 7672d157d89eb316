/*
 * Insets: boxes within a column.
 */
#ifndef PDF_INSETS_H
#define PDF_INSETS_H

#include "stages/read/reader/pdf/lines.h"

/*
 * Marks the blocks from `first` on that are in a box within the column: a
 * small bold heading and paragraphs, all inset on both sides; and what goes on
 * with the box of `before`, the last block of the column before, or NULL.
 */
void find_inset_boxes(const struct layout *layout, const struct line_list *page,
		      const struct line_list *column, const struct block *before,
		      struct block *first);

#endif
