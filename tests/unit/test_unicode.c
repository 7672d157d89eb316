/* Unicode: folding, forms, boundaries, widths, encodings; Unicode's own test files. */
#include "pipeline/base/unicode.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "tests/unit/unicode_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_buffer(struct buffer *got, const char *expected)
{
	buffer_byte(got, '\0');
	assert_string_equal(got->at, expected);
	buffer_free(got);
}

static void assert_fold(const char *text, bool turkic, const char *expected)
{
	struct buffer once = {0}, twice = {0};

	unicode_fold(&once, slice_of(text), turkic);
	unicode_fold(&twice, buffer_slice(&once), turkic);
	assert_true(slice_equal(buffer_slice(&once), buffer_slice(&twice)));
	buffer_free(&twice);
	assert_buffer(&once, expected);
}

static void test_fold(void **state)
{
	(void)state;
	assert_fold("", false, "");
	assert_fold("Local AUTHORITY @[`{", false, "local authority @[`{");
	assert_fold("Straße STRASSE", false, "strasse strasse");
	assert_fold("Don’t", false, "don't");
	assert_fold("ΣΊΣΥΦΟΣ", false, "σίσυφοσ");
	assert_fold("Σίσυφος", false, "σίσυφοσ");
	assert_fold("part\u00adner\u200d\ufeff", false, "partner");
	assert_fold("E\u0301cole", false, "\u00e9cole");
	assert_fold("ﬁnance", false, "finance");
	assert_fold("\u00ad", false, "");
	assert_fold("İstanbul ISI", true, "istanbul ısı");
	assert_fold("I\u0307stanbul", true, "istanbul");
	assert_fold("İ", false, "i\u0307");
	assert_fold("ISI", false, "isi");
}

static void test_turkic(void **state)
{
	(void)state;
	assert_true(unicode_language_is_turkic(SLICE("tr")));
	assert_true(unicode_language_is_turkic(SLICE("TR")));
	assert_true(unicode_language_is_turkic(SLICE("az-Latn-AZ")));
	assert_false(unicode_language_is_turkic(SLICE("")));
	assert_false(unicode_language_is_turkic(SLICE("t")));
	assert_false(unicode_language_is_turkic(SLICE("trv")));
	assert_false(unicode_language_is_turkic(SLICE("en-TR")));
}

static void test_properties(void **state)
{
	(void)state;
	assert_true(unicode_is_letter('a') && unicode_is_letter(0x5d0) && !unicode_is_letter('1'));
	assert_true(unicode_is_digit('7') && unicode_is_digit(0x661) && !unicode_is_digit(0xb2));
	assert_true(unicode_is_letter_or_number(0xb2) && !unicode_is_letter_or_number('_'));
	assert_true(unicode_is_white_space(0xa0) && !unicode_is_white_space(0x200b) &&
		    !unicode_is_white_space(0x1c));
	assert_true(unicode_is_uppercase(0xc9) && unicode_is_lowercase(0xe9));
	assert_true(unicode_is_default_ignorable(0xad) && !unicode_is_default_ignorable(' '));
	assert_true(unicode_is_mark(0x301) && !unicode_is_mark('e'));
	assert_int_equal(unicode_sentence_class('.'), SENTENCE_STOP);
	assert_int_equal(unicode_sentence_class(0x3002), SENTENCE_END);
	assert_int_equal(unicode_sentence_class('\n'), SENTENCE_SPACE);
}

static void assert_normal(const char *text, enum unicode_form form, const char *expected)
{
	struct buffer got = {0};

	unicode_normalise(&got, slice_of(text), form);
	assert_true(unicode_is_normalised(buffer_slice(&got), form));
	assert_int_equal(unicode_is_normalised(slice_of(text), form),
			 strcmp(text, expected) == 0);
	assert_buffer(&got, expected);
}

static void test_forms(void **state)
{
	(void)state;
	assert_normal("", UNICODE_NFC, "");
	assert_normal("plain", UNICODE_NFC, "plain");
	assert_normal("e\u0301", UNICODE_NFC, "é");
	assert_normal("ﬁ½", UNICODE_NFC, "ﬁ½");
	assert_normal("ﬁ½", UNICODE_NFKC, "fi1⁄2");
	/* One character that becomes eighteen. */
	assert_normal("\ufdfa", UNICODE_NFKC, "صلى الله عليه وسلم");
	assert_normal("\u1100\u1161\u11a8", UNICODE_NFC, "각");
}

static void assert_width(const char *text, size_t expected)
{
	assert_int_equal(unicode_width(slice_of(text)), expected);
}

static void test_width(void **state)
{
	(void)state;
	assert_width("", 0);
	assert_width("school", 6);
	assert_width("naïve", 5);
	assert_width("nai\u0308ve", 5);
	assert_width("日本語", 6);
	assert_width("한국", 4);
	assert_width("\u1112\u1161\u11ab", 2);
	assert_width("שָׁלוֹם", 4);
	assert_width("👩‍👩‍👧‍👦", 2);
	assert_width("🇬🇧", 2);
	assert_width("a\u200db\u00adc", 3);
	assert_width("ｗｉｄｅ", 8);
	assert_width("ｱ", 1);
}

