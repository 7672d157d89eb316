/* Pages that could not be read, in words. */
#include "tests/unit/cmocka_all.h"

#include "stages/read/reader/pdf/gaps.h"

enum { PAGES = 40 };

/* What is said where each letter of `pages` is a page: d c t m, or '.', which was read. */
static void assert_says(const char *pages, const char *words)
{
	static const struct { char letter; enum reading_status why; } whys[] = {
		{'d', READING_DAMAGED}, {'c', READING_CRASHED}, {'t', READING_TIMEOUT},
		{'m', READING_TOO_LARGE},
	};
	struct page all[PAGES] = {0};
	struct layout layout = {.pages = all};
	struct buffer said = {0};

	for (; *pages; pages++, layout.page_count++)
		for (size_t i = 0; i < COUNT_OF(whys); i++)
			if (*pages == whys[i].letter)
				all[layout.page_count].missing = whys[i].why;
	append_gaps(&said, &layout);
	buffer_byte(&said, '\0');
	assert_string_equal(said.at, words);
	buffer_free(&said);
}

static void test_words(void **state)
{
	(void)state;
	assert_says("....", "");
	assert_says("..d.", "page 3 could not be read: damaged");
	assert_says("c..c", "pages 1 and 4 could not be read: the reader died");
	assert_says("c.ccc.c", "pages 1, 3 to 5 and 7 could not be read: the reader died");
	assert_says(".tt", "pages 2 and 3 could not be read: out of time; raise --max-seconds");
	assert_says("m.d", "page 3 could not be read: damaged; "
			   "page 1 could not be read: out of memory; raise --max-memory");
	assert_says("d.d.d.d.d.d.d.ddd.", "pages 1, 3, 5, 7, 9, 11, 13 and 15 to 17 "
					  "could not be read: damaged");
	assert_says("d.d.d.d.d.d.d.ddd.dd", "pages 1, 3, 5, 7, 9, 11, 13, 15 to 17 and 2 more "
					    "could not be read: damaged");
}

static void test_gaps(void **state)
{
	struct reader_gaps gaps = {.count = 2, .at = {{3, READING_TIMEOUT}, {7, READING_CRASHED}}};

	(void)state;
	assert_int_equal(gap_at(NULL, 1), READING_OK);
	assert_int_equal(gap_at(&gaps, 2), READING_OK);
	assert_int_equal(gap_at(&gaps, 3), READING_TIMEOUT);
	assert_int_equal(gap_at(&gaps, 4), READING_OK);
	assert_int_equal(gap_at(&gaps, 7), READING_CRASHED);
	assert_int_equal(gap_at(&gaps, 8), READING_OK);
	gaps.rest_too = 1;
	assert_int_equal(gap_at(&gaps, 4), READING_OK);
	assert_int_equal(gap_at(&gaps, 8), READING_CRASHED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_gaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
