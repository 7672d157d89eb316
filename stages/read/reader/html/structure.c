/*
 * Structure: which tables hold data and which only lay out the page, and the
 * printed numbers of list items.
 *
 * A table lays out the page when it says so, when another table, a heading
 * or a definition list stands in it, when a cell has more than three
 * paragraphs, or when no row has two cells.
 */
#include "stages/read/reader/html/page.h"

enum { PARAGRAPHS_OF_LAYOUT = 3 };

static void count_cells(struct page *page)
{
	for (uint32_t i = 0; i < page->count; i++) {
		struct node *node = &page->nodes[i];

		node->ordinal = 0;
		if (node->tag == HTML_TABLE) {
			struct slice role = node_attribute(page, i, ATTRIBUTE_ROLE);

			node->data = !slice_is(role, "presentation") && !slice_is(role, "none");
		} else if ((node->tag == HTML_TD || node->tag == HTML_TH) &&
			   node->parent != NO_NODE) {
			page->nodes[node->parent].ordinal++;
		}
	}
}

static bool is_of_layout(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];

	if (node->tag == HTML_P && node->cell != NO_NODE)
		return page->nodes[node->cell].ordinal > PARAGRAPHS_OF_LAYOUT;
	return html_tag_is_heading(node->tag) || node->tag == HTML_DL || node->tag == HTML_TABLE;
}

static void find_data_tables(struct page *page)
{
	count_cells(page);
	for (uint32_t i = 0; i < page->count; i++) {
		struct node *node = &page->nodes[i];

		if (node->table == NO_NODE || node->mark == MARK_GONE)
			continue;
		struct node *table = &page->nodes[node->table];

		if (node->tag == HTML_TR && node->ordinal > table->ordinal)
			table->ordinal = node->ordinal;
		if (node->tag == HTML_TD || node->tag == HTML_TH)
			node->ordinal = 0;
		if (node->tag == HTML_P && node->cell != NO_NODE)
			page->nodes[node->cell].ordinal++;
		if (is_of_layout(page, i))
			table->data = false;
	}
	for (uint32_t i = 0; i < page->count; i++)
		if (page->nodes[i].tag == HTML_TABLE && page->nodes[i].ordinal < 2)
			page->nodes[i].data = false;
}

static uint32_t number_of(struct slice attribute, uint32_t otherwise)
{
	uint64_t number;

	if (!slice_to_integer(slice_trim(attribute), &number) || number > INT32_MAX)
		return otherwise;
	return (uint32_t)number;
}

static void number_items(struct page *page)
{
	for (uint32_t i = 0; i < page->count; i++) {
		struct node *node = &page->nodes[i];

		if (node->tag == HTML_OL)
			node->ordinal = number_of(node_attribute(page, i, ATTRIBUTE_START), 1);
		if (node->tag != HTML_LI || node->parent == NO_NODE)
			continue;
		struct node *list = &page->nodes[node->parent];

		node->ordinal = 1;
		if (list->tag != HTML_OL)
			continue;
		node->ordinal = number_of(node_attribute(page, i, ATTRIBUTE_VALUE), list->ordinal);
		list->ordinal = node->ordinal + 1;
	}
}

void html_find_structure(struct page *page)
{
	find_data_tables(page);
	number_items(page);
}
