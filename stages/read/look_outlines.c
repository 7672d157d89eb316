/* Look outlines: gathered from tags, drawn as SVG. */
#include "stages/read/look_outlines.h"

#include "pipeline/base/memory.h"

#include <stdlib.h>

enum { DEEPEST = 64 };

/* Decimal digits with at most one of them behind a point, perhaps a sign: as the reader writes. */
static bool read_number(struct slice text, float *number)
{
	bool negative = slice_starts(text, SLICE("-"));
	float value = 0, unit = 1;
	bool behind = false;

	text = slice_from(text, negative);
	if (!text.length || text.length > 9)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];

		if (c == '.' && !behind) {
			behind = true;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		value = value * 10 + (float)(c - '0');
		unit *= behind ? 10.0f : 1.0f;
	}
	*number = (negative ? -value : value) / unit;
	return true;
}

bool next_place(struct slice *at, struct outline *place)
{
	float numbers[5];
	struct slice one, part;

	if (!at->length || !slice_cut(at, ';', &one))
		return false;
	one = slice_trim(one);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (!slice_cut(&one, ' ', &part) || !read_number(part, &numbers[i]))
			return false;
	if (numbers[0] < 1 || numbers[0] > 1e6f)
		return false;
	*place = (struct outline){
	    .page = (uint32_t)numbers[0], .left = numbers[1], .top = numbers[2],
	    .right = numbers[3], .bottom = numbers[4]};
	return true;
}

static void add(struct outlines *o, struct outline outline)
{
	outline.order = (uint32_t)o->count;
	o->at = memory_reserve(o->at, &o->capacity, o->count + 1, sizeof *o->at);
	o->at[o->count++] = outline;
}

static void add_places(struct outlines *o, const struct document *d, size_t tag,
		       enum look_kind kind, uint32_t number)
{
	struct slice at = tag_attribute(d, &d->tags[tag], NAME_AT);
	struct outline place;

	while (next_place(&at, &place)) {
		place.kind = kind;
		place.number = number;
		place.tag = tag;
		add(o, place);
	}
}

/* A side box: around all that was found since, on each page. */
static void add_box(struct outlines *o, size_t first)
{
	size_t end = o->count;

	for (size_t i = first; i < end; i++) {
		const struct outline more = o->at[i];
		size_t k = end;

		while (k < o->count && o->at[k].page != more.page)
			k++;
		if (k == o->count) {
			add(o, more);
			o->at[k].number = 0;
			o->at[k].kind = LOOK_BOX;
			continue;
		}
		struct outline *box = &o->at[k];

		box->left = more.left < box->left ? more.left : box->left;
		box->top = more.top < box->top ? more.top : box->top;
		box->right = more.right > box->right ? more.right : box->right;
		box->bottom = more.bottom > box->bottom ? more.bottom : box->bottom;
	}
}

static int by_page(const void *a, const void *b)
{
	const struct outline *x = a, *y = b;

	if (x->page != y->page)
		return x->page < y->page ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void outlines_gather(struct outlines *o, const struct document *d)
{
	size_t divisions[DEEPEST], depth = 0;	/* SIZE_MAX: no side box */
	uint32_t number = 0;

	for (size_t i = 0; i < d->tag_count; i++) {
		const struct tag *tag = &d->tags[i];

		if (tag->name == NAME_DIV && tag->kind == TAG_OPEN) {
			if (depth < DEEPEST)
				divisions[depth] = slice_is(tag_attribute(d, tag, NAME_TYPE), "box")
						       ? o->count : SIZE_MAX;
			depth++;
		} else if (tag->name == NAME_DIV && tag->kind == TAG_CLOSE && depth > 0) {
			depth--;
			if (depth < DEEPEST && divisions[depth] != SIZE_MAX)
				add_box(o, divisions[depth]);
		} else if (tag->name == NAME_REPAIR) {
			add_places(o, d, i, LOOK_HIDDEN, 0);
		} else if (tag->kind == TAG_OPEN && look_is_numbered(tag->name)) {
			add_places(o, d, i, look_kind_of(tag->name), ++number);
		} else if (tag->kind == TAG_OPEN && tag->name == NAME_CELL) {
			add_places(o, d, i, LOOK_CELL, 0);
		}
	}
	if (o->count)
		qsort(o->at, o->count, sizeof *o->at, by_page);
}

void outlines_free(struct outlines *outlines)
{
	free(outlines->at);
	*outlines = (struct outlines){0};
}

size_t outlines_first(const struct outlines *o, uint32_t page)
{
	size_t low = 0, high = o->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (o->at[middle].page < page)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The number stands beside the block's first line, in the margin or over its corner. */
static void append_outline(struct buffer *to, const struct outline *o)
{
	const struct look_kind_about *about = look_about(o->kind);
	const float around = o->kind == LOOK_BOX ? 4 : o->kind == LOOK_CELL ? 0 : 1.5f;
	double left = (double)(o->left - around), top = (double)(o->top - around);
	double width = (double)(o->right - o->left + 2 * around);
	double height = (double)(o->bottom - o->top + 2 * around);

	if (o->number)
		buffer_printf(to, "<a href=\"#b%u\">", o->number);
	buffer_printf(to, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
		      "<title>", about->class, left, top, width > 0 ? width : 0,
		      height > 0 ? height : 0);
	if (o->number)
		buffer_printf(to, "%u: ", o->number);
	buffer_printf(to, "%s</title></rect>", about->name);
	if (o->number)
		buffer_printf(to, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%u</text></a>",
			      about->class, left - 1, top + 7, o->number);
	buffer_byte(to, '\n');
}

void append_drawn_page(struct buffer *to, const struct outlines *outlines, uint32_t page,
		       float width, float height, struct slice png)
{
	buffer_printf(to, "<svg viewBox=\"0 0 %.1f %.1f\" role=\"img\" "
		      "aria-label=\"Page %u with its blocks outlined\">\n", (double)width,
		      (double)height, page);
	if (png.length) {
		buffer_printf(to, "<image width=\"%.1f\" height=\"%.1f\" "
			      "href=\"data:image/png;base64,", (double)width, (double)height);
		append_base64(to, png);
		buffer_append(to, SLICE("\"/>\n"));
	}
	for (size_t i = outlines_first(outlines, page);
	     i < outlines->count && outlines->at[i].page == page; i++)
		append_outline(to, &outlines->at[i]);
	buffer_append(to, SLICE("</svg>\n"));
}
