/* Rows: a table read back from a file. */
#include "stages/job/rows.h"

#include "pipeline/base/file.h"

enum outcome rows_open(struct rows *rows, const char *path, struct diagnostics *d)
{
	struct slice line;

	*rows = (struct rows){0};
	int problem = file_read(&rows->bytes, path, SIZE_MAX / 4);

	if (problem)
		return diagnose_error(d, IO_FAILED, "%s: cannot be read back: %s", path,
				      strerror(problem));
	rows->rest = buffer_slice(&rows->bytes);
	if (slice_line(&rows->rest, &line))
		rows->column_count = table_cells(&rows->header, line, &rows->columns);
	if (rows->column_count == SIZE_MAX)
		rows->column_count = 0;
	return DONE;
}

bool rows_next(struct rows *rows)
{
	struct slice line;

	arena_reset(&rows->row);
	return slice_line(&rows->rest, &line) &&
	       table_cells(&rows->row, line, &rows->cells) == rows->column_count;
}

struct slice rows_cell(const struct rows *rows, const char *column)
{
	for (size_t i = 0; i < rows->column_count; i++)
		if (slice_is(rows->columns[i], column))
			return rows->cells[i];
	return (struct slice){"", 0};
}

uint64_t rows_integer(const struct rows *rows, const char *column)
{
	uint64_t value;

	return slice_to_integer(rows_cell(rows, column), &value) ? value : 0;
}

void rows_close(struct rows *rows)
{
	buffer_free(&rows->bytes);
	arena_free(&rows->header);
	arena_free(&rows->row);
}
