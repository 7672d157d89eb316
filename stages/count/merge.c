/*
 * merge: adds up what several `freq --partial` have counted, so that a corpus
 * can be counted in pieces, on as many machines as there are.
 */
#include "pipeline/run/outlet.h"
#include "stages/count/freq_partial.h"

#include <unistd.h>

struct options {
	struct option_number top, minimum, per;
	bool partial;
};

static const struct option options[] = {
	NUMBER(struct options, top, 0, "top", "N", 0, 1, UINT32_MAX,
	       "only the N most frequent terms of each group"),
	NUMBER(struct options, minimum, 0, "min", "N", 1, 1, UINT32_MAX,
	       "only terms that occur at least N times in the group"),
	NUMBER(struct options, per, 0, "per", "N", FREQ_MILLION, 1, UINT32_MAX,
	       "give the rate for N tokens in place of a million"),
	FLAG(struct options, partial, 0, "partial", "write sums to be merged again"),
};

static void flush(struct output *output)
{
	/* A failure stays in the outlet, which says so when it is closed. */
	outlet_deliver(output->sink, buffer_slice(&output->bytes));
	buffer_reset(&output->bytes);
}

static enum outcome write_sums(struct freq_partial *partial, const struct options *o,
			       struct diagnostics *d)
{
	struct outlet outlet;
	struct output output = OUTPUT_EMPTY;
	enum outcome outcome = outlet_open(&outlet, &(struct chain_end){0}, d);
	const struct freq_table table = {
	    .output = &output,
	    .sums = &partial->sums,
	    .words = &partial->words,
	    .top = o->top.value,
	    .minimum = o->minimum.value,
	    .per = o->per.value,
	};

	if (outcome != DONE)
		return outcome;
	outlet.harmless = isatty(STDOUT_FILENO);
	output.flush = flush;
	output.sink = &outlet;
	if (o->partial)
		freq_partial_write(&table);
	else
		freq_table_write(&table);
	flush(&output);
	buffer_free(&output.bytes);
	return outlet_close(&outlet);
}

static enum outcome merge(const struct command *command)
{
	struct freq_partial partial = {0};
	enum outcome outcome = DONE;

	if (!command->operands.count)
		return diagnose_error(command->diagnostics, BAD_USAGE,
				      "name tables of partial sums: concordat merge part-*.tsv");
	vocabulary_begin(&partial.words);
	for (size_t i = 0; i < command->operands.count && outcome == DONE; i++)
		outcome = freq_partial_read(&partial, command->operands.at[i],
					    command->diagnostics);
	if (outcome == DONE)
		outcome = write_sums(&partial, command->options, command->diagnostics);
	freq_partial_free(&partial);
	return outcome;
}

const struct stage stage_merge = {
	.name = "merge",
	.summary = "add up the partial sums of several counts",
	.operand = "FILE...",
	.takes = FLOW_NOTHING,
	.gives = FLOW_NOTHING,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.command = merge,
};
