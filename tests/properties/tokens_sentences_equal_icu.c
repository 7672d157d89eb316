/*
 * Property: sentence_break() gives the boundaries of ICU's own sentence
 * iterator, without abbreviations, on random texts of one block: but for
 * those right behind an ASCII terminal, where we want white space.  White
 * space is drawn from what ends no paragraph for ICU, since a line end is a
 * space in a block.
 *
 * SEED in the environment gives the seed, a number; it is named on failure.
 */
#include "pipeline/base/buffer.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "stages/words/sentences.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TEXTS = 120000, LENGTH_MOST = 60 };

struct random {
	uint64_t state;
};

static uint64_t draw(struct random *r, uint64_t below)
{
	r->state = r->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (r->state >> 33) % below;
}

static uint64_t seed(void)
{
	const char *given = getenv("SEED");
	uint64_t value;

	return given && slice_to_integer(slice_of(given), &value) ? value : 20260101;
}

static const uint32_t others[] = {
    0xe9,   0xc9,   0x301,  0xad,   0x200b, 0x2019, 0x201c, 0x201d, 0x2026, 0x3002, 0xff0e,
    0xff01, 0x2024, 0xfe52, 0x61f,  0x6d4,  0x964,  0x5d0,  0x4e2d, 0x416,  0x436,  0x661,
    0xb2,   0x2014, 0x2013, 0x2003, 0xa0,   0x3000, 0xab,   0xbb,   0xff0c, 0x1f600, 0x203c,
    0x300d, 0x1c5,  0xaa,   0x660c, 0xfeff, 0x600,  0x37e,  0x55d,  0x1362, 0x2cf9, 0x1d16d,
};

static uint32_t draw_point(struct random *r)
{
	static const char usual[] = "...!??.!      aabAB12()\"'[],-:;/_@";

	if (draw(r, 4))
		return (uint32_t)usual[draw(r, sizeof usual - 1)];
	if (draw(r, 3))
		return others[draw(r, COUNT_OF(others))];
	uint32_t point = (uint32_t)draw(r, 128);

	return point >= '\n' && point <= '\r' ? ' ' : point;
}

/* Whether the boundary stands right behind an ASCII terminal and what closes it. */
static bool is_without_space(struct slice text, size_t boundary)
{
	while (boundary > 0) {
		uint32_t point = utf8_previous(text, &boundary);

		switch (unicode_sentence_class(point)) {
		case SENTENCE_SPACE:
			return false;
		case SENTENCE_STOP:
		case SENTENCE_END:
			return point < 0x80;
		default:
			break;
		}
	}
	return false;
}

static void expect(char *expected, struct unicode_breaker *breaker, struct slice text)
{
	size_t count;
	const uint32_t *ends = unicode_boundaries(breaker, text, &count);

	for (size_t i = 0; i + 1 < count; i++)
		expected[ends[i]] = !is_without_space(text, ends[i]);
}

static void find(char *found, struct slice text)
{
	for (size_t i = 0; i < text.length;) {
		size_t place = i;
		uint32_t point = utf8_next(text, &i);

		if (unicode_is_sentence_terminal(point))
			found[sentence_break(text, place)] = 1;
	}
	found[0] = 0;
}

static void equals_icu(void **state)
{
	struct random r = {seed()};
	struct unicode_breaker *breaker = unicode_breaker_new(UNICODE_SENTENCES);
	struct buffer text = {0};

	(void)state;
	for (int n = 0; n < TEXTS; n++) {
		buffer_reset(&text);
		for (uint64_t i = draw(&r, LENGTH_MOST); i > 0; i--)
			utf8_append(&text, draw_point(&r));
		char *exact = memory_string(text.at ? text.at : "", text.length);
		struct slice whole = {exact, text.length};
		char *expected = memory_new(text.length + 1, 1);
		char *found = memory_new(text.length + 1, 1);

		expect(expected, breaker, whole);
		find(found, whole);
		for (size_t i = 0; i < text.length; i++)
			if (expected[i] != found[i])
				fail_msg("SEED=%llu, text %d: %s at byte %zu of [%s]",
					 (unsigned long long)seed(), n,
					 found[i] ? "ICU has no break" : "a break is missing",
					 i, exact);
		free(exact);
		free(expected);
		free(found);
	}
	buffer_free(&text);
	unicode_breaker_free(breaker);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equals_icu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
