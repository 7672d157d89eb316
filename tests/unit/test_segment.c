/* Segmenting: what is one word, with each join and without. */
#include "pipeline/model/segment.h"

#include "pipeline/base/unicode.h"
#include "tests/unit/unicode_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* The words of a text, with "|" between them, or "~" where no white space is. */
static void append_words(struct buffer *to, struct segmenter *segmenter, struct slice text)
{
	const struct segment *segments;
	size_t count = segmenter_cut(segmenter, text, &segments);

	assert_int_equal(segments[count].start, UINT32_MAX);
	for (size_t i = 0; i < count; i++) {
		buffer_append(to, (struct slice){text.at + segments[i].start, segments[i].length});
		if (i + 1 < count)
			buffer_byte(to, segments[i].start + segments[i].length ==
						segments[i + 1].start
					    ? '~'
					    : '|');
	}
}

/* Wherever the text lies in the 64 bytes of a bitmap, the words are the same. */
static void assert_words(unsigned joins, const char *text, const char *expected)
{
	struct segmenter *segmenter = segmenter_new(joins);

	for (size_t lead = 0; lead < 70; lead++) {
		struct buffer padded = {0}, words = {0};

		for (size_t i = 0; i < lead; i++)
			buffer_byte(&padded, ' ');
		buffer_append(&padded, slice_of(text));
		char *exact = memory_string(padded.at, padded.length);

		append_words(&words, segmenter, (struct slice){exact, padded.length});
		buffer_byte(&words, '\0');
		assert_string_equal(words.at, expected);
		free(exact);
		buffer_free(&padded);
		buffer_free(&words);
	}
	segmenter_free(segmenter);
}

static void test_plain(void **state)
{
	(void)state;
	assert_words(0, "", "");
	assert_words(0, " \t\n\v\f\r\xc2\x85\u00a0\u2028\u2029\u3000", "");
	assert_words(0, "Schools in Ashdale agree.", "Schools|in|Ashdale|agree~.");
	assert_words(0, "a\u00a0b\u2003c\u3000d", "a|b|c|d");
	assert_words(0, "e.g. 3.5% 1,000;2 a,b a;b 1.a", "e.g~.|3.5~%|1,000;2|a~,~b|a~;~b|1~.~a");
	assert_words(0, "co-op 2019/20 don't don\u2019t l'\u00e9cole",
		     "co~-~op|2019~/~20|don't|don\u2019t|l'\u00e9cole");
	assert_words(0, "a_b __ _a1 @ @a a@b.c a:b", "a_b|__|_a1|@|@a|a@b.c|a~:~b");
	assert_words(0, "part\u00adner \x01 a\x1c" "b", "part\u00adner|\x01|a~\x1c~b");
	assert_words(0, "e\u0301cole \U0001f469\u200d\U0001f467 \u05e9\u05dc\u05d5\u05dd",
		     "e\u0301cole|\U0001f469\u200d\U0001f467|\u05e9\u05dc\u05d5\u05dd");
	assert_words(0, "(\u201cquoted\u201d)", "(~\u201c~quoted~\u201d~)");
}

static void test_url(void **state)
{
	(void)state;
	assert_words(JOIN_URL, "(see https://x.org/a_(b)/c?d=e#f).",
		     "(~see|https://x.org/a_(b)/c?d=e#f~)~.");
	assert_words(JOIN_URL, "HTTP://X.ORG, www.x.co.uk; ftp://x.y!",
		     "HTTP://X.ORG~,|www.x.co.uk~;|ftp://x.y~!");
	assert_words(JOIN_URL, "<https://x.org/>\u201dwww.x.org\u201d",
		     "<~https://x.org/~>~\u201d~www.x.org~\u201d");
	assert_words(JOIN_URL, "http://localhost:80/x http:// www. wwwx.y xhttp://a",
		     "http://localhost:80/x|http~:~/~/|www~.|wwwx.y|xhttp~:~/~/~a");
	assert_words(JOIN_URL, "http://\u00e9t\u00e9.fr/\u00e0 http://x.org\u2019s",
		     "http://\u00e9t\u00e9.fr/\u00e0|http://x.org\u2019s");
	assert_words(JOIN_URL, "x.org/a-b a@b.org/c", "x.org~/~a~-~b|a@b.org~/~c");
	assert_words(0, "http://x.org/a", "http~:~/~/~x.org~/~a");
}

static void test_email(void **state)
{
	(void)state;
	assert_words(JOIN_EMAIL, "jo.smith-jones+x@my-council.gov.uk.",
		     "jo.smith-jones+x@my-council.gov.uk~.");
	assert_words(JOIN_EMAIL, "mailto:jo@x1.org, <a%b@c.de>",
		     "mailto~:~jo@x1.org~,|<~a%b@c.de~>");
	assert_words(JOIN_EMAIL, "a-b@localhost a-b@x.1 a-.@x.org @x-y.org a-b@x.o",
		     "a~-~b@localhost|a~-~b@x~.~1|a~-~.~@x.org|@x~-~y.org|a~-~b@x.o");
	assert_words(JOIN_EMAIL, "a-b@x.org-c", "a-b@x.org-c");
	assert_words(0, "a-b@x-y.org", "a~-~b@x~-~y.org");
}

