/*
 * Tables: nothing is drawn that we could see, so a table is lines of several
 * segments whose segments keep to the same columns.  A column is a stretch
 * of x, at least a quarter of an em from the next; a segment that lies over
 * two columns is cut where a word starts at a column's edge.  A new row
 * begins at a larger step, or at a line that fills every column.
 */
#include "stages/read/reader/pdf/tables.h"

#include "stages/read/reader/pdf/segments.h"
#include "stages/read/reader/pdf/starts.h"

#include <stdlib.h>

static const float column_gap = 0.25f;		/* em */
static const float row_gap = 2.6f;		/* em: larger ends a table */
static const float field_gap = 5.0f;		/* em: the same, in a form */
static const float widest_cell = 0.6f;		/* of the column, for a line of one cell */
static const float cut_gap = 0.33f;		/* em: between words, to cut a segment */
static const float new_row = 1.18f;		/* of the inner leading */
static const float wrapped = 1.45f;		/* em: the largest inner leading */
static const float same_row = 0.75f;		/* em: centred cells */
static const float larger_step = 1.2f;		/* of the leading: a new row where all is prose */
static const float prose_words = 4.2f;		/* in a segment, on average */
static const float few_words = 3.2f;		/* in a segment of a column, on average */
static const float shared_lines = 0.7f;		/* of the lines fill several columns */
enum { MOST_COLUMNS = 24 };

struct span {
	float left, right;
};

struct grid {
	struct span columns[MOST_COLUMNS];
	uint32_t count;
};

static bool is_led(const struct text_line *line)
{
	return line->segments[0]->count == 1 && is_led_line(line);
}

/* Whether a value filled into a form stands on the line: with its label it is a row. */
static bool has_field(const struct text_line *line)
{
	for (uint32_t i = 0; i < line->count; i++)
		if (line->segments[i]->words[0].field)
			return true;
	return false;
}

static bool may_start(const struct text_line *line)
{
	if (line->count < 2 || (line->count == 2 && is_led(line)))
		return false;
	for (uint32_t i = 0; i < line->count; i++)
		if (line->segments[i]->stretched)
			return false;
	return true;
}

/* The columns that a stretch of x touches: the first, and how many. */
static uint32_t touched(const struct grid *grid, struct span span, float em, uint32_t *first)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < grid->count; i++)
		if (span.left < grid->columns[i].right + column_gap * em &&
		    span.right > grid->columns[i].left - column_gap * em) {
			if (!count)
				*first = i;
			count++;
		}
	return count;
}

static bool insert_column(struct grid *grid, struct span span)
{
	uint32_t at = 0;

	if (grid->count == MOST_COLUMNS)
		return false;
	while (at < grid->count && grid->columns[at].left < span.left)
		at++;
	memmove(grid->columns + at + 1, grid->columns + at,
		(grid->count - at) * sizeof *grid->columns);
	grid->columns[at] = span;
	grid->count++;
	return true;
}

/* Puts one stretch into the grid; false: it lies over two columns. */
static bool place_span(struct grid *grid, struct span span, float em)
{
	uint32_t first = 0, count = touched(grid, span, em, &first);

	if (count > 1)
		return false;
	if (!count)
		return insert_column(grid, span);
	grid->columns[first].left = smaller(grid->columns[first].left, span.left);
	grid->columns[first].right = larger(grid->columns[first].right, span.right);
	return true;
}

/* The word at which a segment over two columns can be cut; 0 if none. */
static uint32_t cut_of(const struct grid *grid, const struct segment *s)
{
	for (uint32_t i = 1; i < s->count; i++) {
		float gap = s->words[i].box.left - s->words[i - 1].box.right;

		if (gap <= cut_gap * s->size)
			continue;
		for (uint32_t c = 1; c < grid->count; c++)
			if (distance(s->words[i].box.left, grid->columns[c].left) < 0.3f * s->size)
				return i;
	}
	return 0;
}

static struct segment *part_of(const struct segment *s, uint32_t from, uint32_t to,
			       struct arena *arena)
{
	struct segment *part = arena_new(arena, 1, sizeof *part);

	*part = *s;
	part->words = s->words + from;
	part->count = to - from;
	measure_segment(part);
	return part;
}

/* The line with its segments cut to the grid. */
static struct text_line cut_to(const struct grid *grid, const struct text_line *line,
			       struct arena *arena)
{
	struct segment **cut = arena_new(arena, line->count + MOST_COLUMNS, sizeof *cut);
	uint32_t count = 0;

