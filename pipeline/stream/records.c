/* Records: one pass over the text of a table. */
#include "pipeline/stream/records.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

#include <stdlib.h>

enum { NO_BYTE = '\0' };

static bool at_line_end(struct slice rest)
{
	return !rest.length || rest.at[0] == '\n' || rest.at[0] == '\r';
}

/* Takes one line end; the end of the text is one too. */
static void take_line_end(struct records *r)
{
	bool both = slice_starts(r->rest, SLICE("\r\n"));

	r->rest = slice_from(r->rest, both ? 2 : 1);
	r->line++;
}

/* Up to the next separator or line end, which stays. */
static struct slice take_plain(struct records *r)
{
	size_t length = 0;

	while (length < r->rest.length && r->rest.at[length] != r->separator &&
	       r->rest.at[length] != '\n' && r->rest.at[length] != '\r')
		length++;
	struct slice plain = slice_first(r->rest, length);

	r->rest = slice_from(r->rest, length);
	return plain;
}

static void count_lines(struct records *r, struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.at[i] == '\n' ||
		    (text.at[i] == '\r' && !(i + 1 < text.length && text.at[i + 1] == '\n')))
			r->line++;
}

/* The rest starts with a quote.  What stands between the closing one and the separator is kept. */
static struct slice take_quoted(struct records *r)
{
	bool again = false;

	buffer_reset(&r->scratch);
	do {
		r->rest = slice_from(r->rest, 1);
		size_t end = slice_find_byte(r->rest, '"');
		struct slice inside = slice_first(r->rest, end);

		if (end == r->rest.length)
			r->unclosed = true;
		if (again)
			buffer_byte(&r->scratch, '"');	/* of the pair that ended the last part */
		again = true;
		buffer_append(&r->scratch, inside);
		count_lines(r, inside);
		r->rest = slice_from(r->rest, end + 1);
	} while (r->rest.length && r->rest.at[0] == '"');
	buffer_append(&r->scratch, take_plain(r));
	return arena_copy(r->arena, buffer_slice(&r->scratch));
}

static void add_cell(struct records *r, struct slice cell)
{
	r->cells = memory_reserve(r->cells, &r->capacity, r->count + 1, sizeof *r->cells);
	r->cells[r->count++] = slice_trim(cell);
}

static void skip_blank_lines(struct records *r)
{
	while (r->rest.length && at_line_end(r->rest)) {
		take_line_end(r);
		r->row++;
	}
}

bool records_next(struct records *r)
{
	skip_blank_lines(r);
	if (!r->rest.length)
		return false;
	r->start = r->line;
	r->row++;
	r->count = 0;
	for (;;) {
		add_cell(r, r->rest.length && r->rest.at[0] == '"' ? take_quoted(r)
								  : take_plain(r));
		if (at_line_end(r->rest))
			break;
		r->rest = slice_from(r->rest, 1);
	}
	take_line_end(r);
	return true;
}

/* The commonest of comma, semicolon and tab outside quotes in the first line; or none. */
static char sniff_separator(struct slice text)
{
	static const char candidates[] = {'\t', ';', ','};
	size_t counts[sizeof candidates] = {0};
	char best = NO_BYTE;
	size_t most = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.length && (quoted || !at_line_end(slice_from(text, i))); i++) {
		if (text.at[i] == '"')
			quoted = !quoted;
		for (size_t k = 0; k < sizeof candidates && !quoted; k++)
			counts[k] += text.at[i] == candidates[k];
	}
	for (size_t k = 0; k < sizeof candidates; k++) {
		if (counts[k] > most) {
			most = counts[k];
			best = candidates[k];
		}
	}
	return best;
}

static void begin_text(struct records *r)
{
	skip_blank_lines(r);
	if (slice_starts(r->rest, SLICE("sep=")) && r->rest.length > 5 &&
	    at_line_end(slice_from(r->rest, 5))) {
		r->separator = r->rest.at[4];
		r->rest = slice_from(r->rest, 5);
		take_line_end(r);
	} else {
		r->separator = sniff_separator(r->rest);
	}
}

/* The text as UTF-8 without a mark; in the arena where it is not so already. */
static struct slice as_utf8(struct arena *arena, struct slice bytes)
{
	struct buffer decoded = {0};
	const char *encoding = "windows-1252";

	if (slice_starts(bytes, SLICE("\xff\xfe")))
		encoding = "utf-16le";
	else if (slice_starts(bytes, SLICE("\xfe\xff")))
		encoding = "utf-16be";
	else if (slice_starts(bytes, SLICE("\xef\xbb\xbf")))
		bytes = slice_from(bytes, 3);
	if (encoding[0] == 'u')
		bytes = slice_from(bytes, 2);
	else if (utf8_is_valid(bytes))
		return bytes;
	if (!unicode_decode(&decoded, bytes, encoding))
		(void)utf8_append_repaired(&decoded, bytes);
	struct slice text = arena_copy(arena, buffer_slice(&decoded));

	buffer_free(&decoded);
	return text;
}

void records_begin(struct records *r, struct arena *arena, struct slice bytes)
{
	*r = (struct records){.arena = arena, .line = 1, .rest = as_utf8(arena, bytes)};
	begin_text(r);
}

void records_free(struct records *r)
{
	free(r->cells);
	buffer_free(&r->scratch);
}
