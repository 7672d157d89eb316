/* Caption text: one pass over the line, then a look at how each piece starts. */
#include "stages/read/caption_text.h"

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

enum { LONGEST_LABEL = 48, LABEL_WORDS_MOST = 4, LONGEST_REFERENCE = 10, LONGEST_TAG = 512 };

static bool append_named(struct buffer *to, struct slice name)
{
	static const struct { const char *name, *means; } references[] = {
		{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"},
		{"nbsp", " "}, {"lrm", ""}, {"rlm", ""},
	};

	for (size_t i = 0; i < COUNT_OF(references); i++) {
		if (slice_is(name, references[i].name)) {
			buffer_append(to, slice_of(references[i].means));
			return true;
		}
	}
	return false;
}

static bool append_numbered(struct buffer *to, struct slice digits)
{
	bool hexadecimal = digits.length && (digits.at[0] | 0x20) == 'x';
	uint32_t point = 0;

	digits = slice_from(digits, hexadecimal);
	for (size_t i = 0; i < digits.length; i++) {
		unsigned char c = (unsigned char)digits.at[i];
		unsigned digit = c >= '0' && c <= '9' ? c - (unsigned)'0' : (c | 0x20u) - 'a' + 10;

		if (digit >= (hexadecimal ? 16u : 10u))
			return false;
		point = point * (hexadecimal ? 16 : 10) + digit;
	}
	if (!digits.length || point < 0x20 || point > 0x10ffff ||
	    (point >= 0xd800 && point < 0xe000))
		return false;
	utf8_append(to, point);
	return true;
}

/* A character reference at the start of s; its length, or 0 if there is none. */
static size_t append_reference(struct buffer *to, struct slice s)
{
	size_t end = slice_find_byte(slice_first(s, LONGEST_REFERENCE), ';');
	struct slice name = slice_from(slice_first(s, end), 1);

	if (end == s.length || end == LONGEST_REFERENCE)
		return 0;
	bool done = name.length && name.at[0] == '#' ? append_numbered(to, slice_from(name, 1))
						     : append_named(to, name);

	return done ? end + 1 : 0;
}

/* The name in a tag, with its character references as characters; in the arena. */
static struct slice name_text(struct arena *arena, struct slice name)
{
	struct buffer text = {0};
	size_t i = 0;

	while (i < name.length) {
		size_t length = name.at[i] == '&' ? append_reference(&text, slice_from(name, i)) : 0;

		if (!length)
			buffer_byte(&text, name.at[i++]);
		i += length;
	}
	struct slice made = arena_copy(arena, buffer_slice(&text));

	buffer_free(&text);
	return made;
}

/* The length of a tag, with its brackets; 0 if it is but a sign. */
static size_t tag_length(struct slice s)
{
	char close = s.at[0] == '<' ? '>' : '}';
	struct slice within = slice_first(s, LONGEST_TAG);
	size_t end = slice_find_byte(within, close);

	if (end == within.length || end < 2)
		return 0;
	char next = s.at[1];
	bool name = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
	bool time = next >= '0' && next <= '9';

	if (s.at[0] == '{')
		return next == '\\' ? end + 1 : 0;
	return name || time || next == '/' ? end + 1 : 0;
}

/* <v Name>, <v.loud Name>: the name; </v>: empty.  False: another tag. */
static bool is_voice(struct slice tag, struct slice *name)
{
	struct slice inside = slice_first(slice_from(tag, 1), tag.length - 2);

	if (slice_is(inside, "/v")) {
		*name = (struct slice){NULL, 0};
		return true;
	}
	if (inside.length < 2 || inside.at[0] != 'v' || (inside.at[1] != ' ' && inside.at[1] != '.'))
		return false;
	*name = slice_trim(slice_from(inside, slice_find_byte(inside, ' ')));
	return name->length > 0;
}

static bool is_upper(uint32_t point)
{
	return unicode_is_uppercase(point) || unicode_is_digit(point);
}

/*
 * Whether the words in front of a colon name somebody: all in capitals, or
 * two to four that start with one; a single such word is doubtful.
 */
static bool is_label(struct slice words, bool *doubtful)
{
	size_t count = 0, letters = 0, place = 0;
	bool capitals = true, start = true;

	while (place < words.length) {
		uint32_t point = utf8_next(words, &place);

		if (point == ' ') {
			start = true;
			continue;
		}
		bool letter = unicode_is_letter(point);

		if (!letter && !is_upper(point) && !unicode_is_mark(point) && point != '.' &&
		    point != '\'' && point != 0x2019 && point != '-')
			return false;
		if (start && !is_upper(point))
			return false;
		count += start;
		letters += letter;
		capitals &= !letter || unicode_is_uppercase(point);
		start = false;
	}
	*doubtful = count == 1 && !capitals;
	return letters >= 2 && count <= LABEL_WORDS_MOST;
}

static void find_label(struct caption_line *piece)
{
	size_t colon = slice_find_byte(slice_first(piece->text, LONGEST_LABEL), ':');
	struct slice words = slice_first(piece->text, colon), rest = piece->text;

	if (colon == LONGEST_LABEL || colon == piece->text.length || !colon)
		return;
	rest = slice_from(rest, colon + 1);
	if ((rest.length && rest.at[0] != ' ') || !is_label(words, &piece->label_is_doubtful))
		return;
	piece->label = words;
}

/* ">> ", "- ", "–": another speaks. */
static void find_turn(struct caption_line *piece)
{
	static const char *const marks[] = {">>>", ">>", "- ", "\u2013 ", "\u2014 "};

	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		if (!slice_starts(piece->text, slice_of(marks[i])))
			continue;
		piece->turn = true;
		piece->text = slice_trim(slice_from(piece->text, strlen(marks[i])));
		return;
	}
}

