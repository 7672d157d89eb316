/*
 * Stop lists: sets of folded function words, and what they say of a language.
 *
 * A list is a file, one word a line; lines that start with `#` and blank
 * lines are none.  The built-in ones are the files xx.txt of one folder, xx
 * being the language (ISO 639-1); their words are folded already.
 */
#ifndef MODEL_STOPLIST_H
#define MODEL_STOPLIST_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/word_index.h"

/* A set of words.  All zero is a valid, empty one. */
struct stoplist {
	struct word_index index;
	uint32_t count;
};

void stoplist_add(struct stoplist *list, struct slice folded);
bool stoplist_has(struct stoplist *list, struct slice folded);
void stoplist_free(struct stoplist *list);

/*
 * Adds the words of a file, folded (by Turkic rules where asked for).  A
 * file that cannot be read, or is not UTF-8, is an error.
 */
enum outcome stoplist_read(struct stoplist *list, const char *path, bool turkic,
			   struct diagnostics *d);

/*
 * Adds the built-in list of a language (BCP 47: "en", "en-GB", "CY") from
 * `folder`.  *found is false, and nothing an error, where there is none.
 */
enum outcome stoplist_read_language(struct stoplist *list, const char *folder,
				    struct slice language, bool *found, struct diagnostics *d);

enum { VOTE_LANGUAGES = 64, VOTE_BYTES = 4096 };

/*
 * All the lists of a folder together, for votes.  Each word that is in k
 * lists gives each of them 1/k of a vote.
 */
struct language_votes {
	struct word_index index;
	uint64_t *lists;		/* by number of the word: which lists have it */
	size_t capacity;
	uint32_t count;
	struct slice languages[VOTE_LANGUAGES];	/* in byte order */
	uint32_t language_count;
	struct arena arena;
	struct buffer scratch;
};

/* An unreadable folder is an error. */
enum outcome language_votes_begin(struct language_votes *votes, const char *folder,
				  struct diagnostics *d);
void language_votes_free(struct language_votes *votes);

/*
 * The language of running text (well-formed UTF-8; the first VOTE_BYTES of it
 * are looked at), or an empty slice.  A language is given when at least 5 of
 * its stop words were met, when these are at least a sixth of all words, and
 * when it has 1.2 times the votes of the next language.
 */
struct slice language_votes_of(struct language_votes *votes, struct slice text);

#endif
