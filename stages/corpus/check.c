/*
 * check: whether a corpus is whole, and what to do if it is not.
 *
 * The database's own check, then every document as any stage would read it:
 * sums, words against the vocabulary, tags against tokens, identities.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/vocabulary.h"
#include "pipeline/run/stage.h"
#include "pipeline/run/stores.h"

#include <inttypes.h>
#include <stdlib.h>

struct checking {
	struct stores stores;
	struct worker_store known;
	struct names names;
	struct vocabulary words;
	struct arena arena;
	struct buffer bytes;
	uint64_t documents, tokens;
	struct diagnostics *diagnostics;
};

static enum outcome check_database(struct checking *c, const char *path)
{
	struct buffer faults = {0};
	struct slice rest, line;
	enum outcome outcome = DONE;

	if (!database_check(c->stores.readers[0].database, &faults))
		outcome = database_failure(c->stores.readers[0].database, c->diagnostics);
	for (rest = buffer_slice(&faults); slice_line(&rest, &line);)
		diagnose_failure(c->diagnostics, "%s: %.*s", path, SLICE_ARGUMENTS(line));
	buffer_free(&faults);
	return outcome;
}

static enum outcome check_documents(struct checking *c)
{
	struct fetched fetched;
	enum outcome outcome = DONE;
	struct document document;

	while (outcome == DONE && stores_fetch(&c->stores, &c->known, &c->bytes, &fetched,
					       &outcome, c->diagnostics)) {
		if (outcome != DONE)
			break;
		document_begin(&document, &c->arena, &c->names, &c->words);
		if (stores_load(&c->stores, &c->known, &c->bytes, &fetched, true, &document,
				c->diagnostics))
			c->tokens += document.length;
		c->documents++;
		arena_reset(&c->arena);
	}
	return outcome;
}

static void conclude(const struct checking *c, const char *path)
{
	struct diagnostics *d = c->diagnostics;

	if (d->failed)
		diagnose_warning(d, "%s: is damaged: remove it and make it again with 'concordat "
				 "update'", path);
	else
		diagnose_warning(d, "%s: whole: %" PRIu64 " document%s, %" PRIu64 " token%s", path,
				 c->documents, plural(c->documents), c->tokens, plural(c->tokens));
}

static enum outcome check(const struct command *command)
{
	struct checking c = {.diagnostics = command->diagnostics};

	if (command->operands.count != 1)
		return diagnose_error(c.diagnostics, BAD_USAGE,
				      "name one corpus: concordat check corpus.db");
	const char *path = command->operands.at[0];

	names_begin(&c.names);
	vocabulary_begin(&c.words);
	enum outcome outcome = stores_open(&c.stores, command->operands, c.diagnostics);

	if (outcome == DONE)
		outcome = check_database(&c, path);
	if (outcome == DONE)
		outcome = check_documents(&c);
	if (outcome == DONE)
		conclude(&c, path);
	stores_close(&c.stores);
	buffer_free(&c.known.words);
	buffer_free(&c.bytes);
	arena_free(&c.arena);
	vocabulary_free(&c.words);
	names_free(&c.names);
	return outcome;
}

const struct stage stage_check = {
	.name = "check",
	.summary = "say whether a corpus is whole",
	.operand = "CORPUS",
	.takes = FLOW_NOTHING,
	.gives = FLOW_NOTHING,
	.command = check,
};
