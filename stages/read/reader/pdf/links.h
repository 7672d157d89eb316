/*
 * Links: the documents that a page's links lead to.
 */
#ifndef PDF_LINKS_H
#define PDF_LINKS_H

#include "stages/read/reader/pdf/words.h"

/*
 * Gives the page's links their titles, the words that they lie on, and drops
 * those that lead to no document.  A link on several lines becomes one.
 */
void name_links(struct page *page, const struct word_list *words, struct arena *arena);

/*
 * Writes <attach/> for the links that lie on the block, on any of its pages,
 * or for all that are left of a page; each once.
 */
void write_links_of_block(struct buffer *to, struct page *pages, const struct block *block);
void write_links_of_page(struct buffer *to, struct page *page);

#endif
