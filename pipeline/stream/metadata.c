/* Metadata: the records of a table, and what is made of them. */
#include "pipeline/stream/metadata.h"

#include "pipeline/base/file.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/selection.h"
#include "pipeline/stream/records.h"
#include "pipeline/stream/table.h"

#include <errno.h>
#include <stdlib.h>

enum { LARGEST_TABLE = 256 << 20, REMARKS_MOST = 10 };

/* The names of `text` that only extract writes. */
bool metadata_may_set(struct slice name)
{
	static const char *const reserved[] = {
		"id", "format", "status", "reason", "lang_by", "pages", "bytes", "sha256",
		"doubt", "pages_without_text", "copy_of",
	};
	char plain[32];

	if (name.length >= sizeof plain)
		return true;
	for (size_t i = 0; i < name.length; i++)
		plain[i] = name.at[i] == '-' ? '_' : name.at[i];
	for (size_t i = 0; i < COUNT_OF(reserved); i++)
		if (slice_is((struct slice){plain, name.length}, reserved[i]))
			return false;
	return true;
}

/* One heading as an attribute's name, compared with those before it. */
static enum outcome add_column(struct metadata *m, struct slice heading, const char *file,
			       struct diagnostics *d)
{
	struct slice name = {NULL, 0};		/* without a heading: not an attribute */

	if (heading.length)
		name = table_column_name(&m->arena, heading);
	if (!metadata_may_set(name))
		return diagnose_error(d, NOT_A_STREAM,
				      "%s: the column '%.*s' would set what extract itself writes: "
				      "give it another heading",
				      file, SLICE_ARGUMENTS(heading));
	for (size_t i = 0; name.length && i < m->column_count; i++)
		if (slice_equal(m->columns[i], name))
			return diagnose_error(d, NOT_A_STREAM,
					      "%s: two columns are called '%.*s': rename one",
					      file, SLICE_ARGUMENTS(name));
	m->columns[m->column_count++] = name;
	return DONE;
}

static enum outcome read_headings(struct metadata *m, struct records *r, const char *file,
				  struct diagnostics *d)
{
	enum outcome outcome = DONE;

	if (!records_next(r))
		return diagnose_error(d, NOT_A_STREAM,
				      "%s: empty: its first line must name the columns", file);
	if (r->count < 2)
		return diagnose_error(d, NOT_A_STREAM,
				      "%s: only one column: after the path come columns parted by "
				      "comma, semicolon or tab", file);
	m->columns = arena_new(&m->arena, r->count, sizeof *m->columns);
	for (size_t i = 1; i < r->count && outcome == DONE; i++)
		outcome = add_column(m, r->cells[i], file, d);
	return outcome;
}

static uint32_t last_row(void *context, struct slice key)
{
	const struct metadata *m = context;

	(void)key;
	return (uint32_t)m->row_count;
}

static bool is_blank_record(const struct records *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->cells[i].length)
			return false;
	return true;
}

static void copy_values(struct metadata *m, struct metadata_row *row, const struct records *r)
{
	row->values = arena_new(&m->arena, m->column_count, sizeof *row->values);
	for (size_t i = 0; i < m->column_count; i++)
		row->values[i] = i + 1 < r->count && m->columns[i].length
				     ? arena_copy(&m->arena, r->cells[i + 1])
				     : (struct slice){"", 0};
}

/* Says what is odd about the record in hand, the first few times. */
static void remark(struct records *r, const char *file, const char *what, struct diagnostics *d)
{
	if (r->remarks++ < REMARKS_MOST)
		diagnose_warning(d, "%s:%llu: %s", file, (unsigned long long)r->start, what);
}

static bool has_spare_cells(const struct metadata *m, const struct records *r)
{
	for (size_t i = m->column_count + 1; i < r->count; i++)
		if (r->cells[i].length)
			return true;
	return false;
}

/* Conditions such as date>=2019 compare what is written. */
static bool has_odd_date(const struct metadata *m, const struct metadata_row *row)
{
	for (size_t i = 0; i < m->column_count; i++)
		if (slice_is(m->columns[i], "date") && row->values[i].length &&
		    !value_is_date(row->values[i]))
			return true;
	return false;
}

