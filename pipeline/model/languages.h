/*
 * Languages: what a stage keeps for each language that its documents are in.
 *
 * An entry never moves, so that it can be the context of a layer.
 */
#ifndef MODEL_LANGUAGES_H
#define MODEL_LANGUAGES_H

#include "pipeline/base/slice.h"

struct vocabulary;

struct language {
	struct slice name;	/* as documents have it, with a NUL behind; empty: none */
	void *work;		/* the stage's own: a stemmer, a stop list; NULL: nothing */
	uint64_t documents;	/* how many were in it, whole or in part */
	uint64_t last;		/* the ordinal of the last of them + 1 */
	const struct languages *all;	/* the list that it is in */
	struct language *next;
};

/* All zero is a valid, empty list. */
struct languages {
	struct language *first;
};

/*
 * The entry of a language, made if it is new (then work is NULL and *fresh
 * true).  The list must stay where it is.
 */
struct language *languages_find(struct languages *languages, struct slice name, bool *fresh);

/* The entry of a language, or NULL. */
struct language *languages_lookup(const struct languages *languages, struct slice name);

/* Counts the document with this ordinal once for the language. */
void language_count(struct language *language, uint64_t ordinal);

/*
 * The entry that holds for a word: of its own language, if that was made,
 * else the document's.
 */
const struct language *language_of_word(const struct language *documents,
					const struct vocabulary *words, uint32_t word);

/*
 * Calls `visit` for each language in byte order of its name: for what is said
 * once at the end, whichever worker met it.
 */
void languages_visit(const struct languages *languages,
		     void (*visit)(void *context, const struct language *language), void *context);

/* Frees the entries; `drop` frees each work that is not NULL. */
void languages_free(struct languages *languages, void (*drop)(void *work));

#endif
