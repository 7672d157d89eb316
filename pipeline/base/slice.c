/* Slices: the parts that are not worth inlining. */
#include "pipeline/base/slice.h"

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
