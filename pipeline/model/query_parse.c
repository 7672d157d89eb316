/*
 * Parsing a query: cut at white space, then each part by its kind.
 */
#include "pipeline/model/query.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/regex_fold.h"
#include "pipeline/model/segment.h"

#include <stdlib.h>

struct parser {
	struct query_set *set;
	struct slice text;
	struct diagnostics *diagnostics;
	struct query_part *parts;
	size_t count, capacity;
	struct buffer scratch;
};

/* The number, from 1, of the character that starts at a byte. */
static size_t character_at(struct slice text, size_t place)
{
	size_t number = 1;

	for (size_t i = 0; i < place && i < text.length; number++)
		utf8_next(text, &i);
	return number;
}

static enum outcome refuse(const struct parser *p, size_t place, const char *what)
{
	return diagnose_error(p->diagnostics, BAD_USAGE, "the query '%.*s', at character %zu: %s",
			      SLICE_ARGUMENTS(slice_first(p->text, 2000)),
			      character_at(p->text, place), what);
}

static void add_part(struct parser *p, enum query_part_kind kind, struct slice text,
		     struct regex *regex)
{
	p->parts = memory_reserve(p->parts, &p->capacity, p->count + 1, sizeof *p->parts);
	p->parts[p->count++] = (struct query_part){
	    .kind = kind,
	    .text = arena_copy(&p->set->arena, text),
	    .regex = regex,
	    .needle = p->set->part_count++,
	};
}

/* The end of the part that starts at `start`: white space that is not escaped. */
static size_t part_end(struct slice text, size_t start)
{
	for (size_t i = start; i < text.length;) {
		size_t place = i;
		uint32_t point = utf8_next(text, &i);

		if (unicode_is_white_space(point))
			return place;
		if (point == '\\' && i < text.length)
			utf8_next(text, &i);
	}
	return text.length;
}

/* The `/` that closes the regex in text[start .. end), or `end`. */
static size_t regex_end(struct slice text, size_t start, size_t end)
{
	for (size_t i = start + 1; i < end;) {
		size_t place = i;
		uint32_t point = utf8_next(text, &i);

		if (point == '/')
			return place;
		if (point == '\\' && i < end)
			utf8_next(text, &i);
	}
	return end;
}

/* The expression as PCRE2 gets it. */
static struct slice regex_text(struct parser *p, struct slice written)
{
	if (p->set->target == QUERY_PRINTED)
		return written;
	buffer_reset(&p->scratch);
	regex_fold(&p->scratch, written);
	return buffer_slice(&p->scratch);
}

static enum outcome parse_regex(struct parser *p, size_t start, size_t end)
{
	size_t close = regex_end(p->text, start, end);

	if (close == end)
		return refuse(p, start, "the regular expression has no closing '/' "
					"(write '\\/' for a slash, '\\ ' for a space)");
	if (close + 1 != end)
		return refuse(p, close + 1, "something follows the '/' that closes the regular "
					    "expression (write '\\/' for a slash)");
	if (close == start + 1)
		return refuse(p, start, "the regular expression is empty "
					"(write '\\/' for a slash)");
	struct slice written = {p->text.at + start + 1, close - start - 1};
	struct slice text = regex_text(p, written);
	struct regex_error error;
	struct regex *regex = regex_new(text, p->set->target != QUERY_PRINTED, &error);

	if (!regex)
		return refuse(p, text.length == written.length ? start + 1 + error.place : start,
			      error.message);
	add_part(p, PART_REGEX, text, regex);
	return DONE;
}

/*
 * Takes the escapes out of text[start .. end) into the scratch buffer, with
 * wildcards as pattern.h has them; *wild says whether there are any.
 */
static bool unescape(struct parser *p, size_t start, size_t end, bool *wild)
{
	struct slice part = {p->text.at + start, end - start};

	*wild = false;
	buffer_reset(&p->scratch);
	for (size_t i = 0; i < part.length; i++) {
		char c = part.at[i];

		if (c == '*' || c == '?') {
			*wild = true;
			c = (char)(c == '*' ? WILDCARD_MANY : WILDCARD_ONE);
		} else if (c == '\\') {
			if (++i == part.length)
				return false;
			c = part.at[i];
		}
		buffer_byte(&p->scratch, c);
	}
	return true;
}

