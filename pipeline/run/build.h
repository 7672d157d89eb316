/*
 * Building a chain: from words to links that fit each other.
 *
 * Each `then` starts a new link.  What is handed to the first stage decides
 * what goes in front of it.
 */
#ifndef RUN_BUILD_H
#define RUN_BUILD_H

#include "pipeline/run/chain.h"

/* One stage of a chain with its options and operands. */
struct link {
	const struct stage *stage;
	void *options;			/* owned */
	const char **words;		/* storage of the operands, owned */
	struct arguments operands;	/* the stage's own */
	struct arguments inputs;	/* what is left of them */
	struct arguments typed;		/* all its words as they were typed */
	unsigned needs;			/* of all that follow */
};

enum { LINKS_MOST = 64 };

/* A part of a chain without branches. */
struct path {
	struct link links[LINKS_MOST];
	size_t count;
};

enum source_kind { SOURCE_FILES, SOURCE_STREAM, SOURCE_STORE, SOURCE_TABLE };

struct chain {
	const struct runner *runner;
	struct path trunk;
	struct path *ends;		/* owned */
	size_t end_count;
	enum source_kind source;
	struct arguments inputs;	/* streams, stores or a table to be read; else empty */
	bool help;			/* --help was asked for: of this stage */
	const struct stage *help_stage;
};

/*
 * Parses and checks; messages go to `diagnostics`.  The chain must be freed
 * whatever the outcome.  With chain->help nothing else is to be done.
 */
enum outcome chain_build(struct chain *chain, const struct runner *runner, struct arguments trunk,
			 const struct chain_end *ends, size_t end_count, unsigned needs,
			 struct diagnostics *diagnostics);
void chain_free(struct chain *chain);

/* The first link of the whole chain. */
struct link *chain_first(struct chain *chain);

/* Says the whole chain in one line, as it could be typed. */
void chain_describe(const struct chain *chain, struct buffer *to);

/* "put 'tokens' before 'freq'" and its like; for documents that came in the wrong phase. */
enum outcome chain_wrong_phase(const struct stage *stage, const struct document *document,
			       struct diagnostics *diagnostics);

#endif
