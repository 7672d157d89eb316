/*
 * Shop: pages that sell.
 *
 * A price card is the smallest element with a price and a link to follow: a
 * shelf of them is what a collection is, and what a product's page puts
 * below the product.
 */
#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"

#include <stdlib.h>

enum {
	LONGEST_CARD = 500, MANY_CARDS = 8, LEAST_SHELF = 3, LONGEST_PRICE_LINE = 120,
	PIECE = 20, MOST_PIECES = 100,	/* of a description */
	SHELF_PERCENT = 35, REVIEWS_PERCENT = 80, FACET_PERCENT = 30,
};

struct cards {
	uint32_t *at;		/* nodes, in document order */
	size_t count, capacity;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes of a currency's sign at the start of `s`; 0: none. */
static size_t currency_length(struct slice s)
{
	static const struct slice signs[] = {
		{"$", 1}, {"\u00a3", 2}, {"\u20ac", 3}, {"\u00a5", 2}, {"\u20b9", 3},
		{"USD", 3}, {"EUR", 3}, {"GBP", 3},
	};

	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (slice_starts(s, signs[i]))
			return signs[i].length;
	return 0;
}

/* "$ 12.50", "12 €": a sign, perhaps a space, and a digit on one of its sides. */
static bool holds_price(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		size_t length = currency_length(slice_from(text, i)), next = i + length;

		if (!length)
			continue;
		next += next < text.length && text.at[next] == ' ';
		size_t before = i > 1 && text.at[i - 1] == ' ' ? i - 1 : i;

		if ((next < text.length && is_digit(text.at[next])) ||
		    (before > 0 && is_digit(text.at[before - 1])))
			return true;
	}
	return false;
}

/* The smallest block around the text that has a link in it or is inside one; NO_NODE. */
static uint32_t card_around(const struct page *page, uint32_t text)
{
	for (uint32_t i = page->nodes[text].parent; i != NO_NODE && i > page->body;
	     i = page->nodes[i].parent) {
		const struct node *node = &page->nodes[i];

		if (node->length > LONGEST_CARD)
			return NO_NODE;
		if (html_tag_layout(node->tag) == LAYOUT_BLOCK && node->length > 12 &&
		    (node->anchors || node->link != NO_NODE))
			return i;
	}
	return NO_NODE;
}

static void find_cards(const struct page *page, struct cards *cards)
{
	uint32_t end = 0;	/* of the last card */

	for (uint32_t i = page->body; i < page->nodes[page->body].end; i++) {
		const struct node *node = &page->nodes[i];

		if (i < end || node->tag != HTML_TEXT || node->mark != MARK_KEPT ||
		    node->length > LONGEST_PRICE_LINE || !holds_price(node->text))
			continue;
		uint32_t card = card_around(page, i);

		if (card == NO_NODE)
			continue;
		end = page->nodes[card].end;
		cards->at = memory_reserve(cards->at, &cards->capacity, cards->count + 1,
					   sizeof cards->at[0]);
		cards->at[cards->count++] = card;
	}
}

/* Whether there are many, with much of the text on them. */
static bool is_shelf(const struct page *page, const struct cards *cards)
{
	uint64_t length = 0;

	for (size_t i = 0; i < cards->count; i++)
		length += page->nodes[cards->at[i]].length;
	return cards->count >= MANY_CARDS &&
	       length * 100 > page->nodes[page->body].length * (uint64_t)SHELF_PERCENT;
}

bool html_is_collection(const struct page *page)
{
	struct cards cards = {0};

	find_cards(page, &cards);
	bool found = is_shelf(page, &cards);

	free(cards.at);
	return found;
}

/* The element that holds the cards of one shelf: the parent, or what is around it. */
static uint32_t shelf_of(const struct page *page, uint32_t card)
{
	uint32_t parent = page->nodes[card].parent;

	return page->nodes[parent].parent == NO_NODE ? parent : page->nodes[parent].parent;
}

