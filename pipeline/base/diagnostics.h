/*
 * Diagnostics: what is said to the person, kept apart from where it is said.
 *
 * Code below the runner adds lines to such an object, which is passed in; the
 * runner writes them to standard error in the order of the documents.  A line
 * reads `concordat STAGE: FILE:LINE: what is wrong, and what to do`.  File
 * names and metadata in it are made harmless (harmless.h).
 */
#ifndef BASE_DIAGNOSTICS_H
#define BASE_DIAGNOSTICS_H

#include "pipeline/base/buffer.h"

/* How a command ends: sysexits.h where it has a name for it. */
enum outcome {
	DONE = 0,
	SOME_FAILED = 1,	/* some documents or rows failed, each named */
	BAD_USAGE = 64,
	NOT_A_STREAM = 65,	/* or metadata, queries, a stop list that cannot be used */
	NO_INPUT = 66,		/* an input that was named is not there */
	INTERNAL_ERROR = 70,
	NO_OUTPUT = 73,		/* an output cannot be created */
	IO_FAILED = 74,
	TRY_LATER = 75,
};

struct diagnostics {
	const char *stage;	/* borrowed; the name in front, or NULL */
	struct buffer lines;
	bool failed;		/* a document or a row was lost: exit status 1 */
	bool verbose;		/* notes are kept */
	bool quiet;		/* warnings are dropped */
};

/* A note: written only under --verbose. */
void diagnose_note(struct diagnostics *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A warning: the result stands, the exit status stays. */
void diagnose_warning(struct diagnostics *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A failure of one document or row: exit status 1 at the end. */
void diagnose_failure(struct diagnostics *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * An error that ends the command.  Returns `outcome`, to be handed up:
 *     return diagnose_error(d, BAD_USAGE, "--top takes a number, not '%s'", s);
 */
enum outcome diagnose_error(struct diagnostics *d, enum outcome outcome, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void diagnostics_free(struct diagnostics *d);

/* What `document` takes behind it when there are `count`. */
static inline const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

#endif
