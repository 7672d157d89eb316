/*
 * Plain text: looks at the bytes, 16 at a time.
 *
 * A survey finds out which sorts of bytes there are; for most files the
 * answer is "letters and line feeds", and nothing else is to be done before
 * the lines are cut.  Where there are control characters they are replaced in
 * place, so that whatever the file held, the lines are cut from text that
 * holds LF, FF and characters only.
 */
#include "stages/read/plain_text.h"

#include "pipeline/base/bits.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "stages/read/recognise.h"

#include <stdlib.h>

/* Which sorts of bytes there are. */
struct survey {
	bool controls;		/* C0 other than LF: CR, FF and TAB among them */
	bool high;		/* 0x80 and above */
};

static struct survey survey_of(struct slice s)
{
	bytes16 controls = bytes_all(0), all = controls;
	size_t i = 0;

	for (; i + 16 <= s.length; i += 16) {
		bytes16 bytes = bytes_load(s.at + i);

		all = bytes_either(all, bytes);
		controls = bytes_either(controls,
					bytes_without(bytes_between(bytes, 0, 0x1f),
						      bytes_equal(bytes, '\n')));
	}
	struct survey found = {bytes_bits(controls) != 0, bytes_bits(all) != 0};

	for (; i < s.length; i++) {
		unsigned char byte = (unsigned char)s.at[i];

		found.high |= byte >= 0x80;
		found.controls |= byte < 0x20 && byte != '\n';
	}
	return found;
}

/*
 * Makes control characters harmless in place: CR LF becomes space and LF, a
 * lone CR LF, all but LF and FF a space.  Returns how many were of a kind
 * that text does not hold.  Behind the text is slack.
 */
static size_t clean_controls(char *at, size_t length)
{
	size_t odd = 0;

	for (size_t start = 0; start < length; start += 16) {
		bytes16 bytes = bytes_load(at + start);
		uint64_t found = bytes_bits(bytes_without(bytes_between(bytes, 0, 0x1f),
							  bytes_equal(bytes, '\n')));

		for (; found; found &= found - 1) {
			size_t i = start + (size_t)__builtin_ctzll(found);
			char byte = at[i];

			if (i >= length || byte == '\f')
				continue;
			bool lone = byte == '\r' && !(i + 1 < length && at[i + 1] == '\n');

			at[i] = lone ? '\n' : ' ';
			odd += byte != '\r' && byte != '\t' && byte != '\v';
		}
	}
	return odd;
}

/* The place of the next U+FEFF, or the length. */
static size_t find_mark(struct slice s)
{
	size_t place = slice_find_byte(s, '\xef');

	while (place < s.length && !slice_starts(slice_from(s, place), SLICE("\xef\xbb\xbf")))
		place += 1 + slice_find_byte(slice_from(s, place + 1), '\xef');
	return place;
}

/* Takes out every U+FEFF. */
static void drop_marks(struct buffer *text)
{
	struct slice rest = buffer_slice(text);
	size_t part = find_mark(rest);
	char *to = text->at + part;

	while (part < rest.length) {
		rest = slice_from(rest, part + 3);
		part = find_mark(rest);
		if (part)
			memmove(to, rest.at, part);
		to += part;
	}
	text->length = (size_t)(to - text->at);
}

/*
 * Whether text that is not well-formed UTF-8 is damaged UTF-8 all the same:
 * most of its sequences are whole, or it has some and bytes that mean
 * nothing in Windows-1252.
 */
static bool is_damaged_utf8(struct slice s, size_t ill_formed)
{
	size_t whole = 0;
	bool foreign = false;

	for (size_t i = 0; i < s.length; i++) {
		unsigned char byte = (unsigned char)s.at[i];

		whole += byte >= 0xc2 && i + 1 < s.length &&
			 ((unsigned char)s.at[i + 1] & 0xc0) == 0x80;
		foreign |= byte == 0x81 || byte == 0x8d || byte == 0x8f || byte == 0x90 ||
			   byte == 0x9d;
	}
	return whole > 2 * ill_formed || (whole && foreign);
}

/* Text that is not well-formed UTF-8: damaged UTF-8, or Windows-1252. */

static void decode_bytes(struct plain_text *kept, struct slice bytes,
			 struct plain_text_found *found)
{
	found->repaired = utf8_append_repaired(&kept->decoded, bytes);
	if (is_damaged_utf8(bytes, found->repaired))
		return;
	found->repaired = 0;
	found->encoding = "windows-1252";
	buffer_reset(&kept->decoded);
	if (!unicode_decode(&kept->decoded, bytes, found->encoding)) {
		found->encoding = "utf-8";
		found->repaired = utf8_append_repaired(&kept->decoded, bytes);
	}
}

