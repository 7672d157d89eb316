/* Names: numbers that are fixed, numbers that are given, and what is a name. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/model/names.h"

#include <stdio.h>

static void known_names_have_their_numbers(void **state)
{
	struct names names;

	(void)state;
	names_begin(&names);
#define X(constant, spelling) \
	assert_int_equal(names_number(&names, slice_of(spelling)), NAME_##constant); \
	assert_slice(names_spelling(&names, NAME_##constant), spelling);
	KNOWN_NAMES(X)
#undef X
	assert_int_equal(names.count, KNOWN_NAME_COUNT);
	names_free(&names);
}

static void new_names_keep_the_number_they_were_given(void **state)
{
	enum { MANY = 5000 };
	struct names names;
	char spelling[16];

	(void)state;
	names_begin(&names);
	assert_int_equal(names_lookup(&names, SLICE("n0")), NAME_NONE);
	for (uint32_t i = 0; i < MANY; i++) {
		snprintf(spelling, sizeof spelling, "n%u", i);
		assert_int_equal(names_number(&names, slice_of(spelling)), KNOWN_NAME_COUNT + i);
	}
	for (uint32_t i = 0; i < MANY; i++) {
		snprintf(spelling, sizeof spelling, "n%u", i);
		assert_int_equal(names_lookup(&names, slice_of(spelling)), KNOWN_NAME_COUNT + i);
		assert_slice(names_spelling(&names, KNOWN_NAME_COUNT + i), spelling);
	}
	assert_int_equal(names_number(&names, SLICE("p")), NAME_P);
	names_free(&names);
}

static void legal_names_are_those_of_the_stream(void **state)
{
	static const char *const legal[] = {"a", "_", "Z9", "lang-by", "x.y", "_1"};
	static const char *const illegal[] = {"", "1a", "-a", ".a", "a b", "a:b", "\xc3\xa9", "a\"",
					      "a="};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(legal); i++)
		assert_true(name_is_legal(slice_of(legal[i])));
	for (size_t i = 0; i < COUNT_OF(illegal); i++)
		assert_false(name_is_legal(slice_of(illegal[i])));
	assert_false(name_is_legal((struct slice){"a\0b", 3}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_names_have_their_numbers),
	    cmocka_unit_test(new_names_keep_the_number_they_were_given),
	    cmocka_unit_test(legal_names_are_those_of_the_stream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
