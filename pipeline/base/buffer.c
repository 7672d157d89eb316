/* Buffer: bytes that grow at the end. */
#include "pipeline/base/buffer.h"

#include "pipeline/base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buffer_reserve(struct buffer *buffer, size_t more)
{
	size_t need;

	if (__builtin_add_overflow(buffer->length, more, &need) ||
	    need > SIZE_MAX / 2 - BUFFER_SLACK)
		need = SIZE_MAX / 2;	/* no such memory: the allocator says so */
	if (need <= buffer->capacity && buffer->at)
		return;
	size_t grown = buffer->capacity * 2 + 256;

	if (grown < need)
		grown = need;
	buffer->at = memory_resize(buffer->at, grown + BUFFER_SLACK, 1);
	buffer->capacity = grown;
}

void buffer_append(struct buffer *buffer, struct slice s)
{
	if (!s.length)
		return;
	buffer_reserve(buffer, s.length);
	memcpy(buffer->at + buffer->length, s.at, s.length);
	buffer->length += s.length;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length <= 0)
		return;
	buffer_reserve(buffer, (size_t)length + 1);
	va_start(arguments, format);
	vsnprintf(buffer->at + buffer->length, (size_t)length + 1, format, arguments);
	va_end(arguments);
	buffer->length += (size_t)length;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->at);
	*buffer = (struct buffer){0};
}
