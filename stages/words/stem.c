/*
 * stem: terms become stems, by the language of each document.
 *
 * A layer over the terms of the words, so that each word is stemmed once for
 * each language.  An empty term stays empty.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/stemmer.h"
#include "pipeline/run/stage.h"

#include <stdlib.h>

struct options {
	const char *lang;
};

/* One language met; the context of its layer, so it never moves. */
struct language {
	struct slice name;		/* owned; empty: documents without one */
	struct stemmer *stemmer;	/* NULL: terms stay */
	uint64_t documents;
	struct language *next;
};

struct state {
	struct language *languages;
	bool automatic;
};

static const struct option options[] = {
	TEXT(struct options, lang, 0, "lang", "LANGUAGE",
	     "stem as this language (en, cy, fr, ...); auto, the default: as each document says"),
};

static enum outcome begin(struct run *run)
{
	const struct options *o = run->options;
	struct state *state = run->state;

	state->automatic = !o->lang || !strcmp(o->lang, "auto");
	if (state->automatic)
		return DONE;
	struct stemmer *stemmer = stemmer_new(slice_of(o->lang));

	stemmer_free(stemmer);
	if (!stemmer && run->worker == 0)
		diagnose_warning(run->diagnostics,
				 "no stemmer for '%s': terms stay as they are", o->lang);
	return DONE;
}

static struct language *find_language(struct state *state, struct slice name)
{
	for (struct language *l = state->languages; l; l = l->next)
		if (slice_equal(l->name, name))
			return l;
	struct language *fresh = memory_new(1, sizeof *fresh);

	*fresh = (struct language){.name = {memory_string(name.at, name.length), name.length},
				   .stemmer = stemmer_new(name),
				   .next = state->languages};
	return state->languages = fresh;
}

static uint32_t stem_term(void *context, struct vocabulary *words, uint32_t word, uint32_t below)
{
	const struct language *language = context;

	(void)word;
	if (below == 0)
		return 0;
	return vocabulary_term(words, stemmer_stem(language->stemmer,
						   vocabulary_term_string(words, below)));
}

static enum outcome document(struct run *run, struct document *d)
{
	const struct options *o = run->options;
	struct state *state = run->state;
	struct language *language = find_language(
	    state, state->automatic ? document_attribute(d, NAME_LANG) : slice_of(o->lang));

	language->documents++;
	if (language->stemmer && d->phase == PHASE_TOKENS)
		d->terms = vocabulary_layer(run->words, d->terms, stem_term, language);
	return DONE;
}

static enum outcome merge(struct run *run, struct run *other)
{
	const struct state *from = other->state;

	for (const struct language *l = from->languages; l; l = l->next)
		find_language(run->state, l->name)->documents += l->documents;
	return DONE;
}

static int by_name(const void *a, const void *b)
{
	return slice_compare((*(const struct language *const *)a)->name,
			     (*(const struct language *const *)b)->name);
}

static void say_unstemmed(struct run *run, const struct language *l)
{
	unsigned long long documents = l->documents;

	if (l->name.length)
		diagnose_warning(run->diagnostics,
				 "no stemmer for '%.*s': the terms of %llu document%s stay as they "
				 "are", SLICE_ARGUMENTS(l->name), documents,
				 documents == 1 ? "" : "s");
	else
		diagnose_warning(run->diagnostics,
				 "%llu document%s of unknown language: terms stay as they are; name "
				 "one with --lang", documents, documents == 1 ? "" : "s");
}

/* Said once, in byte order of the language, whatever worker met it. */
static enum outcome end(struct run *run)
{
	struct state *state = run->state;
	size_t count = 0;

	for (struct language *l = state->languages; l; l = l->next)
		count++;
	struct language **sorted = memory_new(count, sizeof(struct language *));

	count = 0;
	for (struct language *l = state->languages; l; l = l->next)
		sorted[count++] = l;
	qsort(sorted, count, sizeof(struct language *), by_name);
	for (size_t i = 0; i < count && state->automatic; i++)
		if (!sorted[i]->stemmer)
			say_unstemmed(run, sorted[i]);
	free(sorted);
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	while (state->languages) {
		struct language *l = state->languages;

		state->languages = l->next;
		stemmer_free(l->stemmer);
		free((void *)(uintptr_t)l->name.at);
		free(l);
	}
}

const struct stage stage_stem = {
	.name = "stem",
	.summary = "reduce terms to their stems",
	.takes = FLOW_TOKENS,
	.gives = FLOW_TOKENS,
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
