/*
 * Notes: the small print at the foot of a page or column.
 */
#ifndef PDF_NOTES_H
#define PDF_NOTES_H

#include "stages/read/reader/pdf/layout.h"

/*
 * Gives the segments of footnotes their role and leaves the notes of each
 * page, in order, in page->notes.  Furniture has its role already.
 */
void find_notes(struct layout *layout);

/*
 * Appends page->notes to the blocks of the pages, and makes notes of the
 * numbered items under a heading such as "Notes" or "References".
 */
void place_notes(struct layout *layout);

/* What a note's number may be glued to: a word, or the stop behind a word or a year. */
bool is_marked_text(struct slice text);

/* Whether a note of the page, or of the whole document, has this label. */
bool page_has_note(const struct page *page, struct slice label);
bool layout_has_note(const struct layout *layout, struct slice label);

#endif
