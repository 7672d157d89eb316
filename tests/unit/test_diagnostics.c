/* Diagnostics: harmless lines, kept in order, and what they mean. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/base/diagnostics.h"

static void a_line_names_the_stage(void **state)
{
	struct diagnostics d = {.stage = "freq"};

	(void)state;
	assert_int_equal(diagnose_error(&d, BAD_USAGE, "%s is wrong", "this"), BAD_USAGE);
	assert_slice(buffer_slice(&d.lines), "concordat freq: this is wrong\n");
	diagnostics_free(&d);
}

static void controls_are_shown_and_never_sent(void **state)
{
	struct diagnostics d = {0};

	(void)state;
	diagnose_warning(&d, "a\x1b[31m\n\xe2\x80\xae\xc2\x9b\xc3\xa9");
	assert_slice(buffer_slice(&d.lines),
		     "concordat: a\\x1b[31m\\x0a\\u202e\\x9b\xc3\xa9\n");
	diagnostics_free(&d);
}

static void only_failures_fail(void **state)
{
	struct diagnostics d = {0};

	(void)state;
	diagnose_note(&d, "not kept");
	assert_slice(buffer_slice(&d.lines), "");
	diagnose_warning(&d, "w");
	assert_false(d.failed);
	diagnose_failure(&d, "f");
	assert_true(d.failed);
	diagnostics_free(&d);
}

static void quiet_drops_warnings_and_verbose_keeps_notes(void **state)
{
	struct diagnostics d = {.quiet = true, .verbose = true};

	(void)state;
	diagnose_warning(&d, "w");
	diagnose_note(&d, "n");
	assert_slice(buffer_slice(&d.lines), "concordat: n\n");
	diagnostics_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_line_names_the_stage),
	    cmocka_unit_test(controls_are_shown_and_never_sent),
	    cmocka_unit_test(only_failures_fail),
	    cmocka_unit_test(quiet_drops_warnings_and_verbose_keeps_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
