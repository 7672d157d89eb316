/*
 * Parts: documents that lie in a file beside others: what is attached to a
 * message, and the rows of a table.
 */
#ifndef READ_PARTS_H
#define READ_PARTS_H

#include "pipeline/base/sha256.h"

/* How often a message may be attached to a message, and how many parts a message may have. */
enum { PARTS_DEEPEST = 4, ATTACHMENTS_MOST = 1000 };

/* A cell of a row that is text. */
struct answer {
	struct slice question;		/* the heading of its column */
	struct slice text;		/* lines are paragraphs */
};

struct part {
	const char *shown;		/* path of the file, and its own name behind it: in messages */
	const struct part *within;	/* the message it is attached to; NULL: the file itself */
	uint32_t number;		/* of the attachment, from 1; 0: it is a row */
	unsigned depth;			/* from 1 */
	struct sha256_hex hash;		/* of an attachment */
	const struct answer *answers;	/* of a row */
	size_t answer_count;
	const char *format;		/* of a row: "csv", "xlsx" */
};

static inline bool part_is_row(const struct part *part)
{
	return part && !part->number;
}

#endif
