/* Hyphens: a document's own words as witnesses. */
#include "stages/text/hyphens.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

#include <stdlib.h>

void hyphens_begin(struct hyphens *h, struct stoplist *words)
{
	word_index_free(&h->index);
	h->count = 0;
	h->words = words;
	h->soft = h->hard = 0;
	h->hyphenates = false;
}

void hyphens_free(struct hyphens *h)
{
	word_index_free(&h->index);
	buffer_free(&h->folded);
	buffer_free(&h->joined);
	free(h->counts);
}

static uint32_t next_number(void *context, struct slice key)
{
	struct hyphens *h = context;

	(void)key;
	h->counts = memory_reserve(h->counts, &h->capacity, (size_t)h->count + 1,
				   sizeof *h->counts);
	h->counts[h->count] = 0;
	return h->count++;
}

static uint32_t refuse(void *context, struct slice key)
{
	(void)context;
	(void)key;
	return WORD_REFUSED;
}

/* How often a word was seen. */
static uint32_t seen(struct hyphens *h, struct slice word)
{
	buffer_reset(&h->folded);
	unicode_fold(&h->folded, word, false);
	uint32_t number = word_index_number(&h->index, buffer_slice(&h->folded), refuse, h);

	return number == WORD_REFUSED ? 0 : h->counts[number];
}

static uint32_t seen_together(struct hyphens *h, struct slice first, const char *between,
			      struct slice second)
{
	buffer_reset(&h->joined);
	buffer_append(&h->joined, first);
	buffer_append(&h->joined, slice_of(between));
	buffer_append(&h->joined, second);
	return seen(h, buffer_slice(&h->joined));
}

/* Whether the language has the word; `joined` may hold it. */
static bool is_listed(struct hyphens *h, struct slice word)
{
	if (!h->words)
		return false;
	buffer_reset(&h->folded);
	unicode_fold(&h->folded, word, false);
	return stoplist_has(h->words, buffer_slice(&h->folded));
}

static bool is_listed_together(struct hyphens *h, struct slice first, struct slice second)
{
	buffer_reset(&h->joined);
	buffer_append(&h->joined, first);
	buffer_append(&h->joined, second);
	return is_listed(h, buffer_slice(&h->joined));
}

/* A word of the language, or one that the document has `least` times. */
static bool is_known(struct hyphens *h, struct slice word, uint32_t least)
{
	return seen(h, word) >= least || is_listed(h, word);
}

static void add(struct hyphens *h, struct slice word)
{
	buffer_reset(&h->folded);
	unicode_fold(&h->folded, word, false);
	if (!h->folded.length)
		return;
	uint32_t number =
	    word_index_number(&h->index, buffer_slice(&h->folded), next_number, h);

	h->counts[number]++;
}

static bool is_word_point(uint32_t point)
{
	return unicode_is_letter_or_number(point) || point == '\'' || point == 0x2019;
}

/* The letters at the start of s, or at its end: what a cut left of a word. */
static struct slice leading_word(struct slice s)
{
	size_t place = 0, end = 0;

	while (place < s.length && is_word_point(utf8_next(s, &place)))
		end = place;
	return slice_first(s, end);
}

static struct slice trailing_word(struct slice s)
{
	size_t place = s.length, start = s.length;

	while (place > 0 && is_word_point(utf8_previous(s, &place)))
		start = place;
	return slice_from(s, start);
}

/* First parts that make compounds and are seldom words of their own. */
static const char *const prefixes[] = {"anti", "co",   "cross", "ex",	"inter", "mid",	 "multi",
				       "non",  "over", "post",	"pre",	"quasi", "re",	 "self",
				       "semi", "sub",  "under", "vice", "well"};

static bool is_prefix(struct slice word)
{
	for (size_t i = 0; i < COUNT_OF(prefixes); i++)
		if (slice_is(word, prefixes[i]))
			return true;
	return false;
}

/* What is counted for a prefix and the word behind it: "co-ordi", "coordi" and a mark. */
static struct slice prefix_key(struct hyphens *h, struct slice prefix, const char *between,
			       struct slice rest)
{
	enum { LETTERS = 4 };

