/*
 * Results: the folder that `run` leaves.
 *
 * Everything is written into a folder `.unfinished` inside it and moved into
 * place when all is there, so that an interrupted run leaves the old results
 * whole.  On a signal `.unfinished` is taken away first; what a run that died
 * otherwise left there, the next takes away.  Moving takes an instant, and
 * signals wait for it, but it is not one step: provenance.json goes first and
 * comes last, so that where it stands all tables belong to the run it tells of.
 */
#ifndef JOB_RESULTS_H
#define JOB_RESULTS_H

#include "pipeline/base/arena.h"
#include "pipeline/base/diagnostics.h"
#include "pipeline/run/interrupt.h"

struct results {
	const char *folder;	/* as named by the user */
	const char *unfinished;	/* folder/.unfinished */
	int lock;		/* the folder, locked, or -1 */
	bool made;		/* it was not there before */
	struct arena arena;	/* owns the paths */
	struct interrupt interrupt;
};

/* Makes the folders. TRY_LATER if another run writes there now.  Must not move then. */
enum outcome results_begin(struct results *results, const char *folder, struct diagnostics *d);

/* The path of a file in the making: "frequency", ".tsv".  Lives as long as results. */
const char *results_path(struct results *results, const char *name, const char *ending);

/* The same where it stands after results_finish(). */
const char *results_final_path(struct results *results, const char *name, const char *ending);

/*
 * Moves all files into place, and takes away what an earlier run left and
 * this one has not made: frequency-by-* and concordance-* that are there as
 * .tsv and .csv, and the .csv of a new table.  Other files are left alone.
 */
enum outcome results_finish(struct results *results, struct diagnostics *d);

/* Unlocks, and takes away what was not finished. */
void results_free(struct results *results);

#endif
