/*
 * Source: a PDF as its library sees it.  It and annotations.c alone know Poppler.
 *
 * A page's glyphs come in the library's own order, which keeps the letters
 * of a word together and is not relied on beyond that.
 */
#ifndef PDF_SOURCE_H
#define PDF_SOURCE_H

#include "stages/read/reader/pdf/layout.h"
#include "stages/read/reader/pdf/outline.h"

struct pdf_source;

enum pdf_failure { PDF_OPENED, PDF_DAMAGED, PDF_ENCRYPTED };

struct pdf_page {
	float width, height;
	struct slice label;		/* of the layout's arena; empty if there is none */
	struct glyph *glyphs;		/* of the scratch arena */
	size_t count;
	size_t controls;		/* glyph numbers of a font without a map, */
	uint32_t control_codes;		/* and which of the 32 they were: a bit each */
	struct word *fields;		/* values of form fields, text typed onto it; scratch too */
	size_t field_count;
	struct link *links;		/* to documents, without their titles */
};

struct pdf_metadata {
	struct slice title, author;	/* as the file has them, not cleaned */
	struct slice date;		/* 2023-05-17; empty if there is none */
};

/* The bytes stay the caller's and must outlive the source. */
struct pdf_source *pdf_open(struct slice bytes, enum pdf_failure *failure);
void pdf_close(struct pdf_source *source);

uint32_t pdf_page_count(const struct pdf_source *source);

/* False: the page cannot be had.  `most` bounds the number of glyphs. */
bool pdf_read_page(struct pdf_source *source, uint32_t index, size_t most, struct arena *arena,
		   struct arena *scratch, struct pdf_page *page);

/* Whether the page shows a picture.  It is read again for that. */
bool pdf_page_has_picture(struct pdf_source *source, uint32_t index);

/*
 * Appends a picture of the page (PNG, 100 dots to the inch, or fewer where
 * the page is very large).  False: it cannot be drawn.
 */
bool pdf_draw_page(struct pdf_source *source, uint32_t index, struct buffer *png);

/*
 * The same in shades of grey (a byte each, row by row) into `pixels`, which
 * has room for `room` of them: with `dots` to the inch, or fewer where it would
 * not fit.  Returns how many; 0: it cannot be drawn.
 */
double pdf_draw_grey_page(struct pdf_source *source, uint32_t index, double dots,
			  unsigned char *pixels, size_t room, uint32_t *width, uint32_t *height);

/* The bookmarks that lead to pages, in their order; how many.  In the arena. */
size_t pdf_read_outline(struct pdf_source *source, struct arena *arena,
			struct outline_entry **entries);

/* The slices live in the arena. */
struct pdf_metadata pdf_read_metadata(struct pdf_source *source, struct arena *arena);

#endif