	for (uint32_t i = 0; i < line->count; i++) {
		struct segment *s = line->segments[i];
		uint32_t first = 0, at;

		while (count < line->count + MOST_COLUMNS - 2 &&
		       touched(grid, (struct span){s->box.left, s->box.right}, s->size,
			       &first) > 1 &&
		       (at = cut_of(grid, s)) > 0) {
			cut[count++] = part_of(s, 0, at, arena);
			s = part_of(s, at, s->count, arena);
		}
		cut[count++] = s;
	}
	return line_of_segments(cut, count);
}

/* Adds a line's segments to the grid; false, and the grid as before, if it does not fit. */
static bool add_line(struct grid *grid, const struct text_line *line, const struct box *column)
{
	struct grid tried = *grid;

	for (uint32_t i = 0; i < line->count; i++) {
		struct span span = {line->segments[i]->box.left, line->segments[i]->box.right};

		if (line->count == 1 && span.right - span.left > widest_cell * box_width(column))
			return false;
		if (!place_span(&tried, span, line->size))
			return false;
	}
	*grid = tried;
	return true;
}

/* Lines from `first` on that share a grid; lines are cut to it as they come. */
static uint32_t grow(const struct line_list *lines, uint32_t first, const struct box *column,
		     struct arena *arena, struct grid *grid)
{
	uint32_t end = first;

	grid->count = 0;
	while (end < lines->count) {
		struct text_line *line = &lines->lines[end];
		struct text_line cut;

		if (end > first) {
			float step = step_between_lines(line - 1, line);

			float most = has_field(line) || has_field(line - 1) ? field_gap : row_gap;

			if (step > most * larger(line->size, line[-1].size) ||
			    !same_size(line->size, line[-1].size))
				break;
		}
		if (line->count > 1 && line->segments[0]->stretched)
			break;
		if (line->count == 2 && is_led(line))
			break;
		cut = cut_to(grid, line, arena);
		if (!add_line(grid, &cut, column))
			break;
		*line = cut;
		end++;
	}
	return end;
}

static float smallest_step(const struct line_list *lines, uint32_t first, uint32_t end)
{
	float least = 1e6f;

	for (uint32_t i = first + 1; i < end; i++) {
		float step = step_between_lines(&lines->lines[i - 1], &lines->lines[i]);

		if (step > same_row * lines->lines[i].size)
			least = smaller(least, step);
	}
	return least;
}

/* Lines of one segment at the end belong only if they go on closely. */
static uint32_t trim(const struct line_list *lines, uint32_t first, uint32_t end)
{
	float least = smallest_step(lines, first, end);

	while (end > first + 1) {
		const struct text_line *last = &lines->lines[end - 1];
		float step = step_between_lines(last - 1, last);

		if (last->count > 1 || (step <= wrapped * last->size && step < 1.1f * least &&
					last->style == last[-1].style))
			break;
		end--;
	}
	return end;
}

static bool is_table(const struct line_list *lines, uint32_t first, uint32_t end)
{
	uint32_t several = 0;

	for (uint32_t i = first; i < end; i++)
		if (lines->lines[i].count > 1)
			several += has_field(&lines->lines[i]) ? 2 : 1;
	return several >= 2;
}

static bool is_prose(const struct line_list *lines, uint32_t first, uint32_t end)
{
	uint32_t segments = 0, words = 0;

	for (uint32_t i = first; i < end; i++) {
		segments += lines->lines[i].count;
		words += words_of_line(&lines->lines[i]);
	}
	return (float)words > prose_words * (float)segments;
}

static uint32_t column_of(const struct grid *grid, const struct segment *s)
{
	float middle = (s->box.left + s->box.right) / 2;
	uint32_t best = 0;
	float nearest = 1e9f;

	for (uint32_t i = 0; i < grid->count; i++) {
		const struct span *c = &grid->columns[i];
		float away = middle < c->left ? c->left - middle :
			     middle > c->right ? middle - c->right : 0;

		if (away < nearest) {
			nearest = away;
			best = i;
		}
	}
	return best;
}

/* A row's cells from its lines: each cell has its own lines. */
static struct row make_row(const struct grid *grid, const struct text_line *lines, uint32_t count,
			   struct arena *arena)
{
	struct row row = {arena_new(arena, grid->count, sizeof *row.cells), grid->count};

	for (uint32_t c = 0; c < grid->count; c++) {
		row.cells[c] = (struct cell){arena_new(arena, count, sizeof(struct text_line)), 0};
		for (uint32_t i = 0; i < count; i++) {
			struct segment **own = arena_new(arena, lines[i].count, sizeof *own);
			uint32_t found = 0;

			for (uint32_t s = 0; s < lines[i].count; s++)
				if (column_of(grid, lines[i].segments[s]) == c)
					own[found++] = lines[i].segments[s];
			if (found)
				row.cells[c].lines[row.cells[c].count++] =
				    line_of_segments(own, found);
		}
	}
	return row;
}

