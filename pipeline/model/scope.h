/*
 * Scope: where hits may lie, and the text that is read around them.
 *
 * `selected` is what --in and --all select.  `text` is the running text that
 * says which tokens stand side by side: everything outside fw, and what is
 * selected besides.  A cursor moves through the text token by token; what it
 * skips keeps its position in the document.
 */
#ifndef MODEL_SCOPE_H
#define MODEL_SCOPE_H

#include "pipeline/base/buffer.h"
#include "pipeline/model/selection.h"

struct scope {
	const struct stretch *selected, *text;	/* in the document's arena */
	size_t selected_count, text_count;
};

/* The scope of a document in token phase. */
struct scope scope_of(const struct selection *selection, const struct document *d);

/* Whether a position lies in one of the stretches. */
bool stretches_have(const struct stretch *stretches, size_t count, uint32_t position);

struct text_cursor {
	const struct stretch *text;
	size_t count, stretch;
	uint32_t position;
};

/* A cursor at a position, which must lie in the text. */
struct text_cursor text_cursor_at(const struct scope *scope, uint32_t position);

/* To the next or the previous token of the text; false, and no move, at the end. */
static inline bool text_next(struct text_cursor *cursor)
{
	if (cursor->position + 1 < cursor->text[cursor->stretch].last) {
		cursor->position++;
		return true;
	}
	if (cursor->stretch + 1 >= cursor->count)
		return false;
	cursor->position = cursor->text[++cursor->stretch].first;
	return true;
}

static inline bool text_previous(struct text_cursor *cursor)
{
	if (cursor->position > cursor->text[cursor->stretch].first) {
		cursor->position--;
		return true;
	}
	if (cursor->stretch == 0)
		return false;
	cursor->position = cursor->text[--cursor->stretch].last - 1;
	return true;
}

/*
 * Appends a token as printed and, where `more` follow, a space, unless it is
 * glued to what follows.
 */
void token_print(struct buffer *to, const struct document *d, uint32_t position, bool more);

#endif
