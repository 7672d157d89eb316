/*
 * Rows: a table read back from a file, row by row.
 */
#ifndef JOB_ROWS_H
#define JOB_ROWS_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/stream/table.h"

struct rows {
	struct buffer bytes;
	struct slice rest;
	struct slice *columns;		/* the header */
	size_t column_count;
	struct slice *cells;		/* of the row in hand */
	struct arena header, row;
};

/* Opens a table that this program wrote; a failure is reported. */
enum outcome rows_open(struct rows *rows, const char *path, struct diagnostics *d);

/* The next row into rows->cells; false at the end. */
bool rows_next(struct rows *rows);

/* A cell of the row in hand by its column's name; empty if there is no such column. */
struct slice rows_cell(const struct rows *rows, const char *column);

/* The same as a number; 0 for an empty cell. */
uint64_t rows_integer(const struct rows *rows, const char *column);

void rows_close(struct rows *rows);

#endif
