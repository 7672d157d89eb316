/*
 * Retagging: one pass over the tags, with <s> and </s> put in between.
 *
 * An <s> opens behind the tags that open or close blocks at its place and
 * behind milestones, before inline elements; it closes as early as the
 * inline elements opened in it allow.  So what nested before still nests.
 */
#include "stages/words/retag.h"

struct retagging {
	const struct document *document;
	const uint32_t *token_of_line;
	struct tag *tags;		/* the new ones */
	size_t count;
	size_t next;			/* of the old ones */
};

static const struct tag *next_tag(const struct retagging *r)
{
	return r->next < r->document->tag_count ? &r->document->tags[r->next] : NULL;
}

/* Whether the next old tag stands before, or at, this token. */
static bool next_is_before(const struct retagging *r, uint32_t token)
{
	const struct tag *tag = next_tag(r);

	return tag && r->token_of_line[tag->position] < token;
}

static bool next_is_at(const struct retagging *r, uint32_t token)
{
	const struct tag *tag = next_tag(r);

	return tag && r->token_of_line[tag->position] == token;
}

/* Takes the next old tag over; returns by how much it changes the depth. */
static int pass(struct retagging *r)
{
	struct tag *tag = &r->tags[r->count++];

	*tag = r->document->tags[r->next++];
	tag->position = r->token_of_line[tag->position];
	return (tag->kind == TAG_OPEN) - (tag->kind == TAG_CLOSE);
}

static void add_sentence_tag(struct retagging *r, enum tag_kind kind, uint32_t token)
{
	r->tags[r->count++] =
	    (struct tag){.name = NAME_S, .position = token, .kind = (uint16_t)kind};
}

static bool is_structural(const struct tag *tag, bool loose)
{
	return tag->kind != TAG_MILESTONE &&
	       (loose || name_is_block(tag->name) || name_is_container(tag->name));
}

static void open_sentence(struct retagging *r, const struct sentence *s)
{
	const struct document *d = r->document;

	while (next_is_before(r, s->first))
		pass(r);
	size_t behind = r->next;

	for (size_t i = r->next;
	     i < d->tag_count && r->token_of_line[d->tags[i].position] == s->first; i++)
		if (is_structural(&d->tags[i], s->loose))
			behind = i + 1;
	while (r->next < behind)
		pass(r);
	while (next_is_at(r, s->first) && next_tag(r)->kind == TAG_MILESTONE)
		pass(r);
	add_sentence_tag(r, TAG_OPEN, s->first);
}

/* Takes over what stands inside; false if an inline element is still open at its end. */
static bool reach_end(struct retagging *r, const struct sentence *s, int *depth)
{
	while (next_is_before(r, s->last))
		*depth += pass(r);
	while (*depth > 0 && next_is_at(r, s->last))
		*depth += pass(r);
	return *depth <= 0;
}

void retag(struct document *d, const uint32_t *token_of_line, const struct sentence *sentences,
	   size_t count)
{
	struct retagging r = {.document = d, .token_of_line = token_of_line};
	size_t room = d->tag_count + 2 * count;

	r.tags = arena_new(d->arena, room, sizeof *r.tags);
	for (size_t i = 0; i < count; i++) {
		int depth = 0;

		open_sentence(&r, &sentences[i]);
		while (!reach_end(&r, &sentences[i], &depth) && i + 1 < count &&
		       sentences[i + 1].goes_on)
			i++;
		add_sentence_tag(&r, TAG_CLOSE, sentences[i].last);
	}
	while (next_tag(&r))
		pass(&r);
	d->tags = r.tags;
	d->tag_count = r.count;
	d->tag_capacity = room;
}
