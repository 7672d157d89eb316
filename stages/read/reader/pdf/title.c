/*
 * Title: declared ones are often those of the file, of a template, or the
 * first words that a program met; the page is asked first whether it has
 * them as a heading, and last whether it has a better one.
 */
#include "stages/read/reader/pdf/title.h"

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "stages/read/reader/pdf/lines.h"
#include "stages/read/reader/pdf/output.h"
#include "stages/read/reader/pdf/starts.h"
#include "stages/read/reader/pdf/text.h"
#include "stages/read/reader/reader.h"

#include <strings.h>

static const float as_large = 0.97f;	/* of the largest heading: is as large */
static const float large_size = 1.3f;	/* of the body's: no running text */
static const float huge_size = 1.8f;	/* of the body's: a title wherever it stands */

enum {
	LONGEST_COVER = 80,	/* words: a page of more is no cover */
	LONGEST_TITLE = 30,	/* words */
	LONGEST_PREAMBLE = 60,	/* words above a title */
	LEAST_CUT = 100,	/* bytes: declared titles of this length may be cut off */
};

static bool ends_as(struct slice title, const char *ending)
{
	size_t length = strlen(ending);

	return title.length > length &&
	       strncasecmp(title.at + title.length - length, ending, length) == 0;
}

static bool is_name_of_file(struct slice title)
{
	static const char *const endings[] = {
		".doc", ".docx", ".docm", ".dot", ".dotx", ".pdf", ".indd", ".qxd", ".qxp", ".p65",
		".pmd", ".rtf", ".ppt", ".pptx", ".pps", ".xls", ".xlsx", ".odt", ".odp", ".ods",
		".txt", ".wpd", ".tif", ".tiff", ".jpg", ".html", ".htm", ".pub", ".fm", ".ai",
		".cdr", ".eps", ".ps", ".dvi", ".tex",
	};

	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (ends_as(title, endings[i]))
			return true;
	return slice_find_byte(title, '\\') < title.length ||
	       memmem(title.at, title.length, "://", 3);
}

/* One word with digits or underscores: "S25C-0125080113320", "annual_report". */
static bool is_code(struct slice title)
{
	for (size_t i = 0; i < title.length; i++)
		if (title.at[i] == ' ')
			return false;
	for (size_t i = 0; i < title.length; i++)
		if ((title.at[i] >= '0' && title.at[i] <= '9') || title.at[i] == '_')
			return true;
	return false;
}