/* The file's text as UTF-8: the buffer it came in, or the one it was decoded to. */
static struct buffer *decode(struct plain_text *kept, struct buffer *bytes,
			     struct plain_text_found *found)
{
	struct slice all = buffer_slice(bytes);
	enum byte_order order = recognise_utf16(slice_first(all, RECOGNISE_BYTES));

	buffer_reset(&kept->decoded);
	if (order != ORDER_NONE) {
		found->encoding = order == ORDER_LITTLE ? "utf-16le" : "utf-16be";
		if (unicode_decode(&kept->decoded, all, found->encoding))
			return &kept->decoded;
	}
	if (utf8_is_valid(all))
		return bytes;
	decode_bytes(kept, all, found);
	return &kept->decoded;
}

/* The text being cut into lines, blocks and pages. */
struct cutting {
	struct plain_text *kept;
	struct document *document;
	uint32_t block;			/* name of the open block, or NAME_NONE */
	uint32_t page;			/* 0: the file has no form feed */
	uint32_t pages_written;
	bool markdown;
};

static struct slice decimal(struct arena *arena, uint32_t number)
{
	return arena_printf(arena, "%u", (unsigned)number);
}

/* Pages are written when content comes, so that a form feed at the end starts none. */
static void write_pages(struct cutting *c)
{
	struct document *d = c->document;

	while (c->pages_written < c->page) {
		document_add_tag(d, TAG_MILESTONE, NAME_PB, d->length);
		document_add_tag_attribute(d, NAME_N, decimal(d->arena, ++c->pages_written));
	}
}

static void close_block(struct cutting *c)
{
	if (c->block != NAME_NONE)
		document_add_tag(c->document, TAG_CLOSE, c->block, c->document->length);
	c->block = NAME_NONE;
}

static void open_block(struct cutting *c, uint32_t name)
{
	close_block(c);
	write_pages(c);
	document_add_tag(c->document, TAG_OPEN, name, c->document->length);
	c->block = name;
}

static void add_line(struct plain_text *kept, struct document *d, struct slice text, bool glue)
{
	kept->lines = memory_reserve(kept->lines, &kept->line_capacity, (size_t)d->length + 1,
				     sizeof *kept->lines);
	kept->lines[d->length++] = (struct line){text.at, (uint32_t)text.length, glue};
}

/* Where a line that is too long is broken: behind its last space, else between characters. */
static size_t break_place(struct slice text, bool *glue)
{
	size_t place = PLAIN_LINE_MOST;

	while (place > 0 && text.at[place] != ' ')
		place--;
	*glue = place == 0;
	if (*glue) {
		place = PLAIN_LINE_MOST;
		while (((unsigned char)text.at[place] & 0xc0) == 0x80)
			place--;
	}
	return place;
}

void plain_text_add(struct plain_text *kept, struct document *d, struct slice text)
{
	while (text.length > PLAIN_LINE_MOST) {
		bool glue;
		size_t place = break_place(text, &glue);

		add_line(kept, d, slice_trim(slice_first(text, place)), glue);
		text = slice_trim(slice_from(text, place));
	}
	if (text.length)
		add_line(kept, d, text, false);
}

/* The bytes of a hyphen at the end of a line that stands behind a letter or digit; 0: none. */
static uint32_t cut_hyphen(struct slice line)
{
	static const char *const hyphens[] = {"-", "\xc2\xad", "\xe2\x80\x90"};
	unsigned char last = (unsigned char)line.at[line.length - 1];

	if (last != '-' && last != 0xad && last != 0x90)
		return 0;
	for (size_t i = 0; i < COUNT_OF(hyphens); i++) {
		struct slice hyphen = slice_of(hyphens[i]);
		size_t place = line.length - hyphen.length;

		if (!slice_ends(line, hyphen) || !place)
			continue;
		uint32_t point = utf8_previous(line, &place);

		if (unicode_is_letter_or_number(point) || unicode_is_mark(point))
			return (uint32_t)hyphen.length;
	}
	return 0;
}

/*
 * A word that the end of the last line cut in two: its hyphen becomes a soft
 * one, glued to the line that follows, and normalise decides.
 */
static void glue_cut(struct cutting *c, struct slice next)
{
	struct document *d = c->document;
	struct line *line = &c->kept->lines[d->length - 1];
	uint32_t hyphen = cut_hyphen((struct slice){line->at, line->length});
	size_t place = 0;

	if (!hyphen || !unicode_is_letter_or_number(utf8_next(next, &place)))
		return;
	struct slice soft = arena_printf(d->arena, "%.*s\xc2\xad", (int)(line->length - hyphen),
					 line->at);

	*line = (struct line){soft.at, (uint32_t)soft.length, true};
}

