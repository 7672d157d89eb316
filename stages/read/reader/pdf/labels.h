/*
 * Labels: the numbers that are printed on pages.
 */
#ifndef PDF_LABELS_H
#define PDF_LABELS_H

#include "stages/read/reader/pdf/layout.h"

/*
 * Where the file numbers its pages itself in another way than 1, 2, 3, its
 * labels stand.  Else each page gets the number that is printed on it, as
 * furniture; one without gets what it must be by the pages after it, or
 * before it, and none where that would be less than 1.  A printed number
 * counts if one of the two pages on either side bears it out, or if it was
 * taken for a page's number and is that of the page in the file.  Needs the
 * roles of find_furniture(), and gives that of a page's number to those that
 * count and stand alone; "4." that does not count is of the body again.
 */
void find_labels(struct layout *layout);

#endif
