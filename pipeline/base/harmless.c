/* Harmless text: by code point, well-formed stretch by well-formed stretch. */
#include "pipeline/base/harmless.h"

#include "pipeline/base/utf8.h"

static bool steers(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x61c ||
	       point == 0x200e || point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069);
}

static bool is_kept(struct slice text, size_t place, const char *kept)
{
	char c = text.at[place];

	if (c == '\r' && place + 1 < text.length && text.at[place + 1] == '\n')
		c = '\n';
	return c && strchr(kept, c);
}

static void append_valid(struct buffer *to, struct slice text, const char *kept)
{
	for (size_t i = 0; i < text.length;) {
		size_t place = i;
		uint32_t point = utf8_next(text, &i);

		if (!steers(point) || is_kept(text, place, kept))
			buffer_append(to, (struct slice){text.at + place, i - place});
		else if (point < 0x100)
			buffer_printf(to, "\\x%02x", (unsigned)point);
		else
			buffer_printf(to, "\\u%04x", (unsigned)point);
	}
}

void harmless_append(struct buffer *to, struct slice text, const char *kept)
{
	while (text.length) {
		size_t valid = utf8_valid_prefix(text);

		append_valid(to, slice_first(text, valid), kept);
		text = slice_from(text, valid);
		if (!text.length)
			return;
		buffer_printf(to, "\\x%02x", (unsigned)(unsigned char)text.at[0]);
		text = slice_from(text, 1);
	}
}
