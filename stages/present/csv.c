/*
 * csv: a table as CSV, for other programs or for a spreadsheet.
 *
 * Plain, it is RFC 4180 and nothing in a cell is changed.  With --excel it is
 * what a spreadsheet opens on a double click: what it would run as a formula
 * gets an apostrophe in front, and what is over its limits is said.  A cell that is
 * written as a number of concordat-table(5) is a number; every other cell is
 * text.
 */
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/run/stage.h"

#include <inttypes.h>

enum {
	MOST_ROWS = 1048576,		/* of a sheet, the header among them */
	MOST_COLUMNS = 16384,
	MOST_UNITS = 32767,		/* of a cell, in UTF-16 as the spreadsheet counts */
};

struct options {
	bool excel;
	const char *delimiter, *decimal;
};

struct state {
	char delimiter, decimal;
	uint64_t rows;			/* so far, the header among them */
	size_t columns;
	uint64_t prefixed, cut;		/* cells changed */
	uint64_t first_cut;		/* the row of the first that was cut */
};

static const struct option options[] = {
	FLAG(struct options, excel, 0, "excel",
	     "for a double click: byte-order mark, formulas made harmless, limits kept"),
	TEXT(struct options, delimiter, 0, "delimiter", "C",
	     "the character between cells (default: comma)"),
	TEXT(struct options, decimal, 0, "decimal", "C",
	     "the decimal mark, . or , (with a comma, the delimiter is a semicolon)"),
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool may_delimit(struct slice s)
{
	return s.length == 1 && !is_digit(s.at[0]) && !strchr("\"\r\n", s.at[0]) &&
	       (unsigned char)s.at[0] < 0x80;
}

static enum outcome begin(struct run *run)
{
	const struct options *chosen = run->options;
	struct state *state = run->state;
	struct slice decimal = chosen->decimal ? slice_of(chosen->decimal) : SLICE(".");

	if (!slice_is(decimal, ".") && !slice_is(decimal, ","))
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "--decimal takes . or , and not '%s'", chosen->decimal);
	state->decimal = decimal.at[0];
	struct slice delimiter = slice_of(chosen->delimiter ? chosen->delimiter
					  : state->decimal == ',' ? ";" : ",");

	if (slice_is(delimiter, "\\t"))
		delimiter = SLICE("\t");
	if (!may_delimit(delimiter))
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "--delimiter takes one ASCII character that is no digit, "
				      "quote or line end (\\t for a tab), and not '%s'",
				      chosen->delimiter);
	state->delimiter = delimiter.at[0];
	if (state->delimiter == state->decimal)
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "'%c' cannot be both the delimiter and the decimal mark: "
				      "give another --delimiter", state->decimal);
	return DONE;
}

/* Takes digits off the front; how many. */
static size_t take_digits(struct slice *rest)
{
	size_t count = 0;

	while (count < rest->length && is_digit(rest->at[count]))
		count++;
	*rest = slice_from(*rest, count);
	return count;
}

static bool take_byte(struct slice *rest, char byte)
{
	if (!rest->length || rest->at[0] != byte)
		return false;
	*rest = slice_from(*rest, 1);
	return true;
}

/* A number as tables have them: -12, 0.5, 1.5e-9; not 007, +1 or 1,000. */
static bool is_number(struct slice cell)
{
	take_byte(&cell, '-');
	bool zero = cell.length && cell.at[0] == '0';
	size_t whole = take_digits(&cell);

	if (!whole || (zero && whole > 1))
		return false;
	if (take_byte(&cell, '.') && !take_digits(&cell))
		return false;
	if (take_byte(&cell, 'e')) {
		take_byte(&cell, '-');
		if (!take_digits(&cell))
			return false;
	}
	return cell.length == 0;
}

/* = + - @, and their full-width forms, which some spreadsheets take for them. */
static bool starts_formula(uint32_t point)
{
	return point == '=' || point == '+' || point == '-' || point == '@' || point == 0xff1d ||
	       point == 0xff0b || point == 0xff0d || point == 0xff20;
}

/* What stands before a formula without protecting it. */
static bool is_unseen(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || unicode_is_white_space(point) ||
	       unicode_is_default_ignorable(point);
}

/* Whether a spreadsheet might run this text. */
static bool is_formula(struct slice cell)
{
	if (!cell.length || is_number(cell))
		return false;
	if (cell.at[0] == '\t' || cell.at[0] == '\r')
		return true;
	for (size_t i = 0; i < cell.length;) {
		uint32_t point = utf8_next(cell, &i);

		if (starts_formula(point))
			return true;
		if (!is_unseen(point))
			return false;
	}
	return false;
}

/* The bytes that are at most `most` units of UTF-16. */
static struct slice cut_units(struct slice cell, size_t most)
{
	size_t units = 0, end = 0;

	while (end < cell.length) {
		size_t next = end;

		units += utf8_next(cell, &next) > 0xffff ? 2 : 1;
		if (units > most)
			break;
		end = next;
	}
	return slice_first(cell, end);
}

static bool needs_quotes(const struct state *state, struct slice cell)
{
	for (size_t i = 0; i < cell.length; i++) {
		char c = cell.at[i];

		if (c == state->delimiter || c == '"' || c == '\r' || c == '\n')
			return true;
	}
	return false;
}

/* A cell of text, perhaps with an apostrophe in front. */
static void put_text(struct buffer *to, const struct state *state, bool apostrophe,
		     struct slice cell)
{
	bool quotes = needs_quotes(state, cell);

