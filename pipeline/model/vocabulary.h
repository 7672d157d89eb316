/*
 * Vocabulary: every distinct word once, as a number; and its terms.
 *
 * A word has a form (as printed), a folded form and flags.  A term is a
 * string with a number too; term 0 is the empty term (punctuation, stop
 * words).  What turns words into terms is a layer: tokens lays the folded
 * form, stem a layer on top of it, stop another.  A layer works out the term
 * of a word the first time it is asked and keeps it, so stemming a document
 * costs nothing per token: document.terms points to another layer.
 *
 * Several words may have the same form (a stream gives each distinct pair of
 * form and term a word of its own, and folding depends on the language), so
 * results are added up by string, never by number.  Numbers are dense from
 * 0, but a document need not use consecutive ones.
 *
 * A word of a block whose language is not its document's is a word of its
 * own, which knows that language: so layers that work by language stay
 * functions of the word alone.
 *
 * One vocabulary for each worker; nothing here is shared between threads.
 */
#ifndef MODEL_VOCABULARY_H
#define MODEL_VOCABULARY_H

#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"
#include "pipeline/model/word_index.h"

enum word_flag {
	WORD_COUNTS = 1,	/* holds a letter or a digit: in the base of per_million */
	WORD_NUMBER = 2,	/* digits, no letter */
};

struct word {
	struct slice form;	/* never empty */
	struct slice folded;	/* Unicode full case folding, as design.md has it */
	uint32_t term;		/* as tokens or the stream gave it; TERM_UNKNOWN: the folded
				   form, which nobody has asked for as a number yet */
	uint16_t flags;		/* enum word_flag */
	uint16_t language;	/* 0: its document's; else see vocabulary_language() */
};

#define TERM_UNKNOWN UINT32_MAX

struct term_slot;
struct word_language;

enum { WORD_LANGUAGES = 4096 };	/* at most, in one vocabulary */

struct vocabulary {
	struct arena arena;
	struct word *words;
	uint32_t count;
	size_t capacity;
	struct slice *terms;		/* by term number; terms[0] is empty */
	uint32_t term_count;
	size_t term_capacity;
	struct term_slot *term_slots;	/* a table from strings to numbers */
	size_t term_slot_count;		/* a power of two, or 0 */
	struct layer *layers;		/* all of them, owned */
	struct layer *base;		/* the terms the words came with */
	struct word_language *languages;	/* of words */
	size_t language_count, language_capacity;
	struct buffer scratch;
};

void vocabulary_begin(struct vocabulary *v);
void vocabulary_free(struct vocabulary *v);

/*
 * A new word; strings are copied.  `folded` is worked out here from the form
 * (and `turkic`); a term with a null pointer means the folded form, or the
 * empty term if the form holds no letter and no digit.
 */
uint32_t vocabulary_add(struct vocabulary *v, struct slice form, bool turkic, struct slice term);

/*
 * The same word in another language than its document's (BCP 47), made if it
 * is new: folded as that language has it, with the term that the word came
 * with.  A word that is in a language already is given back as it is, and so
 * is any where there is no room for more.
 */
uint32_t vocabulary_in_language(struct vocabulary *v, uint32_t word, struct slice language);

/* The language of a word; empty: that of its document. */
struct slice vocabulary_language(const struct vocabulary *v, uint32_t word);

/* A new word of which all is known; strings are borrowed, as long as the vocabulary lives. */
uint32_t vocabulary_add_known(struct vocabulary *v, struct slice form, struct slice folded,
			      unsigned flags);

/* The number of a term, given one if it is new. */
uint32_t vocabulary_term(struct vocabulary *v, struct slice term);

/* The numbers that the terms of another vocabulary have here, by their numbers there. */
void vocabulary_take_terms(struct vocabulary *v, const struct vocabulary *other,
			   uint32_t *numbers);

static inline struct slice vocabulary_term_string(const struct vocabulary *v, uint32_t term)
{
	return v->terms[term];
}

/*
 * A layer's work: from a word and the layer below to the new term's number.
 * Called once for each word that is met.
 */
typedef uint32_t term_function(void *context, struct vocabulary *v, uint32_t word,
			       struct layer *below);

struct layer {
	struct vocabulary *words;
	struct layer *below;		/* NULL for the base */
	term_function *work;
	void *context;			/* borrowed; part of the layer's identity */
	uint32_t *terms;		/* by word; TERM_UNKNOWN until asked for */
	size_t known;			/* words that `terms` has room for */
	struct slice *rows;		/* by word: "form TAB term LF", escaped, see layer_row */
	size_t row_count;
	struct layer *next;
};

/*
 * The layer that lays `work` with `context` over `below`: found if it was
 * made before, else made.  Owned by the vocabulary.  Give each language a
 * context of its own.
 */
struct layer *vocabulary_layer(struct vocabulary *v, struct layer *below, term_function *work,
			       void *context);

/* The slow path of layer_term(). */
uint32_t layer_work_out(struct layer *layer, uint32_t word);

/* The term of a word under this layer. */
static inline uint32_t layer_term(struct layer *layer, uint32_t word)
{
	if (__builtin_expect(word < layer->known && layer->terms[word] != TERM_UNKNOWN, 1))
		return layer->terms[word];
	return layer_work_out(layer, word);
}

/*
 * The terms under this layer, by word, worked out for `count` words at least;
 * valid until the layer is asked again.
 */
const uint32_t *layer_terms(struct layer *layer, const uint32_t *words, size_t count);

/* The term of a word as a string; a folded form is not given a number for it. */
struct slice layer_term_string(struct layer *layer, uint32_t word);

/* The slow path of layer_row(). */
struct slice layer_work_out_row(struct layer *layer, uint32_t word);

/*
 * The line of a token in the stream: form, tab, term, LF, escaped.  16 bytes
 * behind its end may be read.
 */
static inline struct slice layer_row(struct layer *layer, uint32_t word)
{
	if (__builtin_expect(word < layer->row_count && layer->rows[word].at != NULL, 1))
		return layer->rows[word];
	return layer_work_out_row(layer, word);
}

#endif
