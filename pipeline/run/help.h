/*
 * Help: synopsis, --help and completion, all from the options tables; and
 * the manual pages, which are built into the program as plain text.
 */
#ifndef RUN_HELP_H
#define RUN_HELP_H

#include "pipeline/run/chain.h"

/* A manual page: "concordat", "freq", "concordat-stream". */
struct page {
	const char *name;
	const char *text;
};

/* All pages; made by docs/pages.sh.  The last has a null name. */
extern const struct page manual_pages[];

/* "concordat freq [--by ATTRIBUTE,...] ... [FILE...]", without LF. */
void help_synopsis(const struct stage *stage, struct buffer *to);

/* What `concordat STAGE --help` prints, to standard output. */
enum outcome help_stage(const struct stage *stage, struct diagnostics *diagnostics);

/* What `concordat help` prints: the stages in a table. */
enum outcome help_list(const struct runner *runner, struct diagnostics *diagnostics);

/* The manual page of that name; the nearest one is named if there is none. */
enum outcome help_page(const struct runner *runner, const char *name,
		       struct diagnostics *diagnostics);

/* The script that completes commands in bash. */
enum outcome help_completion(const struct runner *runner, struct diagnostics *diagnostics);

/* Writes to standard output, checked. */
enum outcome help_print(struct slice text, struct diagnostics *diagnostics);

#endif
