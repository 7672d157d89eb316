/* Structure: one walk over tags and content, block by block. */
#include "pipeline/model/structure.h"

static void take_tag(struct walk *walk)
{
	const struct tag *tag = &walk->document->tags[walk->next_tag];

	if (tag->kind == TAG_OPEN) {
		if (walk->depth < STRUCTURE_DEPTH)
			walk->open[walk->depth] = walk->next_tag;
		walk->depth++;
	} else if (tag->kind == TAG_CLOSE && walk->depth > 0) {
		walk->depth--;
	}
	walk->next_tag++;
}

void walk_to(struct walk *walk, uint32_t position)
{
	const struct document *d = walk->document;

	while (walk->next_tag < d->tag_count && d->tags[walk->next_tag].position <= position)
		take_tag(walk);
	walk->position = position;
}

static size_t remembered(const struct walk *walk)
{
	return walk->depth < STRUCTURE_DEPTH ? walk->depth : STRUCTURE_DEPTH;
}

/* The innermost open block, else the innermost container, else <text>. */
static void describe(const struct walk *walk, struct block *block)
{
	const struct tag *tags = walk->document->tags;

	block->name = NAME_TEXT;
	block->tag = SIZE_MAX;
	block->forme_work = false;
	for (size_t i = remembered(walk); i-- > 0;) {
		const struct tag *tag = &tags[walk->open[i]];

		if (tag->name == NAME_FW)
			block->forme_work = true;
		if (block->tag == SIZE_MAX &&
		    (name_is_block(tag->name) || name_is_container(tag->name))) {
			block->name = tag->name;
			block->tag = walk->open[i];
		}
	}
}

/* Whether this tag ends the block in hand. */
static bool ends_block(const struct tag *tag, const struct block *block)
{
	if (tag->kind == TAG_MILESTONE || tag->name == NAME_S)
		return false;
	if (name_is_block(tag->name) || name_is_container(tag->name))
		return true;
	/* Unknown elements are inline inside a block, and part loose content. */
	return !name_is_block(block->name);
}

bool walk_block(struct walk *walk, struct block *block)
{
	const struct document *d = walk->document;

	if (walk->position >= d->length)
		return false;
	walk_to(walk, walk->position);
	describe(walk, block);
	block->first = walk->position;
	block->last = d->length;
	for (size_t i = walk->next_tag; i < d->tag_count; i++) {
		if (!ends_block(&d->tags[i], block))
			continue;
		block->last = d->tags[i].position;
		break;
	}
	/* Tags inside the block are taken, so that the next walk starts behind it. */
	walk_to(walk, block->last - 1);
	walk->position = block->last;
	return true;
}
