/* Selection: every comparison of --where, and what --in, fw and --all leave. */
#include "pipeline/base/memory.h"
#include "pipeline/model/selection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct names names;
	struct document document;
};

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(1, sizeof *fixture);

	names_begin(&fixture->names);
	document_begin(&fixture->document, &fixture->arena, &fixture->names, NULL);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	names_free(&fixture->names);
	arena_free(&fixture->arena);
	free(fixture);
	return 0;
}

static uint32_t name_of(struct fixture *fixture, const char *name)
{
	return names_number(&fixture->names, slice_of(name));
}

static void set(struct fixture *fixture, const char *name, const char *value)
{
	document_set_attribute(&fixture->document, name_of(fixture, name), slice_of(value));
}

/* Whether a document whose attribute `a` has the value meets the condition. */
static bool meets(struct fixture *fixture, const char *value, const char *condition)
{
	struct diagnostics d = {0};
	struct selection selection = {0};

	set(fixture, "a", value);
	assert_int_equal(selection_begin(&selection, &condition, 1, NULL, 0, &d), DONE);
	bool holds = selection_has(&selection, &fixture->document);

	selection_free(&selection);
	diagnostics_free(&d);
	return holds;
}

static void test_equality(void **state)
{
	struct fixture *f = *state;

	assert_true(meets(f, "Ashdale", "a=Ashdale"));
	assert_false(meets(f, "ashdale", "a=Ashdale"));
	assert_false(meets(f, "Ashdale North", "a=Ashdale"));
	assert_true(meets(f, "Ashdale North", "a = Ashdale North"));
	assert_true(meets(f, "minutes", "a!=report"));
	assert_false(meets(f, "report", "a!=report"));
	assert_true(meets(f, "x=y", "a=x=y"));
}

static void test_numbers(void **state)
{
	struct fixture *f = *state;

	assert_true(meets(f, "10", "a>9"));
	assert_false(meets(f, "10", "a<9"));
	assert_true(meets(f, "10.0", "a=10"));
	assert_true(meets(f, "010", "a=10"));
	assert_true(meets(f, "-0", "a=0"));
	assert_true(meets(f, "-2", "a<-1.5"));
	assert_true(meets(f, "0.25", "a<0.3"));
	assert_true(meets(f, ".5", "a>=0.5"));
	assert_true(meets(f, "12345678901234567891", "a!=12345678901234567890"));
	assert_true(meets(f, "12345678901234567891", "a>12345678901234567890"));
	assert_true(meets(f, "+7", "a<=7"));
}

static void test_dates(void **state)
{
	struct fixture *f = *state;

	assert_true(meets(f, "2019-05", "a>=2019"));
	assert_false(meets(f, "2018-12-31", "a>=2019"));
	assert_false(meets(f, "2019-05", "a>2019"));
	assert_true(meets(f, "2019-05-01", "a<=2019-05"));
	assert_true(meets(f, "2019", "a>=2019-06"));
	assert_true(meets(f, "2023-05-17", "a=2023"));
	assert_false(meets(f, "2023-05-17", "a!=2023-05"));
	assert_false(meets(f, "2023-05-17", "a=2023-06"));
	assert_false(meets(f, "2023-05-xx", "a=2023"));
}

static void test_absent(void **state)
{
	struct fixture *f = *state;

	assert_true(meets(f, "x", "copy-of="));
	assert_false(meets(f, "x", "copy-of!="));
	assert_false(meets(f, "x", "date<2019"));
	assert_false(meets(f, "x", "date>=2019"));
	assert_true(meets(f, "x", "date!=2019"));
	assert_true(meets(f, "x", "doubt<0.2"));
	assert_false(meets(f, "x", "doubt>=0.2"));
	assert_false(meets(f, "", "a<=z"));
	assert_true(meets(f, "x", "a!="));
}

static void test_all_must_hold(void **state)
{
	static const char *const where[] = {"region=North", "year>2000"};
	struct fixture *f = *state;
	struct diagnostics d = {0};
	struct selection selection = {0};

	assert_int_equal(selection_begin(&selection, where, 2, NULL, 0, &d), DONE);
	set(f, "region", "North");
	set(f, "year", "1999");
	assert_false(selection_has(&selection, &f->document));
	set(f, "year", "2001");
	assert_true(selection_has(&selection, &f->document));
	set(f, "region", "South");
	assert_false(selection_has(&selection, &f->document));
	selection_free(&selection);
}

