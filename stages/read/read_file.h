/*
 * Read a file, or a part of one: from a path to the content of a document and
 * its status.
 */
#ifndef READ_READ_FILE_H
#define READ_READ_FILE_H

#include "pipeline/base/sha256.h"
#include "pipeline/model/status.h"
#include "pipeline/stream/read.h"
#include "stages/read/parts.h"
#include "stages/read/plain_text.h"
#include "stages/read/reader_client.h"

/* How much of a document is read; 0: the reader's own limits (reader/protocol.h). */
struct file_limits {
	uint64_t input_bytes;		/* 0: by format */
	uint64_t text_bytes, memory_bytes;
	uint32_t pages, seconds;
	const char *ocr;		/* not a limit: as reader_client.h has it */
};

/* What one worker keeps from file to file. */
struct file_reader {
	struct file_limits limits;
	struct reader_client client;
	struct reader_result result;
	struct stream_reader reader;
	struct buffer bytes;		/* of the file in hand: all of it, or its start */
	bool whole;
	struct plain_text plain;
	struct buffer stream;		/* what the document reader gave */
	struct buffer weak;		/* what its sandbox lacks; empty: nothing */
};

/* What is to be read. */
struct file_name {
	const char *path;		/* to be opened */
	const char *shown;		/* in messages; its end tells what the file is called */
	const struct part *part;	/* of that file; NULL: all of it */
};

/* The start of a file or an attachment. */
struct file_start {
	struct slice bytes;		/* in the reader's buffers until the next call */
	uint64_t size;			/* of all of it */
	struct sha256_hex hash;		/* of an attachment; else empty */
};

/* What reading one file came to. */
struct file_result {
	enum status status;
	struct slice reason;		/* empty for ok; in the document's arena */
	const char *format;		/* the attribute's value, or NULL */
	uint64_t bytes;
	uint32_t pages;			/* of plain text with form feeds, else 0 */
	bool has_hash;
	struct sha256_hex hash;
};

/*
 * Fills the content of an empty document, and, from a PDF or a web page, the
 * attributes that it declares.  The content lies in the reader's buffers
 * until the next call.  `wants_hash`: the SHA-256 of the file too.  What is
 * ill-formed is said in `diagnostics`, failures in the result alone; repairs
 * stand in the document (decisions.h) if reader->client.wants READER_REPORT.
 */
struct file_result file_reader_read(struct file_reader *reader, const struct file_name *name,
				    bool wants_hash, struct document *document,
				    struct diagnostics *diagnostics);

/* The first bytes, enough to recognise the format.  False: it cannot be read. */
bool file_reader_start(struct file_reader *reader, const struct file_name *name,
		       struct file_start *start);

/* Appends a picture (PNG) of a page, from 1, of a PDF; false: and why there is none. */
bool file_reader_draw(struct file_reader *reader, const struct file_name *name, uint32_t page,
		      struct buffer *png, struct buffer *reason);

void file_reader_begin(struct file_reader *reader, const struct file_limits *limits,
		       const char *program, enum sandbox sandbox, struct vocabulary *words);
void file_reader_free(struct file_reader *reader);

#endif
