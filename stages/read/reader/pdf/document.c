/*
 * Document: a PDF from its bytes to the stream's blocks.
 *
 * All pages are read before any is laid out, since what is furniture, what
 * is a heading and where paragraphs go on shows only in the whole document;
 * of a page no more is kept than its words.
 */
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "stages/read/reader/pdf/assembly.h"
#include "stages/read/reader/pdf/changes.h"
#include "stages/read/reader/pdf/gaps.h"
#include "stages/read/reader/pdf/links.h"
#include "stages/read/reader/pdf/output.h"
#include "stages/read/reader/pdf/scan.h"
#include "stages/read/reader/pdf/segments.h"
#include "stages/read/reader/pdf/source.h"
#include "stages/read/reader/pdf/title.h"
#include "stages/read/reader/pdf/words.h"
#include "stages/read/reader/reader.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_GLYPHS = 2000000, SIZES = 400 };

struct document {
	struct layout layout;
	struct word_list *words;	/* of each page */
	uint64_t letters[SIZES];	/* by size, in half points */
	uint64_t bold[SIZES];
	uint64_t usable, controls;	/* characters */
	uint32_t control_codes;		/* see pdf_page */
	uint32_t missing, without_text;
	enum reading_status failure;	/* of the first page that a reader failed at */
	struct buffer unread;		/* "3, 7": pages that OCR failed on, */
	struct slice why_unread;	/* and why, the first time */
};

static void count_sizes(struct document *d, const struct word_list *words)
{
	for (uint32_t i = 0; i < words->count; i++) {
		const struct word *word = &words->words[i];
		float half_points = word->size * 2 + 0.5f;
		size_t size = half_points < SIZES - 1 ? (size_t)half_points : SIZES - 1;

		d->letters[size] += word->text.length;
		if (word->style & STYLE_BOLD)
			d->bold[size] += word->text.length;
		d->usable += word->text.length;
	}
}

/* Values of form fields stand among the words of the page. */
static struct word_list with_fields(struct document *d, const struct pdf_page *page,
				    struct word_list words)
{
	uint32_t count = words.count + (uint32_t)page->field_count;
	struct word *all;

	if (!page->field_count)
		return words;
	all = arena_new(&d->layout.arena, count, sizeof *all);
	memcpy(all, words.words, words.count * sizeof *all);
	memcpy(all + words.count, page->fields, page->field_count * sizeof *all);
	for (uint32_t i = words.count; i < count; i++)
		all[i].text = arena_copy(&d->layout.arena, all[i].text);
	return (struct word_list){all, count};
}

static void miss_page(struct document *d, uint32_t index, enum reading_status why)
{
	d->layout.pages[index].missing = why;
	d->missing++;
	d->without_text++;
}

static size_t letters_of(const struct word_list *words)
{
	size_t letters = 0;

	for (uint32_t i = 0; i < words->count; i++)
		letters += words->words[i].text.length;
	return letters;
}

/* Reads the page by OCR, if that was asked for. */
static bool scan_page(struct document *d, const struct ocr *ocr, struct pdf_source *source,
		      uint32_t index, struct arena *scratch, struct word_list *words)
{
	if (!ocr)
		return false;
	if (read_scan(ocr, source, index, &d->layout.arena, scratch, words))
		return true;
	if (!d->unread.length)
		d->why_unread = arena_copy(&d->layout.arena, slice_of(ocr->desk->failure));
	buffer_printf(&d->unread, "%s%u", d->unread.length ? ", " : "", index + 1);
	return false;
}

static void read_page(struct document *d, struct pdf_source *source, uint32_t index,
		      const struct ocr *ocr, struct arena *scratch)
{
	struct page *page = &d->layout.pages[index];
	struct pdf_page raw;
	enum turn turn;

	if (!pdf_read_page(source, index, MOST_GLYPHS, &d->layout.arena, scratch, &raw)) {
		miss_page(d, index, READING_DAMAGED);
		return;
	}
	struct word_list words = words_of_glyphs(&d->layout, index, raw.glyphs, raw.count,
						 raw.width, raw.height, scratch, &turn);

	if (!words.count || raw.controls > letters_of(&words))
		page->scanned = scan_page(d, ocr, source, index, scratch, &words);
	if (page->scanned) {
		turn = TURN_NONE;
		raw.controls = 0;
		raw.control_codes = 0;
	}
	d->words[index] = with_fields(d, &raw, words);
	page->turn = turn;
	page->width = turn ? raw.height : raw.width;
	page->height = turn ? raw.width : raw.height;
	page->label = raw.label;
	page->links = raw.links;
	name_links(page, &d->words[index], &d->layout.arena);
	page->has_text = d->words[index].count > 0;
	d->without_text += !page->has_text;
	d->controls += raw.controls;
	d->control_codes |= raw.control_codes;
	count_sizes(d, &d->words[index]);
}

