/* Metadata: what spreadsheets write, and what is wrong with it. */
#include "pipeline/stream/metadata.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

struct fixture {
	struct metadata metadata;
	struct diagnostics diagnostics;
	struct arena arena;
};

static int begin(void **state)
{
	static struct fixture fixture;

	fixture = (struct fixture){0};
	*state = &fixture;
	return 0;
}

static int end(void **state)
{
	struct fixture *f = *state;

	metadata_free(&f->metadata);
	diagnostics_free(&f->diagnostics);
	arena_free(&f->arena);
	return 0;
}

static enum outcome parse(struct fixture *f, struct slice text)
{
	return metadata_parse(&f->metadata, text, "m.csv", &f->diagnostics);
}

static void assert_value(struct fixture *f, const char *path, const char *column,
			 const char *value)
{
	const struct metadata_row *row =
	    metadata_find(&f->metadata, metadata_path(&f->arena, slice_of(path)));

	assert_non_null(row);
	for (size_t i = 0; i < f->metadata.column_count; i++) {
		if (!slice_is(f->metadata.columns[i], column))
			continue;
		assert_int_equal(row->values[i].length, strlen(value));
		assert_memory_equal(row->values[i].at, value, strlen(value));
		return;
	}
	fail_msg("no column %s", column);
}

static void assert_said(struct fixture *f, const char *what)
{
	buffer_byte(&f->diagnostics.lines, '\0');
	f->diagnostics.lines.length--;
	if (!strstr(f->diagnostics.lines.at, what))
		fail_msg("'%s' is not in: %s", what, f->diagnostics.lines.at);
}

static void cells_become_attributes(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, SLICE("file,Local Authority,2nd\n"
					"a/x.pdf, Ashdale ,one\nb.txt,,\n")), DONE);
	assert_int_equal(f->metadata.column_count, 2);
	assert_int_equal(f->metadata.row_count, 2);
	assert_value(f, "a/x.pdf", "local_authority", "Ashdale");
	assert_value(f, "a/x.pdf", "_2nd", "one");
	assert_value(f, "b.txt", "local_authority", "");
	assert_null(metadata_find(&f->metadata, SLICE("c.txt")));
	assert_int_equal(f->metadata.rows[1].line, 3);
	assert_int_equal(f->diagnostics.lines.length, 0);
}

static void quotes_are_those_of_rfc_4180(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, SLICE("p,q,r\n\"a,\"\"b\"\".txt\",\"two\nlines\",\"\"\"\"\n"
					"c,\"x\" y,1\n")), DONE);
	assert_value(f, "a,\"b\".txt", "q", "two\nlines");
	assert_value(f, "a,\"b\".txt", "r", "\"");
	assert_value(f, "c", "q", "x y");
	assert_int_equal(f->metadata.rows[1].line, 4);
}

static void separators_and_line_ends_are_found_out(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, SLICE("p;\"a,b,c,d\";t\r\nx;1,5;2\r\n\r\ny;2;3")), DONE);
	assert_value(f, "x", "a_b_c_d", "1,5");
	assert_value(f, "y", "t", "3");
	assert_int_equal(f->metadata.rows[1].line, 4);
}

static void tabs_and_old_line_ends(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, SLICE("p\tname, first\rx\ta, b\ry\tc")), DONE);
	assert_value(f, "x", "name__first", "a, b");
	assert_value(f, "y", "name__first", "c");
}

static void a_separator_may_be_said(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, SLICE("sep=|\np|q,r,s\nx|1\n")), DONE);
	assert_value(f, "x", "q_r_s", "1");
	assert_int_equal(f->metadata.rows[0].line, 3);
}

static void encodings(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, SLICE("\xef\xbb\xbfp,q\nx,caf\xc3\xa9\n")), DONE);
	assert_value(f, "x", "q", "caf\xc3\xa9");
	metadata_free(&f->metadata);
	assert_int_equal(parse(f, SLICE("p,q\nx,caf\xe9 \x96\n")), DONE);
	assert_value(f, "x", "q", "caf\xc3\xa9 \xe2\x80\x93");
	metadata_free(&f->metadata);
	assert_int_equal(parse(f, SLICE("\xff\xfep\0\t\0q\0\n\0x\0\t\0\xe9\0\n\0")), DONE);
	assert_value(f, "x", "q", "\xc3\xa9");
}

