/*
 * Telling languages: that of a document, and those of the blocks in which it
 * changes, as extract(1) describes under Languages.
 */
#ifndef READ_TELL_LANGUAGE_H
#define READ_TELL_LANGUAGE_H

#include "pipeline/model/document.h"
#include "pipeline/model/language.h"
#include "pipeline/run/stage.h"

struct textcat;

/* What one worker tells languages with.  All zero but the resources is valid. */
struct language_teller {
	const struct resources *resources;
	struct language_votes votes;	/* read when first needed */
	bool has_votes;
	struct textcat *textcat;	/* made when first needed */
	struct buffer text;
	struct told_block *blocks;	/* of the document in hand */
	size_t block_count, block_capacity;
};

/* A language and where it comes from, as lang and lang-by have them; both empty: unknown. */
struct told_language {
	struct slice name, by;
};

void language_teller_free(struct language_teller *teller);

/*
 * The language of a document; `declared`: what it says itself, or empty.  Its
 * blocks in other languages get `lang`; `quickly`: only if one of a few places
 * speaks another.  Names live as long as the teller.
 */
enum outcome tell_language(struct language_teller *teller, struct document *d,
			   struct slice declared, bool quickly, struct told_language *told,
			   struct diagnostics *diagnostics);

#endif
