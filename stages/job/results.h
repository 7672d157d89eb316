/*
 * Results: the folder that `run` leaves, old or new, never a mixture.
 *
 * Everything is written into a folder `.unfinished` inside it, which is
 * locked, and moved into place at the end.  What an interrupted run left
 * there is taken away by the next.
 */
#ifndef JOB_RESULTS_H
#define JOB_RESULTS_H

#include "pipeline/base/arena.h"
#include "pipeline/base/diagnostics.h"

struct results {
	const char *folder;	/* as named by the user */
	const char *unfinished;	/* folder/.unfinished */
	int lock;
	struct arena arena;	/* owns the paths */
};

/* Makes the folders. TRY_LATER if another run writes there now. */
enum outcome results_begin(struct results *results, const char *folder, struct diagnostics *d);

/* The path of a file in the making: "frequency", ".tsv".  Lives as long as results. */
const char *results_path(struct results *results, const char *name, const char *ending);

/*
 * Moves all files into place, and takes away tables that an earlier run left
 * for queries and groups that are no more (frequency-by-*, concordance-*).
 */
enum outcome results_finish(struct results *results, struct diagnostics *d);

/* Unlocks, and takes away what was not finished. */
void results_free(struct results *results);

#endif
