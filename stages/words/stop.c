/*
 * stop: the terms of function words become empty.
 *
 * A layer over the terms of the words.  The list is matched against the
 * folded form, so that stop may stand before stem or behind it; it is the list
 * of the document's language, or of the block's where that says another.  The
 * word itself stays where it is, with its position.
 */
#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/model/block_language.h"
#include "pipeline/model/languages.h"
#include "pipeline/model/stoplist.h"
#include "pipeline/run/stage.h"

#include <stdlib.h>

struct options {
	const char *lang;
	struct option_list list, keep;
};

/* The words of one language. */
struct lists {
	struct stoplist stop, keep;
	bool built_in;			/* there is a list of that language */
};

struct state {
	struct languages languages;	/* their work: struct lists */
	bool automatic;
};

static const struct option options[] = {
	TEXT(struct options, lang, 0, "lang", "LANGUAGE",
	     "the built-in list of this language, or none; auto, the default: as each document says"),
	LIST(struct options, list, 0, "list", "FILE",
	     "more words to stop, one a line (with --lang none: these alone)"),
	LIST(struct options, keep, 0, "keep", "FILE", "words never to stop, one a line"),
};

static enum outcome read_files(struct stoplist *list, const struct option_list *files, bool turkic,
			       struct diagnostics *d)
{
	enum outcome outcome = DONE;

	for (size_t i = 0; i < files->count && outcome == DONE; i++)
		outcome = stoplist_read(list, files->at[i], turkic, d);
	return outcome;
}

static enum outcome fill(struct lists *lists, struct slice language, struct run *run)
{
	const struct options *o = run->options;
	bool turkic = unicode_language_is_turkic(language);
	enum outcome outcome = DONE;

	if (language.length && !slice_is(language, "none"))
		outcome = stoplist_read_language(&lists->stop, run->resources->stopwords, language,
						 &lists->built_in, run->diagnostics);
	if (outcome == DONE)
		outcome = read_files(&lists->stop, &o->list, turkic, run->diagnostics);
	if (outcome == DONE)
		outcome = read_files(&lists->keep, &o->keep, turkic, run->diagnostics);
	return outcome;
}

static enum outcome find_language(struct run *run, struct slice name, struct language **found)
{
	struct state *state = run->state;
	bool fresh;

	*found = languages_find(&state->languages, name, &fresh);
	if (!fresh)
		return DONE;
	(*found)->work = memory_new(1, sizeof(struct lists));
	return fill((*found)->work, name, run);
}

/* A list that cannot be read is said before any document is. */
static enum outcome begin(struct run *run)
{
	const struct options *o = run->options;
	struct state *state = run->state;
	struct language *language;

	state->automatic = !o->lang || !strcmp(o->lang, "auto");
	enum outcome outcome = find_language(
	    run, state->automatic ? (struct slice){"", 0} : slice_of(o->lang), &language);

	if (outcome != DONE || state->automatic || !strcmp(o->lang, "none"))
		return outcome;
	const struct lists *lists = language->work;

	if (!lists->built_in)
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "no stop list for '%s': give your own with --list FILE and "
				      "--lang none", o->lang);
	return DONE;
}

static uint32_t stop_in(const struct language *language, const struct vocabulary *words,
			uint32_t word, struct layer *below)
{
	struct lists *lists = language->work;
	struct slice folded = words->words[word].folded;

	if (stoplist_has(&lists->stop, folded) && !stoplist_has(&lists->keep, folded))
		return 0;
	return layer_term(below, word);
}

/* By the lists of the language that was given for all. */
static uint32_t stop_given(void *context, struct vocabulary *words, uint32_t word,
			   struct layer *below)
{
	return stop_in(context, words, word, below);
}

/* By those of the word's own language, else the document's. */
static uint32_t stop_own(void *context, struct vocabulary *words, uint32_t word,
			 struct layer *below)
{
	return stop_in(language_of_word(context, words, word), words, word, below);
}

/* Finds a language that the document in hand is in; *stops: it has stop words. */
static enum outcome take_language(struct run *run, struct slice name, struct language **found,
				  bool *stops)
{
	enum outcome outcome = find_language(run, name, found);

	if (outcome != DONE)
		return outcome;
	const struct lists *lists = (*found)->work;

	language_count(*found, run->ordinal);
	*stops = *stops || lists->stop.count;
	return DONE;
}

static enum outcome document(struct run *run, struct document *d)
{
	const struct options *o = run->options;
	struct state *state = run->state;
	struct slice name =
	    state->automatic ? document_attribute(d, NAME_LANG) : slice_of(o->lang);
	struct language *language, *other;
	bool stops = false;
	size_t tag = 0;

	if (d->phase != PHASE_TOKENS)
		return DONE;
	enum outcome outcome = take_language(run, name, &language, &stops);

	while (outcome == DONE && state->automatic && next_block_language(d, &tag, &name))
		outcome = take_language(run, name, &other, &stops);
	if (outcome == DONE && stops)
		d->terms = vocabulary_layer(run->words, d->terms,
					    state->automatic ? stop_own : stop_given, language);
	return outcome;
}

static enum outcome merge(struct run *run, struct run *other)
{
	const struct state *from = other->state;
	enum outcome outcome = DONE;

	for (const struct language *l = from->languages.first; l && outcome == DONE; l = l->next) {
		struct language *mine;

		outcome = find_language(run, l->name, &mine);
		mine->documents += l->documents;
	}
	return outcome;
}

static void say_unstopped(void *context, const struct language *l)
{
	struct run *run = context;
	const struct lists *lists = l->work;
	unsigned long long documents = l->documents;
	const char *s = plural(documents);

	if (lists->built_in || !documents)
		return;
	if (l->name.length)
		diagnose_warning(run->diagnostics,
				 "no stop list for '%.*s': %llu document%s without one; give "
				 "your own with --list FILE", SLICE_ARGUMENTS(l->name), documents,
				 s);
	else
		diagnose_warning(run->diagnostics,
				 "%llu document%s of unknown language without a stop list; name "
				 "one with --lang", documents, s);
}

static bool has_space(struct slice word)
{
	return slice_find_byte(word, ' ') < word.length || slice_find_byte(word, '\t') < word.length;
}

/* A line of several words is like no token: whoever wrote it is told. */
static enum outcome say_phrases(struct run *run, const struct option_list *files)
{
	enum outcome outcome = DONE;

	for (size_t i = 0; i < files->count && outcome == DONE; i++) {
		struct buffer bytes = {0};
		struct slice rest, word;

		outcome = stoplist_load(&bytes, &rest, files->at[i], run->diagnostics);
		while (outcome == DONE && stoplist_next(&rest, &word))
			if (has_space(word))
				diagnose_warning(run->diagnostics,
						 "%s: '%.*s' is more than one word, and has no "
						 "effect: lists hold single words", files->at[i],
						 SLICE_ARGUMENTS(word));
		buffer_free(&bytes);
	}
	return outcome;
}

static enum outcome end(struct run *run)
{
	const struct options *o = run->options;
	struct state *state = run->state;

	if (state->automatic)
		languages_visit(&state->languages, say_unstopped, run);
	enum outcome outcome = say_phrases(run, &o->list);

	return outcome == DONE ? say_phrases(run, &o->keep) : outcome;
}

static void drop(void *work)
{
	struct lists *lists = work;

	stoplist_free(&lists->stop);
	stoplist_free(&lists->keep);
	free(lists);
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	languages_free(&state->languages, drop);
}

const struct stage stage_stop = {
	.name = "stop",
	.summary = "empty the terms of function words, so that they are not counted",
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
