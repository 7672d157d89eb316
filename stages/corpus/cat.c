/*
 * cat: the documents of a corpus as a stream again, in byte order of id: what
 * `filter` makes of a corpus, by the name that people look for.
 */
#include "pipeline/base/memory.h"
#include "pipeline/run/chain.h"

#include <stdlib.h>

struct options {
	struct option_list where;
};

static const struct option options[] = {
	WHERE_OPTION(struct options, where),
};

static enum outcome command(const struct command *command)
{
	const struct options *o = command->options;

	if (command->operands.count != 1)
		return diagnose_error(command->diagnostics, BAD_USAGE,
				      "name one corpus: concordat cat corpus.db");
	const char **words = memory_new(o->where.count * 2 + 3, sizeof *words);
	size_t count = 0;

	words[count++] = "filter";
	for (size_t i = 0; i < o->where.count; i++) {
		words[count++] = "--where";
		words[count++] = o->where.at[i];
	}
	words[count++] = "--";
	words[count++] = command->operands.at[0];
	enum outcome outcome =
	    chain_run_words(command->runner, (struct arguments){words, count});

	free(words);
	return outcome;
}

const struct stage stage_cat = {
	.name = "cat",
	.summary = "the documents of a corpus as a stream",
	.operand = "CORPUS",
	.takes = FLOW_NOTHING,
	.gives = FLOW_NOTHING,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.command = command,
};
