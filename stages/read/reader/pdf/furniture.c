/*
 * Furniture: what stands near the top or foot of a page and comes again at
 * the same height on other pages, with other numbers in it at most; numbers
 * of pages; and what stands where other pages have such a line and repeats a
 * heading, or is alone at the edge (a header that changes with the section).
 */
#include "stages/read/reader/pdf/furniture.h"

#include "pipeline/base/memory.h"
#include "stages/read/reader/pdf/segments.h"
#include "stages/read/reader/pdf/text.h"

#include <stdlib.h>

static const float edge_zone = 0.12f;		/* of the page's height */
static const float same_height = 6.5f;		/* points: pages may have two sizes */
enum { MOST_ROWS = 4, MOST_IN_ROW = 48, WINDOW = 6, LONGEST = 160 };

struct candidate {
	struct segment *segment;
	struct slice text, masked;
	float height;		/* of its baseline from the nearer edge */
	float gap;		/* to the next row towards the body, points */
	uint32_t page;
	uint8_t row;		/* 0 is the outermost */
	bool at_foot, number, found;
	uint64_t value;		/* of a number that stands alone; 0: none */
	bool before_lower;	/* the next row towards the body starts in lower case */
};

struct search {
	struct layout *layout;
	struct arena arena;
	struct candidate *candidates;	/* by page */
	size_t count, capacity;
	size_t *first;			/* of each page; one more at the end */
	struct slice *heads;		/* texts of headings, sorted */
	size_t head_count;
	struct buffer buffer;
};

static struct slice text_of(struct search *search, const struct segment *segment)
{
	buffer_reset(&search->buffer);
	append_segment_text(&search->buffer, segment);
	return arena_copy(&search->arena, buffer_slice(&search->buffer));
}

static struct candidate *add_candidate(struct search *search, struct segment *segment,
				       bool at_foot, uint8_t row, float gap)
{
	const struct page *page = &search->layout->pages[segment->page];
	struct slice text = text_of(search, segment);
	float height = at_foot ? page->height - segment->baseline : segment->baseline;

	buffer_reset(&search->buffer);
	append_masked(&search->buffer, text);
	search->candidates = memory_reserve(search->candidates, &search->capacity,
					    search->count + 1, sizeof *search->candidates);
	search->candidates[search->count++] = (struct candidate){
		.segment = segment, .text = text, .page = segment->page, .row = row,
		.masked = arena_copy(&search->arena, buffer_slice(&search->buffer)),
		.height = height, .gap = gap, .at_foot = at_foot,
		.number = is_page_number(text),
	};
	struct candidate *added = &search->candidates[search->count - 1];

	if (!is_digits(text) || !slice_to_integer(text, &added->value))
		added->value = 0;
	return added;
}

static bool row_starts_lower_case(struct segment *const *row, size_t count)
{
	const struct segment *first = NULL;

	for (size_t i = 0; i < count; i++)
		if (!first || row[i]->box.left < first->box.left)
			first = row[i];
	return first && first->count && starts_lower_case(first->words[0].text);
}

/* The row of segments from `from` on, walking by `step`; its end, exclusive. */
static size_t row_end(struct segment *const *sorted, size_t count, size_t from)
{
	size_t end = from + 1;

	while (end < count && distance(sorted[end]->baseline, sorted[from]->baseline) <
				  0.3f * larger(sorted[from]->size, sorted[end]->size))
		end++;
	return end;
}

static float gap_between(struct segment *const *from, size_t from_count,
			 struct segment *const *to, size_t to_count)
{
	float gap = 1e6f;

	for (size_t i = 0; i < from_count; i++)
		for (size_t j = 0; j < to_count; j++) {
			float high = smaller(from[i]->baseline, to[j]->baseline);
			float low = larger(from[i]->baseline - 0.75f * from[i]->size,
					   to[j]->baseline - 0.75f * to[j]->size);

			gap = smaller(gap, low - high);
		}
	return gap;
}

/* The outermost rows of a page from one edge; `sorted` begins at that edge. */
static void add_edge(struct search *search, struct segment **sorted, size_t count, bool at_foot)
{
	size_t from = 0;

	for (uint8_t row = 0; row < MOST_ROWS && from < count; row++) {
		const struct page *page = &search->layout->pages[sorted[from]->page];
		size_t end = row_end(sorted, count, from);
		size_t next = end < count ? row_end(sorted, count, end) : end;
		float height = at_foot ? page->height - sorted[from]->baseline
				       : sorted[from]->baseline;
		if (height > edge_zone * page->height || end - from > MOST_IN_ROW)
			return;
		if (next - end > MOST_IN_ROW)
			next = end + MOST_IN_ROW;
		float gap = gap_between(sorted + from, end - from, sorted + end, next - end);

		bool lower = row_starts_lower_case(sorted + end, next - end);

		for (size_t i = from; i < end; i++)
			if (sorted[i]->role == ROLE_BODY)
				add_candidate(search, sorted[i], at_foot, row, gap)->before_lower =
				    lower;
		from = end;
	}
}

