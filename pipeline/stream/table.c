/*
 * Tables: cells out, cells in.
 *
 * Nearly every cell is a short text without anything to escape or a number,
 * so both are copied whole.  Numbers go through the shortest of 15, 16 and 17
 * digits that reads back as the same double; the digits are taken out of what
 * printf() writes, so that a locale's decimal mark never matters.
 */
#include "pipeline/stream/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	MOST_DIGITS = 17,	/* any double */
	SAFE_DIGITS = 15,	/* a decimal of so many digits survives a double */
	LEAST_POWER = -6,	/* 1e-6 to 1e15 are written without an exponent */
	MOST_POWER = 15,
};

/* d1.d2d3... times ten to the power */
struct decimal {
	char digits[MOST_DIGITS + 1];
	int count;
	int power;
};

static bool needs_escape(char byte)
{
	unsigned char c = (unsigned char)byte;

	return c < 0x20 || c == '\\' || c == 0x7f;
}

static void append_escape(struct buffer *to, char byte)
{
	buffer_byte(to, '\\');
	switch (byte) {
	case '\\':
		buffer_byte(to, '\\');
		break;
	case '\t':
		buffer_byte(to, 't');
		break;
	case '\n':
		buffer_byte(to, 'n');
		break;
	case '\r':
		buffer_byte(to, 'r');
		break;
	default:
		buffer_printf(to, "x%02x", (unsigned)(unsigned char)byte);
	}
}

static void start_cell(struct output *output)
{
	if (!output->at_row_start)
		buffer_byte(&output->bytes, '\t');
	output->at_row_start = false;
}

/* Copies while it looks, as cells are short; the first escape ends that. */
void table_text(struct output *output, struct slice text)
{
	start_cell(output);
	buffer_reserve(&output->bytes, text.length);
	char *to = output->bytes.at + output->bytes.length;
	size_t plain = 0;

	while (plain < text.length && !needs_escape(text.at[plain])) {
		to[plain] = text.at[plain];
		plain++;
	}
	output->bytes.length += plain;
	for (size_t i = plain; i < text.length; i++) {
		if (needs_escape(text.at[i]))
			append_escape(&output->bytes, text.at[i]);
		else
			buffer_byte(&output->bytes, text.at[i]);
	}
}

