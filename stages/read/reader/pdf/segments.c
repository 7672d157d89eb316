/*
 * Segments: words are taken from left to right; each joins the segment whose
 * right end is nearest on its line, or begins one.  Open segments are kept
 * in strips of height, so that a page of many words costs little more than
 * sorting them.
 */
#include "stages/read/reader/pdf/segments.h"

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "stages/read/reader/pdf/text.h"

#include <stdlib.h>

static const float segment_gap = 0.7f;	/* em: more parts columns and cells */
static const float segment_back = 0.6f;	/* em: words may overlap by this */

static const float unlike = 1.5f;		/* ratio of sizes: a heading beside other text */

enum { NONE = -1, STRIPS = 512 };

struct open_segment {
	int32_t first, last;	/* words, linked by `following` */
	int32_t next;		/* in the same strip */
	struct box core;	/* of the last word of full size */
	float baseline, size, right, gap;
	uint32_t count;
	bool single;		/* every word so far is a single letter */
	bool lettered;		/* a word has two letters: it is no mark, label or stop */
};

struct strips {
	const struct word *words;
	struct open_segment *open;
	int32_t *following;
	int32_t heads[STRIPS];
	uint32_t count;
	float top, step, reach;
};

static int compare_left(const void *a, const void *b)
{
	const struct word *p = a, *q = b;

	if (p->box.left != q->box.left)
		return p->box.left < q->box.left ? -1 : 1;
	if (p->box.top != q->box.top)
		return p->box.top < q->box.top ? -1 : 1;
	return slice_compare(p->text, q->text);
}

int compare_segments_down(const void *a, const void *b)
{
	const struct segment *p = *(struct segment *const *)a, *q = *(struct segment *const *)b;

	if (p->baseline != q->baseline)
		return p->baseline < q->baseline ? -1 : 1;
	if (p->box.left != q->box.left)
		return p->box.left < q->box.left ? -1 : 1;
	return p < q ? -1 : p > q;
}

static int strip_of(const struct strips *strips, float y)
{
	float place = (y - strips->top) / strips->step;

	return place < 0 ? 0 : place > STRIPS - 1 ? STRIPS - 1 : (int)place;
}

/* Two letters at least: no mark, no label, no stop. */
static bool has_two_letters(struct slice text)
{
	size_t place = 0, letters = 0;

	while (letters < 2 && place < text.length)
		letters += unicode_is_letter(utf8_next(text, &place));
	return letters == 2;
}

/* Whether a word can stand on the segment's line; its distance in *gap. */
static bool fits(const struct open_segment *open, const struct word *word, float *gap)
{
	float em = larger(open->size, word->size), least = smaller(open->size, word->size);
	float most = segment_gap * (em > unlike * least && open->lettered ? least : em);

	if (open->single && open->count > 1 && word->text.length == 1)
		most = larger(most, most + 1.5f * open->gap);	/* spaced letters, then a space */
	*gap = word->box.left - open->right;
	if (*gap >= most || *gap < -segment_back * em)
		return false;
	if (beside(&open->core, &word->box) <= 0.5f)
		return false;
	if (em <= 1.15f * least)
		return distance(open->baseline, word->baseline) < 0.2f * em;
	return distance(open->baseline, word->baseline) < 0.6f * em;
}

static int32_t find_segment(struct strips *strips, const struct word *word)
{
	float reach = 0.7f * word->size + strips->step;
	int from = strip_of(strips, word->baseline - reach);
	int to = strip_of(strips, word->baseline + reach);
	int32_t best = NONE;
	float nearest = 0;

	for (int strip = from; strip <= to; strip++) {
		for (int32_t *place = &strips->heads[strip]; *place != NONE;) {
			struct open_segment *open = &strips->open[*place];
			float gap;

			if (word->box.left - open->right > strips->reach) {
				*place = open->next;	/* nothing can join it any more */
				continue;
			}
			if (fits(open, word, &gap) &&
			    (best == NONE || distance(gap, 0) < nearest)) {
				best = *place;
				nearest = distance(gap, 0);
			}
			place = &open->next;
		}
	}
	return best;
}

