/* Slices: the parts that are not worth inlining. */
#include "pipeline/base/slice.h"

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice slice_trim(struct slice s)
{
	while (s.length && is_blank(s.at[0]))
		s = slice_from(s, 1);
	while (s.length && is_blank(s.at[s.length - 1]))
		s.length--;
	return s;
}

bool slice_to_integer(struct slice s, uint64_t *value)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < s.length; i++) {
		unsigned digit = (unsigned)(s.at[i] - '0');

		if (digit > 9 || __builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, digit, &sum))
			return false;
	}
	*value = sum;
	return s.length > 0;
}

int slice_compare_pointers(const void *a, const void *b)
{
	return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}
