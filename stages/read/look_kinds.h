/*
 * Look kinds: what the looked-at page tells apart by colour, and the pieces
 * of HTML that its other parts are made of.
 */
#ifndef READ_LOOK_KINDS_H
#define READ_LOOK_KINDS_H

#include "pipeline/base/buffer.h"
#include "pipeline/model/document.h"

/* constant, class, what people call it, colour */
#define LOOK_KINDS(X) \
	X(HEAD, "head", "heading", "#b3261e") X(P, "p", "paragraph", "#1a5fb4") \
	X(ITEM, "item", "list item", "#1b7a3d") X(QUOTE, "quote", "quotation", "#66700a") \
	X(NOTE, "note", "note", "#7b3fa0") X(CAPTION, "caption", "caption", "#9a5200") \
	X(TABLE, "table", "table", "#00707a") X(CELL, "cell", "cell", "#00707a") \
	X(OTHER, "other", "other block", "#3d3d3d") X(BOX, "box", "side box", "#b0156f") \
	X(FW, "fw", "set aside (header, footer, page number, boilerplate)", "#767676") \
	X(HIDDEN, "hidden", "left out (hidden, printed twice)", "#000000")

enum look_kind {
#define X(constant, class, name, colour) LOOK_##constant,
	LOOK_KINDS(X)
#undef X
	LOOK_KIND_COUNT
};

struct look_kind_about {
	const char *class, *name, *colour;
};

const struct look_kind_about *look_about(enum look_kind kind);

/* Whether an opening tag begins what has a number and a colour: a block, a table. */
bool look_is_numbered(uint32_t name);

/* Of a block, a table or a cell. */
enum look_kind look_kind_of(uint32_t name);

/* Text as HTML shows it, in content and in attributes: nothing in it is markup. */
void append_html(struct buffer *to, struct slice text);

void append_base64(struct buffer *to, struct slice bytes);

#endif