static void add_page(struct search *search, uint32_t index)
{
	struct page *page = &search->layout->pages[index];
	struct segment **sorted = arena_new(&search->arena, page->count, sizeof *sorted);
	size_t count = 0;

	for (uint32_t i = 0; i < page->count; i++)
		if (page->segments[i].role == ROLE_BODY)
			sorted[count++] = &page->segments[i];
	if (count)
		qsort(sorted, count, sizeof *sorted, compare_segments_down);
	add_edge(search, sorted, count, false);
	for (size_t i = 0; i < count / 2; i++) {
		struct segment *swapped = sorted[i];

		sorted[i] = sorted[count - 1 - i];
		sorted[count - 1 - i] = swapped;
	}
	add_edge(search, sorted, count, true);
}

/* Edits that make one text of the other, or `most` + 1 if there are more. */
static size_t edits(struct slice a, struct slice b, size_t most)
{
	size_t row[LONGEST + 1];

	for (size_t j = 0; j <= b.length; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t diagonal = row[0], least = i;

		row[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			size_t above = row[j];
			size_t best = diagonal + (a.at[i - 1] != b.at[j - 1]);

			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = above;
			row[j] = best;
			if (best < least)
				least = best;
		}
		if (least > most)
			return most + 1;
	}
	return row[b.length];
}

static bool is_alike(struct slice a, struct slice b)
{
	size_t longer = a.length > b.length ? a.length : b.length;
	size_t shorter = a.length + b.length - longer, most = longer / 5;

	if (slice_equal(a, b))
		return true;
	if (longer - shorter > most || longer > LONGEST || shorter < 5)
		return false;
	/* Texts that differ at both ends are not worth the work. */
	if (memcmp(a.at, b.at, 4) != 0 &&
	    memcmp(a.at + a.length - 4, b.at + b.length - 4, 4) != 0)
		return false;
	return edits(a, b, most) <= most;
}

static bool same_place(const struct candidate *a, const struct candidate *b)
{
	return a->at_foot == b->at_foot && distance(a->height, b->height) < same_height;
}

/* On how many other pages nearby a candidate like this one stands. */
struct matches {
	uint32_t alike, placed, numbers, counted, found;
};

static void match_page(const struct search *search, const struct candidate *c, uint32_t page,
		       struct matches *matches)
{
	bool alike = false, placed = false, number = false, counted = false, found = false;

	for (size_t i = search->first[page]; i < search->first[page + 1]; i++) {
		const struct candidate *other = &search->candidates[i];

		if (!same_place(c, other))
			continue;
		placed |= other->gap > 0.8f * search->layout->body_size;
		found |= other->found;
		number |= other->number;
		counted |= c->value && other->value + c->page == c->value + page;
		alike |= slice_equal(c->masked, other->masked) ||
			 (c->gap > 0.5f * search->layout->body_size &&
			  is_alike(c->masked, other->masked));
	}
	matches->alike += alike;
	matches->placed += placed;
	matches->numbers += number;
	matches->counted += counted;
	matches->found += found;
}

static struct matches match(const struct search *search, const struct candidate *c)
{
	struct matches matches = {0};
	uint32_t from = c->page > WINDOW ? c->page - WINDOW : 0;
	uint32_t to = c->page + WINDOW;

	if (to >= search->layout->page_count)
		to = search->layout->page_count - 1;
	for (uint32_t page = from; page <= to; page++)
		if (page != c->page)
			match_page(search, c, page, &matches);
	return matches;
}

static bool looks_like_heading(const struct layout *layout, const struct segment *s)
{
	return s->count <= 25 &&
	       (s->size >= 1.08f * layout->body_size || s->style & STYLE_BOLD);
}

/* Whether a heading elsewhere has the same text. */
static bool is_heading_text(const struct search *search, const struct candidate *c)
{
	const struct slice *found = search->head_count
					? bsearch(&c->text, search->heads, search->head_count,
						  sizeof c->text, slice_compare_pointers) : NULL;

	if (!found)
		return false;
	if (!looks_like_heading(search->layout, c->segment))
		return true;
	return (found > search->heads && slice_equal(found[-1], c->text)) ||
	       (found + 1 < search->heads + search->head_count &&
		slice_equal(found[1], c->text));
}

/* The number of a note or an item: text that no other page has begins beside it. */
static bool is_label(const struct search *search, const struct candidate *c)
{
	const float widest = 3.0f;	/* em: of the gap */

	for (size_t i = search->first[c->page]; i < search->first[c->page + 1]; i++) {
		const struct candidate *other = &search->candidates[i];
		float gap = other->segment->box.left - c->segment->box.right;

		if (other->at_foot == c->at_foot && other->row == c->row && gap > 0 &&
		    gap < widest * c->segment->size && !match(search, other).alike)
			return true;
	}
	return false;
}