static void test_hyphen(void **state)
{
	(void)state;
	assert_words(JOIN_HYPHEN, "area-based 2019-20 state-of-the-art COVID-19",
		     "area-based|2019-20|state-of-the-art|COVID-19");
	assert_words(JOIN_HYPHEN, "a\u2010b a\u2011b e\u0301-e \u00e9-\u00e9",
		     "a\u2010b|a\u2011b|e\u0301-e|\u00e9-\u00e9");
	assert_words(JOIN_HYPHEN, "-a a- a--b a\u2013b - _-_ @-a a-_",
		     "-~a|a~-|a~-~-~b|a~\u2013~b|-|_~-~_|@~-~a|a~-~_");
	assert_words(JOIN_HYPHEN, "well-being's 3.5-4.5 a/b-c", "well-being's|3.5-4.5|a~/~b-c");
}

static void test_apostrophe(void **state)
{
	(void)state;
	assert_words(JOIN_APOSTROPHE, "rock 'n' roll \u2019n\u2019", "rock|'n'|roll|\u2019n\u2019");
	assert_words(JOIN_APOSTROPHE, "teachers' teachers\u2019 'tis '90s",
		     "teachers'|teachers\u2019|'tis|'90s");
	assert_words(JOIN_APOSTROPHE, "'quoted' 'a b' ' '' 6' \u2018a\u2019 (teachers')",
		     "'~quoted~'|'a|b'|'|'~'|6~'|\u2018~a\u2019|(~teachers'~)");
	assert_words(JOIN_APOSTROPHE, "o'3 don't", "o'3|don't");
	assert_words(0, "teachers' 'tis", "teachers~'|'~tis");
}

static void test_usual(void **state)
{
	(void)state;
	assert_words(SEGMENT_USUAL, "See www.x-y.org/a-b, or e-mail a-b@x.org - teachers' day.",
		     "See|www.x-y.org/a-b~,|or|e-mail|a-b@x.org|-|teachers~'|day~.");
}

static void test_terminators(void **state)
{
	struct segmenter *segmenter = segmenter_new(SEGMENT_USUAL);
	static const char text[] = "A. B.c 3.5 \u3002 d! http://x.y/?z \u00e9? ...";
	static const uint32_t expected[] = {1, 11, 16, 34, 36, 37, 38};
	const struct segment *segments;
	const uint32_t *places;
	size_t count;

	(void)state;
	segmenter_cut_with_terminators(segmenter, slice_of(text), &segments, &places, &count);
	assert_int_equal(count, COUNT_OF(expected));
	for (size_t i = 0; i < count; i++)
		assert_int_equal(places[i], expected[i]);
	segmenter_free(segmenter);
}

/* A chunk of a megabyte takes no more than its length. */
static void test_long_chunks(void **state)
{
	static const char *const units[] = {"a", "@", "a@", ".", "a.", "-a", "'a", "www.", "http://",
					    "(", "\u00e9", "\u0301", "a-\u0301"};
	enum { LENGTH = 1 << 20 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		struct segmenter *segmenter =
		    segmenter_new(SEGMENT_USUAL | JOIN_APOSTROPHE);
		const struct segment *segments;
		struct buffer text = {0};
		size_t bytes = 0;

		while (text.length < LENGTH)
			buffer_append(&text, slice_of(units[i]));
		size_t count = segmenter_cut(segmenter, buffer_slice(&text), &segments);

		for (size_t n = 0; n < count; n++)
			bytes += segments[n].length;
		assert_int_equal(bytes, text.length);
		buffer_free(&text);
		segmenter_free(segmenter);
	}
}

static bool has_white_space(struct slice text)
{
	for (size_t i = 0; i < text.length;)
		if (unicode_is_white_space(utf8_next(text, &i)))
			return true;
	return false;
}

static bool is_cut_as(struct segmenter *segmenter, const struct break_case *test)
{
	const struct segment *segments;
	size_t count = segmenter_cut(segmenter, buffer_slice(&test->text), &segments);

	for (size_t i = 0; i < count && i < test->count; i++)
		if (segments[i].start + segments[i].length != test->ends[i])
			return false;
	return count == test->count;
}

/* Where a line holds no white space; ICU parts a:b, which the file does not. */
static void test_unicode_file(void **state)
{
	struct segmenter *segmenter = segmenter_new(0);
	struct break_case test = {0};
	size_t lines = 0, differing = 0;

	(void)state;
	if (!getenv("CONCORDAT_DATA")) {
		segmenter_free(segmenter);
		skip();
	}
	struct unicode_data data = unicode_data_open("WordBreakTest.txt.gz");

	while (unicode_data_next(&data, &test)) {
		if (has_white_space(buffer_slice(&test.text)))
			continue;
		lines++;
		differing += !is_cut_as(segmenter, &test);
	}
	assert_int_equal(lines, 1387);
	assert_int_equal(differing, 15);
	unicode_data_close(&data, &test);
	segmenter_free(segmenter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_plain),	cmocka_unit_test(test_url),
	    cmocka_unit_test(test_email),	cmocka_unit_test(test_hyphen),
	    cmocka_unit_test(test_apostrophe),	cmocka_unit_test(test_usual),
	    cmocka_unit_test(test_terminators), cmocka_unit_test(test_long_chunks),
	    cmocka_unit_test(test_unicode_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
