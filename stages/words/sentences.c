/*
 * Sentences: the rules SB5 to SB11 of UAX #29, read forward from a terminal.
 *
 * They depend on what stands before a terminal only where no space follows,
 * so nothing but terminals needs to be looked at, and ICU is not asked.  A
 * property test compares with ICU.
 */
#include "stages/words/sentences.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

#include <stdlib.h>

static enum unicode_sentence_class class_of(uint32_t point)
{
	if (point - 'a' < 26)
		return SENTENCE_LOWER;
	if (point - 'A' < 26)
		return SENTENCE_UPPER;
	if (point == ' ')
		return SENTENCE_SPACE;
	return unicode_sentence_class(point);
}

/* Passes over characters of a class, and over marks on them. */
static size_t skip(struct slice text, size_t place, enum unicode_sentence_class class)
{
	while (place < text.length) {
		size_t next = place;
		enum unicode_sentence_class met = class_of(utf8_next(text, &next));

		if (met != class && met != SENTENCE_EXTEND)
			break;
		place = next;
	}
	return place;
}

/* SB8: behind a full stop, the first letter is a small one. */
static bool goes_on_small(struct slice text, size_t place)
{
	while (place < text.length) {
		switch (class_of(utf8_next(text, &place))) {
		case SENTENCE_LOWER:
			return true;
		case SENTENCE_UPPER:
		case SENTENCE_LETTER:
		case SENTENCE_STOP:
		case SENTENCE_END:
			return false;
		default:
			break;
		}
	}
	return false;
}

/* SB6 and SB7: "3.4" and "c.D", for full stops that are not ASCII. */
static bool stands_inside(struct slice text, size_t place, enum unicode_sentence_class next)
{
	if (next == SENTENCE_NUMERIC)
		return true;
	while (next == SENTENCE_UPPER && place > 0) {
		enum unicode_sentence_class before = class_of(utf8_previous(text, &place));

		if (before != SENTENCE_EXTEND)
			return before == SENTENCE_UPPER || before == SENTENCE_LOWER;
	}
	return false;
}

size_t sentence_break(struct slice text, size_t place)
{
	size_t behind = place;
	uint32_t terminal = utf8_next(text, &behind);
	bool stop = class_of(terminal) == SENTENCE_STOP;

	behind = skip(text, behind, SENTENCE_EXTEND);
	size_t closed = skip(text, behind, SENTENCE_CLOSE);
	size_t next = skip(text, closed, SENTENCE_SPACE);

	if (next == text.length || (next == closed && terminal < 0x80))
		return 0;
	size_t after = next;
	enum unicode_sentence_class follows = class_of(utf8_next(text, &after));

	if (follows == SENTENCE_CONTINUE || follows == SENTENCE_STOP || follows == SENTENCE_END)
		return 0;
	if (stop && next == behind && stands_inside(text, place, follows))
		return 0;
	if (stop && goes_on_small(text, next))
		return 0;
	return next;
}

enum kind { BEFORE_ANYTHING, BEFORE_NUMBER };

/* Folded, without the last full stop.  Those of "" hold in every language. */
static const struct {
	const char *language;
	enum kind kind;
	const char *words;
} table[] = {
    {"", BEFORE_ANYTHING, "al approx cf dr e.g i.e ph.d prof st viz vs"},
    {"", BEFORE_NUMBER, "art ch fig figs no nos pp ss tab tel vol vols"},
    {"en", BEFORE_ANYTHING,
     "mr mrs ms mx messrs rev revd hon cllr cllrs sr jr gen col lt capt sgt maj supt insp "
     "sen rep incl esp"},
    {"en", BEFORE_NUMBER,
     "cl cls para paras sec secs sect sch reg regs pt app ref "
     "jan feb mar apr jun jul aug sep sept oct nov dec"},
    {"cy", BEFORE_ANYTHING, "mr mrs parch cyng e.e h.y gw"},
    {"cy", BEFORE_NUMBER, "tt rh rhif adr adn pen cyf atod"},
    {"fr", BEFORE_ANYTHING, "mm mme mmes mlle mlles mgr me pr ste ex p.ex"},
    {"fr", BEFORE_NUMBER, "chap éd av"},
    {"de", BEFORE_ANYTHING,
     "hr fr dipl ing z.b d.h u.a v.a s.o s.u o.ä u.u bzw ca vgl ggf evtl inkl exkl sog bspw "
     "str mio mrd tsd geb"},
    {"de", BEFORE_NUMBER, "nr abs bd kap ziff lit aufl"},
    {"es", BEFORE_ANYTHING, "sr sra srta dra d dña ud uds ee.uu ej p.ej lic ing mons"},
    {"es", BEFORE_NUMBER, "pág págs núm cap telf"},
    {"it", BEFORE_ANYTHING, "sig sigg dott avv ing es cfr on"},
    {"it", BEFORE_NUMBER, "pag pagg cap"},
    {"pt", BEFORE_ANYTHING, "sr sra dra exmo ex eng av"},
    {"pt", BEFORE_NUMBER, "pág págs cap"},
    {"nl", BEFORE_ANYTHING, "dhr mevr mw drs ir ing bijv d.w.z o.a ca vgl incl"},
    {"nl", BEFORE_NUMBER, "nr blz hfst"},
    {"el", BEFORE_ANYTHING, "βλ κ.ά κ.λπ π.χ"},
    {"el", BEFORE_NUMBER, "αρ αριθ παρ περ π.δ φ.ε.κ"},
};