static void find_body(struct document *d)
{
	size_t best = 20;

	for (size_t i = 0; i < SIZES; i++)
		if (d->letters[i] > d->letters[best])
			best = i;
	d->layout.body_size = (float)best / 2;
	d->layout.body_bold = d->bold[best] * 2 > d->letters[best];
}

/* White on white in small type is there for machines, not for readers. */
static void drop_hidden(struct layout *layout, uint32_t page, struct word_list *words)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < words->count; i++) {
		const struct word *word = &words->words[i];

		if (!word->white || word->size > 0.5f * layout->body_size)
			words->words[kept++] = *word;
		else
			add_change(layout, "hidden", page, &word->box, word->text,
				   (struct slice){0});
	}
	words->count = kept;
}

static void lay_out(struct document *d)
{
	struct layout *layout = &d->layout;

	find_body(d);
	for (uint32_t i = 0; i < layout->page_count; i++) {
		drop_hidden(layout, i, &d->words[i]);
		join_initials(layout, &d->words[i], d->words, layout->page_count);
	}
	for (uint32_t i = 0; i < layout->page_count; i++) {
		make_segments(layout, &layout->pages[i], i, d->words[i].words, d->words[i].count);
		mend_spacing(layout, &layout->pages[i]);
	}
	assemble(layout);
}

static void set_number(struct reading *reading, struct slice name, uint32_t number)
{
	char digits[16];
	int length = snprintf(digits, sizeof digits, "%u", number);

	reading_attribute(reading, name, (struct slice){digits, (size_t)length});
}

static bool mentions_encryption(struct slice bytes)
{
	const struct slice key = SLICE("/Encrypt");

	while (bytes.length >= key.length) {
		bytes = slice_from(bytes, slice_find_byte(bytes, key.at[0]));
		if (slice_starts(bytes, key))
			return true;
		bytes = slice_from(bytes, 1);
	}
	return false;
}

static bool shows_pictures(struct pdf_source *source, uint32_t pages)
{
	enum { ASKED = 5 };

	for (uint32_t i = 0; i < pages && i < ASKED; i++)
		if (pdf_page_has_picture(source, i))
			return true;
	return false;
}

static bool is_one_glyph(const struct document *d)
{
	return !d->usable && d->controls > 1 && !(d->control_codes & (d->control_codes - 1));
}

/* Of a list with commas. */
static const char *plural_of(const struct buffer *numbers)
{
	return slice_find_byte(buffer_slice(numbers), ',') < numbers->length ? "s" : "";
}

/* What is missing of a document that has text: pages, or all behind the limit. */
static void set_partial(struct reading *reading, const struct document *d, uint32_t all_pages)
{
	struct buffer reason = {0};
	uint32_t pages = d->layout.page_count;

	append_gaps(&reason, &d->layout);
	if (d->unread.length)
		buffer_printf(&reason, "%sOCR fails on page%s %.*s: %.*s",
			      reason.length ? "; " : "", plural_of(&d->unread),
			      SLICE_ARGUMENTS(buffer_slice(&d->unread)),
			      SLICE_ARGUMENTS(d->why_unread));
	if (pages < all_pages)
		buffer_printf(&reason, "%sonly the first %u of its %u pages %s read: see --max-pages",
			      reason.length ? "; " : "", pages, all_pages,
			      pages == 1 ? "is" : "are");
	if (reason.length)
		reading_fail(reading, d->failure && !d->usable ? d->failure : READING_PARTIAL,
			     "%.*s", SLICE_ARGUMENTS(buffer_slice(&reason)));
	buffer_free(&reason);
}

static void set_status(struct reading *reading, const struct document *d,
		       struct pdf_source *source, uint32_t all_pages)
{
	uint32_t pages = d->layout.page_count;

