/* Manifest: what a store holds, document by document, without the content. */
#include "pipeline/store/manifest.h"

#include "pipeline/base/memory.h"

#include <stdlib.h>

static uint32_t add_id(void *context, struct slice id)
{
	struct manifest *manifest = context;

	(void)id;
	return (uint32_t)manifest->count - 1;
}

static uint32_t refuse(void *context, struct slice id)
{
	(void)context;
	(void)id;
	return WORD_REFUSED;
}

static void read_row(struct manifest *manifest, struct statement *row)
{
	struct arena *arena = &manifest->arena;

	manifest->rows = memory_reserve(manifest->rows, &manifest->capacity, manifest->count + 1,
					sizeof *manifest->rows);
	struct manifest_row *to = &manifest->rows[manifest->count++];

	*to = (struct manifest_row){
	    .number = statement_integer(row, 0),
	    .id = arena_copy(arena, statement_text(row, 1)),
	    .folder = arena_copy(arena, statement_text(row, 2)),
	    .stamp = {.size = statement_integer(row, 3),
		      .modified = statement_integer(row, 4),
		      .changed = statement_integer(row, 5),
		      .inode = statement_integer(row, 6),
		      .device = statement_integer(row, 7),
		      .seen = statement_integer(row, 8)},
	    .hash = arena_copy(arena, statement_bytes(row, 9)),
	    .reading = arena_copy(arena, statement_text(row, 10)),
	    .status = arena_copy(arena, statement_text(row, 11)),
	    .metadata = arena_copy(arena, statement_bytes(row, 12)),
	};
	word_index_number(&manifest->index, to->id, add_id, manifest);
}

enum outcome manifest_read(struct manifest *manifest, struct database *database,
			   struct diagnostics *d)
{
	struct statement *row = database_prepare(
	    database, "SELECT number, id, folder, size, modified, changed, inode, device, seen,"
		      " hash, reading, status, metadata FROM document ORDER BY id");
	enum step step = STEP_FAILED;

	while (row && (step = statement_step(row)) == STEP_ROW)
		read_row(manifest, row);
	return step == STEP_END ? DONE : database_failure(database, d);
}

struct manifest_row *manifest_find(struct manifest *manifest, struct slice id)
{
	uint32_t number = word_index_number(&manifest->index, id, refuse, NULL);

	return number == WORD_REFUSED ? NULL : &manifest->rows[number];
}

void manifest_free(struct manifest *manifest)
{
	free(manifest->rows);
	word_index_free(&manifest->index);
	arena_free(&manifest->arena);
	*manifest = (struct manifest){0};
}
