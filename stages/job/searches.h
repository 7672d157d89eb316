/*
 * Searches: the queries.txt of a folder.
 *
 * One `name: query` a line; `#` starts a comment line.  Names are
 * [a-z0-9-]+, each once; they become parts of file names.
 */
#ifndef JOB_SEARCHES_H
#define JOB_SEARCHES_H

#include "pipeline/base/diagnostics.h"

struct search {
	const char *name, *query;
};

struct searches {
	struct search *at;
	size_t count, capacity;
	struct buffer bytes;		/* the strings are in here */
};

/*
 * Reads the file; one that is not there gives no searches.  Every line that
 * is wrong is named with its number, and what to do.
 */
enum outcome searches_read(struct searches *searches, const char *path, struct diagnostics *d);
void searches_free(struct searches *searches);

#endif
