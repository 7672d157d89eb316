/* Reading the stream: one strict reader, line by line, once per distinct line. */
#include "pipeline/stream/read.h"

#include "pipeline/base/bits.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/block_language.h"
#include "pipeline/model/vocabulary.h"
#include "pipeline/stream/read_tag.h"
#include "pipeline/stream/unescape.h"

enum { LINE_MOST = 64 << 20 };

/* One document being read. */
struct reading {
	struct stream_reader *reader;
	const struct stream_piece *piece;
	struct document *d;
	struct tag_reader tags;
	bool turkic;
	const char *problem, *problem_at;	/* what is wrong, and where */

	struct slice keys[WORD_INDEX_BATCH];	/* token lines not yet numbered */
	size_t pending;
};

void stream_reader_begin(struct stream_reader *reader, struct vocabulary *words)
{
	*reader = (struct stream_reader){.words = words};
}

void stream_reader_free(struct stream_reader *reader)
{
	word_index_free(&reader->lines[0]);
	word_index_free(&reader->lines[1]);
	buffer_free(&reader->scratch);
}

/* The word of a line of two columns met for the first time. */
static uint32_t add_word(void *context, struct slice line)
{
	struct reading *r = context;
	struct buffer *scratch = &r->reader->scratch;
	size_t tab = slice_find_byte(line, '\t');
	struct slice form = slice_first(line, tab), term = slice_from(line, tab + 1);

	if (tab == line.length)
		r->problem = "a line of one column among tokens";
	else if (tab == 0)
		r->problem = "an empty word";
	else if (slice_find_byte(term, '\t') < term.length)
		r->problem = "a third column";
	if (r->problem)
		return WORD_REFUSED;
	buffer_reset(scratch);
	r->problem = unescape(scratch, form);
	size_t length = scratch->length;

	if (!r->problem)
		r->problem = unescape(scratch, term);
	if (r->problem)
		return WORD_REFUSED;
	return vocabulary_add(r->reader->words, slice_first(buffer_slice(scratch), length),
			      r->turkic, slice_from(buffer_slice(scratch), length));
}

/* Numbers the token lines that wait. */
static bool flush(struct reading *r)
{
	struct document *d = r->d;
	uint32_t *numbers = d->tokens + d->length - r->pending;
	size_t done = word_index_numbers(&r->reader->lines[r->turkic], r->keys, r->pending,
					 numbers, add_word, r);

	if (done < r->pending) {
		r->problem_at = r->keys[done].at;
		return false;
	}
	r->pending = 0;
	return true;
}

static bool wrong(struct reading *r, const char *at, const char *problem)
{
	r->problem = problem;
	r->problem_at = at;
	return false;
}

/* The first line of content decides the phase of the document. */
static void begin_content(struct reading *r, struct slice line)
{
	struct document *d = r->d;
	size_t most = (size_t)r->piece->lines + 1;

	if (slice_find_byte(line, '\t') < line.length) {
		d->phase = PHASE_TOKENS;
		d->terms = r->reader->words->base;
		d->tokens = arena_new(d->arena, most, sizeof *d->tokens);
		d->glue = arena_new(d->arena, most / 64 + 1, sizeof *d->glue);
		memset(d->glue, 0, (most / 64 + 1) * sizeof *d->glue);
	} else {
		d->phase = PHASE_TEXT;
		d->lines = arena_new(d->arena, most, sizeof *d->lines);
	}
}

static bool add_text(struct reading *r, struct slice line)
{
	struct document *d = r->d;

	if (!is_plain(line)) {
		struct buffer *scratch = &r->reader->scratch;
		const char *problem;

		if (slice_find_byte(line, '\t') < line.length)
			return wrong(r, line.at, d->length ? "a line of two columns in text"
							   : "a raw tab");
		buffer_reset(scratch);
		if ((problem = unescape(scratch, line)) != NULL)
			return wrong(r, line.at, problem);
		if (!slice_equal(line, buffer_slice(scratch)))
			line = arena_copy(d->arena, buffer_slice(scratch));
	}
	d->lines[d->length++] = (struct line){line.at, (uint32_t)line.length, false};
	return true;
}

static inline bool add_content(struct reading *r, struct slice line)
{
	struct document *d = r->d;

	if (d->phase == PHASE_NONE)
		begin_content(r, line);
	if (d->phase == PHASE_TEXT)
		return add_text(r, line);
	r->keys[r->pending++] = line;
	d->length++;
	return r->pending < WORD_INDEX_BATCH || flush(r);
}

static void set_glue(struct document *d)
{
	if (d->phase == PHASE_TOKENS)
		token_set_glue(d, d->length - 1);
	else
		d->lines[d->length - 1].glue = true;
}

