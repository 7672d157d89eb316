/*
 * Property: cutting equals ICU's own word iterator on every stretch without
 * white space, with the joins off; and with joins on, ICU's boundaries with
 * the joins made over them.  Texts are random: every ASCII code, characters
 * of every script of ICU's, white space of every kind, marks and emoji; in
 * pieces long enough to cross the blocks of the bitmaps at every place.
 *
 * SEED in the environment gives the seed, a number; it is named on failure.
 */
#include "pipeline/base/buffer.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/segment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TEXTS = 24000, CHUNKS_MOST = 60 };

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

/* Starts of blocks: Latin to CJK, dictionary scripts, symbols, emoji, private use. */
static const uint32_t places[] = {
    0x80,   0xc0,   0x100,  0x250,  0x2b0,  0x300,  0x370,  0x400,   0x530,   0x590,  0x5d0,
    0x600,  0x640,  0x6f0,  0x700,  0x780,  0x900,  0x960,  0x980,   0xa00,   0xa80,  0xb80,
    0xc00,  0xd00,  0xe00,  0xe40,  0xe80,  0xf00,  0x1000, 0x10a0,  0x1100,  0x1160, 0x1200,
    0x13a0, 0x1680, 0x1780, 0x1800, 0x1e00, 0x1f00, 0x2010, 0x2018,  0x2024,  0x2028, 0x203c,
    0x2060, 0x20ac, 0x2150, 0x2190, 0x24b6, 0x2600, 0x2c00, 0x2d00,  0x3000,  0x3040, 0x3099,
    0x30a0, 0x3100, 0x3131, 0x4e00, 0xa000, 0xa720, 0xac00, 0xe000,  0xf900,  0xfb00, 0xfb1d,
    0xfe00, 0xfe10, 0xfe50, 0xff00, 0xff10, 0xff41, 0x1d400, 0x1f1e6, 0x1f3fb, 0x1f600, 0x20000,
};

static const uint32_t favourites[] = {
    0xad,   0x200b, 0x200c, 0x200d, 0x2019, 0x201c, 0x201d, 0xb7,   0x387,  0x5f4,    0x2027,
    0x301,  0x308,  0xfe0f, 0x2010, 0x2011, 0x2014, 0x203f, 0x66b,  0xfe13, 0x1f1ec,  0x1f468,
    0xe9,   0xdf,   0x3a3,  0x5d0,  0x3042, 0x30ab, 0x4e2d, 0xe01,  0xac00, 0x1f3fd,  0xa0,
};

static const char *const pieces[] = {
    "http://", "www.", "jo@x.org", "://", ".co.uk", "3.5", "e.g.", "rock'n'roll", "'n'",
    "2019-20", "a_b", "l'", "@", "--", "...", ",000", "teachers'", "(https://a.b/c_(d)).",
};

static uint32_t draw_ascii(struct random *r)
{
	static const char usual[] = "aabcdeinorstwABW0123  ..,,''--__@:;/!?\"()";

	return draw(r, 4) ? (uint32_t)usual[draw(r, sizeof usual - 1)] : (uint32_t)draw(r, 128);
}

static void append_chunk(struct buffer *text, struct random *r)
{
	uint64_t length = 1 + draw(r, 9), kind = draw(r, 8);

	for (uint64_t i = 0; i < length; i++) {
		if (kind < 5)
			utf8_append(text, draw_ascii(r));
		else if (draw(r, 3) == 0)
			utf8_append(text, draw_ascii(r));
		else if (draw(r, 3) == 0)
			utf8_append(text, favourites[draw(r, COUNT_OF(favourites))]);
		else
			utf8_append(text, places[draw(r, COUNT_OF(places))] +
					      (uint32_t)draw(r, 16));
		if (draw(r, 60) == 0)
			buffer_append(text, slice_of(pieces[draw(r, COUNT_OF(pieces))]));
	}
	if (draw(r, 10))
		utf8_append(text, draw(r, 9) ? ' ' : draw(r, 2) ? '\n' : 0x2003);
}

