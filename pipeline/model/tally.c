/* Tally: open addressing until an array is no larger. */
#include "pipeline/model/tally.h"

#include "pipeline/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
	FIRST_SIZE = 64,
	SLOT_BYTES = sizeof(uint32_t) + sizeof(uint64_t),
};

static size_t place_of(const struct tally *tally, uint32_t number)
{
	size_t place = (size_t)(number * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (tally->size - 1);

	while (tally->keys[place] && tally->keys[place] != number + 1)
		place = (place + 1) & (tally->size - 1);
	return place;
}

static void grow_sparse(struct tally *tally)
{
	struct tally old = *tally;

	tally->size = old.size ? old.size * 2 : FIRST_SIZE;
	tally->keys = memory_new(tally->size, sizeof *tally->keys);
	tally->sums = memory_new(tally->size, sizeof *tally->sums);
	for (size_t i = 0; i < old.size; i++) {
		if (!old.keys[i])
			continue;
		size_t place = place_of(tally, old.keys[i] - 1);

		tally->keys[place] = old.keys[i];
		tally->sums[place] = old.sums[i];
	}
	free(old.keys);
	free(old.sums);
}

static void make_dense(struct tally *tally, uint32_t range)
{
	uint64_t *sums = memory_new(range, sizeof *sums);

	for (size_t i = 0; i < tally->size; i++)
		if (tally->keys[i])
			sums[tally->keys[i] - 1] = tally->sums[i];
	free(tally->keys);
	free(tally->sums);
	*tally = (struct tally){.sums = sums, .size = range};
}

static void grow_dense(struct tally *tally, uint32_t number, uint32_t range)
{
	size_t size = tally->size + tally->size / 2;

	if (size > range)
		size = range;
	if (size <= number)
		size = (size_t)number + 1;
	tally->sums = memory_resize(tally->sums, size, sizeof *tally->sums);
	memset(tally->sums + tally->size, 0, (size - tally->size) * sizeof *tally->sums);
	tally->size = size;
}

uint64_t *tally_array(struct tally *tally, uint32_t range)
{
	if (!tally->size || tally->keys)
		return NULL;
	if (range > tally->size)
		grow_dense(tally, range - 1, range);
	return tally->sums;
}

uint64_t *tally_find(struct tally *tally, uint32_t number, uint32_t range)
{
	bool dense = tally->size && !tally->keys;

	if (!dense && (tally->used + 1) * 4 > tally->size * 3) {
		size_t grown = tally->size ? tally->size * 2 : FIRST_SIZE;

		dense = number < range && grown * SLOT_BYTES > range * sizeof *tally->sums;
		if (dense)
			make_dense(tally, range);
		else
			grow_sparse(tally);
	}
	if (dense) {
		if (number >= tally->size)
			grow_dense(tally, number, range);
		return &tally->sums[number];
	}
	size_t place = place_of(tally, number);

	if (!tally->keys[place]) {
		tally->keys[place] = number + 1;
		tally->used++;
	}
	return &tally->sums[place];
}

bool tally_next(const struct tally *tally, size_t *place, uint32_t *number, uint64_t *sum)
{
	while (*place < tally->size && !tally->sums[*place])
		++*place;
	if (*place >= tally->size)
		return false;
	*number = tally->keys ? tally->keys[*place] - 1 : (uint32_t)*place;
	*sum = tally->sums[*place];
	++*place;
	return true;
}

void tally_free(struct tally *tally)
{
	free(tally->sums);
	free(tally->keys);
	*tally = (struct tally){0};
}
