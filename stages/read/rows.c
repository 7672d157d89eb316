/* Rows: CSV is read here, a spreadsheet by the document reader; then both are alike. */
#include "stages/read/rows.h"

#include "pipeline/base/file.h"
#include "pipeline/base/memory.h"
#include "pipeline/model/selection.h"
#include "pipeline/model/word_index.h"
#include "pipeline/run/nearest.h"
#include "pipeline/stream/metadata.h"
#include "pipeline/stream/records.h"
#include "pipeline/stream/table.h"

#include <errno.h>
#include <stdlib.h>

enum {
	LARGEST_TABLE = 256 << 20,
	ROWS_MOST = 1000000, CELLS_MOST = 8000000,	/* of one table */
	COLUMNS_MOST = 16384, RENAMED_SHOWN = 10,
};

struct column {
	struct slice heading;
	struct slice name;		/* of its attribute; empty: it has none */
	uint32_t number;
	bool is_text;
};

/* The names of attributes that columns have been given. */
struct column_names {
	struct word_index index;
	uint32_t *uses;			/* of each name that was asked for */
	size_t count, capacity;
	size_t renamed;
};

/* The table in hand. */
struct table {
	const struct option_list *wanted;
	struct candidates *out;		/* the array alone, and the arena */
	struct names *names;
	struct diagnostics *d;
	const struct candidate *file;
	const char *format;
	struct column *columns;		/* NULL: the headings are still to come */
	size_t column_count;
	size_t *texts;			/* which columns, one for each that is wanted */
	uint64_t rows, cells, odd_dates;
	bool has_spare_cells, is_full;
	enum outcome outcome;
};

static bool is_blank(const struct slice *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (cells[i].length)
			return false;
	return true;
}

/* Names the columns that are there, and the one that was perhaps meant. */
static enum outcome miss_column(const struct table *t, const char *wanted)
{
	struct arena *arena = t->out->arena;
	struct nearest nearest = {.wanted = slice_of(wanted)};
	struct buffer list = {0};

	for (size_t i = 0; i < t->column_count; i++) {
		struct slice heading = arena_copy(arena, t->columns[i].heading);

		if (!heading.length)
			continue;
		nearest_offer(&nearest, heading.at);
		buffer_printf(&list, "%s'%s'", list.length ? ", " : "", heading.at);
	}
	enum outcome outcome = diagnose_error(
	    t->d, BAD_USAGE, "%s: there is no column '%s'%s%s%s: its columns are %.*s",
	    t->file->path, wanted, nearest.best ? " (did you mean '" : "",
	    nearest.best ? nearest.best : "", nearest.best ? "'?)" : "",
	    SLICE_ARGUMENTS(buffer_slice(&list)));

	buffer_free(&list);
	return outcome;
}

/* By its heading, else by the name that it has as an attribute. */
static size_t find_column(const struct table *t, struct slice wanted)
{
	struct slice name = table_column_name(t->out->arena, wanted);

	for (size_t i = 0; i < t->column_count; i++)
		if (slice_equal(t->columns[i].heading, wanted))
			return i;
	for (size_t i = 0; i < t->column_count; i++)
		if (t->columns[i].heading.length &&
		    slice_equal(table_column_name(t->out->arena, t->columns[i].heading), name))
			return i;
	return SIZE_MAX;
}

static void find_texts(struct table *t)
{
	t->texts = arena_new(t->out->arena, t->wanted->count, sizeof *t->texts);
	for (size_t i = 0; i < t->wanted->count && t->outcome == DONE; i++) {
		t->texts[i] = find_column(t, slice_trim(slice_of(t->wanted->at[i])));
		if (t->texts[i] == SIZE_MAX)
			t->outcome = miss_column(t, t->wanted->at[i]);
		else
			t->columns[t->texts[i]].is_text = true;
	}
}

