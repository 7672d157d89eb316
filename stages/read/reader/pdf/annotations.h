/*
 * Annotations: what lies on a page and is no part of its contents: the values
 * of form fields, text that was typed onto it, links.
 */
#ifndef PDF_ANNOTATIONS_H
#define PDF_ANNOTATIONS_H

#include "stages/read/reader/pdf/source.h"

struct _PopplerPage;
struct _PopplerRectangle;

/*
 * Fills the page's fields (of the scratch arena) and links (of the arena).
 * Its size must be known.
 */
void pdf_read_annotations(struct _PopplerPage *page, struct arena *arena, struct arena *scratch,
			  struct pdf_page *to);

/* A rectangle of Poppler's, whose corners may be in any order. */
struct box pdf_box(const struct _PopplerRectangle *rectangle);

#endif
