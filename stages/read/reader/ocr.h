/*
 * OCR: what Tesseract makes of the picture of a page.
 *
 * The child draws the page, in memory that it shares with the server, and
 * asks; the server, which looks at neither picture nor answer, has Tesseract
 * read it in a process of its own: one page each, under limits, and shut off
 * from network and files.
 */
#ifndef READER_OCR_H
#define READER_OCR_H

#include "stages/read/reader/protocol.h"

enum { OCR_MOST_PIXELS = 20 << 20, OCR_MOST_TEXT = 8 << 20 };

struct ocr_desk {
	uint32_t width, height;		/* of the picture, in pixels */
	uint32_t resolution;		/* pixels an inch */
	uint32_t length;		/* of the answer */
	char failure[READER_REASON_SIZE];	/* why there is none; "": there is one */
	unsigned char pixels[OCR_MOST_PIXELS];	/* shades of grey, row by row */
	char hocr[OCR_MOST_TEXT];
};

/* What a parser has of it. */
struct ocr {
	struct ocr_desk *desk;
	const char *languages;		/* "eng+cym" */
	/* Has the picture on the desk read: afterwards the answer lies there, or the failure. */
	void (*read)(struct ocr_desk *desk);
};

/* Shared with every process forked later; NULL if the system gives none. */
struct ocr_desk *ocr_desk_new(void);

/*
 * The server's part: runs Tesseract on the picture.  False: `client`, a
 * socket, was hung up meanwhile.
 */
bool ocr_run(struct ocr_desk *desk, const struct reader_job *job, int client);

#endif
