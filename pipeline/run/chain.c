/* Chain: build, begin, run, and say how it ended. */
#include "pipeline/run/chain.h"

#include "pipeline/base/memory.h"
#include "pipeline/run/crew.h"
#include "pipeline/run/help.h"

#include <stdlib.h>

/* A whole command (run, help) is called; it builds chains of its own. */
static enum outcome run_command(const struct chain *chain, const struct link *link,
				struct diagnostics *diagnostics)
{
	struct command command = {.stage = link->stage,
				  .options = link->options,
				  .operands = link->operands,
				  .runner = chain->runner,
				  .diagnostics = diagnostics};

	diagnostics->stage = link->stage->name;
	enum outcome outcome = link->stage->command(&command);

	if (outcome == DONE && diagnostics->failed)
		return SOME_FAILED;
	return outcome;
}

static enum outcome open_outlets(struct outlet *outlets, const struct chain_end *ends,
				 size_t count, struct diagnostics *d)
{
	enum outcome outcome = DONE;

	for (size_t i = 0; i < count && outcome == DONE; i++)
		outcome = outlet_open(&outlets[i], &ends[i], d);
	return outcome;
}

static enum outcome close_outlets(struct outlet *outlets, size_t count, enum outcome outcome)
{
	for (size_t i = 0; i < count; i++) {
		enum outcome closed = outlet_close(&outlets[i]);

		if (outcome == DONE)
			outcome = closed;
	}
	return outcome;
}

static enum outcome run_documents(struct chain *chain, const struct chain_end *ends,
				  struct chain_report *report, struct diagnostics *d)
{
	struct outlet *outlets = memory_new(chain->end_count, sizeof *outlets);
	struct crew crew;

	for (size_t i = 0; i < chain->end_count; i++)
		outlets[i] = (struct outlet){.descriptor = -1, .path = ends[i].path};
	enum outcome outcome = crew_begin(&crew, chain, outlets, d);

	if (outcome == DONE)
		outcome = open_outlets(outlets, ends, chain->end_count, d);
	if (outcome == DONE)
		outcome = crew_run(&crew);
	outcome = close_outlets(outlets, chain->end_count, outcome);
	report->documents = crew.next_written;
	report->failed = crew.failed_documents;
	report->some_failed = crew.some_failed;
	crew_free(&crew);
	free(outlets);
	return outcome;
}

static void describe(const struct chain *chain)
{
	struct diagnostics d = {0};
	struct buffer words = {0};

	chain_describe(chain, &words);
	buffer_byte(&words, '\0');
	diagnose_warning(&d, "%s", words.at);
	say(&d);
	buffer_free(&words);
	diagnostics_free(&d);
}

enum outcome chain_run(const struct runner *runner, struct arguments trunk,
		       const struct chain_end *ends, size_t end_count, unsigned needs,
		       struct chain_report *report)
{
	struct diagnostics d = {.verbose = runner->verbose, .quiet = runner->quiet};
	struct chain chain;
	enum outcome outcome =
	    chain_build(&chain, runner, trunk, ends, end_count, needs, &d);

	*report = (struct chain_report){0};
	if (outcome == DONE && chain.help) {
		outcome = help_stage(chain.help_stage, &d);
	} else if (outcome == DONE && chain_first(&chain)->stage->command) {
		outcome = run_command(&chain, chain_first(&chain), &d);
	} else if (outcome == DONE) {
		if (runner->verbose)
			describe(&chain);
		outcome = run_documents(&chain, ends, report, &d);
	}
	say(&d);
	diagnostics_free(&d);
	chain_free(&chain);
	if (outcome == DONE && report->some_failed)
		return SOME_FAILED;
	return outcome;
}

enum outcome chain_run_words(const struct runner *runner, struct arguments words)
{
	struct chain_end end = {.words = words};
	struct chain_report report;

	return chain_run(runner, (struct arguments){NULL, 0}, &end, 1, 0, &report);
}
