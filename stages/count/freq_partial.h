/*
 * Partial sums: what freq has counted, as a table that can be added to others.
 *
 * Columns: those of the groups, then term, form, count, documents.  A group
 * begins with a row without term, which holds its base and its documents;
 * then a row for each form of each term, in byte order, the documents of the
 * term in the first of them.  All numbers are sums, so the rows of several
 * tables, put together, say what one count of everything would.
 */
#ifndef COUNT_FREQ_PARTIAL_H
#define COUNT_FREQ_PARTIAL_H

#include "pipeline/base/diagnostics.h"
#include "stages/count/freq_table.h"

/* Writes header and rows; `top`, `minimum` and `per` have no part in it. */
void freq_partial_write(const struct freq_table *table);

/* Sums being read; all zero but for `words`. */
struct freq_partial {
	struct freq_sums sums;
	struct vocabulary words;
	struct word_index index;	/* "form TAB term" -> word */
	struct buffer key;
	const char *first;		/* the file that was read first, or NULL */
};

/* Adds a table that freq_partial_write() wrote. */
enum outcome freq_partial_read(struct freq_partial *partial, const char *path,
			       struct diagnostics *d);
void freq_partial_free(struct freq_partial *partial);

#endif
