/*
 * Chain: stages put together and run over documents, by worker threads.
 *
 * The only code that knows whether a stage stands alone, in a pipe or in a
 * chain.  A chain has a trunk, through which every document passes, and one
 * or more ends, each with an output of its own; a command typed by a person
 * has one end, standard output.
 */
#ifndef RUN_CHAIN_H
#define RUN_CHAIN_H

#include "pipeline/run/stage.h"

/* What is common to every chain of one command. */
struct runner {
	const struct stage *const *stages;	/* all of them, in the order of help */
	size_t stage_count;
	const char *const *front;	/* names, in order, of what goes in front of documents */
	size_t front_count;		/* (extract, normalise, tokens) */
	struct resources resources;
	unsigned jobs;		/* worker threads; 0: one for each core */
	bool quiet, verbose;
	bool progress;		/* on standard error */

	/* Looks at what would be read, and may take inputs out; NULL: all are read. */
	enum outcome (*choose)(void *context, struct inputs *inputs, struct diagnostics *d);
	void *choose_context;
};

/* The stage of this name, or NULL. */
const struct stage *runner_find(const struct runner *runner, struct slice name);

/* Takes what a document made, in the order of documents; one call at a time. */
typedef enum outcome sink_function(void *context, struct slice bytes, struct diagnostics *d);

/* One end: a chain of words as a person types them, and where its result goes. */
struct chain_end {
	struct arguments words;		/* "freq", "--by", "region", "then", "csv" */
	const char *path;		/* created or emptied; NULL: standard output */
	sink_function *sink;		/* in place of either, or NULL */
	void *sink_context;
};

struct chain_report {		/* what happened, for those who say more about it */
	uint64_t documents, failed;
	bool some_failed;		/* exit status 1 at the end */
};

/*
 * Runs `trunk` (which may be empty) into all the ends.  Operands stand where
 * a person would put them, behind the first stage.  What is missing in front
 * for the operands given (extract, normalise, tokens) is added.  Messages go
 * to standard error as they come; an error of the chain itself too.
 */
enum outcome chain_run(const struct runner *runner, struct arguments trunk,
		       const struct chain_end *ends, size_t end_count, unsigned needs,
		       struct chain_report *report);

/* A command as a person types it, from the first stage's name on. */
enum outcome chain_run_words(const struct runner *runner, struct arguments words);

#endif
