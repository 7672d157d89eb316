/*
 * Fuzz target: the reader of the user's metadata.  Each row that is taken is
 * found again by its path, has all its cells, and sets nothing it must not.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/names.h"
#include "pipeline/stream/metadata.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(struct metadata *metadata)
{
	for (size_t i = 0; i < metadata->column_count; i++)
		if (metadata->columns[i].length &&	/* else it has no heading */
		    (!name_is_legal(metadata->columns[i]) ||
		     !metadata_may_set(metadata->columns[i])))
			abort();
	for (size_t i = 0; i < metadata->row_count; i++) {
		struct metadata_row *row = &metadata->rows[i];

		if (metadata_find(metadata, row->path) != row || !row->path.length)
			abort();
		for (size_t j = 0; j < metadata->column_count; j++)
			if (row->values[j].length > SIZE_MAX / 2)
				abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *copy = memory_string((const char *)bytes, size);
	struct metadata metadata = {0};
	struct diagnostics diagnostics = {0};

	if (metadata_parse(&metadata, (struct slice){copy, size}, "fuzz", &diagnostics) == DONE)
		check(&metadata);
	else if (!diagnostics.lines.length)
		abort();
	metadata_free(&metadata);
	diagnostics_free(&diagnostics);
	free(copy);
	return 0;
}
