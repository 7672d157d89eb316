/*
 * Metadata: the user's table of documents, as CSV or TSV.
 *
 * The first line holds headings, the first column the path of a document;
 * every other column with a heading is an attribute, named as tables name
 * their columns.  For the form of the table see records.h.
 */
#ifndef STREAM_METADATA_H
#define STREAM_METADATA_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/word_index.h"

struct metadata_row {
	struct slice path;		/* as metadata_path() makes it */
	struct slice *values;		/* one for each column; empty where there is none */
	uint64_t line;			/* of the file, from 1 */
	bool used;			/* the caller's: a document has been found for it */
};

/* All zero is a valid, empty table. */
struct metadata {
	struct slice *columns;		/* names of attributes, without the path's column */
	size_t column_count;
	struct metadata_row *rows;	/* in the order of the file */
	size_t row_count, row_capacity;
	struct word_index index;	/* path -> row */
	struct arena arena;
};

/*
 * Fills an empty table.  `file` is its name in messages.  Errors: no column
 * beside the path, two columns of one name, a column that would set what
 * extract itself writes (status, pages ...), a quote that is never closed.
 * Rows without a path, with too many cells, or for a path that has a row
 * already are named and passed over.
 */
enum outcome metadata_parse(struct metadata *metadata, struct slice bytes, const char *file,
			    struct diagnostics *d);
enum outcome metadata_read(struct metadata *metadata, const char *path, struct diagnostics *d);
void metadata_free(struct metadata *metadata);

/* The row of a path that metadata_path() made, or NULL. */
struct metadata_row *metadata_find(struct metadata *metadata, struct slice path);

/*
 * A path for comparing: `\` as `/`, without `.` and empty parts, NFC, no
 * white space at the ends.  In the arena.
 */
struct slice metadata_path(struct arena *arena, struct slice path);

/*
 * Whether an attribute of `text` may be set by the user.  Names are compared
 * with `_` and `-` alike, so that the heading "Lang-by" is refused too.
 */
bool metadata_may_set(struct slice name);

#endif
