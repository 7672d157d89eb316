/*
 * Order: gutters first, then what spans them.
 *
 * A region is cut at its gutters; a segment across a gutter (a heading over
 * all columns) ends the columns above it and begins new ones below it.  A
 * region without a gutter is cut at the widest horizontal gap that lets one
 * appear above or below; without such a gap it is a column.
 */
#include "stages/read/reader/pdf/order.h"

#include "pipeline/base/memory.h"
#include "stages/read/reader/pdf/segments.h"

#include <stdlib.h>

static const float wide_gap = 2.0f;		/* em: parts what stands above from what is below */
enum { DEEPEST = 16, MOST_CUT = 1500, MOST_CUTS = 120, NEAR = 16 };

struct ordering {
	float em;
	uint8_t role;
	struct arena *arena;
	struct arena scratch;
	struct column_list *to;
};

static void end_column(struct ordering *o, struct segment **segments, size_t count, bool rows)
{
	add_column(o->to, segments, count, o->role, o->arena);
	o->to->columns[o->to->count - 1].rows = rows;
}

static void order_region(struct ordering *o, struct segment **segments, size_t count, int depth);

void add_column(struct column_list *to, struct segment **segments, size_t count, uint8_t role,
		struct arena *arena)
{
	struct column column = {
		.box = segments[0]->box, .count = (uint32_t)count, .role = role,
		.segments = arena_new(arena, count, sizeof *segments),
	};

	memcpy(column.segments, segments, count * sizeof *segments);
	for (size_t i = 1; i < count; i++)
		box_cover(&column.box, &segments[i]->box);
	to->columns = memory_reserve(to->columns, &to->capacity, to->count + 1,
				     sizeof *to->columns);
	to->columns[to->count++] = column;
}

/* Whether any two segments stand beside each other (sorted by baseline). */
static bool has_neighbours(struct segment *const *segments, size_t count)
{
	for (size_t i = 0; i + 1 < count; i++)
		for (size_t j = i + 1; j < count && j < i + 8; j++)
			if (shared_height(&segments[i]->box, &segments[j]->box) > 0 &&
			    shared_width(&segments[i]->box, &segments[j]->box) <= 0)
				return true;
	return false;
}

static bool crosses_any(const struct segment *s, const struct gutter *gutters, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		float middle = (gutters[i].left + gutters[i].right) / 2;

		if (s->box.left < middle && s->box.right > middle)
			return true;
	}
	return false;
}

static size_t column_of(const struct segment *s, const struct gutter *gutters, size_t count)
{
	float middle = (s->box.left + s->box.right) / 2;
	size_t column = 0;

	while (column < count && middle > (gutters[column].left + gutters[column].right) / 2)
		column++;
	return column;
}

/* The height beside a segment that is empty in the other columns. */
struct clearing {
	float top, bottom;
	float next_baseline;	/* of what stands below it there */
	bool above, below;
};

static struct clearing clearing_beside(struct segment *const *segments, size_t count,
				       const struct segment *head, const struct gutter *first)
{
	struct clearing c = {.top = head->box.top - 1000, .bottom = head->box.bottom + 1000};

	for (size_t i = 0; i < count; i++) {
		const struct segment *s = segments[i];

		if (s->box.right <= first->left + 0.1f)
			continue;
		if (s->box.bottom <= head->baseline && s->box.bottom > c.top) {
			c.top = s->box.bottom;
			c.above = true;
		} else if (s->box.bottom > head->baseline && s->box.top < c.bottom) {
			c.bottom = s->box.top;
			c.next_baseline = s->baseline;
			c.below = true;
		}
	}
	return c;
}

static bool has_baseline(struct segment *const *segments, size_t count, float right, float baseline,
			 float em)
{
	for (size_t i = 0; i < count; i++)
		if (segments[i]->box.right <= right + 0.1f &&
		    distance(segments[i]->baseline, baseline) < 0.15f * em)
			return true;
	return false;
}

/* A heading over all columns that is too short to reach the second. */
static bool is_short_spanner(struct segment *const *segments, size_t count,
			     const struct segment *s, const struct gutter *first, float left,
			     float em)
{
	if (!(s->style & STYLE_BOLD || s->size >= 1.08f * em) || s->count > 14 ||
	    s->box.left > left + em || s->box.right > first->left + 0.1f)
		return false;
	struct clearing c = clearing_beside(segments, count, s, first);

	return c.below && c.top <= s->box.top - (c.above ? 0.35f * em : 0) &&
	       c.bottom >= s->box.bottom - 0.1f * em &&
	       (!c.above || c.bottom - c.top > box_height(&s->box) + em) &&
	       has_baseline(segments, count, first->left, c.next_baseline, em);
}

