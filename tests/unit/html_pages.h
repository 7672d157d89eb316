/* Web pages made by hand, and what is made of them. */
#ifndef UNIT_HTML_PAGES_H
#define UNIT_HTML_PAGES_H

#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"
#include "tests/unit/cmocka_all.h"

#include <stdlib.h>

static inline void page_done(struct reading *reading)
{
	(void)reading;
}

struct result {
	char *body, *attributes, *reason;
	enum reading_status status;
};

static inline struct result read_page(struct slice bytes)
{
	struct reader_limits limits = reader_default_limits(READER_HTML);
	struct reading reading = {.bytes = bytes, .limits = &limits, .page_done = page_done};

	read_html(&reading);
	struct result result = {
		memory_string(reading.body.at, reading.body.length),
		memory_string(reading.attributes.at, reading.attributes.length),
		memory_string(reading.reason.at, reading.reason.length),
		reading.status,
	};

	buffer_free(&reading.body);
	buffer_free(&reading.attributes);
	buffer_free(&reading.reason);
	return result;
}

static inline void result_free(struct result *result)
{
	free(result->body);
	free(result->attributes);
	free(result->reason);
}

static inline void assert_body(const char *html, const char *expected)
{
	struct result result = read_page(slice_of(html));

	assert_string_equal(result.body, expected);
	result_free(&result);
}

static inline void assert_attributes(const char *html, const char *expected)
{
	struct result result = read_page(slice_of(html));

	assert_string_equal(result.attributes, expected);
	result_free(&result);
}

static inline void assert_holds(struct slice bytes, const char *part, bool expected)
{
	struct result result = read_page(bytes);

	if ((strstr(result.body, part) != NULL) != expected)
		fail_msg("'%s' %s in: %s", part, expected ? "is not" : "is", result.body);
	result_free(&result);
}

#endif
