/*
 * Doubt: how much of a text looks misread, as extract(1) defines it.
 */
#ifndef READ_DOUBT_H
#define READ_DOUBT_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/document.h"

enum { DOUBTFUL = 20 };		/* from here on people are told */

/* In hundredths, 0 to 100, of a document in text phase; 0 of one without content. */
unsigned doubt_of(const struct document *d);

enum { DOUBTFUL_NAMED = 3 };

/* The documents that people are told of; all zero is none. */
struct doubtful {
	uint64_t count;
	struct {
		unsigned doubt;		/* 0: nobody is here */
		struct slice id;	/* borrowed: from the inputs */
	} worst[DOUBTFUL_NAMED];	/* falling, then by bytes of the id */
};

/* Notes a document, if it is doubtful.  The id must live as long. */
void doubtful_add(struct doubtful *doubtful, unsigned doubt, struct slice id);
void doubtful_merge(struct doubtful *doubtful, const struct doubtful *more);

/* One warning for all of them, if there are any. */
void doubtful_say(const struct doubtful *doubtful, struct diagnostics *d);

#endif
