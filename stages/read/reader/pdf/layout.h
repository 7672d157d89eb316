/*
 * Layout: what the pages of a document are made of, from letters to blocks.
 *
 * Lengths are points, y grows downwards from the top of the page as it is
 * seen.  An "em" is the size of the text in hand; body_size is the size of
 * most letters of the document.  Everything is taken from the layout's arena
 * and dies with it; texts are well-formed UTF-8 without white space.
 *
 * The steps, each in a file of its own, in this order (document.c takes the
 * first six, assembly.c the others):
 *     source.c     a page's glyphs, by Poppler
 *     words.c      glyphs into words; doubled and tiny text out
 *     scan.c       in their place, the words that OCR sees on a page without any
 *     initials.c   drop capitals given to their words
 *     segments.c   words side by side into segments; sideways text set aside
 *     spacing.c    letter-spaced words closed up, stretched lines joined
 *     furniture.c  running headers, footers, page numbers
 *     labels.c     the numbers printed on pages
 *     notes.c      footnotes
 *     boxes.c      side boxes
 *     order.c      columns in reading order, parted by the gutters of gutters.c
 *     lines.c      the segments of a column into lines
 *     tables.c     rows and cells among them
 *     blocks.c     the other lines into heads, items, captions, paragraphs, by
 *                  what starts.c and text.c know of their words
 *     insets.c     boxes within a column
 *     joins.c      blocks that go on in the next column or on the next page
 *     outline.c    headings against the bookmarks of the file
 *     title.c      the heading that is the document's title
 *     links.c      the documents that links lead to
 *     output.c     the stream
 * and beside them changes.c and places.c, for those who ask what was done.
 */
#ifndef PDF_LAYOUT_H
#define PDF_LAYOUT_H

#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"

struct box {
	float left, top, right, bottom;
};

enum style { STYLE_BOLD = 1, STYLE_ITALIC = 2 };

/* One character as the page shows it. */
struct glyph {
	struct box box;
	float size;
	uint32_t point;
	uint8_t style;
	bool white;
	bool after_space;	/* white space, or the end of a line, stood before it */
};

struct word {
	struct box box;
	float baseline, size;
	struct slice text;
	uint8_t style;
	bool joined;		/* no space before it: a part of the word before */
	bool mark;		/* raised: the mark of a note */
	bool sideways;		/* runs up or down the page */
	bool white;
	bool field;		/* the value of a form's field */
};

enum role {
	ROLE_BODY,
	ROLE_HEADER, ROLE_FOOTER, ROLE_PAGE_NUMBER,	/* furniture */
	ROLE_NOTE, ROLE_BOX,
};

/* Words of one line that stand side by side: no gap of 0.7 em between them. */
struct segment {
	struct box box;
	float baseline, size;
	struct word *words;
	uint32_t count;
	uint32_t page;		/* index */
	uint8_t style;		/* that of most of its letters */
	uint8_t role;
	uint8_t box_number;	/* of a side box, from 1 */
	bool stretched;		/* a justified line whose gaps are wide */
};

/* Segments on one baseline of a column, from left to right. */
struct text_line {
	struct box box;
	float baseline, size;
	struct segment **segments;
	uint32_t count;
	uint8_t style;
	bool has_edges;			/* the next two are worked out */
	float left, right;		/* edges of its column: edges_of() */
};

struct cell {
	struct text_line *lines;
	uint32_t count;
};

struct row {
	struct cell *cells;
	uint32_t count;
};

enum block_kind {
	BLOCK_PARAGRAPH, BLOCK_HEAD, BLOCK_ITEM, BLOCK_NOTE, BLOCK_CAPTION, BLOCK_TABLE,
};

