/*
 * freq: how often each term occurs, in how many documents, by group.
 *
 * Each stretch of a document is counted into an array by word number first,
 * and each distinct word then added once to its group, so the work for a
 * token is one addition and everything else is done once for each distinct
 * word of a document.  Sums are kept by word (for the form that is shown) and
 * documents by term; nothing grows with the tokens.  A word means a term only
 * under a layer, and languages have different layers, so sums are kept apart
 * by source: one vocabulary under one layer.
 *
 * Merging takes over the other worker's sums by word as sources of its own
 * and adds its documents by term.  Words of the same form meet by their
 * bytes, when a group is printed.
 *
 * Invariant: counts[] is all zero between stretches.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/groups.h"
#include "pipeline/model/selection.h"
#include "pipeline/model/tally.h"
#include "pipeline/run/stage.h"

#include <stdlib.h>

enum { MILLION = 1000000 };

struct options {
	const char *by;
	struct option_list where, in;
	bool all;
	struct option_number top, minimum, per;
};

/* Words of one vocabulary under one layer. */
struct source {
	struct vocabulary *words;
	struct layer *layer;
	uint32_t *terms;	/* their terms -> ours, TERM_UNKNOWN until asked; NULL: ours */
	bool owns_terms;	/* else the map of another source of the same vocabulary */
};

struct group {
	struct tally *words;		/* by source: word -> tokens */
	size_t source_count;
	struct tally documents;		/* term -> documents << 32 | the last one's number */
	uint64_t base;			/* tokens whose word holds a letter or a digit */
	uint32_t document_count;	/* documents with such a token, */
	uint32_t last_document;		/* and the last of them */
};

struct state {
	struct selection selection;
	struct groups numbers;
	struct group *groups;		/* by group number */
	size_t group_count, group_capacity;
	struct source *sources;
	size_t source_count, source_capacity;
	uint32_t document;		/* number of the document in hand, from 1 */

	uint32_t *counts;		/* by word: in the stretch in hand */
	uint32_t *seen;			/* the words of the stretch, each once; room for one more */
	uint64_t *countable;		/* bit by word: it holds a letter or a digit */
	size_t word_capacity;		/* of these three, in words */
	uint32_t word_count;		/* words whose bit is known */
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
	NUMBER(struct options, per, 0, "per", "N", MILLION, 1, UINT32_MAX,
	       "give the rate per N tokens in place of per million"),
};

static enum outcome begin(struct run *run)
{
	const struct options *chosen = run->options;
	struct state *state = run->state;
	enum outcome outcome;

	state->selection.all = chosen->all;
	outcome = selection_begin(&state->selection, chosen->where.at, chosen->where.count,
				  chosen->in.at, chosen->in.count, run->diagnostics);
	if (outcome != DONE)
		return outcome;
	return groups_begin(&state->numbers, chosen->by, run->diagnostics);
}

/* Room for every word of the vocabulary, and their bits. */
static void know_words(struct state *state, const struct vocabulary *words)
{
	size_t old = state->word_capacity, capacity;

	if (words->count > old) {
		capacity = old + old / 2;
		if (capacity < words->count)
			capacity = words->count;
		capacity = (capacity + 63) / 64 * 64;
		state->counts = memory_resize(state->counts, capacity, sizeof *state->counts);
		state->seen = memory_resize(state->seen, capacity + 1, sizeof *state->seen);
		state->countable = memory_resize(state->countable, capacity / 64,
						 sizeof *state->countable);
		memset(state->counts + old, 0, (capacity - old) * sizeof *state->counts);
		memset(state->countable + old / 64, 0,
		       (capacity - old) / 64 * sizeof *state->countable);
		state->word_capacity = capacity;
	}
	for (; state->word_count < words->count; state->word_count++) {
		uint32_t word = state->word_count;
		uint64_t bit = words->words[word].flags & WORD_COUNTS ? 1 : 0;

		state->countable[word / 64] |= bit << (word % 64);
	}
}

static size_t source_of(struct state *state, struct vocabulary *words, struct layer *layer)
{
	for (size_t i = 0; i < state->source_count; i++)
		if (state->sources[i].layer == layer)
			return i;
	state->sources = memory_reserve(state->sources, &state->source_capacity,
					state->source_count + 1, sizeof *state->sources);
	state->sources[state->source_count] = (struct source){.words = words, .layer = layer};
	return state->source_count++;
}

