/*
 * Styles and lists of an OpenDocument file: what the name of a style stands
 * for.  They come from two parts, and the names of one serve the other.
 */
#ifndef OFFICE_OPEN_STYLES_H
#define OFFICE_OPEN_STYLES_H

#include "pipeline/base/arena.h"
#include "stages/read/reader/office/numbering.h"

enum open_kind { OPEN_PLAIN, OPEN_TITLE, OPEN_QUOTE, OPEN_CAPTION };

struct open_style {
	struct slice name, parent;
	struct slice language;	/* empty: not said */
	bool hidden;		/* text in it is not shown */
};

struct open_list {
	struct slice name;	/* OPEN_OUTLINE: the numbers of headings */
	struct list list;
};

#define OPEN_OUTLINE SLICE("\t")

struct open_styles {
	struct arena *arena;	/* the package's */
	struct open_style *at;
	size_t count, capacity;
	struct open_list *lists;
	size_t list_count, list_capacity;
};

/* Adds what a part defines; it may be empty. */
void open_styles_read(struct open_styles *styles, struct slice part);
void open_styles_free(struct open_styles *styles);

/* What holds for a style, with its parents. */
enum open_kind open_styles_kind(const struct open_styles *styles, struct slice name);
struct open_style open_styles_find(const struct open_styles *styles, struct slice name);

/* NULL if there is no list style of this name. */
struct list *open_styles_list(struct open_styles *styles, struct slice name);

#endif
