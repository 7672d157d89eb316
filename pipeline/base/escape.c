/* Escapes: stretches that need none are copied whole, which is nearly all. */
#include "pipeline/base/escape.h"

static bool is_plain(unsigned char byte, bool quote)
{
	return byte >= 0x20 && byte != 0x7f && byte != '&' && byte != '<' && byte != '>' &&
	       !(quote && byte == '"');
}

static void append_escape(struct buffer *to, unsigned char byte)
{
	switch (byte) {
	case '&':
		buffer_append(to, SLICE("&amp;"));
		break;
	case '<':
		buffer_append(to, SLICE("&lt;"));
		break;
	case '>':
		buffer_append(to, SLICE("&gt;"));
		break;
	case '"':
		buffer_append(to, SLICE("&quot;"));
		break;
	default:
		buffer_printf(to, "&#%u;", byte);
	}
}

void escape_append(struct buffer *to, struct slice text, bool quote)
{
	size_t start = 0;

	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.at[i];

		if (is_plain(byte, quote))
			continue;
		buffer_append(to, (struct slice){text.at + start, i - start});
		append_escape(to, byte);
		start = i + 1;
	}
	buffer_append(to, slice_from(text, start));
}