/* A line without markup, and with single spaces, is as it should be. */
static bool is_plain(struct slice line)
{
	for (size_t i = 0; i < line.length; i++)
		if (line.at[i] == '<' || line.at[i] == '&' || line.at[i] == '{' ||
		    (line.at[i] == ' ' && i + 1 < line.length && line.at[i + 1] == ' '))
			return false;
	return true;
}

static struct slice one_spaced(struct arena *arena, struct slice text)
{
	text = slice_trim(text);
	char *at = arena_new(arena, text.length, 1);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++)
		if (text.at[i] != ' ' || at[length - 1] != ' ')
			at[length++] = text.at[i];
	return (struct slice){at, length};
}

static void end_piece(const struct caption_voice *voice, struct slice text,
		      struct caption_line *pieces, size_t *count)
{
	struct caption_line piece = {.text = text, .voice = voice->name};

	if (!piece.text.length)
		return;
	find_turn(&piece);
	if (!piece.voice.length)
		find_label(&piece);
	pieces[(*count)++] = piece;
}

size_t caption_pieces(struct slice line, struct caption_voice *voice,
		      struct caption_line *pieces)
{
	struct buffer text = {0};
	size_t count = 0, i = 0;
	struct slice name;

	if (is_plain(line)) {
		end_piece(voice, slice_trim(line), pieces, &count);
		return count;
	}
	while (i < line.length) {
		struct slice rest = slice_from(line, i);
		size_t length = 0;

		if (rest.at[0] == '&')
			length = append_reference(&text, rest);
		else if (rest.at[0] == '<' || rest.at[0] == '{')
			length = tag_length(rest);
		if (!length)
			buffer_byte(&text, line.at[i++]);
		else if (rest.at[0] == '<' && is_voice(slice_first(rest, length), &name) &&
			 count < CAPTION_PIECES_MOST - 1) {
			end_piece(voice, one_spaced(voice->arena, buffer_slice(&text)), pieces,
				  &count);
			buffer_reset(&text);
			voice->name = name_text(voice->arena, name);
		}
		i += length;
	}
	end_piece(voice, one_spaced(voice->arena, buffer_slice(&text)), pieces, &count);
	buffer_free(&text);
	return count;
}
