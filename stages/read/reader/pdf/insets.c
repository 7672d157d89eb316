/*
 * Insets: boxes within a column, told by a small bold heading and paragraphs
 * that keep away from the column's edges on both sides.
 */
#include "stages/read/reader/pdf/insets.h"

static const float least_inset = 0.25f;		/* em */
static const float most_inset = 1.3f;		/* em */

/* Whether all lines of a block are inset a little on both sides of the column. */
static bool is_inset(const struct block *block, const struct edges *edges, float em)
{
	for (uint32_t i = 0; i < block->count; i++) {
		const struct box *box = &block->lines[i].box;

		if (box->left < edges->left + least_inset * em ||
		    box->right > edges->right - least_inset * em)
			return false;
	}
	return block->count > 0 && block->lines[0].box.left < edges->left + most_inset * em;
}

static bool is_small_heading(const struct block *block, float em)
{
	return (block->kind == BLOCK_HEAD ||
		(block->kind == BLOCK_PARAGRAPH && block->count <= 2)) &&
	       block->style & STYLE_BOLD && block->size <= 1.05f * em;
}

/* Marks the paragraphs from `first` on that are inset; returns the last, or NULL. */
static struct block *mark_inset(struct block *first, const struct edges *edges, float em)
{
	struct block *last = NULL;

	for (struct block *b = first; b && b->kind == BLOCK_PARAGRAPH && is_inset(b, edges, em);
	     b = b->next) {
		b->boxed = true;
		last = b;
	}
	return last;
}

/* The first block from here on that keeps to the column's edges. */
static const struct block *plain_text(const struct block *first, float em)
{
	while (first && (first->kind != BLOCK_PARAGRAPH || !same_size(first->size, em) ||
			 first->indented || first->count < 2))
		first = first->next;
	return first;
}

void find_inset_boxes(const struct layout *layout, const struct line_list *page,
		      const struct line_list *column, const struct block *before,
		      struct block *first)
{
	float em = layout->body_size;
	const struct block *plain = plain_text(first, em);
	bool goes_on = before && before->boxed && !before->floating;

	if (!plain)
		return;
	for (struct block *b = first; b; b = b->next) {
		struct edges edges = edges_of(page, column, plain->lines);

		if (goes_on && b == first)
			mark_inset(b, &edges, em);
		if (b->kind == BLOCK_PARAGRAPH && same_size(b->size, em) && !b->indented &&
		    b->count > 1)
			plain = b;
		if (!is_small_heading(b, em) || !is_inset(b, &edges, em) || !b->next ||
		    !mark_inset(b->next, &edges, em))
			continue;
		b->kind = BLOCK_PARAGRAPH;
		b->boxed = true;
	}
}
