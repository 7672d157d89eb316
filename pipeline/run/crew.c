/* Crew: states and workers of a chain; begin, merge, end. */
#include "pipeline/run/crew.h"

#include "pipeline/base/memory.h"
#include "pipeline/run/crew_work.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEFAULT_COLUMNS = 80 };

void say(struct diagnostics *d)
{
	struct slice lines = buffer_slice(&d->lines);

	while (lines.length) {
		ssize_t written = write(STDERR_FILENO, lines.at, lines.length);

		if (written < 0 && errno != EINTR)
			break;	/* nowhere to complain to */
		if (written > 0)
			lines = slice_from(lines, (size_t)written);
	}
	buffer_reset(&d->lines);
}

/* The n-th link: trunk first, then each end; *end is the end's number or SIZE_MAX. */
static const struct link *nth_link(const struct chain *chain, size_t n, size_t *end)
{
	*end = SIZE_MAX;
	if (n < chain->trunk.count)
		return &chain->trunk.links[n];
	n -= chain->trunk.count;
	for (*end = 0; n >= chain->ends[*end].count; ++*end)
		n -= chain->ends[*end].count;
	return &chain->ends[*end].links[n];
}

static size_t count_links(const struct chain *chain)
{
	size_t count = chain->trunk.count;

	for (size_t i = 0; i < chain->end_count; i++)
		count += chain->ends[i].count;
	return count;
}

/* Where a link's report goes, or NULL. */
static const char *report_path(const struct link *link)
{
	return link->stage->report_path ? link->stage->report_path(link->options) : NULL;
}

static unsigned terminal_columns(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return DEFAULT_COLUMNS;
}

/* Whether what the n-th link makes is seen by a person as it is. */
static bool is_terminal(const struct crew *crew, size_t n)
{
	size_t end, next_end;

	nth_link(crew->chain, n, &end);
	if (end == SIZE_MAX || crew->outlets[end].path)
		return false;
	bool last = n + 1 == crew->link_count ||
		    nth_link(crew->chain, n + 1, &next_end)->stage->takes != FLOW_TABLE;

	return last && crew->on_terminal;
}

static void prepare_run(struct worker *worker, size_t n)
{
	struct crew *crew = worker->crew;
	size_t end;
	const struct link *link = nth_link(crew->chain, n, &end);

	worker->runs[n] = (struct run){
	    .stage = link->stage,
	    .options = link->options,
	    .state = memory_new(1, link->stage->state_size),
	    .operands = link->operands,
	    .needs = link->needs,
	    .worker = worker->number,
	    .names = &worker->names,
	    .words = &worker->words,
	    .resources = &crew->chain->runner->resources,
	    .terminal = is_terminal(crew, n),
	    .columns = terminal_columns(),
	};
	if (link->stage->takes == FLOW_TABLE) {
		worker->runs[n].output = memory_new(1, sizeof(struct output));
		*worker->runs[n].output = OUTPUT_EMPTY;
		worker->runs[n].diagnostics = crew->diagnostics;
	}
}

/* Table stages stand once, in the first worker; documents never pass them. */
static bool has_part(const struct worker *worker, size_t n)
{
	return worker->number == 0 || worker->runs[n].stage->takes != FLOW_TABLE;
}

static enum outcome begin_stages(struct worker *worker)
{
	enum outcome outcome = DONE;

	for (size_t n = 0; n < worker->crew->link_count; n++)
		prepare_run(worker, n);
	point_runs(worker);
	for (size_t n = 0; n < worker->crew->link_count && outcome == DONE; n++) {
		struct run *run = &worker->runs[n];

		run->diagnostics->stage = run->stage->name;
		if (run->stage->begin && has_part(worker, n))
			outcome = run->stage->begin(run);
	}
	worker->crew->diagnostics->stage = NULL;
	return outcome;
}

/* Names that the inputs use get the same numbers in every worker. */
static void copy_names(struct names *to, const struct names *from)
{
	for (uint32_t i = KNOWN_NAME_COUNT; i < from->count; i++)
		names_number(to, names_spelling(from, i));
}

