/*
 * Job: what the parts of `run` share: the plan, and what was found.
 */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "pipeline/run/chain.h"
#include "stages/job/results.h"
#include "stages/job/searches.h"

/* Attributes that documents are counted by: "region", or "region,type". */
struct grouping {
	const char *by;
	const char *name;	/* of the table: "frequency-by-region" */
};

struct found {			/* of one search, in the order of searches */
	uint64_t hits, documents;
};

struct job {
	const struct runner *runner;
	struct diagnostics *diagnostics;
	const char *folder;		/* that is read */
	const char *lang;		/* or NULL */
	const char *metadata, *queries, *stopwords;	/* paths, or NULL where there is none */
	struct searches searches;
	struct grouping *groupings;
	size_t grouping_count;
	struct results results;
	struct chain_report report;
	struct found *found;
	struct arena arena;
};

/* Counts the lines of each concordance and writes queries.tsv. */
enum outcome job_write_queries(struct job *job);

/* Writes provenance.json: no clock, no absolute path, the same bytes for the same input. */
enum outcome job_write_provenance(struct job *job);

/* Six lines on standard output: what was found and where it lies. */
enum outcome job_say_summary(struct job *job);

/* The name of a search's table: "concordance-NAME".  In the job's arena. */
const char *job_concordance(struct job *job, size_t search);

/* Writes a file of the results that is not made by a chain. */
enum outcome job_write_file(struct job *job, const char *path, struct slice bytes);

#endif
