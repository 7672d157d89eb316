/* Small office files, made in the test: a zip file whose parts are stored as they are. */
#ifndef UNIT_OFFICE_FILES_H
#define UNIT_OFFICE_FILES_H

#include "pipeline/base/memory.h"
#include "stages/read/reader/reader.h"

#include <stdlib.h>

#include "tests/unit/cmocka_all.h"

struct zip {
	struct buffer bytes, directory;
	unsigned count;
	unsigned flags;		/* of the parts that follow: 1 is encrypted */
	uint32_t wrong;		/* is added to their checksums */
	unsigned wants;		/* enum reader_wants: of reading it */
};

static inline uint32_t zip_checksum(struct slice s)
{
	uint32_t sum = 0xffffffff;

	for (size_t i = 0; i < s.length; i++) {
		sum ^= (unsigned char)s.at[i];
		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return ~sum;
}

static inline void zip_number(struct buffer *to, uint64_t number, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buffer_byte(to, (char)(number >> (8 * i) & 0xff));
}

/* From the version that is needed to the length of the name: alike in both places. */
static inline void zip_describe(struct buffer *to, const struct zip *zip, struct slice name,
				struct slice content)
{
	zip_number(to, 20, 2);
	zip_number(to, zip->flags, 2);
	zip_number(to, 0, 6);			/* stored; no time */
	zip_number(to, zip_checksum(content) + zip->wrong, 4);
	zip_number(to, (uint32_t)content.length, 4);
	zip_number(to, (uint32_t)content.length, 4);
	zip_number(to, (uint32_t)name.length, 2);
}

static inline void zip_add(struct zip *zip, const char *name, const char *content)
{
	uint32_t place = (uint32_t)zip->bytes.length;

	buffer_append(&zip->bytes, SLICE("PK\3\4"));
	zip_describe(&zip->bytes, zip, slice_of(name), slice_of(content));
	zip_number(&zip->bytes, 0, 2);
	buffer_append(&zip->bytes, slice_of(name));
	buffer_append(&zip->bytes, slice_of(content));
	buffer_append(&zip->directory, SLICE("PK\1\2"));
	zip_number(&zip->directory, 20, 2);
	zip_describe(&zip->directory, zip, slice_of(name), slice_of(content));
	zip_number(&zip->directory, 0, 6);
	zip_number(&zip->directory, 0, 6);
	zip_number(&zip->directory, place, 4);
	buffer_append(&zip->directory, slice_of(name));
	zip->count++;
}

static inline void zip_end(struct zip *zip)
{
	uint32_t place = (uint32_t)zip->bytes.length;

	buffer_append(&zip->bytes, buffer_slice(&zip->directory));
	buffer_append(&zip->bytes, SLICE("PK\5\6\0\0\0\0"));
	zip_number(&zip->bytes, zip->count, 2);
	zip_number(&zip->bytes, zip->count, 2);
	zip_number(&zip->bytes, (uint32_t)zip->directory.length, 4);
	zip_number(&zip->bytes, place, 4);
	zip_number(&zip->bytes, 0, 2);
	buffer_free(&zip->directory);
}

struct office_result {
	char *body, *attributes, *reason;
	const char *format;
	enum reading_status status;
};

static void office_page_done(struct reading *reading)
{
	if (reading->body.length <= reading->limits->text_bytes)
		return;
	reading->over = true;
	reading_fail(reading, READING_PARTIAL, "over the limit");
}

/* Ends the zip file, reads it, frees it.  text_bytes: the limit; 0: the usual one. */
static inline struct office_result office_read(struct zip *zip, uint64_t text_bytes)
{
	struct reader_limits limits = reader_default_limits(READER_OFFICE);
	struct reading reading = {
		.limits = &limits, .page_done = office_page_done, .wants = zip->wants,
	};

	zip_end(zip);
	reading.bytes = buffer_slice(&zip->bytes);
	if (text_bytes)
		limits.text_bytes = text_bytes;
	read_office(&reading);
	struct office_result result = {
		memory_string(reading.body.at, reading.body.length),
		memory_string(reading.attributes.at, reading.attributes.length),
		memory_string(reading.reason.at, reading.reason.length),
		reading.format, reading.status,
	};

	buffer_free(&reading.body);
	buffer_free(&reading.attributes);
	buffer_free(&reading.reason);
	buffer_free(&zip->bytes);
	return result;
}

static inline void office_free(struct office_result *result)
{
	free(result->body);
	free(result->attributes);
	free(result->reason);
}

static inline void assert_office_body(struct zip *zip, const char *expected)
{
	struct office_result result = office_read(zip, 0);

	assert_string_equal(result.body, expected);
	office_free(&result);
}

static inline void assert_office_status(struct zip *zip, enum reading_status status,
					const char *reason)
{
	struct office_result result = office_read(zip, 0);

	if (result.status != status || !strstr(result.reason, reason))
		fail_msg("is %s, '%s'", reading_status_spelling(result.status), result.reason);
	office_free(&result);
}

#endif
