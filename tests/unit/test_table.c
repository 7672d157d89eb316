/* Tables: escapes both ways, numbers that read back, names of columns. */
#include "pipeline/stream/table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_slice(struct slice s, const char *expected)
{
	char text[256];

	assert_true(s.length < sizeof text);
	memcpy(text, s.length ? s.at : "", s.length);
	text[s.length] = '\0';
	assert_string_equal(text, expected);
}

static void assert_number(double value, const char *expected)
{
	char text[32];

	assert_slice((struct slice){text, table_format_number(text, value)}, expected);
}

static void test_rows(void **state)
{
	struct output output = OUTPUT_EMPTY;

	(void)state;
	table_text(&output, SLICE("term"));
	table_text(&output, SLICE("count"));
	table_row_end(&output);
	table_text(&output, SLICE(""));
	table_integer(&output, 0);
	table_number(&output, 0.5);
	table_number(&output, NAN);
	table_row_end(&output);
	table_integer(&output, UINT64_MAX);
	table_row_end(&output);
	assert_slice(buffer_slice(&output.bytes),
		     "term\tcount\n\t0\t0.5\t\n18446744073709551615\n");
	buffer_free(&output.bytes);
}

static void test_escapes(void **state)
{
	struct output output = OUTPUT_EMPTY;

	(void)state;
	table_text(&output, SLICE("a\\b\tc\nd\re"));
	table_text(&output, SLICE("\0\x1b\x7f é"));
	table_row_end(&output);
	assert_slice(buffer_slice(&output.bytes),
		     "a\\\\b\\tc\\nd\\re\t\\x00\\x1b\\x7f é\n");
	buffer_free(&output.bytes);
}

static void test_every_byte_comes_back(void **state)
{
	struct output output = OUTPUT_EMPTY;
	struct arena arena = {0};
	struct slice *cells;
	char bytes[256];

	(void)state;
	for (int i = 0; i < 256; i++)
		bytes[i] = (char)i;
	table_text(&output, (struct slice){bytes, sizeof bytes});
	table_text(&output, SLICE(""));
	struct slice line = buffer_slice(&output.bytes);

	assert_int_equal(slice_find_byte(line, '\n'), line.length);
	assert_int_equal(table_cells(&arena, line, &cells), 2);
	assert_int_equal(cells[0].length, sizeof bytes);
	assert_memory_equal(cells[0].at, bytes, sizeof bytes);
	assert_int_equal(cells[1].length, 0);
	arena_free(&arena);
	buffer_free(&output.bytes);
}

static void test_cells(void **state)
{
	struct arena arena = {0};
	struct slice *cells;

	(void)state;
	assert_int_equal(table_cells(&arena, SLICE("a\t\tb\t"), &cells), 4);
	assert_slice(cells[0], "a");
	assert_slice(cells[1], "");
	assert_slice(cells[2], "b");
	assert_slice(cells[3], "");
	assert_int_equal(table_cells(&arena, (struct slice){NULL, 0}, &cells), 1);
	assert_int_equal(cells[0].length, 0);
	assert_int_equal(table_cells(&arena, SLICE("\\x1B\\x1b\\\\t"), &cells), 1);
	assert_slice(cells[0], "\x1b\x1b\\t");
	arena_free(&arena);
}

static void test_bad_escapes(void **state)
{
	static const char *const bad[] = {"\\", "a\\q", "\\x", "\\x1", "\\xg0", "\\x80", "b\t\\N"};
	struct arena arena = {0};
	struct slice *cells;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_true(table_cells(&arena, slice_of(bad[i]), &cells) == SIZE_MAX);
	arena_free(&arena);
}

