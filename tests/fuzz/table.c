/*
 * Fuzz target: lines of a table in, written again, and in again: the cells
 * must be the same, and any text must come back from a cell of its own.
 */
#include "pipeline/stream/table.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* Writes the cells as a row and reads it: nothing changes. */
static void round_trip(struct arena *arena, const struct slice *cells, size_t count)
{
	struct output output = OUTPUT_EMPTY;
	struct slice *again;

	for (size_t i = 0; i < count; i++)
		table_text(&output, cells[i]);
	struct slice row = buffer_slice(&output.bytes);

	require(slice_find_byte(row, '\n') == row.length);
	require(slice_find_byte(row, '\r') == row.length);
	require(table_cells(arena, row, &again) == count);
	for (size_t i = 0; i < count; i++)
		require(slice_equal(cells[i], again[i]));
	buffer_free(&output.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct slice rest = {(const char *)bytes, size}, line, *cells;
	struct arena arena = {0};
	const struct slice whole = rest;

	round_trip(&arena, &whole, 1);
	table_column_name(&arena, whole);
	while (slice_line(&rest, &line)) {
		size_t count = table_cells(&arena, line, &cells);

		if (count != SIZE_MAX)
			round_trip(&arena, cells, count);
	}
	arena_free(&arena);
	return 0;
}
