/* Results: a folder written aside and moved into place. */
#include "stages/job/results.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char last_file[] = "provenance.json";

static enum outcome no_folder(struct diagnostics *d, const char *folder)
{
	return diagnose_error(d, NO_OUTPUT, "%s: the results cannot be put there: %s", folder,
			      strerror(errno));
}

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool make_folder(const char *path, bool *made)
{
	*made = mkdir(path, 0777) == 0;
	return *made || (errno == EEXIST && is_folder(path));
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static const char *join(struct arena *arena, const char *folder, const char *name)
{
	return arena_printf(arena, "%s/%s", folder, name).at;
}

/* What is done with each file of a folder; the first failure is kept. */
struct task {
	struct results *results;
	struct diagnostics *diagnostics;
	int problem;		/* errno, or 0 */
};

static void note_problem(struct task *task)
{
	if (!task->problem)
		task->problem = errno;
}

/* Does something with each entry of a folder but . and .. */
static void each_entry(const char *folder, void (*act)(struct task *task, const char *name),
		       struct task *task)
{
	DIR *entries = opendir(folder);
	struct dirent *entry;

	if (!entries) {
		note_problem(task);
		return;
	}
	while ((errno = 0, entry = readdir(entries)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			act(task, entry->d_name);
	if (errno)
		note_problem(task);
	closedir(entries);
}

static void remove_unfinished(struct task *task, const char *name)
{
	struct results *results = task->results;

	/* What cannot be taken away is written over. */
	unlink(join(&results->arena, results->unfinished, name));
}

/* The folder itself is locked: it is never taken away under another's hands. */
static enum outcome lock_folder(struct results *results, struct diagnostics *d)
{
	results->lock = open(results->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (results->lock < 0)
		return no_folder(d, results->folder);
	if (flock(results->lock, LOCK_EX | LOCK_NB) == 0)
		return DONE;
	if (errno != EWOULDBLOCK) {	/* a file system that knows no locks (NFS) */
		diagnose_note(d, "%s: cannot be locked: %s", results->folder, strerror(errno));
		return DONE;
	}
	close(results->lock);
	results->lock = -1;
	return diagnose_error(d, TRY_LATER,
			      "%s: another run is writing there: wait until it is done, or "
			      "name another folder with -o", results->folder);
}

/* Runs also beside a run that goes on, so it tries again if there is a new file. */
static void remove_all(void *context)
{
	enum { TRIES = 100 };
	const struct results *results = context;
	struct results own = {.unfinished = results->unfinished};	/* with an arena of its own */
	struct task task = {.results = &own};

	for (int i = 0; i < TRIES; i++) {
		each_entry(own.unfinished, remove_unfinished, &task);
		if (rmdir(own.unfinished) == 0 || errno != ENOTEMPTY)
			break;
	}
	if (results->made)
		rmdir(results->folder);
	arena_free(&own.arena);
}

enum outcome results_begin(struct results *results, const char *folder, struct diagnostics *d)
{
	struct task task = {.results = results};
	bool unused;

	*results = (struct results){.folder = folder, .lock = -1};
	results->unfinished = join(&results->arena, folder, ".unfinished");
	if (!make_folder(folder, &results->made))
		return no_folder(d, folder);
	enum outcome outcome = lock_folder(results, d);

	if (outcome != DONE)
		return outcome;
	interrupt_begin(&results->interrupt, remove_all, results);
	if (!make_folder(results->unfinished, &unused))
		return no_folder(d, folder);
	each_entry(results->unfinished, remove_unfinished, &task);
	return DONE;
}

const char *results_path(struct results *results, const char *name, const char *ending)
{
	return arena_printf(&results->arena, "%s/%s%s", results->unfinished, name, ending).at;
}

const char *results_final_path(struct results *results, const char *name, const char *ending)
{
	return arena_printf(&results->arena, "%s/%s%s", results->folder, name, ending).at;
}

static void sync_path(struct task *task, const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);

	/* A file system that cannot sync (EINVAL) has nothing to lose by it. */
	if (file < 0 || (fsync(file) != 0 && errno != EINVAL))
		note_problem(task);
	if (file >= 0)
		close(file);
}

static void sync_entry(struct task *task, const char *name)
{
	sync_path(task, join(&task->results->arena, task->results->unfinished, name));
}

static void move_entry(struct task *task, const char *name)
{
	struct results *results = task->results;

	if (rename(join(&results->arena, results->unfinished, name),
		   join(&results->arena, results->folder, name)) != 0)
		note_problem(task);
}

static void move_table(struct task *task, const char *name)
{
	if (strcmp(name, last_file) != 0)
		move_entry(task, name);
}

static void take_away(struct task *task, const char *path)
{
	if (unlink(path) == 0)
		diagnose_note(task->diagnostics, "%s: of an earlier run, taken away", path);
	else if (errno != ENOENT)
		note_problem(task);
}

static bool has_name_of_its_own(struct slice stem)
{
	return slice_starts(stem, SLICE("frequency-by-")) ||
	       slice_starts(stem, SLICE("concordance-"));
}

/* A file of the folder that an earlier run made and this one did not. */
static void remove_stale(struct task *task, const char *name)
{
	struct results *results = task->results;
	struct slice stem = slice_of(name);
	bool tsv = slice_ends(stem, SLICE(".tsv")), csv = slice_ends(stem, SLICE(".csv"));

	if ((!tsv && !csv) || is_there(join(&results->arena, results->unfinished, name)))
		return;
	stem = slice_first(stem, stem.length - 4);
	const char *table = arena_copy(&results->arena, stem).at;
	const char *twin = results_final_path(results, table, ".csv");

	if (csv && is_there(results_path(results, table, ".tsv"))) {
		take_away(task, twin);
	} else if (tsv && has_name_of_its_own(stem) && is_there(twin)) {
		take_away(task, twin);
		take_away(task, results_final_path(results, table, ".tsv"));
	}
}

static void move_all(struct task *task)
{
	struct results *results = task->results;

	if (unlink(join(&results->arena, results->folder, last_file)) != 0 && errno != ENOENT)
		note_problem(task);
	each_entry(results->folder, remove_stale, task);
	each_entry(results->unfinished, move_table, task);
	if (!task->problem)
		move_entry(task, last_file);
	sync_path(task, results->folder);
}

enum outcome results_finish(struct results *results, struct diagnostics *d)
{
	struct task task = {.results = results, .diagnostics = d};

	each_entry(results->unfinished, sync_entry, &task);
	interrupt_hold(&results->interrupt);
	if (!task.problem)
		move_all(&task);
	interrupt_release(&results->interrupt);
	if (!task.problem)
		return DONE;
	return diagnose_error(d, IO_FAILED, "%s: the results could not be put in place: %s",
			      results->folder, strerror(task.problem));
}

void results_free(struct results *results)
{
	interrupt_end(&results->interrupt);
	if (results->lock >= 0) {
		remove_all(results);
		close(results->lock);
	}
	arena_free(&results->arena);
}
