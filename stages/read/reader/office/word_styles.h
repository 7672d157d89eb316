/*
 * Styles and lists of a Word document: what the name of a style, and what a
 * number of a list, stand for.
 */
#ifndef OFFICE_WORD_STYLES_H
#define OFFICE_WORD_STYLES_H

#include "pipeline/base/arena.h"
#include "stages/read/reader/office/numbering.h"

enum { WORD_UNSET = -1, WORD_BODY_TEXT = 9 };	/* 9: the outline level of no heading */

/* What kind of block a style makes, by the name that Word gives it in every language. */
enum word_kind { WORD_PLAIN, WORD_TITLE, WORD_QUOTE, WORD_CAPTION, WORD_CONTENTS };

struct word_style {
	struct slice id, based;
	enum word_kind kind;
	long outline;		/* 0-8; WORD_UNSET: not said */
	long list, level;	/* numId and ilvl; WORD_UNSET */
	bool standard;		/* of paragraphs that name none */
};

/* A list of the document: a shape of its own, and the number by which it is asked for. */
struct word_shape {
	struct slice id;	/* abstractNumId */
	struct list list;
};

struct word_list {
	struct slice id;	/* numId */
	size_t shape;
	long starts[LIST_LEVELS];	/* that differ: WORD_UNSET, or the number */
	bool begun;
};

struct word_styles {
	struct arena *arena;	/* the package's */
	struct word_style *at;
	size_t count, capacity;
	struct word_shape *shapes;
	size_t shape_count, shape_capacity;
	struct word_list *lists;
	size_t list_count, list_capacity;
};

/* Each takes a part, which may be empty. */
void word_styles_read(struct word_styles *styles, struct slice part);
void word_lists_read(struct word_styles *styles, struct slice part);
void word_styles_free(struct word_styles *styles);

/* What holds for a paragraph of this style (its id, or empty), with what it is based on. */
struct word_style word_styles_find(const struct word_styles *styles, struct slice id);

/*
 * Counts one more item; appends its label.  False if there is no such list.
 * `outline`: whether its labels are those of clauses (numbering.h).
 */
bool word_lists_count(struct word_styles *styles, long list, long level, struct buffer *label,
		      bool *outline);

#endif