static void begin_segment(struct strips *strips, int32_t index)
{
	const struct word *word = &strips->words[index];
	int strip = strip_of(strips, word->baseline);
	struct open_segment *open = &strips->open[strips->count];

	*open = (struct open_segment){
		.first = index, .last = index, .next = strips->heads[strip], .core = word->box,
		.baseline = word->baseline, .size = word->size, .right = word->box.right,
		.count = 1, .single = word->text.length == 1,
		.lettered = has_two_letters(word->text),
	};
	strips->heads[strip] = (int32_t)strips->count++;
}

static void add_word(struct strips *strips, struct open_segment *open, int32_t index)
{
	const struct word *word = &strips->words[index];

	strips->following[open->last] = index;
	open->last = index;
	open->count++;
	open->gap = word->box.left - open->right;
	open->right = larger(open->right, word->box.right);
	open->single &= word->text.length == 1;
	open->lettered = open->lettered || has_two_letters(word->text);
	if (word->size >= 0.9f * open->size) {
		open->core = word->box;
		open->size = word->size;
		open->baseline = word->baseline;
	}
}

static void fill_strips(struct strips *strips, uint32_t count)
{
	for (int i = 0; i < STRIPS; i++)
		strips->heads[i] = NONE;
	for (uint32_t i = 0; i < count; i++) {
		int32_t found = find_segment(strips, &strips->words[i]);

		strips->following[i] = NONE;
		if (found == NONE)
			begin_segment(strips, (int32_t)i);
		else
			add_word(strips, &strips->open[found], (int32_t)i);
	}
}

static bool is_right_to_left(struct slice text)
{
	size_t place = 0;
	uint32_t point = utf8_next(text, &place);

	return (point >= 0x590 && point < 0x900) || (point >= 0xfb1d && point < 0xfe00) ||
	       (point >= 0xfe70 && point < 0xff00);
}

static void turn_right_to_left(struct segment *segment)
{
	uint32_t backward = 0;

	for (uint32_t i = 0; i < segment->count; i++)
		backward += is_right_to_left(segment->words[i].text);
	if (backward * 2 <= segment->count)
		return;
	for (uint32_t i = 0, j = segment->count - 1; i < j; i++, j--) {
		struct word word = segment->words[i];

		segment->words[i] = segment->words[j];
		segment->words[j] = word;
	}
}

void measure_segment(struct segment *segment)
{
	size_t most = 0, bold = 0, italic = 0, whole = 0;

	segment->box = segment->words[0].box;
	for (uint32_t i = 0; i < segment->count; i++) {
		const struct word *word = &segment->words[i];
		size_t letters = word->text.length + (size_t)(4 * word->size);

		box_cover(&segment->box, &word->box);
		if (letters > most) {	/* the longest word, the larger the better */
			most = letters;
			segment->size = word->size;
			segment->baseline = word->baseline;
		}
		whole += word->text.length;
		bold += word->style & STYLE_BOLD ? word->text.length : 0;
		italic += word->style & STYLE_ITALIC ? word->text.length : 0;
	}
	segment->style = (uint8_t)((bold * 10 >= whole * 9 ? STYLE_BOLD : 0) |
				   (italic * 10 >= whole * 9 ? STYLE_ITALIC : 0));
}

/* Raised digits are marks; parts keep their place beside what they were cut from. */
static void find_marks(struct segment *segment)
{
	for (uint32_t i = 0; i < segment->count; i++) {
		struct word *word = &segment->words[i];
		const struct word *before = i ? word - 1 : NULL;

		word->mark = segment->count > 1 && word->size <= 0.85f * segment->size &&
			     word->baseline < segment->baseline - 0.1f * segment->size &&
			     is_mark_text(word->text);
		if (!before || distance(before->box.right, word->box.left) > 0.15f * segment->size)
			word->joined = false;
		else if (before->mark && !word->mark)	/* "report³, and" */
			word->joined |= word->box.left - before->box.right < 0.08f * segment->size;
	}
}

size_t letters_of_segment(const struct segment *segment)
{
	size_t letters = 0;

	for (uint32_t i = 0; i < segment->count; i++)
		if (!segment->words[i].mark)
			letters += segment->words[i].text.length;
	return letters;
}

