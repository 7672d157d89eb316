/*
 * MHTML: the page in a web archive (RFC 2557), which browsers save as .mht.
 *
 * An archive is a mail message of several parts; the page is the first part
 * that is HTML, or the one that `start` names.  Its pictures, styles and
 * frames are other parts, and are left alone.
 */
#include "stages/read/reader/html/page.h"

#include <strings.h>

enum { DEEPEST_PART = 4, LONGEST_HEADER = 65536 };

struct mail_part {
	struct slice header, body;
};

/* Cuts a message at its first empty line. */
static struct mail_part part_of(struct slice message)
{
	struct slice rest = message, line;
	size_t length = 0;

	while (length < LONGEST_HEADER && slice_line(&rest, &line)) {
		if (!slice_trim(line).length)
			break;
		length = rest.at ? (size_t)(rest.at - message.at) : message.length;
	}
	return (struct mail_part){slice_first(message, length), rest};
}

/* The value of a field, with the lines that continue it; empty: there is none. */
static struct slice field_of(struct slice header, const char *name)
{
	size_t length = strlen(name);
	struct slice line, value = {NULL, 0};

	while (slice_line(&header, &line)) {
		if (value.at && line.length && byte_is_blank(line.at[0])) {
			value.length = (size_t)(line.at + line.length - value.at);
			continue;
		}
		if (value.at)
			break;
		if (line.length > length && line.at[length] == ':' &&
		    strncasecmp(line.at, name, length) == 0)
			value = slice_from(line, length + 1);
	}
	return slice_trim(value);
}

/* boundary="a b" or boundary=ab in the value of a field. */
static struct slice parameter_of(struct slice value, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 1; i + length < value.length; i++) {
		bool starts = value.at[i - 1] == ';' || byte_is_blank(value.at[i - 1]);
		struct slice rest = slice_from(value, i + length);

		if (!starts || rest.at[0] != '=' || strncasecmp(value.at + i, name, length) != 0)
			continue;
		rest = slice_from(rest, 1);
		if (slice_starts(rest, SLICE("\"")))
			return slice_first(slice_from(rest, 1),
					   slice_find_byte(slice_from(rest, 1), '"'));
		rest = slice_first(rest, slice_find_byte(rest, ';'));
		return slice_trim(slice_first(rest, slice_find_byte(rest, '\n')));
	}
	return (struct slice){NULL, 0};
}

/* Whether the line ends a part: --boundary, perhaps with -- behind it. */
static bool is_boundary(struct slice line, struct slice boundary)
{
	return slice_starts(line, SLICE("--")) && slice_starts(slice_from(line, 2), boundary);
}

/* The next part of what is left of a body, perhaps cut off; false: there is none. */
static bool next_part(struct slice *rest, struct slice boundary, struct mail_part *part)
{
	struct slice message = {rest->at, 0}, line;

	while (slice_line(rest, &line)) {
		bool ends = is_boundary(line, boundary);

		message.length = (size_t)(line.at - message.at) + (ends ? 0 : line.length);
		if (ends)
			break;
	}
	*part = part_of(message);
	return message.at && (message.length || rest->length);
}

static bool starts_with(struct slice value, const char *start)
{
	return value.length >= strlen(start) && strncasecmp(value.at, start, strlen(start)) == 0;
}

static bool is_page(const struct mail_part *part)
{
	struct slice type = field_of(part->header, "content-type");

	return starts_with(type, "text/html") || starts_with(type, "application/xhtml+xml");
}

/* The page among the parts; else the first part that has parts itself; else an empty one. */
static struct mail_part find_page(struct slice body, struct slice boundary, struct slice start)
{
	struct mail_part part, first = {{NULL, 0}, {NULL, 0}}, inner = first;

	while (next_part(&body, boundary, &part)) {
		struct slice name = field_of(part.header, "content-id");

		if (is_page(&part) && start.length && slice_equal(name, start))
			return part;
		if (is_page(&part) && !first.body.length)
			first = part;
		if (!inner.body.length &&
		    starts_with(field_of(part.header, "content-type"), "multipart/"))
			inner = part;
	}
	return first.body.length ? first : inner;
}

static int hexadecimal_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	       (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static void decode_quoted(struct buffer *to, struct slice s)
{
	for (size_t i = 0; i < s.length; i++) {
		if (s.at[i] != '=' || i + 1 == s.length) {
			buffer_byte(to, s.at[i]);
			continue;
		}
		size_t line_end = i + 1 + (s.at[i + 1] == '\r');

		if (line_end < s.length && s.at[line_end] == '\n') {
			i = line_end;
			continue;
		}
		int high = hexadecimal_digit(s.at[i + 1]);
		int low = i + 2 < s.length ? hexadecimal_digit(s.at[i + 2]) : -1;

		if (high < 0 || low < 0) {
			buffer_byte(to, s.at[i]);
			continue;
		}
		buffer_byte(to, (char)(high * 16 + low));
		i += 2;
	}
}

static void decode_base64(struct buffer *to, struct slice s)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, count = 0;

	for (size_t i = 0; i < s.length && s.at[i] != '='; i++) {
		const char *digit = s.at[i] ? strchr(digits, s.at[i]) : NULL;

		if (!digit)
			continue;
		bits = (bits << 6 | (unsigned)(digit - digits)) & 0xffffff;
		count += 6;
		if (count >= 8) {
			count -= 8;
			buffer_byte(to, (char)(bits >> count & 0xff));
		}
	}
}

bool html_unpack_archive(struct buffer *to, struct slice bytes, struct slice *charset)
{
	struct mail_part part = part_of(bytes);

	if (slice_starts(slice_trim(bytes), SLICE("<")))
		return false;
	for (unsigned depth = 0; depth < DEEPEST_PART && !is_page(&part); depth++) {
		struct slice type = field_of(part.header, "content-type");
		struct slice boundary = parameter_of(type, "boundary");

		if (!starts_with(type, "multipart/") || !boundary.length)
			return false;
		part = find_page(part.body, boundary, parameter_of(type, "start"));
	}
	if (!is_page(&part))
		return false;
	struct slice encoding = field_of(part.header, "content-transfer-encoding");

	*charset = parameter_of(field_of(part.header, "content-type"), "charset");
	if (starts_with(encoding, "quoted-printable"))
		decode_quoted(to, part.body);
	else if (starts_with(encoding, "base64"))
		decode_base64(to, part.body);
	else
		buffer_append(to, part.body);
	return true;
}
