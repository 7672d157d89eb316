/*
 * Blocks: the page as blocks of the stream, in the order of the document;
 * then, as forme work, what the site adds to every page.
 *
 * A cell, unlike other blocks, gathers every block of text that stands in
 * it, each on a line of its own.  A document that a block links to stands
 * behind it as a milestone.
 */
#include "pipeline/base/memory.h"
#include "pipeline/stream/write.h"
#include "stages/read/reader/html/page.h"

#include <stdio.h>
#include <stdlib.h>

enum { DEEPEST_LEVEL = 9, MOST_OPEN = 16, LONGEST_TITLE = 300, MARK_OF_NOTE = 1,
	HIGHEST_NOTE = 4 };

struct writer {
	struct page *page;
	struct buffer *to;
	uint32_t table, row, cell;	/* that are open; NO_NODE: none */
	struct buffer text;		/* of one block */
	size_t post;			/* the one that is open, or the next */
	bool in_post;
	size_t part;			/* the next */
	uint32_t *note_of;		/* by element: its note's index + 1, or 0; NULL: no notes */
	size_t open[MOST_OPEN];		/* the parts that are open */
	size_t open_count;
	size_t note, first_note;	/* the next mark of a note; the first of the text */
	struct buffer base, href;	/* what addresses are relative to; the last attachment's */
	uint32_t link;			/* the last that was looked at */
	uint32_t at;			/* the node that the text starts with */
	bool places;			/* are wanted too */
};

static void take_text(struct writer *w, const struct block *block, enum mark mark)
{
	buffer_reset(&w->text);
	block_text(w->page, block, mark, &w->text);
	w->at = block->first;
}

/*
 * The text of a block that is kept, with MARK_OF_NOTE where a note's mark
 * stood, also behind its last word.
 */