/* A hyphen at the end of a line that some programs set a hair apart. */
static void attach_hyphen(struct layout *layout, struct segment *segment)
{
	struct word *last = &segment->words[segment->count - 1];

	if (segment->count < 2 ||
	    !(slice_is(last->text, "-") || slice_is(last->text, "\xe2\x80\x90") ||
	      slice_is(last->text, "\xc2\xad")) ||
	    last->box.left - last[-1].box.right > 0.2f * last->size)
		return;
	last[-1].text = arena_printf(&layout->arena, "%.*s%.*s", SLICE_ARGUMENTS(last[-1].text),
				     SLICE_ARGUMENTS(last->text));
	box_cover(&last[-1].box, &last->box);
	segment->count--;
}

/* Words that run up or down the page: those below one another are a segment, set aside. */
static void collect_sideways(struct layout *layout, struct page *page, uint32_t page_index,
			     const struct word *sideways, uint32_t count)
{
	struct word *words = arena_new(&layout->arena, count, sizeof *words);
	struct segment *open = NULL;

	if (count)
		memcpy(words, sideways, count * sizeof *words);
	for (uint32_t i = 0; i < count; i++) {
		if (open && above(&open->box, &words[i].box) > 0.7f) {
			open->count++;
			box_cover(&open->box, &words[i].box);
			continue;
		}
		open = &page->segments[page->count++];
		*open = (struct segment){
			.words = &words[i], .count = 1, .page = page_index, .box = words[i].box,
			.baseline = words[i].baseline, .size = words[i].size, .role = ROLE_HEADER,
		};
	}
}

static void collect(struct layout *layout, struct page *page, uint32_t page_index,
		    const struct strips *strips, uint32_t word_count)
{
	struct word *words = arena_new(&layout->arena, word_count, sizeof *words);
	uint32_t used = 0;

	page->count = strips->count;
	for (uint32_t i = 0; i < strips->count; i++) {
		struct segment *segment = &page->segments[i];

		*segment = (struct segment){.words = words + used, .page = page_index};
		for (int32_t at = strips->open[i].first; at != NONE; at = strips->following[at]) {
			words[used++] = strips->words[at];
			segment->count++;
		}
		turn_right_to_left(segment);
		attach_hyphen(layout, segment);
		measure_segment(segment);
		find_marks(segment);
	}
}

/* The words that stand upright first, sorted from left to right; returns how many. */
static uint32_t sort_words(struct word *to, const struct word *words, uint32_t count)
{
	uint32_t upright = 0, sideways = count;

	for (uint32_t i = 0; i < count; i++)
		if (!words[i].sideways)
			to[upright++] = words[i];
	for (uint32_t i = count; i-- > 0;)
		if (words[i].sideways)
			to[--sideways] = words[i];
	qsort(to, upright, sizeof *to, compare_left);
	return upright;
}

static void set_strips(struct strips *strips, uint32_t count)
{
	float bottom = count ? strips->words[0].baseline : 0;

	strips->top = bottom;
	for (uint32_t i = 0; i < count; i++) {
		strips->top = smaller(strips->top, strips->words[i].baseline);
		bottom = larger(bottom, strips->words[i].baseline);
		strips->reach = larger(strips->reach, 3 * strips->words[i].size);
	}
	strips->step = larger((bottom - strips->top) / STRIPS, 0.5f);
}

void make_segments(struct layout *layout, struct page *page, uint32_t page_index,
		   const struct word *words, uint32_t count)
{
	struct arena scratch = {0};
	struct word *sorted = arena_new(&scratch, count, sizeof *sorted);
	uint32_t upright = sort_words(sorted, words, count);
	struct strips *strips = arena_new(&scratch, 1, sizeof *strips);

	*strips = (struct strips){
		.words = sorted,
		.open = arena_new(&scratch, upright, sizeof *strips->open),
		.following = arena_new(&scratch, upright, sizeof *strips->following),
	};
	set_strips(strips, upright);
	fill_strips(strips, upright);
	page->segments = arena_new(&layout->arena, strips->count + count - upright,
				   sizeof *page->segments);
	collect(layout, page, page_index, strips, upright);
	collect_sideways(layout, page, page_index, sorted + upright, count - upright);
	arena_free(&scratch);
}
