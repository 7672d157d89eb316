/*
 * Article: what a newspaper or a journal puts before its first sentence and
 * between the others: byline, date and kicker, captions and credits of
 * pictures, links to other articles.
 */
#include "stages/read/reader/html/phrases.h"
#include "stages/read/reader/html/prune.h"

enum {
	BEFORE_PERCENT = 30, CAPTION_PERCENT = 25, LONGEST_CAPTION = 600, HIGHEST_CAPTION = 4,
	LONGEST_CREDIT = 120, LONGEST_POINTER = 300, LEAST_SENTENCE = 50,
};

/* Long enough, and ending as sentences do. */
static bool is_sentence(const struct page *page, size_t i, struct buffer *text)
{
	if (page->blocks[i].length < LEAST_SENTENCE || page->blocks[i].links)
		return false;
	buffer_reset(text);
	block_text(page, &page->blocks[i], MARK_KEPT, text);
	return text->length && strchr(".!?", text->at[text->length - 1]);
}

/* Byline, date and kicker, unless they are much. */
static void drop_before_text(struct page *page)
{
	size_t first = 0;
	uint64_t before = 0;
	struct buffer text = {0};

	for (; first < page->block_count && !(block_is_kept(page, first) && page->blocks[first].good);
	     first++)
		before += block_is_kept(page, first) ? page->blocks[first].length : 0;
	if (first == page->block_count || !is_below_share(page, before, BEFORE_PERCENT))
		return;
	for (size_t i = 0; i < first; i++)
		if (block_is_kept(page, i) && block_rank(page, i) == RANK_OF_TEXT &&
		    !block_is_in_data(page, i) && !is_sentence(page, i, &text))
			block_drop(page, &page->blocks[i]);
	buffer_free(&text);
}

/* That of a quotation or a table says whose it is; that of a picture is alone in its figure. */
static bool is_of_picture(const struct page *page, uint32_t caption)
{
	uint32_t figure = page->nodes[caption].parent;

	return figure != NO_NODE && page->nodes[figure].good == page->nodes[caption].good &&
	       node_next(page, figure, page->nodes[figure].end, HTML_TABLE) == NO_NODE &&
	       node_next(page, figure, page->nodes[figure].end, HTML_BLOCKQUOTE) == NO_NODE;
}

static bool is_caption(const struct page *page, size_t i)
{
	const struct block *block = &page->blocks[i];
	uint32_t holder = page->nodes[block->first].holder;
	uint32_t around = page->nodes[block->first].parent;

	if (node_is(page, holder, HTML_FIGCAPTION))
		return is_of_picture(page, holder);
	for (unsigned step = 0; step < HIGHEST_CAPTION && around > page->root && around != NO_NODE;
	     step++, around = page->nodes[around].parent)
		if ((page->nodes[around].names & NAMES_CAPTION) &&
		    page->nodes[around].length < LONGEST_CAPTION &&
		    block->first >= around && block->last < page->nodes[around].end)
			return true;
	return false;
}

/* "Photo: AP", "Read more: Bubonic plague in China". */
static bool is_aside(const struct page *page, size_t i, struct buffer *text)
{
	const struct block *block = &page->blocks[i];

	if (block->length > LONGEST_POINTER || block_rank(page, i) < RANK_OF_TEXT)
		return false;
	buffer_reset(text);
	block_text(page, block, MARK_KEPT, text);
	return (block->length <= LONGEST_CREDIT && phrase_is_credit(buffer_slice(text))) ||
	       (block->links * UINT64_C(2) >= block->length && phrase_points_away(buffer_slice(text)));
}

void html_prune_article(struct page *page)
{
	struct buffer text = {0};
	uint64_t captions = 0;

	for (size_t i = 0; i < page->block_count; i++)
		if (block_is_kept(page, i) && is_caption(page, i))
			captions += page->blocks[i].length;
	for (size_t i = 0; i < page->block_count; i++) {
		if (!block_is_kept(page, i) || block_is_in_data(page, i))
			continue;
		if ((is_below_share(page, captions, CAPTION_PERCENT) && is_caption(page, i)) ||
		    is_aside(page, i, &text))
			block_drop(page, &page->blocks[i]);
	}
	drop_before_text(page);
	buffer_free(&text);
}
