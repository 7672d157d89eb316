/*
 * Plain text: from the bytes of a file to paragraphs, lines and pages.
 *
 * UTF-8; UTF-16 with a byte-order mark or recognised by its NULs; else
 * Windows-1252.  Lines end in LF, CR LF or CR; a form feed starts a page.
 * Blank lines part paragraphs; white space at the ends of a line goes.  Tabs
 * and other control characters become spaces, and U+FEFF inside goes.  Lines
 * are slices of the bytes that were read unless these had to be decoded.
 */
#ifndef READ_PLAIN_TEXT_H
#define READ_PLAIN_TEXT_H

#include "pipeline/base/buffer.h"
#include "pipeline/model/document.h"

/* What is kept from file to file; all zero to begin with. */
struct plain_text {
	struct buffer decoded;		/* text whose bytes were not UTF-8 */
	struct line *lines;
	size_t line_capacity;
};

struct plain_text_found {
	bool not_text;			/* too many control characters: nothing was made */
	const char *encoding;		/* "utf-8", "utf-16le", "utf-16be", "windows-1252" */
	size_t repaired;		/* ill-formed sequences that became U+FFFD */
	uint32_t pages;			/* 0: no form feed, so it has no pages */
	bool has_controls;		/* there were some besides LF, maybe form feeds */
};

enum { PLAIN_LINE_MOST = 1 << 20 };	/* longer lines are broken, at a space where there is one */

/*
 * Fills the content of an empty document from `bytes`, which it changes and
 * which must live as long as the document.  `markdown`: lines that start
 * with # are headings and those that start with -, * or + and a space items.
 */
struct plain_text_found plain_text_read(struct plain_text *kept, struct buffer *bytes,
					bool markdown, struct document *document);

/*
 * For readers of other formats that are text: the text of `bytes`, which it
 * changes, as UTF-8 with LF and FF alone for control characters.  It lives as
 * long as `bytes` and until the next call.
 */
struct slice plain_text_clean(struct plain_text *kept, struct buffer *bytes,
			      struct plain_text_found *found);

/* A line of content (borrowed, trimmed) for an open block; then, when all are added, finish. */
void plain_text_add(struct plain_text *kept, struct document *document, struct slice text);
void plain_text_finish(struct plain_text *kept, struct document *document);

void plain_text_free(struct plain_text *kept);

#endif
