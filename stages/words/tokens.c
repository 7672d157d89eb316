/*
 * tokens: from running text to words, as numbers, and sentences.
 *
 * The lines of a document are taken in stretches: lines that lie side by
 * side in memory with white space between them are cut in place, all at
 * once; others (glued ones, or a block in pieces) are first copied together.
 * A block never lies in two stretches where sentences are wanted, nor does a
 * run of glued lines, so no word and no sentence is ever half seen.
 *
 * Words become numbers 64 at a time.  Tags keep their line until the end,
 * when it is known which token each line starts with.
 */
#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/model/block_language.h"
#include "pipeline/model/segment.h"
#include "pipeline/model/structure.h"
#include "pipeline/run/stage.h"
#include "stages/words/retag.h"
#include "stages/words/sentences.h"

#include <stdlib.h>

struct options {
	const char *join, *lang;
};

/* Lines first .. last - 1 as one text. */
struct stretch {
	struct slice text;
	uint32_t first, last;
	bool joined;			/* the text is a copy */
};

struct state {
	struct segmenter *segmenter;
	struct word_index forms[2];	/* form -> word; [1]: folded by Turkic rules */
	struct abbreviations *abbreviations;
	struct buffer joined;		/* the text of a stretch that was copied */
	uint32_t *offsets;		/* where each of its lines starts in it */
	size_t offset_capacity;

	/* Of the document in hand. */
	struct block *blocks;		/* where sentences are wanted */
	size_t block_count, block_capacity;
	uint32_t *token_of_line;	/* of lines that a tag stands before */
	size_t line_capacity;
	uint32_t *tokens;
	size_t token_count, token_capacity;
	uint64_t *glue;			/* all zero behind the last token */
	size_t glue_capacity;
	struct sentence *sentences;
	size_t sentence_count, sentence_capacity;
};

/* What the document in hand is cut by. */
struct job {
	struct state *state;
	struct document *document;
	struct vocabulary *words;
	struct abbreviations *abbreviations;	/* of its language, or the block's in hand */
	struct slice language;
	bool turkic, sentences, glue;		/* wanted: sentences, glue */
	size_t block;			/* the one that holds the line in hand */
	size_t tag;			/* the first that stands behind the stretches cut so far */
};

static const struct option options[] = {
	TEXT(struct options, join, 0, "join", "NAME,...",
	     "keep together: url, email, hyphen, apostrophe, or none (default: url,email,hyphen)"),
	TEXT(struct options, lang, 0, "lang", "xx",
	     "the language of documents that do not say theirs"),
};

static bool find_join(struct slice name, unsigned *joins)
{
	static const struct {
		const char *name;
		unsigned joins;
	} table[] = {{"url", JOIN_URL},
		     {"email", JOIN_EMAIL},
		     {"hyphen", JOIN_HYPHEN},
		     {"apostrophe", JOIN_APOSTROPHE},
		     {"none", 0}};

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		if (!slice_is(name, table[i].name))
			continue;
		*joins |= table[i].joins;
		return true;
	}
	return false;
}

static enum outcome begin(struct run *run)
{
	const struct options *o = run->options;
	struct state *st = run->state;
	unsigned joins = o->join ? 0 : SEGMENT_USUAL;
	struct slice names = slice_of(o->join), name;

	while (slice_cut(&names, ',', &name))
		if (!find_join(name, &joins))
			return diagnose_error(run->diagnostics, BAD_USAGE,
					      "--join knows no '%.*s': it takes url, email, "
					      "hyphen, apostrophe or none, with commas between",
					      SLICE_ARGUMENTS(name));
	st->segmenter = segmenter_new(joins);
	return DONE;
}

static bool has_tag(const struct document *d, uint32_t name)
{
	for (size_t i = 0; i < d->tag_count; i++)
		if (d->tags[i].name == name)
			return true;
	return false;
}

static bool has_glue(const struct document *d)
{
	for (uint32_t i = 0; i < d->length; i++)
		if (d->lines[i].glue)
			return true;
	return false;
}

/* Lists the blocks, and parts each from the next whatever <g/> says. */
static void find_blocks(struct job *job)
{
	struct state *st = job->state;
	struct walk walk = {.document = job->document};
	struct block block;

	st->block_count = 0;
	while (walk_block(&walk, &block)) {
		job->document->lines[block.last - 1].glue = false;
		st->blocks = memory_reserve(st->blocks, &st->block_capacity,
					    st->block_count + 1, sizeof *st->blocks);
		st->blocks[st->block_count++] = block;
	}
}

