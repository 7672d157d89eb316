/*
 * Source: Poppler's pages as glyphs, and what the file says of itself.
 *
 * Text, boxes and attributes are asked of one PopplerPage, which keeps what
 * it worked out for the first; the page is given back before the next.  The
 * text has U+202A-202E and U+2066-2069 that neither boxes nor attributes
 * count, so they are passed over while pairing; where the counts differ all
 * the same, what has a box is kept and the rest is not.
 */
#include "stages/read/reader/pdf/source.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "stages/read/reader/pdf/annotations.h"
#include "stages/read/reader/reader.h"

#include <cairo.h>
#include <poppler.h>

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A page of one letter, to be kept open: closing the last document frees Poppler's tables. */
static const char smallest_document[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
    "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    "4 0 obj<</Length 25>>stream\nBT/F 8 Tf 1 1 Td(a)Tj ET\n\nendstream endobj\n"
    "trailer<</Root 1 0 R/Size 5>>\n%%EOF\n";

struct pdf_source {
	PopplerDocument *document;
};

static PopplerDocument *open_bytes(struct slice bytes, GError **error)
{
	GBytes *shared = g_bytes_new_static(bytes.at, bytes.length);
	PopplerDocument *document = poppler_document_new_from_bytes(shared, NULL, error);

	g_bytes_unref(shared);
	return document;
}

/*
 * Titles and values of fields may be in UTF-16, whose converter the C library
 * loads from a file when it is first asked for: not later, in the sandbox.
 * As long as it is open it stays loaded.
 */
static void keep_converters(PopplerDocument *document)
{
	static const char *const encodings[] = {"UTF-16BE", "UTF-16LE"};

	for (size_t i = 0; i < COUNT_OF(encodings); i++)
		g_object_set_data(G_OBJECT(document), encodings[i],
				  g_iconv_open("UTF-8", encodings[i]));
}

bool pdf_warm_up(void)
{
	PopplerDocument *document = open_bytes(SLICE(smallest_document), NULL);
	PopplerPage *page = document ? poppler_document_get_page(document, 0) : NULL;
	char *text = page ? poppler_page_get_text(page) : NULL;
	bool works = text && text[0] == 'a';

	if (document)
		keep_converters(document);
	g_free(text);
	if (page)
		g_object_unref(page);
	return works;	/* the document is kept on purpose */
}

const char *pdf_library_version(void)
{
	return poppler_get_version();
}

struct pdf_source *pdf_open(struct slice bytes, enum pdf_failure *failure)
{
	GError *error = NULL;
	PopplerDocument *document = bytes.length ? open_bytes(bytes, &error) : NULL;

	*failure = PDF_OPENED;
	if (!document)
		*failure = error && error->domain == POPPLER_ERROR &&
				   error->code == POPPLER_ERROR_ENCRYPTED ?
			       PDF_ENCRYPTED : PDF_DAMAGED;
	g_clear_error(&error);
	if (!document)
		return NULL;
	struct pdf_source *source = memory_new(1, sizeof *source);

	source->document = document;
	return source;
}

void pdf_close(struct pdf_source *source)
{
	if (!source)
		return;
	g_object_unref(source->document);
	free(source);
}

uint32_t pdf_page_count(const struct pdf_source *source)
{
	int count = poppler_document_get_n_pages(source->document);

	return count > 0 ? (uint32_t)count : 0;
}

/* Bold and italic stand in the font's name alone. */
static uint8_t style_of_font(const char *name)
{
	static const struct { const char *part; uint8_t style; } parts[] = {
		{"Bold", STYLE_BOLD}, {"bold", STYLE_BOLD}, {"BOLD", STYLE_BOLD},
		{"Black", STYLE_BOLD}, {"Heavy", STYLE_BOLD}, {"Demi", STYLE_BOLD},
		{"-Bd", STYLE_BOLD}, {"CMBX", STYLE_BOLD}, {"SFBX", STYLE_BOLD},
		{"Medi", STYLE_BOLD}, {"Italic", STYLE_ITALIC}, {"italic", STYLE_ITALIC},
		{"Oblique", STYLE_ITALIC}, {"-It", STYLE_ITALIC}, {"CMTI", STYLE_ITALIC},
		{"SFTI", STYLE_ITALIC}, {"Slanted", STYLE_ITALIC},
	};
	uint8_t style = 0;

	for (size_t i = 0; name && i < COUNT_OF(parts); i++)
		if (strstr(name, parts[i].part))
			style |= parts[i].style;
	/* "Medium" is a text weight; URW's "Medi" alone is its bold. */
	if (name && strstr(name, "Medium") && !strstr(name, "Bold"))
		style &= (uint8_t)~STYLE_BOLD;
	return style;
}

static bool is_white(const PopplerColor *color)
{
	const guint16 least = 0xfa00;

	return color->red >= least && color->green >= least && color->blue >= least;
}

static bool is_direction_mark(uint32_t point)
{
	return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

static bool is_blank(uint32_t point)
{
	return point <= 0x20 || point == 0xa0 || (point >= 0x2000 && point <= 0x200b) ||
	       point == 0x202f || point == 0x205f || point == 0x3000 || point == 0x2028 ||
	       point == 0x2029;
}

static bool is_control(uint32_t point)
{
	return (point < 0x20 && point != '\n' && point != '\r' && point != '\t' && point != '\f') ||
	       point == 0xfffd;
}

/* What stands for nothing that is seen. */
static bool is_nothing(uint32_t point)
{
	return (point >= 0x7f && point < 0xa0) || point == 0xfeff || point == 0x200c ||
	       point == 0x200d || point == 0xfffe || point == 0xffff;
}

/* A page may be so high that single floats could not tell its lines apart. */
static const double highest_page = 1e5;

static bool is_sane(const struct box *box)
{
	const float most = 1e6f;

	return box->left > -most && box->right < most && box->top > -most && box->bottom < most;
}

/* Runs of characters with one font, size and colour, walked along with the text. */
struct run {
	const GList *at;
	const char *font;	/* of the style */
	float size;
	uint8_t style;
	bool white;
	int end;
};

static void run_to(struct run *run, size_t index)
{
	while (run->at && (run->end < 0 || index > (size_t)run->end)) {
		const PopplerTextAttributes *a = run->at->data;

		run->at = run->at->next;
		run->end = a->end_index > 0 ? a->end_index : 0;
		run->size = a->font_size > 0.01 && a->font_size < 1e5 ? (float)a->font_size : 0;
		if (!run->font || !a->font_name || strcmp(run->font, a->font_name) != 0)
			run->style = style_of_font(a->font_name);
		run->font = a->font_name;
		run->white = is_white(&a->color);
	}
}

static size_t pair_up(struct slice text, const PopplerRectangle *boxes, size_t box_count,
		      const GList *attributes, struct glyph *glyphs, struct pdf_page *to)
{
	struct run run = {.at = attributes, .end = -1};
	size_t count = 0, index = 0, place = 0;
	bool after_space = true;

	while (place < text.length && index < box_count) {
		uint32_t point = utf8_next(text, &place);

		if (is_direction_mark(point))
			continue;
		run_to(&run, index);
		struct box box = pdf_box(&boxes[index++]);

		if (is_control(point)) {
			to->controls++;
			to->control_codes |= UINT32_C(1) << (point & 31);
		}
		if (is_blank(point) || is_nothing(point) || !is_sane(&box)) {
			after_space |= is_blank(point);
			continue;
		}
		float size = run.size > 0 ? run.size : box_height(&box);

		glyphs[count++] = (struct glyph){
			.box = box, .size = size, .point = point, .style = run.style,
			.white = run.white, .after_space = after_space,
		};
		after_space = false;
	}
	return count;
}

/* Moves the text of an enormous page up to its top. */
static void lower_page(PopplerRectangle *boxes, size_t count, struct pdf_page *to)
{
	double top = to->height;

	if (to->height <= highest_page)
		return;
	for (size_t i = 0; i < count; i++)
		top = fmin(top, fmin(boxes[i].y1, boxes[i].y2));
	top = fmax(0, top - 72);
	for (size_t i = 0; i < count; i++) {
		boxes[i].y1 -= top;
		boxes[i].y2 -= top;
	}
	to->height = (float)highest_page;
}

static void read_glyphs(PopplerPage *page, size_t most, struct arena *scratch,
			struct pdf_page *to)
{
	PopplerRectangle *boxes = NULL;
	guint box_count = 0;
	char *text = poppler_page_get_text(page);

	if (!text)
		return;
	if (poppler_page_get_text_layout(page, &boxes, &box_count)) {
		GList *attributes = poppler_page_get_text_attributes(page);
		size_t kept = box_count < most ? box_count : most;
		struct slice whole = slice_of(text);

		whole.length = utf8_valid_prefix(whole);
		lower_page(boxes, kept, to);
		to->glyphs = arena_new(scratch, kept + 1, sizeof *to->glyphs);
		to->count = pair_up(whole, boxes, kept, attributes, to->glyphs,
				    to);
		poppler_page_free_text_attributes(attributes);
	}
	g_free(boxes);
	g_free(text);
}

static PopplerPage *open_page(struct pdf_source *source, uint32_t index)
{
	return index < INT_MAX ? poppler_document_get_page(source->document, (int)index) : NULL;
}

bool pdf_read_page(struct pdf_source *source, uint32_t index, size_t most, struct arena *arena,
		   struct arena *scratch, struct pdf_page *to)
{
	PopplerPage *page = open_page(source, index);
	double width = 0, height = 0;

	*to = (struct pdf_page){0};
	if (!page)
		return false;
	poppler_page_get_size(page, &width, &height);
	to->width = (float)width;
	to->height = (float)height;
	char *label = poppler_page_get_label(page);

	to->label = arena_copy(arena, slice_of(label));
	g_free(label);
	read_glyphs(page, most, scratch, to);
	pdf_read_annotations(page, arena, scratch, to);
	g_object_unref(page);
	return true;
}

bool pdf_page_has_picture(struct pdf_source *source, uint32_t index)
{
	PopplerPage *page = open_page(source, index);

	if (!page)
		return false;
	GList *pictures = poppler_page_get_image_mapping(page);
	bool any = pictures != NULL;

	poppler_page_free_image_mapping(pictures);
	g_object_unref(page);
	return any;
}

/* Dots for each point: on a page of a metre square fewer. */
static double scale_of_page(double width, double height)
{
	const double dots_per_inch = 100, most_dots = 2400;
	double longer = fmax(width, height);

	return fmin(dots_per_inch / 72, most_dots / longer);
}

static cairo_status_t append_png(void *to, const unsigned char *bytes, unsigned length)
{
	buffer_append(to, (struct slice){(const char *)bytes, length});
	return CAIRO_STATUS_SUCCESS;
}

/* Cairo tells of sizes and failures by the surface's status. */
static cairo_surface_t *draw(PopplerPage *page, double scale, double width, double height)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, (int)width, (int)height);
	cairo_t *cairo = cairo_create(surface);

	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, scale, scale);
	poppler_page_render(page, cairo);
	cairo_destroy(cairo);
	return surface;
}

