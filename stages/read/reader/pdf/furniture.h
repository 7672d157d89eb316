/*
 * Furniture: running headers, footers and page numbers.
 */
#ifndef PDF_FURNITURE_H
#define PDF_FURNITURE_H

#include "stages/read/reader/pdf/layout.h"

/* Gives the segments of all pages that are furniture their role. */
void find_furniture(struct layout *layout);

#endif
