/*
 * Sentences: which terminals end one.
 *
 * The rules of UAX #29 (sentence boundaries), except that a terminal that
 * is ASCII needs white space behind it and a line end is a space; then
 * abbreviations, initials and list numbers, which those rules do not know.
 */
#ifndef WORDS_SENTENCES_H
#define WORDS_SENTENCES_H

#include "pipeline/model/vocabulary.h"

/*
 * The place where the next sentence starts, if by UAX #29 the terminal at
 * `place` ends one and more follows in `text`, which is one block; else 0.
 */
size_t sentence_break(struct slice text, size_t place);

/* What is known about a language's abbreviations. */
struct abbreviations {
	char language[4];		/* primary subtag; "" if none */
	struct word_index index;	/* folded, without the last full stop -> its kind */
	struct abbreviations *next;
};

/* Those of a document's language (BCP 47, perhaps empty), from *known or added to it. */
struct abbreviations *abbreviations_for(struct abbreviations **known, struct slice language);
void abbreviations_free(struct abbreviations *known);

/*
 * Whether `word`, directly before a full stop, is short for something, so
 * that the stop ends no sentence.  `first`: nothing stands before it in the
 * sentence; `rest`: what follows, from where the next sentence would start.
 */
bool is_abbreviation(struct abbreviations *language, const struct word *word, bool first,
		     struct slice rest);

#endif