static struct group *group_of(struct state *state, uint32_t number)
{
	size_t need = (size_t)number + 1;

	state->groups = memory_reserve(state->groups, &state->group_capacity, need,
				       sizeof *state->groups);
	for (; state->group_count < need; state->group_count++)
		state->groups[state->group_count] = (struct group){0};
	return &state->groups[number];
}

static struct tally *words_of(struct group *group, size_t source)
{
	if (source >= group->source_count) {
		group->words = memory_resize(group->words, source + 1, sizeof *group->words);
		for (; group->source_count <= source; group->source_count++)
			group->words[group->source_count] = (struct tally){0};
	}
	return &group->words[source];
}

/* Counts a stretch; returns how many distinct words it has, in state->seen. */
static size_t count_tokens(struct state *state, const uint32_t *tokens, size_t length)
{
	uint32_t *counts = state->counts, *seen = state->seen;
	size_t distinct = 0;

	for (size_t i = 0; i < length; i++) {
		uint32_t word = tokens[i];

		/* No jump: a word that was seen is overwritten by the next. */
		seen[distinct] = word;
		distinct += counts[word]++ == 0;
	}
	return distinct;
}

static inline void note_document(uint64_t *documents, uint32_t document)
{
	if ((uint32_t)*documents != document)
		*documents = ((*documents >> 32) + 1) << 32 | document;
}

/* Adds the words of a stretch to its group, and makes counts[] zero again. */
static void add_words(struct state *state, struct group *group, size_t source, size_t distinct)
{
	struct vocabulary *words = state->sources[source].words;
	struct layer *layer = state->sources[source].layer;
	struct tally *tokens = words_of(group, source);
	uint64_t base = 0;

	for (size_t i = 0; i < distinct; i++) {
		uint32_t word = state->seen[i], count = state->counts[word];
		uint32_t term = layer_term(layer, word);

		state->counts[word] = 0;
		if (state->countable[word / 64] >> (word % 64) & 1)
			base += count;
		if (!term)
			continue;
		*tally_at(tokens, word, words->count) += count;
		note_document(tally_at(&group->documents, term, words->term_count),
			      state->document);
	}
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
	    groups_of(&state->numbers, d, stretches, stretch_count, &piece_count);
	size_t source = source_of(state, d->words, d->terms);

	know_words(state, d->words);
	for (size_t i = 0; i < piece_count; i++) {
		struct group *group = group_of(state, pieces[i].group);
		size_t length = pieces[i].last - pieces[i].first;
		size_t distinct = count_tokens(state, d->tokens + pieces[i].first, length);

		add_words(state, group, source, distinct);
	}
	return DONE;
}

/* The first worker's number of a term of this source. */
static uint32_t term_of(struct source *source, uint32_t term, struct vocabulary *ours)
{
	if (!source->terms)
		return term;
	if (source->terms[term] == TERM_UNKNOWN)
		source->terms[term] =
		    vocabulary_term(ours, vocabulary_term_string(source->words, term));
	return source->terms[term];
}

/* Takes over the other's sources, with one map of their terms to ours. */
static void take_sources(struct state *state, const struct state *other)
{
	size_t need = state->source_count + other->source_count;
	uint32_t *map = NULL;

	state->sources = memory_reserve(state->sources, &state->source_capacity, need,
					sizeof *state->sources);
	for (size_t i = 0; i < other->source_count; i++) {
		struct source *taken = &state->sources[state->source_count++];
		size_t terms = other->sources[i].words->term_count;

		if (!map) {
			map = memory_resize(NULL, terms, sizeof *map);
			memset(map, 0xff, terms * sizeof *map);
		}
		*taken = other->sources[i];
		taken->terms = map;
		taken->owns_terms = i == 0;
	}
}

static void take_group(struct state *state, struct group *group, struct group *theirs,
		       size_t first_source, struct vocabulary *ours)
{
	struct source *source = &state->sources[first_source];
	size_t place = 0;
	uint32_t term;
	uint64_t documents;

	for (size_t i = 0; i < theirs->source_count; i++) {
		*words_of(group, first_source + i) = theirs->words[i];
		theirs->words[i] = (struct tally){0};
	}
	while (tally_next(&theirs->documents, &place, &term, &documents))
		*tally_at(&group->documents, term_of(source, term, ours), ours->term_count) +=
		    documents & ~(uint64_t)UINT32_MAX;
	tally_free(&theirs->documents);
	group->base += theirs->base;
	group->document_count += theirs->document_count;
}

