/*
 * freq: how often each term occurs, in how many documents, by group.
 *
 * Each stretch of a document is counted into an array by word number first,
 * and each distinct word is then added once to its group, so the work for a
 * token is one addition, and everything else is done once for each distinct
 * word of a document.  Nothing grows with the tokens.
 *
 * Invariant: counts[] is all zero between stretches.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/selection.h"
#include "pipeline/run/stage.h"
#include "stages/count/freq_partial.h"
#include "stages/count/freq_sums.h"
#include "stages/count/freq_table.h"

#include <stdlib.h>

struct options {
	const char *by;
	struct option_list where, in;
	bool all, partial;
	struct option_number top, minimum, per;
};

struct state {
	struct selection selection;
	struct freq_sums sums;
	uint32_t document;	/* number of the document in hand, from 1 */

	uint16_t *counts;	/* by word: in the stretch in hand */
	uint32_t *seen;		/* the words of the stretch, each once; room for one more */
	uint64_t *countable;	/* bit by word: it holds a letter or a digit */
	size_t capacity;	/* of these three, in words */
	uint32_t known;		/* words whose bit is set right */
};

static const struct option options[] = {
	BY_OPTION(struct options, by),
	WHERE_OPTION(struct options, where),
	IN_OPTION(struct options, in),
	ALL_OPTION(struct options, all),
	NUMBER(struct options, top, 0, "top", "N", 0, 1, UINT32_MAX,
	       "only the N most frequent terms of each group"),
	NUMBER(struct options, minimum, 0, "min", "N", 1, 1, UINT32_MAX,
	       "only terms that occur at least N times in the group"),
	NUMBER(struct options, per, 0, "per", "N", FREQ_MILLION, 1, UINT32_MAX,
	       "give the rate for N tokens in place of a million"),
	FLAG(struct options, partial, 0, "partial",
	     "write sums for 'concordat merge' in place of the table"),
};

static enum outcome begin(struct run *run)
{
	const struct options *chosen = run->options;
	struct state *state = run->state;
	enum outcome outcome;

	if (chosen->partial && (chosen->top.given || chosen->minimum.given || chosen->per.given))
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "--top, --min and --per belong to 'concordat merge': leave them "
				      "out with --partial");
	state->selection.all = chosen->all;
	outcome = selection_begin(&state->selection, chosen->where.at, chosen->where.count,
				  chosen->in.at, chosen->in.count, run->diagnostics);
	if (outcome != DONE)
		return outcome;
	return groups_begin(&state->sums.numbers, chosen->by, run->diagnostics);
}

/* Room for `count` words. */
static void reserve_words(struct state *state, size_t count)
{
	size_t old = state->capacity, fresh = old + old / 2;

	if (fresh < count)
		fresh = count;
	fresh = (fresh + 63) / 64 * 64;
	state->counts = memory_resize(state->counts, fresh, sizeof *state->counts);
	state->seen = memory_resize(state->seen, fresh + 1, sizeof *state->seen);
	state->countable = memory_resize(state->countable, fresh / 64, sizeof *state->countable);
	memset(state->counts + old, 0, (fresh - old) * sizeof *state->counts);
	memset(state->countable + old / 64, 0, (fresh - old) / 64 * sizeof *state->countable);
	state->capacity = fresh;
}

/* Makes room for, and notes, the words that are new since the last document. */
static void know_words(struct state *state, const struct vocabulary *words)
{
	if (words->count > state->capacity)
		reserve_words(state, words->count);
	for (; state->known < words->count; state->known++) {
		uint64_t bit = words->words[state->known].flags & WORD_COUNTS ? 1 : 0;

		state->countable[state->known / 64] |= bit << (state->known % 64);
	}
}

static inline bool is_countable(const struct state *state, uint32_t word)
{
	return state->countable[word / 64] >> (word % 64) & 1;
}

/* The longest stretch whose counts surely fit. */
enum { STRETCH_MOST = UINT16_MAX };

/* Counts a stretch; returns how many distinct words it has, in seen[]. */
static size_t count_tokens(struct state *state, const uint32_t *tokens, size_t length)
{
	uint16_t *counts = state->counts;
	uint32_t *seen = state->seen;
	size_t distinct = 0;

	for (size_t i = 0; i < length; i++) {
		uint32_t word = tokens[i];

		/* No jump: a word that was seen before is overwritten by the next. */
		seen[distinct] = word;
		distinct += counts[word]++ == 0;
	}
	return distinct;
}

/* One more document, unless this one is there: no jump, since either is common. */
static inline void note_document(uint64_t *documents, uint32_t document)
{
	uint64_t fresh = (uint32_t)*documents != document;

	*documents = (*documents & ~(uint64_t)UINT32_MAX) + (fresh << 32) + document;
}

/*
 * Adds the words of a stretch, makes counts[] zero again and returns how many
 * tokens hold a letter or a digit.  Here to arrays: without a jump, a word
 * without a term adds nothing, and a document to the sum of the empty term,
 * which nobody reads.
 */
