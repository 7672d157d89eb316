/* The parts of kwic: lines, sort keys, samples, the terminal, forms. */
#include "pipeline/base/harmless.h"
#include "pipeline/base/unicode.h"
#include "stages/count/kwic_forms.h"
#include "stages/count/kwic_sort.h"
#include "stages/count/kwic_terminal.h"
#include "tests/unit/token_documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

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

/* Makes the line of a hit and compares its context. */
static void check_line(struct document *d, uint32_t window, struct query_hit hit, const char *left,
		       const char *node, const char *right)
{
	const struct selection usual = {0};
	struct scope scope = scope_of(&usual, d);
	struct citation citation = {0};
	struct line_maker maker;

	line_maker_begin(&maker, window);
	struct concordance_line line = line_make(&maker, d, &scope, &hit, &citation);

	assert_true(slice_is(line.left, left));
	assert_true(slice_is(line.node, node));
	assert_true(slice_is(line.right, right));
	line_maker_free(&maker);
}

static void test_context(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(t, "",
			   "<p>\nThe (~ lo~\n<fw>\nfooter\n</fw>\ncal authority~ ) grew~ .\n</p>\n"
			   "<p>\nThen it\n</p>\n");
	assert_non_null(d);
	check_line(d, 10, (struct query_hit){2, 4, 0}, "The (", "local", "authority) grew. Then it");
	check_line(d, 2, (struct query_hit){5, 5, 0}, "local", "authority", ") grew");
	check_line(d, 1, (struct query_hit){9, 9, 0}, ".", "Then", "it");
	check_line(d, 1, (struct query_hit){5, 5, 0}, "cal", "authority", ")");
	check_line(d, 0, (struct query_hit){5, 5, 0}, "", "authority", "");
	check_line(d, 3, (struct query_hit){10, 10, 0}, "grew. Then", "it", "");
	check_line(d, 1000, (struct query_hit){0, 10, 0}, "", "The (local authority) grew. Then it",
		   "");
}

static void test_glue_to_node(void **state)
{
	struct document *d = token_document(*state, "", "<p>\n(~ a~ ) b\n</p>\n");
	const struct selection usual = {0};
	struct scope scope = scope_of(&usual, d);
	struct citation citation = {0};
	struct line_maker maker;

	line_maker_begin(&maker, 5);
	struct concordance_line line =
	    line_make(&maker, d, &scope, &(struct query_hit){1, 1, 0}, &citation);

	assert_true(line.glued_left && line.glued_right);
	line = line_make(&maker, d, &scope, &(struct query_hit){3, 3, 0}, &citation);
	assert_false(line.glued_left || line.glued_right);
	line_maker_free(&maker);
}

static void test_sort_keys(void **state)
{
	struct token_documents *t = *state;
	struct sort_keys keys;
	static const char *const refused[] = {"", "1", "L", "0L", "1001R", "1L,,2L", "1X", "left",
					      "-1L", "nodes"};

	assert_int_equal(sort_keys_parse(&keys, "1L,12r,node,page", &t->diagnostics), DONE);
	assert_int_equal(keys.count, 4);
	assert_int_equal(keys.at[0].by, SORT_LEFT);
	assert_int_equal(keys.at[0].distance, 1);
	assert_int_equal(keys.at[1].by, SORT_RIGHT);
	assert_int_equal(keys.at[1].distance, 12);
	assert_int_equal(keys.at[2].by, SORT_NODE);
	assert_int_equal(keys.at[3].by, SORT_PAGE);
	sort_keys_free(&keys);
	assert_int_equal(sort_keys_parse(&keys, NULL, &t->diagnostics), DONE);
	assert_int_equal(keys.count, 0);
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		assert_int_equal(sort_keys_parse(&keys, refused[i], &t->diagnostics), BAD_USAGE);
		sort_keys_free(&keys);
	}
}

/* A document of single words, each kept as a line with these keys; the sorted positions. */
static const char *sorted(struct token_documents *t, const char *body, const char *by)
{
	struct document *d = token_document(t, "", body);
	const struct selection usual = {0};
	struct scope scope = scope_of(&usual, d);
	struct sort_keys keys;
	struct kept_lines kept = {0};
	struct line_maker maker;
	struct citation_walk walk;
	struct buffer text = {0};

	assert_int_equal(sort_keys_parse(&keys, by, &t->diagnostics), DONE);
	line_maker_begin(&maker, 2);
	citation_begin(&walk, d);
	for (uint32_t i = 0; i < d->length; i++) {
		struct citation citation = citation_at(&walk, i);
		struct query_hit hit = {i, i, 0};
		struct concordance_line line = line_make(&maker, d, &scope, &hit, &citation);

		kept_lines_add(&kept, &keys, &line, d, &scope, 0);
	}
	kept_lines_sort(&kept);
	for (size_t i = 0; i < kept.count; i++)
		buffer_printf(&text, i ? " %u" : "%u", kept_line(&kept, i)->position);
	struct slice copy = arena_copy(&t->arena, buffer_slice(&text));

	buffer_free(&text);
	kept_lines_free(&kept);
	line_maker_free(&maker);
	sort_keys_free(&keys);
	return copy.at;
}

