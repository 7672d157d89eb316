/* The crew at work: one document at a time through all stages, in order out. */
#include "pipeline/run/crew_work.h"

#include "pipeline/base/memory.h"
#include "pipeline/model/status.h"
#include "pipeline/stream/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct delivery *delivery_new(struct crew *crew)
{
	struct delivery *d = memory_new(1, sizeof *d);

	d->outputs = memory_new(crew->chain->end_count, sizeof *d->outputs);
	d->reports = memory_new(crew->link_count, sizeof *d->reports);
	for (size_t i = 0; i < crew->chain->end_count; i++)
		d->outputs[i] = OUTPUT_EMPTY;
	for (size_t i = 0; i < crew->link_count; i++)
		d->reports[i] = OUTPUT_EMPTY;
	d->diagnostics.verbose = crew->chain->runner->verbose;
	d->diagnostics.quiet = crew->chain->runner->quiet;
	return d;
}

void delivery_free(struct crew *crew, struct delivery *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < crew->chain->end_count; i++)
		buffer_free(&d->outputs[i].bytes);
	for (size_t i = 0; i < crew->link_count; i++)
		buffer_free(&d->reports[i].bytes);
	diagnostics_free(&d->diagnostics);
	free(d->outputs);
	free(d->reports);
	free(d);
}

void point_runs(struct worker *worker)
{
	const struct chain *chain = worker->crew->chain;
	size_t n = 0;

	for (; n < chain->trunk.count; n++)
		worker->runs[n].output = &worker->delivery->outputs[0];
	for (size_t e = 0; e < chain->end_count; e++)
		for (size_t i = 0; i < chain->ends[e].count; i++, n++)
			if (worker->runs[n].stage->takes != FLOW_TABLE)
				worker->runs[n].output = &worker->delivery->outputs[e];
	for (n = 0; n < worker->crew->link_count; n++) {
		struct run *run = &worker->runs[n];

		if (run->stage->takes != FLOW_TABLE)
			run->diagnostics = &worker->delivery->diagnostics;
		run->report = worker->crew->reports[n] ? &worker->delivery->reports[n] : NULL;
	}
}

void settle_diagnostics(struct crew *crew, struct diagnostics *d)
{
	crew->some_failed |= d->failed;
	d->failed = false;
	if (!d->lines.length)
		return;
	progress_clear(&crew->progress);
	say(d);
}

enum outcome write_delivery(struct crew *crew, struct delivery *d)
{
	enum outcome outcome = d->outcome;

	settle_diagnostics(crew, &d->diagnostics);
	for (size_t i = 0; i < crew->chain->end_count && outcome == DONE; i++) {
		if (d->outputs[i].bytes.length && !crew->outlets[i].path && crew->on_terminal)
			progress_clear(&crew->progress);
		outcome = outlet_deliver(&crew->outlets[i], buffer_slice(&d->outputs[i].bytes));
		buffer_reset(&d->outputs[i].bytes);
	}
	for (size_t n = 0; n < crew->link_count && outcome == DONE; n++) {
		if (!crew->reports[n])
			continue;
		outcome = outlet_deliver(crew->reports[n], buffer_slice(&d->reports[n].bytes));
		buffer_reset(&d->reports[n].bytes);
	}
	settle_diagnostics(crew, crew->diagnostics);
	return outcome;
}

/* Writes what is due, in order.  The lock is held on entry and on return. */
static void write_due(struct crew *crew)
{
	struct delivery *due;

	crew->writing = true;
	while (crew->outcome == DONE &&
	       (due = crew->waiting[crew->next_written % DELIVERIES_AHEAD]) != NULL) {
		crew->waiting[crew->next_written % DELIVERIES_AHEAD] = NULL;
		pthread_mutex_unlock(&crew->lock);
		enum outcome outcome = write_delivery(crew, due);

		progress_add(&crew->progress, due->pages);
		pthread_mutex_lock(&crew->lock);
		crew->failed_documents += due->failed;
		crew->outcome = outcome;
		crew->spare[crew->spare_count++] = due;
		crew->next_written++;
		pthread_cond_broadcast(&crew->moved);
	}
	crew->writing = false;
}

