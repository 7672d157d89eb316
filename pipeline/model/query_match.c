/*
 * Matching queries: a loop over word numbers, and neighbours only of what it finds.
 *
 * A query has an anchor, the part that will match most seldom.  For each
 * part there is one byte a word: not asked yet, matches, differs.  The scan
 * passes over tokens whose byte says "differs"; everything else, strings,
 * neighbours, sentences, is looked at only where it stops.  A document in
 * which it never stops costs one load a token.
 */
#include "pipeline/model/query.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/model/citation.h"
#include "pipeline/model/stemmer.h"
#include "pipeline/model/vocabulary.h"

#include <stdlib.h>

enum { UNASKED = 0, MATCHES = 1, DIFFERS = 2 };

/* A part as it reads in one language. */
struct needle {
	struct slice folded;	/* or as written, for QUERY_PRINTED and a regex */
	struct slice term;	/* the same, stemmed */
	uint8_t *words;		/* by word number */
	size_t known;		/* words it has room for; the rest is zero */
	bool gave_up;		/* a regex did on some word, and it has been said */
};

/*
 * How the parts read over one vocabulary, in the terms of one layer and one
 * language.  All languages without a stemmer and with the same folding are
 * one.
 */
struct query_language {
	const struct vocabulary *words;
	const struct layer *terms;	/* NULL unless the target is the term */
	struct slice language;		/* empty: no stemmer */
	bool turkic;
	struct stemmer *stemmer;
	struct needle *needles;		/* by part */
	struct query_language *next;
};

/* What is in hand while a document is searched. */
struct search {
	struct query_set *set;
	struct query_language *language;
	const struct document *document;
	const struct scope *scope;
	const uint32_t *units;		/* NULL until a phrase is found */
	struct diagnostics *diagnostics;
};

static void language_free(struct query_language *language, size_t parts)
{
	for (size_t i = 0; i < parts; i++)
		free(language->needles[i].words);
	free(language->needles);
	stemmer_free(language->stemmer);
	free(language);
}

void query_set_free(struct query_set *set)
{
	for (struct query_language *language = set->languages; language;) {
		struct query_language *next = language->next;

		language_free(language, set->part_count);
		language = next;
	}
	for (size_t i = 0; i < set->count; i++)
		for (size_t j = 0; j < set->queries[i].part_count; j++)
			regex_free(set->queries[i].parts[j].regex);
	free(set->queries);
	free(set->hits);
	arena_free(&set->arena);
	*set = (struct query_set){.target = set->target};
}

/* Folds what stands between the wildcards. */
static void fold_pattern(struct buffer *to, struct slice pattern, bool turkic)
{
	while (pattern.length) {
		size_t plain = 0;

		while (plain < pattern.length && (unsigned char)pattern.at[plain] < WILDCARD_ONE)
			plain++;
		unicode_fold(to, slice_first(pattern, plain), turkic);
		if (plain < pattern.length)
			buffer_byte(to, pattern.at[plain++]);
		pattern = slice_from(pattern, plain);
	}
}

static void make_needle(struct query_set *set, const struct query_language *language,
			const struct query_part *part)
{
	struct needle *needle = &language->needles[part->needle];
	struct buffer folded = {0};

	needle->folded = part->text;
	if (set->target != QUERY_PRINTED && part->kind != PART_REGEX) {
		fold_pattern(&folded, part->text, language->turkic);
		needle->folded = arena_copy(&set->arena, buffer_slice(&folded));
		buffer_free(&folded);
	}
	needle->term = needle->folded;
	if (language->stemmer && part->kind == PART_WORD)
		needle->term = arena_copy(&set->arena,
					  stemmer_stem(language->stemmer, needle->folded));
}

