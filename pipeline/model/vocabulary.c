/*
 * Vocabulary: words, terms and layers, each worked out once.
 *
 * Terms are found by a table of their own: it is asked once for each word,
 * not for each token, so its slots are small rather than quick.
 */
#include "pipeline/model/vocabulary.h"

#include "pipeline/base/escape.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

#include <stdlib.h>

enum { ROW_SLACK = 16 };	/* readable behind a row */

/* Open addressing, linear probing, at most three quarters full. */
struct term_slot {
	uint32_t tag;		/* upper half of the hash */
	uint32_t number;	/* 0: nobody is here, since the empty term is in no table */
};

struct word_language {
	struct slice name;
	uint32_t *words;	/* by word: the same in this language + 1, or 0 */
	size_t known;		/* words it has room for */
};

void vocabulary_begin(struct vocabulary *v)
{
	*v = (struct vocabulary){0};
	v->terms = memory_reserve(NULL, &v->term_capacity, 1, sizeof *v->terms);
	v->terms[0] = SLICE("");
	v->term_count = 1;
	v->base = vocabulary_layer(v, NULL, NULL, NULL);
}

void vocabulary_free(struct vocabulary *v)
{
	for (struct layer *layer = v->layers; layer;) {
		struct layer *next = layer->next;

		free(layer->terms);
		free(layer->rows);
		free(layer);
		layer = next;
	}
	for (size_t i = 0; i < v->language_count; i++)
		free(v->languages[i].words);
	free(v->languages);
	free(v->words);
	free(v->terms);
	free(v->term_slots);
	buffer_free(&v->scratch);
	arena_free(&v->arena);
	*v = (struct vocabulary){0};
}

static size_t tag_place(const struct vocabulary *v, uint32_t tag)
{
	return (size_t)((uint64_t)tag * v->term_slot_count >> 32);
}

static void grow_terms(struct vocabulary *v)
{
	enum { FIRST = 1024 };
	struct term_slot *old = v->term_slots;
	size_t old_count = v->term_slot_count;

	v->term_slot_count = old_count ? old_count * 2 : FIRST;
	v->term_slots = memory_new(v->term_slot_count, sizeof *v->term_slots);
	for (size_t i = 0; i < old_count; i++) {
		size_t place = tag_place(v, old[i].tag);

		if (!old[i].number)
			continue;
		while (v->term_slots[place].number)
			place = (place + 1) & (v->term_slot_count - 1);
		v->term_slots[place] = old[i];
	}
	free(old);
}

/* `owned`: the string already lives as long as the vocabulary. */
static uint32_t add_term(struct vocabulary *v, struct slice term, bool owned)
{
	if (v->term_count == TERM_UNKNOWN)
		return TERM_UNKNOWN;
	v->terms = memory_reserve(v->terms, &v->term_capacity, (size_t)v->term_count + 1,
				  sizeof *v->terms);
	v->terms[v->term_count] = owned ? term : arena_copy(&v->arena, term);
	return v->term_count++;
}

static uint32_t find_term(struct vocabulary *v, uint32_t tag, struct slice term, bool owned)
{
	if ((size_t)v->term_count * 4 >= v->term_slot_count * 3)
		grow_terms(v);
	for (size_t place = tag_place(v, tag);; place = (place + 1) & (v->term_slot_count - 1)) {
		struct term_slot *slot = &v->term_slots[place];

		if (!slot->number) {
			*slot = (struct term_slot){tag, add_term(v, term, owned)};
			return slot->number;
		}
		if (slot->tag == tag && slice_equal(v->terms[slot->number], term))
			return slot->number;
	}
}

static uint32_t tag_of(struct slice term)
{
	return (uint32_t)(word_index_hash(term) >> 32);
}

static uint32_t term_number(struct vocabulary *v, struct slice term, bool owned)
{
	return term.length ? find_term(v, tag_of(term), term, owned) : 0;
}

void vocabulary_take_terms(struct vocabulary *v, const struct vocabulary *other,
			   uint32_t *numbers)
{
	enum { BATCH = 64 };
	uint32_t tags[BATCH];

	for (uint32_t first = 0; first < other->term_count; first += BATCH) {
		uint32_t left = other->term_count - first, count = left < BATCH ? left : BATCH;

		for (uint32_t i = 0; i < count; i++) {
			tags[i] = tag_of(other->terms[first + i]);
			__builtin_prefetch(v->term_slots + tag_place(v, tags[i]));
		}
		for (uint32_t i = 0; i < count; i++) {
			struct slice term = other->terms[first + i];

			numbers[first + i] = term.length ? find_term(v, tags[i], term, false) : 0;
		}
	}
}

uint32_t vocabulary_term(struct vocabulary *v, struct slice term)
{
	return term_number(v, term, false);
}

static uint16_t flags_of(struct slice form)
{
	bool letter = false, number = false;

	for (size_t i = 0; i < form.length;) {
		uint32_t point = utf8_next(form, &i);

		if (unicode_is_letter(point))
			letter = true;
		else if (unicode_is_letter_or_number(point))
			number = true;
	}
	return (uint16_t)((letter || number ? WORD_COUNTS : 0) |
			  (number && !letter ? WORD_NUMBER : 0));
}

/* The folded form, in the arena; the form itself where nothing changes. */
static struct slice fold(struct vocabulary *v, struct slice form, bool turkic)
{
	buffer_reset(&v->scratch);
	unicode_fold(&v->scratch, form, turkic);
	struct slice folded = buffer_slice(&v->scratch);

	return slice_equal(folded, form) ? form : arena_copy(&v->arena, folded);
}