static void test_sorting(void **state)
{
	struct token_documents *t = *state;
	const char *body = "<p>\nb A c a B\n</p>\n";
	struct buffer pages = {0};

	assert_string_equal(sorted(t, body, "node"), "1 3 0 4 2");
	assert_string_equal(sorted(t, body, "1L"), "0 2 4 1 3");
	assert_string_equal(sorted(t, body, "1R"), "4 0 2 3 1");
	assert_string_equal(sorted(t, body, "2L,1L"), "0 1 3 2 4");
	assert_string_equal(sorted(t, body, "position"), "0 1 2 3 4");
	assert_string_equal(sorted(t, body, "document,label,section,sentence"), "0 1 2 3 4");
	/* Pages are numbers, and none comes first. */
	buffer_append(&pages, SLICE("<p>\nz\n</p>\n"));
	for (int page = 1; page <= 10; page++)
		buffer_printf(&pages, "<pb n=\"%d\" label=\"%d\"/>\n<p>\nw\n</p>\n", page, page);
	buffer_byte(&pages, '\0');
	assert_string_equal(sorted(t, pages.at, "page"), "0 1 2 3 4 5 6 7 8 9 10");
	assert_string_equal(sorted(t, pages.at, "label"), "0 1 10 2 3 4 5 6 7 8 9");
	buffer_free(&pages);
}

enum { LINES = 500, SAMPLE = 20 };

static int compare_numbers(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* A sample holds the smallest hashes, in whatever order and shares its lines come. */
static void test_sample(void **state)
{
	struct document *d = token_document(*state, "", "<p>\na\n</p>\n");
	const struct selection usual = {0};
	struct scope scope = scope_of(&usual, d);
	const struct sort_keys none = {0};

	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct kept_lines kept[2] = {{.limit = SAMPLE}, {.limit = SAMPLE}};
		uint32_t step = seed % 2 ? 7 : 1;	/* 7 and 500 have no common divisor */
		uint64_t hashes[LINES];

		for (uint32_t i = 0; i < LINES; i++) {
			struct concordance_line line = {.document = SLICE("d"),
							.position = i * step % LINES};
			uint64_t hash = sample_hash(seed, line.document, line.position);
			struct kept_lines *part = &kept[i % (1 + seed % 3 % 2)];

			hashes[i] = hash;
			if (kept_lines_want(part, hash))
				kept_lines_add(part, &none, &line, d, &scope, hash);
		}
		kept_lines_merge(&kept[0], &kept[1]);
		kept_lines_sort(&kept[0]);
		qsort(hashes, LINES, sizeof *hashes, compare_numbers);
		assert_int_equal(kept[0].count, SAMPLE);
		for (uint32_t i = 0; i < SAMPLE; i++) {
			uint32_t position = kept_line(&kept[0], i)->position;

			assert_true(sample_hash(seed, SLICE("d"), position) <= hashes[SAMPLE - 1]);
			assert_true(i == 0 || position > kept_line(&kept[0], i - 1)->position);
		}
		kept_lines_free(&kept[0]);
		kept_lines_free(&kept[1]);
	}
}

/* The sample that was published stays the sample: these numbers never change. */
static void test_sample_hash(void **state)
{
	(void)state;
	assert_true(sample_hash(1, SLICE("ashdale/principles.pdf"), 0) ==
		    UINT64_C(0xc5c7b1fadce47db4));
	assert_true(sample_hash(2, SLICE("ashdale/principles.pdf"), 41) ==
		    UINT64_C(0xcff3e7d2b1cfdb7a));
	assert_true(sample_hash(1, SLICE("a"), 0) != sample_hash(1, SLICE("b"), 0));
	assert_true(sample_hash(1, SLICE("a"), 1) != sample_hash(1, SLICE("a"), 0));
}

static void test_harmless(void **state)
{
	struct buffer shown = {0};

	(void)state;
	harmless_append(&shown, SLICE("a\033[2J\t\xc2\x9b\xe2\x80\xae\xe2\x81\xa6\xd8\x9c\x7f caf\xc3\xa9"), "");
	assert_true(slice_is(buffer_slice(&shown),
			     "a\\x1b[2J\\x09\\x9b\\u202e\\u2066\\u061c\\x7f caf\xc3\xa9"));
	buffer_free(&shown);
}