	if (d->failure && !d->usable)
		set_partial(reading, d, all_pages);
	else if (d->missing == pages)
		reading_fail(reading, READING_DAMAGED,
			     pages == 1 ? "its only page cannot be read"
					: "none of its %u pages can be read", pages);
	else if (!d->usable && mentions_encryption(reading->bytes))
		reading_fail(
		    reading, READING_ENCRYPTED,
		    "no text can be read, and it is encrypted: save it without a password");
	else if (!d->usable && d->unread.length)
		reading_fail(reading, READING_NO_TEXT,
			     "no text layer, and OCR fails on page%s %.*s: %.*s",
			     plural_of(&d->unread),
			     SLICE_ARGUMENTS(buffer_slice(&d->unread)),
			     SLICE_ARGUMENTS(d->why_unread));
	else if (!d->usable && !d->controls && !shows_pictures(source, pages))
		reading_fail(reading, READING_EMPTY, "no text and no picture on its pages%s",
			     reading->ocr ? ", and OCR finds no words"
					  : ": if they show words, these are drawn, and extract "
					    "--ocr can read them");
	else if (!d->usable && reading->ocr)
		reading_fail(reading, READING_NO_TEXT,
			     "no text layer, and OCR finds no words on any of its pages");
	else if (d->usable <= d->controls && d->controls)
		/* One glyph again and again: its map was beyond Poppler's limit. */
		reading_fail(reading, is_one_glyph(d) ? READING_PARTIAL : READING_NO_TEXT,
			     "its fonts do not say which letters they show: extract --ocr reads "
			     "them (needs the package tesseract-ocr)");
	else if (!d->usable)
		reading_fail(reading, READING_NO_TEXT,
			     "no text layer on any of its pages (scanned?): extract --ocr reads "
			     "them (needs the package tesseract-ocr)");
	else
		set_partial(reading, d, all_pages);
}

static void read_pages(struct document *d, struct reading *reading, struct pdf_source *source)
{
	struct arena scratch = {0};

	for (uint32_t i = 0; i < d->layout.page_count; i++) {
		enum reading_status failure = gap_at(reading->gaps, i + 1);

		if (failure) {
			miss_page(d, i, failure);
			if (!d->failure)
				d->failure = failure;
			continue;
		}
		reading->page_begun(reading, i + 1);
		read_page(d, source, i, reading->ocr, &scratch);
		arena_reset(&scratch);
		reading->page_done(reading);
	}
	arena_free(&scratch);
}

static void read_document(struct reading *reading, struct pdf_source *source)
{
	struct document d = {0};
	struct outline_entry *outline;
	uint32_t all = pdf_page_count(source);

	d.layout.reports = reading->wants & READER_REPORT;
	d.layout.page_count = all < reading->limits->pages ? all : reading->limits->pages;
	d.layout.ocr = reading->ocr ? reading->ocr->languages : "";
	d.layout.pages = memory_new(d.layout.page_count, sizeof *d.layout.pages);
	d.words = memory_new(d.layout.page_count, sizeof *d.words);
	read_pages(&d, reading, source);
	struct pdf_metadata metadata = pdf_read_metadata(source, &d.layout.arena);

	size_t entries = pdf_read_outline(source, &d.layout.arena, &outline);

	set_number(reading, SLICE("pages"), all);
	if (d.without_text)
		set_number(reading, SLICE("pages-without-text"), d.without_text);
	reading_attribute(reading, SLICE("author"), metadata.author);
	reading_attribute(reading, SLICE("date"), metadata.date);
	set_status(reading, &d, source, all);
	if (reading->status == READING_OK || reading->status == READING_PARTIAL) {
		lay_out(&d);
		follow_outline(&d.layout, outline, entries);
		set_title(reading, &d.layout, metadata.title);
		write_layout(&d.layout, reading);
		report_changes(&d.layout, reading);
	} else if (is_real_title(metadata.title)) {
		reading_attribute(reading, SLICE("title"), metadata.title);
	}
	free(d.layout.pages);
	free(d.words);
	buffer_free(&d.unread);
	arena_free(&d.layout.arena);
}

bool draw_pdf_page(struct slice bytes, uint32_t page, struct buffer *png)
{
	enum pdf_failure failure;
	struct pdf_source *source = pdf_open(bytes, &failure);
	bool drawn = source && page > 0 && page <= pdf_page_count(source) &&
		     pdf_draw_page(source, page - 1, png);

	pdf_close(source);
	return drawn;
}

void read_pdf(struct reading *reading)
{
	enum pdf_failure failure;
	struct pdf_source *source = pdf_open(reading->bytes, &failure);

	if (!source && failure == PDF_ENCRYPTED)
		reading_fail(reading, READING_ENCRYPTED,
			     "it needs a password: save it without one");
	else if (!source)
		reading_fail(reading, READING_DAMAGED,
			     "it cannot be repaired: get it anew");
	else if (!pdf_page_count(source))
		reading_fail(reading, READING_DAMAGED, "no page can be found in it: get it anew");
	else
		read_document(reading, source);
	pdf_close(source);
}
