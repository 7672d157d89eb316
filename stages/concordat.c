/*
 * concordat: the table of stages, and main.
 *
 * The only file that names all stages.
 */
#include "pipeline/base/unicode.h"
#include "pipeline/run/help.h"
#include "pipeline/run/options.h"
#include "pipeline/run/crew.h"
#include "pipeline/run/versions.h"

#include <fcntl.h>

#define STAGES(X) \
	X(run) X(extract) X(normalise) X(tokens) X(stem) X(stop) X(filter) \
	X(freq) X(merge) X(kwic) X(documents) X(csv) X(update) X(ls) X(cat) X(check) X(vacuum) X(help)

#define X(name) extern const struct stage stage_##name;
STAGES(X)
#undef X

static const struct stage *const stages[] = {
#define X(name) &stage_##name,
	STAGES(X)
#undef X
};

static const char *const front[] = {"extract", "normalise", "tokens"};

/* Options of the runner, which stand before the first stage. */
struct options {
	struct option_number jobs;
	bool quiet, verbose, progress, version;
};

static const struct option options[] = {
	NUMBER(struct options, jobs, 'j', "jobs", "N", 0, 1, JOBS_MOST,
	       "how many documents are worked on at once (default: one for each core)"),
	FLAG(struct options, quiet, 'q', "quiet", "say nothing but errors"),
	FLAG(struct options, verbose, 'v', "verbose", "say more: the whole chain, what was passed over"),
	FLAG(struct options, progress, 0, "progress", "show documents, pages and the time left"),
	FLAG(struct options, version, 0, "version", "print the version; with --verbose of every library"),
};

/* How many words come before the first stage's name. */
static size_t count_leading(struct arguments words)
{
	size_t i = 0;

	while (i < words.count && words.at[i][0] == '-' && words.at[i][1] != '\0') {
		if (slice_is(slice_of(words.at[i]), "--"))
			return i + 1;
		bool takes_value = slice_is(slice_of(words.at[i]), "-j") ||
				   slice_is(slice_of(words.at[i]), "--jobs");

		i += takes_value ? 2 : 1;
	}
	return i < words.count ? i : words.count;
}

static enum outcome run_words(struct runner *runner, const struct options *o, bool help,
			      struct arguments words, struct diagnostics *d)
{
	if (o->version)
		return versions_print(runner, o->verbose, d);
	if (help || words.count == 0)
		return help_list(runner, d);
	runner->jobs = (unsigned)o->jobs.value;
	runner->quiet = o->quiet;
	runner->verbose = o->verbose;
	runner->progress = o->progress;
	return chain_run_words(runner, words);
}

static int concordat(struct arguments words)
{
	struct runner runner = {.stages = stages,
				.stage_count = COUNT_OF(stages),
				.front = front,
				.front_count = COUNT_OF(front)};
	struct diagnostics d = {0};
	struct options values = {0};
	size_t leading = count_leading(words), unused, used;
	const char *operands[1] = {NULL};
	bool help;
	enum outcome outcome =
	    options_parse(options, COUNT_OF(options), &values,
			  (struct arguments){words.at, leading}, operands, &unused, &used, &help, &d);

	if (outcome == DONE)
		outcome = resources_find(&runner.resources, &d);
	if (outcome == DONE)
		outcome = run_words(&runner, &values, help,
				    (struct arguments){words.at + leading, words.count - leading},
				    &d);
	say(&d);
	diagnostics_free(&d);
	resources_free(&runner.resources);
	return (int)outcome;
}

/*
 * A standard descriptor that is closed must not become that of the next file:
 * /dev/null keeps its place, opened the wrong way, so that using it fails still.
 */
static void keep_standard_places(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};

	for (int i = 0; i < (int)COUNT_OF(modes); i++)
		if (fcntl(i, F_GETFD) < 0 && open("/dev/null", modes[i]) < 0)
			return;
}

int main(int count, char **words)
{
	keep_standard_places();
	const char *const *arguments = (const char *const *)words;

	return concordat((struct arguments){arguments + (count > 0), count > 0 ? (size_t)count - 1 : 0});
}
