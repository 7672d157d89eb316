/* Path pattern: parsing and matching. */
#include "stages/read/path_pattern.h"

#include "tests/unit/cmocka_all.h"

static enum outcome begin(struct path_pattern *p, const char *text)
{
	struct diagnostics d = {0};
	enum outcome outcome = path_pattern_begin(p, text, &d);

	assert_int_equal(d.lines.length == 0, outcome == DONE);
	diagnostics_free(&d);
	return outcome;
}

/* Matches; the values joined by | are as expected; NULL: it does not match. */
static void assert_values(const char *pattern, const char *id, const char *expected)
{
	struct slice values[PATTERN_PIECES];
	struct buffer joined = {0};
	struct path_pattern p;

	assert_int_equal(begin(&p, pattern), DONE);
	bool matches = path_pattern_match(&p, slice_of(id), values);

	assert_int_equal(matches, expected != NULL);
	for (size_t i = 0; matches && i < p.count; i++)
		if (p.pieces[i].kind == PATTERN_NAME)
			buffer_printf(&joined, "%.*s|", SLICE_ARGUMENTS(values[i]));
	if (matches)
		assert_slice(buffer_slice(&joined), expected);
	buffer_free(&joined);
}

static void names_take_parts(void **state)
{
	(void)state;
	assert_values("{region}/{type}/*", "ashdale/minutes/may.pdf", "ashdale|minutes|");
	assert_values("{region}/{type}/*", "ashdale/minutes/2022/may.pdf", "ashdale|minutes|");
	assert_values("{region}/{type}/*", "ashdale/may.pdf", NULL);
	assert_values("{region}/*", "ashdale/", NULL);
	assert_values("*/{type}/x.txt", "a/b/x.txt", "b|");
	assert_values("{a}", "x/y", NULL);
	assert_values("*", "x/y", "");
}

static void names_stand_within_parts(void **state)
{
	(void)state;
	assert_values("{region}-{year}.pdf", "north-east-2023.pdf", "north-east|2023|");
	assert_values("{region}-{year}.pdf", "north.pdf", NULL);
	assert_values("{region}-{year}.pdf", "-2023.pdf", NULL);
	assert_values("{region}-{year}.*", "a-b.c.d", "a|b.c|");
	assert_values("docs/{area}_*.txt", "docs/x_.txt", "x|");
	assert_values("docs/{area}_*.txt", "docs/x_y/z.txt", NULL);
}

static void patterns_that_cannot_be(void **state)
{
	static const char *const bad[] = {
		"", "{region", "{}", "{2nd}", "{a b}", "{status}/*", "{a}/{a}", "{a}{b}", "{a}*",
	};
	struct path_pattern p;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(begin(&p, bad[i]), BAD_USAGE);
	struct buffer many = {0};

	for (int i = 0; i < PATTERN_PIECES; i++)
		buffer_append(&many, SLICE("/x"));
	buffer_byte(&many, '\0');
	assert_int_equal(begin(&p, many.at), BAD_USAGE);
	buffer_free(&many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_take_parts),
		cmocka_unit_test(names_stand_within_parts),
		cmocka_unit_test(patterns_that_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
