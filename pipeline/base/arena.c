/* Arena: a list of blocks, filled one after the other. */
#include "pipeline/base/arena.h"

#include "pipeline/base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Blocks double from the first size to the last. */
enum { FIRST_BLOCK = 128 * 1024, LAST_BLOCK = MEMORY_HUGE_PAGE, SLACK = 64 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	alignas(max_align_t) char bytes[];
};

/* A block that can take `size` bytes, and mostly more. */
static struct arena_block *new_block(const struct arena *arena, size_t size)
{
	const size_t around = sizeof(struct arena_block) + SLACK;
	size_t bytes = FIRST_BLOCK, need;

	if (arena->current)
		bytes = (arena->current->size + around) * 2;
	if (bytes > LAST_BLOCK)
		bytes = LAST_BLOCK;
	if (__builtin_add_overflow(size, around, &need))
		need = SIZE_MAX;	/* no such memory: the allocator says so */
	if (bytes < need)
		bytes = need;
	struct arena_block *fresh = memory_block(&bytes);

	fresh->size = bytes - around;
	return fresh;
}

/* The next block that can take `size` bytes becomes the current one. */
static void next_block(struct arena *arena, size_t size)
{
	struct arena_block **place = arena->current ? &arena->current->next : &arena->first;

	if (!*place || (*place)->size < size) {
		struct arena_block *fresh = new_block(arena, size);

		fresh->next = *place;
		*place = fresh;
	}
	arena->current = *place;
	arena->used = 0;
}

void *arena_new(struct arena *arena, size_t count, size_t size)
{
	size_t bytes, rounded;

	if (__builtin_mul_overflow(count, size, &bytes) ||
	    __builtin_add_overflow(bytes, alignof(max_align_t) - 1, &rounded))
		bytes = rounded = SIZE_MAX / 2;	/* no such memory: the allocator says so */
	rounded &= ~(alignof(max_align_t) - 1);
	if (!arena->current || arena->current->size - arena->used < rounded)
		next_block(arena, rounded);
	void *taken = arena->current->bytes + arena->used;

	arena->used += rounded;
	return taken;
}

struct slice arena_copy(struct arena *arena, struct slice s)
{
	char *copy = arena_new(arena, s.length + 1, 1);

	if (s.length)
		memcpy(copy, s.at, s.length);
	copy[s.length] = '\0';
	return (struct slice){copy, s.length};
}

struct slice arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		return (struct slice){"", 0};
	char *text = arena_new(arena, (size_t)length + 1, 1);

	va_start(arguments, format);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	va_end(arguments);
	return (struct slice){text, (size_t)length};
}

void arena_reset(struct arena *arena)
{
	/* A document far above the usual does not keep its memory for ever. */
	for (struct arena_block **place = &arena->first; *place;) {
		struct arena_block *block = *place;

		if (block->size > LAST_BLOCK) {
			*place = block->next;
			free(block);
		} else {
			place = &block->next;
		}
	}
	arena->current = NULL;
	arena->used = 0;
}

void arena_free(struct arena *arena)
{
	for (struct arena_block *block = arena->first; block;) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
	*arena = (struct arena){0};
}