static enum outcome begin_worker(struct crew *crew, unsigned number)
{
	struct worker *worker = &crew->workers[number];

	*worker = (struct worker){.crew = crew, .number = number};
	names_begin(&worker->names);
	if (number > 0)
		copy_names(&worker->names, &crew->workers[0].names);
	vocabulary_begin(&worker->words);
	stream_reader_begin(&worker->reader, &worker->words);
	worker->stores = memory_new(crew->stores.count, sizeof *worker->stores);
	worker->runs = memory_new(crew->link_count, sizeof *worker->runs);
	worker->delivery = delivery_new(crew);
	crew->worker_count = number + 1;
	return begin_stages(worker);
}

static void add_written(struct inputs *inputs, const struct stat *about)
{
	if (S_ISREG(about->st_mode))
		inputs->written[inputs->written_count++] =
		    (struct file_identity){about->st_dev, about->st_ino};
}

/* Standard output and error and the reports, so far as they are there by now. */
static void list_written(struct crew *crew)
{
	struct inputs *inputs = &crew->inputs;
	struct stat about;

	inputs->written =
	    arena_new(&inputs->arena, 2 + crew->link_count, sizeof *inputs->written);
	for (int i = STDOUT_FILENO; i <= STDERR_FILENO; i++)
		if (fstat(i, &about) == 0)
			add_written(inputs, &about);
	for (size_t n = 0; n < crew->link_count; n++) {
		size_t end;
		const char *path = report_path(nth_link(crew->chain, n, &end));

		if (path && stat(path, &about) == 0)
			add_written(inputs, &about);
	}
}

static enum outcome list_inputs(struct crew *crew)
{
	struct worker *worker = &crew->workers[0];
	struct run *run = &worker->runs[0];

	worker->delivery->diagnostics.stage = run->stage->name;
	crew->inputs.names = &worker->names;
	list_written(crew);
	enum outcome outcome = run->stage->inputs(run, &crew->inputs);
	const struct runner *runner = crew->chain->runner;

	if (outcome == DONE && runner->choose)
		outcome = runner->choose(runner->choose_context, &crew->inputs, run->diagnostics);
	return outcome;
}

/* The cores that this process may run on (taskset, containers). */
static unsigned count_cores(void)
{
	cpu_set_t cores;

	if (sched_getaffinity(0, sizeof cores, &cores) != 0)
		return 1;
	return (unsigned)CPU_COUNT(&cores);
}

static unsigned wanted_workers(const struct crew *crew)
{
	unsigned jobs = crew->chain->runner->jobs;

	if (!jobs)
		jobs = count_cores();
	if (crew->chain->source == SOURCE_FILES && jobs > crew->inputs.count)
		jobs = (unsigned)crew->inputs.count;
	if (crew->chain->source == SOURCE_TABLE || jobs == 0)
		jobs = 1;
	return jobs < JOBS_MOST ? jobs : JOBS_MOST;
}

/* Says what is left to be said. */
static void settle_workers(struct crew *crew)
{
	for (size_t i = 0; i < crew->worker_count; i++)
		settle_diagnostics(crew, &crew->workers[i].delivery->diagnostics);
	settle_diagnostics(crew, crew->diagnostics);
}

static enum outcome open_stores(struct crew *crew)
{
	size_t end;
	const struct link *first = nth_link(crew->chain, 0, &end);

	crew->source_needs = first->needs | first->stage->needs;
	if (crew->chain->source != SOURCE_STORE)
		return DONE;
	return stores_open(&crew->stores, crew->chain->inputs, crew->diagnostics);
}