static void mark_spanners(struct segment *const *segments, size_t count,
			  const struct gutter *gutters, size_t gutter_count, float em,
			  bool short_ones, bool *spans)
{
	float left = segments[0]->box.left;

	for (size_t i = 0; i < count; i++)
		left = smaller(left, segments[i]->box.left);
	for (size_t i = 0; i < count; i++)
		spans[i] = crosses_any(segments[i], gutters, gutter_count) ||
			   (short_ones &&
			    is_short_spanner(segments, count, segments[i], &gutters[0], left, em));
	/* What stands on the line of a spanner goes with it: a heading's number. */
	for (size_t i = 0; i < count; i++)
		for (size_t j = i > 4 ? i - 4 : 0; !spans[i] && j < count && j < i + 5; j++)
			if (spans[j] && crosses_any(segments[j], gutters, gutter_count) &&
			    distance(segments[i]->baseline, segments[j]->baseline) < 0.15f * em)
				spans[i] = true;
}

/* One band of columns between two spanners, from left to right. */
static void order_band(struct ordering *o, struct segment **segments, size_t count,
		       const struct gutter *gutters, size_t gutter_count, int depth)
{
	struct segment **column = arena_new(&o->scratch, count, sizeof *column);

	for (size_t at = 0; at <= gutter_count; at++) {
		size_t found = 0;

		for (size_t i = 0; i < count; i++)
			if (column_of(segments[i], gutters, gutter_count) == at)
				column[found++] = segments[i];
		order_region(o, column, found, depth + 1);
	}
}

static bool crosses(const struct segment *s, const struct gutter *gutter)
{
	return crosses_any(s, gutter, 1);
}

/* Text on both sides of a gutter on the line of a segment that crosses another. */
static bool parts_spanner(struct segment *const *segments, size_t count, size_t spanner,
			  const struct gutter *gutter)
{
	const struct segment *s = segments[spanner];
	bool is_left = s->box.right < gutter->right;

	for (size_t i = spanner > NEAR ? spanner - NEAR : 0; i < count && i < spanner + NEAR; i++) {
		bool left = segments[i]->box.right < gutter->right;

		if (left != is_left && !crosses(segments[i], gutter) &&
		    beside(&s->box, &segments[i]->box) > 0.4f)
			return true;
	}
	return false;
}

/*
 * A gutter beside which text goes on while a segment crosses another one: the
 * columns on its two sides are read each for itself.  NULL if there is none.
 */
static const struct gutter *strongest(struct segment *const *segments, size_t count,
				      const struct gutter *gutters, size_t gutter_count)
{
	for (size_t i = 0; i < count && gutter_count > 1; i++) {
		if (!crosses_any(segments[i], gutters, gutter_count))
			continue;
		for (size_t g = 0; g < gutter_count; g++)
			if (!crosses(segments[i], &gutters[g]) &&
			    parts_spanner(segments, count, i, &gutters[g]))
				return &gutters[g];
	}
	return NULL;
}

static void order_columns_of(struct ordering *o, struct segment **segments, size_t count,
			     const struct gutter *gutters, size_t gutter_count, int depth)
{
	const struct gutter *strong = strongest(segments, count, gutters, gutter_count);
	bool *spans = arena_new(&o->scratch, count, sizeof *spans);

	if (strong) {
		gutters = strong;
		gutter_count = 1;
	}
	mark_spanners(segments, count, gutters, gutter_count, o->em, !strong, spans);
	for (size_t i = 0; i < count;) {
		size_t end = i + 1;

		while (end < count && spans[end] == spans[i])
			end++;
		if (spans[i])
			order_region(o, segments + i, end - i, depth + 1);
		else
			order_band(o, segments + i, end - i, gutters, gutter_count, depth);
		i = end;
	}
}

struct cut {
	size_t at;		/* segments before it */
	float gap;
};

