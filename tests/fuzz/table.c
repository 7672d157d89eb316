/*
 * Fuzz target: the reader of tables.  Cells that are written as a row and
 * read again are the same cells.
 */
#include "pipeline/base/memory.h"
#include "pipeline/stream/table.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(struct arena *arena, struct slice line)
{
	struct output output = OUTPUT_EMPTY;
	struct slice *cells, *again;
	size_t count = table_cells(arena, line, &cells);

	if (count == SIZE_MAX)
		return;
	for (size_t i = 0; i < count; i++)
		table_text(&output, cells[i]);
	table_row_end(&output);
	struct slice row = buffer_slice(&output.bytes);

	if (slice_find_byte(row, '\n') != row.length - 1 ||
	    table_cells(arena, slice_first(row, row.length - 1), &again) != count)
		abort();
	for (size_t i = 0; i < count; i++)
		if (!slice_equal(cells[i], again[i]))
			abort();
	buffer_free(&output.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *copy = memory_string((const char *)bytes, size);
	struct slice rest = {copy, size}, line;
	struct arena arena = {0};

	while (slice_line(&rest, &line)) {
		check(&arena, line);
		table_column_name(&arena, line);
	}
	arena_free(&arena);
	free(copy);
	return 0;
}
