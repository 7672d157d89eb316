/*
 * Spacing: where the gaps between pieces of a line do not mean what they
 * mean elsewhere.  Letter-spaced headings come as single letters; narrow
 * justified columns put wide, equal gaps between words.
 */
#include "stages/read/reader/pdf/segments.h"

#include "stages/read/reader/pdf/changes.h"
#include "stages/read/reader/pdf/text.h"

#include <stdlib.h>

static const float equal_gaps = 0.12f;		/* em */
static const float widest_stretch = 2.6f;	/* em */
static const float least_tracked = 0.9f;	/* em: the mean width of spaced capitals */
static const float tracked_gap = 0.32f;		/* em: less is no gap between their words */
static const float label_gap = 2.5f;		/* em: between the label of a note and its text */

/* Letters of a word by code points. */
static size_t length_of(struct slice text)
{
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++)
		length += ((unsigned char)text.at[i] & 0xc0) != 0x80;
	return length;
}

static bool is_lettered(struct slice text)
{
	size_t letters = 0;

	for (size_t i = 0; i < text.length; i++)
		letters += (text.at[i] >= 'A' && text.at[i] <= 'Z') ||
			   (text.at[i] >= 'a' && text.at[i] <= 'z') ||
			   (unsigned char)text.at[i] >= 0xc3;
	return letters * 2 > text.length;
}

static int compare_floats(const void *a, const void *b)
{
	float p = *(const float *)a, q = *(const float *)b;

	return p < q ? -1 : p > q;
}

static bool is_capitals_only(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.at[i] >= 'a' && text.at[i] <= 'z')
			return false;
	return is_lettered(text);
}

/* Whether the words are the letters of fewer words, set apart. */
static bool is_letter_spaced(const struct segment *segment)
{
	size_t whole = 0, capitals = 0, lettered = 0;

	for (uint32_t i = 0; i < segment->count; i++) {
		struct slice text = segment->words[i].text;

		if (segment->words[i].mark)
			return false;
		whole += length_of(text);
		lettered += is_lettered(text);
		capitals += text.length == 1 && text.at[0] >= 'A' && text.at[0] <= 'Z';
	}
	if (lettered * 4 < segment->count * 3)
		return false;
	if (segment->count == 3)
		return capitals == 3;
	return segment->count >= 4 && whole * 10 <= segment->count * 16;
}

/* The gap above which letters belong to two words. */
static float gap_of_words(const struct segment *segment, struct arena *scratch)
{
	uint32_t count = segment->count - 1;
	float *gaps = arena_new(scratch, count, sizeof *gaps);

	for (uint32_t i = 0; i < count; i++)
		gaps[i] = segment->words[i + 1].box.left - segment->words[i].box.right;
	qsort(gaps, count, sizeof *gaps, compare_floats);
	float median = gaps[count / 2], largest = gaps[count - 1];

	if (largest < 1.6f * median + 0.1f * segment->size)
		return largest + 1;	/* one word */
	return (median + largest) / 2;
}

static void close_up(struct layout *layout, struct segment *segment, struct arena *scratch)
{
	float limit = gap_of_words(segment, scratch);
	struct buffer text = {0}, before = {0};
	uint32_t kept = 0;

	append_segment_text(&before, segment);
	for (uint32_t i = 0; i < segment->count;) {
		struct word word = segment->words[i];
		float right = word.box.right;

		buffer_reset(&text);
		buffer_append(&text, word.text);
		for (i++; i < segment->count && segment->words[i].box.left - right <= limit; i++) {
			buffer_append(&text, segment->words[i].text);
			box_cover(&word.box, &segment->words[i].box);
			right = segment->words[i].box.right;
		}
		word.text = arena_copy(&layout->arena, buffer_slice(&text));
		word.joined = false;
		segment->words[kept++] = word;
	}
	segment->count = kept;
	buffer_reset(&text);
	append_segment_text(&text, segment);
	add_change(layout, "spacing", segment->page, NULL, buffer_slice(&before),
		   buffer_slice(&text));
	buffer_free(&text);
	buffer_free(&before);
}

/* Capitals whose width has the spacing in it: wider than any are by themselves. */
static bool is_tracked(const struct word *word)
{
	size_t letters = length_of(word->text);

	return letters >= 3 && is_capitals(word->text) &&
	       box_width(&word->box) > least_tracked * word->size * (float)letters;
}

/*
 * Where a program leaves out the spacing behind a letter (before a pair that
 * it kerns), a gap shows that is narrower than that between words.
 */
static void join_tracked(struct layout *layout, struct segment *segment)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < segment->count; i++) {
		struct word *word = &segment->words[i];
		struct word *before = kept ? &segment->words[kept - 1] : NULL;

		if (!before || word->box.left - before->box.right > tracked_gap * word->size ||
		    !is_capitals_only(before->text) || !is_capitals_only(word->text) ||
		    !(is_tracked(before) || is_tracked(word))) {
			segment->words[kept++] = *word;
			continue;
		}
		before->text = arena_printf(&layout->arena, "%.*s%.*s",
					    SLICE_ARGUMENTS(before->text),
					    SLICE_ARGUMENTS(word->text));
		box_cover(&before->box, &word->box);
	}
	segment->count = kept;
}

