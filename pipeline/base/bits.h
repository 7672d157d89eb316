/*
 * Bits: 64 bytes looked at in one go, as a bitmap.
 *
 * Bit i of a bitmap stands for byte i.  By SSE2, which every x86-64 has;
 * elsewhere by loops that compilers turn into something as good.  Sets of
 * bytes are united before they become a bitmap, which is the dear step.
 */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__

#include <emmintrin.h>

/* 64 bytes of text, or of flags (0xff: in the set, 0: not). */
struct byte_block {
	__m128i part[4];
};

/* 64 bytes must be readable. */
static inline struct byte_block bytes_load(const char *at)
{
	struct byte_block b;

	for (int i = 0; i < 4; i++)
		b.part[i] = _mm_loadu_si128((const __m128i *)(at + 16 * i));
	return b;
}

static inline struct byte_block bytes_equal(struct byte_block b, char c)
{
	for (int i = 0; i < 4; i++)
		b.part[i] = _mm_cmpeq_epi8(b.part[i], _mm_set1_epi8(c));
	return b;
}

/* Bytes from low to high, both inclusive; at most 127 of them. */
static inline struct byte_block bytes_between(struct byte_block b, unsigned char low,
					      unsigned char high)
{
	const __m128i shift = _mm_set1_epi8((char)(0x80 - low));
	const __m128i end = _mm_set1_epi8((char)(0x80 + (high - low) + 1));

	for (int i = 0; i < 4; i++)
		b.part[i] = _mm_cmplt_epi8(_mm_add_epi8(b.part[i], shift), end);
	return b;
}

static inline struct byte_block bytes_either(struct byte_block a, struct byte_block b)
{
	for (int i = 0; i < 4; i++)
		a.part[i] = _mm_or_si128(a.part[i], b.part[i]);
	return a;
}

/* The highest bit of each byte: of flags the set, of text what is not ASCII. */
static inline uint64_t bytes_bitmap(struct byte_block b)
{
	uint64_t bits = 0;

	for (int i = 0; i < 4; i++)
		bits |= (uint64_t)(unsigned)_mm_movemask_epi8(b.part[i]) << (16 * i);
	return bits;
}

#else

struct byte_block {
	unsigned char part[64];
};

static inline struct byte_block bytes_load(const char *at)
{
	struct byte_block b;

	memcpy(b.part, at, sizeof b.part);
	return b;
}

static inline struct byte_block bytes_equal(struct byte_block b, char c)
{
	for (int i = 0; i < 64; i++)
		b.part[i] = b.part[i] == (unsigned char)c ? 0xff : 0;
	return b;
}

static inline struct byte_block bytes_between(struct byte_block b, unsigned char low,
					      unsigned char high)
{
	for (int i = 0; i < 64; i++)
		b.part[i] = b.part[i] >= low && b.part[i] <= high ? 0xff : 0;
	return b;
}

static inline struct byte_block bytes_either(struct byte_block a, struct byte_block b)
{
	for (int i = 0; i < 64; i++)
		a.part[i] |= b.part[i];
	return a;
}

static inline uint64_t bytes_bitmap(struct byte_block b)
{
	uint64_t bits = 0;

	for (int i = 0; i < 64; i++)
		bits |= (uint64_t)(b.part[i] >> 7) << i;
	return bits;
}

#endif

/* A bitmap of any length: bit i is bit i % 64 of word i / 64. */

static inline void bits_set(uint64_t *bits, size_t i)
{
	bits[i / 64] |= UINT64_C(1) << (i % 64);
}

/* Bits from .. to - 1 become 0. */
static inline void bits_clear(uint64_t *bits, size_t from, size_t to)
{
	while (from < to) {
		size_t shift = from % 64;
		size_t width = to - from < 64 - shift ? to - from : 64 - shift;

		bits[from / 64] &= ~((~UINT64_C(0) >> (64 - width)) << shift);
		from += width;
	}
}

#endif
