/* Clean text: nothing else reaches the stream from a document. */
#include "stages/read/reader/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_clean(struct slice text, const char *expected)
{
	struct buffer clean = {0};

	append_clean_text(&clean, text);
	buffer_byte(&clean, '\0');
	assert_string_equal(clean.at, expected);
	buffer_free(&clean);
}

static void test_clean(void **state)
{
	(void)state;
	assert_clean(SLICE("  a\t\n b\r "), "a b ");
	assert_clean(SLICE("a\0b\x1b" "c\x7f" "d"), "a b c d");
	assert_clean(SLICE("\xe2\x80\xaa" "a\xe2\x80\xae\xe2\x81\xa6" "b\xef\xbb\xbf"), "ab");
	assert_clean(SLICE("a\xc2\x9b" "b\xe2\x80\xa8" "c\xc2\xa0" "d\xc2\xad" "e"),
		     "a b c\xc2\xa0" "d\xc2\xad" "e");
	assert_clean(SLICE("\xc0\x80" "a\xed\xa0\x80"),
		     "\xef\xbf\xbd\xef\xbf\xbd" "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	assert_clean(SLICE("\xf4\x8f\xbf\xbf"), "\xf4\x8f\xbf\xbf");
}

/* A line of over 1 MiB is broken at a space; in a word, with glue. */
static void test_long_lines(void **state)
{
	enum { LENGTH = 3 << 20 };
	struct buffer text = {0}, out = {0};

	(void)state;
	while (text.length < LENGTH)
		buffer_append(&text, SLICE("word "));
	write_running_text(&out, buffer_slice(&text));
	struct slice rest = buffer_slice(&out), line;
	size_t lines = 0, length = 0;

	for (; slice_line(&rest, &line); lines++) {
		assert_true(line.length <= 1 << 20);
		assert_true(slice_ends(line, SLICE("word")));
		length += line.length + 1;
	}
	assert_int_equal(lines, 4);
	assert_int_equal(length, text.length);
	assert_null(memmem(out.at, out.length, "<g/>", 4));
	buffer_reset(&text);
	buffer_reset(&out);
	while (text.length < LENGTH)
		buffer_append(&text, SLICE("\xc3\xa9x"));
	write_running_text(&out, buffer_slice(&text));
	assert_non_null(memmem(out.at, out.length, "x\n<g/>\n\xc3", 8));
	buffer_free(&text);
	buffer_free(&out);
}

static void test_attributes(void **state)
{
	struct reading reading = {.status = READING_OK};

	(void)state;
	reading_attribute(&reading, SLICE("title"), SLICE(" \n "));
	reading_attribute(&reading, SLICE("title"), SLICE(" A \"b\"\x1b\n c "));
	reading_attribute(&reading, SLICE("title"), SLICE("second"));
	buffer_byte(&reading.attributes, '\0');
	assert_string_equal(reading.attributes.at, " title=\"A &quot;b&quot; c\"");
	reading_fail(&reading, READING_PARTIAL, "page %d\n lost", 3);
	assert_int_equal(reading.status, READING_PARTIAL);
	assert_true(slice_is(buffer_slice(&reading.reason), "page 3 lost"));
	buffer_free(&reading.attributes);
	buffer_free(&reading.reason);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_attributes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