/* The number of segments from `first` that are one justified line; 1 if none. */
static uint32_t stretched_run(struct segment *const *row, uint32_t first, uint32_t count)
{
	uint32_t run = 1;
	bool running = false;
	float gap = 0;

	if (row[first]->count != 1 || !is_lettered(row[first]->words[0].text) ||
	    row[first]->style & STYLE_BOLD)
		return 1;
	while (first + run < count) {
		const struct segment *a = row[first + run - 1], *b = row[first + run];
		float next = b->box.left - a->box.right;

		if (b->count != 1 || distance(a->baseline, b->baseline) > 0.15f * a->size ||
		    !same_size(a->size, b->size) || next > widest_stretch * a->size ||
		    next < 0 || (run > 1 && distance(next, gap) > equal_gaps * a->size))
			break;
		gap = next;
		running |= !starts_upper_case(b->words[0].text);
		run++;
	}
	return running ? run : 1;	/* names alone are the head of a table */
}

static void join_stretched(struct layout *layout, struct segment **row, uint32_t count)
{
	struct segment *first = row[0];
	struct word *words = arena_new(&layout->arena, count, sizeof *words);

	for (uint32_t i = 0; i < count; i++) {
		words[i] = row[i]->words[0];
		if (i)
			row[i]->count = 0;
	}
	first->words = words;
	first->count = count;
	first->stretched = true;
	measure_segment(first);
}

static int compare_by_row(const void *a, const void *b)
{
	const struct segment *p = *(struct segment *const *)a, *q = *(struct segment *const *)b;
	float y = (float)(int)(p->baseline + 0.5f), z = (float)(int)(q->baseline + 0.5f);

	if (y != z)
		return y < z ? -1 : 1;
	return p->box.left < q->box.left ? -1 : p->box.left > q->box.left;
}

static void join_stretched_lines(struct layout *layout, struct page *page, struct arena *scratch)
{
	struct segment **down = arena_new(scratch, page->count, sizeof *down);

	for (uint32_t i = 0; i < page->count; i++)
		down[i] = &page->segments[i];
	qsort(down, page->count, sizeof *down, compare_by_row);
	for (uint32_t i = 0; i < page->count;) {
		uint32_t run = stretched_run(down, i, page->count);

		if (run >= 3)
			join_stretched(layout, down + i, run);
		i += run;
	}
}

/* The segment that a raised number set apart belongs to: the text on its right, or NULL. */
static struct segment *text_of_raised(struct page *page, uint32_t index)
{
	const struct segment *mark = &page->segments[index];

	for (uint32_t i = index + 1; i < page->count; i++) {
		struct segment *s = &page->segments[i];
		float raised = s->baseline - mark->baseline;

		if (s->box.left > mark->box.right + label_gap * s->size)
			return NULL;
		if (s->count && s->box.left >= mark->box.right - 0.1f * s->size &&
		    mark->size <= 0.85f * s->size && raised > 0.1f * s->size &&
		    raised < 0.7f * s->size)
			return s;
	}
	return NULL;
}

/* Labels of notes: segments come from left to right, so the text is behind its label. */
static void attach_raised(struct layout *layout, struct page *page)
{
	enum { MOST = 10000 };	/* segments: more are no page with notes */

	for (uint32_t i = 0; page->count <= MOST && i < page->count; i++) {
		struct segment *mark = &page->segments[i], *text;

		if (mark->count != 1 || !is_mark_text(mark->words[0].text) ||
		    !(text = text_of_raised(page, i)))
			continue;
		struct word *words = arena_new(&layout->arena, text->count + 1, sizeof *words);

		words[0] = mark->words[0];
		words[0].mark = true;
		memcpy(words + 1, text->words, text->count * sizeof *words);
		words[1].joined = false;
		text->words = words;
		text->count++;
		mark->count = 0;
		box_cover(&text->box, &mark->box);
	}
}

void mend_spacing(struct layout *layout, struct page *page)
{
	struct arena scratch = {0};
	uint32_t kept = 0;

	for (uint32_t i = 0; i < page->count; i++)
		if (page->segments[i].role != ROLE_BODY)
			continue;
		else if (is_letter_spaced(&page->segments[i]))
			close_up(layout, &page->segments[i], &scratch);
		else
			join_tracked(layout, &page->segments[i]);
	join_stretched_lines(layout, page, &scratch);
	attach_raised(layout, page);
	for (uint32_t i = 0; i < page->count; i++)
		if (page->segments[i].count)
			page->segments[kept++] = page->segments[i];
	page->count = kept;
	arena_free(&scratch);
}
