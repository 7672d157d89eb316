/* Describe: rows of metadata and parts of paths become attributes. */
#include "stages/read/describe.h"

#include "pipeline/stream/metadata.h"

#include <sys/stat.h>

/* How many of one kind are named; the others are counted. */
static size_t named_most(const struct diagnostics *d)
{
	return d->verbose ? SIZE_MAX : 10;
}

/* One table and the candidates it is for. */
struct table {
	struct metadata metadata;
	const char *file;
	size_t folder_length;		/* of the file's own folder in its path, with the slash */
	bool for_all;
	size_t operand;			/* if not for all */
	size_t without_row;		/* documents */
};

static struct metadata_row *find_row(struct table *t, const struct candidate *candidate,
				     struct arena *arena)
{
	struct slice path = slice_of(candidate->path);
	struct metadata_row *row = NULL;

	if (candidate->part)
		row = metadata_find(&t->metadata, metadata_path(arena, candidate->id));
	if (!row)
		row = metadata_find(&t->metadata,
				    metadata_path(arena, slice_from(path, candidate->below)));
	if (!row)
		row = metadata_find(&t->metadata, metadata_path(arena, candidate->file_id));
	if (!row && t->for_all && t->folder_length &&
	    slice_starts(path, (struct slice){t->file, t->folder_length}))
		row = metadata_find(&t->metadata,
				    metadata_path(arena, slice_from(path, t->folder_length)));
	return row;
}

static bool has_attribute(const struct candidate *candidate, uint32_t name)
{
	for (size_t i = 0; i < candidate->attribute_count; i++)
		if (candidate->attributes[i].name == name)
			return true;
	return false;
}

static void give_row(struct candidate *candidate, const struct metadata *m,
		     const struct metadata_row *row, struct arena *arena, struct names *names)
{
	size_t count = candidate->attribute_count;
	struct attribute *all = arena_new(arena, count + m->column_count, sizeof *all);

	if (count)
		memcpy(all, candidate->attributes, count * sizeof *all);
	for (size_t i = 0; i < m->column_count; i++) {
		uint32_t name = row->values[i].length ? names_number(names, m->columns[i])
						      : NAME_NONE;

		if (name != NAME_NONE && !has_attribute(candidate, name))
			all[count++] =
			    (struct attribute){name, arena_copy(arena, row->values[i])};
	}
	candidate->attributes = all;
	candidate->attribute_count = count;
}

static void note_missing_row(struct table *t, const struct candidate *candidate,
			     struct diagnostics *d)
{
	if (t->without_row++ < named_most(d))
		diagnose_warning(d, "%s: no row for %s: it has no metadata", t->file, candidate->id.at);
}

/* Names the rows that no document was found for, and says how many more there are. */
static void report(const struct table *t, struct diagnostics *d)
{
	size_t unused = 0;

	if (t->without_row > named_most(d))
		diagnose_warning(d, "%s: no row for %zu more document%s: no metadata for them", t->file,
				 t->without_row - named_most(d),
				 plural(t->without_row - named_most(d)));
	for (size_t i = 0; i < t->metadata.row_count; i++) {
		const struct metadata_row *row = &t->metadata.rows[i];

		if (!row->used && unused++ < named_most(d))
			diagnose_warning(d, "%s:%llu: no document %.*s: check the path", t->file,
					 (unsigned long long)row->line,
					 SLICE_ARGUMENTS(row->path));
	}
	if (unused > named_most(d))
		diagnose_warning(d, "%s: no document for %zu more row%s: check the paths", t->file,
				 unused - named_most(d), plural(unused - named_most(d)));
}

/* Reads one table and gives its rows to the candidates it is for. */
static enum outcome apply_table(struct candidates *c, struct table *t, struct names *names,
				struct diagnostics *d)
{
	enum outcome outcome = metadata_read(&t->metadata, t->file, d);