/* "## Aims" opens a heading, "- maths" an item; returns what is left of the line. */
static struct slice take_markup(struct cutting *c, struct slice text)
{
	size_t level = 0;

	while (level < text.length && text.at[level] == '#')
		level++;
	if (level >= 1 && level <= 6 && level < text.length && text.at[level] == ' ') {
		open_block(c, NAME_HEAD);
		document_add_tag_attribute(c->document, NAME_LEVEL,
					   decimal(c->document->arena, (uint32_t)level));
		return slice_trim(slice_from(text, level));
	}
	if (text.length > 2 && text.at[1] == ' ' &&
	    (text.at[0] == '-' || text.at[0] == '*' || text.at[0] == '+')) {
		open_block(c, NAME_ITEM);
		document_add_tag_attribute(c->document, NAME_LABEL, slice_first(text, 1));
		return slice_trim(slice_from(text, 2));
	}
	return text;
}

static void take_line(struct cutting *c, struct slice line)
{
	struct slice text = slice_trim(line);
	size_t tags = c->document->tag_count;

	if (!text.length) {
		close_block(c);
		return;
	}
	if (c->block == NAME_HEAD)
		close_block(c);
	if (c->markdown)
		text = take_markup(c, text);
	if (c->block == NAME_NONE)
		open_block(c, NAME_P);
	if (c->document->tag_count == tags)	/* the block goes on */
		glue_cut(c, text);
	write_pages(c);
	plain_text_add(c->kept, c->document, text);
}

/* A line with form feeds in it is several, on several pages; a form feed ends no paragraph. */
static void take_pages(struct cutting *c, struct slice line)
{
	struct slice rest = line, part;

	if (slice_find_byte(line, '\f') == line.length) {
		take_line(c, line);
		return;
	}
	for (bool first = true; slice_cut(&rest, '\f', &part); first = false) {
		c->page += !first;
		if (slice_trim(part).length)
			take_line(c, part);
	}
}

/* Cuts the text into lines, 64 bytes at a time. */
static void take_lines(struct cutting *c, struct slice text)
{
	void (*take)(struct cutting *, struct slice) = c->page ? take_pages : take_line;
	size_t start = 0;

	for (size_t base = 0; base < text.length; base += 64) {
		size_t left = text.length - base;
		uint64_t feeds = bits_of_byte(text.at + base, '\n');

		if (left < 64)
			feeds &= (UINT64_C(1) << left) - 1;
		for (; feeds; feeds &= feeds - 1) {
			size_t end = base + (size_t)__builtin_ctzll(feeds);
			struct slice line = {text.at + start, end - start};

			take(c, line);
			start = end + 1;
		}
	}
	if (start < text.length)
		take(c, slice_from(text, start));
}

struct slice plain_text_clean(struct plain_text *kept, struct buffer *bytes,
			      struct plain_text_found *found)
{
	struct survey survey = survey_of(buffer_slice(bytes));
	struct buffer *text = bytes;

	*found = (struct plain_text_found){.encoding = "utf-8"};
	if (survey.controls || survey.high) {
		text = decode(kept, bytes, found);
		if (text != bytes)
			survey = survey_of(buffer_slice(text));
	}
	if (survey.controls && clean_controls(text->at, text->length) > text->length / 20)
		found->not_text = true;
	else if (survey.high)
		drop_marks(text);
	found->has_controls = survey.controls;
	return buffer_slice(text);
}

void plain_text_finish(struct plain_text *kept, struct document *document)
{
	document->lines = kept->lines;
	document->phase = document->length ? PHASE_TEXT : PHASE_NONE;
}

struct plain_text_found plain_text_read(struct plain_text *kept, struct buffer *bytes,
					bool markdown, struct document *document)
{
	struct plain_text_found found;
	struct slice text = plain_text_clean(kept, bytes, &found);
	struct cutting c = {.kept = kept, .document = document, .markdown = markdown};

	if (found.not_text)
		return found;
	c.page = found.has_controls && slice_find_byte(text, '\f') < text.length;
	take_lines(&c, text);
	close_block(&c);
	plain_text_finish(kept, document);
	found.pages = c.pages_written;
	return found;
}

void plain_text_free(struct plain_text *kept)
{
	buffer_free(&kept->decoded);
	free(kept->lines);
	*kept = (struct plain_text){0};
}
