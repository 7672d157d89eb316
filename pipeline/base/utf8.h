/*
 * UTF-8: validation, decoding, encoding (RFC 3629: scalar values only).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "pipeline/base/buffer.h"

/* The number of leading bytes that are well-formed UTF-8; s.length if all are. */
size_t utf8_valid_prefix(struct slice s);

/* The number of leading bytes below 0x80. */
size_t utf8_ascii_prefix(struct slice s);

static inline bool utf8_is_valid(struct slice s)
{
	return utf8_valid_prefix(s) == s.length;
}

/*
 * The code point at s.at[*place], which must lie in well-formed UTF-8;
 * *place moves behind it.
 */
static inline uint32_t utf8_next(struct slice s, size_t *place)
{
	const unsigned char *at = (const unsigned char *)s.at + *place;

	if (at[0] < 0x80) {
		*place += 1;
		return at[0];
	}
	if (at[0] < 0xe0) {
		*place += 2;
		return (uint32_t)(at[0] & 0x1f) << 6 | (at[1] & 0x3f);
	}
	if (at[0] < 0xf0) {
		*place += 3;
		return (uint32_t)(at[0] & 0x0f) << 12 | (uint32_t)(at[1] & 0x3f) << 6 |
		       (at[2] & 0x3f);
	}
	*place += 4;
	return (uint32_t)(at[0] & 0x07) << 18 | (uint32_t)(at[1] & 0x3f) << 12 |
	       (uint32_t)(at[2] & 0x3f) << 6 | (at[3] & 0x3f);
}

/* The code point that ends before *place; *place moves to its start. */
uint32_t utf8_previous(struct slice s, size_t *place);

/* Appends one scalar value. */
void utf8_append(struct buffer *to, uint32_t point);

/*
 * Appends s with each maximal ill-formed part replaced by U+FFFD (WHATWG);
 * returns how many were replaced.
 */
size_t utf8_append_repaired(struct buffer *to, struct slice s);

#endif