	buffer_reset(&h->joined);
	buffer_append(&h->joined, prefix);
	buffer_append(&h->joined, slice_of(between));
	buffer_append(&h->joined, slice_first(rest, LETTERS));
	buffer_byte(&h->joined, '*');
	return buffer_slice(&h->joined);
}

/* The prefix that a word without a hyphen begins with, or an empty slice. */
static struct slice leading_prefix(struct slice word)
{
	for (size_t i = 0; i < COUNT_OF(prefixes); i++)
		if (slice_starts(word, slice_of(prefixes[i])))
			return slice_of(prefixes[i]);
	return (struct slice){"", 0};
}

static void add_with_parts(struct hyphens *h, struct slice word)
{
	struct slice part, rest;

	while (word.length && word.at[word.length - 1] == '-')
		word.length--;
	add(h, word);
	size_t hyphen = slice_find_byte(word, '-');

	if (hyphen == word.length) {
		part = leading_prefix(word);
		if (part.length)
			add(h, prefix_key(h, part, "", slice_from(word, part.length)));
		return;
	}
	add(h, prefix_key(h, slice_first(word, hyphen), "-", slice_from(word, hyphen + 1)));
	for (rest = word; slice_cut(&rest, '-', &part);)
		add(h, part);
}

void hyphens_add_text(struct hyphens *h, struct slice text)
{
	size_t start = 0, place = 0;

	while (place < text.length) {
		size_t here = place;
		uint32_t point = utf8_next(text, &place);

		if (is_word_point(point) || (point == '-' && here > start))
			continue;
		if (here > start)
			add_with_parts(h, slice_first(slice_from(text, start), here - start));
		start = place;
	}
	if (place > start)
		add_with_parts(h, slice_from(text, start));
}

/* Second parts that are the ends of words and no words. */
static bool is_suffix(struct slice word)
{
	static const char *const suffixes[] = {
	    "ability", "able",	 "ally", "ance",  "ation", "ations", "cation", "cial", "ed",
	    "ence",    "ency",	 "ents", "er",	  "ers",   "fication", "ful",  "fully", "ible",
	    "ic",      "ically", "ies",	 "ing",	  "ings",  "ion",    "ions",   "ist",  "ists",
	    "ities",   "ity",	 "ive",	 "ize",	  "ised",  "ising",  "ization", "isation", "less",
	    "ly",      "ment",	 "ments", "mental", "ness", "ous",   "ously",  "sion", "sions",
	    "ship",    "ships",	 "tial", "ties",  "tion",  "tional", "tions",  "tive", "tively",
	    "ture",    "tures",	 "ty"};

	for (size_t i = 0; i < COUNT_OF(suffixes); i++)
		if (slice_is(word, suffixes[i]))
			return true;
	return false;
}

/* Letters and digits of an address, in which a hyphen is always its own. */
static bool is_address(struct slice first, struct slice second)
{
	const struct slice both[] = {first, second};

	if (memmem(first.at, first.length, "www.", 4))
		return true;
	for (size_t i = 0; i < COUNT_OF(both); i++)
		if (slice_find_byte(both[i], '/') < both[i].length ||
		    slice_find_byte(both[i], '@') < both[i].length ||
		    slice_find_byte(both[i], '_') < both[i].length)
			return true;
	return false;
}

static uint32_t last_point(struct slice s)
{
	size_t place = s.length;

	return s.length ? utf8_previous(s, &place) : 0;
}

static uint32_t first_point(struct slice s)
{
	size_t place = 0;

	return s.length ? utf8_next(s, &place) : 0;
}

/* What holds in every document: the hyphen cannot be a soft one. */
static bool is_plainly_hard(struct slice first, struct slice second)
{
	struct slice word = trailing_word(first);
	uint32_t last = last_point(first), next = first_point(second);
	size_t place = 0;

	if (is_address(first, second) || !unicode_is_letter(last) || !unicode_is_letter(next))
		return true;
	utf8_next(word, &place);
	if (place == word.length)
		return true;			/* one letter: e-mail, A-Z */
	if (unicode_is_uppercase(next))
		return !unicode_is_uppercase(last) || word.length < 4;
	return unicode_is_uppercase(last);	/* FAA-approved */
}

