/*
 * Arena: memory that is given back all at once.
 *
 * A document owns one; whatever is made for the document is taken from it
 * and dies with it.  Blocks are kept by arena_reset() and used again, so
 * that the next document asks the system for nothing.  64 bytes behind
 * whatever was taken may be read.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "pipeline/base/slice.h"

struct arena_block;

/* All zero is a valid, empty arena. */
struct arena {
	struct arena_block *first, *current;
	size_t used;		/* bytes of the current block */
};

/* Aligned for any type, not zeroed.  Lives until reset or free. */
void *arena_new(struct arena *arena, size_t count, size_t size);

/* A copy of the bytes, with a NUL after them that the slice does not count. */
struct slice arena_copy(struct arena *arena, struct slice s);

struct slice arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);

#endif
