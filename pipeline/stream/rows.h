/*
 * Rows: a table that this program wrote, read back row by row.
 */
#ifndef STREAM_ROWS_H
#define STREAM_ROWS_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/stream/table.h"

#include <stdio.h>

struct rows {
	FILE *file;
	const char *path;		/* borrowed */
	char *line;			/* that the cells are slices of */
	size_t room;
	struct slice *columns;		/* the header */
	size_t column_count;
	struct slice *cells;		/* of the row in hand */
	struct arena header, row;
	bool damaged;			/* a row had other cells than the header */
};

/* A failure is reported; rows_close() is due all the same. */
enum outcome rows_open(struct rows *rows, const char *path, struct diagnostics *d);

/* The next row into rows->cells; false at the end, and when reading failed. */
bool rows_next(struct rows *rows);

/* A cell of the row in hand by its column's name; empty if there is no such column. */
struct slice rows_cell(const struct rows *rows, const char *column);

/* The same as a number; 0 for an empty cell. */
uint64_t rows_integer(const struct rows *rows, const char *column);

/* Reports whether all was read; `outcome` is that of the work until now, and kept. */
enum outcome rows_close(struct rows *rows, enum outcome outcome, struct diagnostics *d);

#endif
