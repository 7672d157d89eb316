/*
 * Reader: the contract between the program concordat-read and its parsers.
 *
 * A parser is given the bytes of one document and appends the blocks of its
 * stream (concordat-stream(5)) to `body`, by the pieces of
 * pipeline/stream/write.h, without the <text> tags: main writes those, with
 * the attributes that the parser has set and the status.  It runs in a
 * process that may be killed at any time, opens no file and prints nothing.
 */
#ifndef READER_H
#define READER_H

#include "pipeline/base/buffer.h"
#include "stages/read/reader/ocr.h"
#include "stages/read/reader/protocol.h"

struct reading {
	struct slice bytes;			/* the whole document, as it lies in the file */
	const struct reader_limits *limits;
	const char *format;			/* of <text>; NULL: as asked for, "": none */
	struct buffer attributes;		/* of <text>: by reading_attribute() */
	struct buffer body;			/* the blocks */
	enum reading_status status;		/* starts READING_OK */
	struct buffer reason;			/* for a status other than ok: one line, in words */
	bool over;				/* set by page_done(): the text is over its limit */
	unsigned wants;				/* enum reader_wants */
	struct buffer report;			/* by reading_report() */
	const struct reader_gaps *gaps;		/* pages not to be read; NULL: none */

	/*
	 * To be called before each page that could not be left: says that the
	 * parser stands at this one (from 1), so that it is blamed for what
	 * happens until page_done().
	 */
	void (*page_begun)(struct reading *reading, uint32_t page);

	/*
	 * To be called after each page that is finished, with its blocks in
	 * `body`: gives the document more processor time.  Sets `over`, status
	 * and reason when the text has met its limit: the parser stops there.
	 */
	void (*page_done)(struct reading *reading);
	const struct ocr *ocr;			/* NULL: not asked for */
	void *caller;				/* main's own */
};

/* The parsers. */
void read_pdf(struct reading *reading);
void read_html(struct reading *reading);
void read_office(struct reading *reading);	/* and e-books: whatever is a zip file */
void read_mail(struct reading *reading);

/*
 * Appends to `png` what a page (from 1) looks like.  False: there is no such
 * page, or it cannot be drawn.
 */
bool draw_pdf_page(struct slice bytes, uint32_t page, struct buffer *png);

/*
 * Appends the bytes of an attachment of a mail (from 1), as read_mail()
 * numbers them.  False: there is no such one.
 */
bool unpack_mail_part(struct slice bytes, uint32_t number, struct buffer *to);

/*
 * Called once, before any child is forked: loads the tables of the libraries
 * and keeps them (a tiny document stays open in Poppler).  False if the
 * library does not work at all.
 */
bool pdf_warm_up(void);
void html_warm_up(void);
void office_warm_up(void);
bool drawing_warm_up(void);		/* of PDF pages: looks for the system's fonts */

/* "22.12.0", "2.9.14", "3.6.2" */
const char *pdf_library_version(void);
const char *html_library_version(void);
const char *office_library_version(void);

/*
 * An attribute of <text>: cleaned, on one line, trimmed; the first value
 * counts, an empty one is none.
 */
void reading_attribute(struct reading *reading, struct slice name, struct slice value);

/* The status and its reason: control characters in the reason are cleaned. */
void reading_fail(struct reading *reading, enum reading_status status, const char *reason, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Reports a repair or decision, if that is wanted: what stood there, and what
 * stands there now (empty: nothing).  `page` is 0 where there are no pages;
 * `at` is where, as READER_PLACES has it, or empty.
 */
void reading_report(struct reading *reading, const char *kind, uint32_t page, struct slice at,
		    struct slice before, struct slice after);

/*
 * Appends s as clean running text: well-formed UTF-8 (repaired to U+FFFD),
 * runs of white space and control characters as one space, none at the
 * start of the buffer or after a space; bidi controls (U+202A-202E,
 * U+2066-2069) and U+FEFF dropped.  A space at the end is kept: see
 * trim_end().  U+00A0 and other Unicode spaces are kept as they are.
 */
void append_clean_text(struct buffer *to, struct slice s);

/* Takes ASCII spaces off the end. */
void trim_end(struct buffer *text);

/* An attribute of the tag that is open: cleaned, trimmed; an empty one is none. */
void write_clean_attribute(struct buffer *to, struct slice name, struct slice value);

/*
 * Writes running text (clean) as a line of content; more than 1 MiB is
 * broken at a space into several lines (within a word, with glue, where
 * there is none).  Nothing for an empty text.
 */
void write_running_text(struct buffer *to, struct slice text);

#endif
