/*
 * Language: text is cut into words by bitmaps, and a small filter keeps words
 * that are in no list away from the index; words with other letters than
 * ASCII's are walked by characters and folded by Unicode's rules.
 */
#include "pipeline/model/language.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/stoplist.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
	LONGEST_STOP_WORD = 64,
	SHORT_WORD = 16,
	FILTER_BITS = 16,		/* of a place in the filter */
};

/* What a word votes for. */
struct voter {
	uint64_t lists;			/* bits: languages */
	uint32_t share;			/* of a vote, for each of them */
	uint32_t met;			/* 1, but 0 for a single letter */
};

static uint32_t next_number(void *context, struct slice key)
{
	uint32_t *count = context;

	(void)key;
	return (*count)++;
}

static uint32_t refuse(void *context, struct slice key)
{
	(void)context;
	(void)key;
	return WORD_REFUSED;
}

/* A word of up to 16 bytes as two numbers; what lies behind it is 0. */
struct short_key {
	uint64_t half[2];
};

static size_t filter_place(struct short_key key)
{
	uint64_t mixed = (key.half[0] ^ key.half[1] * UINT64_C(0x9e3779b97f4a7c15)) *
			 UINT64_C(0xd1342543de82ef95);

	return (size_t)(mixed >> (64 - FILTER_BITS));
}

static void add_to_filter(struct language_votes *votes, struct slice word)
{
	struct short_key key = {{0, 0}};

	if (word.length > SHORT_WORD)
		return;
	memcpy(&key, word.at, word.length);
	size_t place = filter_place(key);

	votes->filter[place / 64] |= UINT64_C(1) << (place % 64);
}

static bool is_longer_than_a_letter(struct slice word)
{
	size_t place = 0;

	if (word.length)
		utf8_next(word, &place);
	return place < word.length;
}

static void add_word(struct language_votes *votes, struct slice word)
{
	uint32_t known = votes->count;
	uint32_t number = word_index_number(&votes->index, word, next_number, &votes->count);

	votes->voters = memory_reserve(votes->voters, &votes->capacity, votes->count,
				       sizeof *votes->voters);
	if (number == known)
		votes->voters[number] = (struct voter){.met = is_longer_than_a_letter(word)};
	votes->voters[number].lists |= UINT64_C(1) << votes->language_count;
	add_to_filter(votes, word);
}

static enum outcome add_language(struct language_votes *votes, const char *folder,
				 struct slice language, struct diagnostics *d)
{
	const char *path =
	    arena_printf(&votes->arena, "%s/%.*s.txt", folder, SLICE_ARGUMENTS(language)).at;
	struct buffer bytes = {0};
	struct slice rest, word;
	enum outcome outcome = stoplist_load(&bytes, &rest, path, d);

	while (outcome == DONE && stoplist_next(&rest, &word))
		add_word(votes, word);
	buffer_free(&bytes);
	votes->languages[votes->language_count++] = language;
	return outcome;
}

/* The names xx.txt in the folder, as languages in byte order. */
static enum outcome list_languages(struct language_votes *votes, const char *folder,
				   struct slice *languages, size_t *count, struct diagnostics *d)
{
	DIR *open_folder = opendir(folder);
	const struct dirent *entry;

	if (!open_folder)
		return diagnose_error(d, IO_FAILED, "%s: the stop lists cannot be read: %s",
				      folder, strerror(errno));
	while ((entry = readdir(open_folder)) && *count < VOTE_LANGUAGES) {
		struct slice name = slice_of(entry->d_name);

		if (name.length == 6 && name.at[0] != '.' && slice_ends(name, SLICE(".txt")))
			languages[(*count)++] = arena_copy(&votes->arena, slice_first(name, 2));
	}
	closedir(open_folder);
	qsort(languages, *count, sizeof *languages, slice_compare_pointers);
	return DONE;
}

enum outcome language_votes_begin(struct language_votes *votes, const char *folder,
				  struct diagnostics *d)
{
	struct slice languages[VOTE_LANGUAGES];
	size_t count = 0;

	*votes = (struct language_votes){0};
	votes->filter = memory_new((size_t)1 << (FILTER_BITS - 6), sizeof *votes->filter);
	enum outcome outcome = list_languages(votes, folder, languages, &count, d);

	for (size_t i = 0; i < count && outcome == DONE; i++)
		outcome = add_language(votes, folder, languages[i], d);
	for (uint32_t i = 0; i < votes->count; i++)
		votes->voters[i].share =
		    WHOLE_VOTE / (uint32_t)__builtin_popcountll(votes->voters[i].lists);
	return outcome;
}

void language_votes_free(struct language_votes *votes)
{
	word_index_free(&votes->index);
	free(votes->voters);
	free(votes->filter);
	arena_free(&votes->arena);
	buffer_free(&votes->scratch);
	*votes = (struct language_votes){0};
}