uint32_t vocabulary_add(struct vocabulary *v, struct slice form, bool turkic, struct slice term)
{
	if (v->count == WORD_REFUSED)
		return WORD_REFUSED;
	v->words = memory_reserve(v->words, &v->capacity, (size_t)v->count + 1,
				  sizeof *v->words);
	struct word *word = &v->words[v->count];

	word->form = arena_copy(&v->arena, form);
	word->folded = fold(v, word->form, turkic);
	word->flags = flags_of(form);
	word->language = 0;
	bool own = term.at ? slice_equal(term, word->folded) : word->flags & WORD_COUNTS;

	word->term = own ? TERM_UNKNOWN : term_number(v, term, false);
	return v->count++;
}

uint32_t vocabulary_add_known(struct vocabulary *v, struct slice form, struct slice folded,
			      unsigned flags)
{
	if (v->count == WORD_REFUSED)
		return WORD_REFUSED;
	v->words = memory_reserve(v->words, &v->capacity, (size_t)v->count + 1,
				  sizeof *v->words);
	v->words[v->count] = (struct word){
	    .form = form,
	    .folded = folded,
	    .flags = (uint16_t)flags,
	    .term = flags & WORD_COUNTS ? TERM_UNKNOWN : 0,
	};
	return v->count++;
}

/* The number of a language, from 1; 0: there is no room for it. */
static uint32_t language_number(struct vocabulary *v, struct slice name)
{
	for (uint32_t i = 0; i < v->language_count; i++)
		if (slice_equal(v->languages[i].name, name))
			return i + 1;
	if (v->language_count == WORD_LANGUAGES)
		return 0;
	v->languages = memory_reserve(v->languages, &v->language_capacity, v->language_count + 1,
				      sizeof *v->languages);
	v->languages[v->language_count] =
	    (struct word_language){.name = arena_copy(&v->arena, name)};
	return (uint32_t)++v->language_count;
}

uint32_t vocabulary_in_language(struct vocabulary *v, uint32_t word, struct slice language)
{
	uint32_t number = v->words[word].language ? 0 : language_number(v, language);

	if (!number)
		return word;
	struct word_language *l = &v->languages[number - 1];
	size_t known = l->known;

	if (word >= known) {
		l->words = memory_reserve(l->words, &l->known, v->count, sizeof *l->words);
		memset(l->words + known, 0, (l->known - known) * sizeof *l->words);
	}
	if (!l->words[word]) {
		struct slice form = v->words[word].form, term = {NULL, 0};
		bool turkic = unicode_language_is_turkic(language);

		if (v->words[word].term != TERM_UNKNOWN)
			term = v->terms[v->words[word].term];
		uint32_t added = vocabulary_add(v, form, turkic, term);

		if (added == WORD_REFUSED)
			return word;
		v->words[added].language = (uint16_t)number;
		l->words[word] = added + 1;
	}
	return l->words[word] - 1;
}

struct slice vocabulary_language(const struct vocabulary *v, uint32_t word)
{
	uint32_t language = v->words[word].language;

	return language ? v->languages[language - 1].name : (struct slice){"", 0};
}

struct layer *vocabulary_layer(struct vocabulary *v, struct layer *below, term_function *work,
			       void *context)
{
	for (struct layer *layer = v->layers; layer; layer = layer->next)
		if (layer->below == below && layer->work == work && layer->context == context)
			return layer;
	struct layer *layer = memory_new(1, sizeof *layer);

	*layer = (struct layer){
	    .words = v, .below = below, .work = work, .context = context, .next = v->layers};
	v->layers = layer;
	return layer;
}

uint32_t layer_work_out(struct layer *layer, uint32_t word)
{
	struct vocabulary *v = layer->words;
	size_t known = layer->known;

	layer->terms = memory_reserve(layer->terms, &layer->known, v->count, sizeof *layer->terms);
	for (; known < layer->known; known++)
		layer->terms[known] = TERM_UNKNOWN;
	uint32_t term;

	if (layer->below)
		term = layer->work(layer->context, v, word, layer->below);
	else if (v->words[word].term == TERM_UNKNOWN)
		term = term_number(v, v->words[word].folded, true);
	else
		term = v->words[word].term;
	layer->terms[word] = term;
	return term;
}

const uint32_t *layer_terms(struct layer *layer, const uint32_t *words, size_t count)
{
	enum { AHEAD = 16 };

	for (size_t i = 0; i < count; i++) {
		if (i + AHEAD < count)
			__builtin_prefetch(layer->terms + words[i + AHEAD]);
		(void)layer_term(layer, words[i]);
	}
	return layer->terms;
}

struct slice layer_term_string(struct layer *layer, uint32_t word)
{
	const struct vocabulary *v = layer->words;

	if (!layer->below && v->words[word].term == TERM_UNKNOWN)
		return v->words[word].folded;
	return vocabulary_term_string(v, layer_term(layer, word));
}

struct slice layer_work_out_row(struct layer *layer, uint32_t word)
{
	static const char slack[ROW_SLACK] = {0};
	struct vocabulary *v = layer->words;
	size_t known = layer->row_count;

	layer->rows = memory_reserve(layer->rows, &layer->row_count, v->count,
				     sizeof *layer->rows);
	for (; known < layer->row_count; known++)
		layer->rows[known] = (struct slice){NULL, 0};
	uint32_t term = layer_term(layer, word);
	struct buffer *row = &v->scratch;

	buffer_reset(row);
	escape_append(row, v->words[word].form, false);
	buffer_byte(row, '\t');
	escape_append(row, vocabulary_term_string(v, term), false);
	buffer_byte(row, '\n');
	buffer_append(row, (struct slice){slack, ROW_SLACK});
	struct slice kept = arena_copy(&v->arena, buffer_slice(row));

	kept.length -= ROW_SLACK;
	layer->rows[word] = kept;
	return kept;
}