void hyphens_weigh(struct hyphens *h, struct slice first, struct slice second)
{
	struct slice a = trailing_word(first), b = leading_word(second);

	if (is_plainly_hard(first, second))
		return;
	uint32_t joined = seen_together(h, a, "", b), hyphened = seen_together(h, a, "-", b);

	if (joined > hyphened)
		h->soft += 2;
	else if (hyphened > 0)
		h->hard += 2;
	else if (is_listed_together(h, a, b))
		h->soft++;
	else if ((is_known(h, a, 1) || is_prefix(a)) && is_known(h, b, 1))
		h->hard++;
	else
		h->soft++;
}

void hyphens_judge(struct hyphens *h)
{
	h->hyphenates = h->soft > h->hard;
}

/* The vowels that meet: co-operate, re-examine, pre-eminent. */
static bool is_meeting_vowels(struct slice a, struct slice b)
{
	if (!b.length)
		return false;
	return (slice_is(a, "co") && b.at[0] == 'o') || (slice_is(a, "re") && b.at[0] == 'e') ||
	       (slice_is(a, "pre") && b.at[0] == 'e');
}

/* Compounds with these are written with a hyphen, and no word begins with them. */
static bool is_always_apart(struct slice a)
{
	return slice_is(a, "self") || slice_is(a, "well") || slice_is(a, "non");
}

/* Second parts that stand behind a hyphen far oftener than in one word with the first. */
static bool makes_compounds(struct slice b)
{
	static const char *const words[] = {"agency", "based", "border", "centred", "fenced",
					    "focused", "free", "funded", "led", "level", "making",
					    "minded", "owned", "quality", "related", "run",
					    "specific", "term", "time", "wide"};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (slice_is(b, words[i]))
			return true;
	return false;
}

/* A further hyphen beside either part, both being words: face-to-face, up-to-date. */
static bool is_chain(struct hyphens *h, struct slice first, struct slice a, struct slice second,
		     struct slice b)
{
	enum { FUNCTION_WORD = 3 };
	bool before = first.length > a.length && first.at[first.length - a.length - 1] == '-';
	bool behind = second.length > b.length && second.at[b.length] == '-';

	if ((!before && !behind) || is_suffix(b) || is_listed_together(h, a, b))
		return false;
	return (a.length <= FUNCTION_WORD || is_known(h, a, 1)) &&
	       (b.length <= FUNCTION_WORD || is_known(h, b, 1));
}

/* How the document writes other words with this prefix: above 0 apart, below 0 joined. */
static int prefix_habit(struct hyphens *h, struct slice a, struct slice b)
{
	if (!is_prefix(a))
		return 0;
	uint32_t apart = seen(h, prefix_key(h, a, "-", b));
	uint32_t joined = seen(h, prefix_key(h, a, "", b));

	return (apart > joined) - (apart < joined);
}

bool hyphens_keep(struct hyphens *h, struct slice first, struct slice second)
{
	struct slice a = trailing_word(first), b = leading_word(second);

	if (!h->hyphenates || is_plainly_hard(first, second))
		return true;
	uint32_t joined = seen_together(h, a, "", b), hyphened = seen_together(h, a, "-", b);

	if (joined > 0 && joined >= hyphened)
		return false;
	if (hyphened > 0 || is_always_apart(a) || is_meeting_vowels(a, b) ||
	    is_chain(h, first, a, second, b))
		return true;
	int habit = prefix_habit(h, a, b);

	if (habit)
		return habit > 0;
	if (is_listed_together(h, a, b) || is_suffix(b))
		return false;
	if (makes_compounds(b))
		return true;
	return a.length >= 3 && (is_known(h, a, 2) || is_prefix(a)) && is_known(h, b, 2);
}
