/* Names: a small table from spellings to numbers. */
#include "pipeline/model/names.h"

#include "pipeline/base/memory.h"

#include <stdlib.h>

static const char *const known[KNOWN_NAME_COUNT] = {
#define X(constant, spelling) [NAME_##constant] = spelling,
    KNOWN_NAMES(X)
#undef X
};

/* FNV-1a: names are few and short. */
static size_t hash(struct slice s)
{
	uint64_t sum = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < s.length; i++)
		sum = (sum ^ (unsigned char)s.at[i]) * UINT64_C(1099511628211);
	return (size_t)(sum ^ sum >> 32);
}

/* The slot that holds the spelling, or the free one where it belongs. */
static uint32_t *find_slot(const struct names *names, struct slice spelling)
{
	size_t mask = names->slot_count - 1;
	size_t i = hash(spelling) & mask;

	while (names->slots[i] && !slice_equal(names->spelling[names->slots[i] - 1], spelling))
		i = (i + 1) & mask;
	return &names->slots[i];
}

static void grow(struct names *names)
{
	free(names->slots);
	names->slot_count = names->slot_count ? names->slot_count * 2 : 256;
	names->slots = memory_new(names->slot_count, sizeof *names->slots);
	for (uint32_t i = 0; i < names->count; i++)
		*find_slot(names, names->spelling[i]) = i + 1;
}

static uint32_t add(struct names *names, struct slice spelling)
{
	names->spelling = memory_reserve(names->spelling, &names->capacity,
					 (size_t)names->count + 1, sizeof *names->spelling);
	names->spelling[names->count] = spelling;
	return names->count++;
}

void names_begin(struct names *names)
{
	*names = (struct names){0};
	grow(names);
	for (size_t i = 0; i < KNOWN_NAME_COUNT; i++) {
		uint32_t number = add(names, slice_of(known[i]));

		*find_slot(names, slice_of(known[i])) = number + 1;
	}
}

void names_free(struct names *names)
{
	arena_free(&names->arena);
	free(names->spelling);
	free(names->slots);
	*names = (struct names){0};
}

uint32_t names_number(struct names *names, struct slice spelling)
{
	uint32_t *slot = find_slot(names, spelling);

	if (*slot)
		return *slot - 1;
	uint32_t number = add(names, arena_copy(&names->arena, spelling));

	if ((size_t)names->count * 2 > names->slot_count)
		grow(names);
	else
		*slot = number + 1;
	return number;
}

uint32_t names_lookup(const struct names *names, struct slice spelling)
{
	uint32_t *slot = find_slot(names, spelling);

	return *slot ? *slot - 1 : (uint32_t)NAME_NONE;
}

bool name_is_legal(struct slice s)
{
	for (size_t i = 0; i < s.length; i++) {
		char c = s.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

		if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '.' || c == '-')))
			return false;
	}
	return s.length > 0;
}
