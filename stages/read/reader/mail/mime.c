/* MIME: fields, parameters, parts, transfer encodings.  Text: mime_text.c. */
#include "stages/read/reader/mail/mime.h"

#include <strings.h>

enum { LONGEST_HEADER = 256 << 10, PIECES_MOST = 64, LONGEST_PARAMETER = 4096 };

struct mime_part mime_part_of(struct slice message)
{
	struct slice rest = message, line;
	size_t length = 0;

	while (length < LONGEST_HEADER && slice_line(&rest, &line)) {
		if (!slice_trim(line).length)
			break;
		length = rest.at ? (size_t)(rest.at - message.at) : message.length;
	}
	return (struct mime_part){slice_first(message, length), rest};
}

struct slice mime_field(struct slice header, const char *name)
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
	return value.at ? slice_trim(value) : value;
}

bool mime_starts(struct slice value, const char *start)
{
	size_t length = strlen(start);

	return value.length >= length && strncasecmp(value.at, start, length) == 0;
}

/* One parameter as it stands: `name*1*="value"`. */
struct parameter {
	struct slice name, value;	/* the value without quotes */
	bool quoted;
};

/* Up to the quote that closes; a backslash takes the next byte with it. */
static size_t quoted_length(struct slice s)
{
	size_t i = 0;

	while (i < s.length && s.at[i] != '"')
		i += s.at[i] == '\\' && i + 1 < s.length ? 2 : 1;
	return i < s.length ? i : s.length;
}

static size_t find_of(struct slice s, const char *bytes)
{
	size_t i = 0;

	while (i < s.length && !(s.at[i] && strchr(bytes, s.at[i])))
		i++;
	return i;
}

/* Takes the next parameter off the front of *rest, which starts behind the main value. */
static bool next_parameter(struct slice *rest, struct parameter *parameter)
{
	*rest = slice_from(*rest, slice_find_byte(*rest, ';') + 1);
	size_t equals = find_of(*rest, "=;");

	if (!rest->length)
		return false;
	*parameter = (struct parameter){.name = slice_trim(slice_first(*rest, equals))};
	if (equals == rest->length || rest->at[equals] == ';') {
		*rest = slice_from(*rest, equals);
		return true;
	}
	*rest = slice_trim(slice_from(*rest, equals + 1));
	parameter->quoted = rest->length && rest->at[0] == '"';
	if (parameter->quoted) {
		*rest = slice_from(*rest, 1);
		parameter->value = slice_first(*rest, quoted_length(*rest));
	} else {
		parameter->value = slice_trim(slice_first(*rest, find_of(*rest, ";\n")));
	}
	*rest = slice_from(*rest, parameter->value.length + parameter->quoted);
	return true;
}