static bool is_repeated(const struct search *search, const struct candidate *c)
{
	float em = search->layout->body_size;
	struct matches matches = match(search, c);

	if (c->number)
		return (matches.numbers >= 1 && c->gap > 0.5f * em && !is_label(search, c)) ||
		       matches.counted >= 2 ||
		       (search->layout->page_count == 1 && c->row == 0 && c->gap > 1.5f * em);
	if (matches.alike >= 2)
		return true;
	return matches.alike >= 1 && (search->layout->page_count < 5 || c->gap > 0.7f * em);
}

/* Where other pages have furniture, or at least a line. */
static bool stands_for_one(const struct search *search, const struct candidate *c)
{
	float em = search->layout->body_size;
	struct matches matches = match(search, c);

	if (!matches.placed || c->gap <= 0.8f * em || c->segment->size > 1.02f * em)
		return false;
	if (is_heading_text(search, c))
		return true;
	return c->row == 0 && c->gap > 1.5f * em &&
	       (matches.found || matches.placed >= 2 || c->segment->size < 0.95f * em);
}

/*
 * A header on one page alone (the second of two): its row holds the page's
 * own number, or a sentence of the page before runs on below it.
 */
static bool is_lone_header(const struct search *search, const struct candidate *c)
{
	float em = search->layout->body_size;

	if (!c->page || c->row || c->at_foot || c->gap <= 0.8f * em ||
	    c->segment->size > 1.02f * em || c->segment->count > 10)
		return false;
	if (c->before_lower && !ends_sentence(c->segment->words[c->segment->count - 1].text))
		return true;
	for (size_t i = search->first[c->page]; i < search->first[c->page + 1]; i++) {
		const struct candidate *other = &search->candidates[i];
		uint64_t number;

		if (other->row == 0 && !other->at_foot && other->number &&
		    slice_to_integer(other->text, &number) && number == c->page + 1)
			return true;
	}
	return false;
}

/* All rows outside a candidate's own are furniture. */
static bool is_outside_clear(const struct search *search, const struct candidate *c)
{
	for (size_t i = search->first[c->page]; i < search->first[c->page + 1]; i++) {
		const struct candidate *other = &search->candidates[i];

		if (other->at_foot == c->at_foot && other->row < c->row && !other->found)
			return false;
	}
	return true;
}

static void collect_heads(struct search *search)
{
	size_t capacity = 0;
	const struct layout *layout = search->layout;

	for (uint32_t p = 0; p < layout->page_count; p++)
		for (uint32_t i = 0; i < layout->pages[p].count; i++) {
			const struct segment *s = &layout->pages[p].segments[i];

			if (!looks_like_heading(layout, s))
				continue;
			search->heads = memory_reserve(search->heads, &capacity,
						       search->head_count + 1,
						       sizeof *search->heads);
			search->heads[search->head_count++] = text_of(search, s);
		}
	if (search->head_count)
		qsort(search->heads, search->head_count, sizeof *search->heads,
		      slice_compare_pointers);
}

static void decide(struct search *search,
		   bool (*is_furniture)(const struct search *, const struct candidate *),
		   bool outside_clear)
{
	bool *found = arena_new(&search->arena, search->count, sizeof *found);

	for (size_t i = 0; i < search->count; i++) {
		const struct candidate *c = &search->candidates[i];

		found[i] = c->found || (is_furniture(search, c) &&
					(!outside_clear || is_outside_clear(search, c)));
	}
	for (size_t i = 0; i < search->count; i++)
		search->candidates[i].found = found[i];
}

static void give_roles(struct search *search)
{
	for (size_t i = 0; i < search->count; i++) {
		const struct candidate *c = &search->candidates[i];

		if (c->found)
			c->segment->role = c->number ? ROLE_PAGE_NUMBER :
					   c->at_foot ? ROLE_FOOTER : ROLE_HEADER;
	}
}

void find_furniture(struct layout *layout)
{
	struct search search = {.layout = layout};

	search.first = arena_new(&search.arena, layout->page_count + 1, sizeof *search.first);
	for (uint32_t i = 0; i < layout->page_count; i++) {
		search.first[i] = search.count;
		add_page(&search, i);
	}
	search.first[layout->page_count] = search.count;
	collect_heads(&search);
	decide(&search, is_repeated, false);
	decide(&search, stands_for_one, true);
	decide(&search, is_lone_header, true);
	give_roles(&search);
	free(search.candidates);
	free(search.heads);
	buffer_free(&search.buffer);
	arena_free(&search.arena);
}
