/*
 * Language: which one a text is in, by votes of the stop lists.
 *
 * Every word of the text that is in k lists gives each of these k languages
 * 1/k of a vote.  Stretches of a text can also be counted one by one, where
 * it may change its language.
 */
#ifndef MODEL_LANGUAGE_H
#define MODEL_LANGUAGE_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/word_index.h"

enum {
	VOTE_LANGUAGES = 64,
	VOTE_BYTES = 4096,
	WHOLE_VOTE = 720720,		/* divided by 1 ... 16 without a rest */
};

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

/* What a text has given; languages by their number in language_votes. */
struct ballot {
	uint64_t votes[VOTE_LANGUAGES];	/* in parts of WHOLE_VOTE */
	uint32_t met[VOTE_LANGUAGES];	/* stop words of the language, not single letters */
	uint32_t words;			/* of any language or none */
};

/* Reads the files xx.txt of a folder (see stoplist.h).  One that cannot be read is an error. */
enum outcome language_votes_begin(struct language_votes *votes, const char *folder,
				  struct diagnostics *d);
void language_votes_free(struct language_votes *votes);

/*
 * The language of running text (well-formed UTF-8; the first VOTE_BYTES of it
 * are looked at), or an empty slice.  A language is given when at least 5 of
 * its stop words were met (single letters do not count: in formulas and in the
 * source of programs they mean something else), when these are at least a sixth of all words, and
 * when it has 1.2 times the votes of the next language.  Where after an eighth,
 * or two, or more, 24 were met, a fourth of all words, and the next language
 * has less than a fourth of the votes, the rest is not looked at.
 */
struct slice language_votes_of(struct language_votes *votes, struct slice text);

/* The same in two steps: the count, which leaves out the same rest, and the choice. */
void language_votes_count(struct language_votes *votes, struct slice text, struct ballot *ballot);
struct slice language_votes_winner(const struct language_votes *votes,
				   const struct ballot *ballot);

/* The number of a language by its first subtag (BCP 47), or VOTE_LANGUAGES if it has no list. */
uint32_t language_votes_number(const struct language_votes *votes, struct slice language);

/*
 * The language with the most votes; *second is how many the next one has
 * (0 where there is but one list).  There must be a list.
 */
uint32_t ballot_leader(const struct language_votes *votes, const struct ballot *ballot,
		       uint64_t *second);

/* Whether it leads so clearly that nobody need look further, as said above. */
bool ballot_is_settled(const struct language_votes *votes, const struct ballot *ballot);

/* Adds a ballot to a sum of ballots. */
void ballot_add(struct ballot *sum, const struct ballot *ballot);

#endif