/* How many cards from the first on stand on the same shelf. */
static size_t shelf_length(const struct page *page, const struct cards *cards, size_t first)
{
	uint32_t near = page->nodes[cards->at[first]].parent, far = shelf_of(page, cards->at[first]);
	size_t count = 1;

	while (first + count < cards->count) {
		uint32_t next = cards->at[first + count];

		if (page->nodes[next].parent != near && shelf_of(page, next) != far)
			break;
		count++;
	}
	return count;
}

/* Below a product; where it is nearly all there is, it is no product's page. */
static void drop_shelves(struct page *page)
{
	struct cards cards = {0};

	find_cards(page, &cards);
	if (is_shelf(page, &cards))
		cards.count = 0;
	for (size_t i = 0; i < cards.count;) {
		size_t count = shelf_length(page, &cards, i);

		for (size_t k = i; count >= LEAST_SHELF && k < i + count; k++)
			if (!(page->nodes[cards.at[k]].holds & LANDMARK_H1))
				node_set_mark(page, cards.at[k], MARK_SITE);
		i += count;
	}
	free(cards.at);
}

static bool is_of_shop(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];
	uint64_t length = node->length * UINT64_C(100), body = page->nodes[page->body].length;

	if (node->mark != MARK_KEPT || node->tag == HTML_MAIN || node->tag == HTML_H1 ||
	    (node->holds & (LANDMARK_H1 | LANDMARK_MAIN)))
		return false;
	return ((node->names & NAMES_FACET) && length < body * FACET_PERCENT) ||
	       (page->kind == KIND_PRODUCT && (node->names & NAMES_REVIEWS) &&
		length < body * REVIEWS_PERCENT);
}

void html_clear_shop(struct page *page)
{
	if (page->kind != KIND_PRODUCT && page->kind != KIND_COLLECTION)
		return;
	for (uint32_t i = page->body + 1; i < page->nodes[page->body].end; i++)
		if (is_of_shop(page, i))
			node_set_mark(page, i, MARK_SITE);
	html_find_blocks(page);
	html_measure(page, MARK_KEPT);
	if (page->kind == KIND_PRODUCT)
		drop_shelves(page);
	html_find_blocks(page);
	html_measure(page, MARK_KEPT);
}

/* The description in the data of a product, without tags, clean. */
static void description_of_data(const struct page *page, struct buffer *to)
{
	struct slice text = {NULL, 0};

	for (uint32_t i = 0; i < page->data.count && !text.length; i++)
		if (data_is(page, i, "Product") || data_is(page, i, "ProductGroup"))
			text = json_string(&page->data, i, "description");
	while (text.length) {
		size_t length = slice_find_byte(text, '<');

		append_clean_text(to, slice_first(text, length));
		text = slice_from(text, length);
		text = slice_from(text, slice_find_byte(text, '>') + 1);
		append_clean_text(to, SLICE(" "));
	}
	trim_end(to);
}

/* ASCII letters and digits alone: marks and entities are written in many ways. */
static void keep_letters(struct buffer *text)
{
	size_t length = 0;

	for (size_t i = 0; i < text->length; i++) {
		unsigned char c = (unsigned char)text->at[i];

		if (is_digit((char)c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			text->at[length++] = (char)(c | 0x20);
	}
	text->length = length;
}

/* Whether half of the pieces of what is said stand in the text. */
static bool is_printed(const struct buffer *said, const struct buffer *text)
{
	unsigned pieces = 0, found = 0;

	for (size_t i = 0; i + PIECE <= said->length && pieces < MOST_PIECES; i += PIECE) {
		found += memmem(text->at, text->length, said->at + i, PIECE) != NULL;
		pieces++;
	}
	return found * 2 >= pieces;
}

void html_find_description(struct page *page)
{
	struct buffer said = {0}, text = {0};

	description_of_data(page, &said);
	for (size_t i = 0; said.length && i < page->block_count; i++) {
		block_text(page, &page->blocks[i], MARK_KEPT, &text);
		buffer_byte(&text, ' ');
	}
	struct slice description = arena_copy(&page->arena, buffer_slice(&said));

	keep_letters(&said);
	keep_letters(&text);
	if (text.length && !is_printed(&said, &text))
		page->description = description;
	buffer_free(&said);
	buffer_free(&text);
}
