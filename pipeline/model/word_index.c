/*
 * Word index: open addressing, linear probing, at most three quarters full.
 *
 * A key is known by two 64-bit numbers and its length.  For a key of up to
 * 16 bytes the numbers are its bytes, so equal numbers and lengths are equal
 * keys; for a longer one they are hashes over all its bytes (a hash over
 * some of them fails no test and makes look-ups 20 times slower), and a copy
 * is compared.
 */
#include "pipeline/model/word_index.h"

#include "pipeline/base/memory.h"

#include <stdlib.h>

enum { SHORT = 16 };

/* Two in a cache line; the place of a long key's copy, or NULL. */
struct word_slot {
	uint64_t low, high;
	uint32_t mark;		/* length + 1; 0: nobody is here */
	uint32_t number;
	const char *copy;
};

_Static_assert(sizeof(struct word_slot) == 32, "slots must not straddle cache lines");

struct fingerprint {
	uint64_t low, high;
};

/*
 * Odd numbers with their bits well mixed.  These two were found by trial: the
 * words of real text, and numbers with all sorts of letters around them, lie
 * no worse under hash_of() than at random, mostly better.
 */
#define MIX_A UINT64_C(0x39c38799547433e1)
#define MIX_B UINT64_C(0x803fd5f72b05b733)

__extension__ typedef unsigned __int128 wide_product;

/* One multiplication, both halves of the product folded together. */
static inline uint64_t multiply_fold(uint64_t a, uint64_t b)
{
	wide_product product = (wide_product)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t load64(const char *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof value);
	return value;
}

/* Its upper bits are what counts. */
static inline uint64_t hash_of(struct fingerprint print)
{
	return print.low * MIX_A + print.high * MIX_B;
}

/* Keys above 16 bytes: 16 at a time, the last 16 perhaps overlapping. */
static struct fingerprint long_fingerprint(struct slice key)
{
	uint64_t low = key.length * MIX_A, high = MIX_B;
	size_t last = key.length - 16;

	for (size_t i = 0; i < last; i += 16) {
		low = multiply_fold(low ^ load64(key.at + i), MIX_A ^ load64(key.at + i + 8));
		high = (high ^ low) * MIX_B;
	}
	low = multiply_fold(low ^ load64(key.at + last), MIX_A ^ load64(key.at + last + 8));
	high = multiply_fold(high ^ low, MIX_B);
	return (struct fingerprint){low, high};
}

/* By length: all ones for each byte of a key, and zeros behind it. */
#define ONES(i, n) ((i) < (n) ? 0xff : 0)
#define FOUR(i, n) ONES(i, n), ONES((i) + 1, n), ONES((i) + 2, n), ONES((i) + 3, n)
#define KEEP(n) {FOUR(0, n), FOUR(4, n), FOUR(8, n), FOUR(12, n)}
static const unsigned char keep[SHORT + 1][SHORT] = {
    KEEP(0), KEEP(1), KEEP(2),	KEEP(3),  KEEP(4),  KEEP(5),  KEEP(6),	KEEP(7),  KEEP(8),
    KEEP(9), KEEP(10), KEEP(11), KEEP(12), KEEP(13), KEEP(14), KEEP(15), KEEP(16),
};

/* Of a short key of which 16 bytes may be read: what lies behind it is masked away. */
static inline struct fingerprint short_fingerprint(struct slice key)
{
	uint64_t low = load64(key.at) & load64((const char *)keep[key.length]);
	uint64_t high = load64(key.at + 8) & load64((const char *)keep[key.length] + 8);

	return (struct fingerprint){low, high};
}

/* The same where nothing behind the key may be read. */
static struct fingerprint careful_fingerprint(struct slice key)
{
	char padded[SHORT] = {0};

	if (key.length > SHORT)
		return long_fingerprint(key);
	if (key.length)
		memcpy(padded, key.at, key.length);
	return short_fingerprint((struct slice){padded, key.length});
}

/* Where the search for a key starts. */
static size_t home(const struct word_index *index, struct fingerprint print)
{
	return (size_t)(hash_of(print) >> index->shift);
}

static void allocate(struct word_index *index, size_t slot_count)
{
	size_t bytes = slot_count * sizeof(struct word_slot);

	index->slots = memory_block(&bytes);
	memset(index->slots, 0, bytes);
	index->slot_count = slot_count;
	index->shift = 64 - (unsigned)__builtin_ctzll(slot_count);
}

static void grow(struct word_index *index)
{
	enum { FIRST = 256, LARGE = 1 << 18 };
	struct word_index old = *index;
	size_t factor = old.slot_count < LARGE ? 4 : 2;

	allocate(index, old.slot_count ? old.slot_count * factor : FIRST);
	for (size_t i = 0; i < old.slot_count; i++) {
		const struct word_slot *slot = &old.slots[i];

		if (!slot->mark)
			continue;
		size_t place = home(index, (struct fingerprint){slot->low, slot->high});

		while (index->slots[place].mark)
			place = (place + 1) & (index->slot_count - 1);
		index->slots[place] = *slot;
	}
	free(old.slots);
}

static inline void make_room(struct word_index *index, size_t more)
{
	while (__builtin_expect((index->used + more) * 4 > index->slot_count * 3, 0))
		grow(index);
}

