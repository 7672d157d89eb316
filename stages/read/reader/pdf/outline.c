/*
 * Outline: an entry is found by its page and its text; whether the outline is
 * one of the text's sections is judged by all entries together, before any
 * block is changed.
 */
#include "stages/read/reader/pdf/outline.h"

#include "stages/read/reader/pdf/lines.h"
#include "stages/read/reader/pdf/output.h"
#include "stages/read/reader/pdf/text.h"

enum {
	ENTRIES_OF_PAGE = 200,	/* those behind them are not looked for */
	LONGEST_HEADING = 40,	/* words */
	LEAST_PART = 12,	/* bytes: of a heading that an entry has in part */
	LEVELS = 6,
};

struct match {
	struct block *block;
	const struct outline_entry *entry;
};

struct search {
	struct layout *layout;
	struct arena arena;
	struct match *matches;
	size_t count;
};

/* Without the number, which only one of the two may have. */
static struct slice bare_skeleton(struct arena *arena, struct slice text)
{
	struct slice skeleton = skeleton_of(arena, text);
	size_t digits = 0;

	while (digits < skeleton.length && skeleton.at[digits] >= '0' && skeleton.at[digits] <= '9')
		digits++;
	return digits < skeleton.length ? slice_from(skeleton, digits) : skeleton;
}

static bool may_be_heading(const struct block *block)
{
	uint32_t words = 0;

	for (uint32_t i = 0; i < block->count && words <= LONGEST_HEADING; i++)
		words += words_of_line(&block->lines[i]);
	if (words > LONGEST_HEADING || block->boxed || block->rest)
		return false;
	return block->kind == BLOCK_HEAD || block->kind == BLOCK_PARAGRAPH ||
	       (block->kind == BLOCK_ITEM && !is_bullet(block->label));
}

/* A heading may be cut in two, or the entry cut short; any other block must be it whole. */
static bool is_the_same(const struct block *block, struct slice text, struct slice entry)
{
	size_t shorter = text.length < entry.length ? text.length : entry.length;

	if (slice_equal(text, entry))
		return text.length > 0;
	return block->kind == BLOCK_HEAD && shorter >= LEAST_PART &&
	       slice_equal(slice_first(text, shorter), slice_first(entry, shorter));
}

/* Finds a page's entries among its blocks, each block once. */
static void search_page(struct search *search, uint32_t page, const struct outline_entry *const *own,
			size_t count)
{
	struct slice wanted[ENTRIES_OF_PAGE];
	bool found[ENTRIES_OF_PAGE] = {false};
	struct buffer text = {0};

	for (size_t i = 0; i < count; i++)
		wanted[i] = bare_skeleton(&search->arena, own[i]->title);
	for (struct block *b = search->layout->pages[page].blocks; b; b = b->next) {
		if (!may_be_heading(b))
			continue;
		buffer_reset(&text);
		append_block_text(&text, b);
		struct slice skeleton = bare_skeleton(&search->arena, buffer_slice(&text));

		for (size_t i = 0; i < count; i++) {
			if (found[i] || !is_the_same(b, skeleton, wanted[i]))
				continue;
			found[i] = true;
			search->matches[search->count++] = (struct match){b, own[i]};
			break;
		}
	}
	buffer_free(&text);
}

/* The entries of each page, in the order of the outline. */
static void search_all(struct search *search, const struct outline_entry *entries, size_t count)
{
	uint32_t pages = search->layout->page_count;
	const struct outline_entry **own = arena_new(&search->arena, count, sizeof *own);
	size_t *ends = arena_new(&search->arena, pages + 1, sizeof *ends);

	search->matches = arena_new(&search->arena, count, sizeof *search->matches);
	for (uint32_t p = 0; p <= pages; p++)
		ends[p] = 0;
	for (size_t i = 0; i < count; i++)
		ends[entries[i].page < pages ? entries[i].page + 1 : 0]++;
	ends[0] = 0;
	for (uint32_t p = 0; p < pages; p++)
		ends[p + 1] += ends[p];
	for (size_t i = 0; i < count; i++)
		if (entries[i].page < pages)
			own[ends[entries[i].page]++] = &entries[i];
	for (uint32_t p = 0; p < pages; p++) {	/* each end has moved on to the next page's */
		size_t first = p ? ends[p - 1] : 0, own_count = ends[p] - first;

		if (own_count)
			search_page(search, p, own + first,
				    own_count < ENTRIES_OF_PAGE ? own_count : ENTRIES_OF_PAGE);
	}
}

static bool looks_alike(const struct block *a, const struct block *b)
{
	return a->style == b->style && a->level == b->level && same_size(a->size, b->size);
}

/* Whether half of the headings that look like those found are among them. */
static bool covers_its_kind(const struct search *search)
{
	enum { LOOKS = 16 };
	const struct block *looks[LOOKS];
	size_t count = 0, found = 0, all = 0;

	for (size_t i = 0; i < search->count; i++) {
		const struct block *block = search->matches[i].block;
		size_t k = 0;

		if (block->kind != BLOCK_HEAD)
			continue;
		found++;
		while (k < count && !looks_alike(looks[k], block))
			k++;
		if (k == count && count < LOOKS)
			looks[count++] = block;
	}
	for (uint32_t p = 0; p < search->layout->page_count; p++)
		for (const struct block *b = search->layout->pages[p].blocks; b; b = b->next)
			for (size_t k = 0; k < count && b->kind == BLOCK_HEAD; k++)
				if (looks_alike(looks[k], b)) {
					all++;
					break;
				}
	return found > 0 && 2 * found >= all;
}

/* The level that geometry gave to most headings of the least depth found. */
static unsigned level_of_top(const struct search *search, uint8_t *top)
{
	unsigned counts[LEVELS + 1] = {0}, best = 1;

	*top = UINT8_MAX;
	for (size_t i = 0; i < search->count; i++)
		if (search->matches[i].entry->depth < *top)
			*top = search->matches[i].entry->depth;
	for (size_t i = 0; i < search->count; i++) {
		const struct match *m = &search->matches[i];

		if (m->entry->depth == *top && m->block->kind == BLOCK_HEAD &&
		    m->block->level <= LEVELS)
			counts[m->block->level]++;
	}
	for (unsigned level = 1; level <= LEVELS; level++)
		if (counts[level] > counts[best])
			best = level;
	return best;
}

static void apply(const struct search *search)
{
	uint8_t top;
	unsigned first = level_of_top(search, &top);

	for (size_t i = 0; i < search->count; i++) {
		struct block *block = search->matches[i].block;
		unsigned below = search->matches[i].entry->depth - (unsigned)top;

		if (block->kind != BLOCK_HEAD)
			block->label_words = block->label_bytes = 0;	/* it is printed before it */
		if (block->kind != BLOCK_HEAD)
			block->label = (struct slice){0};
		block->kind = BLOCK_HEAD;
		block->level = (uint8_t)(first + below < LEVELS ? first + below : LEVELS);
		block->section = (uint8_t)(below + 1);
	}
}

void follow_outline(struct layout *layout, const struct outline_entry *entries, size_t count)
{
	struct search search = {.layout = layout};

	if (!count)
		return;
	search_all(&search, entries, count);
	if (search.count >= 3 && 5 * search.count >= 3 * count && covers_its_kind(&search))
		apply(&search);
	arena_free(&search.arena);
}
