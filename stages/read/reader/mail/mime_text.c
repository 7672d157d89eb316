/* MIME: the text of fields and parts: charsets, encoded words, addresses. */
#include "pipeline/base/unicode.h"
#include "stages/read/reader/html/page.h"
#include "stages/read/reader/mail/mime.h"

#include <stdio.h>
#include <strings.h>

enum { LONGEST_WORD = 2048, LONGEST_CHARSET = 64 };

/* Whether text in it looks like ASCII until it is decoded. */
static bool is_seven_bit(struct slice charset)
{
	return mime_starts(charset, "iso-2022-") || mime_starts(charset, "hz-gb");
}

void mime_decode_text(struct buffer *to, struct slice bytes, struct slice charset)
{
	char name[LONGEST_CHARSET];

	if (is_seven_bit(charset) && charset.length < sizeof name) {
		snprintf(name, sizeof name, "%.*s", SLICE_ARGUMENTS(charset));
		if (unicode_decode(to, bytes, name))
			return;
	}
	html_decode(to, bytes, charset, NULL);
}

/* =?charset?Q?text?= */
struct encoded_word {
	struct slice charset, text;
	bool base64;
	size_t length;			/* of all of it; 0: there is none */
};

static struct encoded_word encoded_word_at(struct slice s)
{
	struct encoded_word word = {.length = 0};
	struct slice rest = slice_from(slice_first(s, LONGEST_WORD), 2);

	if (!slice_starts(s, SLICE("=?")) || !slice_cut(&rest, '?', &word.charset) ||
	    rest.length < 2 || rest.at[1] != '?')
		return word;
	word.charset = slice_first(word.charset, slice_find_byte(word.charset, '*'));
	word.base64 = (rest.at[0] | 0x20) == 'b';
	if (!word.base64 && (rest.at[0] | 0x20) != 'q')
		return word;
	rest = slice_from(rest, 2);
	const char *end = rest.length ? memmem(rest.at, rest.length, "?=", 2) : NULL;

	if (!end)
		return word;
	word.text = slice_first(rest, (size_t)(end - rest.at));
	word.length = (size_t)(end + 2 - s.at);
	return word;
}

static void append_bytes(struct buffer *to, const struct encoded_word *word)
{
	size_t start = to->length;

	if (word->base64) {
		mime_decode_base64(to, word->text);
		return;
	}
	mime_append_escaped(to, word->text, '=');
	for (size_t i = start; i < to->length; i++)
		if (to->at[i] == '_')
			to->at[i] = ' ';
}

static bool is_alike(struct slice a, struct slice b)
{
	return a.length == b.length && (!a.length || strncasecmp(a.at, b.at, a.length) == 0);
}

static size_t count_blanks(struct slice s)
{
	size_t count = 0;

	while (count < s.length && byte_is_blank(s.at[count]))
		count++;
	return count;
}

/* Encoded words that have been gathered, which are of one charset. */
struct gathered {
	struct buffer bytes;
	struct slice charset;		/* a null pointer: there are none */
};

static void end_words(struct gathered *words, struct buffer *to)
{
	if (words->charset.at)
		mime_decode_text(to, buffer_slice(&words->bytes), words->charset);
	buffer_reset(&words->bytes);
	words->charset = (struct slice){NULL, 0};
}

/*
 * Words of one charset that stand side by side are decoded together, since
 * some programs cut characters in two; the space between words is none.
 */
void mime_field_text(struct buffer *to, struct slice value)
{
	struct gathered words = {.charset = {NULL, 0}};

	while (value.length) {
		size_t blanks = words.charset.at ? count_blanks(value) : 0;
		struct encoded_word word = encoded_word_at(slice_from(value, blanks));

		if (word.length) {
			if (!words.charset.at || !is_alike(word.charset, words.charset))
				end_words(&words, to);
			append_bytes(&words.bytes, &word);
			words.charset = word.charset;
			value = slice_from(value, blanks + word.length);
			continue;
		}
		end_words(&words, to);
		size_t length = 1 + slice_find_byte(slice_from(value, 1), '=');

		mime_decode_text(to, slice_first(value, length), words.charset);
		value = slice_from(value, length);
	}
	end_words(&words, to);
	buffer_free(&words.bytes);
}

/* One of the people in an address field. */
struct person {
	struct buffer name, comment, address;
};

static void append_trimmed(struct buffer *to, const struct buffer *text)
{
	struct slice s = slice_trim(buffer_slice(text));

	if (s.length && to->length)
		buffer_append(to, SLICE("; "));
	buffer_append(to, s);
}

/* Behind its name, or its comment, or its address. */
static void end_person(struct person *person, struct buffer *people)
{
	struct buffer name = {0};
	struct slice raw = slice_trim(buffer_slice(&person->name));

	if (!raw.length || (slice_find_byte(raw, '@') < raw.length && person->comment.length))
		raw = slice_trim(buffer_slice(&person->comment));
	if (!raw.length)
		raw = slice_trim(buffer_slice(&person->address));
	mime_field_text(&name, raw);
	append_trimmed(people, &name);
	buffer_free(&name);
	buffer_reset(&person->name);
	buffer_reset(&person->comment);
	buffer_reset(&person->address);
}

void mime_people(struct buffer *to, struct slice value)
{
	struct person person = {0};
	struct buffer *into = &person.name, people = {0};
	bool quoted = false;

	for (size_t i = 0; i < value.length; i++) {
		char c = value.at[i];

		if (c == '\\' && i + 1 < value.length)
			buffer_byte(into, value.at[++i]);
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '<' || c == '('))
			into = c == '<' ? &person.address : &person.comment;
		else if (!quoted && (c == '>' || c == ')'))
			into = &person.name;
		else if (!quoted && into == &person.name && (c == ',' || c == ';'))
			end_person(&person, &people);
		else
			buffer_byte(into, c);
	}
	end_person(&person, &people);
	buffer_append(to, buffer_slice(&people));
	buffer_free(&people);
	buffer_free(&person.name);
	buffer_free(&person.comment);
	buffer_free(&person.address);
}
