/*
 * Caption text: one line of a subtitle without its markup, and who speaks.
 *
 * Tags (<i>, <c.yellow>, <00:01.000>, <font …>, {\an8}) go, character
 * references become characters, <v Name> names a voice.  "NAME: " at the
 * start of a line is a label; ">>" or a dash there says that another speaks.
 */
#ifndef READ_CAPTION_TEXT_H
#define READ_CAPTION_TEXT_H

#include "pipeline/base/arena.h"

enum {
	CAPTION_PIECES_MOST = 8,	/* voices in one line; what more there is stays with the last */
	CAPTION_LINES_COMPARED = 8,
	CAPTION_LABEL_USES = 3,		/* a doubtful label counts if it is used so often */
};

/* What one voice says in one line: slices of the line or of the arena. */
struct caption_line {
	struct slice text;
	struct slice voice;		/* of a tag; empty: none */
	struct slice label;		/* "CHAIR", "Ann Lee"; empty: none */
	bool label_is_doubtful;		/* one word as any other: "Note", "Ann" */
	bool turn;			/* another one speaks, whoever it is */
};

/* The voice goes on from line to line of a cue. */
struct caption_voice {
	struct arena *arena;
	struct slice name;
};

/* The pieces of a line, CAPTION_PIECES_MOST at most; returns how many. */
size_t caption_pieces(struct slice line, struct caption_voice *voice,
		      struct caption_line *pieces);

#endif