static void cast(const struct voter *voter, struct ballot *ballot)
{
	for (uint64_t lists = voter->lists; lists; lists &= lists - 1) {
		int language = __builtin_ctzll(lists);

		ballot->votes[language] += voter->share;
		ballot->met[language] += voter->met;
	}
}

/* 16 bytes behind the start of the folded word may be read. */
static void vote(struct language_votes *votes, struct slice folded, struct ballot *ballot)
{
	uint32_t number;

	if (folded.length &&
	    word_index_numbers(&votes->index, &folded, 1, &number, refuse, NULL) == 1)
		cast(&votes->voters[number], ballot);
}

/* Short words that wait to be looked up together. */
struct waiting {
	struct short_key keys[WORD_INDEX_BATCH];
	struct slice words[WORD_INDEX_BATCH];
	size_t count;
};

static void vote_all(struct language_votes *votes, struct waiting *waiting,
		     struct ballot *ballot)
{
	uint32_t numbers[WORD_INDEX_BATCH];

	for (size_t first = 0; first < waiting->count;) {
		size_t done = word_index_numbers(&votes->index, waiting->words + first,
						 waiting->count - first, numbers, refuse, NULL);

		for (size_t i = 0; i < done; i++)
			cast(&votes->voters[numbers[i]], ballot);
		first += done + 1;	/* behind a word that is in no list */
	}
	waiting->count = 0;
}

/* Of 64 bytes: bit i is set for an ASCII letter and for any byte that is not ASCII. */
static uint64_t inside_bits(const char *at, uint64_t *quotes)
{
	uint64_t letters = 0;

	*quotes = 0;
#ifdef __SSE2__
	const __m128i case_bit = _mm_set1_epi8(0x20), quote = _mm_set1_epi8('\'');
	const __m128i before_a = _mm_set1_epi8('a' - 1), after_z = _mm_set1_epi8('z' + 1);

	for (int i = 0; i < 64; i += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
		__m128i lower = _mm_or_si128(bytes, case_bit);
		__m128i letter = _mm_and_si128(_mm_cmpgt_epi8(lower, before_a),
					       _mm_cmplt_epi8(lower, after_z));

		letters |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(letter, bytes)) << i;
		*quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote)) << i;
	}
#else
	for (int i = 0; i < 64; i++) {
		char lower = (char)(at[i] | 0x20);

		bool inside = (lower >= 'a' && lower <= 'z') || (unsigned char)lower >= 0x80;

		letters |= (uint64_t)inside << i;
		*quotes |= (uint64_t)(at[i] == '\'') << i;
	}
#endif
	return letters;
}

/* A word of other text being gathered, as it stands. */
struct gathered {
	char at[LONGEST_STOP_WORD];
	size_t length;
};

static void gather(struct gathered *word, struct slice bytes)
{
	size_t room = sizeof word->at - word->length;
	size_t length = bytes.length < room ? bytes.length : room;

	memcpy(word->at + word->length, bytes.at, length);
	word->length += length;
}

/* The word has ended.  One that was too long has been cut and is in no list. */
static void count_word(struct language_votes *votes, struct gathered *word, struct ballot *ballot)
{
	struct slice whole = {word->at, word->length};

	whole.length = utf8_valid_prefix(whole);
	buffer_reset(&votes->scratch);
	unicode_fold(&votes->scratch, whole, false);
	ballot->words++;
	vote(votes, buffer_slice(&votes->scratch), ballot);
	word->length = 0;
}

static bool is_letter_or_mark(uint32_t point)
{
	if (point < 0x80)
		return (point | 0x20) >= 'a' && (point | 0x20) <= 'z';
	return unicode_is_letter(point) || (point >= 0x300 && point < 0x370) ||
	       unicode_is_default_ignorable(point);
}

static bool letter_follows(struct slice text, size_t place)
{
	return place < text.length && is_letter_or_mark(utf8_next(text, &place));
}

/* A stretch that is not all ASCII: letter by letter. */
static void count_slowly(struct language_votes *votes, struct slice text, struct ballot *ballot)
{
	struct gathered word = {.length = 0};

	for (size_t i = 0; i < text.length;) {
		size_t start = i;
		uint32_t point = utf8_next(text, &i);
		bool joins = (point == '\'' || point == 0x2019) && word.length &&
			     letter_follows(text, i);

		if (joins || is_letter_or_mark(point))
			gather(&word, (struct slice){text.at + start, i - start});
		else if (word.length)
			count_word(votes, &word, ballot);
	}
	if (word.length)
		count_word(votes, &word, ballot);
}

uint32_t ballot_leader(const struct language_votes *votes, const struct ballot *ballot,
		       uint64_t *second)
{
	uint32_t first = 0;

	*second = 0;
	for (uint32_t i = 1; i < votes->language_count; i++)
		if (ballot->votes[i] > ballot->votes[first])
			first = i;
	for (uint32_t i = 0; i < votes->language_count; i++)
		if (i != first && ballot->votes[i] > *second)
			*second = ballot->votes[i];
	return first;
}