static int compare_cuts(const void *a, const void *b)
{
	const struct cut *p = a, *q = b;

	if (p->gap != q->gap)
		return p->gap > q->gap ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

/* Heights that no segment lies over, the widest first. */
static size_t find_cuts(struct segment *const *segments, size_t count, struct cut *cuts)
{
	size_t found = 0;
	float bottom = segments[0]->baseline;

	for (size_t i = 1; i < count; i++) {
		float top = segments[i]->baseline - 0.7f * segments[i]->size;

		if (top > bottom)
			cuts[found++] = (struct cut){i, top - bottom};
		bottom = larger(bottom, segments[i]->baseline);
	}
	qsort(cuts, found, sizeof *cuts, compare_cuts);
	return found;
}

/* The place where a cut lets a gutter appear, or 0. */
static size_t find_cut(struct ordering *o, const struct profile *profile)
{
	struct segment *const *segments = profile->segments;
	size_t count = profile->count;
	struct cut *cuts = arena_new(&o->scratch, count, sizeof *cuts);
	size_t cut_count = find_cuts(segments, count, cuts);
	struct gutter gutters[MOST_GUTTERS];
	struct rows rows;
	struct arena scratch = {0};
	size_t found = 0;

	for (size_t i = 0; i < cut_count && i < MOST_CUTS && !found; i++) {
		size_t at = cuts[i].at;
		bool appears = (has_neighbours(segments, at) &&
				find_gutters(profile, 0, at, o->em, &scratch, gutters, &rows)) ||
			       (has_neighbours(segments + at, count - at) &&
				find_gutters(profile, at, count, o->em, &scratch, gutters,
					     &rows));

		arena_reset(&scratch);
		if (appears)
			found = at;
	}
	arena_free(&scratch);
	return found;
}

/* Whether a part of a region has columns of its own. */
static bool has_gutters(struct ordering *o, struct segment **segments, size_t count)
{
	struct gutter gutters[MOST_GUTTERS];
	struct rows rows;
	struct arena scratch = {0};
	struct profile profile = profile_of(segments, count, &scratch);
	size_t found = find_gutters(&profile, 0, count, o->em, &scratch, gutters, &rows);

	arena_free(&scratch);
	return found > 0;
}

/*
 * The place of a wide gap over all columns with columns on one side of it only:
 * what stands above or below is no part of them.  0 if there is none.
 */
static size_t find_parting(struct ordering *o, struct segment **segments, size_t count)
{
	enum { MOST = 4 };
	struct cut *cuts = arena_new(&o->scratch, count, sizeof *cuts);
	size_t cut_count = find_cuts(segments, count, cuts);

	for (size_t i = 0; i < cut_count && i < MOST && cuts[i].gap > wide_gap * o->em; i++) {
		size_t at = cuts[i].at;

		if (has_gutters(o, segments, at) != has_gutters(o, segments + at, count - at))
			return at;
	}
	return 0;
}

static size_t count_to(struct segment *const *segments, size_t count, float baseline)
{
	size_t at = 0;

	while (at < count && segments[at]->baseline < baseline)
		at++;
	return at;
}

/* The rows of a table are a column; what stands above and below is ordered for itself. */
static void order_around_rows(struct ordering *o, struct segment **segments, size_t count,
			      const struct rows *rows, int depth)
{
	size_t first = count_to(segments, count, rows->top - 0.2f * o->em);
	size_t end = count_to(segments, count, rows->bottom + 0.2f * o->em);

	order_region(o, segments, first, depth + 1);
	if (first < end)
		end_column(o, segments + first, end - first, true);
	order_region(o, segments + end, count - end, depth + 1);
}

static void order_region(struct ordering *o, struct segment **segments, size_t count, int depth)
{
	struct gutter gutters[MOST_GUTTERS];
	struct rows rows;
	size_t gutter_count, cut;

	if (!count)
		return;
	if (depth > DEEPEST || count > MOST_CUT || !has_neighbours(segments, count)) {
		end_column(o, segments, count, false);
		return;
	}
	struct profile profile = profile_of(segments, count, &o->scratch);

	gutter_count = find_gutters(&profile, 0, count, o->em, &o->scratch, gutters, &rows);
	if (gutter_count && !(cut = find_parting(o, segments, count))) {
		order_columns_of(o, segments, count, gutters, gutter_count, depth);
		return;
	}
	if (!gutter_count && rows.top < rows.bottom) {
		order_around_rows(o, segments, count, &rows, depth);
		return;
	}
	if (!gutter_count)
		cut = find_cut(o, &profile);
	if (!cut) {
		end_column(o, segments, count, false);
		return;
	}
	order_region(o, segments, cut, depth + 1);
	order_region(o, segments + cut, count - cut, depth + 1);
}

void order_columns(struct segment **segments, size_t count, float em, uint8_t role,
		   struct arena *arena, struct column_list *to)
{
	struct ordering o = {.em = em, .role = role, .arena = arena, .to = to};

	if (!count)
		return;
	qsort(segments, count, sizeof *segments, compare_segments_down);
	order_region(&o, segments, count, 0);
	arena_free(&o.scratch);
}
