/*
 * Output: one line of content for each printed line.
 *
 * A page starts where its first line does, within a block if need be; its
 * headers then stand behind that block, since no block holds another.  The
 * footers of a page stand at its end, or before a block that runs over it.
 * A word that is cut where its block is parted stands whole in the first part.
 */
#include "stages/read/reader/pdf/output.h"

#include "pipeline/base/utf8.h"
#include "pipeline/stream/write.h"
#include "stages/read/reader/pdf/lines.h"
#include "stages/read/reader/pdf/links.h"
#include "stages/read/reader/pdf/notes.h"
#include "stages/read/reader/pdf/places.h"
#include "stages/read/reader/pdf/text.h"
#include "stages/read/reader/reader.h"

#include <stdio.h>

enum { DEEPEST_SECTION = 16 };

struct writer {
	const struct layout *layout;
	struct buffer *to;
	struct buffer text;		/* the line of content in hand */
	uint32_t pages;			/* whose <pb/> is written */
	uint32_t headers, footers;	/* pages whose furniture is written, likewise */
	bool in_box;
	uint8_t sections[DEEPEST_SECTION];	/* open ones, the deepest last */
	uint32_t section_count;
	bool places;			/* are wanted too: see places.h */
	struct buffer at;		/* those of what is being opened */
};

static void write_number_attribute(struct buffer *to, struct slice name, uint32_t number)
{
	char digits[16];
	int length = snprintf(digits, sizeof digits, "%u", number);

	write_attribute(to, name, (struct slice){digits, (size_t)length});
}

/* Where what is being opened stands, if that was asked for. */
static void write_places(struct writer *w)
{
	if (w->at.length)
		write_attribute(w->to, SLICE("at"), buffer_slice(&w->at));
	buffer_reset(&w->at);
}

static void write_page_starts(struct writer *w, uint32_t pages)
{
	for (; w->pages < pages; w->pages++) {
		const struct page *page = &w->layout->pages[w->pages];

		write_open(w->to, SLICE("pb"));
		write_number_attribute(w->to, SLICE("n"), w->pages + 1);
		write_clean_attribute(w->to, SLICE("label"), page->label);
		if (!page->has_text)
			write_attribute(w->to, SLICE("text"), SLICE("none"));
		if (w->places)
			append_place(&w->at, w->layout, w->pages,
				     &(struct box){0, 0, page->width, page->height});
		write_places(w);
		if (page->scanned)
			write_attribute(w->to, SLICE("ocr"), slice_of(w->layout->ocr));
		write_milestone_end(w->to);
	}
}

/* The line of content in hand is written; the next begins. */
static void end_content(struct writer *w)
{
	trim_end(&w->text);
	write_running_text(w->to, buffer_slice(&w->text));
	buffer_reset(&w->text);
}

static void write_note_mark(struct writer *w, const struct word *mark, bool glued)
{
	bool any = w->text.length > 0;

	end_content(w);
	if (any && glued)
		write_glue(w->to);
	write_open(w->to, SLICE("ptr"));
	write_clean_attribute(w->to, SLICE("n"), mark->text);
	write_milestone_end(w->to);
}

static void append_word(struct writer *w, const struct word *word, size_t skip)
{
	struct slice text = slice_from(word->text, skip);

	if (w->text.length && !word->joined)
		buffer_byte(&w->text, ' ');
	append_clean_text(&w->text, text);
}

/* Takes the printed hyphen off the end; true: what follows is the rest of the word. */
static bool cut_hyphen(struct writer *w)
{
	struct slice text = buffer_slice(&w->text);
	size_t place = text.length;

	if (!ends_with_hyphen(text))
		return false;
	utf8_previous(text, &place);
	w->text.length = place;
	utf8_previous(text, &place);
	if (slice_equal(slice_from(buffer_slice(&w->text), place), SLICE("\xc2\xad")))
		w->text.length = place;		/* a possible break was marked: it is no hyphen */
	else
		buffer_append(&w->text, SLICE("\xc2\xad"));
	return true;
}

/* The number of a note of this page at the end of a word: how many bytes it has. */
static size_t glued_mark(const struct writer *w, const struct segment *s, const struct word *word)
{
	const struct page *page = &w->layout->pages[s->page];
	size_t length = word->text.length, digits = 0;

	if (!page->notes)
		return 0;
	while (digits < length && digits < 4 && word->text.at[length - 1 - digits] >= '0' &&
	       word->text.at[length - 1 - digits] <= '9')
		digits++;
	if (!digits || digits > 3 || !is_marked_text(slice_first(word->text, length - digits)) ||
	    !page_has_note(page, slice_from(word->text, length - digits)))
		return 0;
	return digits;
}