static enum outcome merge(struct run *run, struct run *other_run)
{
	struct state *state = run->state, *other = other_run->state;
	size_t first_source = state->source_count;

	take_sources(state, other);
	for (uint32_t i = 0; i < other->group_count; i++) {
		uint32_t number = groups_number(&state->numbers, groups_values(&other->numbers, i));

		take_group(state, group_of(state, number), &other->groups[i], first_source,
			   run->words);
	}
	return DONE;
}

/* A word behind a term of the group that is being printed. */
struct record {
	uint64_t count;
	struct slice form;
	uint32_t next;		/* record of the same term + 1, or 0 */
};

/* A line of the table. */
struct line_of_table {
	uint64_t count;
	uint64_t head;		/* the first bytes of the term, in their order as a number */
	struct slice term, form;
	uint32_t documents;
};

/* What printing needs, made once and used for each group. */
struct printing {
	struct run *run;
	struct state *state;
	uint32_t *heads;	/* by term: its first record + 1, or 0 */
	struct record *records;
	size_t record_count, record_capacity;
	struct record *same;	/* the records of one term */
	size_t same_capacity;
	struct line_of_table *lines;
	size_t line_count, line_capacity;
};

/* Gathers the words of all sources by term. */
static void gather_words(struct printing *p, const struct group *group)
{
	p->record_count = 0;
	for (size_t i = 0; i < group->source_count; i++) {
		struct source *source = &p->state->sources[i];
		uint32_t word;
		uint64_t count;
		size_t place = 0;

		while (tally_next(&group->words[i], &place, &word, &count)) {
			uint32_t term = term_of(source, layer_term(source->layer, word),
						p->run->words);

			p->records = memory_reserve(p->records, &p->record_capacity,
						    p->record_count + 1, sizeof *p->records);
			p->records[p->record_count] = (struct record){
			    count, source->words->words[word].form, p->heads[term]};
			p->heads[term] = (uint32_t)++p->record_count;
		}
	}
}

static int compare_forms(const void *a, const void *b)
{
	const struct record *first = a, *second = b;

	return slice_compare(first->form, second->form);
}

/* The commonest form among the records, the first by bytes of equals; they are sorted. */
static struct slice commonest_form(struct record *records, size_t count)
{
	struct slice best = records[0].form;
	uint64_t most = 0, sum = 0;

	if (count > 1)
		qsort(records, count, sizeof *records, compare_forms);
	for (size_t i = 0; i < count; i++) {
		bool same = i > 0 && slice_equal(records[i].form, records[i - 1].form);

		sum = same ? sum + records[i].count : records[i].count;
		if (sum > most) {
			most = sum;
			best = records[i].form;
		}
	}
	return best;
}

/* The first eight bytes of s: what is less by bytes is less as a number. */
static uint64_t head_of(struct slice s)
{
	uint64_t head = 0;

	for (size_t i = 0; i < sizeof head; i++)
		head = head << 8 | (i < s.length ? (unsigned char)s.at[i] : 0);
	return head;
}

/* Makes the line of one term, and takes its records off the heads. */
static void make_line(struct printing *p, uint32_t term, uint32_t documents)
{
	const struct options *chosen = p->run->options;
	uint64_t count = 0;
	size_t forms = 0;

	for (uint32_t next = p->heads[term]; next; next = p->records[next - 1].next) {
		p->same = memory_reserve(p->same, &p->same_capacity, forms + 1, sizeof *p->same);
		p->same[forms] = p->records[next - 1];
		count += p->same[forms++].count;
	}
	p->heads[term] = 0;
	if (!forms || count < chosen->minimum.value)
		return;
	struct slice string = vocabulary_term_string(p->run->words, term);

	p->lines = memory_reserve(p->lines, &p->line_capacity, p->line_count + 1,
				  sizeof *p->lines);
	p->lines[p->line_count++] = (struct line_of_table){
	    count, head_of(string), string, commonest_form(p->same, forms), documents};
}

/* Count falling, then term by bytes. */
static int compare_lines(const void *a, const void *b)
{
	const struct line_of_table *first = a, *second = b;

	if (first->count != second->count)
		return first->count > second->count ? -1 : 1;
	if (first->head != second->head)
		return first->head < second->head ? -1 : 1;
	return slice_compare(first->term, second->term);
}

