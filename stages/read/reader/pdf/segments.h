/*
 * Segments: words side by side.
 */
#ifndef PDF_SEGMENTS_H
#define PDF_SEGMENTS_H

#include "stages/read/reader/pdf/layout.h"

/*
 * Puts a page's words into segments (page->segments), each from left to
 * right, and marks what is raised as the mark of a note.  The order of the
 * segments is that of their left edges.  The words are moved.
 */
void make_segments(struct layout *layout, struct page *page, uint32_t page_index,
		   const struct word *words, uint32_t count);

/* Works out box, baseline, size and style of a segment from its words. */
void measure_segment(struct segment *segment);

/*
 * Closes up letter-spaced words, and joins the words of a justified line
 * that stand further apart than words do.  Changes page->segments.
 */
void mend_spacing(struct layout *layout, struct page *page);

/* Letters and digits of a word, marks of notes not counted. */
size_t letters_of_segment(const struct segment *segment);

/* By top, then left: for qsort over struct segment pointers. */
int compare_segments_down(const void *a, const void *b);

#endif
