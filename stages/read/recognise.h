/*
 * Recognise: what a file is, by its first bytes and never by its name.
 */
#ifndef READ_RECOGNISE_H
#define READ_RECOGNISE_H

#include "pipeline/base/slice.h"

enum kind {
	KIND_EMPTY,		/* no bytes at all */
	KIND_PDF,
	KIND_HTML,		/* and XHTML, and MHTML */
	KIND_TEXT,
	KIND_SUBTITLES,		/* WebVTT and SRT */
	KIND_MAIL,		/* a message (RFC 5322), or several in one file */
	KIND_OFFICE,		/* a zip file: an office file, an e-book, or just an archive */
	KIND_DOCUMENT,		/* of a format that nobody here reads: old office files, archives */
	KIND_OTHER,		/* no document: images, sound, programs, other bytes */
};

struct recognised {
	enum kind kind;
	/* As the attribute has it: "pdf"; NULL: it has no name there; of OFFICE a first guess. */
	const char *format;
	const char *reason;	/* DOCUMENT and OTHER: what it is and what to do; else NULL */
};

/* How many of a file's first bytes recognise() looks at. */
enum { RECOGNISE_BYTES = 4096 };

struct recognised recognise(struct slice start);

/*
 * Whether the file starts with the fields of a message: such as only mail
 * has, or, where its `name` says that it is one, any of them.
 */
bool recognise_mail(struct slice start, bool named);

enum byte_order { ORDER_NONE, ORDER_LITTLE, ORDER_BIG };

/*
 * The byte order of UTF-16, by its mark or by where the NULs stand; NONE for
 * anything else.
 */
enum byte_order recognise_utf16(struct slice start);

#endif
