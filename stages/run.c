/*
 * run: the whole job as a recipe, in one command and one process.
 *
 * Names stages and options as a person would type them, and includes none:
 * one chain that reads and tokenises each document once and hands it to
 * every counter, then a second form of each table for spreadsheets, then
 * what is said of the whole.  The parts are in stages/job.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/stemmer.h"
#include "pipeline/model/stoplist.h"
#include "stages/job/groupings.h"
#include "stages/job/job.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct options {
	const char *output, *lang;
	struct option_list by;
};

static const struct option options[] = {
	TEXT(struct options, output, 'o', "output", "FOLDER", "where the results go (needed)"),
	TEXT(struct options, lang, 0, "lang", "LANGUAGE",
	     "take every document to be in this language"),
	LIST(struct options, by, 0, "by", "ATTRIBUTE,...",
	     "count by these attributes in place of every column of metadata.csv that groups"),
};

enum { WORDS_MOST = 24 };

/* Words of a chain, as typed; strings are borrowed. */
struct words {
	const char *at[WORDS_MOST];
	size_t count;
};

static void add_word(struct words *words, const char *word)
{
	if (words->count < WORDS_MOST)
		words->at[words->count++] = word;
}

static struct arguments arguments_of(const struct words *words)
{
	return (struct arguments){words->at, words->count};
}

/* A control file of the folder, or NULL. */
static const char *control_file(struct job *job, const char *name)
{
	const char *path = arena_printf(&job->arena, "%s/%s", job->folder, name).at;

	return access(path, F_OK) == 0 ? path : NULL;
}

static void plan_trunk(const struct job *job, struct words *trunk)
{
	add_word(trunk, "extract");
	add_word(trunk, "--except");
	add_word(trunk, job->results.folder);
	if (job->lang) {
		add_word(trunk, "--lang");
		add_word(trunk, job->lang);
	}
	add_word(trunk, "--");
	add_word(trunk, job->folder);
	static const char *const rest[] = {"then", "normalise", "then", "tokens",
					   "then", "stem",	"then", "stop"};

	for (size_t i = 0; i < COUNT_OF(rest); i++)
		add_word(trunk, rest[i]);
	if (job->stopwords) {
		add_word(trunk, "--list");
		add_word(trunk, job->stopwords);
	}
}

/* The ends of the chain: one for each table. */
struct ends {
	struct chain_end *at;
	struct words *words;		/* of each end */
	const char **names;		/* of each table: "frequency" */
	size_t count;
};

static struct words *add_end(struct job *job, struct ends *ends, const char *name)
{
	struct words *words = &ends->words[ends->count];

	ends->names[ends->count] = name;
	ends->at[ends->count].path = results_path(&job->results, name, ".tsv");
	ends->count++;
	return words;
}

static void plan_ends(struct job *job, struct ends *ends)
{
	size_t most = 2 + job->grouping_count + job->searches.count;

	ends->at = memory_new(most, sizeof *ends->at);
	ends->words = memory_new(most, sizeof *ends->words);
	ends->names = memory_new(most, sizeof *ends->names);
	add_word(add_end(job, ends, "documents"), "documents");
	add_word(add_end(job, ends, "frequency"), "freq");
	for (size_t i = 0; i < job->grouping_count; i++) {
		struct words *words = add_end(job, ends, job->groupings[i].name);

		add_word(words, "freq");
		add_word(words, "--by");
		add_word(words, job->groupings[i].by);
	}
	for (size_t i = 0; i < job->searches.count; i++) {
		struct words *words = add_end(job, ends, job_concordance(job, i));

		add_word(words, "kwic");
		add_word(words, "-e");
		add_word(words, job->searches.at[i].query);
	}
	for (size_t i = 0; i < ends->count; i++)
		ends->at[i].words = arguments_of(&ends->words[i]);
}

static void free_ends(struct ends *ends)
{
	free(ends->at);
	free(ends->words);
	free(ends->names);
}

/* The form of a table that opens by a double click. */
static enum outcome write_csv(struct job *job, const char *name)
{
	const char *words[] = {"csv", "--excel", "--",
			       results_path(&job->results, name, ".tsv")};
	struct chain_end end = {.words = {words, COUNT_OF(words)},
				.path = results_path(&job->results, name, ".csv")};
	struct chain_report report;
	struct runner runner = *job->runner;

	runner.quiet = true;	/* what a spreadsheet would run is made harmless, as always */
	runner.verbose = false;
	enum outcome outcome =
	    chain_run(&runner, (struct arguments){NULL, 0}, &end, 1, 0, &report);

	if (outcome != SOME_FAILED)
		return outcome;
	diagnose_failure(job->diagnostics, "%s.csv: a spreadsheet will not show all of it: see "
			 "%s.tsv for the rest", name, name);
	return DONE;
}

static enum outcome write_csvs(struct job *job, const struct ends *ends)
{
	enum outcome outcome = write_csv(job, "queries");

	for (size_t i = 0; i < ends->count && outcome == DONE; i++)
		outcome = write_csv(job, ends->names[i]);
	return outcome;
}

