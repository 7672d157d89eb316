/*
 * Memory: allocation that either succeeds or ends the program.
 *
 * Out of memory is the one condition below the runner that ends the process:
 * there is no smaller thing to do well with a document than its memory, the
 * document reader has limits of its own (stages/read), and every caller's
 * error path would be code that no test reaches.  One line is written to
 * standard error and the exit status is 71 (EX_OSERR).  Sizes are multiplied
 * with an overflow check.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* `count` zeroed objects of `size` bytes.  Freed with free(). */
void *memory_new(size_t count, size_t size) __attribute__((returns_nonnull, malloc));

/* realloc of an array; what is new is not zeroed. */
void *memory_resize(void *old, size_t count, size_t size) __attribute__((returns_nonnull));

/*
 * A block for a table: it starts on a cache line, and one of MEMORY_LARGE
 * bytes and more lies on huge pages, so that it costs few page faults and
 * look-ups in it miss one cache, not two.  *bytes is rounded up to what is
 * there.  Not zeroed, freed with free().
 */
enum {
	MEMORY_HUGE_PAGE = 2 << 20,
	MEMORY_LARGE = MEMORY_HUGE_PAGE / 2,
	/* The C library has larger ones moved by the kernel, without a second copy. */
	MEMORY_MOVED_MOST = 64 << 20,
};

void *memory_block(size_t *bytes) __attribute__((returns_nonnull));

/* The slow path of memory_reserve(). */
void *memory_grow(void *array, size_t *capacity, size_t need, size_t size);

/*
 * Room for `need` objects in a growing array: returns the array, perhaps
 * moved, and keeps *capacity.  Grows by half again at least.
 */
static inline void *memory_reserve(void *array, size_t *capacity, size_t need, size_t size)
{
	return need <= *capacity && array ? array : memory_grow(array, capacity, need, size);
}

/* A NUL-terminated copy of `length` bytes.  Freed with free(). */
char *memory_string(const char *at, size_t length) __attribute__((returns_nonnull, malloc));

#endif
