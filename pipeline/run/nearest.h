/*
 * Nearest: which of some names a mistyped one most likely meant.
 *
 * By edit distance (insertions, deletions, substitutions and swaps of
 * neighbours: Damerau 1964, restricted), at most a third of the length and one.
 */
#ifndef RUN_NEAREST_H
#define RUN_NEAREST_H

#include "pipeline/base/slice.h"

/* Start with {.wanted = name}; offer candidates; best is NULL or the nearest. */
struct nearest {
	struct slice wanted;
	const char *best;
	size_t distance;
};

void nearest_offer(struct nearest *nearest, const char *candidate);

#endif
