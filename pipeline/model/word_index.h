/*
 * Word index: from bytes to a number, as fast as the memory allows.
 *
 * Open addressing over slots of 32 bytes.  Keys of up to 16 bytes stand in
 * the slot itself as two 64-bit numbers, longer ones as a hash beside their
 * number and are compared in full.  Look-ups come in batches: a first pass
 * hashes and prefetches, a second compares.
 *
 * What a new key means is the caller's: `add` is asked for its number.
 */
#ifndef MODEL_WORD_INDEX_H
#define MODEL_WORD_INDEX_H

#include "pipeline/base/arena.h"

enum { WORD_INDEX_BATCH = 64 };

/* A number no key has: `add` returns it to refuse a key. */
#define WORD_REFUSED UINT32_MAX

/* The number for a key met for the first time, or WORD_REFUSED. */
typedef uint32_t word_adder(void *context, struct slice key);

struct word_slot;

/* All zero is a valid, empty index. */
struct word_index {
	struct word_slot *slots;
	size_t slot_count;		/* a power of two, or 0 */
	unsigned shift;			/* 64 less its logarithm */
	size_t used;
	struct arena keys;		/* copies of keys above 16 bytes */
};

/* The number of one key. */
uint32_t word_index_number(struct word_index *index, struct slice key, word_adder *add,
			   void *context);

/*
 * The numbers of `count` keys (at most WORD_INDEX_BATCH) into `numbers`.
 * At least 16 bytes must be readable behind the start of each key.  Stops
 * before the first refused key and returns how many were done.
 */
size_t word_index_numbers(struct word_index *index, const struct slice *keys, size_t count,
			  uint32_t *numbers, word_adder *add, void *context);

/* A key as a place in a text. */
struct segment {
	uint32_t start, length;		/* bytes */
};

/* The same for keys that lie in one text. */
size_t word_index_numbers_in(struct word_index *index, const char *text,
			     const struct segment *places, size_t count, uint32_t *numbers,
			     word_adder *add, void *context);

/* The hash of a key, for tables of another shape; its upper bits are what counts. */
uint64_t word_index_hash(struct slice key);

/* Mean number of slots looked at for a key that is present: for the tests. */
double word_index_mean_probe(const struct word_index *index);

void word_index_free(struct word_index *index);

#endif
