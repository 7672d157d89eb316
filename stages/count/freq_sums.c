/* The sums of freq: added to, merged, freed. */
#include "stages/count/freq_sums.h"

#include "pipeline/base/memory.h"

#include <stdlib.h>

/* Room for `more` sources. */
static void reserve_sources(struct freq_sums *sums, size_t more)
{
	sums->sources = memory_reserve(sums->sources, &sums->source_capacity,
				       sums->source_count + more, sizeof *sums->sources);
}

size_t freq_sums_source(struct freq_sums *sums, struct vocabulary *words, struct layer *layer)
{
	for (size_t i = 0; i < sums->source_count; i++)
		if (sums->sources[i].layer == layer)
			return i;
	reserve_sources(sums, 1);
	sums->sources[sums->source_count] = (struct freq_source){.words = words, .layer = layer};
	return sums->source_count++;
}

struct freq_group *freq_sums_group(struct freq_sums *sums, uint32_t number)
{
	size_t need = (size_t)number + 1;

	sums->groups = memory_reserve(sums->groups, &sums->group_capacity, need,
				      sizeof *sums->groups);
	for (; sums->group_count < need; sums->group_count++)
		sums->groups[sums->group_count] = (struct freq_group){0};
	return &sums->groups[number];
}

struct tally *freq_group_words(struct freq_group *group, size_t source)
{
	if (source >= group->source_count) {
		group->words = memory_resize(group->words, source + 1, sizeof *group->words);
		for (; group->source_count <= source; group->source_count++)
			group->words[group->source_count] = (struct tally){0};
	}
	return &group->words[source];
}

static uint32_t our_term(const struct freq_source *source, uint32_t term)
{
	return source->terms ? source->terms[term] : term;
}

uint32_t freq_source_term(const struct freq_source *source, uint32_t word)
{
	return our_term(source, layer_term(source->layer, word));
}

/* Takes over the other's sources, with one map of their terms to ours. */
static void take_sources(struct freq_sums *sums, const struct freq_sums *other,
			 struct vocabulary *ours)
{
	uint32_t *map = NULL;

	reserve_sources(sums, other->source_count);
	for (size_t i = 0; i < other->source_count; i++) {
		struct freq_source *taken = &sums->sources[sums->source_count++];
		const struct vocabulary *words = other->sources[i].words;

		if (!map) {
			map = memory_resize(NULL, words->term_count, sizeof *map);
			vocabulary_take_terms(ours, words, map);
		}
		*taken = other->sources[i];
		taken->terms = map;
		taken->owns_terms = i == 0;
	}
}

static void take_group(struct freq_group *group, struct freq_group *theirs,
		       struct freq_sums *sums, size_t first_source, struct vocabulary *ours)
{
	const struct freq_source *source = &sums->sources[first_source];
	size_t place = 0;
	uint32_t term;
	uint64_t documents;

	for (size_t i = 0; i < theirs->source_count; i++) {
		*freq_group_words(group, first_source + i) = theirs->words[i];
		theirs->words[i] = (struct tally){0};
	}
	while (tally_next(&theirs->documents, &place, &term, &documents))
		*tally_at(&group->documents, our_term(source, term), ours->term_count) +=
		    documents & ~(uint64_t)UINT32_MAX;
	tally_free(&theirs->documents);
	group->base += theirs->base;
	group->document_count += theirs->document_count;
}

void freq_sums_merge(struct freq_sums *sums, struct freq_sums *other, struct vocabulary *ours)
{
	size_t first_source = sums->source_count;

	take_sources(sums, other, ours);
	for (uint32_t i = 0; i < other->group_count; i++) {
		uint32_t number = groups_number(&sums->numbers, groups_values(&other->numbers, i));

		take_group(freq_sums_group(sums, number), &other->groups[i], sums, first_source,
			   ours);
	}
}

void freq_sums_free(struct freq_sums *sums)
{
	for (size_t i = 0; i < sums->group_count; i++) {
		for (size_t j = 0; j < sums->groups[i].source_count; j++)
			tally_free(&sums->groups[i].words[j]);
		free(sums->groups[i].words);
		tally_free(&sums->groups[i].documents);
	}
	for (size_t i = 0; i < sums->source_count; i++)
		if (sums->sources[i].owns_terms)
			free(sums->sources[i].terms);
	free(sums->groups);
	free(sums->sources);
	groups_free(&sums->numbers);
	*sums = (struct freq_sums){0};
}
