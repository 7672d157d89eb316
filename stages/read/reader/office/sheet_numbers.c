/* Sheet numbers: formats and the calendar. */
#include "stages/read/reader/office/sheet_numbers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	DAYS_OF_1904 = 1462,		/* from the one calendar to the other */
	LAST_DAY = 2958466,		/* behind 31 December 9999 */
	MINUTES = 24 * 60,
};

enum number_form number_form_of_id(long id)
{
	if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
	    (id >= 50 && id <= 58))
		return NUMBER_DATE;
	return id == 9 || id == 10 ? NUMBER_PERCENT : NUMBER_PLAIN;
}

/* The place behind what is quoted, escaped or in brackets at i; else i. */
static size_t skip_literal(struct slice code, size_t i)
{
	struct slice rest = slice_from(code, i + 1);

	if (code.at[i] == '\\' || code.at[i] == '_' || code.at[i] == '*')
		return i + 2;
	if (code.at[i] == '"')
		return i + 2 + slice_find_byte(rest, '"');
	return code.at[i] == '[' ? i + 2 + slice_find_byte(rest, ']') : i;
}

enum number_form number_form_of_code(struct slice code)
{
	if (slice_is(code, "General"))
		return NUMBER_PLAIN;
	for (size_t i = 0; i < code.length;) {
		size_t next = skip_literal(code, i);

		if (next > i) {
			i = next;
			continue;
		}
		if (strchr("dmyhsDMYHS", code.at[i]) && code.at[i])
			return NUMBER_DATE;
		if (code.at[i] == '%')
			return NUMBER_PERCENT;
		if (code.at[i] == ';')
			break;
		i++;
	}
	return NUMBER_PLAIN;
}

/* Days since 1970-01-01 as a date (H. Hinnant, chrono-Compatible Low-Level Date Algorithms). */
static void write_day(long days, char *text, size_t size)
{
	long shifted = days + 719468, era = shifted / 146097, of_era = shifted % 146097;
	long year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	long of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	long month = (5 * of_year + 2) / 153;
	long day = of_year - (153 * month + 2) / 5 + 1;

	month = month < 10 ? month + 3 : month - 9;
	snprintf(text, size, "%04ld-%02ld-%02ld", year_of_era + era * 400 + (month <= 2), month, day);
}

static void write_date(double number, bool from_1904, char text[NUMBER_SIZE])
{
	long minutes = lround((number - floor(number)) * MINUTES), days = (long)floor(number);
	size_t length = 0;

	days += minutes == MINUTES;
	minutes %= MINUTES;
	if (days > 0 || from_1904) {
		days += from_1904 ? DAYS_OF_1904 : 0;
		write_day(days - (days < 60 ? 25568 : 25569), text, NUMBER_SIZE);
		length = strlen(text);
		if (!minutes)
			return;
		text[length++] = ' ';
	}
	snprintf(text + length, NUMBER_SIZE - length, "%02ld:%02ld", minutes / 60, minutes % 60);
}

void number_write(struct slice number, enum number_form form, bool from_1904,
		  char text[NUMBER_SIZE])
{
	char *end;

	snprintf(text, NUMBER_SIZE, "%.*s", SLICE_ARGUMENTS(number));
	double value = strtod(text, &end);

	if (!number.length || *end || !isfinite(value))
		return;
	if (form == NUMBER_DATE && value >= 0 && value < LAST_DAY - DAYS_OF_1904)
		write_date(value, from_1904, text);
	else if (form == NUMBER_PERCENT)
		snprintf(text, NUMBER_SIZE, "%.10g%%", value * 100);
	else if (slice_find_byte(number, '.') < number.length)
		snprintf(text, NUMBER_SIZE, "%.15g", value);
}
