/* Plain text: encodings, lines, paragraphs, pages. */
#include "stages/read/plain_text.h"

#include "pipeline/stream/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

struct fixture {
	struct plain_text kept;
	struct buffer bytes, written;
	struct arena arena;
	struct names names;
	struct document document;
	struct plain_text_found found;
};

static int begin(void **state)
{
	static struct fixture fixture;

	fixture = (struct fixture){0};
	names_begin(&fixture.names);
	*state = &fixture;
	return 0;
}

static int end(void **state)
{
	struct fixture *f = *state;

	plain_text_free(&f->kept);
	buffer_free(&f->bytes);
	buffer_free(&f->written);
	names_free(&f->names);
	arena_free(&f->arena);
	return 0;
}

static void read_text(struct fixture *f, struct slice text, bool markdown)
{
	arena_reset(&f->arena);
	buffer_reset(&f->bytes);
	buffer_append(&f->bytes, text);
	document_begin(&f->document, &f->arena, &f->names, NULL);
	f->found = plain_text_read(&f->kept, &f->bytes, markdown, &f->document);
}

/* The content as it stands in the stream, between the <text> tags. */
static void assert_content(struct fixture *f, const char *expected)
{
	buffer_reset(&f->written);
	write_document(&f->written, &f->document);
	buffer_byte(&f->written, '\0');
	const char *start = strchr(f->written.at, '\n') + 1;
	char *stop = strstr(f->written.at, "</text>");

	assert_non_null(stop);
	*stop = '\0';
	assert_string_equal(start, expected);
}

static void assert_reads(struct fixture *f, struct slice text, const char *expected)
{
	read_text(f, text, false);
	assert_content(f, expected);
}

static void blank_lines_part_paragraphs(void **state)
{
	assert_reads(*state, SLICE("\n\nOne\n  two  \n \t \nthree"),
		     "<p>\nOne\ntwo\n</p>\n<p>\nthree\n</p>\n");
	assert_reads(*state, SLICE("\n \n"), "");
	assert_int_equal(((struct fixture *)*state)->document.phase, PHASE_NONE);
	assert_reads(*state, SLICE(""), "");
}

static void lines_end_in_three_ways(void **state)
{
	assert_reads(*state, SLICE("a\r\nb\rc\n\r\n\r\nd\r\re\r"),
		     "<p>\na\nb\nc\n</p>\n<p>\nd\n</p>\n<p>\ne\n</p>\n");
}

static void lines_are_slices_of_the_file(void **state)
{
	struct fixture *f = *state;

	read_text(f, SLICE("alpha\nbeta caf\xc3\xa9\n"), false);
	assert_int_equal(f->document.length, 2);
	assert_ptr_equal(f->document.lines[0].at, f->bytes.at);
	assert_ptr_equal(f->document.lines[1].at, f->bytes.at + 6);
	assert_string_equal(f->found.encoding, "utf-8");
	assert_int_equal(f->found.pages, 0);
}

static void words_cut_at_line_ends_are_marked(void **state)
{
	struct fixture *f = *state;

	assert_reads(f, SLICE("in part-\r\nnership 2019-\n20 caf\xc3\xa9-\n\xc3\xa9t\xc3\xa9"),
		     "<p>\nin part\xc2\xad\n<g/>\nnership 2019\xc2\xad\n<g/>\n"
		     "20 caf\xc3\xa9\xc2\xad\n<g/>\n\xc3\xa9t\xc3\xa9\n</p>\n");
	assert_reads(f, SLICE("a\xe2\x80\x90\nb\xc2\xad\nc-\f d"),
		     "<pb n=\"1\"/>\n<p>\na\xc2\xad\n<g/>\nb\xc2\xad\n<g/>\nc\xc2\xad\n<g/>\n"
		     "<pb n=\"2\"/>\nd\n</p>\n");
	/* A dash, a rule, the end of a block, and a line that starts with no letter. */
	assert_reads(f, SLICE("so -\nand --\nnow-\n\nthen-\n(or)\n-\nx \xe2\x80\xad\nmore-"),
		     "<p>\nso -\nand --\nnow-\n</p>\n<p>\nthen-\n(or)\n-\nx \xe2\x80\xad\n"
		     "more-\n</p>\n");
	read_text(f, SLICE("- one-\n- two-\n  fold\n# Head-\nline\n"), true);
	assert_content(f, "<item label=\"-\">\none-\n</item>\n"
			  "<item label=\"-\">\ntwo\xc2\xad\n<g/>\nfold\n</item>\n"
			  "<head level=\"1\">\nHead-\n</head>\n<p>\nline\n</p>\n");
}

