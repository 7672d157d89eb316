/*
 * Gutters: a profile of how many segments lie over each x; a gutter is where
 * it falls to almost none.  Columns of text and columns of a table look
 * alike in it: they are told apart by lines that share baselines and hold
 * few words.
 */
#include "stages/read/reader/pdf/lines.h"
#include "stages/read/reader/pdf/order.h"

#include <stdlib.h>

static const float least_gutter = 0.7f;		/* em */
static const float most_crossing = 0.08f;	/* of the segments */
static const float least_beside = 2.0f;		/* em: both sides overlap by this */
static const float shared_lines = 0.7f;		/* more of the shorter side's: a table ... */
static const float few_words = 3.2f;		/* ... if a side has fewer words a segment */
static const float same_baseline = 0.15f;	/* em */
static const float larger_step = 1.25f;		/* of the leading: between rows */
static const float widest_label = 3.0f;		/* em: of items and clauses */
enum { LEAST_SEGMENTS = 3 };

struct edge {
	float x;
	int change;
	uint32_t of;		/* index of its segment */
};

static int compare_edges(const void *a, const void *b)
{
	const struct edge *p = a, *q = b;

	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return p->change - q->change;	/* ends before starts */
}

/* The widest stretch with the least cover inside a stretch of low cover. */
struct valley {
	struct gutter best;
	int depth;
};

static void deepen(struct valley *valley, float left, float right, int cover)
{
	if (cover < valley->depth ||
	    (cover == valley->depth &&
	     right - left > valley->best.right - valley->best.left)) {
		valley->depth = cover;
		valley->best = (struct gutter){left, right};
	}
}

struct profile profile_of(struct segment *const *segments, size_t count, struct arena *arena)
{
	struct edge *edges = arena_new(arena, 2 * count, sizeof *edges);

	for (size_t i = 0; i < count; i++) {
		edges[2 * i] = (struct edge){segments[i]->box.left, 1, (uint32_t)i};
		edges[2 * i + 1] = (struct edge){segments[i]->box.right, -1, (uint32_t)i};
	}
	qsort(edges, 2 * count, sizeof *edges, compare_edges);
	return (struct profile){segments, edges, count};
}

/* The profile of the segments first .. end - 1. */
static struct profile part_of(const struct profile *profile, size_t first, size_t end,
			      struct arena *scratch)
{
	struct edge *edges = arena_new(scratch, 2 * (end - first), sizeof *edges);
	size_t kept = 0;

	for (size_t i = 0; i < 2 * profile->count; i++)
		if (profile->edges[i].of >= first && profile->edges[i].of < end)
			edges[kept++] = profile->edges[i];
	return (struct profile){profile->segments + first, edges, end - first};
}

static size_t find_valleys(const struct profile *profile, float crossing, struct gutter *valleys,
			   size_t room)
{
	const struct edge *edges = profile->edges;
	size_t count = profile->count, found = 0;
	int limit = (int)larger(1, crossing * (float)count), cover = 0;
	struct valley valley = {.depth = limit + 1};

	for (size_t i = 0; i + 1 < 2 * count && found < room; i++) {
		cover += edges[i].change;
		if (cover <= limit) {
			deepen(&valley, edges[i].x, edges[i + 1].x, cover);
		} else if (valley.depth <= limit) {
			valleys[found++] = valley.best;
			valley = (struct valley){.depth = limit + 1};
		}
	}
	return found;
}


/* What lies between two gutters, crossing neither. */
struct side {
	struct segment **segments;
	size_t count;
	float top, bottom, left, right;
};

static struct side side_between(struct segment *const *segments, size_t count, float from, float to,
				struct arena *scratch)
{
	struct side side = {.segments = arena_new(scratch, count, sizeof *side.segments)};

	for (size_t i = 0; i < count; i++) {
		struct segment *s = segments[i];

		if (s->box.left < from || s->box.right > to)
			continue;
		if (!side.count) {
			side.top = s->box.top;
			side.bottom = s->box.bottom;
			side.left = s->box.left;
			side.right = s->box.right;
		}
		side.top = smaller(side.top, s->box.top);
		side.bottom = larger(side.bottom, s->box.bottom);
		side.left = smaller(side.left, s->box.left);
		side.right = larger(side.right, s->box.right);
		side.segments[side.count++] = s;
	}
	return side;
}

/* Segments of a side within a stretch of height, and the words in them. */
struct tally {
	size_t segments, words, sharing;
};