/* The end of what must not be parted: the block, or the run of glued lines. */
static uint32_t unit_end(struct job *job, uint32_t line)
{
	const struct document *d = job->document;

	if (job->sentences) {
		while (job->state->blocks[job->block].last <= line)
			job->block++;
		return job->state->blocks[job->block].last;
	}
	while (d->lines[line].glue && line + 1 < d->length)
		line++;
	return line + 1;
}

/* Whether the next line follows this one in memory, with nothing but ASCII white space between. */
static bool next_is_beside(const struct line *line)
{
	enum { GAP_MOST = 8 };
	uintptr_t end = (uintptr_t)line->at + line->length, next = (uintptr_t)line[1].at;

	if (line->glue || next <= end || next - end > GAP_MOST)
		return false;
	for (const char *gap = line->at + line->length; gap < line[1].at; gap++)
		if (*gap != ' ' && *gap != '\n' && *gap != '\r' && *gap != '\t')
			return false;
	return true;
}

static bool are_beside(const struct document *d, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i + 1 < last; i++)
		if (!next_is_beside(&d->lines[i]))
			return false;
	return true;
}

static void note_offset(struct state *st, uint32_t line, size_t offset)
{
	st->offsets = memory_reserve(st->offsets, &st->offset_capacity, (size_t)line + 1,
				     sizeof *st->offsets);
	st->offsets[line] = (uint32_t)offset;
}

/* Copies lines together as they run: with a space between, or none at glue. */
static struct slice join_lines(struct state *st, const struct document *d, uint32_t first,
			       uint32_t last)
{
	buffer_reset(&st->joined);
	for (uint32_t i = first; i < last; i++) {
		note_offset(st, i - first, st->joined.length);
		buffer_append(&st->joined, line_slice(&d->lines[i]));
		if (!d->lines[i].glue)
			buffer_byte(&st->joined, ' ');
	}
	return buffer_slice(&st->joined);
}

/* The stretch that starts at a line: at least one unit, more while they lie side by side. */
static struct stretch take_stretch(struct job *job, uint32_t first)
{
	enum { STRETCH_BYTES = 32 * 1024 };
	const struct document *d = job->document;
	const char *start = d->lines[first].at;
	struct stretch s = {.first = first, .last = unit_end(job, first)};

	if (!are_beside(d, first, s.last)) {
		s.text = join_lines(job->state, d, first, s.last);
		s.joined = true;
		return s;
	}
	while (s.last < d->length && next_is_beside(&d->lines[s.last - 1]) &&
	       d->lines[s.last].at - start < STRETCH_BYTES) {
		uint32_t end = unit_end(job, s.last);

		if (!are_beside(d, s.last, end))
			break;
		s.last = end;
	}
	const struct line *end = &d->lines[s.last - 1];

	s.text = (struct slice){start, (size_t)(end->at - start) + end->length};
	return s;
}

/* Where a line starts in the text of its stretch. */
static size_t line_offset(const struct job *job, const struct stretch *s, uint32_t line)
{
	return s->joined ? job->state->offsets[line - s->first]
			 : (size_t)(job->document->lines[line].at - s->text.at);
}

static uint32_t add_word(void *context, struct slice form)
{
	const struct job *job = context;

	return vocabulary_add(job->words, form, job->turkic, (struct slice){NULL, 0});
}

/* Glue of up to 64 tokens: a bit is set where no white space follows. */
static void add_glue(struct state *st, size_t token, const struct segment *segments, size_t count)
{
	uint64_t glue = 0;

	for (size_t i = 0; i < count; i++) {
		uint64_t glued = segments[i].start + segments[i].length == segments[i + 1].start;

		glue |= glued << i;
	}
	st->glue[token / 64] |= glue << (token % 64);
	if (token % 64)
		st->glue[token / 64 + 1] |= glue >> (64 - token % 64);
}

/* The numbers of the words of a stretch, and their glue, behind the tokens there are. */
static bool number_words(struct job *job, struct slice text, const struct segment *segments,
			 size_t count)
{
	struct state *st = job->state;

	for (size_t done = 0, batch; done < count; done += batch, segments += batch) {
		batch = count - done < WORD_INDEX_BATCH ? count - done : WORD_INDEX_BATCH;
		if (job->glue)
			add_glue(st, st->token_count + done, segments, batch);
		if (word_index_numbers_in(&st->forms[job->turkic], text.at, segments, batch,
					  st->tokens + st->token_count + done, add_word,
					  job) < batch)
			return false;
	}
	return true;
}

