/*
 * Structure: what the tags of a document say, worked out in one walk.
 *
 * A walk moves through content and tags in written order and knows at each
 * place the open elements, the block, the page, the section.  It is the one
 * place that knows what is a block and what `--in` may name.
 */
#ifndef MODEL_STRUCTURE_H
#define MODEL_STRUCTURE_H

#include "pipeline/model/document.h"

enum { STRUCTURE_DEPTH = 256 };	/* deeper elements are walked, but not remembered */

/* A run of content in one block: lines or tokens first .. last - 1. */
struct block {
	uint32_t first, last;
	uint32_t name;		/* NAME_P ..., or the container's for loose content */
	bool forme_work;	/* in an fw */
	size_t tag;		/* index of the block's opening tag, or SIZE_MAX */
};

/*
 * A walk over the blocks of a document:
 *     struct walk walk = {.document = d};
 *     struct block block;
 *     while (walk_block(&walk, &block)) ...
 * Blocks without content are passed over.  Milestones and inline elements
 * (unknown names, and `s`, inside a block) do not end a block.
 */
struct walk {
	const struct document *document;
	size_t next_tag;		/* tags before it have been taken */
	uint32_t position;
	size_t open[STRUCTURE_DEPTH];	/* indices of the opening tags */
	size_t depth;			/* may exceed STRUCTURE_DEPTH */
};

bool walk_block(struct walk *walk, struct block *block);

/* Takes every tag that stands at or before `position`, for walks by position. */
void walk_to(struct walk *walk, uint32_t position);

#endif
