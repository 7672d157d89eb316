/*
 * Textcat: libexttextcat's guess at the language of a text, by the commonest
 * sequences of its letters.  The one file that includes libexttextcat.
 *
 * Of less than 100 bytes it guesses badly.  A guesser is not shared between
 * threads.  Making one reads 170 files (10 ms): so make it when it is needed.
 */
#ifndef MODEL_TEXTCAT_H
#define MODEL_TEXTCAT_H

#include "pipeline/base/diagnostics.h"

enum {
	TEXTCAT_LEAST = 100, TEXTCAT_MOST = 1000,	/* bytes of a text */
	TEXTCAT_CANDIDATES = 10,
};

struct textcat;

/* From the folder of its fingerprints; one that cannot be read is an error. */
enum outcome textcat_new(struct textcat **textcat, const char *folder, struct diagnostics *d);
void textcat_free(struct textcat *textcat);

/*
 * The language (ISO 639: "de") of well-formed UTF-8, of which the first
 * TEXTCAT_MOST bytes are looked at; empty where it is shorter than
 * TEXTCAT_LEAST, where too many languages come close, and where the second
 * best is another language and comes close too.  Lives until the next call.
 */
struct slice textcat_guess(struct textcat *textcat, struct slice text);

/* The same, but all that come close, best first; returns how many, 0: no clear ones. */
size_t textcat_candidates(struct textcat *textcat, struct slice text,
			  struct slice languages[TEXTCAT_CANDIDATES]);

const char *textcat_library_version(void);

#endif
