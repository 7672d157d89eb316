/* Memory: the one place that ends the program when none is left. */
#include "pipeline/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	if (bytes >= MEMORY_LARGE && bytes < MEMORY_MOVED_MOST)
		return memset(memory_block(&bytes), 0, bytes);
	void *fresh = calloc(bytes ? bytes : 1, 1);

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

void *memory_block(size_t *bytes)
{
	enum { LINE = 64 };
	size_t alignment = *bytes >= MEMORY_LARGE ? MEMORY_HUGE_PAGE : LINE, rounded;

	if (__builtin_add_overflow(*bytes, alignment - 1, &rounded))
		out_of_memory();
	rounded -= rounded % alignment;
	void *block = aligned_alloc(alignment, rounded);
	if (!block)
		out_of_memory();
	if (alignment == MEMORY_HUGE_PAGE)
		(void)madvise(block, rounded, MADV_HUGEPAGE);	/* advice: may be refused */
	*bytes = rounded;
	return block;
}

void *memory_grow(void *array, size_t *capacity, size_t need, size_t size)
{
	size_t grown = *capacity + *capacity / 2 + 16, bytes;

	if (grown < need)
		grown = need;
	if (__builtin_mul_overflow(grown, size, &bytes))
		out_of_memory();
	if (bytes < MEMORY_LARGE || bytes >= MEMORY_MOVED_MOST) {
		*capacity = grown;
		return memory_resize(array, grown, size);
	}
	void *moved = memory_block(&bytes);

	if (array)
		memcpy(moved, array, *capacity * size);
	free(array);
	*capacity = bytes / size;
	return moved;
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
