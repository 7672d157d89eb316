/* Results: a folder written aside and moved into place. */
#include "stages/job/results.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static enum outcome no_folder(struct diagnostics *d, const char *folder)
{
	return diagnose_error(d, NO_OUTPUT, "%s: the results cannot be put there: %s: name another "
			      "folder with -o", folder, strerror(errno));
}

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool make_folder(const char *path)
{
	return mkdir(path, 0777) == 0 || (errno == EEXIST && is_folder(path));
}

/* Calls `visit` with each entry of a folder but . and .. ; false if it cannot be read. */
static bool each_entry(const char *folder, void (*visit)(void *context, const char *name),
		       void *context)
{
	DIR *entries = opendir(folder);
	struct dirent *entry;

	if (!entries)
		return false;
	while ((entry = readdir(entries)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			visit(context, entry->d_name);
	return closedir(entries) == 0;
}

static const char *join(struct arena *arena, const char *folder, const char *name)
{
	return arena_printf(arena, "%s/%s", folder, name).at;
}

static void remove_unfinished(void *context, const char *name)
{
	struct results *results = context;

	/* What cannot be taken away is written over. */
	unlink(join(&results->arena, results->unfinished, name));
}

enum outcome results_begin(struct results *results, const char *folder, struct diagnostics *d)
{
	*results = (struct results){.folder = folder, .lock = -1};
	results->unfinished = join(&results->arena, folder, ".unfinished");
	if (!make_folder(folder) || !make_folder(results->unfinished))
		return no_folder(d, folder);
	results->lock = open(results->unfinished, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (results->lock < 0)
		return no_folder(d, folder);
	if (flock(results->lock, LOCK_EX | LOCK_NB) != 0) {
		close(results->lock);
		results->lock = -1;
		return diagnose_error(d, TRY_LATER,
				      "%s: another run is writing there: wait until it is done, or "
				      "name another folder with -o", folder);
	}
	each_entry(results->unfinished, remove_unfinished, results);
	return DONE;
}

const char *results_path(struct results *results, const char *name, const char *ending)
{
	return arena_printf(&results->arena, "%s/%s%s", results->unfinished, name, ending).at;
}

/* Moving files, with the first failure kept. */
struct move {
	struct results *results;
	int problem;
};

static void sync_path(const char *path, int flags, int *problem)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | flags);

	/* A file system that cannot sync (EINVAL) has nothing to lose by it. */
	if (file < 0 || (fsync(file) != 0 && errno != EINVAL))
		*problem = errno;
	if (file >= 0)
		close(file);
}

static void sync_entry(void *context, const char *name)
{
	struct move *move = context;

	sync_path(join(&move->results->arena, move->results->unfinished, name), 0,
		  &move->problem);
}

static void move_entry(void *context, const char *name)
{
	struct move *move = context;
	struct results *results = move->results;

	if (rename(join(&results->arena, results->unfinished, name),
		   join(&results->arena, results->folder, name)) != 0)
		move->problem = errno;
}

static bool is_ours(struct slice name)
{
	return (slice_starts(name, SLICE("frequency-by-")) ||
		slice_starts(name, SLICE("concordance-"))) &&
	       (slice_ends(name, SLICE(".tsv")) || slice_ends(name, SLICE(".csv")));
}

static void remove_stale(void *context, const char *name)
{
	struct move *move = context;
	struct results *results = move->results;

	if (!is_ours(slice_of(name)) ||
	    access(join(&results->arena, results->unfinished, name), F_OK) == 0)
		return;
	if (unlink(join(&results->arena, results->folder, name)) != 0)
		move->problem = errno;
}

enum outcome results_finish(struct results *results, struct diagnostics *d)
{
	struct move move = {.results = results};
	bool read = each_entry(results->unfinished, sync_entry, &move);

	if (read && !move.problem)
		read = each_entry(results->folder, remove_stale, &move) &&
		       each_entry(results->unfinished, move_entry, &move);
	if (read && !move.problem)
		sync_path(results->folder, O_DIRECTORY, &move.problem);
	if (!read || move.problem)
		return diagnose_error(d, IO_FAILED, "%s: the results could not be put in place: %s",
				      results->folder, strerror(read ? move.problem : errno));
	return DONE;
}

void results_free(struct results *results)
{
	if (results->lock >= 0) {
		each_entry(results->unfinished, remove_unfinished, results);
		rmdir(results->unfinished);
		close(results->lock);
	}
	arena_free(&results->arena);
}
