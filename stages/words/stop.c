/*
 * stop: the terms of function words become empty.
 *
 * A layer over the terms of the words.  The list is matched against the
 * folded form, so that stop may stand before stem or behind it.  The word
 * itself stays where it is, with its position.
 */
#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/model/stoplist.h"
#include "pipeline/run/stage.h"

#include <stdlib.h>

struct options {
	const char *lang;
	struct option_list list, keep;
};

/* The words of one language; the context of its layer, so it never moves. */
struct language {
	struct slice name;		/* owned */
	bool built_in;			/* there is a list of that language */
	struct stoplist stop, keep;
	uint64_t documents;
	struct language *next;
};

struct state {
	struct language *languages;
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

static enum outcome fill(struct language *l, struct run *run)
{
	const struct options *o = run->options;
	bool turkic = unicode_language_is_turkic(l->name);
	enum outcome outcome = DONE;

	if (l->name.length && !slice_is(l->name, "none"))
		outcome = stoplist_read_language(&l->stop, run->resources->stopwords, l->name,
						 &l->built_in, run->diagnostics);
	if (outcome == DONE)
		outcome = read_files(&l->stop, &o->list, turkic, run->diagnostics);
	if (outcome == DONE)
		outcome = read_files(&l->keep, &o->keep, turkic, run->diagnostics);
	return outcome;
}

static enum outcome find_language(struct run *run, struct slice name, struct language **found)
{
	struct state *state = run->state;

	for (*found = state->languages; *found; *found = (*found)->next)
		if (slice_equal((*found)->name, name))
			return DONE;
	struct language *fresh = memory_new(1, sizeof *fresh);

	*fresh = (struct language){.name = {memory_string(name.at, name.length), name.length},
				   .next = state->languages};
	*found = state->languages = fresh;
	return fill(fresh, run);
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

	if (outcome == DONE && !state->automatic && !language->built_in &&
	    strcmp(o->lang, "none") != 0)
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "no stop list for '%s': give your own with --list FILE and "
				      "--lang none", o->lang);
	return outcome;
}

static uint32_t stop_term(void *context, struct vocabulary *words, uint32_t word, uint32_t below)
{
	struct language *language = context;
	struct slice folded = words->words[word].folded;

	if (below == 0 || !stoplist_has(&language->stop, folded) ||
	    stoplist_has(&language->keep, folded))
		return below;
	return 0;
}

static enum outcome document(struct run *run, struct document *d)
{
	const struct options *o = run->options;
	struct state *state = run->state;
	struct language *language;
	enum outcome outcome = find_language(
	    run, state->automatic ? document_attribute(d, NAME_LANG) : slice_of(o->lang),
	    &language);

	if (outcome != DONE)
		return outcome;
	language->documents++;
	if (language->stop.count && d->phase == PHASE_TOKENS)
		d->terms = vocabulary_layer(run->words, d->terms, stop_term, language);
	return DONE;
}

static enum outcome merge(struct run *run, struct run *other)
{
	const struct state *from = other->state;
	enum outcome outcome = DONE;

	for (const struct language *l = from->languages; l && outcome == DONE; l = l->next) {
		struct language *mine;

		outcome = find_language(run, l->name, &mine);
		mine->documents += l->documents;
	}
	return outcome;
}

static int by_name(const void *a, const void *b)
{
	return slice_compare((*(const struct language *const *)a)->name,
			     (*(const struct language *const *)b)->name);
}

static void say_unstopped(struct run *run, const struct language *l)
{
	unsigned long long documents = l->documents;

	if (l->built_in || !documents)
		return;
	if (l->name.length)
		diagnose_warning(run->diagnostics,
				 "no stop list for '%.*s': %llu document%s without one; give "
				 "your own with --list FILE", SLICE_ARGUMENTS(l->name), documents,
				 documents == 1 ? "" : "s");
	else
		diagnose_warning(run->diagnostics,
				 "%llu document%s of unknown language without a stop list; name "
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
		say_unstopped(run, sorted[i]);
	free(sorted);
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	while (state->languages) {
		struct language *l = state->languages;

		state->languages = l->next;
		stoplist_free(&l->stop);
		stoplist_free(&l->keep);
		free((void *)(uintptr_t)l->name.at);
		free(l);
	}
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
