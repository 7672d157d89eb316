/*
 * Text: what the words of a line say, for the rules that must know.
 */
#ifndef PDF_TEXT_H
#define PDF_TEXT_H

#include "stages/read/reader/pdf/layout.h"

uint32_t first_point(struct slice text);	/* 0 for an empty text */
uint32_t last_point(struct slice text);

bool is_digits(struct slice text);		/* ASCII digits, at least one */
bool starts_lower_case(struct slice text);
bool starts_upper_case(struct slice text);

/* The words of a segment, spaces between them, marks of notes left out. */
void append_segment_text(struct buffer *to, const struct segment *segment);

/* A full stop or the like, perhaps before a closing quotation mark or bracket. */
bool ends_sentence(struct slice text);

/* A hyphen that a line end may have put there: after a letter. */
bool ends_with_hyphen(struct slice text);

/* No letter of the text is lower case, and two at least are capitals. */
bool is_capitals(struct slice text);

/* "3", "iv", "Page 3 of 12", "- 3 -": the form of a page's number. */
bool is_page_number(struct slice text);

/* The text with each number, arabic or small roman, as one '#'. */
void append_masked(struct buffer *to, struct slice text);

/* Bullets of lists: drawn signs, private use of symbol fonts, a dash. */
bool is_bullet(struct slice text);

/* "1." "(a)" "iv)" "2)": the label of an item. */
bool is_item_label(struct slice text);

/* Digits, asterisks, daggers: what the mark of a note is made of. */
bool is_mark_text(struct slice text);

/* "3.5" "1.1.2" "2.3.1.": the number of a clause or a section, two levels at least. */
bool is_clause_number(struct slice text);

/* Letters and numbers alone, folded: what two ways of writing a heading share.  In the arena. */
struct slice skeleton_of(struct arena *arena, struct slice text);

#endif
