/*
 * Structure: which tables hold data and which only lay out the page, the
 * printed numbers of list items, and which line breaks part lines that stand
 * for themselves.
 *
 * A table lays out the page when it says so, when another table, a heading
 * or a definition list stands in it, when a cell has more than three
 * paragraphs, or when no row has two cells.
 *
 * Lines between breaks stand for themselves, as the items of a list do, when
 * there are several, all short, nearly all starting with a capital, a digit
 * or a mark, and few ending in a comma, as those of an address may.
 */
#include "stages/read/reader/html/page.h"

enum { PARAGRAPHS_OF_LAYOUT = 3, LEAST_LINES = 2, LONGEST_LINE = 80,
	HIGHEST_ONE = 8 };

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

/* The lines between the breaks of one block. */
struct lines {
	uint32_t block;		/* the block-level element around them */
	uint32_t first, last;	/* breaks */
	unsigned count, starts, commas;
	uint64_t longest, length;	/* longest: of all; length: of the line so far */
	char end;		/* the last byte of the line so far */
};

static void end_line(struct lines *lines)
{
	lines->count += lines->length > 0;
	lines->commas += lines->end == ',';
	if (lines->longest < lines->length)
		lines->longest = lines->length;
	lines->length = 0;
	lines->end = '\0';
}

static void add_to_line(struct lines *lines, struct slice text)
{
	text = slice_trim(text);
	if (!text.length)
		return;
	if (!lines->length)
		lines->starts += !(text.at[0] >= 'a' && text.at[0] <= 'z');
	lines->length += text.length;
	lines->end = text.at[text.length - 1];
}

/* A heading and an address are one, however many lines they are printed on. */
static bool is_one(const struct page *page, uint32_t block)
{
	unsigned step = 0;

	for (uint32_t i = block; i != NO_NODE && step < HIGHEST_ONE; i = page->nodes[i].block, step++)
		if (html_tag_is_heading(page->nodes[i].tag) || page->nodes[i].tag == HTML_ADDRESS)
			return true;
	return false;
}

/* Marks the breaks, if the lines between them stand for themselves; begins anew. */
static bool part_lines(struct page *page, struct lines *lines)
{
	end_line(lines);
	bool whole = lines->first == NO_NODE || is_one(page, page->nodes[lines->first].block);
	bool apart = !whole && lines->count >= LEAST_LINES && lines->longest <= LONGEST_LINE &&
		     lines->starts * 5 >= lines->count * 4 && lines->commas * 3 <= lines->count;

	for (uint32_t i = lines->first; apart && i <= lines->last; i++)
		if (page->nodes[i].tag == HTML_BR)
			page->nodes[i].ordinal = 1;
	*lines = (struct lines){.first = NO_NODE};
	return apart;
}

/* True: some break parts lines. */
static bool find_lines(struct page *page)
{
	struct lines lines = {.block = NO_NODE, .first = NO_NODE};
	bool found = false;

	for (uint32_t i = page->body; i < page->nodes[page->body].end; i++) {
		const struct node *node = &page->nodes[i];

		if (node->mark == MARK_GONE || (node->tag != HTML_TEXT && node->tag != HTML_BR))
			continue;
		if (node->block != lines.block)
			found = part_lines(page, &lines) || found;
		lines.block = node->block;
		if (node->tag == HTML_TEXT) {
			add_to_line(&lines, node->text);
			continue;
		}
		end_line(&lines);
		lines.last = i;
		if (lines.first == NO_NODE)
			lines.first = i;
	}
	return part_lines(page, &lines) || found;
}

void html_find_structure(struct page *page)
{
	find_data_tables(page);
	number_items(page);
	if (find_lines(page)) {
		html_find_blocks(page);
		html_measure(page, MARK_SITE);
	}
}
