/* Citations: page, section and sentence of each token; scopes and units. */
#include "pipeline/model/citation.h"
#include "pipeline/model/scope.h"
#include "tests/unit/token_documents.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int set_up(void **state)
{
	struct token_documents *t = memory_new(1, sizeof *t);

	token_documents_begin(t);
	*state = t;
	return 0;
}

static int tear_down(void **state)
{
	token_documents_free(*state);
	free(*state);
	return 0;
}

/* "page/label/section/sentence" of every token, with "; " between. */
static const char *cite_all(struct token_documents *t, const char *body)
{
	struct document *d = token_document(t, "", body);
	struct citation_walk walk;
	struct buffer text = {0};

	assert_non_null(d);
	citation_begin(&walk, d);
	for (uint32_t i = 0; i < d->length; i++) {
		struct citation c = citation_at(&walk, i);

		buffer_printf(&text, "%s%.*s/%.*s/%.*s/%u", i ? "; " : "",
			      SLICE_ARGUMENTS(c.page), SLICE_ARGUMENTS(c.label),
			      SLICE_ARGUMENTS(c.section), c.sentence);
	}
	struct slice copy = arena_copy(&t->arena, buffer_slice(&text));

	buffer_free(&text);
	return copy.at;
}

static const char *units_of(struct token_documents *t, const char *body)
{
	struct document *d = token_document(t, "", body);
	struct buffer text = {0};

	assert_non_null(d);
	const uint32_t *units = phrase_units(d);

	/* Numbers as letters in the order of first sight. */
	uint32_t seen[64], count = 0;

	for (uint32_t i = 0; i < d->length; i++) {
		uint32_t n = 0;

		while (n < count && seen[n] != units[i])
			n++;
		if (n == count)
			seen[count++] = units[i];
		buffer_byte(&text, (char)('a' + n));
	}
	struct slice copy = arena_copy(&t->arena, buffer_slice(&text));

	buffer_free(&text);
	return copy.at;
}

static void test_pages(void **state)
{
	assert_string_equal(cite_all(*state, "x\n<pb n=\"1\" label=\"i\"/>\n<p>\na\n"
					     "<pb n=\"2\"/>\nb\n</p>\n<pb n=\"3\" label=\"1\"/>\n"
					     "<pb n=\"4\" label=\"2\"/>\n<p>\nc\n</p>\n"),
			    "///0; 1/i//0; 2///0; 4/2//0");
}

static void test_sentences(void **state)
{
	assert_string_equal(cite_all(*state, "<p>\n<s>\na\n</s>\n<s>\n<pb n=\"1\"/>\nb c\n</s>\nx\n"
					     "</p>\n<fw>\n<s>\nf\n</s>\n</fw>\n<p>\n<s>\nd\n</s>\n"
					     "</p>\n"),
			    "///1; 1///2; 1///2; 1///0; 1///3; 1///4");
}

static void test_sections(void **state)
{
	/* The heading of the innermost div that has one; before it too. */
	assert_string_equal(cite_all(*state, "<div>\n<p>\na\n</p>\n<head>\nOur Aims~ .\n</head>\n"
					     "<div>\n<p>\nb\n</p>\n</div>\n"
					     "<div head=\"Part &amp; two\">\n<head>\nx\n</head>\n"
					     "</div>\n</div>\n"),
			    "//Our Aims./0; //Our Aims./0; //Our Aims./0; //Our Aims./0; "
			    "//Our Aims./0; //Part & two/0");
	assert_string_equal(cite_all(*state, "<div>\n<fw>\n<head>\nf\n</head>\n</fw>\n<head>\nh\n</head>\n</div>\n"),
			    "//h/0; //h/0");
	/* Else the last heading, to which its own tokens belong. */
	assert_string_equal(cite_all(*state, "<p>\na\n</p>\n<head>\nOne\n</head>\n<div>\n<p>\nb\n"
					     "</p>\n</div>\n<fw>\n<head>\nf\n</head>\n</fw>\n"
					     "<p>\nc\n</p>\n<head>\nTwo\n</head>\n"),
			    "///0; //One/0; //One/0; //One/0; //One/0; //Two/0");
}

