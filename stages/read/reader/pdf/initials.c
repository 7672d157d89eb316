/*
 * Drop capitals: the first letter of a paragraph, larger than its lines and
 * beside them.  It belongs to the first word of the first line below the top
 * of its ink, unless it is a word of its own ("A", "I"), which the other
 * words of the document decide.
 */
#include "stages/read/reader/pdf/words.h"

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

static const float least_initial = 1.6f;	/* of the body's size */

/* One capital, perhaps behind a quotation mark. */
static bool is_capital(struct slice text)
{
	size_t place = 0;

	if (!text.length || text.length > 6)
		return false;
	uint32_t point = utf8_next(text, &place);

	if ((point == '"' || point == '\'' || point == 0x201c || point == 0x2018) &&
	    place < text.length)
		point = utf8_next(text, &place);
	return place == text.length && unicode_is_uppercase(point);
}

static bool starts_lower(struct slice text)
{
	size_t place = 0;

	return text.length && unicode_is_lowercase(utf8_next(text, &place));
}

/* Whether the word stands in one of the lines beside the letter, near it. */
static bool is_beside(const struct word *initial, const struct word *word, float em)
{
	float ink_top = initial->baseline - 0.75f * initial->size;
	/* Under the letter only what begins below its top; right of it a line may stand higher. */
	bool under = word->box.left < initial->box.right - 0.15f * initial->size;
	float top = under ? ink_top + 0.25f * em : ink_top - 0.4f * em;

	return word != initial && word->size < 0.65f * initial->size && !word->sideways &&
	       word->box.left > initial->box.left - 0.3f * em &&
	       word->box.left < initial->box.right + 1.5f * em &&
	       word->baseline > top && word->baseline < initial->baseline + 0.3f * em;
}

/* Nothing stands before the word on its line, from the letter's left edge on. */
static bool starts_line(const struct word_list *words, const struct word *initial,
			const struct word *word, float em)
{
	for (uint32_t i = 0; i < words->count; i++) {
		const struct word *other = &words->words[i];

		if (other != word && other != initial &&
		    distance(other->baseline, word->baseline) < 0.3f * em &&
		    other->box.left < word->box.left &&
		    other->box.right > initial->box.left + 0.1f * em)
			return false;
	}
	return true;
}

/* The first word of the highest line beside the letter, or NULL. */
static struct word *first_beside(const struct word_list *words, const struct word *initial,
				 float em)
{
	struct word *best = NULL;

	for (uint32_t i = 0; i < words->count; i++) {
		struct word *word = &words->words[i];

		if (is_beside(initial, word, em) && (!best || word->baseline < best->baseline) &&
		    starts_line(words, initial, word, em))
			best = word;
	}
	return best;
}

/* The line below the letter, where it still makes room for it. */
static bool is_indented_below(const struct word *initial, const struct word *word, float em)
{
	return word->baseline >= initial->baseline + 0.3f * em &&
	       word->baseline <= initial->baseline + 1.3f * em &&
	       word->box.left >= initial->box.right - 0.15f * initial->size &&
	       word->box.left <= initial->box.right + 1.5f * em;
}

static void take_left_edge(const struct word_list *words, const struct word *initial, float em)
{
	for (uint32_t i = 0; i < words->count; i++) {
		struct word *word = &words->words[i];

		if ((is_beside(initial, word, em) || is_indented_below(initial, word, em)) &&
		    starts_line(words, initial, word, em))
			word->box.left = initial->box.left;
	}
}

/* How often the document has the word, with its first letter in either case. */
static size_t occurrences(const struct word_list *pages, uint32_t page_count, struct slice text)
{
	size_t found = 0;

	for (uint32_t page = 0; page < page_count; page++)
		for (uint32_t i = 0; i < pages[page].count; i++) {
			struct slice other = pages[page].words[i].text;

			found += other.length == text.length &&
				 ((other.at[0] ^ text.at[0]) & ~0x20) == 0 &&
				 slice_equal(slice_from(other, 1), slice_from(text, 1));
		}
	return found;
}

static bool is_own_word(struct slice letter, struct slice joined, struct slice word,
			const struct word_list *pages, uint32_t page_count)
{
	if (!slice_is(letter, "A") && !slice_is(letter, "I"))
		return false;
	/* The word itself is counted once where it stands. */
	return occurrences(pages, page_count, word) > 1 + occurrences(pages, page_count, joined);
}

static void join(struct layout *layout, struct word *initial, struct word *word,
		 const struct word_list *pages, uint32_t page_count)
{
	struct slice joined = arena_printf(&layout->arena, "%.*s%.*s",
					   SLICE_ARGUMENTS(initial->text),
					   SLICE_ARGUMENTS(word->text));

	if (is_own_word(initial->text, joined, word->text, pages, page_count))
		joined = arena_printf(&layout->arena, "%.*s %.*s", SLICE_ARGUMENTS(initial->text),
				      SLICE_ARGUMENTS(word->text));
	word->text = joined;
	word->joined = false;
	initial->text.length = 0;
}

void join_initials(struct layout *layout, struct word_list *words,
		   const struct word_list *pages, uint32_t page_count)
{
	enum { MOST = 64, MOST_WORDS = 5000 };	/* more words are no page with initials */
	uint32_t kept = 0;
	int tried = 0;
	float em = layout->body_size;

	if (words->count > MOST_WORDS)
		return;
	for (uint32_t i = 0; i < words->count && tried < MOST; i++) {
		struct word *initial = &words->words[i];

		if (initial->size <= least_initial * em || !is_capital(initial->text))
			continue;
		tried++;
		struct word *word = first_beside(words, initial, em);

		if (word && word->text.length &&
		    (starts_lower(word->text) || word->text.length > 1)) {
			take_left_edge(words, initial, em);
			join(layout, initial, word, pages, page_count);
		}
	}
	for (uint32_t i = 0; i < words->count; i++)
		if (words->words[i].text.length)
			words->words[kept++] = words->words[i];
	words->count = kept;
}
