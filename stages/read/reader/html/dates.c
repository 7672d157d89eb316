/*
 * Dates: as pages write them, in ISO 8601.
 *
 * A date is taken as it is printed, never moved to another time zone.  Of
 * 03/04/2024 the first number is the day, as everywhere but in the United
 * States, unless the page is American or the number too large.
 */
#include "stages/read/reader/html/dates.h"

#include <ctype.h>
#include <stdio.h>
#include <strings.h>

struct date {
	unsigned year, month, day;	/* month and day: 0 if unknown */
};

static bool is_date(struct date d)
{
	return d.year >= 1600 && d.year <= 2200 && d.month <= 12 && d.day <= 31;
}

/* The number of at most `most` digits at the place, which moves behind it. */
static bool number(struct slice text, size_t *place, size_t most, unsigned *value)
{
	size_t start = *place;

	*value = 0;
	while (*place < text.length && isdigit((unsigned char)text.at[*place])) {
		if (*place - start == most)
			return false;
		*value = *value * 10 + (unsigned)(text.at[*place] - '0');
		++*place;
	}
	return *place > start;
}

static bool mark(struct slice text, size_t *place, const char *any)
{
	if (*place >= text.length || !strchr(any, text.at[*place]) || !text.at[*place])
		return false;
	++*place;
	return true;
}

/* 2024-11-05, 2024/11/05, 2024-11, 20241105 */
static bool year_first(struct slice text, struct date *date)
{
	size_t place = 0, start;
	struct date d = {0};

	if (text.length >= 8 && number(slice_first(text, 8), &place, 8, &d.year) && place == 8) {
		*date = (struct date){d.year / 10000, d.year / 100 % 100, d.year % 100};
		return is_date(*date) && date->month && date->day;
	}
	place = 0;
	if (!number(text, &place, 4, &d.year) || place != 4 || !mark(text, &place, "-/.") ||
	    !number(text, &place, 2, &d.month) || !d.month)
		return false;
	start = place;
	if (!mark(text, &place, "-/.") || !number(text, &place, 2, &d.day))
		place = start, d.day = 0;
	*date = d;
	return is_date(d);
}

/* 03/04/2024, 3.4.2024 */
static bool year_last(struct slice text, bool american, struct date *date)
{
	size_t place = 0;
	unsigned first, second;
	struct date d = {0};

	if (!number(text, &place, 2, &first) || !mark(text, &place, "/.-") ||
	    !number(text, &place, 2, &second) || !mark(text, &place, "/.-") ||
	    !number(text, &place, 4, &d.year))
		return false;
	bool month_first = (american && first <= 12) || second > 12;

	d.month = month_first ? first : second;
	d.day = month_first ? second : first;
	*date = d;
	return is_date(d) && d.month && d.day;
}

/* English, French, German, Spanish, Italian, Portuguese, Dutch: by their first letters. */
static unsigned month_of(struct slice word)
{
	static const char *const months[12] = {
		"jan jän gen ene", "feb fév fev", "mar mär maa", "apr avr abr", "may mai mei mag",
		"jun juin giu", "jul juil lug", "aug août ago", "sep set", "oct okt ott out",
		"nov", "dec déc dez dic",
	};

	if (slice_starts(word, SLICE("juil")))
		return 7;
	for (unsigned month = 0; month < 12; month++) {
		struct slice rest = slice_of(months[month]), start;

		while (slice_cut(&rest, ' ', &start))
			if (word.length >= start.length &&
			    strncasecmp(word.at, start.at, start.length) == 0)
				return month + 1;
	}
	return 0;
}

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Reads words and numbers around a month's name: 2nd September, 2019; Sept 2, 2019. */
static bool in_words(struct slice text, struct date *date)
{
	struct date d = {0};
	unsigned before = 0;	/* a number of one or two digits, not long before */

	for (size_t i = 0; i < text.length;) {
		unsigned value;
		size_t start = i;

		if (number(text, &i, 4, &value)) {
			if (d.month && i - start == 4) {
				d.year = value;
				if (!d.day)
					d.day = before;
				*date = d;
				return is_date(d);
			}
			if (i - start <= 2 && d.month && !d.day && !before)
				d.day = value;
			before = i - start <= 2 && !d.month ? value : before;
		} else if (is_letter(text.at[i])) {
			while (i < text.length && is_letter(text.at[i]))
				i++;
			struct slice word = {text.at + start, i - start};

			if (word.length >= 3 && !d.month)
				d.month = month_of(word);
		} else {
			i++;
		}
	}
	return false;
}

bool date_read(struct slice text, bool american, char iso[DATE_SIZE])
{
	struct date d;

	text = slice_trim(text);
	if (!year_first(text, &d) && !year_last(text, american, &d) && !in_words(text, &d)) {
		size_t digit = 0;

		while (digit < text.length && !isdigit((unsigned char)text.at[digit]))
			digit++;
		text = slice_from(text, digit);
		if (!text.length || (!year_first(text, &d) && !year_last(text, american, &d)))
			return false;
	}
	if (d.month && d.day)
		snprintf(iso, DATE_SIZE, "%04u-%02u-%02u", d.year % 10000, d.month % 100,
			 d.day % 100);
	else if (d.month)
		snprintf(iso, DATE_SIZE, "%04u-%02u", d.year % 10000, d.month % 100);
	else
		snprintf(iso, DATE_SIZE, "%04u", d.year % 10000);
	return true;
}
