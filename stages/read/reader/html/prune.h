/*
 * Pruning: what its files share.
 */
#ifndef HTML_PRUNE_H
#define HTML_PRUNE_H

#include "stages/read/reader/html/page.h"

/* The rank of what is no heading; headings have 1 to 6. */
enum { RANK_OF_TEXT = 7 };

bool block_is_kept(const struct page *page, size_t block);
void block_drop(struct page *page, struct block *block);

/* Drops the blocks, from `from` on, whose text lies in the element. */
void blocks_drop_inside(struct page *page, uint32_t element, size_t from);

/* Whether so much text is less than so many hundredths of the root's. */
bool is_below_share(const struct page *page, uint64_t length, unsigned percent);

unsigned block_rank(const struct page *page, size_t block);

/* In a cell of a table that holds data. */
bool block_is_in_data(const struct page *page, size_t block);

/* article.c: what stands around and between the sentences of an article. */
void html_prune_article(struct page *page);

#endif
