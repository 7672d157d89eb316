/*
 * Reading tags: syntax, nesting, and what the format asks of single elements.
 */
#ifndef STREAM_READ_TAG_H
#define STREAM_READ_TAG_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/document.h"

/* Start with the document and all else zero. */
struct tag_reader {
	struct document *document;
	struct diagnostics *diagnostics;
	uint32_t *open;			/* names of the open elements, in the document's arena */
	size_t depth, capacity;
	uint64_t page;			/* n of the last pb */
	bool has_span;
	const char *span_at;		/* the one that reaches furthest */
	uint64_t last_of_spans;
	bool ended;			/* </text> was read */
};

/* The <text ...> line.  NULL, or what is wrong. */
const char *tag_read_text(struct tag_reader *reader, struct slice line);

/* Any other tag, but <g/>: added to the document.  NULL, or what is wrong. */
const char *tag_read(struct tag_reader *reader, struct slice line);

#endif
