/* Languages: one entry each, which stays where it is, visited in order. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/base/buffer.h"
#include "pipeline/model/languages.h"

#include <stdlib.h>

static void an_entry_is_made_once_and_never_moves(void **state)
{
	struct languages languages = {0};
	char name[] = "en";
	bool fresh;
	struct language *english = languages_find(&languages, slice_of(name), &fresh);

	(void)state;
	assert_true(fresh);
	assert_null(english->work);
	name[0] = 'x';		/* the name is a copy */
	for (char c = 'a'; c <= 'z'; c++)
		languages_find(&languages, (struct slice){&c, 1}, &fresh);
	assert_ptr_equal(languages_find(&languages, SLICE("en"), &fresh), english);
	assert_false(fresh);
	assert_string_equal(english->name.at, "en");
	/* No language at all is one, too. */
	struct language *none = languages_find(&languages, (struct slice){NULL, 0}, &fresh);

	assert_true(fresh);
	assert_ptr_equal(languages_find(&languages, SLICE(""), &fresh), none);
	assert_false(fresh);
	languages_free(&languages, free);
	assert_null(languages.first);
}

static void note(void *context, const struct language *language)
{
	buffer_append(context, language->name);
	buffer_byte(context, ' ');
}

static void count_dropped(void *work)
{
	++*(int *)work;
}

static void they_are_visited_in_byte_order_and_dropped_once(void **state)
{
	static const char *const names[] = {"fr", "", "en-GB", "cy", "en"};
	struct languages languages = {0};
	struct buffer visited = {0};
	int dropped = 0;
	bool fresh;

	(void)state;
	languages_visit(&languages, note, &visited);
	assert_int_equal(visited.length, 0);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		languages_find(&languages, slice_of(names[i]), &fresh)->work =
		    i % 2 ? &dropped : NULL;
	languages_visit(&languages, note, &visited);
	assert_slice(buffer_slice(&visited), " cy en en-GB fr ");
	languages_free(&languages, count_dropped);
	assert_int_equal(dropped, 2);
	buffer_free(&visited);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_entry_is_made_once_and_never_moves),
	    cmocka_unit_test(they_are_visited_in_byte_order_and_dropped_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