static void form_feeds_start_pages(void **state)
{
	struct fixture *f = *state;

	assert_reads(f, SLICE("One and\n\ftwo\n\n\f\f\nfour\n\f"),
		     "<pb n=\"1\"/>\n<p>\nOne and\n<pb n=\"2\"/>\ntwo\n</p>\n"
		     "<pb n=\"3\"/>\n<pb n=\"4\"/>\n<p>\nfour\n</p>\n");
	assert_int_equal(f->found.pages, 4);
	assert_reads(f, SLICE("a\fb"), "<pb n=\"1\"/>\n<p>\na\n<pb n=\"2\"/>\nb\n</p>\n");
	assert_int_equal(f->found.pages, 2);
}

static void control_characters_become_spaces(void **state)
{
	assert_reads(*state,
		     SLICE("a\tb\0c\x1b[1m d\x0b" "e and enough text around them to be text, "
			   "which wants twenty characters for each odd one\x7f\n\t\n"),
		     "<p>\na b c [1m d e and enough text around them to be text, which wants "
		     "twenty characters for each odd one&#127;\n</p>\n");
	read_text(*state, SLICE("\1\2\3\4 text"), false);
	assert_true(((struct fixture *)*state)->found.not_text);
}

static void controls_are_found_wherever_they_stand(void **state)
{
	struct fixture *f = *state;
	char text[100];

	for (size_t i = 0; i < sizeof text; i++) {
		memset(text, 'x', sizeof text);
		text[i] = '\t';
		read_text(f, (struct slice){text, sizeof text}, false);
		for (uint32_t k = 0; k < f->document.length; k++)
			assert_null(memchr(f->document.lines[k].at, '\t',
					   f->document.lines[k].length));
	}
}

static void byte_order_marks_go(void **state)
{
	assert_reads(*state, SLICE("\xef\xbb\xbf" "First\n\xef\xbb\xbfsec\xef\xbb\xbfond \xef\xbf\xbd"
				   "\xef\xbb\xbf"),
		     "<p>\nFirst\nsecond \xef\xbf\xbd\n</p>\n");
	assert_reads(*state, SLICE("\xef\xbb\xbf"), "");
}

static void utf_16_is_known_by_mark_or_nuls(void **state)
{
	struct fixture *f = *state;

	assert_reads(f, SLICE("\xff\xfe" "a\0b\0\n\0\xe9\0"), "<p>\nab\n\xc3\xa9\n</p>\n");
	assert_string_equal(f->found.encoding, "utf-16le");
	assert_reads(f, SLICE("\xfe\xff\0a\0b"), "<p>\nab\n</p>\n");
	assert_reads(f, SLICE("a\0b\0c\0 \0d\0"), "<p>\nabc d\n</p>\n");
	assert_reads(f, SLICE("\0a\0b\0c\0 \0d"), "<p>\nabc d\n</p>\n");
	assert_string_equal(f->found.encoding, "utf-16be");
}

static void other_bytes_are_windows_1252(void **state)
{
	struct fixture *f = *state;

	assert_reads(f, SLICE("caf\xe9 \x93quoted\x94 \x96 \x80" "5\n"),
		     "<p>\ncaf\xc3\xa9 \xe2\x80\x9cquoted\xe2\x80\x9d \xe2\x80\x93 \xe2\x82\xac"
		     "5\n</p>\n");
	assert_string_equal(f->found.encoding, "windows-1252");
	assert_int_equal(f->found.repaired, 0);
}