/* The columns before the node, for lines of every kind. */
static void test_terminal_alignment(void **state)
{
	static const char *const lefts[] = {
	    "", "plain words", "\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97", "e\xcc\x81te\xcc\x81",
	    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d", "\033[31mred",
	    "a very long left context that does not fit into any terminal of this width at all",
	    "\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97"
	    "\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97"
	    "\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97x",
	    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
	};
	static const unsigned widths[] = {0, 10, 40, 80, 133, 100000};
	static const char bold[] = "\033[1m", plain[] = "\033[0m";

	(void)state;
	for (size_t w = 0; w < COUNT_OF(widths); w++) {
		struct terminal terminal;
		size_t column = 0;

		terminal_begin(&terminal, widths[w]);
		for (size_t i = 0; i < 2 * COUNT_OF(lefts); i++) {
			struct buffer line = {0};
			struct concordance_line hit = {
			    .document = slice_of(i % 3 ? "region/a-long-name-of-a-document.pdf"
						       : "\xe4\xb8\xad.txt"),
			    .page = slice_of(i % 2 ? "12" : ""),
			    .left = slice_of(lefts[i / 2]),
			    .node = slice_of("node"),
			    .right = slice_of(lefts[COUNT_OF(lefts) - 1 - i / 2]),
			    .glued_left = i % 2,
			};

			terminal_write(&terminal, &line, &hit);
			buffer_byte(&line, '\0');
			char *node = strstr(line.at, bold);

			assert_non_null(node);
			size_t before = unicode_width((struct slice){line.at, (size_t)(node - line.at)});

			if (i == 0)
				column = before;
			assert_int_equal(before, column);
			char *after = strstr(node, plain);

			assert_non_null(after);
			assert_memory_equal(node, "\033[1mnode\033[0m", 12);
			size_t rest = unicode_width(slice_of(after + 4));
			unsigned columns = widths[w] == 0 ? 80 : widths[w] < 40 ? 40 : widths[w];

			assert_true(before + 4 + rest - 1 < columns + 1);
			assert_null(strchr(after + 4, '\033'));
			buffer_free(&line);
		}
		terminal_free(&terminal);
	}
}

static void test_terminal_line(void **state)
{
	struct terminal terminal;
	struct buffer line = {0};
	struct concordance_line hit = {
	    .document = SLICE("ashdale/principles.pdf"), .page = SLICE("2"),
	    .left = SLICE("with the ("), .node = SLICE("local authority"),
	    .right = SLICE(") and \xd7\xa9"), .glued_left = true, .glued_right = true};

	(void)state;
	terminal_begin(&terminal, 60);
	terminal_write(&terminal, &line, &hit);
	assert_true(slice_is(buffer_slice(&line),
			     "\xe2\x80\xa6""nciples.pdf    2         with the ("
			     "\033[1mlocal authority\033[0m\xe2\x81\xa8) and \xd7\xa9\xe2\x81\xa9\n"));
	buffer_free(&line);
	terminal_free(&terminal);
}

static void test_forms(void **state)
{
	struct document *d = token_document(*state, "", "<p>\nTrust trust~ . trust Trusted\n</p>\n");
	const struct selection usual = {0};
	struct scope scope = scope_of(&usual, d);
	struct form_counts forms = {0}, other = {0};
	struct output output = OUTPUT_EMPTY;
	static const struct query_hit hits[] = {{4, 4, 0}, {0, 0, 0}, {1, 1, 0}, {1, 2, 0}};

	for (size_t i = 0; i < COUNT_OF(hits); i++)
		form_counts_add(&forms, d, &scope, &hits[i]);
	form_counts_add(&other, d, &scope, &(struct query_hit){3, 3, 0});
	form_counts_merge(&forms, &other);
	form_counts_write(&forms, &output);
	assert_true(slice_is(buffer_slice(&output.bytes),
			     "form\tcount\ntrust\t2\nTrust\t1\nTrusted\t1\ntrust.\t1\n"));
	buffer_free(&output.bytes);
	form_counts_free(&forms);
	form_counts_free(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_context, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_glue_to_node, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_sort_keys, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_sorting, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_sample, set_up, tear_down),
	    cmocka_unit_test(test_sample_hash),
	    cmocka_unit_test(test_harmless),
	    cmocka_unit_test(test_terminal_alignment),
	    cmocka_unit_test(test_terminal_line),
	    cmocka_unit_test_setup_teardown(test_forms, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
