/*
 * Languages: what a stage keeps for each language that its documents are in.
 *
 * An entry never moves, so that it can be the context of a layer.
 */
#ifndef MODEL_LANGUAGES_H
#define MODEL_LANGUAGES_H

#include "pipeline/base/slice.h"

struct language {
	struct slice name;	/* as documents have it, with a NUL behind; empty: none */
	void *work;		/* the stage's own: a stemmer, a stop list; NULL: nothing */
	uint64_t documents;	/* how many were in it */
	struct language *next;
};

/* All zero is a valid, empty list. */
struct languages {
	struct language *first;
};

/* The entry of a language, made if it is new (then work is NULL and *fresh true). */
struct language *languages_find(struct languages *languages, struct slice name, bool *fresh);

/*
 * Calls `visit` for each language in byte order of its name: for what is said
 * once at the end, whichever worker met it.
 */
void languages_visit(const struct languages *languages,
		     void (*visit)(void *context, const struct language *language), void *context);

/* Frees the entries; `drop` frees each work that is not NULL. */
void languages_free(struct languages *languages, void (*drop)(void *work));

#endif
