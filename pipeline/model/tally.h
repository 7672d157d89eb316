/*
 * Tally: sums by number (of a word, of a term), as small as they can be.
 *
 * A tally that few numbers have met is a sparse table; one that has met a
 * good part of all numbers becomes an array, for good.  So a hundred groups
 * cost memory by what they hold, and one big group is added to as fast as an
 * array.
 */
#ifndef MODEL_TALLY_H
#define MODEL_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero is a valid, empty tally. */
struct tally {
	uint64_t *sums;
	uint32_t *keys;		/* sparse: number + 1, or 0; NULL: sums[number] */
	size_t size;		/* of the arrays; sparse: a power of two */
	size_t used;		/* sparse: keys in the table */
};

/* The slow path of tally_at(). */
uint64_t *tally_find(struct tally *tally, uint32_t number, uint32_t range);

/*
 * The sum of a number, to be changed; 0 if it is new.  `range`: all numbers
 * in use are below it.  Valid until the next call.
 */
static inline uint64_t *tally_at(struct tally *tally, uint32_t number, uint32_t range)
{
	if (__builtin_expect(!tally->keys && number < tally->size, 1))
		return &tally->sums[number];
	return tally_find(tally, number, range);
}

/* The sums by number, below `range`, of a tally that is an array; else NULL.  Valid as above. */
uint64_t *tally_array(struct tally *tally, uint32_t range);

/*
 * Walks the sums that are not 0, in no order that means anything; *place
 * starts at 0.  False at the end.
 */
bool tally_next(const struct tally *tally, size_t *place, uint32_t *number, uint64_t *sum);

void tally_free(struct tally *tally);

#endif
