/* Diagnostics: lines for standard error, made harmless and kept in order. */
#include "pipeline/base/diagnostics.h"

#include "pipeline/base/harmless.h"

#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 2, 0)))
static void add_line(struct diagnostics *d, const char *format, va_list arguments)
{
	char text[4096];
	int length = vsnprintf(text, sizeof text, format, arguments);

	if (length < 0)
		return;
	buffer_printf(&d->lines, d->stage ? "concordat %s: " : "concordat: ",
		      d->stage ? d->stage : "");
	size_t fits = (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;

	harmless_append(&d->lines, (struct slice){text, fits}, "");
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
