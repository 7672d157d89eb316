/*
 * Unicode's own break tests, from the folder $CONCORDAT_DATA/unicode, line by
 * line: "÷ 0041 × 0308 ÷ # comment", a code point between boundaries (÷) and
 * places without one (×).
 */
#ifndef TESTS_UNICODE_DATA_H
#define TESTS_UNICODE_DATA_H

#include "pipeline/base/buffer.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

struct unicode_data {
	FILE *lines;
};

struct break_case {
	struct buffer text;
	uint32_t *ends;		/* boundaries in bytes, but for 0 */
	size_t count, capacity;
};

/* CONCORDAT_DATA must be set. */
static inline struct unicode_data unicode_data_open(const char *name)
{
	struct buffer command = {0};

	buffer_printf(&command, "gzip -dc \"$CONCORDAT_DATA\"/unicode/%s", name);
	buffer_byte(&command, '\0');
	struct unicode_data data = {popen(command.at, "r")};

	buffer_free(&command);
	return data;
}

/* The next case; false at the end. */
static inline bool unicode_data_next(struct unicode_data *data, struct break_case *test)
{
	static const struct slice mark = {"\xc3\xb7", 2};
	char line[4096];

	while (data->lines && fgets(line, sizeof line, data->lines)) {
		struct slice rest = slice_of(line), part;

		rest.length = slice_find_byte(rest, '#');
		rest = slice_trim(rest);
		if (!rest.length)
			continue;
		buffer_reset(&test->text);
		test->count = 0;
		while (slice_cut(&rest, ' ', &part)) {
			if (!slice_equal(part, mark)) {
				if ((unsigned char)part.at[0] < 0x80)
					utf8_append(&test->text,
						    (uint32_t)strtoul(part.at, NULL, 16));
				continue;
			}
			if (!test->text.length)
				continue;
			test->ends = memory_reserve(test->ends, &test->capacity, test->count + 1,
						    sizeof *test->ends);
			test->ends[test->count++] = (uint32_t)test->text.length;
		}
		return true;
	}
	return false;
}

static inline void unicode_data_close(struct unicode_data *data, struct break_case *test)
{
	if (data->lines)
		pclose(data->lines);
	buffer_free(&test->text);
	free(test->ends);
}

#endif
