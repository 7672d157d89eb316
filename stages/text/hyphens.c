/* Hyphens: a document's own words as witnesses. */
#include "stages/text/hyphens.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

#include <stdlib.h>

void hyphens_begin(struct hyphens *h)
{
	word_index_free(&h->index);
	h->count = 0;
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

static void add_with_parts(struct hyphens *h, struct slice word)
{
	struct slice part, rest = word;

	while (word.length && word.at[word.length - 1] == '-')
		word.length--;
	add(h, word);
	if (slice_find_byte(word, '-') == word.length)
		return;
	while (slice_cut(&rest, '-', &part))
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

/* First parts that make compounds and are seldom words of their own. */
static bool is_prefix(struct slice word)
{
	static const char *const prefixes[] = {"anti",  "co",   "cross", "ex",	 "inter", "mid",
					       "multi", "non",	"over",	 "post", "pre",	  "quasi",
					       "re",	"self", "semi",	 "sub",	 "under", "vice",
					       "well"};

	for (size_t i = 0; i < COUNT_OF(prefixes); i++)
		if (slice_is(word, prefixes[i]))
			return true;
	return false;
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
	else if ((seen(h, a) || is_prefix(a)) && seen(h, b))
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

bool hyphens_keep(struct hyphens *h, struct slice first, struct slice second)
{
	struct slice a = trailing_word(first), b = leading_word(second);

	if (!h->hyphenates || is_plainly_hard(first, second))
		return true;
	uint32_t joined = seen_together(h, a, "", b), hyphened = seen_together(h, a, "-", b);

	if (joined > 0 && joined >= hyphened)
		return false;
	if (hyphened > 0 || is_always_apart(a) || is_meeting_vowels(a, b))
		return true;
	if (is_suffix(b))
		return false;
	return a.length >= 3 && seen(h, a) > 1 && seen(h, b) > 1;
}