static void test_head_over_forme_work(void **state)
{
	assert_string_equal(cite_all(*state, "<head>\nOur~\n<fw>\nfooter\n</fw>\n<pb n=\"1\"/>\n"
					     "selves here\n</head>\n<p>\na\n</p>\n"),
			    "//Ourselves here/0; //Ourselves here/0; 1//Ourselves here/0; "
			    "1//Ourselves here/0; 1//Ourselves here/0");
}

static void test_units(void **state)
{
	assert_string_equal(units_of(*state, "<p>\na b\n</p>\n<p>\nc\n</p>\n"), "aab");
	assert_string_equal(units_of(*state, "<p>\n<s>\na b\n</s>\n<s>\nc\n</s>\nd\n</p>\n"), "aabc");
	assert_string_equal(units_of(*state, "<p>\na\n<hi>\nb\n</hi>\n<pb n=\"1\"/>\nc\n</p>\n"),
			    "aaa");
	assert_string_equal(units_of(*state, "<p>\na\n<fw>\nf\n</fw>\nb\n</p>\n"), "aba");
	assert_string_equal(units_of(*state, "<p>\n<s>\na\n<fw>\n<s>\nf\n</s>\n</fw>\nb\n</s>\n</p>\n"),
			    "aba");
	assert_string_equal(units_of(*state, "a\n<div>\nb\n</div>\nc\n<foo>\nd\n</foo>\ne\n"), "abcde");
	assert_string_equal(units_of(*state, "<table>\n<row>\n<cell>\na\n</cell>\n<cell>\nb\n</cell>\n"
					     "</row>\n</table>\n"),
			    "ab");
	assert_string_equal(units_of(*state, "a\n<fw>\nf\n</fw>\nb\n<p>\nc\n</p>\nd\n"), "abcde");
	assert_string_equal(units_of(*state, "<s>\na\n</s>\n<s>\nb\n</s>\n"), "ab");
}

/* The positions of the text, from the first to the last and back. */
static const char *text_of(struct token_documents *t, struct document *d, const char *in)
{
	struct selection selection = {0};
	struct buffer text = {0};

	assert_int_equal(selection_begin(&selection, NULL, 0, &in, in ? 1 : 0, &t->diagnostics),
			 DONE);
	struct scope scope = scope_of(&selection, d);

	selection_free(&selection);
	if (scope.text_count) {
		struct text_cursor cursor = text_cursor_at(&scope, scope.text[0].first);

		do
			buffer_printf(&text, "%u ", cursor.position);
		while (text_next(&cursor));
		assert_false(text_next(&cursor));
		while (text_previous(&cursor))
			buffer_printf(&text, "%u ", cursor.position);
		assert_int_equal(cursor.position, scope.text[0].first);
	}
	struct slice copy = arena_copy(&t->arena, buffer_slice(&text));

	buffer_free(&text);
	return copy.at;
}

static void test_scope(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(t, "",
					    "<p>\na\n</p>\n<fw type=\"header\">\nb\n</fw>\n<note>\nc\n"
					    "</note>\n<fw type=\"footer\">\nd\n</fw>\n<p>\ne f\n</p>\n");

	assert_string_equal(text_of(t, d, NULL), "0 2 4 5 4 2 0 ");
	assert_string_equal(text_of(t, d, "note"), "0 2 4 5 4 2 0 ");
	assert_string_equal(text_of(t, d, "header"), "0 1 2 4 5 4 2 1 0 ");
	assert_string_equal(text_of(t, d, "-note"), "0 2 4 5 4 2 0 ");
	assert_string_equal(text_of(t, d, "fw"), "0 1 2 3 4 5 4 3 2 1 0 ");
}

static void test_stretches_have(void **state)
{
	static const struct stretch stretches[] = {{2, 4}, {4, 5}, {9, 10}};
	static const bool expected[] = {false, false, true,  true,  true, false,
					false, false, false, true,  false};

	(void)state;
	for (uint32_t i = 0; i < COUNT_OF(expected); i++)
		assert_int_equal(stretches_have(stretches, COUNT_OF(stretches), i), expected[i]);
	assert_false(stretches_have(NULL, 0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_pages, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_sentences, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_sections, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_head_over_forme_work, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_units, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_scope, set_up, tear_down),
	    cmocka_unit_test(test_stretches_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
