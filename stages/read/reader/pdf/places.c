/* Places: the boxes of lines, put together and turned back. */
#include "stages/read/reader/pdf/places.h"

/* A page whose text runs sideways was turned for reading; this turns a box back. */
static struct box as_drawn(const struct page *page, const struct box *box)
{
	if (page->turn == TURN_UP)
		return (struct box){box->top, page->width - box->right, box->bottom,
				    page->width - box->left};
	if (page->turn == TURN_DOWN)
		return (struct box){page->height - box->bottom, box->left,
				    page->height - box->top, box->right};
	return *box;
}

void append_place(struct buffer *to, const struct layout *layout, uint32_t page,
		  const struct box *box)
{
	struct box drawn = as_drawn(&layout->pages[page], box);

	buffer_printf(to, "%s%u %.1f %.1f %.1f %.1f", to->length ? "; " : "", page + 1,
		      (double)drawn.left, (double)drawn.top, (double)drawn.right,
		      (double)drawn.bottom);
}

/* Some fonts say that their letters are twice as high as they are. */
static struct box box_of_line(const struct text_line *line)
{
	struct box box = line->box;

	box.top = larger(box.top, line->baseline - line->size);
	box.bottom = smaller(box.bottom, line->baseline + 0.4f * line->size);
	return box.top < box.bottom ? box : line->box;
}

void append_places_of_lines(struct buffer *to, const struct layout *layout,
			    const struct text_line *lines, uint32_t count)
{
	for (uint32_t i = 0; i < count;) {
		uint32_t page = lines[i].segments[0]->page;
		struct box box = box_of_line(&lines[i]);

		for (i++; i < count && lines[i].segments[0]->page == page; i++) {
			struct box more = box_of_line(&lines[i]);

			box_cover(&box, &more);
		}
		append_place(to, layout, page, &box);
	}
}

/* One box, since a table's cells are outlined by themselves. */
static void append_place_of_table(struct buffer *to, const struct layout *layout,
				  const struct block *block)
{
	const struct text_line *any = NULL;
	struct box box = {0};

	for (uint32_t i = 0; i < block->row_count; i++)
		for (uint32_t j = 0; j < block->rows[i].count; j++) {
			const struct cell *cell = &block->rows[i].cells[j];

			for (uint32_t k = 0; k < cell->count; k++) {
				if (!any)
					box = cell->lines[k].box;
				any = &cell->lines[k];
				box_cover(&box, &any->box);
			}
		}
	if (any)
		append_place(to, layout, any->segments[0]->page, &box);
}

void append_places_of_block(struct buffer *to, const struct layout *layout,
			    const struct block *block)
{
	if (block->kind == BLOCK_TABLE) {
		append_place_of_table(to, layout, block);
		return;
	}
	for (const struct block *part = block; part; part = part->rest)
		append_places_of_lines(to, layout, part->lines, part->count);
}