static uint32_t add_name(void *context, struct slice key)
{
	struct column_names *names = context;

	(void)key;
	names->uses = memory_reserve(names->uses, &names->capacity, names->count + 1,
				     sizeof *names->uses);
	names->uses[names->count] = 0;
	return (uint32_t)names->count++;
}

/* How often a name has been asked for before. */
static uint32_t use_name(struct column_names *names, struct slice name)
{
	uint32_t number = word_index_number(&names->index, name, add_name, names);

	return names->uses[number]++;
}

/* What a column is called as an attribute: "status_", "answer_2" where that is taken. */
static struct slice attribute_name(struct column_names *names, struct arena *arena,
				   struct slice plain)
{
	struct slice name = plain;

	while (!metadata_may_set(name))
		name = arena_printf(arena, "%.*s_", SLICE_ARGUMENTS(name));
	struct slice wanted = name;
	uint32_t before = use_name(names, wanted);

	while (before > 0) {
		name = arena_printf(arena, "%.*s_%u", SLICE_ARGUMENTS(wanted), before + 1);
		before = use_name(names, name) ? use_name(names, wanted) : 0;
	}
	return name;
}

static void name_column(struct table *t, struct column *column, struct column_names *names)
{
	struct arena *arena = t->out->arena;
	struct slice plain = table_column_name(arena, column->heading);

	column->name = attribute_name(names, arena, plain);
	column->number = names_number(t->names, column->name);
	if (!slice_equal(column->name, plain) && names->renamed++ < RENAMED_SHOWN)
		diagnose_warning(t->d, "%s: the column '%.*s' becomes the attribute %.*s: %.*s is %s",
				 t->file->path, SLICE_ARGUMENTS(column->heading),
				 SLICE_ARGUMENTS(column->name), SLICE_ARGUMENTS(plain),
				 metadata_may_set(plain) ? "another column"
							 : "what extract itself writes");
}

static void name_columns(struct table *t)
{
	struct column_names names = {.count = 0};

	for (size_t i = 0; i < t->column_count; i++)
		if (t->columns[i].heading.length && !t->columns[i].is_text)
			name_column(t, &t->columns[i], &names);
	if (names.renamed > RENAMED_SHOWN)
		diagnose_warning(t->d, "%s: %zu more columns have other names as attributes",
				 t->file->path, names.renamed - RENAMED_SHOWN);
	word_index_free(&names.index);
	free(names.uses);
}

static void take_headings(struct table *t, const struct slice *cells, size_t count)
{
	if (count > COLUMNS_MOST)
		count = COLUMNS_MOST;
	t->columns = arena_new(t->out->arena, count, sizeof *t->columns);
	t->column_count = count;
	for (size_t i = 0; i < count; i++)
		t->columns[i] = (struct column){.heading = cells[i]};
	find_texts(t);
	if (t->outcome == DONE)
		name_columns(t);
}

/* The day alone, since attributes that are dates are compared as text. */
static struct slice day_of(struct table *t, struct slice date)
{
	struct slice day = slice_first(date, 10);

	if (value_is_date(day) && date.length > 10 && (date.at[10] == ' ' || date.at[10] == 'T'))
		return day;
	t->odd_dates += !value_is_date(date);
	return date;
}

static void set_attributes(struct table *t, struct candidate *candidate,
			   const struct slice *cells, size_t count)
{
	struct attribute *all = arena_new(t->out->arena, t->column_count, sizeof *all);

	candidate->attributes = all;
	candidate->attribute_count = 0;
	for (size_t i = 0; i < t->column_count && i < count; i++)
		if (cells[i].length && t->columns[i].name.length)
			all[candidate->attribute_count++] = (struct attribute){
			    t->columns[i].number,
			    t->columns[i].number == NAME_DATE ? day_of(t, cells[i]) : cells[i]};
}

