/*
 * Walk: folders wait in two lists, so that nothing recurses: real ones, which
 * are read first, and links, which are read when no real one is left.
 */
#include "stages/read/walk.h"

#include "pipeline/base/memory.h"
#include "pipeline/model/word_index.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct pending {
	struct slice *at;		/* paths, with a NUL behind each */
	size_t count, capacity;
};

struct walking {
	struct found_files *files;
	size_t below;			/* length of the folder's own path, with its slash */
	const struct file_identity *except;
	size_t except_count;
	struct pending folders, links;
	struct word_index visited;	/* keys are struct file_identity */
	struct arena *arena;
	struct diagnostics *diagnostics;
};

/* The entries of one folder. */
struct entry {
	struct slice name;
	unsigned char type;		/* DT_REG and so on */
};

struct entries {
	struct entry *at;
	size_t count, capacity;
};

static void add_pending(struct pending *pending, struct slice path)
{
	pending->at = memory_reserve(pending->at, &pending->capacity, pending->count + 1,
				     sizeof *pending->at);
	pending->at[pending->count++] = path;
}

static uint32_t accept(void *context, struct slice key)
{
	bool *is_new = context;

	(void)key;
	*is_new = true;
	return 0;
}

static bool visit(struct walking *w, struct file_identity folder)
{
	/* Copied number by number: a struct may have holes with anything in them. */
	uint64_t numbers[2] = {(uint64_t)folder.device, (uint64_t)folder.inode};
	bool is_new = false;

	(void)word_index_number(&w->visited, (struct slice){(const char *)numbers, sizeof numbers},
				accept, &is_new);
	return is_new;
}

static bool is_excepted(const struct walking *w, struct file_identity file)
{
	for (size_t i = 0; i < w->except_count; i++)
		if (w->except[i].device == file.device && w->except[i].inode == file.inode)
			return true;
	return false;
}

/* Why a name is no document, or NULL. */
static const char *why_passed_over(struct slice name)
{
	static const char *const control[] = {"metadata.csv", "metadata.tsv", "queries.txt",
					      "stopwords.txt"};

	if (name.at[0] == '.')
		return "hidden";
	if (slice_starts(name, SLICE("~$")))
		return "a lock file of Office";
	if (strcasecmp(name.at, "Thumbs.db") == 0)
		return "made by Windows";
	if (slice_starts(name, SLICE("README")))
		return "about the folder";
	for (size_t i = 0; i < COUNT_OF(control); i++)
		if (slice_is(name, control[i]))
			return "a control file of the folder";
	return NULL;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;

	return slice_compare(first->name, second->name);
}

static bool has_entry(const struct entries *entries, struct slice name)
{
	struct entry wanted = {.name = name};

	return entries->count && bsearch(&wanted, entries->at, entries->count,
					 sizeof *entries->at, compare_entries);
}

/* "page_files" beside "page.html": pictures and scripts of a saved page. */
static bool belongs_to_page(struct walking *w, const struct entries *entries, struct slice name)
{
	static const char *const endings[] = {"html", "htm", "xhtml"};
	const struct slice files = SLICE("_files");

	if (!slice_ends(name, files))
		return false;
	struct slice page = slice_first(name, name.length - files.length);

	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (has_entry(entries, arena_printf(w->arena, "%.*s.%s", SLICE_ARGUMENTS(page),
						    endings[i])))
			return true;
	return false;
}

static void pass_over(struct walking *w, struct slice path, const char *why)
{
	diagnose_note(w->diagnostics, "%s: passed over: %s", path.at, why);
}

static void add_file(struct walking *w, struct slice path, off_t bytes)
{
	struct found_files *files = w->files;

	files->at = memory_reserve(files->at, &files->capacity, files->count + 1,
				   sizeof *files->at);
	files->at[files->count++] = (struct found_file){
	    .path = path.at, .below = w->below, .bytes = bytes > 0 ? (uint64_t)bytes : 0};
}

