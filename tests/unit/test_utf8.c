/* UTF-8: against the table of well-formed sequences, byte by byte. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/base/utf8.h"

#include <stdlib.h>

/* The Unicode Standard, table 3-7, written out naively. */
static size_t naive_sequence(const unsigned char *s, size_t left)
{
	static const unsigned char table[][8] = {
	    {0xc2, 0xdf, 0x80, 0xbf, 0, 0, 0, 0},
	    {0xe0, 0xe0, 0xa0, 0xbf, 0x80, 0xbf, 0, 0},
	    {0xe1, 0xec, 0x80, 0xbf, 0x80, 0xbf, 0, 0},
	    {0xed, 0xed, 0x80, 0x9f, 0x80, 0xbf, 0, 0},
	    {0xee, 0xef, 0x80, 0xbf, 0x80, 0xbf, 0, 0},
	    {0xf0, 0xf0, 0x90, 0xbf, 0x80, 0xbf, 0x80, 0xbf},
	    {0xf1, 0xf3, 0x80, 0xbf, 0x80, 0xbf, 0x80, 0xbf},
	    {0xf4, 0xf4, 0x80, 0x8f, 0x80, 0xbf, 0x80, 0xbf},
	};

	if (s[0] < 0x80)
		return 1;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		size_t n = 0;

		while (n < 4 && n < left && table[i][2 * n + 1] && s[n] >= table[i][2 * n] &&
		       s[n] <= table[i][2 * n + 1])
			n++;
		if (n >= 2 && (n == 4 || !table[i][2 * n + 1]))
			return n;
	}
	return 0;
}

static size_t naive_prefix(struct slice s)
{
	size_t i = 0, n;

	while (i < s.length &&
	       (n = naive_sequence((const unsigned char *)s.at + i, s.length - i)) > 0)
		i += n;
	return i;
}

/* Bytes of which sequences are made, so that most cases are nearly right. */
static unsigned char likely_byte(void)
{
	static const unsigned char likely[] = {'a',  ' ',  0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf,
					       0xe0, 0xa0, 0x9f, 0xed, 0xef, 0xf0, 0x90, 0x8f, 0xf4,
					       0xf5, 0xff};

	return (unsigned char)(rand() % 4 ? likely[(size_t)rand() % sizeof likely] : rand() % 256);
}

static void the_valid_prefix_is_the_naive_one(void **state)
{
	(void)state;
	srand(1);
	for (int round = 0; round < 200000; round++) {
		char bytes[40];
		struct slice s = {bytes, (size_t)rand() % sizeof bytes};

		for (size_t i = 0; i < s.length; i++)
			bytes[i] = rand() % 3 ? 'x' : (char)likely_byte();
		assert_int_equal(utf8_valid_prefix(s), naive_prefix(s));
	}
}

static void every_scalar_value_comes_back(void **state)
{
	struct buffer text = {0};

	(void)state;
	for (uint32_t point = 0; point <= 0x10ffff; point++) {
		size_t forward = 0, back;

		if (point >= 0xd800 && point <= 0xdfff)
			continue;
		buffer_reset(&text);
		utf8_append(&text, point);
		back = text.length;
		assert_true(utf8_is_valid(buffer_slice(&text)));
		assert_int_equal(utf8_next(buffer_slice(&text), &forward), point);
		assert_int_equal(forward, text.length);
		assert_int_equal(utf8_previous(buffer_slice(&text), &back), point);
		assert_int_equal(back, 0);
	}
	buffer_free(&text);
}

static void each_ill_formed_part_becomes_one_replacement(void **state)
{
	static const struct {
		const char *bytes, *repaired;
		size_t count;
	} cases[] = {
	    {"a\xff" "b", "a\xef\xbf\xbd" "b", 1},
	    {"\xe2\x82", "\xef\xbf\xbd", 1},
	    {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 3},
	    {"\xf0\x9f\x98x", "\xef\xbf\xbdx", 1},
	    {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd", 2},
	};
	struct buffer text = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		buffer_reset(&text);
		assert_int_equal(utf8_append_repaired(&text, slice_of(cases[i].bytes)),
				 cases[i].count);
		assert_slice(buffer_slice(&text), cases[i].repaired);
	}
	buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_valid_prefix_is_the_naive_one),
	    cmocka_unit_test(every_scalar_value_comes_back),
	    cmocka_unit_test(each_ill_formed_part_becomes_one_replacement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
