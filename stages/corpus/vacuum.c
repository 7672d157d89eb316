/*
 * vacuum: makes a corpus as small as it can be, and forgets for good what was
 * dropped from it.
 */
#include "pipeline/run/stage.h"
#include "pipeline/store/compact.h"

static enum outcome vacuum(const struct command *command)
{
	struct diagnostics *d = command->diagnostics;
	struct store_writer writer;

	if (command->operands.count != 1)
		return diagnose_error(d, BAD_USAGE, "name one corpus: concordat vacuum corpus.db");
	enum outcome outcome = store_writer_open(&writer, command->operands.at[0], false, d);

	if (outcome == DONE)
		outcome = store_compact(&writer, d);
	store_writer_close(&writer);
	return outcome;
}

const struct stage stage_vacuum = {
	.name = "vacuum",
	.summary = "make a corpus as small as it can be",
	.operand = "CORPUS",
	.takes = FLOW_NOTHING,
	.gives = FLOW_NOTHING,
	.command = vacuum,
};