/* Both sides are sorted by baseline, so that one walk finds what they share. */
static struct tally tally_side(const struct side *side, const struct side *other, float top,
			       float bottom, float em)
{
	struct tally tally = {0};
	size_t at = 0;

	for (size_t i = 0; i < side->count; i++) {
		const struct segment *s = side->segments[i];

		if (s->baseline < top || s->baseline > bottom)
			continue;
		tally.segments++;
		tally.words += s->count;
		while (at < other->count &&
		       other->segments[at]->baseline < s->baseline - same_baseline * em)
			at++;
		tally.sharing += at < other->count &&
				 other->segments[at]->baseline <= s->baseline + same_baseline * em;
	}
	return tally;
}

static bool is_table_like(const struct side *a, const struct side *b, float em)
{
	float top = larger(a->top, b->top), bottom = smaller(a->bottom, b->bottom);
	struct tally left = tally_side(a, b, top, bottom, em);
	struct tally right = tally_side(b, a, top, bottom, em);
	const struct tally *shorter = left.segments < right.segments ? &left : &right;

	if (!left.segments || !right.segments)
		return false;
	float words_left = (float)left.words / (float)left.segments;
	float words_right = (float)right.words / (float)right.segments;

	return (float)shorter->sharing > shared_lines * (float)shorter->segments &&
	       smaller(words_left, words_right) < few_words;
}

/* The usual step from one line of a side to the next: the middle one. */
static float leading_of(const struct side *side, struct arena *scratch)
{
	float *steps = arena_new(scratch, side->count, sizeof *steps);
	uint32_t count = 0;

	for (size_t i = 1; i < side->count; i++) {
		float step = side->segments[i]->baseline - side->segments[i - 1]->baseline;

		if (step > 0.5f * side->segments[i]->size)
			steps[count++] = step;
	}
	return middle_of(steps, count);
}

/* Where a side is walked down; the side's lines before it are done. */
struct descent {
	const struct side *side;
	size_t at;
};

static float baseline_at(const struct descent *d)
{
	return d->at < d->side->count ? d->side->segments[d->at]->baseline : 1e9f;
}

static void descend(struct descent *d, float baseline)
{
	while (baseline_at(d) < baseline)
		d->at++;
}

/* Three lines or more, wider than labels are, and no two segments on one of them. */
static bool is_single_column(const struct side *side, float em)
{
	if (side->count < LEAST_SEGMENTS || side->right - side->left < widest_label * em)
		return false;
	for (size_t i = 1; i < side->count; i++)
		if (side->segments[i]->baseline - side->segments[i - 1]->baseline < 0.5f * em)
			return false;
	return true;
}

/* One line that stands apart, as the head of a table's column does. */
static bool has_head(struct descent d, float leading)
{
	float first = baseline_at(&d);
	uint32_t words = d.side->segments[d.at]->count;

	d.at++;
	return words <= 5 && baseline_at(&d) - first > larger_step * leading;
}

/*
 * Whether both sides stop and start again together, as the rows of a table
 * do and paragraphs in columns do not: three times, or twice from a head on.
 * The height where they do so is added to *rows.
 */
static bool has_rows(const struct side *left, const struct side *right, float em,
		     struct arena *scratch, struct rows *rows)
{
	struct descent a = {left, 0}, b = {right, 0};
	const float near = same_baseline * em, first = larger(baseline_at(&a), baseline_at(&b));
	size_t together = 0, alone = 0;

	if (right->left - left->right < least_gutter * em || !is_single_column(left, em) ||
	    !is_single_column(right, em))
		return false;
	descend(&a, first - near);
	descend(&b, first - near);
	if (a.at == left->count || b.at == right->count)
		return false;
	float leading = smaller(leading_of(left, scratch), leading_of(right, scratch));
	float last = first;
	bool headed = has_head(a, leading) && has_head(b, leading);

	while (a.at < left->count && b.at < right->count) {
		float next = smaller(baseline_at(&a), baseline_at(&b));

		if (next - last > larger_step * leading) {
			bool both = distance(baseline_at(&a), baseline_at(&b)) < near;

			together += both;
			alone += !both;
		}
		last = next;
		descend(&a, last + near);
		descend(&b, last + near);
	}
	/* The last row goes on in one of its cells. */
	for (struct descent *d = a.at < left->count ? &a : &b;
	     baseline_at(d) - last < 2 * leading; d->at++)
		last = baseline_at(d);
	if (together < (headed ? 2 : 3) || alone * (headed ? 2 : 4) > together)
		return false;
	rows->top = smaller(rows->top, first);
	rows->bottom = larger(rows->bottom, last);
	return true;
}

