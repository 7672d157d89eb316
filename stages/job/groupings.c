/* Groupings: columns of metadata.csv, or what --by names. */
#include "stages/job/groupings.h"

#include "pipeline/base/memory.h"
#include "pipeline/model/word_index.h"
#include "pipeline/stream/metadata.h"

enum { VALUES_MOST = 50 };

/* "region,type" as "frequency-by-region-type". */
static const char *table_name(struct job *job, const char *by)
{
	struct slice name = arena_printf(&job->arena, "frequency-by-%s", by);
	char *at = arena_new(&job->arena, name.length + 1, 1);

	/* What is in no name of an attribute is refused by freq. */
	for (size_t i = 0; i < name.length; i++)
		at[i] = name.at[i] == ',' || name.at[i] == '/' ? '-' : name.at[i];
	at[name.length] = '\0';
	return at;
}

static enum outcome add(struct job *job, const char *by)
{
	const char *name = table_name(job, by);

	for (size_t i = 0; i < job->grouping_count; i++)
		if (slice_is(slice_of(name), job->groupings[i].name))
			return diagnose_error(job->diagnostics, BAD_USAGE,
					      "--by %s and --by %s would both be %s.tsv: leave one "
					      "out", job->groupings[i].by, by, name);
	job->groupings = memory_resize(job->groupings, job->grouping_count + 1,
				       sizeof *job->groupings);
	job->groupings[job->grouping_count++] = (struct grouping){.by = by, .name = name};
	return DONE;
}

static uint32_t next_number(void *context, struct slice key)
{
	uint32_t *count = context;

	(void)key;
	return (*count)++;
}

static bool never_groups(struct slice column)
{
	return slice_is(column, "title") || slice_is(column, "author") || slice_is(column, "date");
}

/* 2 to 50 values, and fewer than documents. */
static bool groups(const struct metadata *metadata, size_t column)
{
	struct word_index values = {0};
	uint32_t count = 0;

	for (size_t row = 0; row < metadata->row_count; row++)
		word_index_number(&values, metadata->rows[row].values[column], next_number, &count);
	word_index_free(&values);
	return count >= 2 && count <= VALUES_MOST && count < metadata->row_count;
}

/* Whatever is wrong with the file is said by extract, which reads it again. */
static void find_columns(struct job *job)
{
	struct metadata metadata = {0};
	struct diagnostics unheard = {0};
	enum outcome outcome = metadata_read(&metadata, job->metadata, &unheard);

	for (size_t i = 0; i < metadata.column_count && outcome == DONE; i++)
		if (!never_groups(metadata.columns[i]) && groups(&metadata, i))
			outcome = add(job, arena_copy(&job->arena, metadata.columns[i]).at);
	metadata_free(&metadata);
	diagnostics_free(&unheard);
}

enum outcome groupings_find(struct job *job, const struct option_list *by)
{
	enum outcome outcome = DONE;

	for (size_t i = 0; i < by->count && outcome == DONE; i++)
		outcome = add(job, by->at[i]);
	if (!by->count && job->metadata)
		find_columns(job);
	return outcome;
}