/* What programs write: as a whole, or as the beginning. */
static bool is_given_by_program(struct slice title)
{
	static const char *const whole[] = {
		"PowerPoint Presentation", "Presentation", "Slide 1", "No Slide Title", "Document",
		"Word Document", "Blank Page", "Layout 1", "Scanned Document", "Print", "Template",
		"Title", "Insert title here", "New document",
	};
	static const char *const starts[] = {
		"Microsoft ", "untitled", "Document1", "Scanned from", "Unknown", "Presentation1",
		"Présentation PowerPoint", "Diapositive 1", "Presentación de PowerPoint",
	};

	for (size_t i = 0; i < COUNT_OF(whole); i++)
		if (title.length == strlen(whole[i]) && ends_as(title, whole[i] + 1))
			return true;
	for (size_t i = 0; i < COUNT_OF(starts); i++)
		if (title.length >= strlen(starts[i]) &&
		    strncasecmp(title.at, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

bool is_real_title(struct slice title)
{
	title = slice_trim(title);
	return title.length >= 4 && !is_name_of_file(title) && !is_code(title) &&
	       !is_given_by_program(title);
}

static uint32_t words_of_block(const struct block *block)
{
	uint32_t words = 0;

	for (uint32_t i = 0; i < block->count; i++)
		words += words_of_line(&block->lines[i]);
	return words;
}

/* Signs and capitals within words are what OCR makes of emblems and signatures. */
static bool is_wordy(struct slice text)
{
	static const char signs[] = "#[]{}@\\|~^<>*_=?!";
	uint32_t noise = 0, letters = 0, others = 0, before = ' ';
	size_t place = 0;

	while (place < text.length) {
		uint32_t point = utf8_next(text, &place);
		bool sign = point < 0x80 && strchr(signs, (int)point);

		letters += unicode_is_letter(point);
		others += !unicode_is_letter(point) && point != ' ';
		noise += sign && point != '?' && point != '!';
		noise += sign && place < text.length && unicode_is_letter(before) &&
			 unicode_is_letter(first_point(slice_from(text, place))) ? 3 : 0;
		noise += unicode_is_lowercase(before) && unicode_is_uppercase(point);
		before = point;
	}
	return letters >= 3 && letters > others && noise < 3 && !starts_lower_case(text);
}

/* The page that shows the title: the first with any block, if it is among the first. */
static const struct page *first_page(const struct layout *layout, uint32_t from)
{
	enum { FIRST = 3 };

	for (uint32_t i = from; i < layout->page_count && i < from + FIRST; i++)
		if (layout->pages[i].blocks)
			return &layout->pages[i];
	return NULL;
}

static bool is_cover(const struct page *page)
{
	uint32_t words = 0;

	for (const struct block *b = page->blocks; b; b = b->next)
		words += words_of_block(b);
	return words <= LONGEST_COVER;
}

static bool is_contents(struct slice skeleton)
{
	static const char *const words[] = {
		"contents", "tableofcontents", "index", "inhalt", "inhaltsverzeichnis", "sommaire",
		"tabledesmatières", "índice", "contenido", "cynnwys", "περιεχόμενα",
		"πίνακασπεριεχομένων", "indice", "inhoud",
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (slice_is(skeleton, words[i]))
			return true;
	return false;
}

/* Large type above the page's text, whatever it was taken for, or a heading near its top. */
static bool may_be_title(const struct layout *layout, const struct block *block,
			 uint32_t words_above)
{
	if (block->boxed || words_of_block(block) > LONGEST_TITLE)
		return false;
	if (block->kind == BLOCK_HEAD)
		return words_above <= LONGEST_PREAMBLE ||
		       block->size >= huge_size * layout->body_size;
	return block->kind == BLOCK_PARAGRAPH && block->size >= large_size * layout->body_size;
}

/* Of the headings that are as large as any on the page, the first; NULL also on a contents page. */
static struct block *largest_heading(const struct layout *layout, const struct page *page,
				     struct arena *arena)
{
	struct block *best = NULL;
	struct buffer text = {0};
	uint32_t words = 0;

	for (struct block *b = page->blocks; b; b = b->next) {
		bool may_be = may_be_title(layout, b, words);

		words += words_of_block(b);
		if (!may_be)
			continue;
		buffer_reset(&text);
		append_block_text(&text, b);
		if (is_contents(skeleton_of(arena, buffer_slice(&text)))) {
			best = NULL;
			break;
		}
		if ((!best || best->size < as_large * b->size) && is_wordy(buffer_slice(&text)))
			best = b;
	}
	buffer_free(&text);
	return best;
}

/* A cover may have no heading; the title then stands on the page behind it. */
static struct block *find_heading(const struct layout *layout, struct arena *arena)
{
	const struct page *page = first_page(layout, 0);
	struct block *heading = page ? largest_heading(layout, page, arena) : NULL;

	if (heading || !page || !is_cover(page))
		return heading;
	page = first_page(layout, (uint32_t)(page - layout->pages) + 1);
	return page ? largest_heading(layout, page, arena) : NULL;
}

static bool goes_on(const struct block *heading, const struct block *next)
{
	return next && heading->kind == BLOCK_HEAD && next->kind == BLOCK_HEAD && next->column == heading->column &&
	       next->style == heading->style && next->size >= as_large * heading->size &&
	       heading->size >= as_large * next->size;
}

/* The text of a heading, and of those behind it that look the same. */
static void append_heading(struct buffer *to, const struct block *heading)
{
	uint32_t words = words_of_block(heading);

	append_block_text(to, heading);
	for (const struct block *b = heading; goes_on(b, b->next); b = b->next) {
		words += words_of_block(b->next);
		if (words > LONGEST_TITLE || is_led_line(b->next->lines))
			return;
		append_block_text(to, b->next);
	}
}

/* How a declared title fares on the first page. */
struct echo {
	struct block *heading;	/* that shows it, or a good deal of it */
	bool cut;		/* it breaks off there */
	bool running;		/* the words are those with which a paragraph begins */
};

/* Whether half of the longer words stand on the first two pages; of two words nothing is said. */
static bool is_borne_out(const struct layout *layout, struct slice declared, struct arena *arena)
{
	enum { LONG = 4 };
	const struct page *page = first_page(layout, 0);
	struct buffer text = {0};
	struct slice word;
	uint32_t words = 0, found = 0;

	for (uint32_t i = 0; page && i < 2 && page + i < layout->pages + layout->page_count; i++)
		for (uint32_t s = 0; s < page[i].count; s++)
			append_segment_text(&text, &page[i].segments[s]);
	struct slice all = skeleton_of(arena, buffer_slice(&text));

	while (slice_cut(&declared, ' ', &word)) {
		word = skeleton_of(arena, word);
		if (word.length < LONG || !unicode_is_letter(first_point(word)))
			continue;
		words++;
		found += all.length && memmem(all.at, all.length, word.at, word.length);
	}
	buffer_free(&text);
	return 2 * found >= words || words < 3;
}

static struct echo find_echo(const struct layout *layout, struct slice declared,
			     struct arena *arena)
{
	const struct page *page = first_page(layout, 0);
	struct slice wanted = skeleton_of(arena, declared);
	struct echo echo = {0};
	struct buffer text = {0};

	for (struct block *b = page ? page->blocks : NULL; b && wanted.length; b = b->next) {
		if (b->kind == BLOCK_TABLE)
			continue;
		buffer_reset(&text);
		append_block_text(&text, b);
		struct slice found = skeleton_of(arena, buffer_slice(&text));

		if (b->kind == BLOCK_HEAD && !echo.heading && 2 * found.length > wanted.length &&
		    found.length && memmem(wanted.at, wanted.length, found.at, found.length))
			echo.heading = b;
		if (!slice_starts(found, wanted))
			continue;
		if (b->kind == BLOCK_HEAD && !echo.heading) {
			echo.heading = b;
			echo.cut = declared.length >= LEAST_CUT && found.length > wanted.length;
		}
		echo.running |= b->kind != BLOCK_HEAD && found.length > 2 * wanted.length;
	}
	buffer_free(&text);
	return echo;
}

void set_title(struct reading *reading, const struct layout *layout, struct slice declared)
{
	struct arena arena = {0};
	struct buffer text = {0};
	struct echo echo = find_echo(layout, declared, &arena);
	struct block *heading = find_heading(layout, &arena);
	bool real = is_real_title(declared) && !echo.cut;

	if (heading && !echo.heading && (echo.running || !is_borne_out(layout, declared, &arena)))
		real = false;
	if (real || echo.heading)
		heading = echo.heading;
	if (!real && heading) {
		append_heading(&text, heading);
		reading_report(reading, "title", heading->page + 1, (struct slice){0}, declared,
			       buffer_slice(&text));
	}
	reading_attribute(reading, SLICE("title"), real ? declared : buffer_slice(&text));
	if (heading) {
		heading->kind = BLOCK_HEAD;
		heading->level = heading->level ? heading->level : 1;
		heading->title = true;
	}
	buffer_free(&text);
	arena_free(&arena);
}