static int hexadecimal_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	       (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

void mime_append_escaped(struct buffer *to, struct slice s, char sign)
{
	for (size_t i = 0; i < s.length; i++) {
		int high = i + 2 < s.length && s.at[i] == sign ? hexadecimal_digit(s.at[i + 1]) : -1;
		int low = high >= 0 ? hexadecimal_digit(s.at[i + 2]) : -1;

		if (low >= 0)
			i += 2;
		buffer_byte(to, low < 0 ? s.at[i] : (char)(high * 16 + low));
	}
}

static void append_unquoted(struct buffer *to, struct slice s)
{
	for (size_t i = 0; i < s.length; i++) {
		if (s.at[i] == '\\' && i + 1 < s.length)
			i++;
		buffer_byte(to, s.at[i]);
	}
}

/* name*, name*0 or name*0*: the number of the piece; SIZE_MAX: another parameter. */
static size_t piece_number(struct slice name, const char *wanted, bool *escaped)
{
	size_t length = strlen(wanted), number = 0;

	if (!mime_starts(name, wanted))
		return SIZE_MAX;
	name = slice_from(name, length);
	*escaped = slice_ends(name, SLICE("*"));
	name.length -= *escaped;
	if (!name.length)
		return 0;
	if (name.at[0] != '*' || name.length < 2 || name.length > 4)
		return SIZE_MAX;
	for (size_t i = 1; i < name.length; i++) {
		if (name.at[i] < '0' || name.at[i] > '9')
			return SIZE_MAX;
		number = number * 10 + (size_t)(name.at[i] - '0');
	}
	return number;
}

/* Takes charset'language' off the front. */
static struct slice take_charset(struct slice *value)
{
	size_t first = slice_find_byte(*value, '\'');
	struct slice rest = slice_from(*value, first + 1);
	size_t second = slice_find_byte(rest, '\'');

	if (first == value->length || second == rest.length)
		return (struct slice){NULL, 0};
	struct slice charset = slice_first(*value, first);

	*value = slice_from(rest, second + 1);
	return charset;
}

/* The piece of this number; false: there is none. */
static bool find_piece(struct slice value, const char *name, size_t number,
		       struct parameter *piece, bool *escaped)
{
	for (size_t count = 0; count < PIECES_MOST && next_parameter(&value, piece); count++)
		if (piece_number(piece->name, name, escaped) == number)
			return true;
	return false;
}

bool mime_parameter(struct buffer *to, struct slice value, const char *name)
{
	struct parameter piece;
	struct buffer bytes = {0};
	struct slice charset = {NULL, 0};
	bool escaped = false, any_escaped = false;
	size_t number = 0;

	while (number < PIECES_MOST && bytes.length < LONGEST_PARAMETER &&
	       find_piece(value, name, number, &piece, &escaped)) {
		if (number++ == 0 && escaped)
			charset = take_charset(&piece.value);
		any_escaped |= escaped;
		if (escaped)
			mime_append_escaped(&bytes, piece.value, '%');
		else
			append_unquoted(&bytes, piece.value);
	}
	if (any_escaped)
		mime_decode_text(to, buffer_slice(&bytes), charset);
	else
		mime_field_text(to, buffer_slice(&bytes));
	buffer_free(&bytes);
	return number > 0;
}

/* Whether the line parts: --boundary; *last: with -- behind it. */
static bool is_boundary(struct slice line, struct slice boundary, bool *last)
{
	struct slice rest = slice_from(line, 2 + boundary.length);

	if (!slice_starts(line, SLICE("--")) || !slice_starts(slice_from(line, 2), boundary))
		return false;
	rest = slice_trim(rest);
	*last = slice_is(rest, "--");
	return *last || !rest.length;
}

/* Without the line end that belongs to the boundary. */
static struct slice without_end(struct slice message)
{
	if (slice_ends(message, SLICE("\n")))
		message.length--;
	if (slice_ends(message, SLICE("\r")))
		message.length--;
	return message;
}

bool mime_next(struct slice *rest, bool *begun, struct slice boundary, struct mime_part *part)
{
	struct slice message = *rest, line;
	bool last = false;

	while (slice_line(rest, &line)) {
		if (!is_boundary(line, boundary, &last))
			continue;
		message.length = (size_t)(line.at - message.at);
		bool found = *begun;

		*begun = true;
		if (last)
			*rest = (struct slice){NULL, 0};
		if (found) {
			*part = mime_part_of(without_end(message));
			return true;
		}
		if (last)
			return false;
		message = *rest;
	}
	*rest = (struct slice){NULL, 0};
	*part = mime_part_of(message);
	return *begun && message.length > 0;
}

static void decode_quoted(struct buffer *to, struct slice s)
{
	struct slice line;

	while (slice_line(&s, &line)) {
		bool more = s.at != NULL;
		size_t length = line.length;

		while (length && byte_is_blank(line.at[length - 1]))
			length--;		/* put there on the way */
		bool soft = length && line.at[length - 1] == '=';

		mime_append_escaped(to, slice_first(line, length - soft), '=');
		if (more && !soft)
			buffer_byte(to, '\n');
	}
}

void mime_decode_base64(struct buffer *to, struct slice s)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	signed char values[256];
	unsigned bits = 0, count = 0;

	memset(values, -1, sizeof values);
	for (size_t i = 0; digits[i]; i++)
		values[(unsigned char)digits[i]] = (signed char)i;
	buffer_reserve(to, s.length / 4 * 3);
	for (size_t i = 0; i < s.length && s.at[i] != '='; i++) {
		int value = values[(unsigned char)s.at[i]];

		if (value < 0)
			continue;
		bits = (bits << 6 | (unsigned)value) & 0xffffff;
		count += 6;
		if (count >= 8) {
			count -= 8;
			buffer_byte(to, (char)(bits >> count & 0xff));
		}
	}
}

void mime_decode(struct buffer *to, const struct mime_part *part)
{
	struct slice encoding = mime_field(part->header, "content-transfer-encoding");

	if (mime_starts(encoding, "quoted-printable"))
		decode_quoted(to, part->body);
	else if (mime_starts(encoding, "base64"))
		mime_decode_base64(to, part->body);
	else
		buffer_append(to, part->body);
}