/* A raised number that no note answers to, behind a digit or a unit: 10⁶, m². */
static bool is_exponent(const struct writer *w, const struct segment *s, uint32_t index)
{
	if (!index)
		return false;
	struct slice before = s->words[index - 1].text;
	char last = before.length ? before.at[before.length - 1] : 0;

	return ((last >= '0' && last <= '9') || before.length <= 2) &&
	       !layout_has_note(w->layout, s->words[index].text);
}

static void write_word(struct writer *w, const struct segment *s, uint32_t index,
		       size_t skip_bytes)
{
	const struct word *word = &s->words[index];
	struct word part = *word;
	size_t digits;

	if (word->mark && is_exponent(w, s, index)) {
		part.joined = true;
		append_word(w, &part, 0);
	} else if (word->mark) {
		write_note_mark(w, word, index + 1 < s->count && s->words[index + 1].joined);
	} else if ((digits = glued_mark(w, s, word)) > 0) {
		part.text.length -= digits;
		append_word(w, &part, skip_bytes);
		part.text = slice_from(word->text, part.text.length);
		write_note_mark(w, &part, index + 1 < s->count && s->words[index + 1].joined);
	} else {
		append_word(w, word, skip_bytes);
	}
}

static void write_line(struct writer *w, const struct text_line *line, uint32_t skip_words,
		       uint32_t skip_bytes, bool more)
{
	for (uint32_t i = 0; i < line->count; i++) {
		const struct segment *s = line->segments[i];

		for (uint32_t j = 0; j < s->count; j++) {
			if (skip_words) {
				skip_words--;
				continue;
			}
			write_word(w, s, j, skip_bytes);
			skip_bytes = 0;
		}
	}
	bool cut = more && cut_hyphen(w);

	if (w->text.length) {
		end_content(w);
		if (cut)
			write_glue(w->to);
	}
}

static void write_lines(struct writer *w, const struct text_line *lines, uint32_t count,
			const struct block *block, bool more)
{
	uint32_t skip = block ? block->label_words + block->taken_words : 0;
	uint32_t bytes = block ? block->label_bytes : 0;

	for (uint32_t i = 0; i < count; i++) {
		write_page_starts(w, lines[i].segments[0]->page + 1);
		write_line(w, &lines[i], skip, bytes, i + 1 < count || more);
		skip = bytes = 0;
	}
}

static void write_furniture(struct writer *w, uint32_t index, bool foot)
{
	static const struct { uint8_t role; const char *type; } types[] = {
		{ROLE_HEADER, "header"}, {ROLE_FOOTER, "footer"}, {ROLE_PAGE_NUMBER, "page"},
	};
	const struct page *page = &w->layout->pages[index];

	for (uint32_t i = 0; i < page->count; i++) {
		const struct segment *s = &page->segments[i];

		for (size_t t = 0; t < COUNT_OF(types); t++) {
			if (s->role != types[t].role || (s->baseline > page->height / 2) != foot)
				continue;
			write_open(w->to, SLICE("fw"));
			write_attribute(w->to, SLICE("type"), slice_of(types[t].type));
			if (w->places)
				append_place(&w->at, w->layout, s->page, &s->box);
			write_places(w);
			write_end(w->to);
			append_segment_text(&w->text, s);
			end_content(w);
			write_close(w->to, SLICE("fw"));
		}
	}
}

static void write_headers(struct writer *w)
{
	for (; w->headers < w->pages; w->headers++)
		write_furniture(w, w->headers, false);
}

static void write_footers(struct writer *w, uint32_t pages)
{
	for (; w->footers < pages; w->footers++)
		write_furniture(w, w->footers, true);
}

static struct slice name_of(enum block_kind kind)
{
	switch (kind) {
	case BLOCK_HEAD:
		return SLICE("head");
	case BLOCK_ITEM:
		return SLICE("item");
	case BLOCK_NOTE:
		return SLICE("note");
	case BLOCK_CAPTION:
		return SLICE("caption");
	case BLOCK_TABLE:
		return SLICE("table");
	default:
		return SLICE("p");
	}
}

static void open_block(struct writer *w, const struct block *block)
{
	write_open(w->to, name_of(block->kind));
	if (block->kind == BLOCK_HEAD || block->kind == BLOCK_ITEM)
		write_number_attribute(w->to, SLICE("level"), block->level);
	if (block->title)
		write_attribute(w->to, SLICE("type"), SLICE("title"));
	if (block->label.length)
		write_clean_attribute(w->to, block->kind == BLOCK_NOTE ? SLICE("n") : SLICE("label"),
				      block->label);
	if (block->earlier || block->later)
		write_attribute(w->to, SLICE("part"), !block->earlier ? SLICE("I") :
				block->later ? SLICE("M") : SLICE("F"));
	if (w->places)
		append_places_of_block(&w->at, w->layout, block);
	write_places(w);
	write_end(w->to);
}