enum outcome crew_begin(struct crew *crew, const struct chain *chain, struct outlet *outlets,
			struct diagnostics *diagnostics)
{
	*crew = (struct crew){.chain = chain,
			      .outlets = outlets,
			      .on_terminal = isatty(STDOUT_FILENO),
			      .diagnostics = diagnostics};
	pthread_mutex_init(&crew->source_lock, NULL);
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->moved, NULL);
	crew->link_count = count_links(chain);
	crew->reports = memory_new(crew->link_count, sizeof(struct outlet *));
	crew->workers = memory_new(JOBS_MOST, sizeof *crew->workers);
	enum outcome outcome = open_stores(crew);

	if (outcome == DONE)
		outcome = begin_worker(crew, 0);
	if (outcome == DONE && chain->source == SOURCE_FILES)
		outcome = list_inputs(crew);
	unsigned count = outcome == DONE ? wanted_workers(crew) : 1;

	for (unsigned i = 1; i < count && outcome == DONE; i++)
		outcome = begin_worker(crew, i);
	if (chain->source == SOURCE_STREAM)
		splitter_begin(&crew->splitter, chain->inputs.at, chain->inputs.count);
	settle_workers(crew);
	return outcome;
}

static void worker_free(struct worker *worker)
{
	for (size_t n = 0; n < worker->crew->link_count; n++) {
		struct run *run = &worker->runs[n];

		if (run->stage && run->stage->dispose && run->state && has_part(worker, n))
			run->stage->dispose(run);
		free(run->state);
		if (run->stage && run->stage->takes == FLOW_TABLE) {
			buffer_free(&run->output->bytes);
			free(run->output);
		}
	}
	delivery_free(worker->crew, worker->delivery);
	free(worker->runs);
	stream_reader_free(&worker->reader);
	buffer_free(&worker->bytes);
	for (size_t i = 0; i < worker->crew->stores.count; i++)
		buffer_free(&worker->stores[i].words);
	free(worker->stores);
	arena_free(&worker->arena);
	vocabulary_free(&worker->words);
	names_free(&worker->names);
}

void crew_free(struct crew *crew)
{
	for (size_t i = 0; i < crew->worker_count; i++)
		worker_free(&crew->workers[i]);
	free(crew->workers);
	for (size_t i = 0; i < crew->spare_count; i++)
		delivery_free(crew, crew->spare[i]);
	for (size_t i = 0; i < DELIVERIES_AHEAD; i++)
		delivery_free(crew, crew->waiting[i]);
	for (size_t i = 0; i < crew->link_count; i++)
		free(crew->reports[i]);
	free(crew->reports);
	free(crew->inputs.at);
	arena_free(&crew->inputs.arena);
	if (crew->chain->source == SOURCE_STREAM)
		splitter_free(&crew->splitter);
	stores_close(&crew->stores);
	pthread_cond_destroy(&crew->moved);
	pthread_mutex_destroy(&crew->lock);
	pthread_mutex_destroy(&crew->source_lock);
}

/* Standard output is the result's, and two reports in one file would overwrite each other. */
static enum outcome check_report(const struct crew *crew, size_t n, const char *path)
{
	struct diagnostics *d = crew->diagnostics;

	if (strcmp(path, "-") == 0)
		return diagnose_error(d, BAD_USAGE, "--report takes the name of a file: standard "
				      "output, -, is where the result goes (./- is a file)");
	for (size_t i = 0; i < n; i++)
		if (crew->reports[i] && strcmp(crew->reports[i]->path, path) == 0)
			return diagnose_error(d, BAD_USAGE, "%s: two reports cannot go into one "
					      "file: name another", path);
	return DONE;
}

static enum outcome open_report(struct crew *crew, size_t n, const struct stage *stage,
				const char *path)
{
	crew->diagnostics->stage = stage->name;
	enum outcome outcome = check_report(crew, n, path);

	if (outcome == DONE) {
		crew->reports[n] = memory_new(1, sizeof **crew->reports);
		outcome = outlet_open(crew->reports[n], &(struct chain_end){.path = path},
				      crew->diagnostics);
	}
	crew->diagnostics->stage = NULL;
	return outcome;
}

static enum outcome open_reports(struct crew *crew)
{
	enum outcome outcome = DONE;

	for (size_t n = 0; n < crew->link_count && outcome == DONE; n++) {
		size_t end;
		const struct link *link = nth_link(crew->chain, n, &end);
		const char *path = report_path(link);

		if (path)
			outcome = open_report(crew, n, link->stage, path);
	}
	for (size_t i = 0; i < crew->worker_count; i++)
		point_runs(&crew->workers[i]);
	return outcome;
}