static struct query_language *add_language(struct query_set *set,
					   const struct query_language *wanted)
{
	struct query_language *language = memory_new(1, sizeof *language);

	*language = *wanted;
	language->language = arena_copy(&set->arena, wanted->language);
	language->needles = memory_new(set->part_count, sizeof *language->needles);
	language->next = set->languages;
	set->languages = language;
	for (size_t i = 0; i < set->count; i++)
		for (size_t j = 0; j < set->queries[i].part_count; j++)
			make_needle(set, language, &set->queries[i].parts[j]);
	return language;
}

static struct query_language *find_language(const struct query_set *set,
					    const struct query_language *wanted)
{
	struct query_language *language = set->languages;

	while (language && !(language->words == wanted->words &&
			     language->terms == wanted->terms &&
			     language->turkic == wanted->turkic &&
			     slice_equal(language->language, wanted->language)))
		language = language->next;
	return language;
}

static struct query_language *language_of(struct query_set *set, const struct document *d,
					  struct slice lang)
{
	struct query_language wanted = {.words = d->words}, *found;

	if (set->target != QUERY_PRINTED)
		wanted.turkic = unicode_language_is_turkic(lang);
	if (set->target == QUERY_TERM) {
		wanted.terms = d->terms;
		wanted.language = slice_first(lang, slice_find_byte(lang, '-'));
	}
	if ((found = find_language(set, &wanted)))
		return found;
	if (wanted.language.length) {
		wanted.stemmer = stemmer_new(wanted.language);
		if (!wanted.stemmer) {
			wanted.language.length = 0;
			if ((found = find_language(set, &wanted)))
				return found;
		}
	}
	return add_language(set, &wanted);
}

/* Room for every word there is. */
static void cover(struct needle *needle, const struct vocabulary *words)
{
	size_t known = needle->known;

	if (known >= words->count)
		return;
	needle->words = memory_reserve(needle->words, &needle->known, words->count, 1);
	memset(needle->words + known, UNASKED, needle->known - known);
}

static bool regex_has(struct search *s, const struct query_part *part, struct needle *needle,
		      struct slice word)
{
	enum regex_result result = regex_match(part->regex, word);

	if (result == REGEX_GAVE_UP && !needle->gave_up) {
		needle->gave_up = true;
		diagnose_failure(s->diagnostics,
				 "/%.*s/ takes more than %d steps on '%.*s' and such words, which "
				 "are left out: write it with fewer * and + inside each other",
				 SLICE_ARGUMENTS(slice_first(part->text, 1000)), REGEX_STEPS,
				 SLICE_ARGUMENTS(slice_first(word, 200)));
	}
	return result == REGEX_MATCHES;
}

/* The part as it reads in the word's own language, else the document's. */
static const struct needle *needle_for(struct search *s, const struct query_part *part,
				       uint32_t number)
{
	const struct document *d = s->document;
	struct slice own = vocabulary_language(d->words, number);
	const struct query_language *language =
	    own.length ? language_of(s->set, d, own) : s->language;

	return &language->needles[part->needle];
}

/* Whether a part matches a word: the slow path, once for each word. */
static bool word_matches(struct search *s, const struct query_part *part, struct needle *needle,
			 uint32_t number)
{
	const struct word *word = &s->document->words->words[number];
	struct slice have = s->set->target == QUERY_PRINTED ? word->form : word->folded;
	const struct needle *text = needle_for(s, part, number);
	struct slice wanted = text->folded;

	if (s->set->target == QUERY_TERM) {
		uint32_t term = layer_term(s->document->terms, number);

		if (term) {
			have = vocabulary_term_string(s->document->words, term);
			wanted = text->term;
		}
	}
	if (part->kind == PART_REGEX)
		return regex_has(s, part, needle, have);
	return part->kind == PART_WORD ? slice_equal(have, wanted) : wildcard_matches(wanted, have);
}

static bool part_matches(struct search *s, const struct query_part *part, uint32_t number)
{
	struct needle *needle = &s->language->needles[part->needle];

	cover(needle, s->document->words);
	if (needle->words[number] == UNASKED)
		needle->words[number] =
		    word_matches(s, part, needle, number) ? MATCHES : DIFFERS;
	return needle->words[number] == MATCHES;
}

