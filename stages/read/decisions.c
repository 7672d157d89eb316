/* Decisions: from the tags and lines of a document to rows of the report. */
#include "stages/read/decisions.h"

void decisions_add(struct document *d, struct slice kind, struct slice before, struct slice after)
{
	document_add_tag(d, TAG_MILESTONE, NAME_REPAIR, d->length);
	document_add_tag_attribute(d, NAME_KIND, kind);
	document_add_tag_attribute(d, NAME_BEFORE, before);
	document_add_tag_attribute(d, NAME_AFTER, after);
}

static void take_milestones(struct document *d, struct repairs *repairs)
{
	while (d->tag_count && d->tags[d->tag_count - 1].name == NAME_REPAIR) {
		const struct tag *tag = &d->tags[--d->tag_count];

		repairs->page = tag_attribute(d, tag, NAME_PAGE);
		repairs_add(repairs, tag_attribute(d, tag, NAME_KIND),
			    tag_attribute(d, tag, NAME_BEFORE), tag_attribute(d, tag, NAME_AFTER));
	}
}

/* A place among the lines: on which page it is, and in what forme work, if any. */
struct place {
	const struct document *document;
	size_t next_tag;
	struct slice page, forme_work;
};

static void move_to(struct place *place, uint32_t line)
{
	const struct document *d = place->document;

	for (; place->next_tag < d->tag_count; place->next_tag++) {
		const struct tag *tag = &d->tags[place->next_tag];

		if (tag->position > line)
			return;
		if (tag->name == NAME_PB)
			place->page = tag_attribute(d, tag, NAME_N);
		if (tag->name == NAME_FW && tag->kind == TAG_OPEN) {
			place->forme_work = tag_attribute(d, tag, NAME_TYPE);
			if (!place->forme_work.length)
				place->forme_work = SLICE("fw");
		} else if (tag->name == NAME_FW) {
			place->forme_work.length = 0;
		}
	}
}

/* "part" with its soft hyphen, "nership of": "part- nership" is now "part\u00adnership". */
static void add_hyphen(struct repairs *repairs, struct slice line, struct slice next)
{
	static const char soft_hyphen[] = "\u00ad";
	struct buffer before = {0}, after = {0};
	size_t start = line.length;

	while (start > 0 && line.at[start - 1] != ' ')
		start--;
	next = slice_first(next, slice_find_byte(next, ' '));
	line = slice_from(line, start);
	buffer_append(&after, line);
	buffer_append(&after, next);
	line.length -= sizeof soft_hyphen - 1;
	buffer_append(&before, line);
	buffer_append(&before, SLICE("- "));
	buffer_append(&before, next);
	repairs_add(repairs, SLICE("hyphen"), buffer_slice(&before), buffer_slice(&after));
	buffer_free(&before);
	buffer_free(&after);
}

void decisions_take(struct document *d, struct repairs *repairs)
{
	struct place place = {.document = d};

	take_milestones(d, repairs);
	for (uint32_t i = 0; d->phase == PHASE_TEXT && i < d->length; i++) {
		struct slice line = line_slice(&d->lines[i]);

		move_to(&place, i);
		repairs->page = place.page;
		if (place.forme_work.length)
			repairs_add(repairs, place.forme_work, line, SLICE(""));
		else if (d->lines[i].glue && i + 1 < d->length && slice_ends(line, SLICE("\u00ad")))
			add_hyphen(repairs, line, line_slice(&d->lines[i + 1]));
	}
}
