/*
 * Stemmer: libstemmer's algorithms by language.  The one file that includes
 * libstemmer.
 *
 * A stemmer is not shared between threads.
 */
#ifndef MODEL_STEMMER_H
#define MODEL_STEMMER_H

#include "pipeline/base/buffer.h"

struct stemmer;

/*
 * The stemmer for a language by BCP 47 tag ("en", "en-GB", "nb") or by the
 * algorithm's English name ("porter"); NULL where there is none (Welsh).
 */
struct stemmer *stemmer_new(struct slice language);
void stemmer_free(struct stemmer *stemmer);

/*
 * The stem of a folded word (lower case, NFC, ' for U+2019).  Of a hyphened
 * word the last part is stemmed.  Lives until the next call.
 */
struct slice stemmer_stem(struct stemmer *stemmer, struct slice folded);

#endif
