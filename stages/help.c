/*
 * help: the list of stages, or one manual page.
 */
#include "pipeline/run/help.h"

struct options {
	bool completion;
};

static const struct option options[] = {
	FLAG(struct options, completion, 0, "completion",
	     "print the completions for bash: eval \"$(concordat help --completion)\""),
};

static enum outcome command(const struct command *command)
{
	const struct options *o = command->options;

	if (o->completion)
		return help_completion(command->runner, command->diagnostics);
	if (command->operands.count == 0)
		return help_list(command->runner, command->diagnostics);
	if (command->operands.count > 1)
		return diagnose_error(command->diagnostics, BAD_USAGE,
				      "one manual page at a time: leave out '%s'",
				      command->operands.at[1]);
	return help_page(command->runner, command->operands.at[0], command->diagnostics);
}

const struct stage stage_help = {
	.name = "help",
	.summary = "the list of stages, or the manual of one",
	.operand = "[STAGE]",
	.takes = FLOW_NOTHING,
	.gives = FLOW_NOTHING,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.command = command,
};
