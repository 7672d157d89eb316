/*
 * Language: which one a text is in, by votes of the stop lists.
 *
 * Every word of the text that is in k lists gives each of these k languages
 * 1/k of a vote.
 */
#ifndef MODEL_LANGUAGE_H
#define MODEL_LANGUAGE_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/word_index.h"

enum { VOTE_LANGUAGES = 64, VOTE_BYTES = 4096 };

struct voter;

/* The lists of a folder, all together. */
struct language_votes {
	struct word_index index;
	struct voter *voters;		/* by number of the word */
	size_t capacity;
	uint32_t count;
	uint64_t *filter;		/* bits of words that may be in the index */
	struct slice languages[VOTE_LANGUAGES];	/* in byte order */
	uint32_t language_count;
	struct arena arena;
	struct buffer scratch;
};

/* Reads the files xx.txt of a folder (see stoplist.h).  One that cannot be read is an error. */
enum outcome language_votes_begin(struct language_votes *votes, const char *folder,
				  struct diagnostics *d);
void language_votes_free(struct language_votes *votes);

/*
 * The language of running text (well-formed UTF-8; the first VOTE_BYTES of it
 * are looked at), or an empty slice.  A language is given when at least 5 of
 * its stop words were met, when these are at least a sixth of all words, and
 * when it has 1.2 times the votes of the next language.  Where after the first
 * quarter 40 were met, a fourth of all words, and the next language has less
 * than a fourth of the votes, the rest is not looked at.
 */
struct slice language_votes_of(struct language_votes *votes, struct slice text);

#endif