static void test_refused(void **state)
{
	static const char *const bad[] = {"region", "=x", "date>=", "two words=x", "a<", "a!b", ""};
	static const char *const bad_parts[] = {"", "head,,p", "-", "head,-"};
	struct selection selection = {0};
	struct diagnostics d = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_int_equal(selection_begin(&selection, &bad[i], 1, NULL, 0, &d), BAD_USAGE);
		selection_free(&selection);
	}
	for (size_t i = 0; i < COUNT_OF(bad_parts); i++) {
		assert_int_equal(selection_begin(&selection, NULL, 0, &bad_parts[i], 1, &d),
				 BAD_USAGE);
		selection_free(&selection);
	}
	assert_true(d.lines.length > 0);
	diagnostics_free(&d);
}

static void open_tag(struct fixture *f, const char *name, const char *type, uint32_t position)
{
	document_add_tag(&f->document, TAG_OPEN, name_of(f, name), position);
	if (type)
		document_add_tag_attribute(&f->document, NAME_TYPE, slice_of(type));
}

static void close_tag(struct fixture *f, const char *name, uint32_t position)
{
	document_add_tag(&f->document, TAG_CLOSE, name_of(f, name), position);
}

/*
 * 0 loose, 1 header in fw, 2-3 p with a note at 3, 4 head, 5-7 references with a
 * running foot at 6, 8 nothing.
 */
static void make_document(struct fixture *f)
{
	open_tag(f, "fw", "header", 1);
	close_tag(f, "fw", 2);
	open_tag(f, "p", NULL, 2);
	document_add_tag(&f->document, TAG_MILESTONE, NAME_PB, 3);
	open_tag(f, "note", NULL, 3);
	close_tag(f, "note", 4);
	close_tag(f, "p", 4);
	open_tag(f, "head", NULL, 4);
	close_tag(f, "head", 5);
	open_tag(f, "div", "references", 5);
	open_tag(f, "p", NULL, 5);
	open_tag(f, "fw", "footer", 6);
	close_tag(f, "fw", 7);
	close_tag(f, "p", 8);
	close_tag(f, "div", 8);
	f->document.length = 9;
}

/* The selected positions as "02-3" would be: one digit each, a comma between stretches. */
static void assert_selects(struct fixture *f, const char *in, bool all, const char *expected)
{
	struct selection selection = {.all = all};
	struct diagnostics d = {0};
	char text[64];
	size_t count, length = 0;

	assert_int_equal(selection_begin(&selection, NULL, 0, &in, in ? 1 : 0, &d), DONE);
	struct stretch *stretches = selection_stretches(&selection, &f->document, &count);

	for (size_t i = 0; i < count; i++) {
		if (i)
			text[length++] = ',';
		assert_true(stretches[i].first < stretches[i].last);
		for (uint32_t at = stretches[i].first; at < stretches[i].last; at++)
			text[length++] = (char)('0' + at);
	}
	text[length] = '\0';
	assert_string_equal(text, expected);
	selection_free(&selection);
}

static void test_parts(void **state)
{
	struct fixture *f = *state;

	make_document(f);
	assert_selects(f, NULL, false, "0,2345,78");
	assert_selects(f, NULL, true, "012345678");
	assert_selects(f, "fw", false, "1,6");
	assert_selects(f, "header", false, "1");
	assert_selects(f, "head,note", false, "34");
	assert_selects(f, "p", false, "23,5,7");
	assert_selects(f, "p", true, "23,567");
	assert_selects(f, "p,fw", false, "123,567");
	assert_selects(f, "p,-note", false, "2,5,7");
	assert_selects(f, "references", false, "5,7");
	assert_selects(f, "references,footer", false, "567");
	assert_selects(f, "-references", false, "0,234,8");
	assert_selects(f, "-fw", true, "0,2345,78");
	assert_selects(f, "text", false, "0,2345,78");
	assert_selects(f, "-text", false, "");
	assert_selects(f, "quote", false, "");
}

static void test_nothing_in_it(void **state)
{
	struct fixture *f = *state;

	assert_selects(f, NULL, false, "");
	assert_selects(f, NULL, true, "");
	open_tag(f, "fw", NULL, 0);
	close_tag(f, "fw", 3);
	f->document.length = 3;
	assert_selects(f, NULL, false, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_equality, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_numbers, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_dates, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_absent, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_all_must_hold, set_up, tear_down),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test_setup_teardown(test_parts, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_nothing_in_it, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
