/*
 * Joins: the last running text of one column and the first of the next are
 * one block if they look alike and the first is not finished.  Tables,
 * captions, notes and boxes may stand between, since they float; but over the
 * end of a page with notes the block is in two parts, since the notes are read
 * on their page and no block holds another.
 */
#include "stages/read/reader/pdf/joins.h"

#include "stages/read/reader/pdf/lines.h"
#include "stages/read/reader/pdf/text.h"

static bool is_running(const struct block *block)
{
	return !block->floating && (block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_ITEM);
}

static bool floats(const struct block *block)
{
	return block->floating || block->kind == BLOCK_TABLE || block->kind == BLOCK_CAPTION ||
	       block->kind == BLOCK_NOTE;
}

static const struct text_line *last_line(const struct block *block)
{
	while (block->rest)
		block = block->rest;
	return &block->lines[block->count - 1];
}

static bool is_full(const struct block *block)
{
	while (block->rest)
		block = block->rest;
	return block->full;
}

static bool goes_on(const struct layout *layout, const struct block *a, const struct block *b)
{
	struct slice end = last_word(last_line(a))->text;
	struct slice start = first_word(&b->lines[0])->text;
	uint32_t last = last_point(end);

	if (b->label.length || a->boxed != b->boxed ||
	    larger(a->size, b->size) > 1.06f * smaller(a->size, b->size) ||
	    (a->style & STYLE_BOLD) != (b->style & STYLE_BOLD))
		return false;
	if (is_full(a) && ends_with_hyphen(end))
		return true;
	if (last == ':' || last == 0)
		return false;
	if (starts_lower_case(start))
		return !ends_sentence(end) || last == ';' || a->kind == BLOCK_PARAGRAPH;
	if (!ends_sentence(end))
		return last == ',' || is_full(a);
	return a->kind == BLOCK_PARAGRAPH && layout->indents && is_full(a) && !b->indented;
}

static void unlink_block(struct page *page, struct block *before, struct block *block)
{
	if (before)
		before->next = block->next;
	else
		page->blocks = block->next;
	if (page->last == block)
		page->last = before;
	block->next = NULL;
}

/* The words at the start of a line without a space between. */
static uint32_t joined_words(const struct text_line *line)
{
	const struct segment *s = line->segments[0];
	uint32_t count = 1;

	while (count < s->count && s->words[count].joined && !s->words[count].mark)
		count++;
	return count;
}

/* Makes b the later part of a; false: it has no more than the end of a cut word. */
static bool link_parts(struct block *a, struct block *b)
{
	uint32_t taken = ends_with_hyphen(last_word(last_line(a))->text)
				 ? joined_words(&b->lines[0]) : 0;

	if (b->count == 1 && b->lines[0].count == 1 && b->lines[0].segments[0]->count == taken)
		return false;
	a->later = b;
	b->earlier = a;
	b->kind = a->kind;
	b->level = a->level;
	b->taken_words = taken;
	return true;
}

static void hang(struct block *a, struct block *b)
{
	while (a->rest)
		a = a->rest;
	a->rest = b;
}

/* What is being read: the last running text, and what has stood behind it. */
struct thread {
	struct block *last;
	uint32_t page, column;	/* where its last part stands */
	bool floated;
};

static bool follows(const struct thread *thread, const struct block *block)
{
	if (!thread->last || !is_running(block) ||
	    (block->page == thread->page && block->column == thread->column))
		return false;
	return !thread->floated || starts_lower_case(first_word(&block->lines[0])->text);
}

static void join_page(struct layout *layout, struct page *page, struct thread *thread)
{
	struct block *before = NULL;

	for (struct block *block = page->blocks; block;) {
		struct block *next = block->next;

		bool joined = follows(thread, block) && goes_on(layout, thread->last, block);

		if (joined && (block->page == thread->page || !layout->pages[thread->page].notes ||
			       !link_parts(thread->last, block))) {
			unlink_block(page, before, block);
			hang(thread->last, block);
			thread->page = block->page;
			thread->column = block->column;
			thread->floated = false;
			block = next;
			continue;
		}
		if (is_running(block))
			*thread = (struct thread){block, block->page, block->column, false};
		else if (floats(block))
			thread->floated = true;
		else
			thread->last = NULL;
		before = block;
		block = next;
	}
}

/* Whether paragraphs begin with an indent in this document. */
static bool has_indents(const struct layout *layout)
{
	uint32_t indented = 0, flush = 0;

	for (uint32_t p = 0; p < layout->page_count; p++) {
		const struct block *before = NULL;

		for (const struct block *b = layout->pages[p].blocks; b; b = b->next) {
			if (before && b->kind == BLOCK_PARAGRAPH && !b->boxed && b->count > 1 &&
			    before->kind == BLOCK_PARAGRAPH && before->column == b->column) {
				indented += b->indented;
				flush += !b->indented;
			}
			before = b;
		}
	}
	return indented >= 4 && indented > flush;
}

void join_blocks(struct layout *layout)
{
	struct thread thread = {0};

	layout->indents = has_indents(layout);
	for (uint32_t p = 0; p < layout->page_count; p++)
		join_page(layout, &layout->pages[p], &thread);
}
