/* Versions and places, found from the running program. */
#include "pipeline/run/versions.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/sha256.h"
#include "pipeline/base/unicode.h"
#include "pipeline/model/pattern.h"
#include "pipeline/run/help.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *version_of_concordat(void)
{
	return VERSION;
}

/* What `concordat-read --version` says; nothing if it cannot be started. */
static void append_reader(const struct runner *runner, struct buffer *to)
{
	char command[PATH_MAX + 32];
	int length = snprintf(command, sizeof command, "'%s' --version 2>/dev/null", runner->resources.reader);

	if (length < 0 || (size_t)length >= sizeof command ||
	    strchr(runner->resources.reader, '\''))
		return;
	FILE *pipe = popen(command, "re");

	if (!pipe)
		return;
	for (size_t got = 1; got;) {
		buffer_reserve(to, 4096);
		got = fread(to->at + to->length, 1, 4096, pipe);
		to->length += got;
	}
	pclose(pipe);
}

void versions_append(const struct runner *runner, struct buffer *to)
{
	struct sha256_library_version nettle = sha256_library_version();
	char regex[64];

	regex_library_version(regex);
	buffer_printf(to, "ICU %s\nUnicode %s\nPCRE2 %s\nNettle %d.%d\nlibstemmer " STEMMER "\n",
		      unicode_library_version(), unicode_version(), regex, nettle.major,
		      nettle.minor);
	append_reader(runner, to);
}

enum outcome versions_print(const struct runner *runner, bool verbose, struct diagnostics *d)
{
	struct buffer text = {0};

	buffer_printf(&text, "concordat %s\n", VERSION);
	if (verbose)
		versions_append(runner, &text);
	enum outcome outcome = help_print(buffer_slice(&text), d);

	buffer_free(&text);
	return outcome;
}

/* `folder` cut `levels` parts shorter, with `below` behind it, if that is there. */
static char *place(const char *program, size_t levels, const char *below)
{
	size_t length = strlen(program);

	for (size_t i = 0; i < levels; i++)
		while (length > 0 && program[--length] != '/')
			;
	struct buffer path = {0};

	buffer_append(&path, (struct slice){program, length});
	buffer_append(&path, slice_of(below));
	buffer_byte(&path, '\0');
	if (access(path.at, R_OK) == 0)
		return path.at;
	buffer_free(&path);
	return NULL;
}

/* The first of these that is there; else the last, so that a message can name it. */
static const char *find(const char *program, const char *const *below, const size_t *levels,
			size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *found = place(program, levels[i], below[i]);

		if (found)
			return found;
	}
	return memory_string(below[count - 1], strlen(below[count - 1]));
}

enum outcome resources_find(struct resources *resources, struct diagnostics *d)
{
	/* bin/ in the source folder, build/FLAVOUR/bin/, PREFIX/bin/ */
	static const char *const lists[] = {"/stopwords", "/stopwords",
					    "/share/concordat/stopwords"};
	static const size_t list_levels[] = {2, 4, 2};
	static const char *const words[] = {"/corpora/words", "/corpora/words",
					    "/share/concordat/words"};
	static const char *const readers[] = {"/concordat-read",
					      "/libexec/concordat/concordat-read"};
	static const size_t reader_levels[] = {1, 2};
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);

	if (length < 0)
		return diagnose_error(d, INTERNAL_ERROR,
				      "cannot find itself: /proc is not there");
	program[length] = '\0';
	resources->stopwords = find(program, lists, list_levels, COUNT_OF(lists));
	resources->words = find(program, words, list_levels, COUNT_OF(words));
	resources->reader = find(program, readers, reader_levels, COUNT_OF(readers));
	return DONE;
}

void resources_free(struct resources *resources)
{
	free((void *)(uintptr_t)resources->stopwords);
	free((void *)(uintptr_t)resources->words);
	free((void *)(uintptr_t)resources->reader);
}
