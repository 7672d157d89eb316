/*
 * Measures: the blocks of text on the page, and how much text, linked text
 * and prose each element holds.
 *
 * Invariant: blocks stand in document order and do not overlap.
 */
#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"

enum { GOOD_LENGTH = 80, GOOD_LINK_PERCENT = 30 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

size_t text_length(struct slice text)
{
	size_t length = 0;
	bool after_blank = false;

	for (size_t i = 0; i < text.length; i++) {
		bool blank = is_blank(text.at[i]);

		if (((unsigned char)text.at[i] & 0xc0) != 0x80 && !(blank && after_blank))
			length++;
		after_blank = blank;
	}
	return length;
}

/* The bytes of a space at the start that does not break or has no width; 0: there is none. */
static size_t odd_space(struct slice text)
{
	static const struct slice spaces[] = {
		{"\u00a0", 2}, {"\u200b", 3}, {"\u2003", 3}, {"\u202f", 3}, {"\ufeff", 3},
	};

	for (size_t i = 0; i < COUNT_OF(spaces); i++)
		if (slice_starts(text, spaces[i]))
			return spaces[i].length;
	return 0;
}

static bool is_blank_text(struct slice text)
{
	for (size_t i = 0; i < text.length;) {
		size_t length = is_blank(text.at[i]) ? 1 : odd_space(slice_from(text, i));

		if (!length)
			return false;
		i += length;
	}
	return true;
}

static bool is_block_level(const struct page *page, uint32_t node)
{
	return html_tag_layout(page->nodes[node].tag) == LAYOUT_BLOCK;
}

static bool is_holder(enum html_tag tag)
{
	return html_tag_is_heading(tag) || tag == HTML_LI || tag == HTML_CAPTION ||
	       tag == HTML_FIGCAPTION || tag == HTML_BLOCKQUOTE;
}

static bool is_list(enum html_tag tag)
{
	return tag == HTML_UL || tag == HTML_OL || tag == HTML_MENU;
}

static uint8_t landmark_of(enum html_tag tag)
{
	return tag == HTML_H1 ? LANDMARK_H1 : tag == HTML_MAIN ? LANDMARK_MAIN :
	       tag == HTML_ARTICLE ? LANDMARK_ARTICLE : 0;
}

static void inherit(struct page *page, uint32_t i)
{
	struct node *node = &page->nodes[i];

	node->block = node->holder = node->cell = node->table = NO_NODE;
	node->link = node->tag == HTML_A ? i : NO_NODE;
	if (node->parent == NO_NODE)
		return;
	uint32_t up = node->parent;
	const struct node *parent = &page->nodes[up];
	bool is_cell = parent->tag == HTML_TD || parent->tag == HTML_TH;

	node->inside = parent->inside | landmark_of(parent->tag);
	node->link = node->tag == HTML_A ? i : parent->link;
	node->block = is_block_level(page, up) ? up : parent->block;
	node->holder = is_cell || is_holder(parent->tag) ? up : parent->holder;
	node->cell = is_cell ? up : parent->cell;
	node->table = parent->tag == HTML_TABLE ? up : parent->table;
	node->lists = (uint16_t)(parent->lists + (is_list(parent->tag) &&
						  parent->lists < UINT16_MAX));
}

static void add_block(struct page *page, uint32_t node)
{
	page->blocks = memory_reserve(page->blocks, &page->block_capacity, page->block_count + 1,
				      sizeof page->blocks[0]);
	page->blocks[page->block_count++] = (struct block){
		.first = node, .last = node, .owner = page->nodes[node].block};
}

/* Two line breaks part paragraphs; one parts a link from the next, or lines (structure.c). */
void html_find_blocks(struct page *page)
{
	bool apart = true;	/* a boundary lies between the last text and this one */
	unsigned breaks = 0;

	page->block_count = 0;
	for (uint32_t i = 0; i < page->count; i++) {
		const struct node *node = &page->nodes[i];

		inherit(page, i);
		if (node->mark == MARK_GONE)
			continue;
		if (node->tag != HTML_TEXT) {
			breaks += node->tag == HTML_BR;
			apart = apart || is_block_level(page, i) || breaks == 2 ||
				(node->tag == HTML_BR && node->ordinal);
			continue;
		}
		if (is_blank_text(node->text))
			continue;
		struct block *last = page->block_count ? &page->blocks[page->block_count - 1] : NULL;

		bool next_link = last && breaks && node->link != NO_NODE &&
				 page->nodes[last->last].link != NO_NODE;

		if (apart || !last || last->owner != node->block || next_link)
			add_block(page, i);
		else
			last->last = i;
		apart = false;
		breaks = 0;
	}
}

/* Sums one block; its text nodes get their own lengths. */
static void measure_block(struct page *page, struct block *block, enum mark most)
{
	block->length = block->links = 0;
	block->mark = MARK_GONE;
	for (uint32_t i = block->first; i <= block->last; i++) {
		struct node *node = &page->nodes[i];

		if (node->tag != HTML_TEXT)
			continue;
		if (node->mark < block->mark)
			block->mark = node->mark;
		if (node->mark > most)
			continue;
		node->length = (uint32_t)text_length(node->text);
		node->links = node->link != NO_NODE ? node->length : 0;
		block->length += node->length;
		block->links += node->links;
	}
	block->good = block->length >= GOOD_LENGTH &&
		      (uint64_t)block->links * 100 < (uint64_t)block->length * GOOD_LINK_PERCENT;
	if (block->good)
		page->nodes[block->owner].good += block->length;
}

void html_measure(struct page *page, enum mark most)
{
	for (size_t i = 0; i < page->count; i++) {
		struct node *node = &page->nodes[i];

		node->length = node->links = node->good = 0;
		node->holds = 0;
		node->anchors = node->tag == HTML_A && node->mark <= most;
	}
	for (size_t i = 0; i < page->block_count; i++)
		measure_block(page, &page->blocks[i], most);
	for (size_t i = page->count; i-- > 0;) {
		const struct node *node = &page->nodes[i];

		if (node->parent == NO_NODE)
			continue;
		struct node *parent = &page->nodes[node->parent];

		parent->length += node->length;
		parent->links += node->links;
		parent->good += node->good;
		parent->anchors += node->anchors;
		parent->holds |= node->holds | landmark_of(node->tag);
	}
}
