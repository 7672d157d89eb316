/* Scope: the union of two lists of stretches, and moving through it. */
#include "pipeline/model/scope.h"

#include "pipeline/model/vocabulary.h"

/* Both lists rise; the union, where stretches that overlap or touch are one. */
static struct stretch *unite(const struct document *d, const struct stretch *a, size_t a_count,
			     const struct stretch *b, size_t b_count, size_t *count)
{
	struct stretch *both = arena_new(d->arena, a_count + b_count, sizeof *both);
	size_t made = 0;

	while (a_count || b_count) {
		bool from_a = a_count && (!b_count || a->first <= b->first);
		struct stretch next = from_a ? *a : *b;

		if (from_a)
			a++, a_count--;
		else
			b++, b_count--;
		if (made && next.first <= both[made - 1].last) {
			if (next.last > both[made - 1].last)
				both[made - 1].last = next.last;
		} else {
			both[made++] = next;
		}
	}
	*count = made;
	return both;
}

struct scope scope_of(const struct selection *selection, const struct document *d)
{
	const struct selection usual = {.all = selection->all};
	struct scope scope;

	scope.selected = selection_stretches(selection, d, &scope.selected_count);
	scope.text = scope.selected;
	scope.text_count = scope.selected_count;
	if (selection->with_count || selection->without_count) {
		size_t count;
		const struct stretch *outside = selection_stretches(&usual, d, &count);

		scope.text = unite(d, scope.selected, scope.selected_count, outside, count,
				   &scope.text_count);
	}
	return scope;
}

/* The stretch that holds the position or else the last one before it; needs count > 0. */
static size_t stretch_near(const struct stretch *stretches, size_t count, uint32_t position)
{
	size_t low = 0, high = count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (stretches[middle].first <= position)
			low = middle;
		else
			high = middle;
	}
	return low;
}

bool stretches_have(const struct stretch *stretches, size_t count, uint32_t position)
{
	if (!count)
		return false;
	const struct stretch *near = &stretches[stretch_near(stretches, count, position)];

	return position >= near->first && position < near->last;
}

struct text_cursor text_cursor_at(const struct scope *scope, uint32_t position)
{
	return (struct text_cursor){
	    .text = scope->text,
	    .count = scope->text_count,
	    .stretch = stretch_near(scope->text, scope->text_count, position),
	    .position = position,
	};
}

void token_print(struct buffer *to, const struct document *d, uint32_t position, bool more)
{
	buffer_append(to, d->words->words[d->tokens[position]].form);
	if (more && !token_is_glued(d, position))
		buffer_byte(to, ' ');
}