static bool take_tag(struct reading *r, struct slice line, bool after_content)
{
	if (slice_equal(line, SLICE("<g/>"))) {
		if (!after_content)
			return wrong(r, line.at, "<g/> not directly after a line of content");
		set_glue(r->d);
		return true;
	}
	const char *problem = tag_read(&r->tags, line);

	return problem ? wrong(r, line.at, problem) : true;
}

/* The end of the line that starts at `at`: 16 bytes at a time, into the slack. */
static inline const char *line_end(const char *at, const char *end)
{
	for (; at < end; at += 16) {
		uint64_t ends = bytes_bits(bytes_equal(bytes_load(at), '\n'));

		if (!ends)
			continue;
		at += __builtin_ctzll(ends);
		return at < end ? at : end;
	}
	return end;
}

/* Reads lines up to </text>; *rest is what stands behind it. */
static bool read_lines(struct reading *r, struct slice *rest)
{
	const char *at = rest->at, *end = at + rest->length;
	bool after_content = false;

	while (at < end && !r->tags.ended) {
		const char *stop = line_end(at, end);
		struct slice line = {at, (size_t)(stop - at)};
		bool content = line.length > 0 && line.at[0] != '<';

		if (stop == end)
			return wrong(r, at, "the end of the input without a line feed");
		if (line.length > LINE_MOST)
			return wrong(r, at, "a line of more than 64 MiB");
		if (content ? !add_content(r, line)
			    : line.length && !take_tag(r, line, after_content))
			return false;
		if (line.length)
			after_content = content;
		at = stop + 1;
	}
	*rest = (struct slice){at, (size_t)(end - at)};
	if (!r->tags.ended)
		return wrong(r, end, "the end of the input inside an element");
	return true;
}

static void report(struct reading *r, const char *consequence)
{
	uint64_t line = r->piece->line;
	struct slice id = document_id(r->d);

	for (const char *at = r->piece->bytes.at; at < r->problem_at; at++)
		line += *at == '\n';
	diagnose_failure(r->tags.diagnostics, "%s:%llu: %s, in document '%.*s': %s",
			 r->piece->file, (unsigned long long)line, r->problem,
			 SLICE_ARGUMENTS(id), consequence);
}

/* What stands behind </text> must be blank. */
static void check_rest(struct reading *r, struct slice rest)
{
	struct slice line;

	while (slice_line(&rest, &line)) {
		if (!line.length)
			continue;
		wrong(r, line.at, line.at[0] == '<' ? "a tag outside <text>"
						    : "content outside <text>");
		report(r, "what stands there is left out");
		return;
	}
}

static bool check_whole(struct reading *r)
{
	struct document *d = r->d;
	uint64_t last = r->tags.last_of_spans;

	if (!r->tags.has_span)
		return true;
	if (d->phase == PHASE_TEXT)
		return wrong(r, r->tags.span_at, "a stand-off <span> in text: put 'tokens' before "
						 "what wrote it");
	if (last >= d->length)
		return wrong(r, r->tags.span_at, "a <span> beyond the last token");
	return true;
}

/* The <text ...> line; sets what depends on the language. */
static bool read_head(struct reading *r, struct slice *rest)
{
	size_t end = slice_find_byte(*rest, '\n');
	struct slice line = slice_first(*rest, end);
	const char *problem = end == rest->length
				  ? "the end of the input without a line feed"
				  : tag_read_text(&r->tags, line);

	if (!problem && r->piece->lines >= UINT32_MAX)
		problem = "more than 4,294,967,294 lines";
	if (problem)
		return wrong(r, line.at, problem);
	r->turkic = unicode_language_is_turkic(document_attribute(r->d, NAME_LANG));
	*rest = slice_from(*rest, end + 1);
	return true;
}

bool stream_read(struct stream_reader *reader, const struct stream_piece *piece,
		 struct document *document, struct diagnostics *diagnostics)
{
	struct reading r = {.reader = reader, .piece = piece, .d = document};
	struct slice rest = piece->bytes;

	document->file = piece->file;
	document->line = piece->line;
	r.tags = (struct tag_reader){.document = document, .diagnostics = diagnostics};
	bool whole = read_head(&r, &rest) && read_lines(&r, &rest);
	const char *problem = r.problem, *problem_at = r.problem_at;

	/* A bad token that waits stands before whatever went wrong since. */
	r.problem = NULL;
	if (r.pending && !flush(&r))
		whole = false;
	else if (!whole)
		wrong(&r, problem_at, problem);
	whole = whole && check_whole(&r);
	if (whole && piece->repeated)
		whole = wrong(&r, piece->bytes.at, "an id that was there before");
	if (!whole) {
		report(&r, "the document is left out");
		return false;
	}
	check_rest(&r, rest);
	give_words_their_language(document);
	return true;
}