bool pdf_draw_page(struct pdf_source *source, uint32_t index, struct buffer *png)
{
	PopplerPage *page = open_page(source, index);
	double width = 0, height = 0;
	bool drawn = false;

	if (!page)
		return false;
	poppler_page_get_size(page, &width, &height);
	if (width >= 1 && height >= 1) {
		double scale = scale_of_page(width, height);
		cairo_surface_t *surface = draw(page, scale, ceil(width * scale),
						ceil(height * scale));

		drawn = cairo_surface_write_to_png_stream(surface, append_png, png) ==
			CAIRO_STATUS_SUCCESS;
		cairo_surface_destroy(surface);
	}
	g_object_unref(page);
	return drawn;
}

bool drawing_warm_up(void)
{
	struct buffer png = {0};
	enum pdf_failure failure;
	struct pdf_source *source = pdf_open(SLICE(smallest_document), &failure);
	bool drawn = source && pdf_draw_page(source, 0, &png);

	pdf_close(source);
	buffer_free(&png);
	return drawn;
}

/* The luma of each pixel, by the weights of ITU-R BT.601.  False: there is no picture. */
static bool take_greys(cairo_surface_t *surface, unsigned char *pixels)
{
	int width = cairo_image_surface_get_width(surface);
	int height = cairo_image_surface_get_height(surface);
	int stride = cairo_image_surface_get_stride(surface);

	cairo_surface_flush(surface);
	const unsigned char *row = cairo_image_surface_get_data(surface);

	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS || !row)
		return false;
	for (int y = 0; y < height; y++, row += stride)
		for (int x = 0; x < width; x++) {
			uint32_t colour;

			memcpy(&colour, row + 4 * (size_t)x, sizeof colour);
			*pixels++ = (unsigned char)(((colour >> 16 & 0xff) * 77 +
						     (colour >> 8 & 0xff) * 151 +
						     (colour & 0xff) * 28) >> 8);
		}
	return true;
}