/* Of keys above 16 bytes: 16 at a time, the last 16 perhaps overlapping. */
static inline bool same_bytes(const char *a, const char *b, size_t length)
{
	size_t last = length - 16;
	uint64_t differs = (load64(a + last) ^ load64(b + last)) |
			   (load64(a + last + 8) ^ load64(b + last + 8));

	for (size_t i = 0; i < last && !differs; i += 16)
		differs = (load64(a + i) ^ load64(b + i)) | (load64(a + i + 8) ^ load64(b + i + 8));
	return !differs;
}

/* Enough for a key of up to 16 bytes. */
static inline bool slot_matches(const struct word_slot *slot, struct fingerprint print,
				size_t length)
{
	return slot->mark == length + 1 &&
	       !((slot->low ^ print.low) | (slot->high ^ print.high));
}

static inline bool slot_holds(const struct word_slot *slot, struct fingerprint print,
			      struct slice key)
{
	return slot_matches(slot, print, key.length) &&
	       (key.length <= SHORT || same_bytes(slot->copy, key.at, key.length));
}

/* Fills an empty slot, unless the key is refused. */
static uint32_t take_slot(struct word_index *index, struct word_slot *slot,
			  struct fingerprint print, struct slice key, word_adder *add,
			  void *context)
{
	uint32_t number = key.length < UINT32_MAX ? add(context, key) : WORD_REFUSED;

	if (number == WORD_REFUSED)
		return number;
	*slot = (struct word_slot){
	    .low = print.low,
	    .high = print.high,
	    .mark = (uint32_t)key.length + 1,
	    .number = number,
	    .copy = key.length > SHORT ? arena_copy(&index->keys, key).at : NULL,
	};
	index->used++;
	return number;
}

/* Goes on from a slot; there is room, since the table is at most three quarters full. */
static uint32_t find_or_add(struct word_index *index, size_t place, struct fingerprint print,
			    struct slice key, word_adder *add, void *context)
{
	for (;; place = (place + 1) & (index->slot_count - 1)) {
		struct word_slot *slot = &index->slots[place];

		if (slot_holds(slot, print, key))
			return slot->number;
		if (!slot->mark)
			return take_slot(index, slot, print, key, add, context);
	}
}

uint32_t word_index_number(struct word_index *index, struct slice key, word_adder *add,
			   void *context)
{
	struct fingerprint print = careful_fingerprint(key);

	make_room(index, 1);
	return find_or_add(index, home(index, print), print, key, add, context);
}

/* The keys of a batch: slices, or places in a text. */
struct batch {
	const struct slice *keys;
	const char *text;
	const struct segment *places;
};

static inline size_t length_of(struct batch batch, size_t i)
{
	return batch.keys ? batch.keys[i].length : batch.places[i].length;
}

static inline struct slice key_of(struct batch batch, size_t i)
{
	if (batch.keys)
		return batch.keys[i];
	return (struct slice){batch.text + batch.places[i].start, batch.places[i].length};
}

/* A key of a batch, between the two passes. */
struct probe {
	struct fingerprint print;
	const struct word_slot *slot;	/* where its search starts */
};

/* Inlined, so that each sort of batch has a loop of its own. */
static inline __attribute__((always_inline)) size_t
look_up(struct word_index *index, struct batch batch, size_t count, uint32_t *numbers,
	word_adder *add, void *context)
{
	struct probe probes[WORD_INDEX_BATCH];

	make_room(index, count);
	const struct word_slot *const slots = index->slots;
	const unsigned shift = index->shift;

	for (size_t i = 0; i < count; i++) {
		struct slice key = key_of(batch, i);
		struct fingerprint print = __builtin_expect(key.length <= SHORT, 1)
					       ? short_fingerprint(key)
					       : long_fingerprint(key);
		const struct word_slot *slot = &slots[hash_of(print) >> shift];

		__builtin_prefetch(slot);
		probes[i].print = print;
		probes[i].slot = slot;
	}
	for (size_t i = 0; i < count; i++) {
		const struct word_slot *slot = probes[i].slot;
		size_t length = length_of(batch, i);

		if (__builtin_expect(slot_matches(slot, probes[i].print, length), 1) &&
		    (length <= SHORT || same_bytes(slot->copy, key_of(batch, i).at, length))) {
			numbers[i] = slot->number;
			continue;
		}
		numbers[i] = find_or_add(index, (size_t)(slot - slots), probes[i].print,
					 key_of(batch, i), add, context);
		if (numbers[i] == WORD_REFUSED)
			return i;
	}
	return count;
}

size_t word_index_numbers(struct word_index *index, const struct slice *keys, size_t count,
			  uint32_t *numbers, word_adder *add, void *context)
{
	return look_up(index, (struct batch){.keys = keys}, count, numbers, add, context);
}

size_t word_index_numbers_in(struct word_index *index, const char *text,
			     const struct segment *places, size_t count, uint32_t *numbers,
			     word_adder *add, void *context)
{
	return look_up(index, (struct batch){.text = text, .places = places}, count, numbers, add,
		       context);
}

uint64_t word_index_hash(struct slice key)
{
	return hash_of(careful_fingerprint(key));
}

double word_index_mean_probe(const struct word_index *index)
{
	uint64_t looked_at = 0;

	for (size_t i = 0; i < index->slot_count; i++) {
		const struct word_slot *slot = &index->slots[i];

		if (!slot->mark)
			continue;
		size_t start = home(index, (struct fingerprint){slot->low, slot->high});

		looked_at += ((i - start) & (index->slot_count - 1)) + 1;
	}
	return index->used ? (double)looked_at / (double)index->used : 0;
}

void word_index_free(struct word_index *index)
{
	free(index->slots);
	arena_free(&index->keys);
	*index = (struct word_index){0};
}
