/* Diagnostics: lines for standard error, made harmless and kept in order. */
#include "pipeline/base/diagnostics.h"

#include <stdarg.h>
#include <stdio.h>

/*
 * How many bytes at `at` must not reach a terminal: C0, DEL, C1 and bidi
 * controls; 0 for everything else.
 */
static size_t count_harmful(const unsigned char *at, size_t left)
{
	if (at[0] < 0x20 || at[0] == 0x7f)
		return 1;
	if (at[0] == 0xc2 && left > 1 && at[1] < 0xa0)
		return 2;
	if (at[0] != 0xe2 || left < 3)
		return 0;
	bool marks = at[1] == 0x80 && ((at[2] >= 0xaa && at[2] <= 0xae) || at[2] == 0x8e ||
				       at[2] == 0x8f);
	bool isolates = at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9;

	return marks || isolates ? 3 : 0;
}

static void append_harmless(struct buffer *to, const char *text, size_t length)
{
	const unsigned char *at = (const unsigned char *)text;

	for (size_t i = 0; i < length;) {
		size_t harmful = count_harmful(at + i, length - i);

		if (!harmful)
			buffer_byte(to, (char)at[i++]);
		for (; harmful > 0; harmful--)
			buffer_printf(to, "\\x%02x", at[i++]);
	}
}

__attribute__((format(printf, 2, 0)))
static void add_line(struct diagnostics *d, const char *format, va_list arguments)
{
	char text[4096];
	int length = vsnprintf(text, sizeof text, format, arguments);

	if (length < 0)
		return;
	buffer_printf(&d->lines, d->stage ? "concordat %s: " : "concordat: ",
		      d->stage ? d->stage : "");
	append_harmless(&d->lines, text,
			(size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
	buffer_byte(&d->lines, '\n');
}

void diagnose_note(struct diagnostics *d, const char *format, ...)
{
	va_list arguments;

	if (!d->verbose)
		return;
	va_start(arguments, format);
	add_line(d, format, arguments);
	va_end(arguments);
}

void diagnose_warning(struct diagnostics *d, const char *format, ...)
{
	va_list arguments;

	if (d->quiet)
		return;
	va_start(arguments, format);
	add_line(d, format, arguments);
	va_end(arguments);
}

void diagnose_failure(struct diagnostics *d, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_line(d, format, arguments);
	va_end(arguments);
	d->failed = true;
}

enum outcome diagnose_error(struct diagnostics *d, enum outcome outcome, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_line(d, format, arguments);
	va_end(arguments);
	return outcome;
}

void diagnostics_free(struct diagnostics *d)
{
	buffer_free(&d->lines);
}