static uint32_t add_kind(void *context, struct slice key)
{
	(void)key;
	return *(const enum kind *)context;
}

static uint32_t add_nothing(void *context, struct slice key)
{
	(void)context;
	(void)key;
	return WORD_REFUSED;
}

static struct abbreviations *abbreviations_new(const char *language)
{
	struct abbreviations *a = memory_new(1, sizeof *a);

	memcpy(a->language, language, sizeof a->language);
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct slice words = slice_of(table[i].words), word;
		enum kind kind = table[i].kind;

		if (*table[i].language && strcmp(table[i].language, language) != 0)
			continue;
		while (slice_cut(&words, ' ', &word))
			word_index_number(&a->index, word, add_kind, &kind);
	}
	return a;
}

struct abbreviations *abbreviations_for(struct abbreviations **known, struct slice language)
{
	char code[4] = "";

	for (size_t i = 0; i < 3 && i < language.length && language.at[i] != '-'; i++)
		code[i] = (char)(language.at[i] | 0x20);
	for (struct abbreviations *a = *known; a; a = a->next)
		if (strcmp(a->language, code) == 0)
			return a;
	struct abbreviations *fresh = abbreviations_new(code);

	fresh->next = *known;
	*known = fresh;
	return fresh;
}

void abbreviations_free(struct abbreviations *known)
{
	while (known) {
		struct abbreviations *next = known->next;

		word_index_free(&known->index);
		free(known);
		known = next;
	}
}

/* "J", "U.K", "J.R.R": capitals with full stops between. */
static bool is_initials(struct slice form)
{
	for (size_t i = 0; i < form.length;) {
		if (!unicode_is_uppercase(utf8_next(form, &i)))
			return false;
		if (i < form.length && form.at[i++] != '.')
			return false;
	}
	return true;
}

static bool is_one_character(const struct word *word)
{
	size_t first = 0;

	utf8_next(word->form, &first);
	return first == word->form.length;
}

/* What numbers the items of a list: 1, 2.3, a, iv. */
static bool is_list_number(const struct word *word)
{
	if ((word->flags & WORD_NUMBER) || is_one_character(word))
		return true;
	for (size_t i = 0; i < word->folded.length; i++)
		if (!memchr("ivx", word->folded.at[i], 3))
			return false;
	return word->folded.length <= 5;
}

/* German writes the third of May as "3. Mai". */
static bool is_ordinal(const struct abbreviations *language, const struct word *word)
{
	return strcmp(language->language, "de") == 0 && (word->flags & WORD_NUMBER) &&
	       word->form.length <= 2;
}

bool is_abbreviation(struct abbreviations *language, const struct word *word, bool first,
		     struct slice rest)
{
	if (!(word->flags & WORD_COUNTS))
		return false;
	if (is_initials(word->form) || (first && is_list_number(word)) ||
	    is_ordinal(language, word))
		return true;
	uint32_t kind = word_index_number(&language->index, word->folded, add_nothing, NULL);
	size_t place = 0;
	bool number = rest.length && unicode_is_digit(utf8_next(rest, &place));

	if (number && !(word->flags & WORD_NUMBER) && is_one_character(word))
		return true;
	return kind == BEFORE_ANYTHING || (kind == BEFORE_NUMBER && number);
}