	if (quotes)
		buffer_byte(to, '"');
	if (apostrophe)
		buffer_byte(to, '\'');
	while (quotes && cell.length) {
		size_t quote = slice_find_byte(cell, '"');

		buffer_append(to, slice_first(cell, quote));
		if (quote < cell.length)
			buffer_append(to, SLICE("\"\""));
		cell = slice_from(cell, quote < cell.length ? quote + 1 : quote);
	}
	buffer_append(to, cell);
	if (quotes)
		buffer_byte(to, '"');
}

static void put_number(struct buffer *to, const struct state *state, struct slice cell)
{
	size_t mark = slice_find_byte(cell, '.');
	bool quotes = needs_quotes(state, cell);	/* the delimiter may be - or e */

	if (quotes)
		buffer_byte(to, '"');
	buffer_append(to, slice_first(cell, mark));
	if (mark < cell.length)
		buffer_byte(to, state->decimal);
	buffer_append(to, slice_from(cell, mark + 1));
	if (quotes)
		buffer_byte(to, '"');
}

/* A cell for a spreadsheet: made harmless, and cut where it would be cut anyway. */
static void put_excel_text(struct buffer *to, struct state *state, struct slice cell)
{
	bool apostrophe = is_formula(cell);
	struct slice kept = cell;

	if (cell.length >= MOST_UNITS)
		kept = cut_units(cell, MOST_UNITS - (apostrophe ? 1 : 0));
	if (kept.length < cell.length && state->cut++ == 0)
		state->first_cut = state->rows;
	state->prefixed += apostrophe;
	put_text(to, state, apostrophe, kept);
}

static void put_cell(struct run *run, struct slice cell)
{
	const struct options *chosen = run->options;
	struct state *state = run->state;
	struct buffer *to = &run->output->bytes;

	if (is_number(cell))
		put_number(to, state, cell);
	else if (chosen->excel)
		put_excel_text(to, state, cell);
	else
		put_text(to, state, false, cell);
}

/* Whether the row has as many cells as the header, and all are UTF-8. */
static bool is_well_formed(struct run *run, const struct slice *cells, size_t count)
{
	const struct state *state = run->state;

	if (count != state->columns) {
		diagnose_failure(run->diagnostics,
				 "line %" PRIu64 " of the table has another number of cells than "
				 "the header (%zu, not %zu): it is left out", state->rows, count,
				 state->columns);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (utf8_is_valid(cells[i]))
			continue;
		diagnose_failure(run->diagnostics,
				 "line %" PRIu64 " of the table is not UTF-8: it is left out",
				 state->rows);
		return false;
	}
	return true;
}

static enum outcome row(struct run *run, const struct slice *cells, size_t count)
{
	const struct options *chosen = run->options;
	struct state *state = run->state;
	struct buffer *to = &run->output->bytes;

	if (state->rows++ == 0) {
		state->columns = count;
		if (chosen->excel)
			utf8_append(to, 0xfeff);
	}
	if (!is_well_formed(run, cells, count))
		return DONE;
	for (size_t i = 0; i < count; i++) {
		if (i)
			buffer_byte(to, state->delimiter);
		put_cell(run, cells[i]);
	}
	/* An empty line would be no row: an only cell that is empty shows itself. */
	if (count == 1 && !cells[0].length)
		buffer_append(to, SLICE("\"\""));
	buffer_append(to, SLICE("\r\n"));
	return DONE;
}

/*
 * All is written all the same, for whoever can read it: a spreadsheet says
 * itself that it shows a part, which it could not say of a part.
 */
static void check_limits(struct run *run)
{
	const struct state *state = run->state;

	if (state->rows > MOST_ROWS)
		diagnose_failure(run->diagnostics,
				 "%" PRIu64 " rows, and a spreadsheet shows %d: all are written; "
				 "leave some out (--top, --min, --sample) to see the rest there",
				 state->rows - 1, MOST_ROWS - 1);
	if (state->columns > MOST_COLUMNS)
		diagnose_failure(run->diagnostics,
				 "%zu columns, and a spreadsheet shows %d: all are written",
				 state->columns, MOST_COLUMNS);
}

static enum outcome end(struct run *run)
{
	const struct options *chosen = run->options;
	const struct state *state = run->state;

	if (chosen->excel)
		check_limits(run);
	if (state->prefixed)
		diagnose_warning(run->diagnostics,
				 "%" PRIu64 " %s that a spreadsheet might run as a formula %s "
				 "an apostrophe in front", state->prefixed,
				 state->prefixed == 1 ? "cell" : "cells",
				 state->prefixed == 1 ? "has been given" : "have been given");
	if (state->cut)
		diagnose_warning(run->diagnostics,
				 "%" PRIu64 " %s longer than the %d characters a spreadsheet "
				 "holds %s cut (the first in line %" PRIu64 ")", state->cut,
				 state->cut == 1 ? "cell" : "cells", MOST_UNITS,
				 state->cut == 1 ? "was" : "were", state->first_cut);
	return DONE;
}

const struct stage stage_csv = {
	.name = "csv",
	.summary = "write a table as CSV, for other programs or a spreadsheet",
	.takes = FLOW_TABLE,
	.gives = FLOW_NOTHING,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.state_size = sizeof(struct state),
	.begin = begin,
	.row = row,
	.end = end,
};
