/* Numbering: counters and patterns. */
#include "stages/read/reader/office/numbering.h"

enum { LONGEST_ROMAN = 3999, LETTERS = 26, MOST_LETTERS = 9 };

void list_set_pattern(struct list_level *level, struct slice pattern)
{
	pattern = slice_first(pattern, LONGEST_PATTERN - 1);
	if (pattern.length)
		memcpy(level->pattern, pattern.at, pattern.length);
	level->pattern[pattern.length] = '\0';
}

static void append_roman(struct buffer *to, uint32_t number, bool upper)
{
	static const struct { uint32_t value; const char *lower, *upper; } parts[] = {
		{1000, "m", "M"}, {900, "cm", "CM"}, {500, "d", "D"}, {400, "cd", "CD"},
		{100, "c", "C"}, {90, "xc", "XC"}, {50, "l", "L"}, {40, "xl", "XL"},
		{10, "x", "X"}, {9, "ix", "IX"}, {5, "v", "V"}, {4, "iv", "IV"}, {1, "i", "I"},
	};

	if (number > LONGEST_ROMAN) {
		buffer_printf(to, "%u", number);
		return;
	}
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		for (; number >= parts[i].value; number -= parts[i].value)
			buffer_append(to, slice_of(upper ? parts[i].upper : parts[i].lower));
}

/* a … z, aa, bb … */
static void append_letters(struct buffer *to, uint32_t number, char first)
{
	uint32_t times = (number - 1) / LETTERS + 1;

	for (uint32_t i = 0; i < times && i < MOST_LETTERS; i++)
		buffer_byte(to, (char)(first + (int)((number - 1) % LETTERS)));
}

static void append_number(struct buffer *to, enum list_format format, uint32_t number)
{
	switch (format) {
	case LIST_NONE:
	case LIST_BULLET:
		break;
	case LIST_DECIMAL:
		buffer_printf(to, "%u", number);
		break;
	case LIST_TWO_DIGITS:
		buffer_printf(to, "%02u", number);
		break;
	case LIST_LOWER_LETTER:
	case LIST_UPPER_LETTER:
		if (number)
			append_letters(to, number, format == LIST_LOWER_LETTER ? 'a' : 'A');
		break;
	case LIST_LOWER_ROMAN:
	case LIST_UPPER_ROMAN:
		append_roman(to, number, format == LIST_UPPER_ROMAN);
		break;
	}
}

static uint32_t count_at(const struct list *list, unsigned level)
{
	return list->counts[level] ? list->counts[level] - 1 : list->levels[level].start;
}

static void append_label(const struct list *list, unsigned level, struct buffer *label)
{
	const char *at = list->levels[level].pattern;

	for (; *at; at++) {
		unsigned named = at[0] == '%' && at[1] >= '1' && at[1] <= '9'
				 ? (unsigned)(at[1] - '0') : 0;

		if (!named) {
			buffer_byte(label, *at);
			continue;
		}
		append_number(label, list->levels[named - 1].format, count_at(list, named - 1));
		at++;
	}
}

void list_restart(struct list *list, unsigned level)
{
	for (unsigned i = level; i < LIST_LEVELS; i++)
		list->counts[i] = 0;
}

/* counts[] is one more than the number, so that numbers may start at 0. */
void list_count(struct list *list, unsigned level, struct buffer *label)
{
	if (level >= LIST_LEVELS)
		level = LIST_LEVELS - 1;
	uint32_t *count = &list->counts[level];

	*count = *count ? *count + (*count < UINT32_MAX) : list->levels[level].start + 1;
	list_restart(list, level + 1);
	if (list->levels[level].format == LIST_BULLET)
		buffer_append(label, SLICE("\u2022"));
	else
		append_label(list, level, label);
}

bool list_is_outline(const struct list *list, unsigned level)
{
	unsigned named = 0;

	if (level >= LIST_LEVELS || list->levels[level].format == LIST_BULLET)
		return false;
	for (const char *at = list->levels[level].pattern; *at; at++)
		named += at[0] == '%' && at[1] >= '1' && at[1] <= '9';
	return named > 1;
}
