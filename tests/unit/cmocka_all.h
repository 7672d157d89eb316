/* cmocka with what it needs in front, and checks for slices. */
#ifndef UNIT_CMOCKA_ALL_H
#define UNIT_CMOCKA_ALL_H

#include "pipeline/base/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define assert_slice(s, string) assert_slice_at((s), (string), __FILE__, __LINE__)

/* Fails with both texts when they differ. */
static inline void assert_slice_at(struct slice s, const char *string, const char *file, int line)
{
	if (slice_is(s, string))
		return;
	print_error("\"%.*s\" is not \"%s\"\n", SLICE_ARGUMENTS(s), string);
	_fail(file, line);
}

#endif
