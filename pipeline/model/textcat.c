/* Textcat: its answer is a string, "[de--utf8][nl--utf8]": the best, then those that come close. */
#include "pipeline/model/textcat.h"

#include "pipeline/base/arena.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

#include <libexttextcat/textcat.h>

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct textcat {
	void *handle;		/* libexttextcat's own */
};

enum outcome textcat_new(struct textcat **textcat, const char *folder, struct diagnostics *d)
{
	struct arena arena = {0};
	const char *list = arena_printf(&arena, "%s/fpdb.conf", folder).at;
	const char *prefix = arena_printf(&arena, "%s/", folder).at;
	bool there = access(list, R_OK) == 0;
	int problem = errno;
	void *handle = there ? special_textcat_Init(list, prefix) : NULL;
	enum outcome outcome = DONE;

	if (handle) {
		*textcat = memory_new(1, sizeof **textcat);
		(*textcat)->handle = handle;
	} else {
		outcome = diagnose_error(d, IO_FAILED,
					 "%s: the fingerprints of languages cannot be read: %s: "
					 "install libexttextcat-data, or name the language with "
					 "--lang", list,
					 there ? "one of them is missing" : strerror(problem));
	}
	arena_free(&arena);
	return outcome;
}

void textcat_free(struct textcat *textcat)
{
	if (!textcat)
		return;
	textcat_Done(textcat->handle);
	free(textcat);
}

/* The next of the answer's languages: "zh-CN-utf8" as "zh". */
static bool next_language(struct slice *answer, struct slice *language)
{
	if (!slice_starts(*answer, SLICE("[")))
		return false;
	struct slice name = slice_from(*answer, 1);
	size_t end = slice_find_byte(name, ']');

	*answer = slice_from(name, end < name.length ? end + 1 : end);
	name = slice_first(name, end);
	*language = slice_first(name, slice_find_byte(name, '-'));
	return true;
}

size_t textcat_candidates(struct textcat *textcat, struct slice text,
			  struct slice languages[TEXTCAT_CANDIDATES])
{
	size_t count = 0;

	if (text.length < TEXTCAT_LEAST)
		return 0;
	text = slice_first(text, TEXTCAT_MOST);
	text.length = utf8_valid_prefix(text);	/* a character may be cut at the end */
	struct slice answer = slice_of(textcat_Classify(textcat->handle, text.at, text.length));

	while (count < TEXTCAT_CANDIDATES && next_language(&answer, &languages[count]))
		count++;
	return count;
}

struct slice textcat_guess(struct textcat *textcat, struct slice text)
{
	struct slice languages[TEXTCAT_CANDIDATES];
	size_t count = textcat_candidates(textcat, text, languages);

	for (size_t i = 1; i < count; i++)
		if (!slice_equal(languages[i], languages[0]))
			return (struct slice){NULL, 0};
	return count ? languages[0] : (struct slice){NULL, 0};
}

const char *textcat_library_version(void)
{
	return EXTTEXTCAT_VERSION;
}
