/*
 * ls: what a corpus holds, document by document, without reading their words.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/selection.h"
#include "pipeline/model/user_attributes.h"
#include "pipeline/run/outlet.h"
#include "pipeline/store/layout.h"
#include "pipeline/store/manifest.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct options {
	struct option_list where;
};

static const struct option options[] = {
	WHERE_OPTION(struct options, where),
};

/* Columns that every corpus has; those of metadata follow. */
static const uint32_t first_names[] = {NAME_ID,	  NAME_STATUS, NAME_REASON,
				       NAME_FORMAT, NAME_LANG, NAME_PAGES};
static const char *const headings[] = {"document", "status", "reason",
				       "format",   "language", "pages"};

struct listing {
	struct arena arena;
	struct names names;
	struct manifest manifest;
	struct document *documents;	/* attributes alone, by row of the manifest */
	int64_t *tokens;
	uint32_t *metadata;		/* names of the user's attributes, in order of first sight */
	size_t metadata_count, metadata_capacity;
	struct output table;
};

static void note_metadata(struct listing *l, const struct document *user)
{
	for (size_t i = 0; i < user->attribute_count; i++) {
		uint32_t name = user->attributes[i].name;
		bool known = name == NAME_COPY_OF;

		for (size_t k = 0; k < l->metadata_count; k++)
			known |= l->metadata[k] == name;
		for (size_t k = 0; k < COUNT_OF(first_names); k++)
			known |= first_names[k] == name;
		if (known)
			continue;
		l->metadata = memory_reserve(l->metadata, &l->metadata_capacity,
					     l->metadata_count + 1, sizeof *l->metadata);
		l->metadata[l->metadata_count++] = name;
	}
}

/* Attributes of one document, as it would have them when it is read. */
static bool read_attributes(struct listing *l, size_t row, struct slice own)
{
	struct document user, *d = &l->documents[row];

	document_begin(&user, &l->arena, &l->names, NULL);
	document_begin(d, &l->arena, &l->names, NULL);
	if (!attributes_read(own, d) || !attributes_read(l->manifest.rows[row].metadata, &user))
		return false;
	give_user_attributes(d, user.attributes, user.attribute_count);
	note_metadata(l, &user);
	return true;
}

static enum outcome read_all(struct listing *l, struct database *database, struct diagnostics *d)
{
	struct statement *list = database_prepare(
	    database, "SELECT attributes, tokens FROM document ORDER BY id");
	enum step step = STEP_FAILED;

	l->documents = memory_new(l->manifest.count, sizeof *l->documents);
	l->tokens = memory_new(l->manifest.count, sizeof *l->tokens);
	for (size_t i = 0; list && (step = statement_step(list)) == STEP_ROW; i++) {
		struct slice own = arena_copy(&l->arena, statement_bytes(list, 0));

		if (i == l->manifest.count)
			break;
		l->tokens[i] = statement_integer(list, 1);
		if (!read_attributes(l, i, own))
			diagnose_failure(d, "%.*s: its attributes are damaged: 'concordat check' "
					 "says more",
					 SLICE_ARGUMENTS(l->manifest.rows[i].id));
	}
	return step == STEP_FAILED ? database_failure(database, d) : DONE;
}

/* "2026-03-01T04:05:06Z", or nothing for a time that is none. */
static void put_time(struct output *table, int64_t nanoseconds)
{
	time_t seconds = (time_t)(nanoseconds / 1000000000);
	struct tm parts;
	char text[32] = "";

	if (nanoseconds > 0 && gmtime_r(&seconds, &parts))
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
	table_text(table, slice_of(text));
}

static void put_header(struct listing *l)
{
	struct slice taken[COUNT_OF(headings) + 2];
	size_t count = 0;

	for (size_t i = 0; i < COUNT_OF(headings); i++)
		taken[count++] = slice_of(headings[i]);
	taken[count++] = SLICE("tokens");
	taken[count++] = SLICE("read");
	for (size_t i = 0; i < count; i++)
		table_text(&l->table, taken[i]);
	for (size_t i = 0; i < l->metadata_count; i++)
		table_text(&l->table,
			   table_new_column(&l->arena, names_spelling(&l->names, l->metadata[i]),
					    taken, count));
	table_row_end(&l->table);
}

static void put_row(struct listing *l, size_t row)
{
	const struct document *d = &l->documents[row];

	for (size_t i = 0; i < COUNT_OF(first_names); i++)
		table_text(&l->table, document_attribute(d, first_names[i]));
	table_integer(&l->table, (uint64_t)l->tokens[row]);
	put_time(&l->table, l->manifest.rows[row].stamp.seen);
	for (size_t i = 0; i < l->metadata_count; i++)
		table_text(&l->table, document_attribute(d, l->metadata[i]));
	table_row_end(&l->table);
}

static enum outcome print(struct listing *l, const struct selection *selection,
			  struct diagnostics *d)
{
	struct outlet outlet;
	enum outcome outcome = outlet_open(&outlet, &(struct chain_end){0}, d);

	outlet.harmless = isatty(STDOUT_FILENO);
	put_header(l);
	for (size_t i = 0; i < l->manifest.count; i++)
		if (selection_has(selection, &l->documents[i]))
			put_row(l, i);
	if (outcome == DONE)
		outlet_deliver(&outlet, buffer_slice(&l->table.bytes));
	return outlet_close(&outlet);
}

static enum outcome list(const struct command *command, const char *path)
{
	const struct options *o = command->options;
	struct diagnostics *d = command->diagnostics;
	struct listing l = {.table = OUTPUT_EMPTY};
	struct selection selection = {0};
	struct database *database;
	enum outcome outcome = selection_begin(&selection, o->where.at, o->where.count, NULL, 0, d);

	names_begin(&l.names);
	if (outcome == DONE)
		outcome = database_open(&database, path, DATABASE_READ, &store_kind, d);
	else
		database = NULL;
	if (outcome == DONE && !database_run(database, "BEGIN"))
		outcome = database_failure(database, d);
	if (outcome == DONE)
		outcome = manifest_read(&l.manifest, database, d);
	if (outcome == DONE)
		outcome = read_all(&l, database, d);
	if (outcome == DONE)
		outcome = print(&l, &selection, d);
	database_close(database);
	selection_free(&selection);
	manifest_free(&l.manifest);
	names_free(&l.names);
	free(l.documents);
	free(l.tokens);
	free(l.metadata);
	buffer_free(&l.table.bytes);
	arena_free(&l.arena);
	return outcome;
}

static enum outcome command(const struct command *command)
{
	if (command->operands.count != 1)
		return diagnose_error(command->diagnostics, BAD_USAGE,
				      "name one corpus: concordat ls corpus.db");
	return list(command, command->operands.at[0]);
}

const struct stage stage_ls = {
	.name = "ls",
	.summary = "list the documents of a corpus and when they were read",
	.operand = "CORPUS",
	.takes = FLOW_NOTHING,
	.gives = FLOW_NOTHING,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.command = command,
};
