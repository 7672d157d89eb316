/*
 * Progress: one line on a terminal, rewritten a few times a second.
 */
#ifndef RUN_PROGRESS_H
#define RUN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool shown;			/* else all of this is silent */
	bool visible;			/* a line stands there now */
	uint64_t total;			/* documents, 0: not known */
	uint64_t documents, pages;
	double started, last;		/* CLOCK_MONOTONIC, seconds */
};

void progress_begin(struct progress *progress, bool shown, uint64_t total);

/* One document more. */
void progress_add(struct progress *progress, uint64_t pages);

/* Takes the line away, so that something else can be said. */
void progress_clear(struct progress *progress);

#endif
