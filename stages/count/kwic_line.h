/*
 * A line of the concordance: a hit with its citation and its context.
 */
#ifndef COUNT_KWIC_LINE_H
#define COUNT_KWIC_LINE_H

#include "pipeline/model/citation.h"
#include "pipeline/model/query.h"
#include "pipeline/stream/table.h"

struct concordance_line {
	struct slice document;
	struct slice page, label, section;
	uint32_t sentence;		/* 0: none */
	uint32_t position;		/* of the node's first token */
	uint32_t last;			/* of its last */
	uint64_t ordinal;		/* of the document, in the order of input */
	struct slice left, node, right;
	bool glued_left, glued_right;	/* no space between them and the node */
};

/* What is used again from line to line; one for each worker. */
struct line_maker {
	uint32_t window;
	struct buffer left, node, right;
	uint32_t *positions;		/* of the left context, nearest first */
};

void line_maker_begin(struct line_maker *maker, uint32_t window);
void line_maker_free(struct line_maker *maker);

/* The node's tokens as printed, appended. */
void line_print_node(struct buffer *to, const struct document *d, const struct scope *scope,
		     const struct query_hit *hit);

/*
 * The line of a hit, without its ordinal.  Its strings live in the maker
 * until the next line, or in the document.
 */
struct concordance_line line_make(struct line_maker *maker, const struct document *d,
				  const struct scope *scope, const struct query_hit *hit,
				  const struct citation *citation);

/* The header, and a line as a row. */
void line_write_header(struct output *output);
void line_write_row(struct output *output, const struct concordance_line *line);

#endif
