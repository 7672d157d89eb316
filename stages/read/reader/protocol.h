/*
 * Protocol: what `extract` and the document reader say to each other.
 *
 * Over one socket of packets: a job and its descriptors (the document, and
 * the end of a pipe to write the stream to), then one answer.  Both programs
 * are built from the same source, so that the structs themselves are sent;
 * `magic` finds out a reader of another version.
 */
#ifndef READER_PROTOCOL_H
#define READER_PROTOCOL_H

#include "pipeline/base/slice.h"

/* The statuses of concordat-stream(5): constant, spelling. */
#define READING_STATUSES(X) \
	X(OK, "ok") X(PARTIAL, "partial") X(NO_TEXT, "no-text") X(EMPTY, "empty") \
	X(ENCRYPTED, "encrypted") X(DAMAGED, "damaged") X(UNSUPPORTED, "unsupported") \
	X(TOO_LARGE, "too-large") X(TIMEOUT, "timeout") X(CRASHED, "crashed") \
	X(UNREADABLE, "unreadable")

enum reading_status {
#define X(constant, spelling) READING_##constant,
	READING_STATUSES(X)
#undef X
	READING_STATUS_COUNT
};

static inline const char *reading_status_spelling(enum reading_status status)
{
	static const char *const spelling[] = {
#define X(constant, name) [READING_##constant] = name,
		READING_STATUSES(X)
#undef X
	};

	return spelling[status];
}

enum reader_format { READER_PDF, READER_HTML, READER_OFFICE, READER_MAIL, READER_FORMAT_COUNT };

/* Formats whose documents are read in a millisecond: many share a child. */
static inline bool reader_shares_child(uint32_t format)
{
	return format == READER_HTML || format == READER_MAIL;
}

enum sandbox {
	SANDBOX_AUTO,		/* as much of it as the kernel has; says what is missing */
	SANDBOX_REQUIRE,	/* no document is read without all of it */
	SANDBOX_OFF,		/* resource limits only */
};

/* What one document may cost.  Options of extract: the names in brackets. */
struct reader_limits {
	uint64_t input_bytes;		/* [--max-input, in MB] */
	uint64_t text_bytes;		/* of the stream made [--max-text, in MB] */
	uint64_t memory_bytes;		/* address space; 0: none [--max-memory, in MB] */
	uint32_t pages;			/* [--max-pages] */
	uint32_t seconds;		/* of processor time at the start [--max-seconds] */
	uint32_t page_milliseconds;	/* more for each page that is finished */
	uint32_t most_seconds;		/* but never more than this */
	uint32_t clock_seconds;		/* on the clock, this more than processor time */
};

static inline struct reader_limits reader_default_limits(enum reader_format format)
{
	return (struct reader_limits){
		.input_bytes = (format == READER_HTML ? UINT64_C(64) : UINT64_C(256)) << 20,
		.text_bytes = UINT64_C(64) << 20,
		.memory_bytes = UINT64_C(1) << 30,
		.pages = 20000,
		.seconds = 15,
		.page_milliseconds = 500,
		.most_seconds = 600,
		.clock_seconds = 10,
	};
}

/* The processor time allowed once so many pages are finished, in milliseconds. */
static inline uint64_t reader_time_allowed(const struct reader_limits *limits, uint64_t pages)
{
	uint64_t allowed = (uint64_t)limits->seconds * 1000 + pages * limits->page_milliseconds;
	uint64_t most = (uint64_t)limits->most_seconds * 1000;

	return allowed < most ? allowed : most;
}

/* What else than the stream is wanted of a document: bits. */
enum reader_wants {
	/*
	 * What was repaired and decided on the way: before </text>, milestones
	 * <repair kind before after [page] [at]/>, which are no part of the
	 * document.
	 */
	READER_REPORT = 1,
	/*
	 * Where blocks, repairs and fw stand, as an attribute `at`.  In a PDF:
	 * page, left, top, right, bottom, in points from the top left corner of
	 * the page as it is drawn, a group for each page or column, parted by
	 * `;`; pb has the whole page.  In a web page: a number that grows in the order of its source.
	 */
	READER_PLACES = 2,
	/*
	 * Of a spreadsheet, the cells of its first sheet, as a table: `n` of a
	 * row and of a cell is its number in the sheet.  Else a spreadsheet is
	 * unsupported.
	 */
	READER_SHEET = 4,
};

#define READER_MAGIC UINT32_C(0x434f4e33)

enum { READER_REASON_SIZE = 400, READER_SOCKET = 3, READER_GAPS = 8 };

/* Pages at which a child has failed: the document is read without them. */
struct reader_gaps {
	uint32_t count;
	uint32_t rest_too;	/* 1: nothing is read from the last of them on */
	struct {
		uint32_t page;		/* from 1 */
		uint32_t status;	/* enum reading_status: how it failed */
	} at[READER_GAPS];
};

/* Reading a picture of a page by Tesseract; the second for its processor time. */
enum { OCR_LANGUAGES_SIZE = 64, OCR_PAGE_SECONDS = 120 };

struct reader_job {		/* with two descriptors: document, pipe */
	uint32_t magic;
	uint32_t format;	/* enum reader_format */
	uint32_t sandbox;	/* enum sandbox */
	uint32_t alone;		/* 1: of a format that shares a child, but in one of its own */
	uint32_t wants;		/* enum reader_wants */
	uint32_t picture;	/* not 0: no stream, but a PNG of this page of a PDF */
	uint32_t part;		/* not 0: no stream, but the bytes of this attachment of a mail */
	char ocr[OCR_LANGUAGES_SIZE];	/* "eng+cym": pages without text are read so; "": not */
	struct reader_limits limits;
	struct reader_gaps gaps;
};

struct reader_answer {
	uint32_t magic;
	uint32_t complete;	/* 1: the stream in the pipe is whole, and says its status */
	uint32_t status;	/* if not complete: enum reading_status */
	uint32_t alone;		/* 1: no other document had been read by this child */
	uint32_t last;		/* 1: this child reads no more (between child and server) */
	uint32_t page;		/* if not complete: the page it stood at, from 1; 0: none */
	uint32_t before_page;	/* processor time until it came there, milliseconds */
	uint32_t spent;		/* all of it, milliseconds */
	uint32_t asks;		/* 1: no answer yet, but a page to be read: see ocr.h (likewise) */
	char lacks[READER_REASON_SIZE];		/* NUL-terminated: what the sandbox lacks, or "" */
	char reason[READER_REASON_SIZE];	/* NUL-terminated: why it is not complete */
};

#endif
