/*
 * Telling languages: a few places of a document are looked at, then all its
 * blocks, twice: which languages are there, then which block is in which.
 * Plain text is read so fast that looking at every block would be felt: there
 * one of the places must speak another language than the whole.
 */
#include "stages/read/tell_language.h"

#include "pipeline/base/memory.h"
#include "pipeline/model/structure.h"
#include "pipeline/model/textcat.h"

#include <stdlib.h>

enum {
	PLACES = 8,			/* that are looked at for a change of language, */
	PLACE_BYTES = 96,		/* each so long, */
	PLACE_WORDS = 8,		/* or twice that if it has fewer words */
	CONTRADICTION_BYTES = 1000,	/* of another language, against a declared one */
	LEAST_SPOKEN = 500,		/* bytes, of a language that textcat takes for one near it */
	GUESSES_MOST = 500,		/* of textcat, for one document: 0.2 s */
	UNTOLD = VOTE_LANGUAGES,
};

struct told_block {
	size_t tag;		/* its opening tag; SIZE_MAX: nothing can be said there */
	uint32_t language;	/* a number, or UNTOLD */
	bool head;
};

/* What is known of the document in hand. */
struct telling {
	struct language_teller *teller;
	struct document *document;
	struct diagnostics *diagnostics;
	struct ballot places[PLACES];
	uint32_t place_count;
	uint32_t main;				/* its language's number, or UNTOLD */
	uint64_t all_bytes;			/* of all blocks */
	uint64_t bytes[VOTE_LANGUAGES];		/* of blocks that speak it */
	uint64_t apart[VOTE_LANGUAGES];		/* bits: languages that such a block is far from */
	struct block longest[VOTE_LANGUAGES];	/* such blocks, */
	size_t longest_bytes[VOTE_LANGUAGES];	/* and how long they are */
	uint64_t spoken;			/* bits: the languages of the document */
};

void language_teller_free(struct language_teller *teller)
{
	if (teller->has_votes)
		language_votes_free(&teller->votes);
	textcat_free(teller->textcat);
	buffer_free(&teller->text);
	free(teller->blocks);
}

/* Lines first .. last - 1 as running text, `most` bytes of it. */
static struct slice join_lines(struct buffer *text, const struct document *d, uint32_t first,
			       uint32_t last, size_t most)
{
	for (uint32_t i = first; i < last && text->length < most; i++) {
		struct slice line = line_slice(&d->lines[i]);

		buffer_append(text, slice_first(line, most));
		if (!d->lines[i].glue)
			buffer_byte(text, ' ');
	}
	return buffer_slice(text);
}

/* Running text for the votes: the first blocks that are no forme work. */
static struct slice take_sample(struct buffer *text, const struct document *d)
{
	struct walk walk = {.document = d};
	struct block block;

	buffer_reset(text);
	while (text->length < VOTE_BYTES && walk_block(&walk, &block))
		if (!block.forme_work)
			join_lines(text, d, block.first, block.last, VOTE_BYTES);
	return buffer_slice(text);
}

static struct slice block_text(struct buffer *text, const struct document *d,
			       const struct block *block)
{
	buffer_reset(text);
	return join_lines(text, d, block->first, block->last, VOTE_BYTES);
}

/* Fingerprints are read when they are needed for the first time. */
static enum outcome need_textcat(struct language_teller *teller, struct diagnostics *d)
{
	if (teller->textcat)
		return DONE;
	return textcat_new(&teller->textcat, teller->resources->fingerprints, d);
}

static enum outcome guess(struct language_teller *teller, struct slice text,
			  struct slice *language, struct diagnostics *d)
{
	if (text.length < TEXTCAT_LEAST)
		return DONE;
	enum outcome outcome = need_textcat(teller, d);

	if (outcome == DONE)
		*language = textcat_guess(teller->textcat, text);
	return outcome;
}

/* Whether a place speaks another language than `main`, or at least not that one. */
static bool speaks_other(const struct language_votes *votes, const struct ballot *ballot,
			 uint32_t main)
{
	uint64_t second;
	uint32_t leader = ballot_leader(votes, ballot, &second);

	if (main == UNTOLD)
		return ballot->met[leader] >= 3;
	if (!ballot->met[main])
		return ballot->words >= PLACE_WORDS;
	return leader != main && ballot->met[leader] >= 3 &&
	       ballot->votes[leader] > ballot->votes[main];
}