static void add_row(struct table *t, const struct slice *cells, size_t count, uint64_t row)
{
	struct arena *arena = t->out->arena;
	struct candidate candidate = *t->file;
	struct part *part = arena_new(arena, 1, sizeof *part);
	struct answer *answers = arena_new(arena, t->wanted->count, sizeof *answers);

	for (size_t i = 0; i < t->wanted->count; i++) {
		size_t column = t->texts[i];

		answers[i].question = t->columns[column].heading;
		answers[i].text = column < count ? cells[column] : (struct slice){"", 0};
	}
	*part = (struct part){
	    .shown = arena_printf(arena, "%s#row-%llu", t->file->path, (unsigned long long)row).at,
	    .answers = answers, .answer_count = t->wanted->count, .format = t->format,
	};
	candidate.id = arena_printf(arena, "%.*s#row-%llu", SLICE_ARGUMENTS(t->file->id),
				    (unsigned long long)row);
	candidate.part = part;
	candidate.bytes = 0;		/* answers that are alike are no copies */
	set_attributes(t, &candidate, cells, count);
	candidates_put(t->out, candidate);
}

/* Cells live as long as the arena. */
static void take_record(struct table *t, const struct slice *cells, size_t count, uint64_t row)
{
	if (is_blank(cells, count) || t->is_full)
		return;
	if (!t->columns) {
		take_headings(t, cells, count);
		return;
	}
	if (t->rows == ROWS_MOST || t->cells + count > CELLS_MOST) {
		t->is_full = true;
		return;
	}
	t->rows++;
	t->cells += count;
	t->has_spare_cells |= count > t->column_count &&
			      !is_blank(cells + t->column_count, count - t->column_count);
	add_row(t, cells, count, row);
}

static void read_records(struct table *t, struct slice bytes)
{
	struct records r;

	records_begin(&r, t->out->arena, bytes);
	while (t->outcome == DONE && !t->is_full && records_next(&r) && !r.unclosed)
		take_record(t, r.cells, r.count, r.row);
	if (t->outcome == DONE && r.unclosed)
		t->outcome = diagnose_error(t->d, BAD_USAGE,
					    "%s:%llu: a quote in this row is never closed",
					    t->file->path, (unsigned long long)r.start);
	records_free(&r);
}

/* False: the file stays among the documents, and says itself what is wrong with it. */
static bool read_csv(struct table *t, const struct file_reader *reader)
{
	struct buffer bytes = {0};
	uint64_t most = reader->limits.input_bytes ? reader->limits.input_bytes : LARGEST_TABLE;
	int failure = file_read(&bytes, t->file->path, (size_t)most);

	if (failure == EFBIG)
		diagnose_warning(t->d, "%s: over %llu MB: raise --max-input", t->file->path,
				 (unsigned long long)(most >> 20));
	if (!failure)
		read_records(t, arena_copy(t->out->arena, buffer_slice(&bytes)));
	buffer_free(&bytes);
	return !failure;
}

/* The cells of a row of a spreadsheet, by their columns. */
struct sheet_row {
	struct slice *cells;
	size_t count, capacity;
	uint64_t number;
};

static void put_cell(struct sheet_row *row, uint64_t column, struct slice text)
{
	if (column == 0 || column > COLUMNS_MOST)
		return;
	row->cells = memory_reserve(row->cells, &row->capacity, (size_t)column, sizeof *row->cells);
	while (row->count < column)
		row->cells[row->count++] = (struct slice){"", 0};
	row->cells[column - 1] = text;
}

/* The lines of content between two tags, as lines of text. */
static struct slice cell_text(const struct document *d, uint32_t first, uint32_t last,
			      struct arena *arena)
{
	struct buffer text = {0};

	for (uint32_t i = first; i < last; i++) {
		if (i > first)
			buffer_byte(&text, d->lines[i - 1].glue ? ' ' : '\n');
		buffer_append(&text, line_slice(&d->lines[i]));
	}
	struct slice made = arena_copy(arena, buffer_slice(&text));

	buffer_free(&text);
	return made;
}

static uint64_t number_of(const struct document *d, const struct tag *tag)
{
	uint64_t number = 0;

	(void)slice_to_integer(tag_attribute(d, tag, NAME_N), &number);
	return number;
}

