/* Memory: the one place that ends the program when none is left. */
#include "pipeline/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static _Noreturn void out_of_memory(void)
{
	static const char message[] =
	    "concordat: out of memory: give it fewer documents at once, or fewer workers (-j 1)\n";

	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		_exit(EX_OSERR);
	_exit(EX_OSERR);
}

void *memory_new(size_t count, size_t size)
{
	void *fresh = calloc(count ? count : 1, size ? size : 1);

	if (!fresh)
		out_of_memory();
	return fresh;
}

void *memory_resize(void *old, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	void *moved = realloc(old, bytes ? bytes : 1);
	if (!moved)
		out_of_memory();
	return moved;
}

void *memory_grow(void *array, size_t *capacity, size_t need, size_t size)
{
	size_t grown = *capacity + *capacity / 2 + 16;

	if (grown < need)
		grown = need;
	array = memory_resize(array, grown, size);
	*capacity = grown;
	return array;
}

char *memory_string(const char *at, size_t length)
{
	if (length == SIZE_MAX)
		out_of_memory();
	char *copy = memory_new(length + 1, 1);

	if (length)
		memcpy(copy, at, length);
	return copy;
}
