/*
 * Retagging: tags that stood between lines, between tokens; and <s>.
 */
#ifndef WORDS_RETAG_H
#define WORDS_RETAG_H

#include "pipeline/model/document.h"

/* Tokens first .. last - 1. */
struct sentence {
	uint32_t first, last;
	bool goes_on;		/* in the same block as the sentence before */
	bool loose;		/* in no block element, but right in text or div */
};

/*
 * Replaces the document's tags.  `token_of_line`, for each line that a tag
 * stands before, and one behind the last: the first token that starts at it
 * or behind it.  The sentences rise
 * and are put into <s>; where an inline element is open at a sentence's end,
 * the two sentences become one.
 */
void retag(struct document *document, const uint32_t *token_of_line,
	   const struct sentence *sentences, size_t count);

#endif
