/*
 * Stop lists: sets of folded function words.
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

enum { LANGUAGE_ROOM = 8 };

/* The name of a language's list ("en-GB": en, "nb": no), in `room`; empty: that is no language. */
struct slice stoplist_language(struct slice language, char room[LANGUAGE_ROOM]);

/*
 * Adds the built-in list of a language (BCP 47: "en", "en-GB", "CY") from
 * `folder`.  *found is false, and nothing an error, where there is none.
 */
enum outcome stoplist_read_language(struct stoplist *list, const char *folder,
				    struct slice language, bool *found, struct diagnostics *d);

/*
 * A file's text, without a byte-order mark, and its words one after the
 * other, as they stand there: for whoever makes something else of a list.
 */
enum outcome stoplist_load(struct buffer *bytes, struct slice *text, const char *path,
			   struct diagnostics *d);
bool stoplist_next(struct slice *rest, struct slice *word);

#endif
