/*
 * The concordance on a terminal: one line a hit, the node in one column.
 *
 * Document and page, then the context, cut to the width of the terminal;
 * the node is bold.  Widths are those of unicode_width(), by grapheme
 * cluster.  What could steer the terminal (C0, DEL, C1, bidi controls) is
 * shown as \x1b or \u202e; text with letters that run from right to left is
 * isolated, so that it does not turn its neighbours round.
 */
#ifndef COUNT_KWIC_TERMINAL_H
#define COUNT_KWIC_TERMINAL_H

#include "stages/count/kwic_line.h"

enum { TERMINAL_NARROWEST = 40, TERMINAL_WIDEST = 1000 };

struct terminal {
	size_t document, page;		/* widths of the columns in front, */
	size_t left;			/* of the context before the node, */
	size_t rest;			/* of the node and what follows */
	struct unicode_breaker *breaker;
	struct buffer shown;
};

/* For a terminal of so many columns; 0: unknown, taken for 80. */
void terminal_begin(struct terminal *terminal, unsigned columns);
void terminal_free(struct terminal *terminal);

/* Appends the line with its LF. */
void terminal_write(struct terminal *terminal, struct buffer *to,
		    const struct concordance_line *line);


#endif