static bool parts_columns(const struct side *a, const struct side *b, float em)
{
	if (a->count < LEAST_SEGMENTS || b->count < LEAST_SEGMENTS)
		return false;
	if (b->left - a->right < least_gutter * em)
		return false;
	if (smaller(a->bottom, b->bottom) - larger(a->top, b->top) < least_beside * em)
		return false;
	return !is_table_like(a, b, em);
}

static int compare_down(const void *a, const void *b)
{
	const struct segment *p = *(struct segment *const *)a, *q = *(struct segment *const *)b;

	return p->baseline < q->baseline ? -1 : p->baseline > q->baseline;
}

/* The side between two of the valleys, sorted by baseline. */
static struct side side_of(struct segment *const *segments, size_t count,
			   const struct gutter *valleys, size_t valley_count, size_t index,
			   struct arena *scratch)
{
	const float far = 1e9f;
	float from = index ? (valleys[index - 1].left + valleys[index - 1].right) / 2 : -far;
	float to = index < valley_count ? (valleys[index].left + valleys[index].right) / 2 : far;
	struct side side = side_between(segments, count, from, to, scratch);

	if (side.count)
		qsort(side.segments, side.count, sizeof *side.segments, compare_down);
	return side;
}

/* The part of a side next to the valley on its right, or on its left, where it has parts. */
static struct side next_to(const struct side *side, bool on_right, struct arena *scratch)
{
	enum { MOST = 16 };
	const float far = 1e9f;
	struct gutter inner[MOST];
	size_t count = 0;

	if (side->count) {
		struct profile profile = profile_of(side->segments, side->count, scratch);

		count = find_valleys(&profile, 2 * most_crossing, inner, MOST);
	}
	for (size_t i = 0; i < count; i++) {
		const struct gutter *valley = &inner[on_right ? count - 1 - i : i];
		float middle = (valley->left + valley->right) / 2;
		struct side part = side_between(side->segments, side->count,
						on_right ? middle : -far, on_right ? far : middle,
						scratch);

		if (part.count >= LEAST_SEGMENTS && part.count + LEAST_SEGMENTS <= side->count)
			return part;
	}
	return *side;
}

/* Takes out the valleys between the cells of a table's rows; how many are left. */
static size_t drop_valleys_of_rows(struct segment *const *segments, size_t count, float em,
				   struct gutter *valleys, size_t valley_count,
				   struct arena *scratch, struct rows *rows)
{
	struct gutter *all = arena_new(scratch, valley_count, sizeof *all);
	size_t kept = 0;

	memcpy(all, valleys, valley_count * sizeof *all);
	for (size_t i = 0; i < valley_count; i++) {
		struct side a = side_of(segments, count, all, valley_count, i, scratch);
		struct side b = side_of(segments, count, all, valley_count, i + 1, scratch);

		a = next_to(&a, true, scratch);
		b = next_to(&b, false, scratch);
		if (!has_rows(&a, &b, em, scratch, rows))
			valleys[kept++] = all[i];
	}
	return kept;
}

size_t find_gutters(const struct profile *whole, size_t first, size_t end, float em,
		    struct arena *scratch, struct gutter gutters[MOST_GUTTERS], struct rows *rows)
{
	enum { MOST_VALLEYS = 64 };
	struct gutter valleys[MOST_VALLEYS];

	*rows = (struct rows){1e9f, -1e9f};
	if (end - first < 2 * LEAST_SEGMENTS)
		return 0;
	struct profile profile = part_of(whole, first, end, scratch);
	struct segment *const *segments = profile.segments;
	size_t count = profile.count;
	size_t left = find_valleys(&profile, most_crossing, valleys, MOST_VALLEYS);

	left = drop_valleys_of_rows(segments, count, em, valleys, left, scratch, rows);

	/* A valley that parts nothing goes, and its neighbours are judged without it. */
	for (size_t i = 0; i < left;) {
		struct side a = side_of(segments, count, valleys, left, i, scratch);
		struct side b = side_of(segments, count, valleys, left, i + 1, scratch);

		if (parts_columns(&a, &b, em)) {
			valleys[i] = (struct gutter){a.right, b.left};
			i++;
			continue;
		}
		memmove(valleys + i, valleys + i + 1, (left - i - 1) * sizeof *valleys);
		left--;
		if (i)
			i--;
	}
	if (left > MOST_GUTTERS)
		left = MOST_GUTTERS;
	memcpy(gutters, valleys, left * sizeof *gutters);
	return left;
}
