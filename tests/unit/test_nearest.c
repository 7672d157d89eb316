/* Nearest: slips of the pen find their name, strangers find none. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/run/nearest.h"

static const char *nearest_of(const char *wanted)
{
	static const char *const names[] = {"extract", "normalise", "tokens", "stem", "stop",
					    "filter",  "freq",	    "kwic",   "documents"};
	struct nearest nearest = {.wanted = slice_of(wanted)};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		nearest_offer(&nearest, names[i]);
	return nearest.best;
}

static void slips_are_understood(void **state)
{
	(void)state;
	assert_string_equal(nearest_of("frq"), "freq");
	assert_string_equal(nearest_of("normalize"), "normalise");
	assert_string_equal(nearest_of("tokesn"), "tokens");
	assert_string_equal(nearest_of("kiwc"), "kwic");
	assert_string_equal(nearest_of("doc"), "documents");
	assert_string_equal(nearest_of("frequency"), "freq");
}

static void strangers_are_not(void **state)
{
	(void)state;
	assert_null(nearest_of("wordcloud"));
	assert_null(nearest_of(""));
	assert_null(nearest_of("a-name-that-is-longer-than-any-name-ever-was-or-will-be"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(slips_are_understood),
	    cmocka_unit_test(strangers_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
