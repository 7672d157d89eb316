/* Copies: sorted by size, then, within a size, by hash and id. */
#include "stages/read/copies.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/sha256.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct hashed {
	struct candidate *candidate;
	struct sha256_hex hash;		/* empty where the file could not be read */
};

static int compare_sizes(const void *a, const void *b)
{
	const struct hashed *first = a, *second = b;
	uint64_t one = first->candidate->bytes, other = second->candidate->bytes;

	return (one > other) - (one < other);
}

static int compare_hashes(const void *a, const void *b)
{
	const struct hashed *first = a, *second = b;
	int order = strcmp(first->hash.digits, second->hash.digits);

	return order ? order : slice_compare(first->candidate->id, second->candidate->id);
}

static void hash_file(struct hashed *file)
{
	if (file->candidate->part) {
		file->hash = file->candidate->part->hash;
		return;
	}
	int descriptor =
	    open(file->candidate->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (descriptor >= 0 && !sha256_of_file(descriptor, &file->hash))
		file->hash.digits[0] = '\0';	/* reading it will say what is wrong */
	if (descriptor >= 0)
		close(descriptor);
}

static void add_attribute(struct candidate *candidate, struct arena *arena, uint32_t name,
			  struct slice value)
{
	size_t count = candidate->attribute_count;
	struct attribute *all = arena_new(arena, count + 1, sizeof *all);

	if (count)
		memcpy(all, candidate->attributes, count * sizeof *all);
	all[count] = (struct attribute){name, value};
	candidate->attributes = all;
	candidate->attribute_count = count + 1;
}

/* Files of one size. */
static void compare_files(struct hashed *files, size_t count, struct arena *arena)
{
	for (size_t i = 0; i < count; i++)
		hash_file(&files[i]);
	qsort(files, count, sizeof *files, compare_hashes);
	for (size_t i = 1, original = 0; i < count; i++) {
		if (!files[i].hash.digits[0] ||
		    strcmp(files[i].hash.digits, files[original].hash.digits) != 0)
			original = i;
		else
			add_attribute(files[i].candidate, arena, NAME_COPY_OF,
				      files[original].candidate->id);
	}
}

void mark_copies(struct candidates *candidates)
{
	struct hashed *files = memory_new(candidates->count, sizeof *files);
	size_t count = 0;

	for (size_t i = 0; i < candidates->count; i++)
		if (!candidates->at[i].dropped && candidates->at[i].bytes)
			files[count++].candidate = &candidates->at[i];
	if (count)
		qsort(files, count, sizeof *files, compare_sizes);
	for (size_t first = 0, next; first < count; first = next) {
		for (next = first + 1; next < count && files[next].candidate->bytes ==
							   files[first].candidate->bytes;)
			next++;
		if (next - first > 1)
			compare_files(files + first, next - first, candidates->arena);
	}
	free(files);
}
