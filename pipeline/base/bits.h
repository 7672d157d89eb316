/*
 * Bits: 16 bytes looked at in one go, and bitmaps.
 *
 * A set of bytes is a vector of flags (0xff: in the set, 0: not) and becomes
 * 16 bits of a bitmap, bit i for byte i.  By SSE2, which every x86-64 has;
 * elsewhere by loops that compilers turn into something as good.  Sets are
 * united before they become bits, which is the dear step.
 */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__

#include <emmintrin.h>

typedef __m128i bytes16;

/* 16 bytes must be readable. */
static inline bytes16 bytes_load(const char *at)
{
	return _mm_loadu_si128((const __m128i *)at);
}

/* 16 times the same. */
static inline bytes16 bytes_all(char c)
{
	return _mm_set1_epi8(c);
}

static inline bytes16 bytes_equal(bytes16 b, char c)
{
	return _mm_cmpeq_epi8(b, _mm_set1_epi8(c));
}

/* Bytes from low to high, both inclusive; at most 127 of them. */
static inline bytes16 bytes_between(bytes16 b, unsigned char low, unsigned char high)
{
	return _mm_cmplt_epi8(_mm_add_epi8(b, _mm_set1_epi8((char)(0x80 - low))),
			      _mm_set1_epi8((char)(0x80 + (high - low) + 1)));
}

static inline bytes16 bytes_either(bytes16 a, bytes16 b)
{
	return _mm_or_si128(a, b);
}

static inline bytes16 bytes_both(bytes16 a, bytes16 b)
{
	return _mm_and_si128(a, b);
}

/* In a, but not in b. */
static inline bytes16 bytes_without(bytes16 a, bytes16 b)
{
	return _mm_andnot_si128(b, a);
}

/* ASCII capitals as small letters; what is no letter may become another byte. */
static inline bytes16 bytes_small(bytes16 b)
{
	return _mm_or_si128(b, _mm_set1_epi8(0x20));
}

/* The highest bit of each byte: of flags the set, of text what is not ASCII. */
static inline uint64_t bytes_bits(bytes16 b)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(b);
}

/* How many of 16 flags are set. */
static inline uint64_t bytes_count(bytes16 flags)
{
	__m128i zero = _mm_setzero_si128();
	__m128i sums = _mm_sad_epu8(_mm_sub_epi8(zero, flags), zero);

	return (uint64_t)(unsigned)(_mm_cvtsi128_si32(sums) +
				    _mm_cvtsi128_si32(_mm_srli_si128(sums, 8)));
}

#else

typedef struct {
	unsigned char at[16];
} bytes16;

static inline bytes16 bytes_load(const char *at)
{
	bytes16 b;

	memcpy(b.at, at, sizeof b.at);
	return b;
}

static inline bytes16 bytes_all(char c)
{
	bytes16 b;

	memset(b.at, c, sizeof b.at);
	return b;
}

static inline bytes16 bytes_equal(bytes16 b, char c)
{
	for (int i = 0; i < 16; i++)
		b.at[i] = b.at[i] == (unsigned char)c ? 0xff : 0;
	return b;
}

static inline bytes16 bytes_between(bytes16 b, unsigned char low, unsigned char high)
{
	for (int i = 0; i < 16; i++)
		b.at[i] = b.at[i] >= low && b.at[i] <= high ? 0xff : 0;
	return b;
}

static inline bytes16 bytes_either(bytes16 a, bytes16 b)
{
	for (int i = 0; i < 16; i++)
		a.at[i] |= b.at[i];
	return a;
}

static inline bytes16 bytes_both(bytes16 a, bytes16 b)
{
	for (int i = 0; i < 16; i++)
		a.at[i] &= b.at[i];
	return a;
}

static inline bytes16 bytes_without(bytes16 a, bytes16 b)
{
	for (int i = 0; i < 16; i++)
		a.at[i] &= (unsigned char)~b.at[i];
	return a;
}

static inline bytes16 bytes_small(bytes16 b)
{
	for (int i = 0; i < 16; i++)
		b.at[i] |= 0x20;
	return b;
}

static inline uint64_t bytes_bits(bytes16 b)
{
	uint64_t bits = 0;

	for (int i = 0; i < 16; i++)
		bits |= (uint64_t)(b.at[i] >> 7) << i;
	return bits;
}

static inline uint64_t bytes_count(bytes16 flags)
{
	uint64_t count = 0;

	for (int i = 0; i < 16; i++)
		count += flags.at[i] & 1;
	return count;
}

#endif

/* Of 64 bytes, those that equal c. */
static inline uint64_t bits_of_byte(const char *at, char c)
{
	return bytes_bits(bytes_equal(bytes_load(at), c)) |
	       bytes_bits(bytes_equal(bytes_load(at + 16), c)) << 16 |
	       bytes_bits(bytes_equal(bytes_load(at + 32), c)) << 32 |
	       bytes_bits(bytes_equal(bytes_load(at + 48), c)) << 48;
}

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
