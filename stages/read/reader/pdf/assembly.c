/*
 * Assembly: furniture, notes and boxes are set aside, what is left is put in
 * order, and each column is made into blocks.
 */
#include "stages/read/reader/pdf/assembly.h"

#include "stages/read/reader/pdf/blocks.h"
#include "stages/read/reader/pdf/boxes.h"
#include "stages/read/reader/pdf/furniture.h"
#include "stages/read/reader/pdf/labels.h"
#include "stages/read/reader/pdf/joins.h"
#include "stages/read/reader/pdf/notes.h"
#include "stages/read/reader/pdf/order.h"

#include <stdlib.h>

static size_t segments_of_role(struct page *page, enum role role, uint32_t box_number,
			       struct segment **to)
{
	size_t count = 0;

	for (uint32_t i = 0; i < page->count; i++)
		if (page->segments[i].role == role &&
		    page->segments[i].box_number == box_number)
			to[count++] = &page->segments[i];
	return count;
}

/* Appends the notes that have text below them: they part columns as headings do. */
static size_t add_parting_notes(struct page *page, struct segment **segments, size_t count)
{
	size_t with_notes = count;
	float lowest = 0;

	for (size_t i = 0; i < count; i++)
		lowest = larger(lowest, segments[i]->baseline);
	for (uint32_t i = 0; i < page->count; i++)
		if (page->segments[i].role == ROLE_NOTE && page->segments[i].baseline < lowest)
			segments[with_notes++] = &page->segments[i];
	return with_notes;
}

/* Takes the notes out of the columns again. */
static void drop_notes(struct column_list *columns)
{
	size_t kept = 0;

	for (size_t i = 0; i < columns->count; i++) {
		struct column *column = &columns->columns[i];
		uint32_t count = 0;

		for (uint32_t s = 0; s < column->count; s++)
			if (column->segments[s]->role != ROLE_NOTE)
				column->segments[count++] = column->segments[s];
		column->count = count;
		if (count)
			columns->columns[kept++] = *column;
	}
	columns->count = kept;
}

static void order_page(struct layout *layout, struct page *page, struct column_list *columns)
{
	struct segment **segments = arena_new(&layout->arena, page->count, sizeof *segments);
	uint32_t boxes = find_boxes(layout, page);
	size_t count = segments_of_role(page, ROLE_BODY, 0, segments);

	count = add_parting_notes(page, segments, count);
	order_columns(segments, count, layout->body_size, ROLE_BODY, &layout->arena, columns);
	drop_notes(columns);
	for (uint32_t number = 1; number <= boxes; number++) {
		count = segments_of_role(page, ROLE_BOX, number, segments);
		add_column(columns, segments, count, ROLE_BOX, &layout->arena);
	}
}

static struct page_lines lines_of_page(struct layout *layout, uint32_t index,
				       const struct column_list *columns)
{
	struct page_lines page = {.page = index, .count = (uint32_t)columns->count};
	uint32_t room = layout->pages[index].count;

	page.lines.lines = arena_new(&layout->arena, room, sizeof *page.lines.lines);
	page.stretches = arena_new(&layout->arena, columns->count, sizeof *page.stretches);
	for (size_t i = 0; i < columns->count; i++) {
		struct line_list own = lines_of_column(&columns->columns[i], &layout->arena);

		page.stretches[i] = (struct stretch){
			page.lines.count, page.lines.count + own.count,
			columns->columns[i].box, columns->columns[i].role,
			columns->columns[i].rows,
		};
		memcpy(page.lines.lines + page.lines.count, own.lines,
		       own.count * sizeof *own.lines);
		page.lines.count += own.count;
	}
	return page;
}

enum { LEADINGS = 300 };

static void count_leadings(const struct layout *layout, const struct page_lines *page,
			   uint32_t *counts)
{
	for (uint32_t s = 0; s < page->count; s++)
		for (uint32_t i = page->stretches[s].first + 1; i < page->stretches[s].end; i++) {
			const struct text_line *line = &page->lines.lines[i];
			float ratio = step_between_lines(line - 1, line) / line->size;

			if (same_size(line->size, layout->body_size) && ratio > 0.8f && ratio < 3)
				counts[(int)(ratio * 100)]++;
		}
}

/* The commonest step, in em, smoothed over its neighbours. */
static float commonest(const uint32_t *counts)
{
	uint32_t most = 0;
	int best = 120;

	for (int i = 2; i < LEADINGS - 2; i++) {
		uint32_t sum = counts[i - 2] + counts[i - 1] + counts[i] + counts[i + 1] +
			       counts[i + 2];

		if (sum > most) {
			most = sum;
			best = i;
		}
	}
	return ((float)best + 0.5f) / 100;
}

/* The box that the lines of a block fill on its page. */
static struct box box_of_block(const struct block *block)
{
	struct box box = block->lines[0].box;

	for (uint32_t i = 1; i < block->count; i++)
		box_cover(&box, &block->lines[i].box);
	return box;
}

/* The block before which a side box is read: the one beside its top, else the next below. */
static struct block *block_beside(const struct page *page, const struct box *box, float em)
{
	struct block *below = NULL;

	for (struct block *b = page->blocks; b; b = b->next) {
		struct box own = box_of_block(b);

		if (b->boxed)
			continue;
		if (own.top - em < box->top && own.bottom > box->top)
			return b;
		if (own.top >= box->top && !below)
			below = b;
	}
	return below;
}

/* Moves the blocks behind `last` to the place where they are read. */
static void place_box(struct page *page, struct block *last, const struct box *box, float em)
{
	struct block *first = last ? last->next : NULL, *end = page->last, *before = NULL;

	if (!first)
		return;
	last->next = NULL;
	page->last = last;
	struct block *target = block_beside(page, box, em);

	for (struct block *b = page->blocks; target && b != target; b = b->next)
		before = b;
	if (!target)
		before = last;
	end->next = target;
	if (before)
		before->next = first;
	else
		page->blocks = first;
	if (!target)
		page->last = end;
}

static void make_page(struct layout *layout, const struct page_lines *lines)
{
	struct page *page = &layout->pages[lines->page];

	for (uint32_t s = 0; s < lines->count; s++) {
		struct block *last = page->last;

		make_blocks(layout, lines, s);
		if (lines->stretches[s].role == ROLE_BOX)
			place_box(page, last, &lines->stretches[s].box, layout->body_size);
	}
}

void assemble(struct layout *layout)
{
	uint32_t leadings[LEADINGS] = {0};
	struct column_list columns = {0};
	struct page_lines *pages =
	    arena_new(&layout->arena, layout->page_count, sizeof *pages);

	find_furniture(layout);
	find_labels(layout);
	find_notes(layout);
	for (uint32_t i = 0; i < layout->page_count; i++) {
		columns.count = 0;
		order_page(layout, &layout->pages[i], &columns);
		pages[i] = lines_of_page(layout, i, &columns);
		count_leadings(layout, &pages[i], leadings);
	}
	free(columns.columns);
	layout->leading = commonest(leadings);
	for (uint32_t i = 0; i < layout->page_count; i++)
		make_page(layout, &pages[i]);
	join_blocks(layout);
	place_notes(layout);
	rank_headings(layout);
}
