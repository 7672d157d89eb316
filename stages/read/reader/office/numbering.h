/*
 * Numbering: the printed numbers of list items and clauses, which office
 * files do not hold but tell how to count.
 */
#ifndef OFFICE_NUMBERING_H
#define OFFICE_NUMBERING_H

#include "pipeline/base/buffer.h"

enum { LIST_LEVELS = 10, LONGEST_PATTERN = 48 };

enum list_format {
	LIST_NONE, LIST_BULLET, LIST_DECIMAL, LIST_LOWER_LETTER, LIST_UPPER_LETTER,
	LIST_LOWER_ROMAN, LIST_UPPER_ROMAN, LIST_TWO_DIGITS,
};

struct list_level {
	enum list_format format;
	char pattern[LONGEST_PATTERN];	/* "%1.%2": %n stands for the number of level n */
	uint32_t start;
};

/* A list and where its counting has come to. */
struct list {
	struct list_level levels[LIST_LEVELS];
	uint32_t counts[LIST_LEVELS];	/* 0: not begun */
};

/* Longer patterns are cut. */
void list_set_pattern(struct list_level *level, struct slice pattern);

/* Counts one more item at this level, from 0, and appends its label: "(a)", "•", or nothing. */
void list_count(struct list *list, unsigned level, struct buffer *label);

/* From its start again, with all deeper levels. */
void list_restart(struct list *list, unsigned level);

/* Whether labels of this level name the levels above too, as those of clauses do: "3.5". */
bool list_is_outline(const struct list *list, unsigned level);

#endif
