/*
 * stem: terms become stems, by the language of each document, or of the block
 * where that says another.
 *
 * A layer over the terms of the words, so that each word is stemmed once for
 * each language.  An empty term stays empty.
 */
#include "pipeline/model/block_language.h"
#include "pipeline/model/languages.h"
#include "pipeline/model/stemmer.h"
#include "pipeline/run/stage.h"

struct options {
	const char *lang;
};

struct state {
	struct languages languages;	/* their work: the stemmer, NULL: terms stay */
	bool automatic;
};

static const struct option options[] = {
	TEXT(struct options, lang, 0, "lang", "LANGUAGE",
	     "stem as this language (en, cy, fr, ...); auto, the default: as each document says"),
};

static struct language *find_language(struct state *state, struct slice name)
{
	bool fresh;
	struct language *language = languages_find(&state->languages, name, &fresh);

	if (fresh)
		language->work = stemmer_new(name);
	return language;
}

static enum outcome begin(struct run *run)
{
	const struct options *o = run->options;
	struct state *state = run->state;

	state->automatic = !o->lang || !strcmp(o->lang, "auto");
	return DONE;
}

static uint32_t stem_in(const struct language *language, struct vocabulary *words, uint32_t word,
			struct layer *below)
{
	if (!language->work)
		return layer_term(below, word);
	struct slice term = layer_term_string(below, word);

	if (!term.length)
		return 0;
	return vocabulary_term(words, stemmer_stem(language->work, term));
}

/* In the language that was given for all. */
static uint32_t stem_given(void *context, struct vocabulary *words, uint32_t word,
			   struct layer *below)
{
	return stem_in(context, words, word, below);
}

/* In the word's own, else the document's. */
static uint32_t stem_own(void *context, struct vocabulary *words, uint32_t word,
			 struct layer *below)
{
	return stem_in(language_of_word(context, words, word), words, word, below);
}

/* For who comes after and asks in what language the terms are: `kwic --stem`. */
static void give_language(struct document *d, struct slice name)
{
	enum { LONGEST_PRIMARY = 3 };	/* of a tag; an algorithm's name is longer */

	if (document_attribute(d, NAME_LANG).at ||
	    slice_find_byte(name, '-') > LONGEST_PRIMARY)
		return;
	document_set_attribute(d, NAME_LANG, name);
	document_set_attribute(d, NAME_LANG_BY, SLICE("given"));
}

static enum outcome document(struct run *run, struct document *d)
{
	const struct options *o = run->options;
	struct state *state = run->state;
	struct slice name =
	    state->automatic ? document_attribute(d, NAME_LANG) : slice_of(o->lang);

	if (d->phase != PHASE_TOKENS)
		return DONE;
	struct language *language = find_language(state, name);
	bool stems = language->work != NULL;

	if (stems && !state->automatic)
		give_language(d, name);
	language_count(language, run->ordinal);
	for (size_t tag = 0; state->automatic && next_block_language(d, &tag, &name);) {
		struct language *other = find_language(state, name);

		language_count(other, run->ordinal);
		stems = stems || other->work;
	}
	if (stems)
		d->terms = vocabulary_layer(run->words, d->terms,
					    state->automatic ? stem_own : stem_given, language);
	return DONE;
}

static enum outcome merge(struct run *run, struct run *other)
{
	const struct state *from = other->state;

	for (const struct language *l = from->languages.first; l; l = l->next)
		find_language(run->state, l->name)->documents += l->documents;
	return DONE;
}

static void say_unstemmed(void *context, const struct language *l)
{
	struct run *run = context;
	unsigned long long documents = l->documents;
	const char *s = plural(documents);

	if (l->work)
		return;
	if (l->name.length)
		diagnose_warning(run->diagnostics,
				 "no stemmer for '%.*s': terms in it stay as they are, in %llu "
				 "document%s", SLICE_ARGUMENTS(l->name), documents, s);
	else
		diagnose_warning(run->diagnostics,
				 "%llu document%s of unknown language: terms stay as they are; name "
				 "one with --lang", documents, s);
}

static enum outcome end(struct run *run)
{
	struct state *state = run->state;

	languages_visit(&state->languages, say_unstemmed, run);
	return DONE;
}

static void drop(void *work)
{
	stemmer_free(work);
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	languages_free(&state->languages, drop);
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
