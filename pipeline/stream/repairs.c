/* Repairs: counted by what they are, written as a table. */
#include "pipeline/stream/repairs.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

#include <stdlib.h>

static uint32_t next_number(void *context, struct slice key)
{
	struct repairs *repairs = context;

	(void)key;
	return repairs->count++;
}

static void append_part(struct buffer *to, struct slice part)
{
	buffer_append(to, part);
	buffer_byte(to, '\0');
}

void repairs_add_many(struct repairs *repairs, struct slice kind, struct slice before,
		      struct slice after, uint64_t count)
{
	if (!repairs->wanted)
		return;
	buffer_reset(&repairs->key);
	append_part(&repairs->key, repairs->page);
	append_part(&repairs->key, kind);
	append_part(&repairs->key, before);
	append_part(&repairs->key, after);
	uint32_t known = repairs->count;
	uint32_t number = word_index_number(&repairs->index, buffer_slice(&repairs->key),
					    next_number, repairs);

	if (number == known) {
		repairs->at = memory_reserve(repairs->at, &repairs->capacity,
					     (size_t)known + 1, sizeof *repairs->at);
		repairs->at[number] =
		    (struct repair){.page = arena_copy(&repairs->arena, repairs->page),
				    .kind = arena_copy(&repairs->arena, kind),
				    .before = arena_copy(&repairs->arena, before),
				    .after = arena_copy(&repairs->arena, after)};
	}
	repairs->at[number].count += count;
}

void repairs_add(struct repairs *repairs, struct slice kind, struct slice before,
		 struct slice after)
{
	repairs_add_many(repairs, kind, before, after, 1);
}

static bool is_invisible(uint32_t point)
{
	bool is_private = (point >= 0xe000 && point <= 0xf8ff) || point >= 0xf0000;

	return is_private || unicode_is_white_space(point) || unicode_is_default_ignorable(point);
}

/* A cell that can be read: a lone space, or character that shows nothing, by its code. */
static void show(struct output *output, struct slice text, struct buffer *scratch)
{
	size_t place = 0;
	uint32_t point = text.length ? utf8_next(text, &place) : 0;

	if (!text.length || place < text.length || !is_invisible(point)) {
		table_text(output, text);
		return;
	}
	buffer_reset(scratch);
	buffer_printf(scratch, "U+%04X", point);
	table_text(output, buffer_slice(scratch));
}

void repairs_heading(struct output *output)
{
	static const char *const columns[] = {"document", "page", "kind", "before", "after", "count"};

	for (size_t i = 0; i < COUNT_OF(columns); i++)
		table_text(output, slice_of(columns[i]));
	table_row_end(output);
}

/* By page as a number, then kind, then what stood there, and what does now. */
static int by_page(const void *a, const void *b)
{
	const struct repair *x = a, *y = b;
	uint64_t page_x = 0, page_y = 0;

	slice_to_integer(x->page, &page_x);
	slice_to_integer(y->page, &page_y);
	if (page_x != page_y)
		return page_x < page_y ? -1 : 1;
	int order = slice_compare(x->kind, y->kind);

	if (!order)
		order = slice_compare(x->before, y->before);
	return order ? order : slice_compare(x->after, y->after);
}

void repairs_write(struct repairs *repairs, struct slice document, struct output *output)
{
	if (repairs->count)
		qsort(repairs->at, repairs->count, sizeof *repairs->at, by_page);
	for (uint32_t i = 0; i < repairs->count; i++) {
		const struct repair *repair = &repairs->at[i];

		table_text(output, document);
		table_text(output, repair->page);
		table_text(output, repair->kind);
		show(output, repair->before, &repairs->key);
		show(output, repair->after, &repairs->key);
		table_integer(output, repair->count);
		table_row_end(output);
	}
	repairs_forget(repairs);
}

void repairs_forget(struct repairs *repairs)
{
	word_index_free(&repairs->index);
	arena_reset(&repairs->arena);
	repairs->count = 0;
}

void repairs_free(struct repairs *repairs)
{
	word_index_free(&repairs->index);
	buffer_free(&repairs->key);
	arena_free(&repairs->arena);
	free(repairs->at);
}
