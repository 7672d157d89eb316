/*
 * The crew at work: documents through stages, deliveries in order.  Used by
 * crew.c alone.
 */
#ifndef RUN_CREW_WORK_H
#define RUN_CREW_WORK_H

#include "pipeline/run/crew.h"

struct delivery *delivery_new(struct crew *crew);
void delivery_free(struct crew *crew, struct delivery *delivery);

/* Makes the worker's runs write into its delivery in hand. */
void point_runs(struct worker *worker);

/* Writes what a delivery holds, now, and empties it. */
enum outcome write_delivery(struct crew *crew, struct delivery *delivery);

/* Says messages at once, forgets them, and remembers whether something failed. */
void settle_diagnostics(struct crew *crew, struct diagnostics *diagnostics);

/* All documents of the source, by all workers. */
enum outcome work_documents(struct crew *crew);

/* A table from files or standard input, through the table stages. */
enum outcome work_table(struct crew *crew);

#endif
