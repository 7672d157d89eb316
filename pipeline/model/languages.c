/* Languages: a short list, one entry a language. */
#include "pipeline/model/languages.h"

#include "pipeline/base/memory.h"
#include "pipeline/model/vocabulary.h"

#include <stdlib.h>

struct language *languages_lookup(const struct languages *languages, struct slice name)
{
	for (struct language *l = languages->first; l; l = l->next)
		if (slice_equal(l->name, name))
			return l;
	return NULL;
}

struct language *languages_find(struct languages *languages, struct slice name, bool *fresh)
{
	struct language *known = languages_lookup(languages, name);

	*fresh = !known;
	if (known)
		return known;
	struct language *added = memory_new(1, sizeof *added);

	added->name = (struct slice){memory_string(name.at, name.length), name.length};
	added->all = languages;
	added->next = languages->first;
	languages->first = added;
	return added;
}

void language_count(struct language *language, uint64_t ordinal)
{
	language->documents += language->last != ordinal + 1;
	language->last = ordinal + 1;
}

const struct language *language_of_word(const struct language *documents,
					const struct vocabulary *words, uint32_t word)
{
	struct slice own = vocabulary_language(words, word);
	const struct language *found =
	    own.length ? languages_lookup(documents->all, own) : NULL;

	return found ? found : documents;
}

static int by_name(const void *a, const void *b)
{
	return slice_compare((*(const struct language *const *)a)->name,
			     (*(const struct language *const *)b)->name);
}

void languages_visit(const struct languages *languages,
		     void (*visit)(void *context, const struct language *language), void *context)
{
	const struct language **sorted;
	size_t count = 0;

	for (const struct language *l = languages->first; l; l = l->next)
		count++;
	sorted = memory_new(count, sizeof(const struct language *));
	count = 0;
	for (const struct language *l = languages->first; l; l = l->next)
		sorted[count++] = l;
	qsort(sorted, count, sizeof(const struct language *), by_name);
	for (size_t i = 0; i < count; i++)
		visit(context, sorted[i]);
	free(sorted);
}

void languages_free(struct languages *languages, void (*drop)(void *work))
{
	while (languages->first) {
		struct language *l = languages->first;

		languages->first = l->next;
		if (l->work)
			drop(l->work);
		free((void *)(uintptr_t)l->name.at);
		free(l);
	}
}
