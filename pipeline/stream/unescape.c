/* Unescaping: &amp; and its like, and nothing else. */
#include "pipeline/stream/unescape.h"

#include "pipeline/base/utf8.h"

bool is_plain(struct slice s)
{
	unsigned odd = 0;

	/* No early way out: the compiler turns this into wide compares. */
	for (size_t i = 0; i < s.length; i++) {
		unsigned char c = (unsigned char)s.at[i];

		odd |= (unsigned)(c < 0x20) | (unsigned)(c > 0x7e) | (unsigned)(c == '<') |
		       (unsigned)(c == '>') | (unsigned)(c == '&');
	}
	return !odd;
}

static const struct {
	struct slice name;
	char byte;
} named[] = {
    {{"amp", 3}, '&'}, {{"lt", 2}, '<'}, {{"gt", 2}, '>'}, {{"quot", 4}, '"'}, {{"apos", 4}, '\''},
};

/* "#38" or "#x26" as a scalar value. */
static bool number_of(struct slice name, uint32_t *point)
{
	bool hex = name.length > 1 && name.at[1] == 'x';
	struct slice digits = slice_from(name, hex ? 2 : 1);
	uint32_t sum = 0;

	if (digits.length == 0 || digits.length > 8)
		return false;
	for (size_t i = 0; i < digits.length; i++) {
		char c = digits.at[i];
		uint32_t digit;

		if (c >= '0' && c <= '9')
			digit = (uint32_t)(c - '0');
		else if (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			digit = (uint32_t)((c | 0x20) - 'a') + 10;
		else
			return false;
		sum = sum * (hex ? 16 : 10) + digit;
	}
	*point = sum;
	return sum <= 0x10ffff && !(sum >= 0xd800 && sum <= 0xdfff);
}

static bool append_escape(struct buffer *to, struct slice name)
{
	uint32_t point;

	for (size_t i = 0; i < COUNT_OF(named); i++) {
		if (slice_equal(name, named[i].name)) {
			buffer_byte(to, named[i].byte);
			return true;
		}
	}
	if (name.length == 0 || name.at[0] != '#' || !number_of(name, &point))
		return false;
	utf8_append(to, point);
	return true;
}

static const char *check_raw(struct slice s)
{
	for (size_t i = 0; i < s.length; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '\r')
			return "a raw carriage return (lines must end in LF alone)";
		if (c < 0x20 || c == 0x7f)
			return "a raw control character";
		if (c == '<' || c == '>')
			return "a raw < or >";
	}
	return utf8_is_valid(s) ? NULL : "ill-formed UTF-8";
}

const char *unescape(struct buffer *to, struct slice s)
{
	const char *problem = check_raw(s);

	if (problem)
		return problem;
	for (;;) {
		size_t ampersand = slice_find_byte(s, '&');

		buffer_append(to, slice_first(s, ampersand));
		if (ampersand == s.length)
			return NULL;
		s = slice_from(s, ampersand + 1);
		size_t end = slice_find_byte(slice_first(s, 12), ';');

		if (end == s.length || end == 12 || !append_escape(to, slice_first(s, end)))
			return "a bare & or an unknown escape (write &amp;)";
		s = slice_from(s, end + 1);
	}
}