double pdf_draw_grey_page(struct pdf_source *source, uint32_t index, double dots,
			  unsigned char *pixels, size_t room, uint32_t *width, uint32_t *height)
{
	PopplerPage *page = open_page(source, index);
	double across = 0, down = 0, scale = dots / 72;
	bool drawn = false;

	if (!page)
		return 0;
	poppler_page_get_size(page, &across, &down);
	if (across > 0 && down > 0)
		scale = fmin(scale, sqrt((double)room / (across * down)));
	across = floor(across * scale);
	down = floor(down * scale);
	if (across >= 1 && down >= 1 && across <= SHRT_MAX && down <= SHRT_MAX) {
		cairo_surface_t *surface = draw(page, scale, across, down);

		*width = (uint32_t)across;
		*height = (uint32_t)down;
		drawn = take_greys(surface, pixels);
		cairo_surface_destroy(surface);
	}
	g_object_unref(page);
	return drawn ? scale * 72 : 0;
}

static struct slice keep_string(struct arena *arena, char *string)
{
	struct slice kept = arena_copy(arena, slice_of(string));

	g_free(string);
	return kept;
}

struct pdf_metadata pdf_read_metadata(struct pdf_source *source, struct arena *arena)
{
	PopplerDocument *document = source->document;
	struct pdf_metadata metadata = {
		.title = keep_string(arena, poppler_document_get_title(document)),
		.author = keep_string(arena, poppler_document_get_author(document)),
	};
	GDateTime *date = poppler_document_get_creation_date_time(document);

