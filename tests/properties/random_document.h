/*
 * Random documents that the stream can carry: both phases, any Unicode scalar
 * value in contents and attributes, any nesting, milestones, page starts,
 * stand-off spans.  The same seed gives the same document.
 */
#ifndef PROPERTIES_RANDOM_DOCUMENT_H
#define PROPERTIES_RANDOM_DOCUMENT_H

#include "pipeline/base/buffer.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/document.h"
#include "pipeline/model/vocabulary.h"

struct random {
	uint64_t state;		/* the seed */
};

/* xorshift64* (Vigna 2016): a number below `below`. */
static inline uint32_t draw(struct random *r, uint32_t below)
{
	r->state += r->state == 0;
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return (uint32_t)((r->state * UINT64_C(0x2545F4914F6CDD1D) >> 33) % below);
}

/* Any scalar value, the ones that have a meaning in the stream more often. */
static inline uint32_t draw_character(struct random *r)
{
	static const char special[] = "<>&\"'\t\n\r\v\x7f ;#/=agx\x01\x1f";
	uint32_t character;

	switch (draw(r, 8)) {
	case 0:
		return (uint32_t)special[draw(r, sizeof special - 1)];
	case 1:
		return draw(r, 0x80);
	case 2:
		return 0x80 + draw(r, 0x780);
	case 3:
		character = draw(r, 0x10f800);
		return character < 0xd800 ? character : character + 0x800;
	case 4:
		return draw(r, 2) ? 0xad : 0x2028;
	default:
		return 'a' + draw(r, 26);
	}
}

/* Up to `most` characters, never none. */
static inline struct slice draw_text(struct random *r, struct arena *arena, uint32_t most)
{
	struct buffer text = {0};

	for (uint32_t i = draw(r, most) + 1; i > 0; i--)
		utf8_append(&text, draw_character(r));
	struct slice copy = arena_copy(arena, buffer_slice(&text));

	buffer_free(&text);
	return copy;
}

static inline struct slice draw_value(struct random *r, struct arena *arena)
{
	return draw(r, 6) ? draw_text(r, arena, 12) : SLICE("");
}

static inline uint32_t draw_element(struct random *r, struct names *names)
{
	static const char *const elements[] = {"p", "head", "div", "item", "s", "fw", "table",
					       "row", "cell", "note", "quote", "x-new", "_a.b-9"};

	return names_number(names, slice_of(elements[draw(r, COUNT_OF(elements))]));
}

/* Attributes of the tag that was added last, each name once. */
static inline void add_attributes(struct random *r, struct document *d)
{
	static const char *const names[] = {"type", "level", "label", "Who", "x.y-z", "_"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (draw(r, 5) == 0)
			document_add_tag_attribute(d, names_number(d->names, slice_of(names[i])),
						   draw_value(r, d->arena));
}

struct open_elements {
	uint32_t names[20];
	uint32_t depth, pages;
};

static inline void add_random_tag(struct random *r, struct document *d, struct open_elements *open,
				  uint32_t position)
{
	switch (draw(r, 6)) {
	case 0:
		document_add_tag(d, TAG_MILESTONE, NAME_PB, position);
		document_add_tag_attribute(d, NAME_N, arena_printf(d->arena, "%u", ++open->pages));
		break;
	case 1:
		document_add_tag(d, TAG_MILESTONE, NAME_PTR, position);
		break;
	case 2:
	case 3:
		if (open->depth == COUNT_OF(open->names))
			return;
		open->names[open->depth] = draw_element(r, d->names);
		document_add_tag(d, TAG_OPEN, open->names[open->depth++], position);
		break;
	default:
		if (open->depth)
			document_add_tag(d, TAG_CLOSE, open->names[--open->depth], position);
		return;
	}
	add_attributes(r, d);
}

static inline void add_random_spans(struct random *r, struct document *d)
{
	uint32_t from = 0;

	while (draw(r, 3)) {
		from += draw(r, d->length - from);
		document_add_tag(d, TAG_MILESTONE, NAME_SPAN, d->length);
		document_add_tag_attribute(d, NAME_NAME, draw_value(r, d->arena));
		document_add_tag_attribute(d, NAME_FROM, arena_printf(d->arena, "%u", from));
		document_add_tag_attribute(d, NAME_TO,
					   arena_printf(d->arena, "%u", d->length - 1));
	}
}

static inline void add_random_content(struct random *r, struct document *d, uint32_t position)
{
	struct slice text = draw_text(r, d->arena, 12);
	bool glue = draw(r, 4) == 0;

	if (d->phase == PHASE_TEXT) {
		d->lines[position] = (struct line){text.at, (uint32_t)text.length, glue};
		return;
	}
	struct slice term = draw(r, 3) ? draw_value(r, d->arena) : text;

	d->tokens[position] = vocabulary_add(d->words, text, false, term);
	if (glue)
		token_set_glue(d, position);
}

static inline void add_random_attributes(struct random *r, struct document *d, uint32_t number)
{
	static const char *const statuses[] = {"ok", "partial", "no-text", "damaged", "too-large"};
	static const char *const names[] = {"title", "lang", "region", "Local.Authority", "_x"};
	struct buffer id = {0};

	buffer_append(&id, draw_text(r, d->arena, 6));
	buffer_printf(&id, "/%u", number);
	document_set_attribute(d, NAME_ID, arena_copy(d->arena, buffer_slice(&id)));
	buffer_free(&id);
	document_set_attribute(d, NAME_STATUS, slice_of(statuses[draw(r, COUNT_OF(statuses))]));
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (draw(r, 3) == 0)
			document_set_attribute(d, names_number(d->names, slice_of(names[i])),
					       draw_value(r, d->arena));
}

/*
 * Fills a document that document_begin() made; `number` makes its id unique.
 * Spans hold only as long as no token is taken away.
 */
static inline void random_document(struct random *r, struct document *d, uint32_t number,
				   bool spans)
{
	struct open_elements open = {.depth = 0};

	add_random_attributes(r, d, number);
	d->length = draw(r, 4) ? draw(r, 90) : 0;
	d->phase = !d->length ? PHASE_NONE : draw(r, 2) ? PHASE_TEXT : PHASE_TOKENS;
	d->lines = arena_new(d->arena, d->length + 1, sizeof *d->lines);
	d->tokens = arena_new(d->arena, d->length + 1, sizeof *d->tokens);
	d->glue = arena_new(d->arena, d->length / 64 + 1, sizeof *d->glue);
	memset(d->glue, 0, (d->length / 64 + 1) * sizeof *d->glue);
	d->terms = d->words->base;
	for (uint32_t i = 0; i < d->length; i++) {
		while (draw(r, 3) == 0)
			add_random_tag(r, d, &open, i);
		add_random_content(r, d, i);
	}
	while (open.depth)
		document_add_tag(d, TAG_CLOSE, open.names[--open.depth], d->length);
	if (d->phase == PHASE_TOKENS && spans)
		add_random_spans(r, d);
}

#endif
