/*
 * Buffer: bytes that grow at the end.
 *
 * Invariant: length <= capacity, and at least BUFFER_SLACK bytes behind the
 * capacity may be written or read (never relied on to hold anything), so
 * that short pieces are copied 16 bytes at a time.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "pipeline/base/slice.h"

enum { BUFFER_SLACK = 64 };

/* All zero is a valid, empty buffer. */
struct buffer {
	char *at;
	size_t length, capacity;
};

/* Room for `more` bytes behind the length; the bytes may move. */
void buffer_reserve(struct buffer *buffer, size_t more);

void buffer_append(struct buffer *buffer, struct slice s);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline void buffer_byte(struct buffer *buffer, char byte)
{
	if (buffer->length == buffer->capacity)
		buffer_reserve(buffer, 1);
	buffer->at[buffer->length++] = byte;
}

static inline struct slice buffer_slice(const struct buffer *buffer)
{
	return (struct slice){buffer->at, buffer->length};
}

static inline void buffer_reset(struct buffer *buffer)
{
	buffer->length = 0;
}

void buffer_free(struct buffer *buffer);

#endif