/* Room for more tokens; the new words of the glue bitmap are zero. */
static bool make_room(struct state *st, size_t more)
{
	size_t need = st->token_count + more, had = st->glue_capacity;

	if (need >= UINT32_MAX)
		return false;
	st->tokens = memory_reserve(st->tokens, &st->token_capacity, need, sizeof *st->tokens);
	st->glue = memory_reserve(st->glue, &st->glue_capacity, need / 64 + 2, sizeof *st->glue);
	if (st->glue_capacity > had)
		memset(st->glue + had, 0, (st->glue_capacity - had) * sizeof *st->glue);
	return true;
}

/* Which token each line of the stretch starts with, where a tag stands before it. */
static void place_lines(struct job *job, const struct stretch *s, const struct segment *segments,
			size_t count)
{
	enum { STEP = 16 };
	struct state *st = job->state;
	const struct document *d = job->document;
	size_t i = 0;

	for (; job->tag < d->tag_count && d->tags[job->tag].position < s->last; job->tag++) {
		uint32_t line = d->tags[job->tag].position;
		size_t offset = line_offset(job, s, line);

		while (i + STEP < count && segments[i + STEP].start < offset)
			i += STEP;
		while (segments[i].start < offset)
			i++;
		st->token_of_line[line] = (uint32_t)(st->token_count + i);
	}
}

static void add_sentence(struct state *st, struct sentence sentence)
{
	st->sentences = memory_reserve(st->sentences, &st->sentence_capacity,
				       st->sentence_count + 1, sizeof *st->sentences);
	st->sentences[st->sentence_count++] = sentence;
}

/* What a stretch was cut into. */
struct pieces {
	const struct segment *segments;
	size_t count;
	const uint32_t *terminators;
	size_t terminator_count, next_terminator;
};

/* Whether the terminal that is token `stop` belongs to a word before it. */
static bool belongs_to_word(const struct job *job, const struct pieces *p, size_t stop,
			    size_t sentence_start, struct slice rest)
{
	const struct state *st = job->state;

	const struct word *words = job->words->words;
	const uint32_t *tokens = st->tokens + st->token_count;
	const struct segment *segments = p->segments;

	if (stop <= sentence_start || words[tokens[stop]].form.at[0] != '.' ||
	    segments[stop - 1].start + segments[stop - 1].length != segments[stop].start)
		return false;
	/* A list's number may stand behind a bracket or a quotation mark. */
	bool first = stop - 1 == sentence_start ||
		     (stop - 2 == sentence_start &&
		      !(words[tokens[stop - 2]].flags & WORD_COUNTS));

	return is_abbreviation(job->abbreviations, &words[tokens[stop - 1]], first, rest);
}

/*
 * The sentences of one block: segments first .. last - 1, the text up to
 * `end`.  The stretch's tokens have their numbers, but are not counted yet.
 */
static void find_sentences(struct job *job, struct slice text, struct pieces *p, size_t first,
			   size_t last, size_t end, bool loose)
{
	struct state *st = job->state;
	struct slice block = slice_first(text, end);
	size_t start = first, at = first;
	struct sentence sentence = {.loose = loose};

	for (; p->next_terminator < p->terminator_count &&
	       p->terminators[p->next_terminator] < end;
	     p->next_terminator++) {
		uint32_t place = p->terminators[p->next_terminator];
		size_t next = sentence_break(block, place);

		if (!next)
			continue;
		while (at < last && p->segments[at].start < place)
			at++;
		size_t stop = at;

		while (at < last && p->segments[at].start < next)
			at++;
		if (at == last || p->segments[at].start != next ||
		    (p->segments[stop].start == place &&
		     belongs_to_word(job, p, stop, start, slice_from(block, next))))
			continue;
		sentence.first = (uint32_t)(st->token_count + start);
		sentence.last = (uint32_t)(st->token_count + at);
		add_sentence(st, sentence);
		sentence.goes_on = true;
		start = at;
	}
	if (start == last)
		return;
	sentence.first = (uint32_t)(st->token_count + start);
	sentence.last = (uint32_t)(st->token_count + last);
	add_sentence(st, sentence);
}

/* Sentences of a block are found by its own language, else the document's. */
static void take_block_language(struct job *job, const struct block *block)
{
	const struct document *d = job->document;
	struct slice language = {NULL, 0};

	if (block->tag != SIZE_MAX && d->tags[block->tag].attribute_count)
		language = tag_attribute(d, &d->tags[block->tag], NAME_LANG);
	if (!language.length)
		language = job->language;
	job->abbreviations = abbreviations_for(&job->state->abbreviations, language);
}

