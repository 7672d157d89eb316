/*
 * Lines that are kept to the end: sampled, then sorted.
 *
 * A kept line is one allocation that holds its strings and its sort keys.
 */
#ifndef COUNT_KWIC_SORT_H
#define COUNT_KWIC_SORT_H

#include "stages/count/kwic_line.h"

enum { SORT_FARTHEST = 1000 };	/* 1000L, 1000R */

enum sort_by {
	SORT_LEFT,		/* the word so many tokens to the left, */
	SORT_RIGHT,		/* or to the right; folded */
	SORT_NODE,		/* folded */
	SORT_DOCUMENT,
	SORT_PAGE,
	SORT_LABEL,
	SORT_SECTION,
	SORT_SENTENCE,
	SORT_POSITION,
};

struct sort_key {
	enum sort_by by;
	uint32_t distance;	/* of SORT_LEFT and SORT_RIGHT, from 1 */
};

struct sort_keys {
	struct sort_key *at;
	size_t count;
};

/*
 * Parses "1L,2L,1R,node,document"; a null pointer gives no keys.  Anything
 * else is BAD_USAGE.  Freed by sort_keys_free().
 */
enum outcome sort_keys_parse(struct sort_keys *keys, const char *text, struct diagnostics *d);
void sort_keys_free(struct sort_keys *keys);

struct kept_line;

/* All zero keeps every line. */
struct kept_lines {
	struct kept_line **at;	/* with a limit: a heap, the line to go first on top */
	size_t count, capacity;
	size_t limit;		/* how many are kept: those with the smallest hash; 0: all */
};

void kept_lines_free(struct kept_lines *kept);

/*
 * The hash by which --sample chooses: of seed, id of the document and
 * position, so that it does not depend on what else is searched.  FNV-1a
 * over the id, then twice the finaliser of SplitMix64 (Steele, Lea and
 * Flood, OOPSLA 2014).
 */
uint64_t sample_hash(uint64_t seed, struct slice id, uint32_t position);

/* Whether a line with this hash could still be kept. */
bool kept_lines_want(const struct kept_lines *kept, uint64_t hash);

/* Keeps a copy of the line, or passes it over. */
void kept_lines_add(struct kept_lines *kept, const struct sort_keys *keys,
		    const struct concordance_line *line, const struct document *d,
		    const struct scope *scope, uint64_t hash);

/* Moves the other's lines here. */
void kept_lines_merge(struct kept_lines *kept, struct kept_lines *other);

/*
 * Sorts by the keys, by bytes or by number, an absent one first; lines with
 * equal keys stand in the order of input.
 */
void kept_lines_sort(struct kept_lines *kept);

const struct concordance_line *kept_line(const struct kept_lines *kept, size_t index);

#endif