/* Hands in the worker's delivery and gives it an empty one. */
static void hand_in(struct worker *worker, uint64_t ordinal)
{
	struct crew *crew = worker->crew;

	pthread_mutex_lock(&crew->lock);
	while (ordinal >= crew->next_written + DELIVERIES_AHEAD && crew->outcome == DONE)
		pthread_cond_wait(&crew->moved, &crew->lock);
	if (crew->outcome != DONE) {	/* the command has ended before this document */
		buffer_reset(&worker->delivery->diagnostics.lines);
		pthread_mutex_unlock(&crew->lock);
		return;
	}
	crew->waiting[ordinal % DELIVERIES_AHEAD] = worker->delivery;
	worker->delivery = NULL;
	if (!crew->writing)
		write_due(crew);
	if (crew->spare_count)
		worker->delivery = crew->spare[--crew->spare_count];
	pthread_mutex_unlock(&crew->lock);
	if (!worker->delivery)
		worker->delivery = delivery_new(crew);
	worker->delivery->pages = 0;
	worker->delivery->failed = false;
	point_runs(worker);
}

/* Where a chain takes its documents from. */
struct taken {
	uint64_t ordinal;
	const struct input *input;	/* files */
	struct stream_piece piece;	/* a stream */
	struct fetched fetched;		/* a store */
};

static bool take_piece(struct worker *worker, struct taken *taken)
{
	struct crew *crew = worker->crew;
	struct diagnostics *d = &worker->delivery->diagnostics;
	enum outcome outcome;

	d->stage = worker->runs[0].stage->name;
	enum split_result result =
	    splitter_next(&crew->splitter, &worker->bytes, &taken->piece, &outcome, d);
	if (result != SPLIT_FAILED)
		return result == SPLIT_PIECE;
	worker->delivery->outcome = outcome;
	crew->source_ended = true;
	return true;
}

static bool take_stored(struct worker *worker, struct taken *taken)
{
	struct crew *crew = worker->crew;
	struct diagnostics *d = &worker->delivery->diagnostics;
	enum outcome outcome;

	d->stage = worker->runs[0].stage->name;
	if (!stores_fetch(&crew->stores, worker->stores, &worker->bytes, &taken->fetched, &outcome,
			  d))
		return false;
	worker->delivery->outcome = outcome;
	crew->source_ended = outcome != DONE;
	return true;
}

/* The next document of the source; false at the end. */
static bool take(struct worker *worker, struct taken *taken)
{
	struct crew *crew = worker->crew;
	bool more = false;

	pthread_mutex_lock(&crew->source_lock);
	if (!crew->source_ended) {
		*taken = (struct taken){.ordinal = crew->next_taken};
		if (crew->chain->source == SOURCE_STREAM) {
			more = take_piece(worker, taken);
		} else if (crew->chain->source == SOURCE_STORE) {
			more = take_stored(worker, taken);
		} else if (crew->next_taken < crew->inputs.count) {
			taken->input = &crew->inputs.at[crew->next_taken];
			more = true;
		}
		crew->next_taken += more;
		crew->source_ended |= !more;
	}
	pthread_mutex_unlock(&crew->source_lock);
	return more;
}

static bool fits_phase(const struct stage *stage, const struct document *d)
{
	return d->phase == PHASE_NONE ||
	       !((stage->takes == FLOW_TOKENS && d->phase == PHASE_TEXT) ||
		 (stage->takes == FLOW_TEXT && d->phase == PHASE_TOKENS));
}

/* One document through one stage. */
static enum outcome pass(struct run *run, struct document *d, const struct taken *taken)
{
	run->diagnostics->stage = run->stage->name;
	run->ordinal = taken->ordinal;
	run->input = taken->input;
	if (!fits_phase(run->stage, d))
		return chain_wrong_phase(run->stage, d, run->diagnostics);
	return run->stage->document ? run->stage->document(run, d) : DONE;
}

static enum outcome pass_path(struct run *runs, const struct path *path, struct document *d,
			      const struct taken *taken, struct buffer *written)
{
	for (size_t i = 0; i < path->count && !d->dropped; i++) {
		enum outcome outcome = pass(&runs[i], d, taken);

		if (outcome != DONE)
			return outcome;
		if (path->links[i].stage->gives == FLOW_TABLE)
			return DONE;
	}
	if (written && !d->dropped)
		write_document(written, d);
	return DONE;
}

static enum outcome pass_all(struct worker *worker, struct document *d, const struct taken *taken)
{
	const struct chain *chain = worker->crew->chain;
	struct run *runs = worker->runs;
	enum outcome outcome = pass_path(runs, &chain->trunk, d, taken, NULL);

	runs += chain->trunk.count;
	for (size_t i = 0; i < chain->end_count && outcome == DONE && !d->dropped; i++) {
		outcome = pass_path(runs, &chain->ends[i], d, taken,
				    &worker->delivery->outputs[i].bytes);
		runs += chain->ends[i].count;
	}
	return outcome;
}

/* What is told about the document to whoever watches. */
static void take_note(struct delivery *delivery, const struct document *d)
{
	struct slice status = document_attribute(d, NAME_STATUS);

	delivery->failed = status.at && status_is_failure(status_of(status));
	if (!slice_to_integer(document_attribute(d, NAME_PAGES), &delivery->pages))
		delivery->pages = 0;
}