static void take_sheet(struct table *t, const struct document *d)
{
	struct sheet_row row = {.count = 0};

	for (size_t i = 0; i < d->tag_count && t->outcome == DONE; i++) {
		const struct tag *tag = &d->tags[i];

		if (tag->name == NAME_ROW && tag->kind == TAG_OPEN) {
			row.count = 0;
			row.number = number_of(d, tag);
		} else if (tag->name == NAME_ROW) {
			take_record(t, row.cells, row.count, row.number);
		} else if (tag->name == NAME_CELL && tag->kind == TAG_OPEN &&
			   i + 1 < d->tag_count) {
			put_cell(&row, number_of(d, tag),
				 cell_text(d, tag->position, tag[1].position, t->out->arena));
		}
	}
	free(row.cells);
}

/* As read_csv(). */
static bool read_spreadsheet(struct table *t, struct file_reader *reader)
{
	struct arena arena = {0};
	struct document document;
	const struct file_name name = {t->file->path, t->file->path, NULL};

	document_begin(&document, &arena, t->names, reader->reader.words);
	struct file_result result = file_reader_read(reader, &name, false, &document, t->d);
	bool whole = result.status == STATUS_OK || result.status == STATUS_PARTIAL;

	if (result.status == STATUS_PARTIAL)
		diagnose_failure(t->d, "%s: partial: %.*s", t->file->path,
				 SLICE_ARGUMENTS(result.reason));
	if (whole)
		take_sheet(t, &document);
	arena_free(&arena);
	return whole;
}

static bool is_spreadsheet(const struct candidate *candidate)
{
	struct slice ending = file_ending(candidate->path);

	return ending_is(ending, "xlsx") || ending_is(ending, "xlsm");
}

/* Says what there is to say of a table that has been read. */
static void report(const struct table *t)
{
	const char *path = t->file->path;

	if (t->is_full)
		diagnose_failure(t->d, "%s: only the first %llu rows are read: cut it into several files",
				 path, (unsigned long long)t->rows);
	if (t->has_spare_cells)
		diagnose_warning(t->d, "%s: some rows have more cells than there are headings: the last "
				 "ones are not used", path);
	if (t->odd_dates)
		diagnose_warning(t->d, "%s: dates that are not written as 2019-05-17, 2019-05 or 2019 and "
				 "cannot be compared: %llu", path, (unsigned long long)t->odd_dates);
	if (!t->rows)
		diagnose_failure(t->d, "%s: there is no row below the headings", path);
}

static enum outcome add_table(struct table *t, struct file_reader *reader)
{
	bool is_sheet = is_spreadsheet(t->file);

	t->format = is_sheet ? "xlsx" : "csv";
	bool whole = is_sheet ? read_spreadsheet(t, reader) : read_csv(t, reader);

	if (!whole)
		candidates_put(t->out, *t->file);
	else if (t->outcome == DONE)
		report(t);
	return t->outcome;
}

enum outcome add_rows(struct candidates *candidates, const struct option_list *columns,
		      struct file_reader *reader, struct names *names, struct diagnostics *d)
{
	struct candidates out = {.arena = candidates->arena};
	enum outcome outcome = DONE;
	size_t tables = 0;

	for (size_t i = 0; i < candidates->count && outcome == DONE; i++) {
		const struct candidate *file = &candidates->at[i];
		struct table table = {.wanted = columns, .out = &out, .names = names, .d = d,
				      .file = file};

		if (file->dropped || file->part || !promises_table(file_ending(file->path))) {
			candidates_put(&out, *file);
			continue;
		}
		outcome = add_table(&table, reader);
		tables++;
	}
	candidates_replace(candidates, &out);
	if (outcome == DONE && !tables)
		outcome = diagnose_error(d, BAD_USAGE, "--rows: there is no table: name a file that "
					 "ends in .csv, .tsv or .xlsx");
	return outcome;
}
