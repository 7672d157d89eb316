/*
 * The sums of freq: tokens by word, documents by term, for each group.
 *
 * A word means a term only under a layer, and languages have different
 * layers, so tokens are kept apart by source: one vocabulary under one layer.
 * Merging takes over the other worker's sums by word as sources of its own
 * and adds its documents by term; words of the same form meet by their bytes
 * when a group is printed.
 */
#ifndef COUNT_FREQ_SUMS_H
#define COUNT_FREQ_SUMS_H

#include "pipeline/model/groups.h"
#include "pipeline/model/tally.h"
#include "pipeline/model/vocabulary.h"

/* Words of one vocabulary under one layer. */
struct freq_source {
	struct vocabulary *words;
	struct layer *layer;
	uint32_t *terms;	/* their terms -> ours; NULL: ours */
	bool owns_terms;	/* else the map is another source's of the same vocabulary */
};

struct freq_group {
	struct tally *words;		/* by source: word -> tokens */
	size_t source_count;		/* of `words` */
	struct tally documents;		/* term -> documents << 32 | number of the last */
	uint64_t base;			/* tokens whose word holds a letter or a digit */
	uint32_t document_count;	/* documents with such a token, */
	uint32_t last_document;		/* and the last of them */
};

/* All zero but for `numbers`, which groups_begin() makes. */
struct freq_sums {
	struct groups numbers;
	struct freq_group *groups;	/* by group number */
	size_t group_count, group_capacity;
	struct freq_source *sources;
	size_t source_count, source_capacity;
};

/* The number of the source for this layer. */
size_t freq_sums_source(struct freq_sums *sums, struct vocabulary *words, struct layer *layer);

/* The sums of a group; valid until another group is asked for. */
struct freq_group *freq_sums_group(struct freq_sums *sums, uint32_t number);

/* The tokens by word of a source in a group; valid until another source is asked for. */
struct tally *freq_group_words(struct freq_group *group, size_t source);

/* The term of a word of a source, as a number of the first worker's vocabulary. */
uint32_t freq_source_term(const struct freq_source *source, uint32_t word);

/*
 * Adds the sums of another worker, which are used up; `ours` is the
 * vocabulary of the first.  The other's vocabulary must live as long as the
 * sums.
 */
void freq_sums_merge(struct freq_sums *sums, struct freq_sums *other, struct vocabulary *ours);

void freq_sums_free(struct freq_sums *sums);

#endif
