/*
 * normalise: text as it was meant, whatever the document did to it.
 *
 * Characters are made plain line by line (characters.c); words that were cut
 * at line and page ends are made whole (hyphens.c), and stand before any tag
 * that parted them.  A document in which nothing is wrong passes untouched:
 * its lines stay slices of the file's own bytes.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/languages.h"
#include "pipeline/model/structure.h"
#include "pipeline/run/stage.h"
#include "stages/text/characters.h"
#include "stages/text/hyphens.h"

#include <stdlib.h>

struct options {
	const char *form, *report;
};

struct state {
	enum form form;
	struct repairs repairs;
	struct hyphens hyphens;
	struct languages languages;	/* their work: the words, a struct stoplist */
	struct buffer repaired, scratch;
	bool *cut;			/* by line: a hyphen was printed at its end */
	size_t capacity;
};

static const struct option options[] = {
	TEXT(struct options, form, 0, "form", "FORM",
	     "the Unicode form: nfc (the default), nfkc, or none"),
	TEXT(struct options, report, 0, "report", "FILE",
	     "write every repair there: document, page, kind, before, after, count"),
};

enum { WORD_MOST = 256 };	/* bytes; cuts in what is longer are left as they are */

static const char soft_hyphen[] = "\xc2\xad";

static enum outcome begin(struct run *run)
{
	const struct options *o = run->options;
	struct state *state = run->state;

	state->repairs.wanted = o->report != NULL;
	if (!o->form || !strcmp(o->form, "nfc"))
		state->form = FORM_NFC;
	else if (!strcmp(o->form, "nfkc"))
		state->form = FORM_NFKC;
	else if (!strcmp(o->form, "none"))
		state->form = FORM_NONE;
	else
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "--form is nfc, nfkc or none, not '%s'", o->form);
	return DONE;
}

static enum outcome heading(struct run *run)
{
	if (run->report)
		repairs_heading(run->report);
	return DONE;
}

static const char *report_path(const void *values)
{
	const struct options *o = values;

	return o->report;
}

static void set_line(struct document *d, struct line *line, const struct buffer *text)
{
	struct slice copy = arena_copy(d->arena, buffer_slice(text));

	line->at = copy.at;
	line->length = (uint32_t)copy.length;
}

/* Takes a printed hyphen off the end of a line, which must be glued to the next. */
static bool take_cut(struct state *state, struct document *d, struct line *line)
{
	if (!line->glue || !slice_ends(line_slice(line), slice_of(soft_hyphen)))
		return false;
	line->length -= (uint32_t)sizeof soft_hyphen - 1;
	if (line->length && line->at[line->length - 1] != ' ')
		return true;
	/* Nothing stands before it that could be cut: it is a dash. */
	buffer_reset(&state->repaired);
	buffer_append(&state->repaired, line_slice(line));
	buffer_byte(&state->repaired, '-');
	set_line(d, line, &state->repaired);
	return false;
}

/* Repairs the characters of one line, which may be empty then. */
static void repair_line(struct state *state, struct document *d, uint32_t i)
{
	struct line *line = &d->lines[i];
	bool before, after;

	if (characters_are_clean(line_slice(line), state->form))
		return;
	characters_repair(&state->repaired, &state->scratch, line_slice(line), state->form,
			  &before, &after, &state->repairs);
	set_line(d, line, &state->repaired);
	/* A space that was glued on is the one between the two lines. */
	if (before && i > 0)
		d->lines[i - 1].glue = false;
	if (after)
		line->glue = false;
}

/* The printed pages, for the report. */
struct pages {
	const struct document *document;
	size_t next_tag;
};

static struct pages first_page(const struct document *d, struct repairs *repairs)
{
	repairs->page = (struct slice){"", 0};
	return (struct pages){.document = d};
}