void table_integer(struct output *output, uint64_t value)
{
	char digits[20];
	size_t first = sizeof digits;

	do {
		digits[--first] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	start_cell(output);
	buffer_append(&output->bytes, (struct slice){digits + first, sizeof digits - first});
}

/* The `precision` digits nearest to a value above 0. */
static struct decimal nearest_decimal(double value, int precision)
{
	struct decimal decimal = {.count = 0};
	char text[MOST_DIGITS + 24];
	const char *at = text;

	if (snprintf(text, sizeof text, "%.*e", precision - 1, value) < 0)
		return (struct decimal){.digits = "0", .count = 1};
	for (; *at && *at != 'e'; at++) {
		if (*at >= '0' && *at <= '9' && decimal.count < precision)
			decimal.digits[decimal.count++] = *at;
	}
	decimal.power = *at ? atoi(at + 1) : 0;
	return decimal;
}

static bool reads_back(const struct decimal *decimal, double value)
{
	char text[MOST_DIGITS + 24];
	int written = snprintf(text, sizeof text, "%.*se%d", decimal->count, decimal->digits,
			       decimal->power - decimal->count + 1);

	return written > 0 && strtod(text, NULL) == value;
}

/*
 * One up in the last digit; false if it would carry.  At a power of two the
 * doubles above lie twice as far apart as those below, so the nearest decimal
 * may fail where the next one does not.
 */
static bool step_up(struct decimal *decimal)
{
	char *last = &decimal->digits[decimal->count - 1];

	if (*last == '9')
		return false;
	*last = (char)(*last + 1);
	return true;
}

/* The fewest digits that read back as the value, which is finite and above 0. */
static struct decimal shortest_decimal(double value)
{
	/* Near the smallest doubles there are fewer digits than SAFE_DIGITS. */
	int precision = value < 1e-300 ? 1 : SAFE_DIGITS;
	struct decimal decimal = nearest_decimal(value, precision);

	while (!reads_back(&decimal, value) &&
	       !(step_up(&decimal) && reads_back(&decimal, value)) && precision < MOST_DIGITS)
		decimal = nearest_decimal(value, ++precision);
	while (decimal.count > 1 && decimal.digits[decimal.count - 1] == '0')
		decimal.count--;
	return decimal;
}

static size_t put_zeros(char *to, int count)
{
	for (int i = 0; i < count; i++)
		to[i] = '0';
	return count > 0 ? (size_t)count : 0;
}

static size_t put_digits(char *to, const struct decimal *decimal, int first, int last)
{
	if (last > decimal->count)
		last = decimal->count;
	if (first >= last)
		return 0;
	memcpy(to, decimal->digits + first, (size_t)(last - first));
	return (size_t)(last - first);
}

/* "0.00012", "12.5", "1200" */
static size_t put_positional(char *to, const struct decimal *decimal)
{
	int whole = decimal->power + 1;		/* digits before the mark */
	size_t length = 0;

	if (whole <= 0)
		to[length++] = '0';
	length += put_digits(to + length, decimal, 0, whole);
	length += put_zeros(to + length, whole - decimal->count);
	if (whole >= decimal->count)
		return length;
	to[length++] = '.';
	length += put_zeros(to + length, -whole);
	return length + put_digits(to + length, decimal, whole > 0 ? whole : 0, decimal->count);
}

/* "1.25e-7" */
static size_t put_scientific(char *to, const struct decimal *decimal)
{
	size_t length = put_digits(to, decimal, 0, 1);
	int written;

	if (decimal->count > 1) {
		to[length++] = '.';
		length += put_digits(to + length, decimal, 1, decimal->count);
	}
	written = snprintf(to + length, 6, "e%d", decimal->power);
	return length + (written > 0 ? (size_t)written : 0);
}

size_t table_format_number(char *to, double value)
{
	size_t sign = value < 0;

	if (!isfinite(value))
		return 0;
	if (value == 0) {
		to[0] = '0';
		return 1;
	}
	if (sign)
		to[0] = '-';
	struct decimal decimal = shortest_decimal(fabs(value));

	if (decimal.power >= LEAST_POWER && decimal.power <= MOST_POWER)
		return sign + put_positional(to + sign, &decimal);
	return sign + put_scientific(to + sign, &decimal);
}

void table_number(struct output *output, double value)
{
	char text[32];
	size_t length = table_format_number(text, value);

	start_cell(output);
	buffer_append(&output->bytes, (struct slice){text, length});
}

void table_row_end(struct output *output)
{
	enum { ENOUGH = 1 << 20 };

	buffer_byte(&output->bytes, '\n');
	output->at_row_start = true;
	if (output->flush && output->bytes.length >= ENOUGH)
		output->flush(output);
}

/* One `_` for each character that is none of ours, however many bytes it has. */
struct slice table_column_name(struct arena *arena, struct slice heading)
{
	char *name = arena_new(arena, heading.length + 2, 1);
	size_t length = 0;

	for (size_t i = 0; i < heading.length; i++) {
		char c = heading.at[i];

		if (((unsigned char)c & 0xc0) == 0x80)
			continue;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		bool digit = c >= '0' && c <= '9';

		if (digit && length == 0)
			name[length++] = '_';
		name[length++] = (c >= 'a' && c <= 'z') || digit ? c : '_';
	}
	if (length == 0)
		name[length++] = '_';
	name[length] = '\0';
	return (struct slice){name, length};
}

static bool is_among(struct slice name, const struct slice *taken, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(name, taken[i]))
			return true;
	}
	return false;
}

struct slice table_new_column(struct arena *arena, struct slice heading,
			      const struct slice *taken, size_t count)
{
	struct slice name = table_column_name(arena, heading);

	while (is_among(name, taken, count))
		name = arena_printf(arena, "%.*s_", SLICE_ARGUMENTS(name));
	return name;
}

static int hexadecimal(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* What stands behind a backslash; *taken bytes of it.  -1: no escape of ours. */
static int escaped_byte(struct slice rest, size_t *taken)
{
	*taken = 1;
	switch (rest.length ? rest.at[0] : '\0') {
	case '\\':
		return '\\';
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 'x':
		break;
	default:
		return -1;
	}
	int high = rest.length > 2 ? hexadecimal(rest.at[1]) : -1;
	int low = rest.length > 2 ? hexadecimal(rest.at[2]) : -1;

	*taken = 3;
	return high < 0 || low < 0 || high > 7 ? -1 : high * 16 + low;
}

/* Unescapes into the arena; false: a bad escape. */
static bool unescape(struct arena *arena, struct slice *cell)
{
	char *plain = arena_new(arena, cell->length, 1);
	size_t length = 0, taken;

	for (size_t i = 0; i < cell->length; i++) {
		plain[length++] = cell->at[i];
		if (cell->at[i] != '\\')
			continue;
		int byte = escaped_byte(slice_from(*cell, i + 1), &taken);

		if (byte < 0)
			return false;
		plain[length - 1] = (char)byte;
		i += taken;
	}
	*cell = (struct slice){plain, length};
	return true;
}

size_t table_cells(struct arena *arena, struct slice line, struct slice **cells)
{
	size_t count = 1, i = 0;

	for (size_t at = 0; at < line.length; at++)
		count += line.at[at] == '\t';
	struct slice *all = arena_new(arena, count, sizeof *all);
	struct slice rest = line.at ? line : SLICE("");

	while (i < count && slice_cut(&rest, '\t', &all[i])) {
		if (slice_find_byte(all[i], '\\') < all[i].length && !unescape(arena, &all[i]))
			return SIZE_MAX;
		i++;
	}
	*cells = all;
	return count;
}