static void make_lines(struct printing *p, const struct group *group)
{
	uint32_t term;
	uint64_t documents;
	size_t place = 0;

	gather_words(p, group);
	p->line_count = 0;
	while (tally_next(&group->documents, &place, &term, &documents))
		make_line(p, term, (uint32_t)(documents >> 32));
	if (p->line_count)
		qsort(p->lines, p->line_count, sizeof *p->lines, compare_lines);
}

/* A rate as text, kept because the next line often has the same. */
struct rate {
	uint64_t count;
	size_t length;
	char text[32];
};

static void put_rate(struct output *output, struct rate *kept, uint64_t count, double per,
		     uint64_t base)
{
	if (kept->count != count) {
		kept->count = count;
		kept->length = table_format_number(kept->text, (double)count * per / (double)base);
	}
	table_text(output, (struct slice){kept->text, kept->length});
}

static void put_group(struct printing *p, uint32_t number)
{
	enum { KEPT = 1024 };
	const struct options *chosen = p->run->options;
	const struct group *group = &p->state->groups[number];
	const struct slice *values = groups_values(&p->state->numbers, number);
	struct output *output = p->run->output;
	struct rate rate = {0}, *percents = memory_new(KEPT, sizeof *percents);
	size_t lines = p->line_count;

	if (chosen->top.given && lines > chosen->top.value)
		lines = (size_t)chosen->top.value;
	for (size_t i = 0; i < lines; i++) {
		const struct line_of_table *line = &p->lines[i];

		for (size_t key = 0; key < p->state->numbers.key_count; key++)
			table_text(output, values[key]);
		table_text(output, line->term);
		table_text(output, line->form);
		table_integer(output, line->count);
		put_rate(output, &rate, line->count, (double)chosen->per.value, group->base);
		table_integer(output, line->documents);
		put_rate(output, &percents[line->documents % KEPT], line->documents, 100,
			 group->document_count);
		table_row_end(output);
	}
	free(percents);
}

static void put_heading(struct run *run)
{
	static const struct slice before[] = {
	    {"term", 4}, {"form", 4}, {"count", 5}};
	static const struct slice behind[] = {{"documents", 9}, {"documents_percent", 17}};
	const struct options *chosen = run->options;
	const struct groups *numbers = &((struct state *)run->state)->numbers;
	struct arena arena = {0};
	struct slice *columns = arena_new(&arena, numbers->key_count + 6, sizeof *columns);
	size_t count = 0;

	memcpy(columns, before, sizeof before);
	columns[3] = chosen->per.value == MILLION
			 ? SLICE("per_million")
			 : arena_printf(&arena, "per_%llu", (unsigned long long)chosen->per.value);
	memcpy(columns + 4, behind, sizeof behind);
	for (count = 6; count < numbers->key_count + 6; count++) {
		columns[count] = table_new_column(&arena, numbers->keys[count - 6].attribute,
						  columns, count);
		table_text(run->output, columns[count]);
	}
	for (size_t i = 0; i < 6; i++)
		table_text(run->output, columns[i]);
	table_row_end(run->output);
	arena_free(&arena);
}

static enum outcome end(struct run *run)
{
	struct state *state = run->state;
	struct printing p = {.run = run, .state = state};
	uint32_t *order = groups_sorted(&state->numbers);

	p.heads = memory_new(run->words->term_count, sizeof *p.heads);
	put_heading(run);
	for (uint32_t i = 0; i < state->numbers.count; i++) {
		if (order[i] >= state->group_count)
			continue;
		make_lines(&p, &state->groups[order[i]]);
		put_group(&p, order[i]);
	}
	free(order);
	free(p.heads);
	free(p.records);
	free(p.same);
	free(p.lines);
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	for (size_t i = 0; i < state->group_count; i++) {
		for (size_t j = 0; j < state->groups[i].source_count; j++)
			tally_free(&state->groups[i].words[j]);
		free(state->groups[i].words);
		tally_free(&state->groups[i].documents);
	}
	for (size_t i = 0; i < state->source_count; i++)
		if (state->sources[i].owns_terms)
			free(state->sources[i].terms);
	free(state->groups);
	free(state->sources);
	free(state->counts);
	free(state->seen);
	free(state->countable);
	selection_free(&state->selection);
	groups_free(&state->numbers);
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
