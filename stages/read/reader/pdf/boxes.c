/*
 * Boxes: a cluster of lines that keep to edges of their own while text goes
 * on beside them, on other baselines.  No frame or shade can be seen, so a
 * box is told by its smaller type, or by the body's lines that make room for
 * it; columns of the page have other lines with the same edges.
 */
#include "stages/read/reader/pdf/boxes.h"

#include "stages/read/reader/pdf/segments.h"

#include <stdlib.h>

static const float small_type = 0.97f;		/* of the body's size */
static const float least_beside = 0.45f;	/* of its lines have text beside them */
static const float most_shared = 0.6f;		/* of its lines share a baseline with others */
static const float widest_in_text = 0.42f;	/* of the page, for a box in the body's type */
static const float mate_gap = 6.0f;		/* em: to the column's text above or below */
static const float close_mate_gap = 2.0f;	/* em: the same, of small type */
static const float least_words = 2.5f;		/* a line */
enum { LEAST_LINES = 3, LEAST_IN_TEXT = 4, MOST_CLUSTERS = 128, MOST_SEGMENTS = 2000 };

struct cluster {
	struct box box;
	float size, last_baseline;
	uint32_t lines, words;
};

struct finding {
	float em;
	const struct page *page;
	struct segment **sorted;
	uint8_t *number;		/* of each segment's cluster */
	size_t count;
	struct cluster clusters[MOST_CLUSTERS];
	size_t cluster_count;
};

static bool joins(const struct cluster *c, const struct segment *s, float em)
{
	float gap = s->box.top - c->box.bottom;
	bool head = c->lines == 1 && larger(s->size, c->size) < 1.2f * smaller(s->size, c->size);

	if (gap > em || s->baseline <= c->last_baseline + 0.3f * s->size)
		return false;
	if (distance(s->size, c->size) > 0.3f && !head)
		return false;
	if (distance(s->box.left, c->box.left) > 1.2f * s->size)
		return false;
	return c->lines < 2 ? box_width(&s->box) < 3 * box_width(&c->box)
			    : s->box.right < c->box.right + 1.5f * s->size;
}

static void cluster_segments(struct finding *f)
{
	for (size_t i = 0; i < f->count; i++) {
		const struct segment *s = f->sorted[i];
		size_t at = f->cluster_count;

		while (at > 0 && !joins(&f->clusters[at - 1], s, f->em))
			at--;
		if (at == 0 && f->cluster_count == MOST_CLUSTERS)
			continue;
		if (at == 0) {
			at = ++f->cluster_count;
			f->clusters[at - 1] = (struct cluster){.box = s->box};
		}
		struct cluster *c = &f->clusters[at - 1];

		box_cover(&c->box, &s->box);
		c->size = s->size;
		c->last_baseline = s->baseline;
		c->lines++;
		c->words += s->count;
		f->number[i] = (uint8_t)at;
	}
}

/* How a cluster's lines lie to what is not in it. */
struct surroundings {
	uint32_t beside, shared;	/* lines with text beside, on one baseline with it */
	uint32_t mates;			/* lines of a column of text that it stands in */
	float left, right;		/* where the text beside it ends */
	bool wide;			/* a wide line of the body right above or below */
};

static bool is_wide_neighbour(const struct finding *f, const struct cluster *c,
			      const struct segment *other)
{
	float below = other->box.top - c->box.bottom, over = c->box.top - other->box.bottom;
	float gap = larger(below, over);

	return !(other->style & STYLE_BOLD) && same_size(other->size, f->em) &&
	       gap > -0.3f * f->em && gap < 3 * f->em &&
	       box_width(&other->box) > 1.5f * box_width(&c->box) &&
	       shared_width(&other->box, &c->box) > 0.8f * box_width(&c->box);
}

static bool is_body_size(const struct finding *f, const struct segment *s)
{
	return s->size >= small_type * f->em;
}

