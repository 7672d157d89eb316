/* Versions and places, found from the running program. */
#include "pipeline/run/versions.h"

#include "pipeline/base/database.h"
#include "pipeline/base/file.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/sha256.h"
#include "pipeline/base/unicode.h"
#include "pipeline/model/pattern.h"
#include "pipeline/model/textcat.h"
#include "pipeline/run/help.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

const char *version_of_concordat(void)
{
	return VERSION;
}

/* Starts `concordat-read --version` with its output in a pipe: its end to read from, or -1. */
static int start_reader(const char *reader, pid_t *child)
{
	char version[] = "--version";
	char *words[] = {memory_string(reader, strlen(reader)), version, NULL};
	posix_spawn_file_actions_t actions;
	int ends[2] = {-1, -1};
	bool started = false;

	if (pipe2(ends, O_CLOEXEC) == 0 && posix_spawn_file_actions_init(&actions) == 0) {
		started = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0 &&
			  posix_spawn(child, reader, &actions, NULL, words, environ) == 0;
		posix_spawn_file_actions_destroy(&actions);
	}
	free(words[0]);
	if (ends[1] >= 0)
		close(ends[1]);
	if (started || ends[0] < 0)
		return ends[0];
	close(ends[0]);
	return -1;
}

/* What the document reader says of its libraries; nothing if it cannot be started. */
static void append_reader(const struct runner *runner, struct buffer *to)
{
	enum { VERSIONS_MOST = 1 << 16 };
	pid_t child;
	int from = start_reader(runner->resources.reader, &child);

	if (from < 0)
		return;
	if (file_read_descriptor(to, from, 0, VERSIONS_MOST) != 0)
		buffer_printf(to, "concordat-read unknown\n");
	close(from);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}

void versions_append(const struct runner *runner, struct buffer *to)
{
	struct sha256_library_version nettle = sha256_library_version();
	char regex[64];

	regex_library_version(regex);
	buffer_printf(to,
		      "ICU %s\nUnicode %s\nPCRE2 %s\nNettle %d.%d\nlibstemmer " STEMMER "\n"
		      "libexttextcat %s\nSQLite %s\n", unicode_library_version(),
		      unicode_version(), regex, nettle.major, nettle.minor,
		      textcat_library_version(), database_library_version());
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

/* Where something may lie: so many parts of the program's path taken off, this put on. */
struct place {
	size_t levels;
	const char *below;
};

/* That path, if there is something; else NULL. */
static char *try_place(const char *program, const struct place *place)
{
	struct slice start = slice_of(program);
	struct buffer path = {0};

	for (size_t i = 0; i < place->levels; i++)
		while (start.length > 0 && start.at[--start.length] != '/')
			;
	buffer_append(&path, start);
	buffer_append(&path, slice_of(place->below));
	buffer_byte(&path, '\0');
	if (access(path.at, R_OK) == 0)
		return path.at;
	buffer_free(&path);
	return NULL;
}

/* The first of these that is there; else the name alone, for messages. */
static const char *find(const char *program, const struct place *places, size_t count)
{
	const char *name = strrchr(places[0].below, '/') + 1;

	for (size_t i = 0; i < count; i++) {
		char *found = try_place(program, &places[i]);

		if (found)
			return found;
	}
	return memory_string(name, strlen(name));
}

enum outcome resources_find(struct resources *resources, struct diagnostics *d)
{
	/* PREFIX/bin/; bin/ in the source folder; build/FLAVOUR/bin/ */
	static const struct place lists[] = {
	    {2, "/share/concordat/stopwords"}, {2, "/stopwords"}, {4, "/stopwords"}};
	static const struct place words[] = {
	    {2, "/share/concordat/words"}, {2, "/corpora/words"}, {4, "/corpora/words"}};
	static const struct place readers[] = {
	    {2, "/libexec/concordat/concordat-read"}, {1, "/concordat-read"}};
	static const struct place fingerprints = {2, "/share/libexttextcat"};
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);

	if (length < 0)
		return diagnose_error(d, INTERNAL_ERROR,
				      "cannot find itself: /proc is not there");
	program[length] = '\0';
	resources->stopwords = find(program, lists, COUNT_OF(lists));
	resources->words = find(program, words, COUNT_OF(words));
	resources->reader = find(program, readers, COUNT_OF(readers));
	resources->fingerprints = try_place(program, &fingerprints);
	if (!resources->fingerprints)
		resources->fingerprints = memory_string(FINGERPRINTS, strlen(FINGERPRINTS));
	return DONE;
}

void resources_free(struct resources *resources)
{
	free((void *)(uintptr_t)resources->stopwords);
	free((void *)(uintptr_t)resources->words);
	free((void *)(uintptr_t)resources->reader);
	free((void *)(uintptr_t)resources->fingerprints);
}