static void turn_page(struct pages *pages, uint32_t position, struct repairs *repairs)
{
	const struct document *d = pages->document;

	for (; pages->next_tag < d->tag_count; pages->next_tag++) {
		const struct tag *tag = &d->tags[pages->next_tag];

		if (tag->position > position)
			return;
		if (tag->name == NAME_PB)
			repairs->page = tag_attribute(d, tag, NAME_N);
	}
}

/* All lines; true if some were cut or emptied, so that lines are laid anew. */
static bool repair_lines(struct state *state, struct document *d)
{
	struct pages pages = first_page(d, &state->repairs);
	bool changed = false;

	state->cut = memory_reserve(state->cut, &state->capacity, d->length, sizeof *state->cut);
	for (uint32_t i = 0; i < d->length; i++) {
		state->cut[i] = false;
		if (!d->lines[i].glue && characters_are_plain(line_slice(&d->lines[i])))
			continue;
		turn_page(&pages, i, &state->repairs);
		state->cut[i] = take_cut(state, d, &d->lines[i]);
		repair_line(state, d, i);
		changed |= state->cut[i] || d->lines[i].length == 0;
	}
	return changed;
}

/* The part of a cut word that a line holds: up to a space. */
static struct slice last_chunk(struct slice line)
{
	const char *space = line.length ? memrchr(line.at, ' ', line.length) : NULL;

	return space ? slice_from(line, (size_t)(space - line.at) + 1) : line;
}

static struct slice first_chunk(struct slice line)
{
	return slice_first(line, slice_find_byte(line, ' '));
}

/* The words of a document's language, read when the first cut in it is met. */
static struct stoplist *words_of(struct run *run, const struct document *d)
{
	struct state *state = run->state;
	bool fresh, found;
	struct language *language =
	    languages_find(&state->languages, document_attribute(d, NAME_LANG), &fresh);

	if (!fresh)
		return language->work;
	struct stoplist *words = memory_new(1, sizeof *words);

	/* A list that is damaged is none: the document's own words are left. */
	if (stoplist_read_language(words, run->resources->words, language->name, &found,
				   run->diagnostics) == DONE && found)
		return language->work = words;
	stoplist_free(words);
	free(words);
	return NULL;
}

/* Asks the document's own words, and its language's, about its cuts. */
static void weigh_cuts(struct run *run, const struct document *d)
{
	struct state *state = run->state;
	struct hyphens *hyphens = &state->hyphens;

	hyphens_begin(hyphens, words_of(run, d));
	for (uint32_t i = 0; i < d->length; i++) {
		struct slice text = line_slice(&d->lines[i]);

		if (i > 0 && state->cut[i - 1])
			text = slice_from(text, first_chunk(text).length);
		if (state->cut[i])
			text.length -= last_chunk(text).length;
		hyphens_add_text(hyphens, text);
	}
	for (uint32_t i = 0; i + 1 < d->length; i++)
		if (state->cut[i])
			hyphens_weigh(hyphens, last_chunk(line_slice(&d->lines[i])),
				      first_chunk(line_slice(&d->lines[i + 1])));
	hyphens_judge(hyphens);
}

/* Whether the hyphen between two parts of a word stays. */
static bool keeps_hyphen(struct state *state, struct slice head, struct slice tail)
{
	return !slice_ends(head, SLICE("-")) && hyphens_keep(&state->hyphens, head, tail);
}

/*
 * Moves the rest of a cut word from line `next` behind what stands in
 * state->repaired, where the word starts at `start`.
 */
static void take_rest(struct state *state, struct document *d, size_t start, uint32_t next)
{
	struct buffer *whole = &state->repaired, *before = &state->scratch;
	struct line *line = &d->lines[next];
	struct slice head = slice_from(buffer_slice(whole), start);
	struct slice tail = first_chunk(line_slice(line));

	buffer_reset(before);
	buffer_append(before, head);
	buffer_append(before, SLICE("- "));
	buffer_append(before, tail);
	if (keeps_hyphen(state, head, tail))
		buffer_byte(whole, '-');
	buffer_append(whole, tail);
	repairs_add(&state->repairs, SLICE("hyphen"), buffer_slice(before),
		    slice_from(buffer_slice(whole), start));
	size_t taken = tail.length < line->length ? tail.length + 1 : tail.length;

	line->at += taken;
	line->length -= (uint32_t)taken;
}

