/*
 * Citation: pages, headings, sentences from the tags.
 *
 * A div's heading may stand behind the first tokens of the div, so headings
 * are given to their divs in a walk of their own, which looks at tags alone.
 */
#include "pipeline/model/citation.h"

#include "pipeline/model/scope.h"

struct open_section {
	size_t div;		/* its opening tag */
	size_t head;		/* opening tag of its head element, or SIZE_MAX */
};

static bool has_head_attribute(const struct document *d, size_t div)
{
	return tag_attribute(d, &d->tags[div], NAME_HEAD).length > 0;
}

static size_t count_divs(const struct document *d)
{
	size_t count = 0;

	for (size_t i = 0; i < d->tag_count; i++)
		count += d->tags[i].kind == TAG_OPEN && d->tags[i].name == NAME_DIV;
	return count;
}

/* Gives each div its head element; walk->open serves as the stack. */
static void find_heads(struct citation_walk *walk)
{
	const struct document *d = walk->document;
	size_t opened = 0, depth = 0, forme_works = 0;

	for (size_t i = 0; i < d->tag_count; i++) {
		const struct tag *tag = &d->tags[i];

		if (tag->kind == TAG_MILESTONE)
			continue;
		bool opens = tag->kind == TAG_OPEN;

		if (tag->name == NAME_FW) {
			forme_works += opens ? 1 : (size_t)-1;
		} else if (tag->name == NAME_DIV && opens) {
			walk->sections[opened] = (struct open_section){i, SIZE_MAX};
			walk->open[depth++] = opened++;
		} else if (tag->name == NAME_DIV) {
			depth--;
		} else if (tag->name == NAME_HEAD && opens && depth && !forme_works) {
			struct open_section *section = &walk->sections[walk->open[depth - 1]];

			if (section->head == SIZE_MAX)
				section->head = i;
		}
	}
}

void citation_begin(struct citation_walk *walk, const struct document *d)
{
	size_t divs = count_divs(d);

	*walk = (struct citation_walk){
	    .document = d, .last_head = SIZE_MAX, .cited_head = SIZE_MAX};
	if (!divs)
		return;
	walk->sections = arena_new(d->arena, divs, sizeof *walk->sections);
	walk->open = arena_new(d->arena, divs, sizeof *walk->open);
	find_heads(walk);
}

static void open_tag(struct citation_walk *walk, size_t index)
{
	switch (walk->document->tags[index].name) {
	case NAME_S:
		walk->sentences++;
		walk->open_sentences++;
		break;
	case NAME_FW:
		walk->open_forme_works++;
		break;
	case NAME_HEAD:
		if (!walk->open_forme_works)
			walk->last_head = index;
		break;
	case NAME_DIV:
		walk->open[walk->depth++] = walk->next_section++;
		break;
	}
}

static void close_tag(struct citation_walk *walk, const struct tag *tag)
{
	switch (tag->name) {
	case NAME_S:
		walk->open_sentences--;
		break;
	case NAME_FW:
		walk->open_forme_works--;
		break;
	case NAME_DIV:
		walk->depth--;
		break;
	}
}

static void take_tag(struct citation_walk *walk)
{
	const struct document *d = walk->document;
	const struct tag *tag = &d->tags[walk->next_tag];

	if (tag->kind == TAG_OPEN) {
		open_tag(walk, walk->next_tag);
	} else if (tag->kind == TAG_CLOSE) {
		close_tag(walk, tag);
	} else if (tag->name == NAME_PB) {
		walk->page = tag_attribute(d, tag, NAME_N);
		walk->label = tag_attribute(d, tag, NAME_LABEL);
	}
	walk->next_tag++;
}

/* The text of a head element as printed, without any fw inside it. */
static struct slice head_text(const struct document *d, size_t head)
{
	struct buffer text = {0};
	size_t depth = 0, forme_works = 0;
	uint32_t position = d->tags[head].position;
	bool glued = true;

	for (size_t i = head; i < d->tag_count; i++) {
		const struct tag *tag = &d->tags[i];

		for (; position < tag->position; position++) {
			if (forme_works)
				continue;
			if (!glued)
				buffer_byte(&text, ' ');
			token_print(&text, d, position, false);
			glued = token_is_glued(d, position);
		}
		if (tag->kind == TAG_MILESTONE)
			continue;
		size_t step = tag->kind == TAG_OPEN ? 1 : (size_t)-1;

		depth += step;
		if (tag->name == NAME_FW)
			forme_works += step;
		if (!depth)
			break;
	}
	struct slice copy = arena_copy(d->arena, buffer_slice(&text));

	buffer_free(&text);
	return copy;
}

static struct slice section_of(struct citation_walk *walk)
{
	const struct document *d = walk->document;
	size_t head = walk->last_head;

	for (size_t i = walk->depth; i-- > 0;) {
		const struct open_section *section = &walk->sections[walk->open[i]];

		if (has_head_attribute(d, section->div))
			return tag_attribute(d, &d->tags[section->div], NAME_HEAD);
		if (section->head != SIZE_MAX) {
			head = section->head;
			break;
		}
	}
	if (head == SIZE_MAX)
		return (struct slice){"", 0};
	if (head != walk->cited_head) {
		walk->cited = head_text(d, head);
		walk->cited_head = head;
	}
	return walk->cited;
}

struct citation citation_at(struct citation_walk *walk, uint32_t position)
{
	const struct document *d = walk->document;

	while (walk->next_tag < d->tag_count && d->tags[walk->next_tag].position <= position)
		take_tag(walk);
	return (struct citation){
	    .page = walk->page,
	    .label = walk->label,
	    .section = section_of(walk),
	    .sentence = walk->open_sentences ? walk->sentences : 0,
	};
}

const uint32_t *phrase_units(const struct document *d)
{
	uint32_t *units = arena_new(d->arena, d->length, sizeof *units);
	uint32_t *outer = arena_new(d->arena, d->tag_count, sizeof *outer);
	uint32_t current = 0, made = 0, position = 0;
	size_t depth = 0, open = 0;	/* open: sentences and blocks */

	for (size_t i = 0; i < d->tag_count; i++) {
		const struct tag *tag = &d->tags[i];
		bool unit = tag->name == NAME_S || name_is_block(tag->name);

		if (tag->kind == TAG_MILESTONE)
			continue;
		while (position < tag->position)
			units[position++] = current;
		if (!unit && open)	/* inline */
			continue;
		if (!unit) {
			current = ++made;
		} else if (tag->kind == TAG_OPEN) {
			open++;
			outer[depth++] = current;
			current = ++made;
		} else {
			open--;
			current = outer[--depth];
			if (!open)
				current = ++made;
		}
	}
	while (position < d->length)
		units[position++] = current;
	return units;
}