static void damaged_utf_8_is_repaired_and_counted(void **state)
{
	struct fixture *f = *state;

	assert_reads(f, SLICE("\xc3\xa9\xc3\xa8\xc3\xaa\xe2\x80\x99 x\xff y\n\xc3\xa9\xc3\xa9"),
		     "<p>\n\xc3\xa9\xc3\xa8\xc3\xaa\xe2\x80\x99 x\xef\xbf\xbd y\n"
		     "\xc3\xa9\xc3\xa9\n</p>\n");
	assert_int_equal(f->found.repaired, 1);
	assert_string_equal(f->found.encoding, "utf-8");
	assert_reads(f, SLICE("[\xc0\x80][\xef\xb7\x90]"),
		     "<p>\n[\xef\xbf\xbd\xef\xbf\xbd][\xef\xb7\x90]\n</p>\n");
	assert_int_equal(f->found.repaired, 2);
}

static void markdown_has_headings_and_items(void **state)
{
	struct fixture *f = *state;

	read_text(f, SLICE("# Aims\ntext\n## More # of it\n- one\n  goes on\n* two\n+ three\n\n"
			   "#no\n####### seven\n-\n"), true);
	assert_content(f, "<head level=\"1\">\nAims\n</head>\n<p>\ntext\n</p>\n"
			  "<head level=\"2\">\nMore # of it\n</head>\n"
			  "<item label=\"-\">\none\ngoes on\n</item>\n"
			  "<item label=\"*\">\ntwo\n</item>\n<item label=\"+\">\nthree\n</item>\n"
			  "<p>\n#no\n####### seven\n-\n</p>\n");
	read_text(f, SLICE("# Aims\n- one\n"), false);
	assert_content(f, "<p>\n# Aims\n- one\n</p>\n");
}

/* A long line of words comes back word for word; one without spaces is glued. */
static void long_lines_are_broken(void **state)
{
	struct fixture *f = *state;
	struct buffer text = {0};

	for (size_t i = 0; text.length < 3 * (size_t)PLAIN_LINE_MOST; i++)
		buffer_printf(&text, "w%zu caf\xc3\xa9 ", i);
	read_text(f, buffer_slice(&text), false);
	assert_int_equal(f->document.length, 4);
	struct slice rest = buffer_slice(&text);

	for (uint32_t i = 0; i < f->document.length; i++) {
		struct slice line = line_slice(&f->document.lines[i]);

		assert_true(line.length <= PLAIN_LINE_MOST);
		assert_false(f->document.lines[i].glue);
		assert_true(slice_starts(rest, line));
		rest = slice_from(rest, line.length + 1);
	}
	assert_int_equal(slice_trim(rest).length, 0);
	buffer_reset(&text);
	buffer_byte(&text, 'x');
	while (text.length < 2 * (size_t)PLAIN_LINE_MOST)
		buffer_append(&text, SLICE("\xc3\xa9"));
	read_text(f, buffer_slice(&text), false);
	assert_int_equal(f->document.length, 3);
	assert_true(f->document.lines[0].glue && f->document.lines[1].glue);
	assert_false(f->document.lines[2].glue);
	assert_int_equal(f->document.lines[0].length, PLAIN_LINE_MOST - 1);
	buffer_free(&text);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(blank_lines_part_paragraphs),
		TEST(lines_end_in_three_ways),
		TEST(lines_are_slices_of_the_file),
		TEST(words_cut_at_line_ends_are_marked),
		TEST(form_feeds_start_pages),
		TEST(control_characters_become_spaces),
		TEST(controls_are_found_wherever_they_stand),
		TEST(byte_order_marks_go),
		TEST(utf_16_is_known_by_mark_or_nuls),
		TEST(other_bytes_are_windows_1252),
		TEST(damaged_utf_8_is_repaired_and_counted),
		TEST(markdown_has_headings_and_items),
		TEST(long_lines_are_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