	for (size_t i = 0; i < c->count && outcome == DONE; i++) {
		struct candidate *candidate = &c->at[i];

		if (!t->for_all && candidate->operand != t->operand)
			continue;
		struct metadata_row *row = find_row(t, candidate, c->arena);

		if (row) {
			row->used = true;
			give_row(candidate, &t->metadata, row, c->arena, names);
		} else if (!candidate->dropped && !part_is_row(candidate->part)) {
			note_missing_row(t, candidate, d);
		}
	}
	if (outcome == DONE)
		report(t, d);
	metadata_free(&t->metadata);
	return outcome;
}

static bool is_file(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* The table that lies in a folder, or NULL. */
static const char *find_table(struct arena *arena, const char *folder, struct diagnostics *d)
{
	const char *csv = arena_printf(arena, "%s/metadata.csv", folder).at;
	const char *tsv = arena_printf(arena, "%s/metadata.tsv", folder).at;
	bool has_tsv = is_file(tsv);

	if (!is_file(csv))
		return has_tsv ? tsv : NULL;
	if (has_tsv)
		diagnose_warning(d, "%s: not used, since metadata.csv lies beside it", tsv);
	return csv;
}

static enum outcome apply_tables(struct candidates *c, const char *meta, struct names *names,
				 struct diagnostics *d)
{
	enum outcome outcome = DONE;

	if (meta) {
		const char *slash = strrchr(meta, '/');
		struct table t = {.file = meta, .for_all = true};

		t.folder_length = slash ? (size_t)(slash - meta) + 1 : 0;
		return apply_table(c, &t, names, d);
	}
	for (size_t i = 0; i < c->operand_count && outcome == DONE; i++) {
		struct table t = {.operand = i};

		if (c->operands[i].is_folder)
			t.file = find_table(c->arena, c->operands[i].path, d);
		if (t.file)
			outcome = apply_table(c, &t, names, d);
	}
	return outcome;
}

/* What the pattern makes of an id, behind what the table gave. */
static void give_parts(struct candidate *candidate, const struct path_pattern *pattern,
		       const struct slice *values, struct arena *arena, struct names *names)
{
	size_t count = candidate->attribute_count;
	struct attribute *all = arena_new(arena, count + pattern->count, sizeof *all);

	if (count)
		memcpy(all, candidate->attributes, count * sizeof *all);
	for (size_t i = 0; i < pattern->count; i++) {
		uint32_t name = pattern->pieces[i].kind == PATTERN_NAME
				    ? names_number(names, pattern->pieces[i].text)
				    : NAME_NONE;

		if (name != NAME_NONE && !has_attribute(candidate, name))
			all[count++] = (struct attribute){name, values[i]};
	}
	candidate->attributes = all;
	candidate->attribute_count = count;
}

static void apply_pattern(struct candidates *c, const struct path_pattern *pattern,
			  struct names *names, struct diagnostics *d)
{
	struct slice values[PATTERN_PIECES];
	size_t unlike = 0;

	for (size_t i = 0; i < c->count; i++) {
		struct candidate *candidate = &c->at[i];

		if (candidate->dropped)
			continue;
		if ((!part_is_row(candidate->part) &&
		     path_pattern_match(pattern, candidate->id, values)) ||
		    path_pattern_match(pattern, candidate->file_id, values))
			give_parts(candidate, pattern, values, c->arena, names);
		else if (unlike++ < named_most(d))
			diagnose_warning(d, "--attrs: the pattern does not fit %s: it gets no attributes",
					 candidate->id.at);
	}
	if (unlike > named_most(d))
		diagnose_warning(d, "--attrs: the pattern does not fit %zu more document%s",
				 unlike - named_most(d), plural(unlike - named_most(d)));
}

enum outcome describe_candidates(struct candidates *candidates, const char *meta,
				 const struct path_pattern *pattern, struct names *names,
				 struct diagnostics *d)
{
	enum outcome outcome = apply_tables(candidates, meta, names, d);

	if (outcome == DONE && pattern)
		apply_pattern(candidates, pattern, names, d);
	return outcome;
}
