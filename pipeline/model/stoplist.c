/* Stop lists: reading them, asking them, and the votes for a language. */
#include "pipeline/model/stoplist.h"

#include "pipeline/base/file.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

enum { LONGEST_LIST = 16 << 20, LONGEST_STOP_WORD = 64 };

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

void stoplist_add(struct stoplist *list, struct slice folded)
{
	if (folded.length)
		(void)word_index_number(&list->index, folded, next_number, &list->count);
}

bool stoplist_has(struct stoplist *list, struct slice folded)
{
	return list->count &&
	       word_index_number(&list->index, folded, refuse, NULL) != WORD_REFUSED;
}

void stoplist_free(struct stoplist *list)
{
	word_index_free(&list->index);
	list->count = 0;
}

/* Takes the next word off *rest, passing over comments and blank lines. */
static bool next_word(struct slice *rest, struct slice *word)
{
	struct slice line;

	while (slice_line(rest, &line)) {
		*word = slice_trim(line);
		if (word->length && word->at[0] != '#')
			return true;
	}
	return false;
}

/* The file's text without a byte-order mark. */
static enum outcome read_list(struct buffer *bytes, const char *path, struct diagnostics *d)
{
	int failure = file_read(bytes, path, LONGEST_LIST);

	if (failure)
		return diagnose_error(d, failure == ENOENT ? NO_INPUT : IO_FAILED,
				      "%s: the stop list cannot be read: %s", path,
				      strerror(failure));
	size_t valid = utf8_valid_prefix(buffer_slice(bytes));

	if (valid < bytes->length)
		return diagnose_error(d, BAD_USAGE,
				      "%s: byte %zu is not UTF-8: save the stop list as UTF-8",
				      path, valid + 1);
	return DONE;
}

static struct slice without_mark(struct slice text)
{
	return slice_starts(text, SLICE("\xef\xbb\xbf")) ? slice_from(text, 3) : text;
}

enum outcome stoplist_read(struct stoplist *list, const char *path, bool turkic,
			   struct diagnostics *d)
{
	struct buffer bytes = {0}, folded = {0};
	enum outcome outcome = read_list(&bytes, path, d);
	struct slice rest = without_mark(buffer_slice(&bytes)), word;

	while (outcome == DONE && next_word(&rest, &word)) {
		buffer_reset(&folded);
		unicode_fold(&folded, word, turkic);
		stoplist_add(list, buffer_slice(&folded));
	}
	buffer_free(&bytes);
	buffer_free(&folded);
	return outcome;
}

/* "en-GB" as "en"; an empty slice if it is no language. */
static struct slice primary_language(struct slice language, char *room)
{
	size_t length = 0;

	while (length < language.length && length < 8 && language.at[length] != '-' &&
	       language.at[length] != '_') {
		char c = (char)(language.at[length] | 0x20);

		if (c < 'a' || c > 'z')
			return (struct slice){NULL, 0};
		room[length++] = c;
	}
	return (struct slice){room, length};
}

enum outcome stoplist_read_language(struct stoplist *list, const char *folder,
				    struct slice language, bool *found, struct diagnostics *d)
{
	char room[8];
	struct slice primary = primary_language(language, room);
	struct arena arena = {0};
	enum outcome outcome = DONE;

	*found = false;
	if (!primary.length)
		return DONE;
	struct slice path = arena_printf(&arena, "%s/%.*s.txt", folder, SLICE_ARGUMENTS(primary));
	struct buffer bytes = {0};
	int failure = file_read(&bytes, path.at, LONGEST_LIST);

	buffer_free(&bytes);
	if (failure != ENOENT) {
		*found = true;
		outcome = stoplist_read(list, path.at, unicode_language_is_turkic(primary), d);
	}
	arena_free(&arena);
	return outcome;
}

/* Adds the words of one language's list. */
static enum outcome add_language(struct language_votes *votes, const char *folder,
				 struct slice language, struct diagnostics *d)
{
	struct slice path =
	    arena_printf(&votes->arena, "%s/%.*s.txt", folder, SLICE_ARGUMENTS(language));
	struct buffer bytes = {0};
	enum outcome outcome = read_list(&bytes, path.at, d);
	struct slice rest = without_mark(buffer_slice(&bytes)), word;
	uint64_t bit = UINT64_C(1) << votes->language_count;

	while (outcome == DONE && next_word(&rest, &word)) {
		uint32_t known = votes->count;
		uint32_t number =
		    word_index_number(&votes->index, word, next_number, &votes->count);

		votes->lists = memory_reserve(votes->lists, &votes->capacity, votes->count,
					      sizeof *votes->lists);
		if (number == known)
			votes->lists[number] = 0;
		votes->lists[number] |= bit;
	}
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
	enum outcome outcome = list_languages(votes, folder, languages, &count, d);

