/*
 * Slices: a stretch of bytes that somebody else owns.
 *
 * Passed by value.  Never NUL-terminated by promise; an empty slice may have
 * a null pointer.  Comparison is by unsigned bytes, which for UTF-8 is the
 * order of code points.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *at;
	size_t length;
};

/* A slice of a string literal. */
#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})

/* For printf: "%.*s" with SLICE_ARGUMENTS(s); a message is never 2 GiB long. */
#define SLICE_ARGUMENTS(s) ((s).length > 65536 ? 65536 : (int)(s).length), (s).at ? (s).at : ""

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static inline struct slice slice_of(const char *string)
{
	return (struct slice){string, string ? strlen(string) : 0};
}

static inline struct slice slice_from(struct slice s, size_t start)
{
	if (start > s.length)
		start = s.length;
	return (struct slice){s.length ? s.at + start : s.at, s.length - start};
}

static inline struct slice slice_first(struct slice s, size_t length)
{
	return (struct slice){s.at, length < s.length ? length : s.length};
}

static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline bool slice_is(struct slice s, const char *string)
{
	return slice_equal(s, slice_of(string));
}

static inline bool slice_starts(struct slice s, struct slice prefix)
{
	return s.length >= prefix.length && slice_equal(slice_first(s, prefix.length), prefix);
}

static inline bool slice_ends(struct slice s, struct slice suffix)
{
	return s.length >= suffix.length &&
	       slice_equal(slice_from(s, s.length - suffix.length), suffix);
}

/* Less than, equal to or greater than zero, by bytes; a prefix comes first. */
static inline int slice_compare(struct slice a, struct slice b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter ? memcmp(a.at, b.at, shorter) : 0;

	if (order)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

/* The place of the first such byte, or s.length. */
static inline size_t slice_find_byte(struct slice s, char byte)
{
	const char *hit = s.length ? memchr(s.at, byte, s.length) : NULL;

	return hit ? (size_t)(hit - s.at) : s.length;
}

/*
 * Takes what stands before the next `byte` off the front of *rest, and the
 * byte with it.  False when nothing is left to take (rest->at is null).
 * "a,b," gives "a", "b", "".
 */
static inline bool slice_cut(struct slice *rest, char byte, struct slice *part)
{
	if (!rest->at)
		return false;
	size_t end = slice_find_byte(*rest, byte);

	*part = slice_first(*rest, end);
	*rest = end < rest->length ? slice_from(*rest, end + 1) : (struct slice){NULL, 0};
	return true;
}

/* The next line without its LF; false at the end.  "a" has one line. */
static inline bool slice_line(struct slice *rest, struct slice *line)
{
	return rest->length > 0 && slice_cut(rest, '\n', line);
}

static inline bool byte_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without ASCII white space at both ends. */
static inline struct slice slice_trim(struct slice s)
{
	while (s.length && byte_is_blank(s.at[0]))
		s = slice_from(s, 1);
	while (s.length && byte_is_blank(s.at[s.length - 1]))
		s.length--;
	return s;
}

/* Decimal digits and nothing else, up to UINT64_MAX; false otherwise. */
bool slice_to_integer(struct slice s, uint64_t *value);

/* For qsort and bsearch over arrays of slices. */
int slice_compare_pointers(const void *a, const void *b);

#endif
