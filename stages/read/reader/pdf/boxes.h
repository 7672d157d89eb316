/*
 * Boxes: text set beside the text.
 */
#ifndef PDF_BOXES_H
#define PDF_BOXES_H

#include "stages/read/reader/pdf/layout.h"

/*
 * Finds the side boxes of a page among its body segments: their segments get
 * ROLE_BOX and the number of their box, from 1, in segment->box_number.
 * Returns how many there are.
 */
uint32_t find_boxes(struct layout *layout, struct page *page);

#endif
