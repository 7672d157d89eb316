/*
 * Describe: the attributes that the user gives to documents, from a table of
 * metadata and from the path.
 */
#ifndef READ_DESCRIBE_H
#define READ_DESCRIBE_H

#include "stages/read/candidates.h"
#include "stages/read/path_pattern.h"

/*
 * Gives each candidate its attributes; their names are numbered in `names`.
 *
 * `meta` is the table for all of them (--meta), or NULL: then metadata.csv or
 * metadata.tsv is looked for in each folder that is an operand, for what lies
 * in it.  A row is for the document whose path below its operand, or whose
 * id, it gives; with --meta a path from where the table lies will do too.
 * For a part of a file that has no row of its own that of the file counts.
 * Rows without a document and documents without a row are warnings.
 *
 * `pattern` (or NULL) gives what the table leaves open.
 */
enum outcome describe_candidates(struct candidates *candidates, const char *meta,
				 const struct path_pattern *pattern, struct names *names,
				 struct diagnostics *d);

#endif
