/* Lines: put together by baseline; edges by percentiles, so that a stray line moves none. */
#include "stages/read/reader/pdf/lines.h"

#include "stages/read/reader/pdf/segments.h"
#include "stages/read/reader/pdf/text.h"

#include <stdlib.h>

static int compare_left(const void *a, const void *b)
{
	const struct segment *p = *(struct segment *const *)a, *q = *(struct segment *const *)b;

	return p->box.left < q->box.left ? -1 : p->box.left > q->box.left;
}

struct text_line line_of_segments(struct segment **segments, uint32_t count)
{
	struct text_line line = {.segments = segments, .count = count, .box = segments[0]->box};
	uint32_t most = 0;
	uint8_t style = STYLE_BOLD | STYLE_ITALIC;

	for (uint32_t i = 0; i < count; i++) {
		const struct segment *s = segments[i];

		box_cover(&line.box, &s->box);
		if (s->count > most) {
			most = s->count;
			line.size = s->size;
			line.baseline = s->baseline;
		}
		if (s->count > 1 || letters_of_segment(s) > 3 || count == 1)
			style &= s->style;	/* a bullet is never bold */
	}
	line.style = style;
	return line;
}

struct line_list lines_of_column(const struct column *column, struct arena *arena)
{
	struct line_list list = {.lines = arena_new(arena, column->count, sizeof *list.lines)};
	struct segment **sorted = arena_new(arena, column->count, sizeof *sorted);

	memcpy(sorted, column->segments, column->count * sizeof *sorted);
	qsort(sorted, column->count, sizeof *sorted, compare_segments_down);
	for (uint32_t from = 0; from < column->count;) {
		uint32_t end = from + 1;

		while (end < column->count &&
		       sorted[end]->baseline - sorted[from]->baseline <
			   0.3f * smaller(sorted[from]->size, sorted[end]->size))
			end++;
		qsort(sorted + from, end - from, sizeof *sorted, compare_left);
		list.lines[list.count++] = line_of_segments(sorted + from, end - from);
		from = end;
	}
	return list;
}

uint32_t words_of_line(const struct text_line *line)
{
	uint32_t words = 0;

	for (uint32_t i = 0; i < line->count; i++)
		for (uint32_t j = 0; j < line->segments[i]->count; j++)
			words += !line->segments[i]->words[j].mark;
	return words;
}

const struct word *first_word(const struct text_line *line)
{
	return &line->segments[0]->words[0];
}

const struct word *last_word(const struct text_line *line)
{
	const struct segment *last = line->segments[line->count - 1];

	for (uint32_t i = last->count; i-- > 0;)
		if (!last->words[i].mark)
			return &last->words[i];
	return &last->words[last->count - 1];
}

float first_word_width(const struct text_line *line)
{
	const struct segment *first = line->segments[0];
	float right = first->words[0].box.right;

	for (uint32_t i = 1; i < first->count && first->words[i].joined; i++)
		right = first->words[i].box.right;
	return right - first->box.left;
}

void append_line_text(struct buffer *to, const struct text_line *line)
{
	for (uint32_t i = 0; i < line->count; i++) {
		if (i)
			buffer_byte(to, ' ');
		append_segment_text(to, line->segments[i]);
	}
}

static int compare_floats(const void *a, const void *b)
{
	float p = *(const float *)a, q = *(const float *)b;

	return p < q ? -1 : p > q;
}

static float percentile(float *values, uint32_t count, float part)
{
	qsort(values, count, sizeof *values, compare_floats);
	return values[(uint32_t)(part * (float)(count - 1) + 0.5f)];
}

float middle_of(float *values, uint32_t count)
{
	return count ? percentile(values, count, 0.5f) : 0;
}

/* Gives a line the edges of those like it; how many these are, itself with them. */
static uint32_t measure_edges(const struct text_line *lines, size_t count, struct text_line *like)
{
	enum { NEAR = 100 };	/* lines before and behind that are asked at most */
	float left[2 * NEAR + 1], right[2 * NEAR + 1];
	size_t at = (size_t)(like - lines);
	uint32_t found = 0;

	for (size_t i = at > NEAR ? at - NEAR : 0; i < count && i <= at + NEAR; i++) {
		const struct text_line *line = &lines[i];

		if (!same_size(line->size, like->size) ||
		    distance(line->box.left, like->box.left) > 5 * like->size)
			continue;
		left[found] = line->box.left;
		right[found++] = line->box.right;
	}
	if (!found)
		return 0;
	like->left = percentile(left, found, 0.07f);
	like->right = percentile(right, found, 0.93f);
	like->has_edges = true;
	return found;
}

struct edges edges_of(const struct line_list *page, const struct line_list *column,
		      struct text_line *like)
{
	enum { ENOUGH = 6 };

	if (!like->has_edges && measure_edges(column->lines, column->count, like) < ENOUGH)
		measure_edges(page->lines, page->count, like);
	return (struct edges){like->left, like->right};
}

float leading_of_lines(const struct line_list *lines, float usual)
{
	enum { MOST = 64, LEAST = 3 };
	const float widest = 1.8f;	/* of the usual one */
	float steps[MOST];
	uint32_t count = 0;

	for (uint32_t i = 1; i < lines->count && count < MOST; i++) {
		const struct text_line *a = &lines->lines[i - 1], *b = a + 1;

		if (same_size(a->size, b->size) && a->style == b->style &&
		    starts_lower_case(first_word(b)->text) && !ends_sentence(last_word(a)->text))
			steps[count++] = step_between_lines(a, b) / b->size;
	}
	float own = count >= LEAST ? middle_of(steps, count) : usual;

	return own > usual && own < widest * usual ? own : usual;
}

static float widest_gap(const struct text_line *line)
{
	float widest = 0;

	for (uint32_t i = 1; i < line->count; i++)
		widest = larger(widest,
				line->segments[i]->box.left - line->segments[i - 1]->box.right);
	return widest;
}

static bool has_edges_of(const struct text_line *line, const struct text_line *other)
{
	float em = line->size;

	return other->count == 1 && same_size(em, other->size) &&
	       distance(line->box.right, other->box.right) < 0.5f * em &&
	       line->box.left > other->box.left - 0.5f * em &&
	       line->box.left < other->box.left + 2.5f * em && words_of_line(other) >= 3;
}

static bool is_justified(const struct line_list *lines, uint32_t at)
{
	enum { NEAR = 3 };
	const struct text_line *line = &lines->lines[at];
	const float widest_space = 1.6f;	/* em: between words of a justified line */

	if (words_of_line(line) < line->count + 2 || widest_gap(line) > widest_space * line->size)
		return false;
	for (uint32_t i = at > NEAR ? at - NEAR : 0; i < lines->count && i <= at + NEAR; i++)
		if (has_edges_of(line, &lines->lines[i]))
			return true;
	return false;
}

void mark_justified(struct line_list *lines)
{
	for (uint32_t i = 0; i < lines->count; i++)
		if (lines->lines[i].count > 1 && is_justified(lines, i))
			for (uint32_t s = 0; s < lines->lines[i].count; s++)
				lines->lines[i].segments[s]->stretched = true;
}