/* A file, a folder or a link, which of them is known from `about` alone. */
static void take_entry(struct walking *w, int folder, const struct entry *entry, struct slice path)
{
	struct stat about;

	if (entry->type == DT_DIR) {
		add_pending(&w->folders, path);
		return;
	}
	if (entry->type != DT_REG && entry->type != DT_LNK && entry->type != DT_UNKNOWN) {
		pass_over(w, path, "neither a file nor a folder");
		return;
	}
	bool is_link = entry->type == DT_LNK;

	if (entry->type == DT_UNKNOWN &&
	    fstatat(folder, entry->name.at, &about, AT_SYMLINK_NOFOLLOW) == 0)
		is_link = S_ISLNK(about.st_mode);
	if (fstatat(folder, entry->name.at, &about, 0) < 0)
		add_file(w, path, 0);		/* reading it will say why */
	else if (S_ISDIR(about.st_mode))
		add_pending(is_link ? &w->links : &w->folders, path);
	else if (!S_ISREG(about.st_mode))
		pass_over(w, path, "neither a file nor a folder");
	else if (is_excepted(w, (struct file_identity){about.st_dev, about.st_ino}))
		pass_over(w, path, "this command writes it");
	else
		add_file(w, path, about.st_size);
}

static bool read_entries(struct walking *w, DIR *folder, struct entries *entries)
{
	const struct dirent *entry;

	while (errno = 0, (entry = readdir(folder))) {
		struct slice name = slice_of(entry->d_name);

		if (slice_is(name, ".") || slice_is(name, ".."))
			continue;
		entries->at = memory_reserve(entries->at, &entries->capacity, entries->count + 1,
					     sizeof *entries->at);
		entries->at[entries->count++] =
		    (struct entry){arena_copy(w->arena, name), entry->d_type};
	}
	if (entries->count)
		qsort(entries->at, entries->count, sizeof *entries->at, compare_entries);
	return errno == 0;
}

static void take_entries(struct walking *w, int folder, struct slice folder_path,
			 const struct entries *entries)
{
	bool has_slash = slice_ends(folder_path, SLICE("/"));

	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->at[i];
		struct slice path = arena_printf(w->arena, has_slash ? "%s%s" : "%s/%s",
						 folder_path.at, entry->name.at);
		const char *why = why_passed_over(entry->name);

		if (!why && entry->type != DT_REG && belongs_to_page(w, entries, entry->name))
			why = "it belongs to a saved page";
		if (why)
			pass_over(w, path, why);
		else
			take_entry(w, folder, entry, path);
	}
}

static void fail_folder(struct walking *w, struct slice path, int why)
{
	diagnose_failure(w->diagnostics, "%s: the folder cannot be read: %s", path.at,
			 strerror(why));
}

static void read_folder(struct walking *w, struct slice path)
{
	struct stat about;
	struct entries entries = {0};
	int descriptor = open(path.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
	DIR *folder = descriptor < 0 ? NULL : fdopendir(descriptor);

	if (!folder || fstat(descriptor, &about) < 0) {
		fail_folder(w, path, errno);
		if (!folder && descriptor >= 0)
			close(descriptor);
		if (folder)
			closedir(folder);
		return;
	}
	struct file_identity identity = {about.st_dev, about.st_ino};

	if (is_excepted(w, identity)) {
		pass_over(w, path, "excluded");
	} else if (!visit(w, identity)) {
		pass_over(w, path, "this folder has been read already");
	} else {
		if (!read_entries(w, folder, &entries))
			fail_folder(w, path, errno);
		take_entries(w, descriptor, path, &entries);
	}
	free(entries.at);
	closedir(folder);
}

/* The first link in byte order, taken off the list. */
static struct slice take_first(struct pending *links)
{
	size_t first = 0;

	for (size_t i = 1; i < links->count; i++)
		if (slice_compare(links->at[i], links->at[first]) < 0)
			first = i;
	struct slice path = links->at[first];

	links->at[first] = links->at[--links->count];
	return path;
}

static int compare_files(const void *a, const void *b)
{
	const struct found_file *first = a, *second = b;

	return strcmp(first->path + first->below, second->path + second->below);
}

void walk_folder(struct found_files *files, const char *folder,
		 const struct file_identity *except, size_t except_count, struct arena *arena,
		 struct diagnostics *d)
{
	struct slice path = arena_copy(arena, slice_of(folder));
	struct walking w = {
	    .files = files,
	    .below = path.length + !slice_ends(path, SLICE("/")),
	    .except = except,
	    .except_count = except_count,
	    .arena = arena,
	    .diagnostics = d,
	};
	size_t before = files->count;

	add_pending(&w.folders, path);
	while (w.folders.count || w.links.count)
		read_folder(&w, w.folders.count ? w.folders.at[--w.folders.count]
						: take_first(&w.links));
	if (files->count > before)
		qsort(files->at + before, files->count - before, sizeof *files->at,
		      compare_files);
	free(w.folders.at);
	free(w.links.at);
	word_index_free(&w.visited);
}
