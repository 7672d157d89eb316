/* Look kinds: the table of them; escaping. */
#include "stages/read/look_kinds.h"

const struct look_kind_about *look_about(enum look_kind kind)
{
	static const struct look_kind_about about[] = {
#define X(constant, class, name, colour) [LOOK_##constant] = {class, name, colour},
		LOOK_KINDS(X)
#undef X
	};

	return &about[kind];
}

bool look_is_numbered(uint32_t name)
{
	return name == NAME_TABLE || (name_is_block(name) && name != NAME_CELL);
}

enum look_kind look_kind_of(uint32_t name)
{
	switch (name) {
	case NAME_HEAD:
		return LOOK_HEAD;
	case NAME_P:
		return LOOK_P;
	case NAME_ITEM:
		return LOOK_ITEM;
	case NAME_QUOTE:
		return LOOK_QUOTE;
	case NAME_NOTE:
		return LOOK_NOTE;
	case NAME_CAPTION:
		return LOOK_CAPTION;
	case NAME_TABLE:
		return LOOK_TABLE;
	case NAME_CELL:
		return LOOK_CELL;
	case NAME_FW:
		return LOOK_FW;
	default:
		return LOOK_OTHER;
	}
}

static const char *entity_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return (unsigned char)c < 0x20 || c == 0x7f ? " " : NULL;
	}
}

void append_html(struct buffer *to, struct slice text)
{
	size_t start = 0;

	for (size_t i = 0; i < text.length; i++) {
		const char *entity = entity_of(text.at[i]);

		if (!entity)
			continue;
		buffer_append(to, (struct slice){text.at + start, i - start});
		buffer_append(to, slice_of(entity));
		start = i + 1;
	}
	buffer_append(to, slice_from(text, start));
}

void append_base64(struct buffer *to, struct slice bytes)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	buffer_reserve(to, bytes.length / 3 * 4 + 4);
	for (size_t i = 0; i < bytes.length; i += 3) {
		uint32_t three = 0;
		size_t left = bytes.length - i;

		for (size_t k = 0; k < 3; k++)
			three = three << 8 | (k < left ? (unsigned char)bytes.at[i + k] : 0);
		buffer_byte(to, digits[three >> 18]);
		buffer_byte(to, digits[three >> 12 & 63]);
		buffer_byte(to, left > 1 ? digits[three >> 6 & 63] : '=');
		buffer_byte(to, left > 2 ? digits[three & 63] : '=');
	}
}