static void assert_decoded(const char *bytes, size_t length, const char *encoding,
			   const char *expected)
{
	struct buffer got = {0};

	assert_true(unicode_decode(&got, (struct slice){bytes, length}, encoding));
	assert_buffer(&got, expected);
}

static void test_decode(void **state)
{
	struct buffer none = {0};

	(void)state;
	assert_decoded("", 0, "utf-8", "");
	assert_decoded("\x93" "a\x94 \x80", 5, "windows-1252", "“a” €");
	assert_decoded("\x93" "a\x94 \x80", 5, "ISO-8859-1", "“a” €");
	assert_decoded("a\0\xac\x20", 4, "utf-16le", "a€");
	assert_decoded("\0a\x20\xac", 4, "utf-16be", "a€");
	assert_decoded("\x3d\xd8\x00\xde", 4, "utf-16le", "😀");
	assert_decoded("a\xff" "b", 3, "utf-8", "a\ufffd" "b");
	assert_decoded("\xd0\xcf", 2, "koi8-r", "по");
	assert_decoded("\x93\xfa\x96\x7b", 4, "Shift_JIS", "日本");
	assert_false(unicode_decode(&none, SLICE("+AGE-"), "utf-7"));
	assert_false(unicode_decode(&none, SLICE("a"), "no-such-encoding"));
	assert_int_equal(none.length, 0);
	buffer_free(&none);
}

/* Longer than one piece of the decoder, with pairs at every place. */
static void test_decode_long(void **state)
{
	struct buffer text = {0}, wide = {0}, back = {0};

	(void)state;
	for (uint32_t i = 0; i < 20000; i++) {
		uint32_t point = i % 3 ? 0x1f600 : 'a';

		utf8_append(&text, point);
		if (point >= 0x10000) {
			uint32_t pair = point - 0x10000;
			uint32_t units[] = {0xd800 + (pair >> 10), 0xdc00 + (pair & 0x3ff)};

			for (int u = 0; u < 2; u++) {
				buffer_byte(&wide, (char)(units[u] & 0xff));
				buffer_byte(&wide, (char)(units[u] >> 8));
			}
		} else {
			buffer_byte(&wide, (char)point);
			buffer_byte(&wide, '\0');
		}
	}
	assert_true(unicode_decode(&back, buffer_slice(&wide), "utf-16le"));
	assert_true(slice_equal(buffer_slice(&back), buffer_slice(&text)));
	buffer_free(&text);
	buffer_free(&wide);
	buffer_free(&back);
}

static void test_boundaries(void **state)
{
	struct unicode_breaker *breaker = unicode_breaker_new(UNICODE_WORDS);
	size_t count;

	(void)state;
	unicode_boundaries(breaker, SLICE(""), &count);
	assert_int_equal(count, 0);
	const uint32_t *ends = unicode_boundaries(breaker, SLICE("école 😀."), &count);

	assert_int_equal(count, 4);
	assert_int_equal(ends[0], 6);
	assert_int_equal(ends[1], 7);
	assert_int_equal(ends[2], 11);
	assert_int_equal(ends[3], 12);
	unicode_breaker_free(breaker);
}

/* How many lines of one of Unicode's files ICU cuts otherwise. */
static size_t count_differing(const char *name, enum unicode_break kind, size_t *lines)
{
	struct unicode_breaker *breaker = unicode_breaker_new(kind);
	struct unicode_data data = unicode_data_open(name);
	struct break_case test = {0};
	size_t differing = 0, count;

	*lines = 0;
	while (unicode_data_next(&data, &test)) {
		const uint32_t *ends = unicode_boundaries(breaker, buffer_slice(&test.text), &count);

		differing += count != test.count ||
			     memcmp(ends, test.ends, count * sizeof *ends) != 0;
		++*lines;
	}
	unicode_data_close(&data, &test);
	unicode_breaker_free(breaker);
	return differing;
}

/* The 15 are all a colon between letters, which ICU's root locale parts. */
static void test_unicode_files(void **state)
{
	size_t lines;

	(void)state;
	if (!getenv("CONCORDAT_DATA"))
		skip();
	assert_int_equal(count_differing("WordBreakTest.txt.gz", UNICODE_WORDS, &lines), 15);
	assert_int_equal(lines, 1823);
	assert_int_equal(count_differing("SentenceBreakTest.txt.gz", UNICODE_SENTENCES, &lines), 0);
	assert_int_equal(lines, 502);
	assert_int_equal(count_differing("GraphemeBreakTest.txt.gz", UNICODE_GRAPHEMES, &lines), 0);
	assert_int_equal(lines, 602);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fold),
	    cmocka_unit_test(test_turkic),
	    cmocka_unit_test(test_properties),
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_width),
	    cmocka_unit_test(test_decode),
	    cmocka_unit_test(test_decode_long),
	    cmocka_unit_test(test_boundaries),
	    cmocka_unit_test(test_unicode_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
