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

static void append_text(const struct page *page, uint32_t node, enum mark most, struct buffer *to)
{
	for (uint32_t i = node; i < page->nodes[node].end; i++)
		if (page->nodes[i].mark > most)
			continue;
		else if (page->nodes[i].tag == HTML_TEXT)
			append_clean_text(to, page->nodes[i].text);
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

void block_text(const struct page *page, const struct block *block, enum mark mark,
		struct buffer *to)
{
	for (uint32_t i = block->first; i <= block->last; i++) {
		const struct node *node = &page->nodes[i];

		if (node->mark != mark)
			continue;
		if (node->tag == HTML_TEXT)
			append_clean_text(to, node->text);
		else if (node->tag == HTML_BR)
			append_clean_text(to, SLICE(" "));
	}
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
	free(page->data.at);
	*page = (struct page){0};
}