static enum outcome write_headings(struct crew *crew)
{
	struct worker *worker = &crew->workers[0];
	enum outcome outcome = DONE;

	for (size_t n = 0; n < crew->link_count && outcome == DONE; n++) {
		struct run *run = &worker->runs[n];

		worker->delivery->diagnostics.stage = run->stage->name;
		if (run->stage->heading)
			outcome = run->stage->heading(run);
	}
	return outcome == DONE ? write_delivery(crew, worker->delivery) : outcome;
}

/* Connects the table stages of each end to its outlet, and says what a terminal needs. */
static void connect_outlets(struct crew *crew)
{
	for (size_t n = 0; n < crew->link_count; n++) {
		size_t end;
		const struct link *link = nth_link(crew->chain, n, &end);
		struct run *run = &crew->workers[0].runs[n];

		if (end != SIZE_MAX)	/* the last link of an end decides */
			crew->outlets[end].harmless = run->terminal && !run->draws;
		if (link->stage->takes != FLOW_TABLE)
			continue;
		if (!crew->outlets[end].tables)
			crew->outlets[end].tables = run;
		crew->outlets[end].table_count++;
	}
}

static enum outcome merge_workers(struct crew *crew)
{
	struct worker *first = &crew->workers[0];
	enum outcome outcome = DONE;

	for (size_t i = 1; i < crew->worker_count; i++) {
		copy_names(&first->names, &crew->workers[i].names);
		for (size_t n = 0; n < crew->link_count && outcome == DONE; n++) {
			struct run *run = &first->runs[n];

			first->delivery->diagnostics.stage = run->stage->name;
			if (run->stage->merge && run->stage->takes != FLOW_TABLE)
				outcome = run->stage->merge(run, &crew->workers[i].runs[n]);
		}
	}
	return outcome;
}

static void flush_output(struct output *output)
{
	/* A failure stays in the outlet, which says so at its end. */
	outlet_deliver(output->sink, buffer_slice(&output->bytes));
	buffer_reset(&output->bytes);
}

static enum outcome end_stages(struct crew *crew)
{
	struct worker *worker = &crew->workers[0];
	enum outcome outcome = DONE;

	for (size_t i = 0; i < crew->chain->end_count; i++) {
		worker->delivery->outputs[i].flush = flush_output;
		worker->delivery->outputs[i].sink = &crew->outlets[i];
	}
	for (size_t n = 0; n < crew->link_count && outcome == DONE; n++) {
		struct run *run = &worker->runs[n];

		worker->delivery->diagnostics.stage = run->stage->name;
		if (run->stage->end && run->stage->takes != FLOW_TABLE)
			outcome = run->stage->end(run);
	}
	if (outcome == DONE)
		outcome = write_delivery(crew, worker->delivery);
	for (size_t i = 0; i < crew->chain->end_count && outcome == DONE; i++)
		outcome = outlet_end(&crew->outlets[i]);
	return outcome;
}

static enum outcome close_reports(struct crew *crew, enum outcome outcome)
{
	for (size_t n = 0; n < crew->link_count; n++) {
		if (!crew->reports[n])
			continue;
		enum outcome closed = outlet_close(crew->reports[n]);

		if (outcome == DONE)
			outcome = closed;
	}
	return outcome;
}

enum outcome crew_run(struct crew *crew)
{
	bool shown = crew->chain->runner->progress && crew->chain->source != SOURCE_TABLE;
	enum outcome outcome = open_reports(crew);

	progress_begin(&crew->progress, shown, crew->inputs.count);
	connect_outlets(crew);
	if (outcome == DONE)
		outcome = write_headings(crew);
	if (outcome == DONE)
		outcome = crew->chain->source == SOURCE_TABLE ? work_table(crew)
							      : work_documents(crew);
	if (outcome == DONE)
		outcome = merge_workers(crew);
	if (outcome == DONE)
		outcome = end_stages(crew);
	progress_clear(&crew->progress);
	outcome = close_reports(crew, outcome);
	settle_workers(crew);
	return outcome;
}
