/*
 * Reader client: reads a PDF or a web page through the second program,
 * concordat-read, which alone links the libraries that parse them.
 *
 * One client for each worker thread; clients share nothing.  The program is
 * started at the first document that needs it.  A document comes as an open
 * descriptor, never as a path.  What a child wrote before it died is never
 * given out.
 */
#ifndef READER_CLIENT_H
#define READER_CLIENT_H

#include "pipeline/base/buffer.h"
#include "stages/read/reader/protocol.h"

#include <sys/types.h>

struct reader_client {
	const char *program;	/* borrowed: the path of concordat-read */
	enum sandbox sandbox;
	unsigned wants;		/* enum reader_wants; the caller may set it */
	const char *ocr;	/* Tesseract's languages, "eng+cym"; NULL: no OCR; likewise, borrowed */
	pid_t pid;		/* of the server; 0: not started */
	int socket;		/* -1: not started */
};

struct reader_result {
	enum reading_status status;
	/*
	 * For a status other than ok: what is wrong and what to do, in words,
	 * one line.  Empty where the stream says it itself (see below).
	 */
	struct buffer reason;
	/*
	 * What the sandbox lacks under SANDBOX_AUTO ("the kernel has no
	 * Landlock"); empty: nothing.  To be said once by the caller.
	 */
	struct buffer weak;
};

/* Starts nothing yet.  All fields are set. */
void reader_client_begin(struct reader_client *client, const char *program, enum sandbox sandbox);

/*
 * Reads one document from `descriptor` (a regular file open for reading; its
 * offset does not matter and it stays open).
 *
 * True: `stream` (which is emptied first) holds one whole document of the
 * stream, `<text id="document" format="pdf" status="..." [reason title author
 * date lang lang-by source pages pages-without-text ...]>` to `</text>` and
 * its LF; the caller puts its own id in.  result->status is READING_OK and
 * says nothing about the document: the stream's own status does (ok,
 * partial, no-text, empty, encrypted, damaged).
 *
 * False: there is no stream (it is empty), and `result` has the document's
 * status (too-large, timeout, crashed, unreadable, damaged) and the reason.
 *
 * `result` is zeroed before the first use and freed by reader_result_free();
 * it may be used again.
 */
bool reader_client_read(struct reader_client *client, enum reader_format format, int descriptor,
			const struct reader_limits *limits, struct buffer *stream,
			struct reader_result *result);

/*
 * A picture of one page of a PDF (from 1), as PNG, in the same way; the
 * status and the reason of a failure are those of this page.
 */
bool reader_client_draw(struct reader_client *client, int descriptor, uint32_t page,
			const struct reader_limits *limits, struct buffer *png,
			struct reader_result *result);

/*
 * The bytes of one attachment of a mail, in the same way: the one whose
 * milestone `attach` in the mail's stream has this number (from 1) as `n`.
 */
bool reader_client_unpack(struct reader_client *client, int descriptor, uint32_t part,
			  const struct reader_limits *limits, struct buffer *bytes,
			  struct reader_result *result);

void reader_result_free(struct reader_result *result);

/* Ends the server, if it was started, and waits for it. */
void reader_client_end(struct reader_client *client);

#endif