static void test_numbers(void **state)
{
	(void)state;
	assert_number(0, "0");
	assert_number(-0.0, "0");
	assert_number(1, "1");
	assert_number(-2.5, "-2.5");
	assert_number(0.1, "0.1");
	assert_number(0.1 + 0.2, "0.30000000000000004");
	assert_number(100.0 / 3, "33.333333333333336");
	assert_number(1200, "1200");
	assert_number(1e-6, "0.000001");
	assert_number(1.25e-6, "0.00000125");
	assert_number(9.5e-7, "9.5e-7");
	assert_number(1e15, "1000000000000000");
	assert_number(123456789012345680.0, "1.2345678901234568e17");
	assert_number(0x1p-24, "5.960464477539063e-8");
	assert_number(0x1p-1074, "5e-324");
	assert_number(0x1p-791, "7.678447687145631e-239");
	assert_number(1.7976931348623157e308, "1.7976931348623157e308");
	assert_number(NAN, "");
	assert_number(-INFINITY, "");
}

/* xorshift: any bits will do, always the same ones. */
static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static size_t digits_in(const char *text)
{
	size_t count = 0;

	for (; *text && *text != 'e'; text++)
		count += (*text >= '1' && *text <= '9') || (*text == '0' && count);
	return count;
}

/* Reads back, and no shorter decimal that printf() finds does. */
static void check_number(double value)
{
	char text[33] = {0}, shorter[64];

	text[table_format_number(text, value)] = '\0';
	assert_true(strtod(text, NULL) == value);
	if (fabs(value) >= 1e-6 && fabs(value) < 1e15)
		assert_null(strchr(text, 'e'));
	size_t digits = digits_in(text);

	if (digits > 1 && digits <= 17) {
		snprintf(shorter, sizeof shorter, "%.*e", (int)digits - 2, value);
		if (!strchr(text, '.') && !strchr(text, 'e'))
			return;		/* zeros that end an integer are no digits of it */
		assert_true(strtod(shorter, NULL) != value);
	}
}

static void test_numbers_read_back(void **state)
{
	uint64_t seed = 88172645463325252u;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		uint64_t bits = next_random(&seed);
		double value;

		memcpy(&value, &bits, sizeof value);
		if (isfinite(value) && value != 0)
			check_number(value);
		check_number((double)(bits % 100000 + 1) * 1e6 / (double)(bits >> 40 | 1));
	}
	for (int power = -1074; power <= 1023; power++)
		check_number(ldexp(1, power));
}

static void test_column_names(void **state)
{
	struct arena arena = {0};
	struct slice taken[] = {SLICE("term"), SLICE("term_")};

	(void)state;
	assert_slice(table_column_name(&arena, SLICE("Local Authority")), "local_authority");
	assert_slice(table_column_name(&arena, SLICE("2nd")), "_2nd");
	assert_slice(table_column_name(&arena, SLICE("pages-without-text")), "pages_without_text");
	assert_slice(table_column_name(&arena, SLICE("Größe (m²)")), "gr__e__m__");
	assert_slice(table_column_name(&arena, SLICE("")), "_");
	assert_slice(table_new_column(&arena, SLICE("Term"), taken, 2), "term__");
	assert_slice(table_new_column(&arena, SLICE("year"), taken, 2), "year");
	arena_free(&arena);
}

static void count_flush(struct output *output)
{
	*(size_t *)output->sink += output->bytes.length;
	buffer_reset(&output->bytes);
}

static void test_flush(void **state)
{
	size_t written = 0, rows = 300000;
	struct output output = OUTPUT_EMPTY;

	(void)state;
	output.flush = count_flush;
	output.sink = &written;
	for (size_t i = 0; i < rows; i++) {
		table_text(&output, SLICE("12345678"));
		table_row_end(&output);
	}
	assert_true(output.bytes.capacity < 4 << 20);
	assert_int_equal(written + output.bytes.length, rows * 9);
	buffer_free(&output.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_escapes),
	    cmocka_unit_test(test_every_byte_comes_back),
	    cmocka_unit_test(test_cells),
	    cmocka_unit_test(test_bad_escapes),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_numbers_read_back),
	    cmocka_unit_test(test_column_names),
	    cmocka_unit_test(test_flush),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
