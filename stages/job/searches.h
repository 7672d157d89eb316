/*
 * Searches: the queries.txt of a folder.
 *
 * One `name: query` a line; `#` starts a comment line.  Names are
 * [a-z0-9-]+, each once; they become parts of file names.  At most
 * SEARCHES_MOST, since each has a table that is open while documents are read.
 */
#ifndef JOB_SEARCHES_H
#define JOB_SEARCHES_H

#include "pipeline/base/diagnostics.h"

enum { SEARCHES_MOST = 500 };

struct search {
	const char *name, *query;
};

struct searches {
	struct search *at;
	size_t count, capacity;
	struct buffer bytes;		/* the strings are in here */
};

/* Reads the file.  Every line that is wrong is named with its number, and what to do. */
enum outcome searches_read(struct searches *searches, const char *path, struct diagnostics *d);
void searches_free(struct searches *searches);

#endif