/* Counts the text from a line on, so many bytes of it. */
static void count_place(struct telling *t, uint32_t line, size_t bytes, struct ballot *ballot)
{
	struct language_teller *teller = t->teller;
	const struct document *d = t->document;

	buffer_reset(&teller->text);
	join_lines(&teller->text, d, line, d->length, bytes);
	language_votes_count(&teller->votes, slice_first(buffer_slice(&teller->text), bytes),
			     ballot);
}

/* Counts the places, spread evenly over the lines. */
static void count_places(struct telling *t)
{
	const struct document *d = t->document;

	t->place_count = d->length < PLACES ? d->length : PLACES;
	for (uint32_t i = 0; i < t->place_count; i++) {
		uint32_t line = (uint32_t)((uint64_t)i * d->length / t->place_count);

		count_place(t, line, PLACE_BYTES, &t->places[i]);
		if (t->places[i].words < PLACE_WORDS)
			count_place(t, line, 2 * PLACE_BYTES, &t->places[i]);
	}
}

/* Whether the document may change its language: some of its places do. */
static bool may_change(const struct telling *t)
{
	for (uint32_t i = 0; i < t->place_count; i++)
		if (speaks_other(&t->teller->votes, &t->places[i], t->main))
			return true;
	return false;
}

/* Which languages lead in the blocks that are running text, and how far. */
static void find_leaders(struct telling *t)
{
	struct language_teller *teller = t->teller;
	struct walk walk = {.document = t->document};
	struct block block;
	struct ballot ballot;

	while (walk_block(&walk, &block)) {
		struct slice text = block_text(&teller->text, t->document, &block);
		uint64_t second;

		if (block.forme_work)
			continue;
		t->all_bytes += text.length;
		language_votes_count(&teller->votes, text, &ballot);
		uint32_t leader = ballot_leader(&teller->votes, &ballot, &second);

		if (ballot.met[leader] < 5 || ballot.met[leader] * 6 < ballot.words)
			continue;
		t->bytes[leader] += text.length;
		if (text.length > t->longest_bytes[leader]) {
			t->longest_bytes[leader] = text.length;
			t->longest[leader] = block;
		}
		for (uint32_t i = 0; i < teller->votes.language_count; i++)
			if (ballot.votes[leader] >= ballot.votes[i] * 2)
				t->apart[leader] |= UINT64_C(1) << i;
	}
}

/* The language that leads in most of the text, of those that are not `left_out`; or UNTOLD. */
static uint32_t most_spoken(const struct telling *t, uint64_t left_out)
{
	uint32_t best = UNTOLD;

	for (uint32_t i = 0; i < VOTE_LANGUAGES; i++)
		if (t->bytes[i] && !(left_out >> i & 1) &&
		    (best == UNTOLD || t->bytes[i] > t->bytes[best]))
			best = i;
	return best;
}

/*
 * Whether textcat, asked about the longest block in a language, names it among
 * others.  If it names one that is near, such as Danish for Norwegian, that is
 * enough where more of the text speaks it.
 */
static enum outcome confirm(struct telling *t, uint32_t language, bool *confirmed)
{
	struct language_teller *teller = t->teller;
	struct slice names[TEXTCAT_CANDIDATES];
	enum outcome outcome = need_textcat(teller, t->diagnostics);

	*confirmed = false;
	if (outcome != DONE)
		return outcome;
	struct slice text = block_text(&teller->text, t->document, &t->longest[language]);
	size_t count = textcat_candidates(teller->textcat, text, names);

	for (size_t i = 0; i < count && !*confirmed; i++) {
		uint32_t named = language_votes_number(&teller->votes, names[i]);

		*confirmed = named == language ||
			     (named != UNTOLD && !(t->apart[language] >> named & 1) &&
			      t->bytes[language] >= LEAST_SPOKEN);
	}
	return outcome;
}

/*
 * The languages of the document: the main one, and those of which some block
 * is far from all that are spoken more.  So Danish paragraphs do not make a
 * text in Norwegian one in two languages.
 */
static enum outcome find_spoken(struct telling *t)
{
	uint64_t seen = t->main == UNTOLD ? 0 : UINT64_C(1) << t->main;
	enum outcome outcome = DONE;
	uint32_t next;

