/* Stop lists: reading them, asking them. */
#include "pipeline/model/stoplist.h"

#include "pipeline/base/file.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

#include <errno.h>
#include <sys/stat.h>

enum { LONGEST_LIST = 16 << 20 };

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

bool stoplist_next(struct slice *rest, struct slice *word)
{
	struct slice line;

	while (slice_line(rest, &line)) {
		*word = slice_trim(line);
		if (word->length && word->at[0] != '#')
			return true;
	}
	return false;
}

static bool is_pipe(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISFIFO(status.st_mode);
}

enum outcome stoplist_load(struct buffer *bytes, struct slice *text, const char *path,
			   struct diagnostics *d)
{
	if (is_pipe(path))
		return diagnose_error(d, BAD_USAGE,
				      "%s: a pipe can be read only once, and a stop list is read for "
				      "each language: save it as a file", path);
	int failure = file_read(bytes, path, LONGEST_LIST);

	if (failure)
		return diagnose_error(d, failure == ENOENT ? NO_INPUT : IO_FAILED,
				      "%s: the stop list cannot be read: %s", path,
				      strerror(failure));
	size_t valid = utf8_valid_prefix(buffer_slice(bytes));

	if (valid < bytes->length)
		return diagnose_error(d, NOT_A_STREAM,
				      "%s: byte %zu is not UTF-8: save the stop list as UTF-8",
				      path, valid + 1);
	*text = buffer_slice(bytes);
	if (slice_starts(*text, SLICE("\xef\xbb\xbf")))
		*text = slice_from(*text, 3);
	return DONE;
}

enum outcome stoplist_read(struct stoplist *list, const char *path, bool turkic,
			   struct diagnostics *d)
{
	struct buffer bytes = {0}, folded = {0};
	struct slice rest, word;
	enum outcome outcome = stoplist_load(&bytes, &rest, path, d);

	while (outcome == DONE && stoplist_next(&rest, &word)) {
		buffer_reset(&folded);
		unicode_fold(&folded, word, turkic);
		stoplist_add(list, buffer_slice(&folded));
	}
	buffer_free(&bytes);
	buffer_free(&folded);
	return outcome;
}

struct slice stoplist_language(struct slice language, char room[LANGUAGE_ROOM])
{
	size_t length = 0;

	while (length < language.length && length < LANGUAGE_ROOM && language.at[length] != '-' &&
	       language.at[length] != '_') {
		char c = (char)(language.at[length] | 0x20);

		if (c < 'a' || c > 'z')
			return (struct slice){NULL, 0};
		room[length++] = c;
	}
	struct slice primary = {room, length};

	/* Both written forms of Norwegian are in one list. */
	return slice_is(primary, "nb") || slice_is(primary, "nn") ? SLICE("no") : primary;
}

enum outcome stoplist_read_language(struct stoplist *list, const char *folder,
				    struct slice language, bool *found, struct diagnostics *d)
{
	char room[LANGUAGE_ROOM];
	struct slice primary = stoplist_language(language, room);
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