struct slice language_votes_winner(const struct language_votes *votes,
				   const struct ballot *ballot)
{
	uint64_t second;
	uint32_t first = ballot_leader(votes, ballot, &second);

	if (ballot->met[first] < 5 || (uint64_t)ballot->met[first] * 6 < ballot->words ||
	    ballot->votes[first] * 5 < second * 6)
		return (struct slice){NULL, 0};
	return votes->languages[first];
}

bool ballot_is_settled(const struct language_votes *votes, const struct ballot *ballot)
{
	uint64_t second;
	uint32_t first = ballot_leader(votes, ballot, &second);

	return ballot->met[first] >= 24 && (uint64_t)ballot->met[first] * 4 >= ballot->words &&
	       ballot->votes[first] >= second * 4;
}

/* A stretch of inside_bits(), with at least 16 readable bytes from its start on. */
static void count_stretch(struct language_votes *votes, struct slice word,
			  struct waiting *waiting, struct ballot *ballot)
{
	const uint64_t case_bits = UINT64_C(0x2020202020202020);
	struct short_key key;

	if (word.length > SHORT_WORD || utf8_ascii_prefix(word) < word.length) {
		count_slowly(votes, word, ballot);
		return;
	}
	ballot->words++;
	memcpy(&key, word.at, sizeof key);
	for (size_t half = 0; half < 2; half++) {
		size_t bytes = word.length > 8 * half ? word.length - 8 * half : 0;

		key.half[half] |= case_bits;	/* leaves an apostrophe as it is */
		key.half[half] &= bytes >= 8 ? UINT64_MAX : (UINT64_C(1) << 8 * bytes) - 1;
	}
	size_t place = filter_place(key);

	if (!(votes->filter[place / 64] >> (place % 64) & 1))
		return;
	waiting->keys[waiting->count] = key;
	waiting->words[waiting->count] =
	    (struct slice){(const char *)&waiting->keys[waiting->count], word.length};
	if (++waiting->count == WORD_INDEX_BATCH)
		vote_all(votes, waiting, ballot);
}

/*
 * 64 bytes at a time: the places where words start and end are the changes in
 * a bitmap.  128 zeros stand behind the text.
 */
static void count_votes(struct language_votes *votes, struct slice text,
			      struct ballot *ballot)
{
	uint64_t quotes, next_quotes, inside_before = 0, letter_before = 0;
	uint64_t letters = inside_bits(text.at, &quotes);
	struct waiting waiting;
	size_t start = 0;
	bool in_word = false;

	waiting.count = 0;
	for (size_t block = 0; block <= text.length; block += 64) {
		if (block && block % (VOTE_BYTES / 8) == 0) {
			vote_all(votes, &waiting, ballot);
			if (ballot_is_settled(votes, ballot))
				return;
		}
		uint64_t next = inside_bits(text.at + block + 64, &next_quotes);
		uint64_t inside = letters | (quotes & (letters << 1 | letter_before) &
					     (letters >> 1 | next << 63));

		for (uint64_t changes = inside ^ (inside << 1 | inside_before); changes;
		     changes &= changes - 1) {
			size_t place = block + (size_t)__builtin_ctzll(changes);

			if (in_word)
				count_stretch(votes, (struct slice){text.at + start, place - start},
					      &waiting, ballot);
			start = place;
			in_word = !in_word;
		}
		inside_before = inside >> 63;
		letter_before = letters >> 63;
		letters = next;
		quotes = next_quotes;
	}
	vote_all(votes, &waiting, ballot);
}

uint32_t language_votes_number(const struct language_votes *votes, struct slice language)
{
	char room[LANGUAGE_ROOM];
	struct slice primary = stoplist_language(language, room);
	uint32_t i = 0;

	while (i < votes->language_count && !slice_equal(votes->languages[i], primary))
		i++;
	return i < votes->language_count ? i : VOTE_LANGUAGES;
}

void language_votes_count(struct language_votes *votes, struct slice text, struct ballot *ballot)
{
	enum { ZEROS = 128 };
	char copy[VOTE_BYTES + ZEROS];

	*ballot = (struct ballot){0};
	text = slice_first(text, VOTE_BYTES);
	text.length = utf8_valid_prefix(text);	/* a character may be cut at the end */
	if (text.length)
		memcpy(copy, text.at, text.length);
	memset(copy + text.length, 0, ZEROS);
	count_votes(votes, (struct slice){copy, text.length}, ballot);
}

struct slice language_votes_of(struct language_votes *votes, struct slice text)
{
	struct ballot ballot;

	language_votes_count(votes, text, &ballot);
	return language_votes_winner(votes, &ballot);
}

void ballot_add(struct ballot *sum, const struct ballot *ballot)
{
	for (uint32_t i = 0; i < VOTE_LANGUAGES; i++) {
		sum->votes[i] += ballot->votes[i];
		sum->met[i] += ballot->met[i];
	}
	sum->words += ballot->words;
}
