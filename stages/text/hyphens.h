/*
 * Hyphens: whether a hyphen printed at a line end belongs to its word.
 *
 * First the document is asked whether it hyphenates at all: word processors
 * do not unless told to, and then every hyphen at a line end is real.  In a
 * document that does, its own words decide: the joined form seen elsewhere,
 * the hyphened form seen elsewhere; then the words of the language: the joined
 * form is one, or both parts are.
 */
#ifndef TEXT_HYPHENS_H
#define TEXT_HYPHENS_H

#include "pipeline/base/buffer.h"
#include "pipeline/model/stoplist.h"

/* What one document's words say; begun anew for each document. */
struct hyphens {
	struct word_index index;	/* folded word -> number */
	uint32_t *counts;		/* how often each was seen */
	size_t capacity;
	uint32_t count;
	struct buffer folded, joined;
	struct stoplist *words;		/* of the document's language; NULL: none known */
	uint64_t soft, hard;		/* what the cuts speak for */
	bool hyphenates;		/* see hyphens_judge() */
};

void hyphens_begin(struct hyphens *hyphens, struct stoplist *words);
void hyphens_free(struct hyphens *hyphens);

/* Counts the whole words of running text, and the parts of hyphened ones. */
void hyphens_add_text(struct hyphens *hyphens, struct slice text);

/* Weighs one cut: `first` ends a line with a hyphen, `second` goes on. */
void hyphens_weigh(struct hyphens *hyphens, struct slice first, struct slice second);

/* After all were weighed: sets hyphenates. */
void hyphens_judge(struct hyphens *hyphens);

/* Whether the hyphen between the two stays. */
bool hyphens_keep(struct hyphens *hyphens, struct slice first, struct slice second);

#endif