/* Makes the document that was taken; an input makes its own in the first stage. */
static bool read_taken(struct worker *worker, const struct taken *taken, struct document *d)
{
	struct diagnostics *diagnostics = &worker->delivery->diagnostics;
	struct crew *crew = worker->crew;

	if (crew->chain->source == SOURCE_STORE)
		return stores_load(&crew->stores, worker->stores, &worker->bytes, &taken->fetched,
				   crew->source_needs & NEED_SENTENCES, d, diagnostics);
	return taken->input || stream_read(&worker->reader, &taken->piece, d, diagnostics);
}

static void work_on(struct worker *worker, const struct taken *taken)
{
	struct delivery *delivery = worker->delivery;
	struct document d;

	if (delivery->outcome != DONE)
		return;		/* the source failed here */
	document_begin(&d, &worker->arena, &worker->names, &worker->words);
	delivery->diagnostics.stage = worker->runs[0].stage->name;
	if (read_taken(worker, taken, &d)) {
		delivery->outcome = pass_all(worker, &d, taken);
		take_note(delivery, &d);
	}
	arena_reset(&worker->arena);
}

static void *work(void *argument)
{
	struct worker *worker = argument;
	struct crew *crew = worker->crew;
	struct taken taken;
	bool stop = false;

	while (!stop && take(worker, &taken)) {
		work_on(worker, &taken);
		hand_in(worker, taken.ordinal);
		pthread_mutex_lock(&crew->lock);
		stop = crew->outcome != DONE;
		pthread_mutex_unlock(&crew->lock);
	}
	return NULL;
}

enum outcome work_documents(struct crew *crew)
{
	size_t started = 1;

	while (started < crew->worker_count &&
	       pthread_create(&crew->workers[started].thread, NULL, work,
			      &crew->workers[started]) == 0)
		started++;
	work(&crew->workers[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(crew->workers[i].thread, NULL);
	return crew->outcome;
}

/* What is no table at all is better said than made into one. */
static enum outcome check_table(struct crew *crew, struct slice start, const char *name)
{
	const char *stage = crew->outlets[0].tables[0].stage->name;

	if (!slice_starts(start, SLICE("<text ")))
		return DONE;
	return diagnose_error(crew->diagnostics, NOT_A_STREAM,
			      "%s: this is a stream of documents, not a table: put 'freq' or another "
			      "counting stage before '%s'", name, stage);
}

/* One table's rows to the first outlet; only whole lines are delivered. */
static enum outcome read_table(struct crew *crew, int file, const char *name)
{
	struct diagnostics *d = crew->diagnostics;
	struct buffer bytes = {0};
	enum outcome outcome = DONE;
	bool checked = false;
	ssize_t got = 1;

	while (got != 0 && outcome == DONE) {
		buffer_reserve(&bytes, 1 << 16);
		got = read(file, bytes.at + bytes.length, 1 << 16);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			outcome = errno == EISDIR
				? diagnose_error(d, BAD_USAGE, "%s is a folder, not a table: put 'freq' or another "
						 "counting stage in front, and give it the folder", name)
				: diagnose_error(d, IO_FAILED, "%s: cannot be read: %s", name,
						 strerror(errno));
			break;
		}
		const char *last = memrchr(bytes.at + bytes.length, '\n', (size_t)got);

		bytes.length += (size_t)got;
		size_t whole = got == 0 ? bytes.length : last ? (size_t)(last - bytes.at) + 1 : 0;

		if (whole && !checked)
			outcome = check_table(crew, buffer_slice(&bytes), name);
		checked = checked || whole;
		if (outcome == DONE)
			outcome = outlet_deliver(&crew->outlets[0],
						 slice_first(buffer_slice(&bytes), whole));
		memmove(bytes.at, bytes.at + whole, bytes.length - whole);
		bytes.length -= whole;
	}
	buffer_free(&bytes);
	return outcome;
}

enum outcome work_table(struct crew *crew)
{
	const struct arguments *inputs = &crew->chain->inputs;
	const char *name = inputs->count ? inputs->at[0] : "-";

	if (inputs->count > 1)
		return diagnose_error(crew->diagnostics, BAD_USAGE,
				      "one table at a time: leave out %s", inputs->at[1]);
	if (slice_is(slice_of(name), "-"))
		return read_table(crew, STDIN_FILENO, "standard input");
	int file = open(name, O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return diagnose_error(crew->diagnostics, NO_INPUT, "%s: %s", name, strerror(errno));
	enum outcome outcome = read_table(crew, file, name);

	close(file);
	return outcome;
}
