/*
 * Citation: where in a document a token stands, as people cite it.
 *
 * Worked out from the tags in one walk forward, so positions are asked for
 * in rising order.
 */
#ifndef MODEL_CITATION_H
#define MODEL_CITATION_H

#include "pipeline/model/document.h"

struct citation {
	struct slice page, label;	/* n and label of the last pb; empty before the first */
	/*
	 * The heading of the innermost div that has one (its attribute
	 * `head`, else the first head element in it and in no div inside it),
	 * else of the last head element that starts at or before the token.
	 * What stands in fw is no heading.  Empty if there is none.
	 */
	struct slice section;
	uint32_t sentence;		/* the how manieth s of the document, from 1; 0: in none */
};

struct open_section;

struct citation_walk {
	const struct document *document;
	size_t next_tag;		/* tags before it have been taken */
	struct slice page, label;
	uint32_t sentences;		/* opened so far */
	uint32_t open_sentences, open_forme_works;
	size_t last_head;		/* its opening tag, or SIZE_MAX */
	struct open_section *sections;	/* all divs, in the order they open */
	size_t next_section;
	size_t *open;			/* the open divs, outermost first */
	size_t depth;
	size_t cited_head;		/* whose text is `cited` */
	struct slice cited;
};

/* What the walk gives lives in the document's arena. */
void citation_begin(struct citation_walk *walk, const struct document *d);

/* The citation of a token; positions never fall from call to call. */
struct citation citation_at(struct citation_walk *walk, uint32_t position);

/*
 * For each token the number of the unit it stands in: its sentence, or its
 * block where it stands in no sentence.  Two tokens that stand side by side
 * make a phrase if they have the same number.  An fw inside a block does not
 * end it; a break in loose content does.  In the document's arena.
 */
const uint32_t *phrase_units(const struct document *d);

#endif
