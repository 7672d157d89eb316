/* Rows: a table read back from a file. */
#include "pipeline/stream/rows.h"

#include <errno.h>
#include <stdlib.h>

/* The next line without its LF. */
static bool read_line(struct rows *rows, struct slice *line)
{
	ssize_t length = getline(&rows->line, &rows->room, rows->file);

	if (length < 0)
		return false;
	*line = (struct slice){rows->line, (size_t)length};
	if (length > 0 && rows->line[length - 1] == '\n')
		line->length--;
	return true;
}

enum outcome rows_open(struct rows *rows, const char *path, struct diagnostics *d)
{
	struct slice line;

	*rows = (struct rows){.path = path, .file = fopen(path, "re")};
	if (!rows->file && errno == ENOENT)
		return diagnose_error(d, NO_INPUT, "%s: is not there: check the name", path);
	if (!rows->file)
		return diagnose_error(d, IO_FAILED, "%s: cannot be read back: %s", path,
				      strerror(errno));
	if (read_line(rows, &line))
		rows->column_count = table_cells(&rows->header, arena_copy(&rows->header, line),
						 &rows->columns);
	if (rows->column_count == SIZE_MAX) {
		rows->column_count = 0;
		rows->damaged = true;
	}
	return DONE;
}

bool rows_next(struct rows *rows)
{
	struct slice line;

	arena_reset(&rows->row);
	if (rows->damaged || !read_line(rows, &line))
		return false;
	rows->damaged = table_cells(&rows->row, line, &rows->cells) != rows->column_count;
	return !rows->damaged;
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

enum outcome rows_close(struct rows *rows, enum outcome outcome, struct diagnostics *d)
{
	bool failed = rows->file && ferror(rows->file);

	if (rows->file)
		fclose(rows->file);
	free(rows->line);
	arena_free(&rows->header);
	arena_free(&rows->row);
	if (outcome == DONE && (failed || rows->damaged))
		return diagnose_error(d, IO_FAILED, "%s: cannot be read back: %s", rows->path,
				      failed ? "reading failed" : "something has changed it");
	return outcome;
}
