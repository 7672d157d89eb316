/* The array of nodes: finding one's way in it. */
#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"

#include <stdlib.h>
#include <strings.h>

struct slice node_attribute(const struct page *page, uint32_t node, enum html_attribute_name name)
{
	const struct node *n = &page->nodes[node];

	for (size_t i = 0; i < n->attribute_count; i++)
		if (page->attributes[n->first_attribute + i].name == name)
			return page->attributes[n->first_attribute + i].value;
	return (struct slice){NULL, 0};
}

static bool is_word(struct slice value, const char *word)
{
	return value.length == strlen(word) && strncasecmp(value.at, word, value.length) == 0;
}

struct slice page_meta(const struct page *page, const char *name)
{
	static const enum html_attribute_name keys[] = {
		ATTRIBUTE_NAME, ATTRIBUTE_PROPERTY, ATTRIBUTE_ITEMPROP, ATTRIBUTE_HTTP_EQUIV};

	for (uint32_t i = 0; i < page->count; i++) {
		if (page->nodes[i].tag != HTML_META)
			continue;
		for (size_t k = 0; k < COUNT_OF(keys); k++)
			if (is_word(node_attribute(page, i, keys[k]), name))
				return node_attribute(page, i, ATTRIBUTE_CONTENT);
	}
	return (struct slice){NULL, 0};
}

uint32_t node_next(const struct page *page, uint32_t from, uint32_t end, enum html_tag tag)
{
	for (uint32_t i = from; i < end; i++)
		if (page->nodes[i].tag == tag)
			return i;
	return NO_NODE;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/*
 * Whether two pieces of text without a space between them are two words all
 * the same: of two links side by side, behind the colon of a label, or of two
 * elements with classes side by side, the second with a capital ("Gwen
 * Ellis", "University").
 */
static bool are_apart(const struct page *page, uint32_t before, uint32_t after)
{
	const struct node *one = &page->nodes[before], *other = &page->nodes[after];
	const struct node *left = &page->nodes[one->parent], *right = &page->nodes[other->parent];

	if (!one->text.length || !other->text.length || one->parent == other->parent)
		return false;
	char last = one->text.at[one->text.length - 1], first = other->text.at[0];

	if (one->link != other->link && one->link != NO_NODE && other->link != NO_NODE)
		return (is_lower(last | 0x20) || (last >= '0' && last <= '9')) &&
		       is_lower(first | 0x20);
	if (last == ':')
		return is_lower(first | 0x20);
	return is_lower(last) && is_upper(first) && left->parent == right->parent &&
	       node_attribute(page, one->parent, ATTRIBUTE_CLASS).length &&
	       node_attribute(page, other->parent, ATTRIBUTE_CLASS).length;
}

/* Appends the text of a node; *before: of the one before it, or NO_NODE. */
static void append_piece(const struct page *page, uint32_t node, uint32_t *before, struct buffer *to)
{
	if (*before != NO_NODE && are_apart(page, *before, node))
		append_clean_text(to, SLICE(" "));
	append_clean_text(to, page->nodes[node].text);
	*before = node;
}

static void append_text(const struct page *page, uint32_t node, enum mark most, struct buffer *to)
{
	uint32_t before = NO_NODE;


	for (uint32_t i = node; i < page->nodes[node].end; i++)
		if (page->nodes[i].mark > most)
			continue;
		else if (page->nodes[i].tag == HTML_TEXT)
			append_piece(page, i, &before, to);
		else if (html_tag_layout(page->nodes[i].tag) == LAYOUT_BLOCK ||
			 page->nodes[i].tag == HTML_BR)
			append_clean_text(to, SLICE(" "));
	trim_end(to);
}

void node_text(const struct page *page, uint32_t node, struct buffer *to)
{
	append_text(page, node, MARK_GONE, to);
}

void node_seen_text(const struct page *page, uint32_t node, struct buffer *to)
{
	append_text(page, node, MARK_SITE, to);
}

void block_append(const struct page *page, const struct block *block, enum mark mark,
		  struct buffer *to)
{
	uint32_t before = NO_NODE;

	for (uint32_t i = block->first; i <= block->last; i++) {
		const struct node *node = &page->nodes[i];

		if (node->mark != mark)
			continue;
		if (node->tag == HTML_TEXT)
			append_piece(page, i, &before, to);
		else if (node->tag == HTML_BR)
			append_clean_text(to, SLICE(" "));
	}
}

void block_text(const struct page *page, const struct block *block, enum mark mark,
		struct buffer *to)
{
	block_append(page, block, mark, to);
	trim_end(to);
}

void node_set_mark(struct page *page, uint32_t node, enum mark mark)
{
	for (uint32_t i = node; i < page->nodes[node].end; i++)
		if (page->nodes[i].mark < mark)
			page->nodes[i].mark = (uint8_t)mark;
}

void page_free(struct page *page)
{
	arena_free(&page->arena);
	buffer_free(&page->source);
	buffer_free(&page->text);
	free(page->nodes);
	free(page->attributes);
	free(page->blocks);
	free(page->posts);
	free(page->parts);
	free(page->notes);
	free(page->data.at);
	*page = (struct page){0};
}
