/*
 * Outlet: where the result of one end of a chain goes, through the table
 * stages that stand there (csv), to a descriptor.
 *
 * What goes to a terminal is made harmless on its way.
 *
 * Every write is checked; the first failure is kept and said once.  A reader
 * that goes away kills the process by SIGPIPE, silently, as with cat.
 */
#ifndef RUN_OUTLET_H
#define RUN_OUTLET_H

#include "pipeline/run/build.h"

struct outlet {
	int descriptor;
	const char *path;		/* for messages; NULL: standard output */
	sink_function *sink;		/* in place of a descriptor, or NULL */
	void *sink_context;
	struct run *tables;		/* table stages in order, borrowed */
	size_t table_count;
	bool harmless;			/* a terminal: what could steer it is made visible */
	struct buffer shown;
	struct arena cells;
	enum outcome outcome;		/* DONE until something fails */
	struct diagnostics *diagnostics;
};

/* Opens a file (created or emptied), standard output, or nothing for a sink. */
enum outcome outlet_open(struct outlet *outlet, const struct chain_end *end,
			 struct diagnostics *d);

/* Delivers whole rows or documents. */
enum outcome outlet_deliver(struct outlet *outlet, struct slice bytes);

/* Ends the table stages, in order. */
enum outcome outlet_end(struct outlet *outlet);

/* Closes, with the check that a full disk or a network needs. */
enum outcome outlet_close(struct outlet *outlet);

#endif
