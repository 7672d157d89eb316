/*
 * Lines: the segments of a column on one baseline, and what is asked of a line.
 */
#ifndef PDF_LINES_H
#define PDF_LINES_H

#include "stages/read/reader/pdf/layout.h"

struct line_list {
	struct text_line *lines;
	uint32_t count;
};

/* From the top down; in the arena. */
struct line_list lines_of_column(const struct column *column, struct arena *arena);

/* A line of the given segments, which are sorted from left to right. */
struct text_line line_of_segments(struct segment **segments, uint32_t count);

/* Words of the line, those that are marks not counted. */
uint32_t words_of_line(const struct text_line *line);

const struct word *first_word(const struct text_line *line);
const struct word *last_word(const struct text_line *line);	/* the last that is no mark */

/* The width of the first word that would have fitted on the line before. */
float first_word_width(const struct text_line *line);

/* All words of the line, one space between; marks left out. */
void append_line_text(struct buffer *to, const struct text_line *line);

/* The middle one of the values, which are sorted; 0 of none. */
float middle_of(float *values, uint32_t count);

/* From the baseline of one to that of the next. */
static inline float step_between_lines(const struct text_line *a, const struct text_line *b)
{
	return b->baseline - a->baseline;
}

/*
 * Marks the segments of justified lines whose gaps are as wide as those between
 * cells: lines that keep to both edges of single-segment lines near them.
 */
void mark_justified(struct line_list *lines);

/*
 * The left and right edge that text like this line's has: the 7th and the 93rd
 * percentile of the edges of lines of like size that start within 5 em of it,
 * in its column or, where these are few, on the page, whose lines hold those
 * of the column.  `like` is one of them, and remembers its edges.
 */
struct edges edges_of(const struct line_list *page, const struct line_list *column,
		      struct text_line *like);

/*
 * The leading of lines, in em: that of those that run on in the middle of a
 * sentence, if they are wider apart than `usual`, else this.
 */
float leading_of_lines(const struct line_list *lines, float usual);

#endif
