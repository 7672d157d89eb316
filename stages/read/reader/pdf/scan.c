/*
 * Scan: what Tesseract says of a page, as words of a layout.
 *
 * It answers in hOCR 1.2 (kba.github.io/hocr-spec): a line has a box, a
 * baseline (its slope, and its distance from the box's lower left corner) and
 * x_size, the height from descender to ascender; a word has a box around its
 * ink and a confidence in percent.  Order, blocks and paragraphs are left to the
 * layout, as for any page.
 */
#include "stages/read/reader/pdf/scan.h"

#include "pipeline/base/memory.h"
#include "stages/read/reader/office/xml.h"

#include <stdio.h>
#include <stdlib.h>

enum { RESOLUTION = 300, SPAN = 1, MOST_WORDS = 200000 };

static const float em_of_line = 1.11f;		/* from descender to ascender is 0.9 em */
static const float ascent = 0.78f, descent = 0.22f;	/* em */
static const float one_size = 0.10f;		/* of the size: what measuring lines errs by */
static const float least_confidence = 25;	/* percent, mean of a line: below it is no text */

struct line {
	struct box box;		/* in pixels, as all of this */
	float slope, offset, size;
	float confidences;	/* of its words, their sum */
	uint32_t first;		/* of its words */
	bool sideways;
};

struct scan {
	struct arena *arena;
	float pixels;		/* of a point */
	struct line line;
	struct word word;
	struct buffer text;	/* of the word */
	bool in_line, in_word;
	struct word *words;
	size_t count, capacity;
};

/* A decimal number off the front of *rest, with the spaces before it. */
static bool take_number(struct slice *rest, float *number)
{
	struct slice text = slice_trim(*rest);
	bool negative = text.length && text.at[0] == '-';
	float value = 0, unit = 0;
	size_t i = negative, digits = 0;

	for (; i < text.length; i++) {
		char c = text.at[i];

		if (c == '.' && unit == 0) {
			unit = 1;
			continue;
		}
		if (c < '0' || c > '9')
			break;
		digits++;
		value = value * 10 + (float)(c - '0');
		unit *= 10;
	}
	if (!digits || digits > 12)
		return false;
	*number = (negative ? -value : value) / (unit > 0 ? unit : 1);
	*rest = slice_from(text, i);
	return true;
}

/* The numbers of a property: title="bbox 1 2 3 4; x_wconf 96".  False: not so many. */
static bool property(struct slice title, const char *name, float *numbers, size_t count)
{
	struct slice part;

	while (slice_cut(&title, ';', &part)) {
		part = slice_trim(part);
		if (!slice_starts(part, slice_of(name)))
			continue;
		part = slice_from(part, strlen(name));
		for (size_t i = 0; i < count; i++)
			if (!take_number(&part, &numbers[i]))
				return false;
		return true;
	}
	return false;
}

static bool has_box(struct slice title, struct box *box)
{
	float sides[4];

	if (!property(title, "bbox ", sides, COUNT_OF(sides)))
		return false;
	*box = (struct box){sides[0], sides[1], sides[2], sides[3]};
	return box->right > box->left && box->bottom > box->top;
}

static void begin_line(struct scan *scan, struct slice title)
{
	struct line *line = &scan->line;
	float baseline[2] = {0, 0}, angle = 0;

	*line = (struct line){.first = (uint32_t)scan->count};
	scan->in_line = has_box(title, &line->box);
	property(title, "baseline ", baseline, COUNT_OF(baseline));
	line->slope = baseline[0];
	line->offset = baseline[1];
	line->sideways = property(title, "textangle ", &angle, 1) && angle != 0 && angle != 180;
	if (!property(title, "x_size ", &line->size, 1) || line->size <= 0)
		line->size = line->sideways ? box_width(&line->box) : box_height(&line->box);
}

static void begin_word(struct scan *scan, struct slice title)
{
	float confidence = 0;

	buffer_reset(&scan->text);
	scan->word = (struct word){.sideways = scan->line.sideways};
	scan->in_word = scan->in_line && has_box(title, &scan->word.box);
	property(title, "x_wconf ", &confidence, 1);
	scan->line.confidences += scan->in_word ? confidence : 0;
}

/* The box that letters of a font would have on that baseline, in points. */
static void set_box(struct scan *scan, struct word *word)
{
	const struct line *line = &scan->line;
	float middle = (word->box.left + word->box.right) / 2;

	word->size = em_of_line * line->size / scan->pixels;
	word->baseline = (line->box.bottom + line->offset +
			  line->slope * (middle - line->box.left)) / scan->pixels;
	word->box.left /= scan->pixels;
	word->box.right /= scan->pixels;
	word->box.top /= scan->pixels;
	word->box.bottom /= scan->pixels;
	if (line->sideways)
		return;
	word->box.top = word->baseline - ascent * word->size;
	word->box.bottom = word->baseline + descent * word->size;
}