/* Every block of a stretch, in turn. */
static void find_all_sentences(struct job *job, const struct stretch *s, struct pieces *p)
{
	struct state *st = job->state;
	size_t block = job->block, first = 0;

	while (st->blocks[block].first > s->first)
		block--;
	for (uint32_t line = s->first; line < s->last; block++) {
		const struct block *b = &st->blocks[block];
		size_t end = b->last < s->last ? line_offset(job, s, b->last) : s->text.length;
		size_t last = b->last < s->last ? st->token_of_line[b->last] - st->token_count
						: p->count;

		take_block_language(job, b);
		find_sentences(job, s->text, p, first, last, end, !name_is_block(b->name));
		first = last;
		line = b->last;
	}
}

static bool cut_stretch(struct job *job, const struct stretch *s)
{
	struct state *st = job->state;
	struct pieces p = {0};

	if (s->text.length >= UINT32_MAX)
		return false;
	if (job->sentences)
		p.count = segmenter_cut_with_terminators(st->segmenter, s->text, &p.segments,
							 &p.terminators, &p.terminator_count);
	else
		p.count = segmenter_cut(st->segmenter, s->text, &p.segments);
	if (!make_room(st, p.count) || !number_words(job, s->text, p.segments, p.count))
		return false;
	place_lines(job, s, p.segments, p.count);
	if (job->sentences)
		find_all_sentences(job, s, &p);
	st->token_count += p.count;
	return true;
}

static bool cut_document(struct job *job)
{
	struct state *st = job->state;
	const struct document *d = job->document;

	if (st->token_count)
		memset(st->glue, 0, (st->token_count / 64 + 1) * sizeof *st->glue);
	st->token_count = st->sentence_count = 0;
	st->token_of_line = memory_reserve(st->token_of_line, &st->line_capacity,
					   (size_t)d->length + 1, sizeof *st->token_of_line);
	if (job->sentences || has_glue(d))
		find_blocks(job);
	for (uint32_t line = 0; line < d->length;) {
		struct stretch s = take_stretch(job, line);

		if (!cut_stretch(job, &s))
			return false;
		line = s.last;
	}
	st->token_of_line[d->length] = (uint32_t)st->token_count;
	return true;
}

/* Gives the document its tokens in place of its lines: lent, until the next document. */
static void replace_content(struct job *job)
{
	const struct state *st = job->state;
	struct document *d = job->document;

	retag(d, st->token_of_line, st->sentences, st->sentence_count);
	d->lines = NULL;
	d->tokens = st->tokens;
	d->glue = st->glue;
	d->length = (uint32_t)st->token_count;
	d->phase = st->token_count ? PHASE_TOKENS : PHASE_NONE;
	d->words = job->words;
	d->terms = job->words->base;
	give_words_their_language(d);
}

static enum outcome document(struct run *run, struct document *d)
{
	const struct options *o = run->options;
	struct slice lang = document_attribute(d, NAME_LANG);
	struct job job = {
	    .state = run->state,
	    .document = d,
	    .words = run->words,
	    .sentences = (run->needs & NEED_SENTENCES) && !has_tag(d, NAME_S),
	    .glue = run->needs & NEED_GLUE,
	};

	if (!lang.length)
		lang = slice_of(o->lang);
	job.turkic = unicode_language_is_turkic(lang);
	job.language = lang;
	if (!cut_document(&job)) {
		struct state *st = run->state;
		struct slice where = document_where(d), id = document_id(d);

		diagnose_failure(run->diagnostics,
				 "%.*s%.*s: too many words: split the document, or give fewer at once",
				 SLICE_ARGUMENTS(where), SLICE_ARGUMENTS(id));
		if (st->glue)
			memset(st->glue, 0, st->glue_capacity * sizeof *st->glue);
		st->token_count = 0;
		d->dropped = true;
		return DONE;
	}
	replace_content(&job);
	return DONE;
}

static void forget_forms(struct state *st)
{
	word_index_free(&st->forms[0]);
	word_index_free(&st->forms[1]);
}

/* No document comes any more: what finds words goes before others make their tables. */
static enum outcome merge(struct run *run, struct run *other)
{
	(void)run;
	forget_forms(other->state);
	return DONE;
}

static enum outcome end(struct run *run)
{
	forget_forms(run->state);
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *st = run->state;

	segmenter_free(st->segmenter);
	forget_forms(st);
	abbreviations_free(st->abbreviations);
	buffer_free(&st->joined);
	free(st->offsets);
	free(st->blocks);
	free(st->token_of_line);
	free(st->tokens);
	free(st->glue);
	free(st->sentences);
}

const struct stage stage_tokens = {
	.name = "tokens",
	.summary = "cut text into words and sentences",
	.takes = FLOW_TEXT,
	.gives = FLOW_TOKENS,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.state_size = sizeof(struct state),
	.begin = begin,
	.document = document,
	.merge = merge,
	.end = end,
	.dispose = dispose,
};
