/*
 * Words: letters put together by where they stand, not by what the file says.
 */
#ifndef PDF_WORDS_H
#define PDF_WORDS_H

#include "stages/read/reader/pdf/layout.h"

struct word_list {
	struct word *words;
	uint32_t count;
};

/*
 * A page's glyphs as words, in their order.  Letters printed twice at one
 * place and those below 2.5 points are left out; ligatures are written out.
 * Words that run up or down the page come marked sideways; where most of a
 * page's do, the page is turned, and *turn says how.  The words live in the
 * layout's arena; `scratch` is used on the way.
 */
struct word_list words_of_glyphs(struct layout *layout, uint32_t page, struct glyph *glyphs,
				 size_t count, float width, float height, struct arena *scratch,
				 enum turn *turn);

/*
 * Drop capitals: a large letter beside the first lines of a paragraph joins
 * the first word, and those lines take its left edge.  `words` is one page's.
 */
void join_initials(struct layout *layout, struct word_list *words,
		   const struct word_list *pages, uint32_t page_count);

#endif