struct expected {
	struct segment *at;
	size_t count, capacity;
};

static void expect_chunk(struct expected *e, struct unicode_breaker *breaker, struct slice text,
			 size_t from, size_t to, unsigned joins)
{
	struct slice chunk = {text.at + from, to - from};
	size_t count, start = 0;

	if (from == to)
		return;
	const uint32_t *ends = unicode_boundaries(breaker, chunk, &count);
	char *boundaries = memory_new(chunk.length + 1, 1);

	boundaries[0] = 1;
	for (size_t i = 0; i < count; i++)
		boundaries[ends[i]] = 1;
	join_pieces(chunk, boundaries, joins);
	for (size_t i = 1; i <= chunk.length; i++) {
		if (!boundaries[i])
			continue;
		e->at = memory_reserve(e->at, &e->capacity, e->count + 1, sizeof *e->at);
		e->at[e->count++] = (struct segment){(uint32_t)(from + start), (uint32_t)(i - start)};
		start = i;
	}
	free(boundaries);
}

static void expect(struct expected *e, struct unicode_breaker *breaker, struct slice text,
		   unsigned joins)
{
	size_t from = 0;

	e->count = 0;
	for (size_t i = 0; i < text.length;) {
		size_t place = i;

		if (!unicode_is_white_space(utf8_next(text, &i)))
			continue;
		expect_chunk(e, breaker, text, from, place, joins);
		from = i;
	}
	expect_chunk(e, breaker, text, from, text.length, joins);
}

static void compare(const struct expected *e, const struct segment *got, size_t count,
		    struct slice text, uint64_t number)
{
	for (size_t i = 0; i < e->count && i < count; i++)
		if (e->at[i].start != got[i].start || e->at[i].length != got[i].length)
			fail_msg("SEED=%llu, text %llu: word %zu is [%.*s], not [%.*s], near [%.*s]",
				 (unsigned long long)seed(), (unsigned long long)number, i,
				 (int)got[i].length, text.at + got[i].start,
				 (int)e->at[i].length, text.at + e->at[i].start, 40,
				 text.at + (got[i].start > 15 ? got[i].start - 15 : 0));
	if (e->count != count)
		fail_msg("SEED=%llu, text %llu: %zu words, not %zu", (unsigned long long)seed(),
			 (unsigned long long)number, count, e->count);
}

static void check_joins(unsigned joins, uint64_t texts)
{
	struct random r = {seed() + joins};
	struct unicode_breaker *breaker = unicode_breaker_new(UNICODE_WORDS);
	struct segmenter *segmenter = segmenter_new(joins);
	struct expected expected = {0};
	struct buffer text = {0};

	for (uint64_t n = 0; n < texts; n++) {
		const struct segment *got;

		buffer_reset(&text);
		for (uint64_t chunks = draw(&r, CHUNKS_MOST); chunks > 0; chunks--)
			append_chunk(&text, &r);
		/* Of its own size, so that reading behind it is seen. */
		char *exact = memory_string(text.at ? text.at : "", text.length);
		struct slice whole = {exact, text.length};

		expect(&expected, breaker, whole, joins);
		size_t count = segmenter_cut(segmenter, whole, &got);

		compare(&expected, got, count, whole, n);
		free(exact);
	}
	free(expected.at);
	buffer_free(&text);
	segmenter_free(segmenter);
	unicode_breaker_free(breaker);
}

static void equals_icu_without_joins(void **state)
{
	(void)state;
	check_joins(0, TEXTS);
}

static void equals_icu_and_joins(void **state)
{
	(void)state;
	for (unsigned joins = 1; joins < 16; joins++)
		check_joins(joins, TEXTS / 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equals_icu_without_joins),
	    cmocka_unit_test(equals_icu_and_joins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
