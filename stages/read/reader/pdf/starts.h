/*
 * Starts: what a line says about the block that begins with it.
 */
#ifndef PDF_STARTS_H
#define PDF_STARTS_H

#include "stages/read/reader/pdf/lines.h"

enum start { START_TEXT, START_BULLET, START_NUMBER, START_CLAUSE, START_CAPTION };

/* What the first words are, by their form alone. */
enum start start_of_line(const struct text_line *line);

/* Whether a label of an item or a clause stands before its text. */
bool is_led_line(const struct text_line *line);

/* The left edge of the text behind the label; the line's own if it has none. */
float left_of_text(const struct text_line *line);

/*
 * Whether the line looks like a heading: larger than the text, bold where
 * the text is not, in capitals, or short behind a section's number.
 */
bool is_heading_line(const struct layout *layout, const struct text_line *line, float right);

/* Words that a heading of this line's looks may have. */
uint32_t longest_heading(const struct layout *layout, const struct text_line *line);

#endif