	for (size_t i = 0; i < count && outcome == DONE; i++)
		outcome = add_language(votes, folder, languages[i], d);
	return outcome;
}

void language_votes_free(struct language_votes *votes)
{
	word_index_free(&votes->index);
	free(votes->lists);
	arena_free(&votes->arena);
	buffer_free(&votes->scratch);
	*votes = (struct language_votes){0};
}

struct ballot {
	uint64_t votes[VOTE_LANGUAGES];		/* in parts of WHOLE_VOTE */
	uint32_t met[VOTE_LANGUAGES];		/* stop words of the language */
	uint32_t words;
};

enum { WHOLE_VOTE = 720720 };			/* divided by 1 ... 16 without a rest */

static void vote(struct ballot *ballot, uint64_t lists)
{
	uint64_t share = WHOLE_VOTE / (uint64_t)__builtin_popcountll(lists);

	for (; lists; lists &= lists - 1) {
		int language = __builtin_ctzll(lists);

		ballot->votes[language] += share;
		ballot->met[language]++;
	}
}

/* A word being gathered; folded already while it is ASCII. */
struct gathered {
	char at[LONGEST_STOP_WORD + 16];	/* 16 bytes may be read behind any key */
	size_t length;
	bool plain;				/* ASCII so far */
};

static void gather(struct gathered *word, struct slice bytes)
{
	size_t room = LONGEST_STOP_WORD - word->length;

	memcpy(word->at + word->length, bytes.at, bytes.length < room ? bytes.length : room);
	word->length += bytes.length < room ? bytes.length : room;
}

/* The word has ended: looks it up.  One that is too long is cut and is in no list. */
static void count_word(struct language_votes *votes, struct gathered *word, struct ballot *ballot)
{
	struct slice key = {word->at, word->length};
	uint32_t number;

	if (!word->plain) {
		key.length = utf8_valid_prefix(key);
		buffer_reset(&votes->scratch);
		unicode_fold(&votes->scratch, key, false);
		key = buffer_slice(&votes->scratch);
	}
	ballot->words++;
	if (key.length &&
	    word_index_numbers(&votes->index, &key, 1, &number, refuse, NULL) == 1)
		vote(ballot, votes->lists[number]);
	word->length = 0;
	word->plain = true;
}

static char ascii_lower(char c)
{
	char lower = (char)(c | 0x20);

	return lower >= 'a' && lower <= 'z' ? lower : 0;
}

/*
 * What stands at *place, which moves behind it, is part of the word: a
 * letter, a mark over one, an apostrophe between two letters.
 */
static bool gather_next(struct gathered *word, struct slice text, size_t *place)
{
	size_t start = *place;
	char lower = ascii_lower(text.at[start]);

	if (lower) {
		*place += 1;
		if (word->length < LONGEST_STOP_WORD)
			word->at[word->length++] = lower;
		return true;
	}
	uint32_t point = utf8_next(text, place);

	if (point == '\'' || point == 0x2019) {
		if (word->length && *place < text.length &&
		    (ascii_lower(text.at[*place]) || (unsigned char)text.at[*place] >= 0xc3)) {
			gather(word, SLICE("'"));
			return true;
		}
		return false;
	}
	if (point < 0x80 || !(unicode_is_letter(point) || (point >= 0x300 && point < 0x370) ||
			      unicode_is_default_ignorable(point)))
		return false;
	word->plain = false;
	gather(word, (struct slice){text.at + start, *place - start});
	return true;
}

static void count_votes(struct language_votes *votes, struct slice text, struct ballot *ballot)
{
	struct gathered word = {.plain = true};

	for (size_t i = 0; i < text.length;)
		if (!gather_next(&word, text, &i) && word.length)
			count_word(votes, &word, ballot);
	if (word.length)
		count_word(votes, &word, ballot);
}

static struct slice winner(const struct language_votes *votes, const struct ballot *ballot)
{
	uint32_t first = 0;
	uint64_t second = 0;

	for (uint32_t i = 1; i < votes->language_count; i++)
		if (ballot->votes[i] > ballot->votes[first])
			first = i;
	for (uint32_t i = 0; i < votes->language_count; i++)
		if (i != first && ballot->votes[i] > second)
			second = ballot->votes[i];
	if (ballot->met[first] < 5 || ballot->met[first] < ballot->words / 6 ||
	    ballot->votes[first] * 5 < second * 6)
		return (struct slice){NULL, 0};
	return votes->languages[first];
}

struct slice language_votes_of(struct language_votes *votes, struct slice text)
{
	struct ballot ballot = {0};

	text = slice_first(text, VOTE_BYTES);
	text.length = utf8_valid_prefix(text);	/* a character may be cut at the end */
	count_votes(votes, text, &ballot);
	return winner(votes, &ballot);
}