static bool is_selected(const struct search *s, uint32_t position)
{
	return s->scope->selected == s->scope->text ||
	       stretches_have(s->scope->selected, s->scope->selected_count, position);
}

/* Whether the token under the cursor may stand in a phrase with the one at `beside`. */
static bool in_one_unit(struct search *s, uint32_t position, uint32_t beside)
{
	if (!s->units)
		s->units = phrase_units(s->document);
	return s->units[position] == s->units[beside];
}

/* Whether the parts from the anchor on to either end match; *edge is the last token. */
static bool phrase_goes_on(struct search *s, const struct query *query, struct text_cursor cursor,
			   bool forward, uint32_t *edge)
{
	uint32_t anchor = cursor.position;
	size_t parts = forward ? query->part_count - 1 - query->anchor : query->anchor;

	for (size_t i = 1; i <= parts; i++) {
		size_t part = forward ? query->anchor + i : query->anchor - i;

		if (!(forward ? text_next(&cursor) : text_previous(&cursor)) ||
		    !part_matches(s, &query->parts[part], s->document->tokens[cursor.position]) ||
		    !is_selected(s, cursor.position) || !in_one_unit(s, cursor.position, anchor))
			return false;
	}
	*edge = cursor.position;
	return true;
}

static void add_hit(struct query_set *set, uint32_t first, uint32_t last, const struct query *query)
{
	set->hits =
	    memory_reserve(set->hits, &set->hit_capacity, set->hit_count + 1, sizeof *set->hits);
	set->hits[set->hit_count++] =
	    (struct query_hit){first, last, (uint32_t)(query - set->queries)};
}

static void try_anchor(struct search *s, const struct query *query, uint32_t position)
{
	uint32_t first = position, last = position;

	if (!part_matches(s, &query->parts[query->anchor], s->document->tokens[position]))
		return;
	if (query->part_count > 1) {
		struct text_cursor cursor = text_cursor_at(s->scope, position);

		if (!phrase_goes_on(s, query, cursor, false, &first) ||
		    !phrase_goes_on(s, query, cursor, true, &last))
			return;
	}
	add_hit(s->set, first, last, query);
}

/* The next token whose byte does not say that it differs, or `end`. */
static uint32_t next_candidate(const uint8_t *words, const uint32_t *tokens, uint32_t at,
			       uint32_t end)
{
	while (end - at >= 4 &&
	       (words[tokens[at]] & words[tokens[at + 1]] & words[tokens[at + 2]] &
		words[tokens[at + 3]]) == DIFFERS)
		at += 4;
	while (at < end && words[tokens[at]] == DIFFERS)
		at++;
	return at;
}

static void scan(struct search *s, const struct query *query)
{
	struct needle *needle = &s->language->needles[query->parts[query->anchor].needle];
	const uint32_t *tokens = s->document->tokens;

	cover(needle, s->document->words);
	for (size_t i = 0; i < s->scope->selected_count; i++) {
		uint32_t at = s->scope->selected[i].first, end = s->scope->selected[i].last;

		while ((at = next_candidate(needle->words, tokens, at, end)) < end)
			try_anchor(s, query, at++);
	}
}

static int compare_hits(const void *a, const void *b)
{
	const struct query_hit *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return (x->query > y->query) - (x->query < y->query);
}

void query_find(struct query_set *set, const struct document *document, const struct scope *scope,
		struct diagnostics *d)
{
	set->hit_count = 0;
	if (!document->length || !set->count)
		return;
	struct search search = {
	    .set = set,
	    .language = language_of(set, document, document_attribute(document, NAME_LANG)),
	    .document = document,
	    .scope = scope,
	    .diagnostics = d,
	};

	for (size_t i = 0; i < set->count; i++)
		scan(&search, &set->queries[i]);
	if (set->count > 1 && set->hit_count > 1)
		qsort(set->hits, set->hit_count, sizeof *set->hits, compare_hits);
}
