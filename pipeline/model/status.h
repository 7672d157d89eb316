/*
 * Status: how the reading of a document ended.  Exactly one per document.
 */
#ifndef MODEL_STATUS_H
#define MODEL_STATUS_H

#include "pipeline/base/slice.h"

/* constant, spelling, whether it is a failure (exit status 1 of extract) */
#define STATUSES(X) \
	X(OK, "ok", false) X(PARTIAL, "partial", true) X(NO_TEXT, "no-text", true) \
	X(EMPTY, "empty", true) X(ENCRYPTED, "encrypted", true) X(DAMAGED, "damaged", true) \
	X(UNSUPPORTED, "unsupported", true) X(TOO_LARGE, "too-large", true) \
	X(TIMEOUT, "timeout", true) X(CRASHED, "crashed", true) X(UNREADABLE, "unreadable", true)

enum status {
#define X(constant, spelling, failure) STATUS_##constant,
	STATUSES(X)
#undef X
	STATUS_UNKNOWN
};

/* STATUS_UNKNOWN if it is none of the list. */
enum status status_of(struct slice spelling);
struct slice status_spelling(enum status status);
bool status_is_failure(enum status status);

#endif