/*
 * The cut word at the end of line i, over as many lines as it takes.  The
 * hyphen was printed, and stays, where nothing follows in the block, where a
 * space does, and in what is too long to be a word.
 */
static void join_line(struct state *state, struct document *d, uint32_t i, uint32_t last)
{
	struct buffer *whole = &state->repaired;
	struct line *line = &d->lines[i];
	size_t start = line->length - last_chunk(line_slice(line)).length;
	bool cut = true;

	buffer_reset(whole);
	buffer_append(whole, line_slice(line));
	for (uint32_t next = i + 1; cut; next++) {
		if (next == last)
			line->glue = false;
		if (!line->glue || whole->length - start > WORD_MOST) {
			buffer_byte(whole, '-');
			break;
		}
		bool empty = d->lines[next].length == 0;

		if (!empty)
			take_rest(state, d, start, next);
		line->glue = d->lines[next].length == 0 && d->lines[next].glue;
		cut = empty || (d->lines[next].length == 0 && state->cut[next]);
		state->cut[next] &= d->lines[next].length > 0;
	}
	set_line(d, line, whole);
	/* What meets now may be composed: a letter, and an accent behind the cut. */
	repair_line(state, d, i);
}

static void join_words(struct run *run, struct document *d)
{
	struct state *state = run->state;
	struct walk walk = {.document = d};
	struct pages pages = first_page(d, &state->repairs);
	struct block block;

	weigh_cuts(run, d);
	while (walk_block(&walk, &block)) {
		for (uint32_t i = block.first; i < block.last; i++) {
			if (!state->cut[i])
				continue;
			turn_page(&pages, i, &state->repairs);
			join_line(state, d, i, block.last);
		}
	}
}

/* Takes out the lines that became empty; tags move to the next one left. */
static void drop_empty_lines(struct document *d)
{
	uint32_t kept = 0;
	size_t tag = 0;

	for (uint32_t i = 0; i < d->length; i++) {
		for (; tag < d->tag_count && d->tags[tag].position <= i; tag++)
			d->tags[tag].position = kept;
		if (d->lines[i].length)
			d->lines[kept++] = d->lines[i];
		else if (kept)	/* a space on either side of it is one */
			d->lines[kept - 1].glue &= d->lines[i].glue;
	}
	for (; tag < d->tag_count; tag++)
		d->tags[tag].position = kept;
	d->length = kept;
	if (!kept)
		d->phase = PHASE_NONE;
}

static enum outcome document(struct run *run, struct document *d)
{
	struct state *state = run->state;

	if (d->phase != PHASE_TEXT)
		return DONE;
	if (repair_lines(state, d)) {
		join_words(run, d);
		drop_empty_lines(d);
	}
	if (run->report)
		repairs_write(&state->repairs, document_id(d), run->report);
	return DONE;
}

static void drop(void *work)
{
	stoplist_free(work);
	free(work);
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	languages_free(&state->languages, drop);
	repairs_free(&state->repairs);
	hyphens_free(&state->hyphens);
	buffer_free(&state->repaired);
	buffer_free(&state->scratch);
	free(state->cut);
}

const struct stage stage_normalise = {
	.name = "normalise",
	.summary = "make characters, spaces and cut words plain",
	.takes = FLOW_TEXT,
	.gives = FLOW_TEXT,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.state_size = sizeof(struct state),
	.report_path = report_path,
	.begin = begin,
	.heading = heading,
	.document = document,
	.dispose = dispose,
};