static void add_row(struct metadata *m, struct records *r, const char *file, struct diagnostics *d)
{
	struct metadata_row row = {.path = metadata_path(&m->arena, r->cells[0]),
				   .line = r->start};

	if (is_blank_record(r))
		return;
	if (!row.path.length) {
		remark(r, file, "no path in the first column: row passed over", d);
		return;
	}
	if (word_index_number(&m->index, row.path, last_row, m) != m->row_count) {
		remark(r, file, "an earlier row has the same path: row passed over", d);
		return;
	}
	if (has_spare_cells(m, r))
		remark(r, file, "more cells than headings: the last ones are not used", d);
	copy_values(m, &row, r);
	if (has_odd_date(m, &row))
		remark(r, file, "the date is not written as 2019-05-17, 2019-05 or 2019: it cannot be "
		       "compared with another", d);
	m->rows = memory_reserve(m->rows, &m->row_capacity, m->row_count + 1, sizeof *m->rows);
	m->rows[m->row_count++] = row;
}

enum outcome metadata_parse(struct metadata *m, struct slice bytes, const char *file,
			    struct diagnostics *d)
{
	struct records r;

	records_begin(&r, &m->arena, bytes);
	enum outcome outcome = read_headings(m, &r, file, d);

	while (outcome == DONE && !r.unclosed && records_next(&r) && !r.unclosed)
		add_row(m, &r, file, d);
	if (outcome == DONE && r.unclosed)
		outcome = diagnose_error(d, NOT_A_STREAM,
					 "%s:%llu: a quote in this row is never closed", file,
					 (unsigned long long)r.start);
	if (r.remarks > REMARKS_MOST)
		diagnose_warning(d, "%s: and so in %zu more row%s", file,
				 r.remarks - REMARKS_MOST, plural(r.remarks - REMARKS_MOST));
	records_free(&r);
	return outcome;
}

enum outcome metadata_read(struct metadata *m, const char *path, struct diagnostics *d)
{
	struct buffer bytes = {0};
	int failure = file_read(&bytes, path, LARGEST_TABLE);
	enum outcome outcome;

	if (failure)
		outcome = diagnose_error(d, failure == ENOENT ? NO_INPUT : IO_FAILED,
					 "%s: the metadata cannot be read: %s", path,
					 strerror(failure));
	else
		outcome = metadata_parse(m, buffer_slice(&bytes), path, d);
	buffer_free(&bytes);
	return outcome;
}

void metadata_free(struct metadata *m)
{
	free(m->rows);
	word_index_free(&m->index);
	arena_free(&m->arena);
	*m = (struct metadata){0};
}

static uint32_t refuse(void *context, struct slice key)
{
	(void)context;
	(void)key;
	return WORD_REFUSED;
}

struct metadata_row *metadata_find(struct metadata *m, struct slice path)
{
	uint32_t number = m->row_count ? word_index_number(&m->index, path, refuse, NULL)
				       : WORD_REFUSED;

	return number == WORD_REFUSED ? NULL : &m->rows[number];
}

struct slice metadata_path(struct arena *arena, struct slice path)
{
	struct slice rest = slice_trim(path), part;
	char *clean = arena_new(arena, rest.length + 1, 1);
	size_t length = 0;

	if (rest.length && (rest.at[0] == '/' || rest.at[0] == '\\'))
		clean[length++] = '/';
	while (rest.length) {
		size_t end = 0;

		while (end < rest.length && rest.at[end] != '/' && rest.at[end] != '\\')
			end++;
		part = slice_first(rest, end);
		rest = slice_from(rest, end + 1);
		if (!part.length || slice_is(part, "."))
			continue;
		if (length && clean[length - 1] != '/')
			clean[length++] = '/';
		memcpy(clean + length, part.at, part.length);
		length += part.length;
	}
	struct slice made = {clean, length};

	if (utf8_ascii_prefix(made) == length || unicode_is_normalised(made, UNICODE_NFC))
		return made;
	struct buffer composed = {0};

	unicode_normalise(&composed, made, UNICODE_NFC);
	made = arena_copy(arena, buffer_slice(&composed));
	buffer_free(&composed);
	return made;
}
