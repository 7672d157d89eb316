/* UTF-8: a table-free validator with an SSE2 path over ASCII. */
#include "pipeline/base/utf8.h"

#include <emmintrin.h>

size_t utf8_ascii_prefix(struct slice s)
{
	size_t i = 0;

	for (; i + 16 <= s.length; i += 16) {
		int high = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(s.at + i)));

		if (high)
			return i + (size_t)__builtin_ctz((unsigned)high);
	}
	while (i < s.length && (unsigned char)s.at[i] < 0x80)
		i++;
	return i;
}

/* The length of the well-formed sequence at `at`; if ill-formed, 0 and in
 * *bad the length of the maximal part that one U+FFFD replaces. */
static size_t sequence(const unsigned char *at, size_t left, size_t *bad)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t need;

	*bad = 1;
	if (at[0] < 0x80)
		return 1;
	if (at[0] < 0xc2 || at[0] > 0xf4)
		return 0;
	need = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
	if (at[0] == 0xe0)
		low = 0xa0;
	else if (at[0] == 0xed)
		high = 0x9f;
	else if (at[0] == 0xf0)
		low = 0x90;
	else if (at[0] == 0xf4)
		high = 0x8f;
	for (size_t i = 1; i < need; i++) {
		if (i >= left || at[i] < low || at[i] > high) {
			*bad = i;
			return 0;
		}
		low = 0x80;
		high = 0xbf;
	}
	return need;
}

size_t utf8_valid_prefix(struct slice s)
{
	size_t i = 0, bad;

	while (i < s.length) {
		i += utf8_ascii_prefix(slice_from(s, i));
		while (i < s.length && (unsigned char)s.at[i] >= 0x80) {
			size_t n = sequence((const unsigned char *)s.at + i, s.length - i, &bad);

			if (!n)
				return i;
			i += n;
		}
	}
	return i;
}

uint32_t utf8_previous(struct slice s, size_t *place)
{
	size_t i = *place - 1;

	while (i > 0 && ((unsigned char)s.at[i] & 0xc0) == 0x80)
		i--;
	*place = i;
	return utf8_next(s, &i);
}

void utf8_append(struct buffer *to, uint32_t point)
{
	buffer_reserve(to, 4);
	unsigned char *at = (unsigned char *)to->at + to->length;

	if (point < 0x80) {
		at[0] = (unsigned char)point;
		to->length += 1;
	} else if (point < 0x800) {
		at[0] = (unsigned char)(0xc0 | point >> 6);
		at[1] = (unsigned char)(0x80 | (point & 0x3f));
		to->length += 2;
	} else if (point < 0x10000) {
		at[0] = (unsigned char)(0xe0 | point >> 12);
		at[1] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
		at[2] = (unsigned char)(0x80 | (point & 0x3f));
		to->length += 3;
	} else {
		at[0] = (unsigned char)(0xf0 | point >> 18);
		at[1] = (unsigned char)(0x80 | (point >> 12 & 0x3f));
		at[2] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
		at[3] = (unsigned char)(0x80 | (point & 0x3f));
		to->length += 4;
	}
}

size_t utf8_append_repaired(struct buffer *to, struct slice s)
{
	size_t replaced = 0, bad;

	while (s.length) {
		size_t good = utf8_valid_prefix(s);

		buffer_append(to, slice_first(s, good));
		s = slice_from(s, good);
		if (!s.length)
			break;
		sequence((const unsigned char *)s.at, s.length, &bad);
		buffer_append(to, SLICE("\xef\xbf\xbd"));
		s = slice_from(s, bad);
		replaced++;
	}
	return replaced;
}
