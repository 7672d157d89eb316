/*
 * Crew: the workers of a chain, and the order of what they make.
 *
 * Each worker takes the next document, passes it through all stages with
 * states, vocabulary and arena of its own, and hands in a delivery: the bytes
 * for every outlet and report, and the messages.  Deliveries are written in
 * the order of input.  Nothing else is shared while documents pass.
 */
#ifndef RUN_CREW_H
#define RUN_CREW_H

#include "pipeline/run/outlet.h"
#include "pipeline/run/progress.h"
#include "pipeline/run/stores.h"
#include "pipeline/stream/split.h"

#include <pthread.h>

/* What one document made. */
struct delivery {
	struct output *outputs;		/* one for each outlet */
	struct output *reports;		/* one for each link that has one */
	struct diagnostics diagnostics;
	uint64_t pages;
	bool failed;			/* the document's own status is a failure */
	enum outcome outcome;		/* not DONE: the command ends here */
};

struct worker {
	struct crew *crew;
	unsigned number;
	struct names names;
	struct vocabulary words;
	struct arena arena;
	struct stream_reader reader;
	struct buffer bytes;		/* of the stream's or store's document in hand */
	struct worker_store *stores;	/* one for each store of the source */
	struct run *runs;		/* one for each link: trunk first, then each end */
	struct delivery *delivery;	/* being filled */
	pthread_t thread;
};

enum { DELIVERIES_AHEAD = 64, JOBS_MOST = 64 };

struct crew {
	const struct chain *chain;
	struct worker *workers;
	size_t worker_count;
	struct outlet *outlets;		/* one for each end */
	struct outlet **reports;	/* one for each link, or NULL */
	size_t link_count;
	struct inputs inputs;		/* of a files stage */
	struct splitter splitter;
	struct stores stores;
	unsigned source_needs;		/* enum need: of the whole chain */
	struct progress progress;
	bool on_terminal;		/* standard output is one, perhaps that of progress */

	pthread_mutex_t source_lock;	/* guards splitter, stores, next_taken */
	uint64_t next_taken;
	bool source_ended;

	pthread_mutex_t lock;		/* guards what is below */
	pthread_cond_t moved;
	struct delivery *waiting[DELIVERIES_AHEAD];
	struct delivery *spare[DELIVERIES_AHEAD + JOBS_MOST];
	size_t spare_count;
	uint64_t next_written;
	bool writing;
	enum outcome outcome;		/* DONE until the command must end */
	bool some_failed;
	uint64_t failed_documents;
	struct diagnostics *diagnostics;	/* of the whole command */
};

/* Makes workers and states, begins stages, lists inputs, writes headings. */
enum outcome crew_begin(struct crew *crew, const struct chain *chain, struct outlet *outlets,
			struct diagnostics *diagnostics);

/* Passes all documents; merges; ends. */
enum outcome crew_run(struct crew *crew);
void crew_free(struct crew *crew);

/* Writes messages to standard error at once and forgets them. */
void say(struct diagnostics *diagnostics);

#endif
