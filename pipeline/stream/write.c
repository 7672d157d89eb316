/* Writing the stream: tags, escapes, whole documents. */
#include "pipeline/stream/write.h"

#include "pipeline/base/escape.h"
#include "pipeline/model/vocabulary.h"

void write_open(struct buffer *to, struct slice name)
{
	buffer_byte(to, '<');
	buffer_append(to, name);
}

void write_attribute(struct buffer *to, struct slice name, struct slice value)
{
	buffer_byte(to, ' ');
	buffer_append(to, name);
	buffer_append(to, SLICE("=\""));
	escape_append(to, value, true);
	buffer_byte(to, '"');
}

void write_end(struct buffer *to)
{
	buffer_append(to, SLICE(">\n"));
}

void write_milestone_end(struct buffer *to)
{
	buffer_append(to, SLICE("/>\n"));
}

void write_close(struct buffer *to, struct slice name)
{
	buffer_append(to, SLICE("</"));
	buffer_append(to, name);
	write_end(to);
}

void write_content(struct buffer *to, struct slice text)
{
	escape_append(to, text, false);
	buffer_byte(to, '\n');
}

void write_glue(struct buffer *to)
{
	buffer_append(to, SLICE("<g/>\n"));
}

static void write_tag(struct buffer *to, const struct document *d, const struct tag *tag)
{
	struct slice name = tag_spelling(d, tag);

	if (tag->kind == TAG_CLOSE) {
		write_close(to, name);
		return;
	}
	write_open(to, name);
	for (size_t i = 0; i < tag->attribute_count; i++) {
		const struct attribute *a = &d->pool[tag->first_attribute + i];

		write_attribute(to, names_spelling(d->names, a->name), a->value);
	}
	if (tag->kind == TAG_MILESTONE)
		write_milestone_end(to);
	else
		write_end(to);
}

/* Lines first .. last - 1. */
static void write_lines(struct buffer *to, const struct document *d, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i < last; i++) {
		write_content(to, line_slice(&d->lines[i]));
		if (d->lines[i].glue)
			write_glue(to);
	}
}

/* A row is mostly short: 32 bytes are copied at once, whatever its length. */
static inline void append_row(struct buffer *to, struct slice row)
{
	if (__builtin_expect(to->capacity - to->length < row.length, 0))
		buffer_reserve(to, row.length);
	char *end = to->at + to->length;

	to->length += row.length;
	memcpy(end, row.at, 16);
	if (row.length <= 16)
		return;
	if (row.length <= 32)
		memcpy(end + 16, row.at + 16, 16);
	else
		memcpy(end + 16, row.at + 16, row.length - 16);
}

/*
 * The rows of tokens that come soon are fetched: where they lie nobody can
 * foresee.  (GCC drops a call of what only fetches, unless it was inlined
 * first.)
 */
static inline __attribute__((always_inline)) void
fetch_ahead(const struct document *d, uint32_t i)
{
	enum { FAR = 16, NEAR = 8 };
	const struct layer *terms = d->terms;

	if (d->length - i <= FAR)
		return;
	uint32_t far = d->tokens[i + FAR], near = d->tokens[i + NEAR];

	if (far < terms->row_count)
		__builtin_prefetch(&terms->rows[far]);
	if (near < terms->row_count)
		__builtin_prefetch(terms->rows[near].at);
}

static void write_tokens(struct buffer *to, const struct document *d, uint32_t first,
			 uint32_t last)
{
	for (uint32_t i = first; i < last; i++) {
		fetch_ahead(d, i);
		append_row(to, layer_row(d->terms, d->tokens[i]));
		if (token_is_glued(d, i))
			write_glue(to);
	}
}

static void write_content_range(struct buffer *to, const struct document *d, uint32_t first,
				uint32_t last)
{
	if (d->phase == PHASE_TOKENS)
		write_tokens(to, d, first, last);
	else if (d->phase == PHASE_TEXT)
		write_lines(to, d, first, last);
}

void write_document(struct buffer *to, const struct document *d)
{
	uint32_t position = 0;

	write_open(to, SLICE("text"));
	for (size_t i = 0; i < d->attribute_count; i++)
		write_attribute(to, names_spelling(d->names, d->attributes[i].name),
				d->attributes[i].value);
	write_end(to);
	for (size_t i = 0; i < d->tag_count; i++) {
		write_content_range(to, d, position, d->tags[i].position);
		position = d->tags[i].position;
		write_tag(to, d, &d->tags[i]);
	}
	write_content_range(to, d, position, d->length);
	write_close(to, SLICE("text"));
}