static void make_rows(const struct line_list *lines, const struct grid *grid, struct table *table,
		      struct arena *arena)
{
	float leading = smallest_step(lines, table->first, table->end);
	uint32_t from = table->first;

	table->rows = arena_new(arena, table->end - table->first, sizeof *table->rows);
	for (uint32_t i = table->first + 1; i <= table->end; i++) {
		if (i < table->end) {
			const struct text_line *line = &lines->lines[i];
			float step = step_between_lines(line - 1, line);
			bool large = leading >= wrapped * line->size || step > new_row * leading;

			if (step < same_row * line->size || !(large || line->count == grid->count))
				continue;
		}
		table->rows[table->row_count++] =
		    make_row(grid, &lines->lines[from], i - from, arena);
		from = i;
	}
}

/* Grows a column of the grid, and makes one of all those that it now touches. */
static bool merge_span(struct grid *grid, struct span span, float em)
{
	uint32_t first = 0, count = touched(grid, span, em, &first);

	if (!count)
		return insert_column(grid, span);
	struct span *column = &grid->columns[first];

	column->left = smaller(column->left, span.left);
	column->right = larger(larger(column->right, span.right), column[count - 1].right);
	memmove(column + 1, column + count,
		(grid->count - first - count) * sizeof *grid->columns);
	grid->count -= count - 1;
	return true;
}

static float commonest_step(const struct line_list *lines, struct arena *arena)
{
	float *steps = arena_new(arena, lines->count, sizeof *steps);
	uint32_t count = 0;

	for (uint32_t i = 1; i < lines->count; i++) {
		float step = step_between_lines(&lines->lines[i - 1], &lines->lines[i]);

		if (step > 0.5f * lines->lines[i].size)
			steps[count++] = step;
	}
	return middle_of(steps, count);
}

/* Most lines fill several columns, one of them with few words: each line may be a row. */
static bool has_short_cells(const struct line_list *lines, const struct grid *grid)
{
	uint32_t words[MOST_COLUMNS] = {0}, segments[MOST_COLUMNS] = {0}, several = 0;

	for (uint32_t i = 0; i < lines->count; i++) {
		several += lines->lines[i].count > 1;
		for (uint32_t s = 0; s < lines->lines[i].count; s++) {
			uint32_t column = column_of(grid, lines->lines[i].segments[s]);

			words[column] += lines->lines[i].segments[s]->count;
			segments[column]++;
		}
	}
	for (uint32_t c = 0; c < grid->count; c++)
		if ((float)words[c] < few_words * (float)segments[c])
			return (float)several > shared_lines * (float)lines->count;
	return false;
}

bool table_of_rows(const struct line_list *lines, struct arena *arena, struct table *table)
{
	struct grid grid = {.count = 0};
	uint32_t from = 0;

	for (uint32_t i = 0; i < lines->count; i++)
		for (uint32_t s = 0; s < lines->lines[i].count; s++) {
			const struct segment *segment = lines->lines[i].segments[s];

			if (!merge_span(&grid, (struct span){segment->box.left, segment->box.right},
					segment->size))
				return false;
		}
	if (grid.count < 2 || has_short_cells(lines, &grid))
		return false;
	float leading = commonest_step(lines, arena);

	*table = (struct table){
		.end = lines->count, .rows = arena_new(arena, lines->count, sizeof *table->rows),
	};
	for (uint32_t i = 1; i <= lines->count; i++) {
		if (i < lines->count &&
		    (lines->lines[i].count < 2 ||
		     step_between_lines(&lines->lines[i - 1], &lines->lines[i]) <
			 larger_step * leading))
			continue;
		table->rows[table->row_count++] =
		    make_row(&grid, &lines->lines[from], i - from, arena);
		from = i;
	}
	return true;
}

bool find_table(const struct line_list *lines, uint32_t from, const struct box *column,
		struct arena *arena, struct table *table)
{
	for (uint32_t first = from; first + 1 < lines->count; first++) {
		struct grid grid;

		if (!may_start(&lines->lines[first]))
			continue;
		uint32_t end = trim(lines, first, grow(lines, first, column, arena, &grid));

		if (!is_table(lines, first, end))
			continue;
		*table = (struct table){.first = first, .end = end};
		table->prose = is_prose(lines, first, end);
		if (table->prose) {
			table->rows = arena_new(arena, 1, sizeof *table->rows);
			table->rows[0] = make_row(&grid, &lines->lines[first], end - first, arena);
			table->row_count = 1;
		} else {
			make_rows(lines, &grid, table, arena);
		}
		return true;
	}
	return false;
}
