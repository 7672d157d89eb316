/*
 * Reading the stream: concordat-stream(5), one strict reader for all stages.
 *
 * Whatever the format calls an error drops the document whole and is
 * reported once, with file and line.  What stands behind a document and
 * before the next `<text ` (garbage) is an error too, which leaves the
 * document before it whole.
 */
#ifndef STREAM_READ_H
#define STREAM_READ_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/document.h"
#include "pipeline/model/word_index.h"

/* What a reader keeps from document to document; one for each worker. */
struct stream_reader {
	struct vocabulary *words;
	struct word_index lines[2];	/* whole lines -> words; [1]: folded by Turkic rules */
	struct buffer scratch;
};

/* The bytes of one document, from its `<text ` to before the next one's. */
struct stream_piece {
	struct slice bytes;	/* 64 bytes behind the end are readable */
	const char *file;	/* for messages; borrowed */
	uint64_t line;		/* of the first byte, from 1 */
	uint64_t lines;		/* how many LF it holds: no more lines than that, and one */
	bool repeated;		/* its id was seen before in this stream */
};

void stream_reader_begin(struct stream_reader *reader, struct vocabulary *words);
void stream_reader_free(struct stream_reader *reader);

/*
 * Fills *document (which document_begin() made) from the piece; it borrows
 * the piece's bytes.  False: malformed, reported as a failure.
 */
bool stream_read(struct stream_reader *reader, const struct stream_piece *piece,
		 struct document *document, struct diagnostics *diagnostics);

#endif
