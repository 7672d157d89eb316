/*
 * Clean text: what every parser of the reader appends to the stream goes
 * through here, so that no document can put anything else into it.
 */
#include "pipeline/base/utf8.h"
#include "pipeline/stream/write.h"
#include "stages/read/reader/reader.h"

#include <stdarg.h>
#include <stdio.h>

enum { LONGEST_LINE = 1 << 20 };

static bool is_dropped(uint32_t point)
{
	return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) ||
	       point == 0xfeff;
}

/* White space that is kept as it is (U+00A0 and the like) is not among these. */
static bool is_space(uint32_t point)
{
	return point <= 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0x2028 ||
	       point == 0x2029;
}

static void append_space(struct buffer *to)
{
	if (to->length && to->at[to->length - 1] != ' ')
		buffer_byte(to, ' ');
}

static void append_valid(struct buffer *to, struct slice s)
{
	size_t i = 0;

	buffer_reserve(to, s.length);
	while (i < s.length) {
		size_t start = i;

		while (i < s.length && s.at[i] > 0x20 && s.at[i] < 0x7f)
			i++;
		buffer_append(to, (struct slice){s.at + start, i - start});
		if (i == s.length)
			return;
		start = i;
		uint32_t point = utf8_next(s, &i);

		if (is_space(point))
			append_space(to);
		else if (!is_dropped(point))
			buffer_append(to, (struct slice){s.at + start, i - start});
	}
}

void append_clean_text(struct buffer *to, struct slice s)
{
	if (utf8_is_valid(s)) {
		append_valid(to, s);
		return;
	}
	struct buffer repaired = {0};

	utf8_append_repaired(&repaired, s);
	append_valid(to, buffer_slice(&repaired));
	buffer_free(&repaired);
}

void trim_end(struct buffer *text)
{
	while (text->length && text->at[text->length - 1] == ' ')
		text->length--;
}

void write_clean_attribute(struct buffer *to, struct slice name, struct slice value)
{
	struct buffer clean = {0};

	append_clean_text(&clean, value);
	trim_end(&clean);
	if (clean.length)
		write_attribute(to, name, buffer_slice(&clean));
	buffer_free(&clean);
}

/* The end of a line of at most LONGEST_LINE bytes: behind the last space in it,
 * or at a character's end where there is none. */
static size_t line_end(struct slice text)
{
	size_t end = LONGEST_LINE;

	while (end > LONGEST_LINE / 2 && text.at[end - 1] != ' ')
		end--;
	if (text.at[end - 1] == ' ')
		return end;
	end = LONGEST_LINE;
	while (((unsigned char)text.at[end] & 0xc0) == 0x80)
		end--;
	return end;
}

void write_running_text(struct buffer *to, struct slice text)
{
	text = slice_trim(text);
	while (text.length > LONGEST_LINE) {
		size_t end = line_end(text);
		bool at_space = text.at[end - 1] == ' ';

		write_content(to, slice_trim(slice_first(text, end)));
		if (!at_space)
			write_glue(to);
		text = slice_from(text, end);
	}
	if (text.length)
		write_content(to, text);
}

static bool has_attribute(const struct buffer *attributes, struct slice name)
{
	struct buffer key = {0};

	buffer_printf(&key, " %.*s=\"", SLICE_ARGUMENTS(name));
	bool found = attributes->length &&
		     memmem(attributes->at, attributes->length, key.at, key.length);

	buffer_free(&key);
	return found;
}

void reading_attribute(struct reading *reading, struct slice name, struct slice value)
{
	struct buffer clean = {0};

	append_clean_text(&clean, value);
	trim_end(&clean);
	if (clean.length && !has_attribute(&reading->attributes, name))
		write_attribute(&reading->attributes, name, buffer_slice(&clean));
	buffer_free(&clean);
}

void reading_fail(struct reading *reading, enum reading_status status, const char *reason, ...)
{
	char text[READER_REASON_SIZE];
	va_list arguments;

	va_start(arguments, reason);
	int length = vsnprintf(text, sizeof text, reason, arguments);
	va_end(arguments);
	reading->status = status;
	buffer_reset(&reading->reason);
	if (length > 0)
		append_clean_text(&reading->reason, slice_of(text));
	trim_end(&reading->reason);
}
