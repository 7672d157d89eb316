/*
 * Decoding: the bytes of a web page as UTF-8.
 *
 * In this order: a byte-order mark; valid UTF-8, whatever the page says of
 * itself; what a web archive says of it, or else the page itself, first in its
 * first kilobyte, by the names of the WHATWG Encoding Standard; UTF-8 if it
 * says so and all but a few bytes are; else windows-1252.  A page that says
 * UTF-16 in ASCII letters is no such thing, and UTF-7 is never decoded.
 */
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "stages/read/reader/html/page.h"

#include <stdio.h>
#include <strings.h>

enum { PRESCAN = 1024, LONGEST_NAME = LONGEST_ENCODING };

/* Places behind which a page may name its encoding late, though browsers would not look. */
enum { LATE_PRESCAN = 65536 };

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == ':' || c == '.';
}

/* The name behind a `charset` or `encoding`: = and perhaps a quote before it. */
static bool name_behind(struct slice rest, char name[LONGEST_NAME])
{
	size_t i = 0, length = 0;

	while (i < rest.length && rest.at[i] == ' ')
		i++;
	if (i == rest.length || rest.at[i++] != '=')
		return false;
	while (i < rest.length && (rest.at[i] == ' ' || rest.at[i] == '"' || rest.at[i] == '\''))
		i++;
	while (i < rest.length && length < LONGEST_NAME - 1 && is_name_byte(rest.at[i]))
		name[length++] = rest.at[i++];
	name[length] = '\0';
	return length > 0;
}

/* What a <meta charset>, <meta content="...charset="> or XML declaration names. */
static bool declared_encoding(struct slice head, char name[LONGEST_NAME])
{
	static const struct slice keys[] = {{"charset", 7}, {"encoding", 8}};
	bool in_xml = slice_starts(slice_trim(head), SLICE("<?xml"));

	for (size_t i = 0; i < head.length; i++) {
		const struct slice *key = in_xml && head.at[i] == 'e' ? &keys[1] : &keys[0];

		if (head.at[i] == '>')
			in_xml = false;
		if (head.length - i > key->length &&
		    strncasecmp(head.at + i, key->at, key->length) == 0 &&
		    name_behind(slice_from(head, i + key->length), name))
			return true;
	}
	return false;
}

/* Two zero bytes in three stand where UTF-16 text in Latin letters has them. */
static const char *encoding_by_zeros(struct slice bytes)
{
	size_t even = 0, odd = 0, looked = bytes.length < PRESCAN ? bytes.length : PRESCAN;

	for (size_t i = 0; i < looked; i++)
		if (bytes.at[i] == 0)
			*(i % 2 ? &odd : &even) += 1;
	if (looked >= 16 && even * 3 > looked && odd * 20 < looked)
		return "utf-16be";
	if (looked >= 16 && odd * 3 > looked && even * 20 < looked)
		return "utf-16le";
	return NULL;
}

static const char *encoding_by_mark(struct slice bytes)
{
	if (slice_starts(bytes, SLICE("\xef\xbb\xbf")))
		return "utf-8";
	if (slice_starts(bytes, SLICE("\xff\xfe")))
		return "utf-16le";
	if (slice_starts(bytes, SLICE("\xfe\xff")))
		return "utf-16be";
	return encoding_by_zeros(bytes);
}

/* Few enough bytes are wrong for the page to be UTF-8 all the same. */
static bool is_nearly_utf8(struct slice bytes)
{
	size_t wrong = 0, right = 0;

	for (size_t i = 0; i < bytes.length;) {
		size_t valid = utf8_valid_prefix(slice_from(bytes, i));
		struct slice part = {bytes.at + i, valid};

		for (size_t at = 0; at < valid; at++) {
			at += utf8_ascii_prefix(slice_from(part, at));
			right += at < valid;
		}
		wrong += i + valid < bytes.length;
		i += valid + 1;
	}
	return wrong * 10 < right;
}

static bool names_utf8_or_16(const char *name)
{
	return strncasecmp(name, "utf-8", 5) == 0 || strncasecmp(name, "utf8", 4) == 0 ||
	       strncasecmp(name, "utf-16", 6) == 0 || strncasecmp(name, "utf16", 5) == 0;
}

/* What was said outside of the page counts before what the page says. */
static bool find_encoding(struct slice bytes, struct slice charset, char name[LONGEST_NAME])
{
	if (charset.length && charset.length < LONGEST_NAME) {
		memcpy(name, charset.at, charset.length);
		name[charset.length] = '\0';
		return true;
	}
	return declared_encoding(slice_first(bytes, PRESCAN), name) ||
	       declared_encoding(slice_first(bytes, LATE_PRESCAN), name);
}

/* Appends the text; which encoding it was in. */
static const char *decode(struct buffer *to, struct slice bytes, struct slice charset,
			  char name[LONGEST_NAME], size_t *repaired)
{
	const char *marked = encoding_by_mark(bytes);

	if (marked && strcmp(marked, "utf-8") != 0 && unicode_decode(to, bytes, marked))
		return marked;
	if (utf8_is_valid(bytes)) {
		buffer_append(to, bytes);
		return "utf-8";
	}
	bool declared = find_encoding(bytes, charset, name);
	bool nearly = marked || (declared && names_utf8_or_16(name) && is_nearly_utf8(bytes));

	if (!nearly && declared && !names_utf8_or_16(name) && unicode_decode(to, bytes, name))
		return name;
	if (!nearly && unicode_decode(to, bytes, "windows-1252"))
		return "windows-1252";
	*repaired = utf8_append_repaired(to, bytes);
	return "utf-8";
}

/* NUL goes, as in browsers; other controls would end the text for libxml2. */
static void drop_controls(struct buffer *text, size_t start)
{
	size_t to = start;

	for (size_t i = start; i < text->length; i++) {
		unsigned char c = (unsigned char)text->at[i];

		if (c == 0)
			continue;
		text->at[to++] = c >= 0x20 || c == '\t' || c == '\n' || c == '\r' ? text->at[i] : ' ';
	}
	text->length = to;
}

void html_decode(struct buffer *to, struct slice bytes, struct slice charset,
		 struct decoding *how)
{
	char name[LONGEST_NAME];
	size_t start = to->length, repaired = 0;
	const char *used = decode(to, bytes, charset, name, &repaired);

	if (how) {
		*how = (struct decoding){.repaired = repaired};
		snprintf(how->used, sizeof how->used, "%s", used);
		if (find_encoding(bytes, charset, name))
			memcpy(how->declared, name, sizeof name);
	}
	if (slice_starts(slice_from(buffer_slice(to), start), SLICE("\xef\xbb\xbf"))) {
		memmove(to->at + start, to->at + start + 3, to->length - start - 3);
		to->length -= 3;
	}
	drop_controls(to, start);
}