static void write_cell(struct writer *w, const struct cell *cell, bool head)
{
	write_open(w->to, SLICE("cell"));
	if (head)
		write_attribute(w->to, SLICE("role"), SLICE("head"));
	if (w->places)
		append_places_of_lines(&w->at, w->layout, cell->lines, cell->count);
	write_places(w);
	write_end(w->to);
	write_lines(w, cell->lines, cell->count, NULL, false);
	write_close(w->to, SLICE("cell"));
}

static bool is_head_row(const struct row *row)
{
	for (uint32_t i = 0; i < row->count; i++)
		for (uint32_t j = 0; j < row->cells[i].count; j++)
			if (!(row->cells[i].lines[j].style & STYLE_BOLD))
				return false;
	return true;
}

static void write_table(struct writer *w, const struct block *block)
{
	for (uint32_t i = 0; i < block->row_count; i++) {
		bool head = is_head_row(&block->rows[i]);

		write_open(w->to, SLICE("row"));
		write_end(w->to);
		for (uint32_t j = 0; j < block->rows[i].count; j++)
			write_cell(w, &block->rows[i].cells[j], head);
		write_close(w->to, SLICE("row"));
	}
}

/* The rest of a word that the part before ends in. */
static void write_taken_words(struct writer *w, const struct block *later)
{
	for (uint32_t i = 0; i < later->taken_words; i++)
		write_word(w, later->lines[0].segments[0], i, 0);
	end_content(w);
}

static void write_block(struct writer *w, const struct block *block)
{
	open_block(w, block);
	if (block->kind == BLOCK_TABLE)
		write_table(w, block);
	else
		for (const struct block *part = block; part; part = part->rest)
			write_lines(w, part->lines, part->count, part,
				    part->rest || (block->later && block->later->taken_words));
	if (block->later)
		write_taken_words(w, block->later);
	write_close(w->to, name_of(block->kind));
}

static void set_box(struct writer *w, bool in_box)
{
	if (in_box && !w->in_box) {
		write_open(w->to, SLICE("div"));
		write_attribute(w->to, SLICE("type"), SLICE("box"));
		write_end(w->to);
	} else if (!in_box && w->in_box) {
		write_close(w->to, SLICE("div"));
	}
	w->in_box = in_box;
}

/* Ends the sections that are no higher than this. */
static void close_sections(struct writer *w, uint8_t section)
{
	while (w->section_count && w->sections[w->section_count - 1] >= section) {
		write_close(w->to, SLICE("div"));
		w->section_count--;
	}
}

static void open_section(struct writer *w, const struct block *block)
{
	struct buffer text = {0};

	close_sections(w, block->section);
	if (w->section_count == DEEPEST_SECTION)
		return;
	w->sections[w->section_count++] = block->section;
	append_block_text(&text, block);
	write_open(w->to, SLICE("div"));
	write_clean_attribute(w->to, SLICE("head"), buffer_slice(&text));
	write_end(w->to);
	buffer_free(&text);
}

static bool runs_over(const struct block *block)
{
	for (const struct block *part = block; part; part = part->rest)
		if (part->page != block->page)
			return true;
	return false;
}

static void write_page(struct writer *w, uint32_t index)
{
	write_page_starts(w, index + 1);
	write_headers(w);
	for (const struct block *b = w->layout->pages[index].blocks; b; b = b->next) {
		set_box(w, b->boxed);
		if (b->section)
			open_section(w, b);
		if (runs_over(b))
			write_footers(w, index + 1);
		write_block(w, b);
		write_links_of_block(w->to, w->layout->pages, b);
	}
	set_box(w, false);
	write_links_of_page(w->to, &w->layout->pages[index]);
	write_headers(w);
	write_footers(w, index + 1);
}

void write_layout(const struct layout *layout, struct reading *reading)
{
	struct writer w = {
		.layout = layout, .to = &reading->body,
		.places = reading->wants & READER_PLACES,
	};

	for (uint32_t i = 0; i < layout->page_count && !reading->over; i++) {
		write_page(&w, i);
		reading->page_done(reading);
	}
	close_sections(&w, 0);
	buffer_free(&w.text);
	buffer_free(&w.at);
}

void append_block_text(struct buffer *to, const struct block *block)
{
	for (uint32_t i = 0; i < block->count; i++) {
		if (to->length && !ends_with_hyphen(buffer_slice(to)))
			buffer_byte(to, ' ');
		append_line_text(to, &block->lines[i]);
	}
}
