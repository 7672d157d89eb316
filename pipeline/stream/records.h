/*
 * Records: the rows of a table that people made, as CSV or TSV.
 *
 * RFC 4180 quoting; comma, semicolon or tab, whichever the first line holds
 * most of (or what a line `sep=;` before it says); lines end in LF, CR LF or
 * CR, and blank ones are passed over.  UTF-8 with or without a mark, UTF-16
 * with one, else Windows-1252.
 */
#ifndef STREAM_RECORDS_H
#define STREAM_RECORDS_H

#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"

/* A place in the text of a table, and the record read last. */
struct records {
	struct slice *cells;		/* without white space at their ends, in UTF-8 */
	size_t count, capacity;
	uint64_t start;			/* the line on which it starts, from 1 */
	uint64_t row;			/* as a spreadsheet counts: blank lines too, from 1 */
	bool unclosed;			/* a quote was open at the end of the text */
	size_t remarks;			/* the caller's: rows that were remarked on */

	struct slice rest;		/* the rest is the reader's own */
	char separator;
	uint64_t line;			/* of what comes next */
	struct arena *arena;
	struct buffer scratch;		/* a cell that is not a slice of the text */
};

/* The cells are slices of `bytes` or of the arena. */
void records_begin(struct records *records, struct arena *arena, struct slice bytes);

/* The next row; false at the end. */
bool records_next(struct records *records);
void records_free(struct records *records);

#endif
