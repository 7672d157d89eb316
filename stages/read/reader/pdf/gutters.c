/*
 * Gutters: a profile of how many segments lie over each x; a gutter is where
 * it falls to almost none.  Columns of text and columns of a table look
 * alike in it: they are told apart by lines that share baselines and hold
 * few words.
 */
#include "stages/read/reader/pdf/order.h"

#include <stdlib.h>

static const float least_gutter = 0.7f;		/* em */
static const float most_crossing = 0.08f;	/* of the segments */
static const float least_beside = 2.0f;		/* em: both sides overlap by this */
static const float shared_lines = 0.7f;		/* more of the shorter side's: a table ... */
static const float few_words = 3.2f;		/* ... if a side has fewer words a segment */
static const float same_baseline = 0.15f;	/* em */
enum { LEAST_SEGMENTS = 3 };

struct edge {
	float x;
	int change;
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

static size_t find_valleys(struct segment *const *segments, size_t count, struct arena *scratch,
			   struct gutter *valleys, size_t room)
{
	struct edge *edges = arena_new(scratch, 2 * count, sizeof *edges);
	int limit = (int)larger(1, most_crossing * (float)count), cover = 0;
	struct valley valley = {.depth = limit + 1};
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		edges[2 * i] = (struct edge){segments[i]->box.left, 1};
		edges[2 * i + 1] = (struct edge){segments[i]->box.right, -1};
	}
	qsort(edges, 2 * count, sizeof *edges, compare_edges);
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

/* The smallest step from one line of a side to the next that is no jitter. */
static float leading_of(const struct side *side, float em)
{
	float least = 1e6f;

	for (size_t i = 1; i < side->count; i++) {
		float step = side->segments[i]->baseline - side->segments[i - 1]->baseline;

		if (step > 0.8f * em)
			least = smaller(least, step);
	}
	return least;
}

static const float larger_step = 1.25f;		/* of the leading */

/* One line that stands apart, as the head of a table's column does. */
static bool has_head(const struct side *side, float leading)
{
	return side->count > 1 && side->segments[0]->count <= 5 &&
	       side->segments[1]->baseline - side->segments[0]->baseline > larger_step * leading;
}

/*
 * Whether both sides stop and start again together, as the rows of a table
 * do and paragraphs in columns do not: three times, or twice from a head on.
 */
static bool has_rows(const struct side *a, const struct side *b, float em)
{
	float leading = smaller(leading_of(a, em), leading_of(b, em));
	float last = smaller(a->segments[0]->baseline, b->segments[0]->baseline);
	size_t i = 0, j = 0, together = 0, alone = 0;
	bool headed = has_head(a, leading) && has_head(b, leading);

	while (i < a->count && j < b->count) {
		float left = a->segments[i]->baseline, right = b->segments[j]->baseline;

		if (smaller(left, right) - last > larger_step * leading) {
			bool both = distance(left, right) < same_baseline * em;

			together += both;
			alone += !both;
		}
		last = smaller(left, right);
		i += left <= right + same_baseline * em;
		j += right <= left + same_baseline * em;
	}
	return alone * 4 <= together && (together >= 3 || (together == 2 && headed));
}

static bool parts_columns(const struct side *a, const struct side *b, float em)
{
	if (a->count < LEAST_SEGMENTS || b->count < LEAST_SEGMENTS)
		return false;
	if (b->left - a->right < least_gutter * em)
		return false;
	if (smaller(a->bottom, b->bottom) - larger(a->top, b->top) < least_beside * em)
		return false;
	return !is_table_like(a, b, em) && !has_rows(a, b, em);
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

size_t find_gutters(struct segment *const *segments, size_t count, float em, struct arena *scratch,
		    struct gutter gutters[MOST_GUTTERS])
{
	enum { MOST_VALLEYS = 64 };
	struct gutter valleys[MOST_VALLEYS];

	if (count < 2 * LEAST_SEGMENTS)
		return 0;
	size_t left = find_valleys(segments, count, scratch, valleys, MOST_VALLEYS);

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
