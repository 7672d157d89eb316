/*
 * Child: the process that looks at documents, and the reading of one.
 */
#ifndef READER_CHILD_H
#define READER_CHILD_H

#include "stages/read/reader/reader.h"
#include "stages/read/reader/sandbox.h"

#include <stdatomic.h>

/* Where a child's descriptors are: nothing else is open in it. */
enum { CHILD_DOCUMENT = 0, CHILD_OUTPUT = 1, CHILD_ERRORS = 2, CHILD_SOCKET = READER_SOCKET };

/* Exit status of a child that memory ran out in: EX_OSERR, see base/memory.h. */
enum { CHILD_OUT_OF_MEMORY = 71, CHILD_LONGEST_SERVICE = 64 };

/* Once, before any child is forked.  False if the libraries do not work at all. */
bool reader_warm_up(enum reader_format format);

/* What the sandbox must leave for reading, or drawing, a document. */
enum sandbox_needs reader_needs(enum reader_format format, bool draws);

/* Where a child stands, in memory that it shares with the server. */
struct reader_progress {
	atomic_uint finished;		/* pages, for whoever keeps the clock */
	atomic_uint page;		/* in hand, from 1; 0: none */
	atomic_uint before_page;	/* processor time of the process when it was begun, ms */
};

/* Memory that a child shares with the server. */
struct child_shares {
	struct reader_progress *progress;
	struct ocr_desk *desk;		/* NULL: no document was to be read by OCR yet */
};

/*
 * Appends the whole stream of one document to `stream`: <text>, with the id,
 * to </text>.  Of the job count the format, the limits, the gaps and what is
 * wanted.  `progress` may be null; `ocr`, if not null, reads pages without text.
 */
void read_document(struct buffer *stream, const struct reader_job *job, struct slice id,
		   struct slice bytes, struct reader_progress *progress, const struct ocr *ocr);

/*
 * Appends what the job asks for: that stream, a picture, an attachment.
 * False: there is none, and the answer's reason says why.
 */
bool do_reading(struct buffer *to, const struct reader_job *job, struct slice id,
		struct slice bytes, const struct child_shares *shares,
		struct reader_answer *answer);

/* Writes it all, by plain calls: stdio would ask what sort of file it is. */
bool write_all(int to, struct slice bytes);

/*
 * A child's life, behind the fork: limits and sandbox, then the document of
 * the first job, then, if it is a web page that is not to be alone, those
 * that come over the socket.  Answers each; the answer's `last` is set when
 * no more will be read.
 */
_Noreturn void child_run(const struct reader_job *first, const struct child_shares *shares);

#endif
