/*
 * Report: repairs and decisions as milestones behind the document's content.
 */
#include "pipeline/base/utf8.h"
#include "pipeline/stream/write.h"
#include "stages/read/reader/reader.h"

#include <stdio.h>

enum { LARGEST_REPORT = 32 << 20, LONGEST_TEXT = 4096 };

static void write_clean(struct buffer *to, struct slice name, struct slice text)
{
	struct buffer clean = {0};

	append_clean_text(&clean, text);
	if (clean.length > LONGEST_TEXT) {
		clean.length = LONGEST_TEXT;
		clean.length = utf8_valid_prefix(buffer_slice(&clean));
	}
	trim_end(&clean);
	write_attribute(to, name, buffer_slice(&clean));
	buffer_free(&clean);
}

void reading_report(struct reading *reading, const char *kind, uint32_t page, struct slice at,
		    struct slice before, struct slice after)
{
	struct buffer *to = &reading->report;
	char number[16];

	if (!(reading->wants & READER_REPORT) || to->length > LARGEST_REPORT)
		return;
	write_open(to, SLICE("repair"));
	write_attribute(to, SLICE("kind"), slice_of(kind));
	if (page) {
		int length = snprintf(number, sizeof number, "%u", page);

		write_attribute(to, SLICE("page"), (struct slice){number, (size_t)length});
	}
	if (at.length && (reading->wants & READER_PLACES))
		write_attribute(to, SLICE("at"), at);
	write_clean(to, SLICE("before"), before);
	write_clean(to, SLICE("after"), after);
	write_milestone_end(to);
}
