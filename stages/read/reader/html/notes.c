/*
 * Notes: marks of foot- and endnotes, which lead to a place on the page, and
 * the notes that stand there.
 *
 * A mark is a link to a later place whose text is a short number or sign, as
 * "1", "[12]", "footnote 3" or "*", raised, in brackets, or so called by its
 * role.  Neither it nor the sign that leads back to it is text: "duty1" is
 * no word.
 */
#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"

#include <stdlib.h>
#include <strings.h>

enum { LONGEST_NOTE = 4000, LONGEST_MARK = 24, LONGEST_NUMBER = 4, HIGHEST_RAISE = 2 };

/* A link to a place on the page. */
struct jump {
	struct slice place;	/* an id */
	uint32_t link, target;	/* nodes; target NO_NODE: there is no such place */
};

static bool is_sign(struct slice s)
{
	static const struct slice signs[] = {
		{"*", 1}, {"**", 2}, {"\u2020", 3}, {"\u2021", 3}, {"\u00a7", 2}, {"i", 1}, {"ii", 2},
		{"iii", 3}, {"iv", 2}, {"v", 1}, {"a", 1}, {"b", 1}, {"c", 1}, {"d", 1},
	};

	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (slice_equal(s, signs[i]))
			return true;
	return false;
}

static bool is_number(struct slice s)
{
	for (size_t i = 0; i < s.length; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.length > 0 && s.length <= LONGEST_NUMBER;
}

/* "12" of "[footnote 12]"; *bracketed: it stands in brackets.  Empty: it is no mark. */
static struct slice number_of(struct slice text, bool *bracketed)
{
	static const struct slice words[] = {
		{"footnote ", 9}, {"note ", 5}, {"endnote ", 8}, {"fn ", 3},
	};

	text = slice_trim(text);
	*bracketed = text.length > 2 && (text.at[0] == '[' || text.at[0] == '(');
	if (*bracketed)
		text = slice_trim((struct slice){text.at + 1, text.length - 2});
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (text.length > words[i].length &&
		    strncasecmp(text.at, words[i].at, words[i].length) == 0)
			text = slice_trim(slice_from(text, words[i].length));
	return is_number(text) || is_sign(text) ? text : (struct slice){NULL, 0};
}

static bool is_raised(const struct page *page, uint32_t link)
{
	uint32_t around = page->nodes[link].parent;

	for (unsigned step = 0; step < HIGHEST_RAISE && around != NO_NODE; step++) {
		if (page->nodes[around].tag == HTML_SUP)
			return true;
		around = page->nodes[around].parent;
	}
	return node_next(page, link, page->nodes[link].end, HTML_SUP) != NO_NODE;
}

static int compare_places(const void *a, const void *b)
{
	return slice_compare(((const struct jump *)a)->place, ((const struct jump *)b)->place);
}

static int compare_links(const void *a, const void *b)
{
	uint32_t one = ((const struct jump *)a)->link, other = ((const struct jump *)b)->link;

	return (one > other) - (one < other);
}

static struct jump *find_jumps(const struct page *page, size_t *count)
{
	struct jump *jumps = NULL;
	size_t capacity = 0;

	*count = 0;
	for (uint32_t i = page->body; i < page->count; i++) {
		struct slice href = node_attribute(page, i, ATTRIBUTE_HREF);

		if (page->nodes[i].tag != HTML_A || page->nodes[i].mark == MARK_GONE ||
		    href.length < 2 || href.at[0] != '#' || page->nodes[i].length > LONGEST_MARK)
			continue;
		jumps = memory_reserve(jumps, &capacity, *count + 1, sizeof *jumps);
		jumps[(*count)++] = (struct jump){slice_from(href, 1), i, NO_NODE};
	}
	return jumps;
}

/* The first of the jumps, sorted by place, that leads there or behind. */
static size_t first_jump(const struct jump *jumps, size_t count, struct slice place)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (slice_compare(jumps[middle].place, place) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Finds where the jumps lead; they are sorted by place, and end sorted by link. */
static void find_targets(const struct page *page, struct jump *jumps, size_t count)
{
	qsort(jumps, count, sizeof *jumps, compare_places);
	for (uint32_t i = page->body; i < page->count; i++) {
		struct slice place = node_attribute(page, i, ATTRIBUTE_ID);

		if (!place.length && page->nodes[i].tag == HTML_A)
			place = node_attribute(page, i, ATTRIBUTE_NAME);
		size_t k = place.length ? first_jump(jumps, count, place) : count;

		for (; k < count && slice_equal(jumps[k].place, place); k++) {
			if (jumps[k].target != NO_NODE)
				break;
			jumps[k].target = i;
		}
	}
	qsort(jumps, count, sizeof *jumps, compare_links);
}

/* The block-level element of a place, where the note stands; NO_NODE: it is more than a note. */
static uint32_t note_at(const struct page *page, uint32_t target)
{
	bool is_block = html_tag_layout(page->nodes[target].tag) == LAYOUT_BLOCK;
	uint32_t note = is_block ? target : page->nodes[target].block;

	if (note == NO_NODE || note <= page->body || html_tag_is_heading(page->nodes[note].tag) ||
	    page->nodes[note].length > LONGEST_NOTE)
		return NO_NODE;
	return note;
}

static void add_note(struct page *page, const struct jump *jump, struct slice number)
{
	uint32_t note = note_at(page, jump->target);

	page->notes = memory_reserve(page->notes, &page->note_capacity, page->note_count + 1,
				     sizeof page->notes[0]);
	page->notes[page->note_count++] = (struct note){
		.link = jump->link, .body = note, .number = arena_copy(&page->arena, number)};
	node_set_mark(page, jump->link, MARK_GONE);
}

/* A sign in a note that leads back to its mark. */
static bool leads_back(const struct jump *jump, struct slice text)
{
	static const struct slice signs[] = {
		{"\u21a9", 3}, {"\u2191", 3}, {"^", 1}, {"\u21b5", 3}, {"\u2934", 3}, {"\u2b06", 3},
	};
	bool bracketed;

	text = slice_trim(text);
	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (slice_starts(text, signs[i]))
			return jump->target < jump->link;
	return jump->target < jump->link && number_of(text, &bracketed).length;
}

void html_find_notes(struct page *page)
{
	size_t count;
	struct jump *jumps = find_jumps(page, &count);
	struct buffer text = {0};

	if (count)
		find_targets(page, jumps, count);
	for (size_t i = 0; i < count; i++) {
		const struct jump *jump = &jumps[i];
		bool bracketed, back = jump->target < jump->link;

		if (jump->target == NO_NODE)
			continue;
		buffer_reset(&text);
		node_text(page, jump->link, &text);
		struct slice number = number_of(buffer_slice(&text), &bracketed);
		bool called = slice_is(node_attribute(page, jump->link, ATTRIBUTE_ROLE), "doc-noteref");

		if (!back && number.length && (bracketed || called || is_raised(page, jump->link)))
			add_note(page, jump, number);
		else if (page->note_count && leads_back(jump, buffer_slice(&text)))
			node_set_mark(page, jump->link, MARK_GONE);
	}
	buffer_free(&text);
	free(jumps);
	if (!page->note_count)
		return;
	html_find_blocks(page);
	html_measure(page, MARK_SITE);
}
