/* Dates as web pages write them. */
#include "stages/read/reader/html/dates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_date(const char *text, const char *expected)
{
	char iso[DATE_SIZE] = "";
	bool found = date_read(slice_of(text), false, iso);

	if (!expected)
		assert_false(found);
	else
		assert_string_equal(iso, expected);
}

static void test_iso(void **state)
{
	(void)state;
	assert_date("2024-11-05T23:30:00-05:00", "2024-11-05");
	assert_date("2024/11/05", "2024-11-05");
	assert_date("2024-11", "2024-11");
	assert_date("20241105", "2024-11-05");
	assert_date("  2024-11-05  ", "2024-11-05");
}

static void test_numbers(void **state)
{
	char iso[DATE_SIZE];

	(void)state;
	assert_date("03/04/2024", "2024-04-03");
	assert_date("Published: 03/04/2024", "2024-04-03");
	assert_date("4.3.2024", "2024-03-04");
	assert_date("12/31/2024", "2024-12-31");
	assert_true(date_read(SLICE("03/04/2024"), true, iso));
	assert_string_equal(iso, "2024-03-04");
}

static void test_words(void **state)
{
	(void)state;
	assert_date("Monday 2nd September, 2019 at 8.15 am", "2019-09-02");
	assert_date("Sept 2, 2019", "2019-09-02");
	assert_date("28 February 2023", "2023-02-28");
	assert_date("May 2021", "2021-05");
	assert_date("le 1er juillet 2021", "2021-07-01");
	assert_date("6. M\xc3\xa4rz 2020", "2020-03-06");
}

static void test_none(void **state)
{
	(void)state;
	assert_date("", NULL);
	assert_date("yesterday", NULL);
	assert_date("2024-13-05", NULL);
	assert_date("99/99/9999", NULL);
	assert_date("In 2024 we met", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_iso),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