	if (date) {
		if (g_date_time_get_year(date) > 1980)
			metadata.date = keep_string(arena, g_date_time_format(date, "%Y-%m-%d"));
		g_date_time_unref(date);
	}
	return metadata;
}

struct outline_reader {
	PopplerDocument *document;
	struct arena *arena;
	struct outline_entry *entries;
	size_t count, seen;
};

enum { MOST_ENTRIES = 10000, DEEPEST_ENTRY = 8 };

/* The number of the page that a bookmark leads to; 0: none. */
static int page_of_action(PopplerDocument *document, const PopplerAction *action)
{
	const PopplerDest *dest = action->type == POPPLER_ACTION_GOTO_DEST ?
				      action->goto_dest.dest : NULL;

	if (!dest || dest->type != POPPLER_DEST_NAMED)
		return dest ? dest->page_num : 0;
	PopplerDest *named = poppler_document_find_dest(document, dest->named_dest);
	int page = named ? named->page_num : 0;

	if (named)
		poppler_dest_free(named);
	return page;
}

static void add_entry(struct outline_reader *r, PopplerIndexIter *at, uint8_t depth)
{
	PopplerAction *action = poppler_index_iter_get_action(at);
	int page = action ? page_of_action(r->document, action) : 0;

	r->seen++;
	if (page > 0 && action->any.title) {
		struct slice title = slice_of(action->any.title);

		title.length = utf8_valid_prefix(title);
		r->entries[r->count++] = (struct outline_entry){
			.title = arena_copy(r->arena, title), .page = (uint32_t)page - 1,
			.depth = depth,
		};
	}
	if (action)
		poppler_action_free(action);
}

/* An outline may hold itself: bounded are depth and the number of entries looked at. */
static void read_entries(struct outline_reader *r, PopplerIndexIter *at, uint8_t depth)
{
	do {
		add_entry(r, at, depth);
		PopplerIndexIter *below = depth < DEEPEST_ENTRY && r->seen < MOST_ENTRIES ?
					      poppler_index_iter_get_child(at) : NULL;

		if (below)
			read_entries(r, below, (uint8_t)(depth + 1));
		poppler_index_iter_free(below);
	} while (r->seen < MOST_ENTRIES && poppler_index_iter_next(at));
}

size_t pdf_read_outline(struct pdf_source *source, struct arena *arena,
			struct outline_entry **entries)
{
	struct outline_reader reader = {.document = source->document, .arena = arena};
	PopplerIndexIter *first = poppler_index_iter_new(source->document);

	if (first) {
		reader.entries = arena_new(arena, MOST_ENTRIES, sizeof *reader.entries);
		read_entries(&reader, first, 0);
		poppler_index_iter_free(first);
	}
	*entries = reader.entries;
	return reader.count;
}