/* A misspelt --lang would change every number: stem and stop say so, unless they are quiet. */
static enum outcome check_language(struct job *job)
{
	if (!job->lang)
		return DONE;
	struct slice lang = slice_of(job->lang);
	struct stemmer *stemmer = stemmer_new(lang);
	struct stoplist list = {0};
	bool found = stemmer != NULL;
	enum outcome outcome = DONE;

	if (!stemmer)
		outcome = stoplist_read_language(&list, job->runner->resources.stopwords, lang,
						 &found, job->diagnostics);
	if (outcome == DONE && !found)
		diagnose_warning(job->diagnostics,
				 "no stemmer and no stop list for --lang %s: words are counted as "
				 "they are", job->lang);
	stemmer_free(stemmer);
	stoplist_free(&list);
	return outcome;
}

/* Reads every document once, into all the tables. */
static enum outcome count(struct job *job, const struct ends *ends)
{
	struct words trunk = {0};
	struct runner runner = *job->runner;

	/* Nobody is there: a job of the night speaks only of what failed. */
	runner.quiet = runner.quiet || (!isatty(STDERR_FILENO) && !runner.verbose);
	runner.progress = runner.progress || (isatty(STDERR_FILENO) && !runner.quiet);
	plan_trunk(job, &trunk);
	enum outcome outcome = chain_run(&runner, arguments_of(&trunk), ends->at, ends->count,
					 NEED_HASH, &job->report);

	if (outcome == SOME_FAILED)
		outcome = DONE;
	/* A share that is not mounted must not empty the results. */
	if (outcome == DONE && !job->report.documents)
		return diagnose_error(job->diagnostics, NO_INPUT,
				      "no documents in %s: the results are left as they were",
				      job->folder);
	return outcome == DONE && runner.quiet ? check_language(job) : outcome;
}

static enum outcome make_results(struct job *job)
{
	struct ends ends = {0};

	plan_ends(job, &ends);
	enum outcome outcome = count(job, &ends);

	if (outcome == DONE)
		outcome = job_write_queries(job);
	if (outcome == DONE)
		outcome = write_csvs(job, &ends);
	if (outcome == DONE)
		outcome = job_write_provenance(job);
	if (outcome == DONE)
		outcome = results_finish(&job->results, job->diagnostics);
	free_ends(&ends);
	if (outcome == DONE && isatty(STDOUT_FILENO) && !job->runner->quiet)
		outcome = job_say_summary(job);
	return outcome == DONE && job->report.some_failed ? SOME_FAILED : outcome;
}

static enum outcome check(const struct command *command)
{
	const struct options *o = command->options;
	struct diagnostics *d = command->diagnostics;
	struct stat status, results;

	if (command->operands.count != 1)
		return diagnose_error(d, BAD_USAGE,
				      "name one folder of documents: concordat run documents/ -o "
				      "results/");
	if (!o->output)
		return diagnose_error(d, BAD_USAGE,
				      "say where the results go: concordat run %s -o results/",
				      command->operands.at[0]);
	if (stat(command->operands.at[0], &status) != 0)
		return diagnose_error(d, NO_INPUT, "%s: %s: check the name",
				      command->operands.at[0], strerror(errno));
	if (!S_ISDIR(status.st_mode))
		return diagnose_error(d, BAD_USAGE,
				      "%s is no folder: put the documents into one and name that",
				      command->operands.at[0]);
	if (stat(o->output, &results) == 0 && results.st_dev == status.st_dev &&
	    results.st_ino == status.st_ino)
		return diagnose_error(d, BAD_USAGE,
				      "%s is the folder of documents itself: name another for the "
				      "results, as in -o results/", o->output);
	return DONE;
}

static void job_free(struct job *job)
{
	searches_free(&job->searches);
	results_free(&job->results);
	free(job->groupings);
	free(job->found);
	arena_free(&job->arena);
}

static enum outcome run(const struct command *command)
{
	const struct options *o = command->options;
	enum outcome outcome = check(command);

	if (outcome != DONE)
		return outcome;
	struct job job = {.runner = command->runner,
			  .diagnostics = command->diagnostics,
			  .folder = command->operands.at[0],
			  .lang = o->lang,
			  .results = {.lock = -1}};

	job.metadata = control_file(&job, "metadata.csv");
	if (!job.metadata)
		job.metadata = control_file(&job, "metadata.tsv");
	job.queries = control_file(&job, "queries.txt");
	job.stopwords = control_file(&job, "stopwords.txt");
	if (job.queries)
		outcome = searches_read(&job.searches, job.queries, job.diagnostics);
	if (outcome == DONE)
		outcome = groupings_find(&job, &o->by);
	if (outcome == DONE)
		outcome = results_begin(&job.results, o->output, job.diagnostics);
	if (outcome == DONE)
		outcome = make_results(&job);
	job_free(&job);
	return outcome;
}

const struct stage stage_run = {
	.name = "run",
	.summary = "the whole job: a folder of documents to tables and concordances",
	.operand = "FOLDER",
	.takes = FLOW_NOTHING,
	.gives = FLOW_NOTHING,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.command = run,
};