struct block {
	enum block_kind kind;
	uint8_t level;
	uint8_t style;
	bool title;			/* of the document */
	uint8_t section;		/* that it begins: 1 at the top; 0: none */
	bool boxed;			/* in a box */
	bool floating;			/* in a side box, beside the text */
	bool full;			/* its last line reaches the column's right edge */
	bool indented;			/* its first line is */
	uint32_t page;			/* index of the page where it starts */
	uint32_t column;		/* number of its column on the page */
	float size;
	struct slice label;		/* of items, notes and numbered clauses; or empty */
	uint32_t label_words;		/* leading words that are the label: not content */
	uint32_t label_bytes;		/* leading bytes of the word after them that are too */
	uint32_t taken_words;		/* leading words that stand at the end of `earlier` */
	struct text_line *lines;
	uint32_t count;
	struct row *rows;		/* of a table */
	uint32_t row_count;
	struct block *rest;		/* what goes on elsewhere, or NULL */
	struct block *earlier, *later;	/* its parts before and behind a page's notes, or NULL */
	struct block *next;		/* in reading order */
};

struct edges {
	float left, right;
};

/* Segments in reading order that share a left and a right edge. */
struct column {
	struct box box;
	struct segment **segments;
	uint32_t count;
	uint8_t role;			/* ROLE_BODY, ROLE_NOTE or ROLE_BOX */
	bool rows;			/* the rows of a table, whose cells may be prose */
};

/* How the text of a page runs that was turned by a quarter to be read. */
enum turn { TURN_NONE, TURN_UP, TURN_DOWN };

/* A link to a document. */
struct link {
	struct box area;		/* on the page as it is drawn */
	struct slice href, title;
	bool written;
	struct link *next;
};

struct page {
	float width, height;		/* as it is read */
	uint8_t turn;			/* enum turn: how it is drawn */
	struct slice label;		/* as the file has it; may be empty */
	uint8_t missing;		/* enum reading_status: why it could not be read; 0: it was */
	bool has_text;
	bool scanned;			/* read by OCR */
	struct segment *segments;
	uint32_t count;
	struct block *blocks, *last;	/* list in reading order */
	struct block *notes;		/* at its foot; joins the list at the end */
	struct link *links;
};

struct change;

struct layout {
	struct arena arena;
	bool reports;			/* changes are kept */
	const struct change *changes;	/* see changes.h */
	struct page *pages;
	uint32_t page_count;
	float body_size, leading;
	const char *ocr;		/* languages of the scanned pages */
	bool body_bold;
	bool indents;			/* paragraphs begin with an indent */
};

/* Geometry. */
static inline float box_width(const struct box *box)
{
	return box->right - box->left;
}

static inline float box_height(const struct box *box)
{
	return box->bottom - box->top;
}

static inline float smaller(float a, float b)
{
	return a < b ? a : b;
}

static inline float larger(float a, float b)
{
	return a > b ? a : b;
}

static inline float distance(float a, float b)
{
	return a < b ? b - a : a - b;
}

static inline void box_cover(struct box *box, const struct box *more)
{
	box->left = smaller(box->left, more->left);
	box->top = smaller(box->top, more->top);
	box->right = larger(box->right, more->right);
	box->bottom = larger(box->bottom, more->bottom);
}

/* How far two boxes lie beside each other, below 0 if apart. */
static inline float shared_height(const struct box *a, const struct box *b)
{
	return smaller(a->bottom, b->bottom) - larger(a->top, b->top);
}

static inline float shared_width(const struct box *a, const struct box *b)
{
	return smaller(a->right, b->right) - larger(a->left, b->left);
}

/* The shared height as a part of the lower box's. */
static inline float beside(const struct box *a, const struct box *b)
{
	float least = smaller(box_height(a), box_height(b));

	return least > 0 ? shared_height(a, b) / least : 0;
}

static inline float above(const struct box *a, const struct box *b)
{
	float least = smaller(box_width(a), box_width(b));

	return least > 0 ? shared_width(a, b) / least : 0;
}

/* Two sizes of text that the eye takes for one. */
static inline bool same_size(float a, float b)
{
	return larger(a, b) <= smaller(a, b) * 1.1f;
}

#endif