static void take_kept_text(struct writer *w, uint32_t i)
{
	const struct page *page = w->page;
	struct block piece = page->blocks[i];
	uint32_t last = piece.last, owner = piece.owner;
	uint32_t next = i + 1 < page->block_count ? page->blocks[i + 1].first : (uint32_t)page->count;

	buffer_reset(&w->text);
	w->at = piece.first;
	w->first_note = w->note;
	if (piece.mark != MARK_KEPT)
		return;
	for (; w->note < page->note_count && page->notes[w->note].link < next; w->note++) {
		uint32_t link = page->notes[w->note].link;

		if (link < page->blocks[i].first || page->nodes[link].block != owner) {
			w->first_note = w->note + 1;
			continue;
		}
		piece.last = link < last ? link : last;
		block_append(page, &piece, MARK_KEPT, &w->text);
		buffer_byte(&w->text, MARK_OF_NOTE);
		piece.first = link;
	}
	piece.last = last;
	block_append(page, &piece, MARK_KEPT, &w->text);
	trim_end(&w->text);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word_byte(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (unsigned char)c >= 0x80;
}

/* Whether no space was printed where the marks of notes stood; between letters there is one. */
static bool is_glued(struct slice before, struct slice behind)
{
	while (behind.length && behind.at[0] == MARK_OF_NOTE)
		behind = slice_from(behind, 1);
	if (!before.length || !behind.length || behind.at[0] == ' ')
		return false;
	char last = before.at[before.length - 1];

	return last != ' ' && !(is_word_byte(last) && is_word_byte(behind.at[0]));
}

/* A line for each stretch between the marks of notes. */
static void write_text(struct writer *w)
{
	struct slice rest = buffer_slice(&w->text), piece;
	size_t note = w->first_note;

	while (slice_cut(&rest, MARK_OF_NOTE, &piece)) {
		write_running_text(w->to, piece);
		if (!rest.at)
			break;
		if (slice_trim(piece).length && is_glued(piece, rest))
			write_glue(w->to);
		write_open(w->to, SLICE("ptr"));
		write_attribute(w->to, SLICE("n"), w->page->notes[note++].number);
		write_milestone_end(w->to);
	}
}

static void close_cell(struct writer *w)
{
	if (w->cell != NO_NODE)
		write_close(w->to, SLICE("cell"));
	w->cell = NO_NODE;
}

static void close_row(struct writer *w)
{
	close_cell(w);
	if (w->row != NO_NODE)
		write_close(w->to, SLICE("row"));
	w->row = NO_NODE;
}

static void close_table(struct writer *w)
{
	close_row(w);
	if (w->table != NO_NODE)
		write_close(w->to, SLICE("table"));
	w->table = NO_NODE;
}

/* Ends the tag of a block, where it stands in it if that was asked for. */
static void end_tag(struct writer *w)
{
	char digits[16];

	if (w->places) {
		snprintf(digits, sizeof digits, "%u", w->at);
		write_attribute(w->to, SLICE("at"), slice_of(digits));
	}
	write_end(w->to);
}

static void open(struct writer *w, struct slice name)
{
	write_open(w->to, name);
	end_tag(w);
}

static void open_cell(struct writer *w, uint32_t cell)
{
	uint32_t table = w->page->nodes[cell].table, row = w->page->nodes[cell].parent;

	if (table != w->table) {
		close_table(w);
		open(w, SLICE("table"));
		w->table = table;
	}
	if (row != w->row) {
		close_row(w);
		open(w, SLICE("row"));
		w->row = row;
	}
	if (cell != w->cell) {
		close_cell(w);
		write_open(w->to, SLICE("cell"));
		if (w->page->nodes[cell].tag == HTML_TH)
			write_attribute(w->to, SLICE("role"), SLICE("head"));
		end_tag(w);
		w->cell = cell;
	}
}

static void write_level(struct writer *w, unsigned level)
{
	char digit = (char)('0' + (level < DEEPEST_LEVEL ? level : DEEPEST_LEVEL));

	write_attribute(w->to, SLICE("level"), (struct slice){&digit, 1});
}

/* "3.", "c.", "•"; once for each item. */
static void write_label(struct writer *w, uint32_t item)
{
	struct node *node = &w->page->nodes[item];
	char label[16] = "\u2022";

	if (!node->ordinal)		/* of no list, or written already */
		return;
	struct slice type = node_attribute(w->page, node->parent, ATTRIBUTE_TYPE);
	bool letters = type.length == 1 && (type.at[0] | 0x20) == 'a' && node->ordinal <= 26;

	if (node_is(w->page, node->parent, HTML_OL))
		snprintf(label, sizeof label, letters ? "%c." : "%u.",
			 letters ? (unsigned)type.at[0] + node->ordinal - 1 : node->ordinal);
	write_attribute(w->to, SLICE("label"), slice_of(label));
	node->ordinal = 0;
}

static void write_plain(struct writer *w, struct slice name)
{
	open(w, name);
	write_text(w);
	write_close(w->to, name);
}

static void write_head(struct writer *w, unsigned level, bool title)
{
	write_open(w->to, SLICE("head"));
	write_level(w, level);
	if (title)
		write_attribute(w->to, SLICE("type"), SLICE("title"));
	end_tag(w);
	write_text(w);
	write_close(w->to, SLICE("head"));
}

static void write_item(struct writer *w, uint32_t item)
{
	unsigned level = w->page->nodes[item].lists;

	write_open(w->to, SLICE("item"));
	write_level(w, level ? level : 1);
	write_label(w, item);
	end_tag(w);
	write_text(w);
	write_close(w->to, SLICE("item"));
}

/* The number that is printed before a note, which is no part of it. */
static void drop_number(struct buffer *text, struct slice number)
{
	struct slice rest = buffer_slice(text);

	if (slice_starts(rest, SLICE("[")))
		rest = slice_from(rest, 1);
	if (!slice_starts(rest, number) || rest.length == number.length ||
	    is_digit(rest.at[number.length]))
		return;
	rest = slice_from(rest, number.length);
	while (rest.length > 1 && strchr(" .)]", rest.at[0]))
		rest = slice_from(rest, 1);
	memmove(text->at, rest.at, rest.length);
	text->length = rest.length;
}

static void write_note(struct writer *w, const struct note *note)
{
	write_open(w->to, SLICE("note"));
	write_attribute(w->to, SLICE("n"), note->number);
	write_attribute(w->to, SLICE("place"), SLICE("end"));
	end_tag(w);
	drop_number(&w->text, note->number);
	write_text(w);
	write_close(w->to, SLICE("note"));
}

/* The note that the block is of; NULL: of none. */
static const struct note *note_around(const struct writer *w, const struct block *block)
{
	uint32_t i = block->owner;

	for (unsigned step = 0; w->note_of && step < HIGHEST_NOTE && i != NO_NODE; step++) {
		if (w->note_of[i])
			return &w->page->notes[w->note_of[i] - 1];
		i = w->page->nodes[i].block;
	}
	return NULL;
}

/* Which element holds which note; NULL: there are none. */
static uint32_t *map_notes(const struct page *page)
{
	uint32_t *note_of = page->note_count ? memory_new(page->count, sizeof *note_of) : NULL;

	for (uint32_t i = 0; i < page->note_count; i++) {
		uint32_t body = page->notes[i].body;

		if (body != NO_NODE && !note_of[body])
			note_of[body] = i + 1;
	}
	return note_of;
}

static void write_by_holder(struct writer *w, uint32_t holder)
{
	enum html_tag tag = holder == NO_NODE ? HTML_P : w->page->nodes[holder].tag;

	if (html_tag_is_heading(tag))
		write_head(w, (unsigned)(tag - HTML_H1) + 1, false);
	else if (tag == HTML_LI)
		write_item(w, holder);
	else if (tag == HTML_BLOCKQUOTE)
		write_plain(w, SLICE("quote"));
	else if (tag == HTML_CAPTION || tag == HTML_FIGCAPTION)
		write_plain(w, SLICE("caption"));
	else
		write_plain(w, SLICE("p"));
}

/* A thumbnail and a title may lead to the same document: it is written once. */
static void write_attachment(struct writer *w, uint32_t link)
{
	struct buffer text = {0}, href = {0};

	if (w->page->nodes[link].end - link <= LONGEST_TITLE)
		node_text(w->page, link, &text);
	const char *format = html_link_format(w->page, link, buffer_slice(&text));

	if (format)
		html_resolve(&href, buffer_slice(&w->base),
			     slice_trim(node_attribute(w->page, link, ATTRIBUTE_HREF)));
	if (format && !slice_equal(buffer_slice(&href), buffer_slice(&w->href))) {
		write_open(w->to, SLICE("attach"));
		write_attribute(w->to, SLICE("href"), buffer_slice(&href));
		if (text.length && text.length <= LONGEST_TITLE)
			write_attribute(w->to, SLICE("title"), buffer_slice(&text));
		if (format[0])
			write_attribute(w->to, SLICE("format"), slice_of(format));
		write_milestone_end(w->to);
		buffer_reset(&w->href);
		buffer_append(&w->href, buffer_slice(&href));
	}
	buffer_free(&text);
	buffer_free(&href);
}

static void write_attachments(struct writer *w, const struct block *block)
{
	for (uint32_t i = block->first; i <= block->last; i++) {
		const struct node *node = &w->page->nodes[i];

		if (node->tag != HTML_TEXT || node->mark != MARK_KEPT || node->link == NO_NODE ||
		    node->link == w->link)
			continue;
		w->link = node->link;
		write_attachment(w, node->link);
	}
}

/* A mark that was typed before an item, which has its label already. */
static bool is_bullet(struct slice text)
{
	static const struct slice bullets[] = {
		{"\u2022", 3}, {"\u00b7", 2}, {"\u25aa", 3}, {"\u25e6", 3}, {"\u25cf", 3},
	};

	for (size_t i = 0; i < COUNT_OF(bullets); i++)
		if (slice_equal(text, bullets[i]))
			return true;
	return false;
}

static void write_block(struct writer *w, const struct block *block)
{
	const struct node *text = &w->page->nodes[block->first];
	bool in_data = text->cell != NO_NODE && w->page->nodes[text->cell].table != NO_NODE &&
		       w->page->nodes[w->page->nodes[text->cell].table].data;

	if (!w->text.length || is_bullet(buffer_slice(&w->text)))
		return;
	if (in_data) {
		open_cell(w, text->cell);
		write_text(w);
	} else {
		const struct note *note = note_around(w, block);

		close_table(w);
		if (note)
			write_note(w, note);
		else
			write_by_holder(w, text->holder);
	}
	write_attachments(w, block);
}

static void close_post(struct writer *w)
{
	if (!w->in_post)
		return;
	close_table(w);
	write_close(w->to, SLICE("div"));
	w->in_post = false;
	w->post++;
}

/* Opens the post that the block stands in, and closes the one that is over. */
static void follow_posts(struct writer *w, const struct block *block)
{
	const struct page *page = w->page;

	if (w->in_post && !node_holds(page, page->posts[w->post].frame, block->first))
		close_post(w);
	while (!w->in_post && w->post < page->post_count &&
	       page->nodes[page->posts[w->post].frame].end <= block->first)
		w->post++;
	if (w->in_post || w->post == page->post_count ||
	    !node_holds(page, page->posts[w->post].frame, block->first))
		return;
	close_table(w);
	write_open(w->to, SLICE("div"));
	write_attribute(w->to, SLICE("type"), SLICE("post"));
	if (page->posts[w->post].who.length)
		write_attribute(w->to, SLICE("who"), page->posts[w->post].who);
	write_end(w->to);
	w->in_post = true;
}

/* Closes the parts that end before the block, opens those that it begins. */
static void follow_parts(struct writer *w, uint32_t block)
{
	const struct page *page = w->page;

	while (w->open_count && page->parts[w->open[w->open_count - 1]].end <= block) {
		close_table(w);
		write_close(w->to, SLICE("div"));
		w->open_count--;
	}
	for (; w->part < page->part_count && page->parts[w->part].first <= block; w->part++) {
		const struct labelled_part *part = &page->parts[w->part];

		if (part->end <= block || w->open_count == MOST_OPEN)
			continue;
		close_table(w);
		write_open(w->to, SLICE("div"));
		write_attribute(w->to, SLICE("type"), slice_of(part->type));
		write_attribute(w->to, SLICE("head"), part->head);
		write_end(w->to);
		w->open[w->open_count++] = w->part;
	}
}

static void write_main_content(struct writer *w)
{
	const struct page *page = w->page;

	if (page->headline != NO_NODE) {
		take_text(w, &page->blocks[page->headline], page->blocks[page->headline].mark);
		write_head(w, 1, true);
	}
	if (page->description.length) {
		buffer_reset(&w->text);
		buffer_append(&w->text, page->description);
		write_plain(w, SLICE("p"));
	}
	for (uint32_t i = 0; i < page->block_count; i++) {
		if (i == page->headline)
			continue;
		take_kept_text(w, i);
		if (w->text.length) {
			follow_posts(w, &page->blocks[i]);
			follow_parts(w, i);
		}
		write_block(w, &page->blocks[i]);
	}
	close_table(w);
	follow_parts(w, (uint32_t)page->block_count);
	close_post(w);
}

/* What lies between two pieces of main content is one block, a line a piece. */
static void write_site(struct writer *w)
{
	bool is_open = false;

	for (uint32_t i = 0; i < w->page->block_count; i++) {
		take_text(w, &w->page->blocks[i], MARK_SITE);
		bool is_site = w->text.length && i != w->page->headline;

		if (is_site && !is_open) {
			write_open(w->to, SLICE("fw"));
			write_attribute(w->to, SLICE("type"), SLICE("boilerplate"));
			end_tag(w);
		}
		if (is_site)
			write_running_text(w->to, buffer_slice(&w->text));
		else if (is_open)
			write_close(w->to, SLICE("fw"));
		is_open = is_site;
	}
	if (is_open)
		write_close(w->to, SLICE("fw"));
}

void html_write_blocks(struct page *page, struct buffer *to, bool places)
{
	struct writer w = {.page = page, .to = to, .table = NO_NODE, .row = NO_NODE,
			   .cell = NO_NODE, .places = places, .link = NO_NODE};
	uint32_t base = node_next(page, 0, (uint32_t)page->count, HTML_BASE);

	html_resolve(&w.base, page->address,
		     base == NO_NODE ? SLICE("") : node_attribute(page, base, ATTRIBUTE_HREF));
	w.note_of = map_notes(page);
	write_main_content(&w);
	write_site(&w);
	buffer_free(&w.text);
	buffer_free(&w.base);
	buffer_free(&w.href);
	free(w.note_of);
}
