/*
 * Tables: concordat-table(5), one writer and one reader.
 *
 * A table is a header line, then rows; tab between cells, LF ends.  A writer
 * is given cells one after the other and told where a row ends.
 */
#ifndef STREAM_TABLE_H
#define STREAM_TABLE_H

#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"

/*
 * Where rows and other bytes of a result go.  Bytes gather in `bytes`; a
 * result that is made at the end may be large, so there flush() writes and
 * empties it now and then.  During documents flush is null: the runner keeps
 * the order.
 */
struct output {
	struct buffer bytes;
	void (*flush)(struct output *output);
	void *sink;		/* for flush */
	bool at_row_start;	/* invariant of the cell functions; start true */
};

#define OUTPUT_EMPTY ((struct output){.at_row_start = true})

void table_text(struct output *output, struct slice text);
void table_integer(struct output *output, uint64_t value);

/*
 * The fewest digits that read back as the same double, with an exponent only
 * below 1e-6 and from 1e16 on; empty for NaN and infinities, 0 for minus zero.
 */
void table_number(struct output *output, double value);

/* The number as table_number() writes it, into at least 32 bytes; the length. */
size_t table_format_number(char *to, double value);

void table_row_end(struct output *output);

/* For headers: "Local Authority" as "local_authority", "2nd" as "_2nd". */
struct slice table_column_name(struct arena *arena, struct slice heading);

/* The same, with `_` behind it as often as it takes to be none of the names in use. */
struct slice table_new_column(struct arena *arena, struct slice heading,
			      const struct slice *taken, size_t count);

/*
 * Cuts one line (without LF) into cells and unescapes them.  Cells are
 * slices of the line, or of the arena where they were escaped.  Returns the
 * number of cells; the array belongs to the arena.  A bad escape: SIZE_MAX.
 */
size_t table_cells(struct arena *arena, struct slice line, struct slice **cells);

#endif
