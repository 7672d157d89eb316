/* Word index: same key same number, at every length and place; probes stay short. */
#include "pipeline/model/word_index.h"

#include "pipeline/base/buffer.h"
#include "pipeline/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static uint32_t next_number(void *context, struct slice key)
{
	uint32_t *count = context;

	(void)key;
	return (*count)++;
}

static uint32_t refuse(void *context, struct slice key)
{
	(void)context;
	(void)key;
	return WORD_REFUSED;
}

/* Lengths around 8 and 16 and beyond, the empty key, keys that differ by trailing NULs. */
static void test_lengths(void **state)
{
	struct word_index index = {0};
	uint32_t count = 0;
	char text[100] = {0};

	(void)state;
	for (int filler = 0; filler < 2; filler++) {
		memset(text, filler ? 'a' : 0, sizeof text);
		for (size_t length = 0; length <= 80; length++) {
			uint32_t before = count;

			word_index_number(&index, (struct slice){text, length}, next_number, &count);
			assert_int_equal(count - before, length > 0 || !filler);
		}
	}
	assert_int_equal(count, 81 + 80);
	for (size_t length = 1; length <= 80; length++)
		assert_int_equal(word_index_number(&index, (struct slice){text, length}, refuse, NULL),
				 80 + length);
	word_index_free(&index);
}

/* One key at a time may stand at the very end of its memory. */
static void test_nothing_behind_is_read(void **state)
{
	struct word_index index = {0};
	uint32_t count = 0;

	(void)state;
	for (size_t length = 1; length <= 40; length++) {
		char *exact = memory_new(length, 1);

		memset(exact, 'x', length);
		assert_int_equal(word_index_number(&index, (struct slice){exact, length},
						   next_number, &count),
				 length - 1);
		free(exact);
	}
	word_index_free(&index);
}

/* What stands behind a key in the text changes nothing; slices and places are the same keys. */
static void test_batch(void **state)
{
	static const char text[] = "the cat the dog the catalogue of internationalisations the cat"
				   " internationalisation................";
	struct word_index index = {0};
	struct slice keys[WORD_INDEX_BATCH], rest = slice_of(text), word;
	struct segment places[WORD_INDEX_BATCH];
	uint32_t numbers[WORD_INDEX_BATCH], again[WORD_INDEX_BATCH], count = 0;
	size_t n = 0;

	(void)state;
	rest.length -= 16;
	while (slice_cut(&rest, ' ', &word)) {
		places[n] = (struct segment){(uint32_t)(word.at - text), (uint32_t)word.length};
		keys[n++] = word;
	}
	assert_int_equal(word_index_numbers(&index, keys, n, numbers, next_number, &count), n);
	const uint32_t expected[] = {0, 1, 0, 2, 0, 3, 4, 5, 0, 1, 6};

	assert_int_equal(n, COUNT_OF(expected));
	for (size_t i = 0; i < n; i++)
		assert_int_equal(numbers[i], expected[i]);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(word_index_number(&index, keys[i], refuse, NULL), expected[i]);
	assert_int_equal(word_index_numbers_in(&index, text, places, n, again, refuse, NULL), n);
	assert_memory_equal(again, numbers, n * sizeof *again);
	word_index_free(&index);
}

static uint32_t refuse_dog(void *context, struct slice key)
{
	return slice_is(key, "dog") ? WORD_REFUSED : next_number(context, key);
}

static void test_refused(void **state)
{
	static const char text[] = "cat dog fox                 ";
	struct word_index index = {0};
	struct slice keys[] = {{text, 3}, {text + 4, 3}, {text + 8, 3}};
	uint32_t numbers[3], count = 0;

	(void)state;
	assert_int_equal(word_index_numbers(&index, keys, 3, numbers, refuse_dog, &count), 1);
	assert_int_equal(count, 1);
	assert_int_equal(index.used, 1);
	assert_int_equal(word_index_number(&index, keys[1], next_number, &count), 1);
	word_index_free(&index);
}

/* Keys that differ in a number, with zeros before it up to a width. */
struct pattern {
	const char *prefix;
	int width;
	const char *suffix;
};

static struct slice key_of(const struct pattern *p, uint32_t number, char *to, size_t room)
{
	int length = snprintf(to, room, "%s%0*u%s", p->prefix, p->width, number, p->suffix);

	return (struct slice){to, (size_t)length};
}

/* Many keys, while the table grows: each keeps its number.  Gives the mean probe. */
static double fill(const struct pattern *pattern)
{
	enum { KEYS = 100000 };
	struct word_index index = {0};
	uint32_t count = 0;
	char key[200];

	for (uint32_t i = 0; i < KEYS; i++)
		assert_int_equal(word_index_number(&index, key_of(pattern, i, key, sizeof key),
						   next_number, &count),
				 i);
	for (uint32_t i = 0; i < KEYS; i++)
		assert_int_equal(word_index_number(&index, key_of(pattern, i, key, sizeof key),
						   refuse, NULL),
				 i);
	assert_int_equal(index.used, KEYS);
	double mean = word_index_mean_probe(&index);

	word_index_free(&index);
	return mean;
}

/*
 * With the load a of 100,000 keys in 262,144 slots, linear probing looks at
 * (1 + 1 / (1 - a)) / 2 = 1.31 slots for a key in the mean, if the hash is as
 * good as chance (Knuth, The Art of Computer Programming, 6.4).
 */
static void test_probes(void **state)
{
	static const struct pattern patterns[] = {
	    {"", 1, ""},
	    {"", 8, ""},
	    {"", 1, "-word"},
	    {"", 5, "abcdefghijk"},
	    {"", 16, ""},
	    {"a word with a long common prefix: ", 1, ""},
	    {"", 1, " is in front of a word with a long common suffix of many bytes"},
	    {"a long prefix, then ", 1, " and a suffix that is about as long"},
	    {"sixteen bytes...", 6, "..........sixteen bytes..."},
	    {"", 6, "................................"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		double mean = fill(&patterns[i]);

		if (mean > 1.4)
			fail_msg("keys like '%s17%s': %.2f slots looked at in the mean",
				 patterns[i].prefix, patterns[i].suffix, mean);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_nothing_behind_is_read),
	    cmocka_unit_test(test_batch),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_probes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