	t->spoken = seen;
	while (outcome == DONE && (next = most_spoken(t, seen)) != UNTOLD) {
		bool confirmed = false;

		seen |= UINT64_C(1) << next;
		if (t->spoken & ~t->apart[next])
			continue;
		outcome = confirm(t, next, &confirmed);
		if (confirmed)
			t->spoken |= UINT64_C(1) << next;
	}
	return outcome;
}

/* Of the languages that are spoken the one that leads clearly, or UNTOLD. */
static uint32_t choose(const struct telling *t, const struct ballot *ballot)
{
	uint64_t best = UNTOLD, second = 0;

	for (uint32_t i = 0; i < VOTE_LANGUAGES; i++) {
		if (!(t->spoken >> i & 1) || !ballot->met[i])
			continue;
		if (best == UNTOLD || ballot->votes[i] > ballot->votes[best]) {
			second = best == UNTOLD ? 0 : ballot->votes[best];
			best = i;
		} else if (ballot->votes[i] > second) {
			second = ballot->votes[i];
		}
	}
	if (best == UNTOLD)
		return UNTOLD;
	/* Where the document's own language has no list, its words may be in another's. */
	bool listed = t->main != UNTOLD;
	uint64_t met = ballot->met[best], needed = best == t->main ? 1 : listed ? 2 : 5;

	return met >= needed && met * (listed ? 8 : 4) >= ballot->words &&
		       ballot->votes[best] * 2 >= second * 3
		   ? (uint32_t)best
		   : UNTOLD;
}

static struct told_block *add_block(struct language_teller *teller, const struct block *block)
{
	teller->blocks = memory_reserve(teller->blocks, &teller->block_capacity,
					teller->block_count + 1, sizeof *teller->blocks);
	struct told_block *told = &teller->blocks[teller->block_count++];

	*told = (struct told_block){.tag = name_is_block(block->name) ? block->tag : SIZE_MAX,
				    .language = UNTOLD,
				    .head = block->name == NAME_HEAD};
	return told;
}

/* Which block is in which of the languages, as far as its own words tell. */
static enum outcome tell_blocks(struct telling *t)
{
	struct language_teller *teller = t->teller;
	struct walk walk = {.document = t->document};
	struct block block;
	struct ballot ballot;
	enum outcome outcome = DONE;
	unsigned guesses = 0;

	teller->block_count = 0;
	while (outcome == DONE && walk_block(&walk, &block)) {
		struct slice text = block_text(&teller->text, t->document, &block), name = {0};

		language_votes_count(&teller->votes, text, &ballot);
		if (block.forme_work || !ballot.words)
			continue;
		struct told_block *told = add_block(teller, &block);

		told->language = choose(t, &ballot);
		if (told->language != UNTOLD || guesses == GUESSES_MOST)
			continue;
		guesses += text.length >= TEXTCAT_LEAST;
		outcome = guess(teller, text, &name, t->diagnostics);
		uint32_t number = language_votes_number(&teller->votes, name);

		if (number != UNTOLD && t->spoken >> number & 1)
			told->language = number;
	}
	return outcome;
}

/*
 * A block that does not tell takes the language in which those before and
 * behind it agree; a heading, if they do not, that of what follows.
 */
static void tell_others(struct telling *t)
{
	struct told_block *blocks = t->teller->blocks;
	size_t count = t->teller->block_count;

	for (size_t i = 0, end; i < count; i = end + 1) {
		end = i;
		while (end < count && blocks[end].language == UNTOLD)
			end++;
		uint32_t before = i ? blocks[i - 1].language : t->main;
		uint32_t behind = end < count ? blocks[end].language : t->main;

		for (size_t k = i; k < end; k++)
			blocks[k].language = before == behind || blocks[k].head ? behind : t->main;
	}
}

static void mark_blocks(struct telling *t)
{
	const struct language_teller *teller = t->teller;
	struct document *d = t->document;

	for (size_t i = 0; i < teller->block_count; i++) {
		const struct told_block *block = &teller->blocks[i];

		if (block->language == t->main || block->tag == SIZE_MAX ||
		    tag_attribute(d, &d->tags[block->tag], NAME_LANG).at)
			continue;
		document_extend_tag(d, block->tag, NAME_LANG,
				    teller->votes.languages[block->language]);
	}
}

/*
 * The language of the whole, from its blocks: of a fifth of them at least;
 * what is declared holds unless they contradict it.
 */