static void end_word(struct scan *scan)
{
	struct slice text = slice_trim(buffer_slice(&scan->text));

	scan->in_word = false;
	if (!text.length || scan->count >= MOST_WORDS)
		return;
	set_box(scan, &scan->word);
	scan->word.text = arena_copy(scan->arena, text);
	scan->words = memory_reserve(scan->words, &scan->capacity, scan->count + 1,
				     sizeof *scan->words);
	scan->words[scan->count++] = scan->word;
}

/* What it sees in pictures and rules are words that it hardly believes itself. */
static void end_line(struct scan *scan)
{
	size_t words = scan->count - scan->line.first;

	scan->in_line = false;
	if (scan->line.confidences < least_confidence * (float)words)
		scan->count = scan->line.first;
}

static bool on_start(void *context, int element, const struct xml_attributes *attributes)
{
	struct scan *scan = context;
	struct slice title = xml_attribute(attributes, XML_OTHER, "title");

	(void)element;
	if (slice_is(xml_attribute(attributes, XML_OTHER, "class"), "ocrx_word"))
		begin_word(scan, title);
	else
		begin_line(scan, title);	/* ocr_line, ocr_header, ocr_caption, ocr_textfloat */
	return true;
}

static void on_end(void *context, int element)
{
	struct scan *scan = context;

	(void)element;
	if (scan->in_word)
		end_word(scan);
	else if (scan->in_line)
		end_line(scan);
}

static void on_text(void *context, struct slice text)
{
	struct scan *scan = context;

	if (scan->in_word)
		buffer_append(&scan->text, text);
}

static int compare_sizes(const void *a, const void *b)
{
	float p = *(const float *)a, q = *(const float *)b;

	return p < q ? -1 : p > q;
}

/* Lines measured one by one differ a little: those near the page's median have its size. */
static void even_sizes(struct scan *scan, struct arena *scratch)
{
	float *sizes = arena_new(scratch, scan->count + 1, sizeof *sizes);

	for (size_t i = 0; i < scan->count; i++)
		sizes[i] = scan->words[i].size;
	qsort(sizes, scan->count, sizeof *sizes, compare_sizes);
	float median = scan->count ? sizes[scan->count / 2] : 0;
	float half_points = (float)(int)(2 * median + 0.5f) / 2;

	for (size_t i = 0; i < scan->count; i++)
		if (distance(scan->words[i].size, median) < one_size * median)
			scan->words[i].size = half_points;
}

struct word_list words_of_hocr(struct slice hocr, float pixels, struct arena *arena,
			       struct arena *scratch)
{
	static const struct xml_name names[] = {{XML_OTHER, "span", SPAN}};
	static const struct xml_events events = {names, COUNT_OF(names), on_start, on_end, on_text};
	struct scan scan = {.arena = arena, .pixels = pixels};
	const char *start = hocr.length ? memmem(hocr.at, hocr.length, "<html", 5) : NULL;

	if (start)	/* behind the document type; what is cut short counts as far as it goes */
		xml_read(slice_from(hocr, (size_t)(start - hocr.at)), &events, &scan);
	even_sizes(&scan, scratch);
	struct word_list list = {
		arena_new(arena, scan.count + 1, sizeof *list.words), (uint32_t)scan.count,
	};

	if (scan.count)
		memcpy(list.words, scan.words, scan.count * sizeof *list.words);
	free(scan.words);
	buffer_free(&scan.text);
	return list;
}

bool read_scan(const struct ocr *ocr, struct pdf_source *source, uint32_t index,
	       struct arena *arena, struct arena *scratch, struct word_list *words)
{
	struct ocr_desk *desk = ocr->desk;
	double resolution = pdf_draw_grey_page(source, index, RESOLUTION, desk->pixels,
					       OCR_MOST_PIXELS, &desk->width, &desk->height);

	*words = (struct word_list){0};
	if (resolution <= 0) {
		snprintf(desk->failure, sizeof desk->failure, "it cannot be drawn");
		return false;
	}
	desk->resolution = (uint32_t)(resolution + 0.5);
	ocr->read(desk);
	if (desk->failure[0])
		return false;
	uint32_t length = desk->length < OCR_MOST_TEXT ? desk->length : OCR_MOST_TEXT;

	*words = words_of_hocr((struct slice){desk->hocr, length}, (float)resolution / 72, arena,
			       scratch);
	return true;
}