/* Text of the body above or below, between what stands beside: the cluster is part of a column. */
static bool is_mate(const struct finding *f, const struct cluster *c,
		    const struct surroundings *around, const struct segment *s)
{
	float gap = larger(s->box.top - c->box.bottom, c->box.top - s->box.bottom);

	return gap < (is_body_size(f, s) ? mate_gap : close_mate_gap) * f->em &&
	       s->box.left > around->left && s->box.right < around->right &&
	       shared_width(&s->box, &c->box) > 0.5f * box_width(&c->box);
}

static void look_beside(const struct finding *f, size_t line, uint8_t number,
			struct surroundings *around)
{
	const struct segment *s = f->sorted[line];
	const struct cluster *c = &f->clusters[number - 1];
	bool beside_it = false, shared = false;

	for (size_t i = 0; i < f->count; i++) {
		const struct segment *other = f->sorted[i];

		if (f->number[i] == number || shared_width(&c->box, &other->box) > 0)
			continue;
		float apart = distance(other->baseline, s->baseline);

		if (apart < 1.2f * f->em && is_body_size(f, other) && other->count > 1) {
			beside_it = true;
			if (other->box.right <= c->box.left)
				around->left = larger(around->left, other->box.right);
			else
				around->right = smaller(around->right, other->box.left);
		}
		shared |= apart < 0.15f * f->em;
	}
	around->beside += beside_it;
	around->shared += shared;
}

static struct surroundings surroundings_of(const struct finding *f, uint8_t number)
{
	const struct cluster *c = &f->clusters[number - 1];
	struct surroundings around = {.left = -1e6f, .right = 1e6f};

	for (size_t i = 0; i < f->count; i++)
		if (f->number[i] == number)
			look_beside(f, i, number, &around);
	for (size_t i = 0; i < f->count; i++) {
		const struct segment *s = f->sorted[i];

		if (f->number[i] == number)
			continue;
		around.mates += is_mate(f, c, &around, s);
		around.wide |= is_wide_neighbour(f, c, s);
	}
	return around;
}

static bool is_box(const struct finding *f, uint8_t number)
{
	const struct cluster *c = &f->clusters[number - 1];
	struct surroundings around;

	if (c->lines < LEAST_LINES || (float)c->words < least_words * (float)c->lines)
		return false;
	bool small = c->size <= small_type * f->em;

	if (!small && (c->lines < LEAST_IN_TEXT || c->size > 1.03f * f->em ||
		       box_width(&c->box) > widest_in_text * f->page->width))
		return false;
	around = surroundings_of(f, number);
	return (float)around.beside >= least_beside * (float)c->lines &&
	       (float)around.shared < most_shared * (float)c->lines && around.mates < 2 &&
	       (small || around.wide);
}

uint32_t find_boxes(struct layout *layout, struct page *page)
{
	struct arena scratch = {0};
	struct finding *f = arena_new(&scratch, 1, sizeof *f);
	uint32_t boxes = 0;

	*f = (struct finding){
		.em = layout->body_size, .page = page,
		.sorted = arena_new(&scratch, page->count, sizeof *f->sorted),
		.number = arena_new(&scratch, page->count, 1),
	};
	memset(f->number, 0, page->count);
	for (uint32_t i = 0; i < page->count; i++)
		if (page->segments[i].role == ROLE_BODY)
			f->sorted[f->count++] = &page->segments[i];
	if (f->count > 0 && f->count <= MOST_SEGMENTS) {
		qsort(f->sorted, f->count, sizeof *f->sorted, compare_segments_down);
		cluster_segments(f);
	}
	for (size_t c = 1; c <= f->cluster_count; c++) {
		if (!is_box(f, (uint8_t)c))
			continue;
		boxes++;
		for (size_t i = 0; i < f->count; i++)
			if (f->number[i] == c) {
				f->sorted[i]->role = ROLE_BOX;
				f->sorted[i]->box_number = (uint8_t)boxes;
			}
	}
	arena_free(&scratch);
	return boxes;
}