static enum outcome choose_main(struct telling *t, struct slice declared,
				struct told_language *told)
{
	const struct language_votes *votes = &t->teller->votes;
	uint32_t most = most_spoken(t, 0);
	uint32_t number = language_votes_number(votes, declared);
	bool confirmed = false, holds = number == UNTOLD || most == UNTOLD || t->bytes[number] ||
					t->bytes[most] < CONTRADICTION_BYTES;
	enum outcome outcome = DONE;

	if (most != UNTOLD && most != t->main && t->bytes[most] * 5 >= t->all_bytes &&
	    !(declared.length && holds))
		outcome = confirm(t, most, &confirmed);
	if (confirmed)
		*told = (struct told_language){votes->languages[most], SLICE("stoplists")};
	t->main = language_votes_number(votes, told->name);
	return outcome;
}

static enum outcome look_at_blocks(struct telling *t, struct slice declared,
				   struct told_language *told)
{
	find_leaders(t);
	enum outcome outcome = choose_main(t, declared, told);

	if (outcome == DONE && told->name.length)
		outcome = find_spoken(t);
	uint64_t others = t->main == UNTOLD ? t->spoken : t->spoken & ~(UINT64_C(1) << t->main);

	if (outcome != DONE || !others)
		return outcome;
	outcome = tell_blocks(t);
	if (outcome == DONE) {
		tell_others(t);
		mark_blocks(t);
	}
	return outcome;
}

/*
 * What the votes say of a sample, unless fewer than a fourth of its words are
 * of that language and textcat names one that has no list.
 */
static enum outcome vote(struct telling *t, struct told_language *told)
{
	struct language_teller *teller = t->teller;
	struct slice text = take_sample(&teller->text, t->document), name = {NULL, 0};
	struct ballot ballot;
	enum outcome outcome = DONE;

	language_votes_count(&teller->votes, text, &ballot);
	*told = (struct told_language){language_votes_winner(&teller->votes, &ballot),
				       SLICE("stoplists")};
	uint32_t number = language_votes_number(&teller->votes, told->name);

	if (number == UNTOLD || ballot.met[number] * 4 >= ballot.words)
		return DONE;
	outcome = guess(teller, text, &name, t->diagnostics);
	if (name.length && language_votes_number(&teller->votes, name) == UNTOLD)
		*told = (struct told_language){arena_copy(t->document->arena, name),
					       SLICE("textcat")};
	return outcome;
}

/* What the places say together where that is clear, else a vote. */
static enum outcome tell_undeclared(struct telling *t, struct told_language *told)
{
	const struct language_votes *votes = &t->teller->votes;
	struct ballot sum = {0};
	uint64_t second;

	for (uint32_t i = 0; i < t->place_count; i++)
		ballot_add(&sum, &t->places[i]);
	uint32_t leader = ballot_leader(votes, &sum, &second);

	if (!ballot_is_settled(votes, &sum) || sum.met[leader] * 4 < sum.words)
		return vote(t, told);
	*told = (struct told_language){votes->languages[leader], SLICE("stoplists")};
	return DONE;
}

enum outcome tell_language(struct language_teller *teller, struct document *d,
			   struct slice declared, bool quickly, struct told_language *told,
			   struct diagnostics *diagnostics)
{
	struct telling t = {.teller = teller, .document = d, .diagnostics = diagnostics};
	enum outcome outcome = DONE;

	*told = (struct told_language){declared, declared.length ? SLICE("declared") : declared};
	if (d->phase != PHASE_TEXT)
		return DONE;
	if (!teller->has_votes) {
		outcome = language_votes_begin(&teller->votes, teller->resources->stopwords,
					       diagnostics);
		teller->has_votes = true;
		if (outcome != DONE)
			return outcome;
	}
	count_places(&t);
	if (!declared.length)
		outcome = tell_undeclared(&t, told);
	t.main = language_votes_number(&teller->votes, told->name);
	if (outcome == DONE && (!quickly || may_change(&t)))
		outcome = look_at_blocks(&t, declared, told);
	if (outcome == DONE && !told->name.length) {
		outcome = guess(teller, take_sample(&teller->text, d), &told->name, diagnostics);
		told->name = arena_copy(d->arena, told->name);
		told->by = told->name.length ? SLICE("textcat") : told->name;
	}
	return outcome;
}