static void paths_are_compared_as_they_are_meant(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, SLICE("p,q\n.\\a\\\\x.pdf,1\n./b/./cafe\xcc\x81,2\n")), DONE);
	assert_value(f, "a/x.pdf", "q", "1");
	assert_value(f, "b/caf\xc3\xa9", "q", "2");
	assert_true(slice_is(metadata_path(&f->arena, SLICE(" /a//b/ ")), "/a/b"));
	assert_true(slice_is(metadata_path(&f->arena, SLICE("../a")), "../a"));
	assert_int_equal(metadata_path(&f->arena, SLICE("./")).length, 0);
}

static void columns_that_cannot_be(void **state)
{
	static const char *const refused[] = {"id", "Status", "lang-by", "copy_of", "Pages",
					      "SHA256", "pages-without-text"};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		struct slice text = arena_printf(&f->arena, "path,%s\n", refused[i]);

		assert_int_equal(parse(f, text), NOT_A_STREAM);
		assert_said(f, refused[i]);
		metadata_free(&f->metadata);
	}
	assert_int_equal(parse(f, SLICE("p,title,author,date,lang,source\n")), DONE);
	metadata_free(&f->metadata);
	assert_int_equal(parse(f, SLICE("p,Local Area,local_area\n")), NOT_A_STREAM);
	assert_said(f, "two columns are called 'local_area'");
}

static void files_that_are_no_tables(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, SLICE("")), NOT_A_STREAM);
	assert_int_equal(parse(f, SLICE("path\na.txt\n")), NOT_A_STREAM);
	assert_said(f, "only one column");
	metadata_free(&f->metadata);
	assert_int_equal(parse(f, SLICE("p,q\na,1\nb,\"2\n\nc,3\n")), NOT_A_STREAM);
	assert_said(f, "m.csv:3: a quote in this row is never closed");
	metadata_free(&f->metadata);
	assert_int_equal(metadata_read(&f->metadata, "/nowhere.csv", &f->diagnostics), NO_INPUT);
}

static void odd_rows_are_named_and_passed_over(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, SLICE("p,q,\na,1,,\n,2,\n,,,\nb,1,2,3\n./a,9,\nc\n")), DONE);
	assert_int_equal(f->metadata.row_count, 3);
	assert_value(f, "a", "q", "1");
	assert_value(f, "c", "q", "");
	assert_said(f, "m.csv:3: no path");
	assert_said(f, "m.csv:5: more cells than headings");
	assert_said(f, "m.csv:6: an earlier row has the same path");
	assert_false(f->diagnostics.failed);
}

static void many_odd_rows_are_counted(void **state)
{
	struct fixture *f = *state;
	struct buffer text = {0};
	size_t lines = 0;

	buffer_append(&text, SLICE("p,q\n"));
	for (int i = 0; i < 25; i++)
		buffer_append(&text, SLICE("same,1\n"));
	assert_int_equal(parse(f, buffer_slice(&text)), DONE);
	assert_said(f, "and so in 14 more rows");
	for (size_t i = 0; i < f->diagnostics.lines.length; i++)
		lines += f->diagnostics.lines.at[i] == '\n';
	assert_int_equal(lines, 11);
	buffer_free(&text);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(cells_become_attributes),
		TEST(quotes_are_those_of_rfc_4180),
		TEST(separators_and_line_ends_are_found_out),
		TEST(tabs_and_old_line_ends),
		TEST(a_separator_may_be_said),
		TEST(encodings),
		TEST(paths_are_compared_as_they_are_meant),
		TEST(columns_that_cannot_be),
		TEST(files_that_are_no_tables),
		TEST(odd_rows_are_named_and_passed_over),
		TEST(many_odd_rows_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