/* Whether folding leaves nothing (a lone soft hyphen). */
static bool folds_to_nothing(struct slice word)
{
	struct buffer folded = {0};

	unicode_fold(&folded, word, false);
	bool nothing = folded.length == 0;

	buffer_free(&folded);
	return nothing;
}

static enum outcome parse_words(struct parser *p, size_t start, struct slice text)
{
	struct segmenter *segmenter = segmenter_new(SEGMENT_USUAL);
	const struct segment *pieces;
	size_t count = segmenter_cut(segmenter, text, &pieces), before = p->count;

	for (size_t i = 0; i < count; i++) {
		struct slice word = {text.at + pieces[i].start, pieces[i].length};

		if (p->set->target == QUERY_PRINTED || !folds_to_nothing(word))
			add_part(p, PART_WORD, word, NULL);
	}
	segmenter_free(segmenter);
	return p->count > before ? DONE : refuse(p, start, "nothing here can be searched for");
}

static enum outcome parse_part(struct parser *p, size_t start, size_t end)
{
	bool wild;

	if (p->text.at[start] == '/')
		return parse_regex(p, start, end);
	if (!unescape(p, start, end, &wild))
		return refuse(p, end - 1, "nothing follows the '\\' (write '\\\\' for one)");
	if (!wild)
		return parse_words(p, start, buffer_slice(&p->scratch));
	add_part(p, PART_WILDCARD, buffer_slice(&p->scratch), NULL);
	return DONE;
}

static enum outcome parse(struct parser *p)
{
	size_t place = 0;

	while (place < p->text.length) {
		size_t start = place;

		if (unicode_is_white_space(utf8_next(p->text, &place)))
			continue;
		place = part_end(p->text, start);
		enum outcome outcome = parse_part(p, start, place);

		if (outcome != DONE)
			return outcome;
	}
	if (p->count)
		return DONE;
	return diagnose_error(p->diagnostics, BAD_USAGE,
			      "the query is empty: write the words to look for");
}

/* How seldom a part will match: the longest word first, wildcards last. */
static size_t seldom(const struct query_part *part)
{
	size_t plain = 0;

	for (size_t i = 0; i < part->text.length; i++) {
		unsigned char byte = (unsigned char)part->text.at[i];

		plain += byte != WILDCARD_MANY && byte != WILDCARD_ONE;
	}
	return part->kind == PART_WORD ? plain + QUERY_LONGEST : plain;
}

static void keep(struct parser *p)
{
	struct query_set *set = p->set;
	struct query query = {.text = arena_copy(&set->arena, p->text), .part_count = p->count};

	query.parts = arena_new(&set->arena, p->count, sizeof *p->parts);
	memcpy(query.parts, p->parts, p->count * sizeof *p->parts);
	for (size_t i = 1; i < p->count; i++)
		if (seldom(&query.parts[i]) > seldom(&query.parts[query.anchor]))
			query.anchor = i;
	set->queries =
	    memory_reserve(set->queries, &set->capacity, set->count + 1, sizeof *set->queries);
	set->queries[set->count++] = query;
}

enum outcome query_add(struct query_set *set, struct slice text, struct diagnostics *d)
{
	struct parser parser = {.set = set, .text = text, .diagnostics = d};
	enum outcome outcome;

	if (text.length > QUERY_LONGEST)
		return diagnose_error(d, BAD_USAGE, "a query of %zu bytes is too long: "
				      "at most %d, or several with -e", text.length,
				      QUERY_LONGEST);
	if (!utf8_is_valid(text))
		return diagnose_error(d, BAD_USAGE, "the query is not UTF-8, from its byte %zu on: set the "
				      "terminal to UTF-8",
				      utf8_valid_prefix(text) + 1);
	outcome = parse(&parser);
	if (outcome == DONE) {
		keep(&parser);
	} else {
		for (size_t i = 0; i < parser.count; i++)
			regex_free(parser.parts[i].regex);
		set->part_count -= parser.count;
	}
	free(parser.parts);
	buffer_free(&parser.scratch);
	return outcome;
}