static uint64_t add_to_arrays(const struct state *state, size_t distinct, const uint32_t *terms,
			      uint64_t *tokens, uint64_t *documents)
{
	enum { AHEAD = 16 };		/* that far sums are fetched */
	uint64_t base = 0;

	for (size_t i = 0; i < distinct; i++) {
		uint32_t word = state->seen[i], term = terms[word];
		uint64_t count = state->counts[word];

		if (i + AHEAD < distinct) {
			uint32_t soon = state->seen[i + AHEAD];

			__builtin_prefetch(&tokens[soon], 1);
			__builtin_prefetch(&documents[terms[soon]], 1);
		}
		state->counts[word] = 0;
		base += is_countable(state, word) ? count : 0;
		tokens[word] += term ? count : 0;
		note_document(&documents[term], state->document);
	}
	return base;
}

/* The same to tallies of any shape, `words` being the words they are for. */
static uint64_t add_to_tallies(const struct state *state, size_t distinct, const uint32_t *terms,
			       const struct vocabulary *words, struct tally *tokens,
			       struct tally *documents)
{
	uint64_t base = 0;

	for (size_t i = 0; i < distinct; i++) {
		uint32_t word = state->seen[i], count = state->counts[word];

		state->counts[word] = 0;
		base += is_countable(state, word) ? count : 0;
		if (!terms[word])
			continue;
		*tally_at(tokens, word, words->count) += count;
		note_document(tally_at(documents, terms[word], words->term_count),
			      state->document);
	}
	return base;
}

/* Adds the words of a stretch to its group. */
static void add_words(struct state *state, struct freq_group *group, size_t source,
		      size_t distinct)
{
	const struct vocabulary *words = state->sums.sources[source].words;
	const uint32_t *terms =
	    layer_terms(state->sums.sources[source].layer, state->seen, distinct);
	struct tally *tokens = freq_group_words(group, source);
	uint64_t *by_word = tally_array(tokens, words->count);
	uint64_t *by_term = tally_array(&group->documents, words->term_count);
	uint64_t base = by_word && by_term
			    ? add_to_arrays(state, distinct, terms, by_word, by_term)
			    : add_to_tallies(state, distinct, terms, words, tokens,
					     &group->documents);

	group->base += base;
	if (base && group->last_document != state->document) {
		group->last_document = state->document;
		group->document_count++;
	}
}

static enum outcome document(struct run *run, struct document *d)
{
	struct state *state = run->state;
	size_t stretch_count, piece_count;

	if (!d->length || !selection_has(&state->selection, d))
		return DONE;
	if (state->document == UINT32_MAX)
		return diagnose_error(run->diagnostics, INTERNAL_ERROR,
				      "more than %u documents: count them in parts", UINT32_MAX);
	state->document++;
	struct stretch *stretches = selection_stretches(&state->selection, d, &stretch_count);
	struct group_stretch *pieces =
	    groups_of(&state->sums.numbers, d, stretches, stretch_count, &piece_count);
	size_t source = freq_sums_source(&state->sums, d->words, d->terms);

	know_words(state, d->words);
	for (size_t i = 0; i < piece_count; i++) {
		struct freq_group *group = freq_sums_group(&state->sums, pieces[i].group);

		for (size_t first = pieces[i].first, length; first < pieces[i].last;
		     first += length) {
			length = pieces[i].last - first;
			if (length > STRETCH_MOST)
				length = STRETCH_MOST;
			add_words(state, group, source,
				  count_tokens(state, d->tokens + first, length));
		}
	}
	return DONE;
}

static enum outcome merge(struct run *run, struct run *other)
{
	struct state *state = run->state, *theirs = other->state;

	freq_sums_merge(&state->sums, &theirs->sums, run->words);
	return DONE;
}

/* A misspelt --by would put everything into one group without a word. */
static void warn_of_empty_key(struct run *run)
{
	const struct groups *numbers = &((const struct state *)run->state)->sums.numbers;
	size_t key = groups_empty_key(numbers);

	if (numbers->count && key < numbers->key_count)
		diagnose_warning(run->diagnostics,
				 "--by %.*s: no document that was counted has it",
				 SLICE_ARGUMENTS(numbers->keys[key].attribute));
}

static enum outcome end(struct run *run)
{
	const struct options *chosen = run->options;
	struct state *state = run->state;
	const struct freq_table table = {
	    .output = run->output,
	    .sums = &state->sums,
	    .words = run->words,
	    .top = chosen->top.value,
	    .minimum = chosen->minimum.value,
	    .per = chosen->per.value,
	};

	warn_of_empty_key(run);
	selection_warn(&state->selection, run->names, run->diagnostics);
	if (chosen->partial)
		freq_partial_write(&table);
	else
		freq_table_write(&table);
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	selection_free(&state->selection);
	freq_sums_free(&state->sums);
	free(state->counts);
	free(state->seen);
	free(state->countable);
}

const struct stage stage_freq = {
	.name = "freq",
	.summary = "count terms, with rates and documents, by group",
	.takes = FLOW_TOKENS,
	.gives = FLOW_TABLE,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.state_size = sizeof(struct state),
	.begin = begin,
	.document = document,
	.merge = merge,
	.end = end,
	.dispose = dispose,
};
