/* Candidates: operands, lists of files, ids. */
#include "stages/read/candidates.h"

#include "pipeline/base/file.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "stages/read/recognise.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_LIST_OF_FILES = 1 << 30, LONGEST_ENDING = 10 };

void candidates_add_operand(struct candidates *c, const char *path)
{
	c->operands = memory_reserve(c->operands, &c->operand_capacity, c->operand_count + 1,
				     sizeof *c->operands);
	c->operands[c->operand_count++] = (struct operand){.path = path};
}

enum outcome candidates_add_list(struct candidates *c, const char *file, struct diagnostics *d)
{
	struct buffer bytes = {0};
	bool is_standard_input = strcmp(file, "-") == 0;
	int failure = is_standard_input ? file_read_descriptor(&bytes, STDIN_FILENO, 0,
							       LONGEST_LIST_OF_FILES)
					: file_read(&bytes, file, LONGEST_LIST_OF_FILES);

	if (failure) {
		buffer_free(&bytes);
		return diagnose_error(d, failure == ENOENT ? NO_INPUT : IO_FAILED,
				      "%s: the list of files cannot be read: %s",
				      is_standard_input ? "standard input" : file,
				      strerror(failure));
	}
	struct slice rest = buffer_slice(&bytes), name;
	char end = slice_find_byte(rest, '\0') < rest.length ? '\0' : '\n';

	while (slice_cut(&rest, end, &name))
		if (name.length)
			candidates_add_operand(c, arena_copy(c->arena, name).at);
	buffer_free(&bytes);
	return DONE;
}

void candidates_except_written(struct candidates *c, struct file_identity file)
{
	c->except = memory_resize(c->except, c->except_count + 1, sizeof *c->except);
	c->except[c->except_count++] = file;
}

void candidates_except(struct candidates *c, const char *folder)
{
	struct stat about;

	if (stat(folder, &about) < 0 || !S_ISDIR(about.st_mode))
		return;
	candidates_except_written(c, (struct file_identity){about.st_dev, about.st_ino});
}

struct slice file_ending(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');
	struct slice ending = slice_of(dot && dot > name ? dot + 1 : NULL);
	bool has_letter = false;

	if (ending.length > LONGEST_ENDING)
		return (struct slice){NULL, 0};
	for (size_t i = 0; i < ending.length; i++) {
		char c = ending.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && !(c >= '0' && c <= '9'))
			return (struct slice){NULL, 0};
		has_letter |= letter;
	}
	return has_letter ? ending : (struct slice){NULL, 0};
}

bool ending_is(struct slice ending, const char *lower)
{
	size_t i = 0;

	for (; i < ending.length && lower[i]; i++)
		if ((ending.at[i] >= 'A' && ending.at[i] <= 'Z' ? ending.at[i] + 32
								 : ending.at[i]) != lower[i])
			return false;
	return i == ending.length && !lower[i];
}

bool promises_document(struct slice ending)
{
	static const char *const endings[] = {
		"txt", "text", "md", "pdf", "html", "htm", "xhtml", "xht", "doc", "docx", "odt",
		"rtf", "ppt", "pptx", "odp", "epub", "mht", "mhtml", "vtt", "srt", "eml",
	};

	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (ending_is(ending, endings[i]))
			return true;
	return false;
}

bool promises_table(struct slice ending)
{
	return ending_is(ending, "csv") || ending_is(ending, "tsv") || ending_is(ending, "tab") ||
	       ending_is(ending, "xlsx") || ending_is(ending, "xlsm");
}

/* The first bytes of a file; false if it cannot be read. */
static bool read_start(const char *path, char *bytes, struct slice *start)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	ssize_t got;

	if (descriptor < 0)
		return false;
	do
		got = read(descriptor, bytes, RECOGNISE_BYTES);
	while (got < 0 && errno == EINTR);
	close(descriptor);
	*start = (struct slice){bytes, got > 0 ? (size_t)got : 0};
	return got >= 0;
}

bool is_document(const char *path, struct slice start, struct diagnostics *d)
{
	struct slice ending = file_ending(path);

	if (promises_document(ending))
		return true;
	struct recognised what = recognise(start);
	bool bare = what.kind == KIND_TEXT || what.kind == KIND_EMPTY;

	if (what.kind == KIND_OTHER || (bare && ending.length)) {
		diagnose_note(d, "%s: passed over: %s", path,
			      !bare ? what.reason
			      : promises_table(ending) ? "a table: --rows COLUMN reads it"
						       : "plain text not named .txt, .text or .md");
		return false;
	}
	return true;
}

bool is_message(const char *path, struct slice start)
{
	struct slice ending = file_ending(path);

	if (ending_is(ending, "eml"))
		return recognise_mail(start, true);
	return !promises_document(ending) && recognise(start).kind == KIND_MAIL;
}

/* One that cannot be read counts, and is reported when it is its turn. */
static bool is_document_file(const char *path, struct diagnostics *d)
{
	char bytes[RECOGNISE_BYTES];
	struct slice start;

	return promises_document(file_ending(path)) || !read_start(path, bytes, &start) ||
	       is_document(path, start, d);
}

/* Bytes that are no UTF-8 become \xHH. */
static struct slice id_of(struct arena *arena, struct slice path)
{
	struct buffer id = {0};

	if (utf8_is_valid(path))
		return arena_copy(arena, path);
	while (path.length) {
		size_t good = utf8_valid_prefix(path);

		buffer_append(&id, slice_first(path, good));
		path = slice_from(path, good);
		if (!path.length)
			break;
		buffer_printf(&id, "\\x%02x", (unsigned char)path.at[0]);
		path = slice_from(path, 1);
	}
	struct slice made = arena_copy(arena, buffer_slice(&id));

	buffer_free(&id);
	return made;
}

void candidates_put(struct candidates *c, struct candidate candidate)
{
	c->at = memory_reserve(c->at, &c->capacity, c->count + 1, sizeof *c->at);
	c->at[c->count++] = candidate;
}

void candidates_replace(struct candidates *c, const struct candidates *others)
{
	free(c->at);
	c->at = others->at;
	c->count = others->count;
	c->capacity = others->capacity;
}

static void add_candidate(struct candidates *c, size_t operand, const char *path, size_t below,
			  uint64_t bytes)
{
	bool alone = c->operand_count == 1 && c->operands[operand].is_folder;
	struct slice id = id_of(c->arena, slice_of(alone ? path + below : path));

	candidates_put(c, (struct candidate){
			      .id = id,
			      .file_id = id,
			      .path = path,
			      .below = below,
			      .bytes = bytes,
			      .operand = operand,
			  });
}

static void list_folder(struct candidates *c, size_t operand, struct diagnostics *d)
{
	struct found_files files = {0};
	const char *folder = c->operands[operand].path;
	size_t before = c->count;
	bool failed = d->failed;

	d->failed = false;
	walk_folder(&files, folder, c->except, c->except_count, c->arena, d);
	for (size_t i = 0; i < files.count; i++)
		if ((c->with_tables && promises_table(file_ending(files.at[i].path))) ||
		    is_document_file(files.at[i].path, d))
			add_candidate(c, operand, files.at[i].path, files.at[i].below,
				      files.at[i].bytes);
	free(files.at);
	if (c->count == before && !d->failed)
		diagnose_warning(d, "no documents in %s: it reads PDF, web pages, Office files, mail, and "
				 "plain text named .txt, .text or .md", folder);
	d->failed |= failed;
}

static bool is_excepted(const struct candidates *c, const struct stat *about)
{
	for (size_t i = 0; i < c->except_count; i++)
		if (c->except[i].device == about->st_dev && c->except[i].inode == about->st_ino)
			return true;
	return false;
}

/* What is named must be read, and what is being written cannot be. */
static void check_written(const struct candidates *c, struct operand *operand,
			  const struct stat *about, struct diagnostics *d)
{
	operand->is_written = !operand->is_folder && is_excepted(c, about);
	if (operand->is_written)
		diagnose_failure(d, "%s: this command writes it, and cannot read it too: send the "
				 "result to another file", operand->path);
}

/* Finds out what the operands are and names those that are not there. */
static enum outcome check_operands(struct candidates *c, uint64_t *sizes, struct diagnostics *d)
{
	enum outcome outcome = DONE;
	struct stat about;

	for (size_t i = 0; i < c->operand_count; i++) {
		struct operand *operand = &c->operands[i];

		if (stat(operand->path, &about) == 0) {
			operand->is_folder = S_ISDIR(about.st_mode);
			sizes[i] = about.st_size > 0 ? (uint64_t)about.st_size : 0;
			check_written(c, operand, &about, d);
		} else if (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG) {
			outcome = strcmp(operand->path, "-") == 0
				? diagnose_error(d, NO_INPUT, "-: a document is not read from "
						 "standard input: save it as a file and name that")
				: diagnose_error(d, NO_INPUT, "%s: no such file or folder: check "
						 "the name", operand->path);
		}
	}
	return outcome;
}

static int compare_by_id(const void *a, const void *b)
{
	const struct candidate *first = *(struct candidate *const *)a;
	const struct candidate *second = *(struct candidate *const *)b;
	int order = slice_compare(first->id, second->id);

	/* Of two alike, which of them came first. */
	return order ? order : (first > second) - (first < second);
}

static void drop_repeated(struct candidates *c, struct diagnostics *d)
{
	struct candidate **sorted = memory_new(c->count, sizeof *sorted);

	for (size_t i = 0; i < c->count; i++)
		sorted[i] = &c->at[i];
	if (c->count)
		qsort(sorted, c->count, sizeof *sorted, compare_by_id);
	for (size_t i = 1; i < c->count; i++) {
		if (!slice_equal(sorted[i]->id, sorted[i - 1]->id))
			continue;
		sorted[i]->dropped = true;
		diagnose_failure(d, "%s: it is named twice: the second is left out",
				 sorted[i]->id.at);
	}
	free(sorted);
}

enum outcome candidates_list(struct candidates *c, struct diagnostics *d)
{
	uint64_t *sizes = memory_new(c->operand_count, sizeof *sizes);
	enum outcome outcome = check_operands(c, sizes, d);

	for (size_t i = 0; i < c->operand_count && outcome == DONE; i++) {
		if (c->operands[i].is_folder)
			list_folder(c, i, d);
		else if (!c->operands[i].is_written)
			add_candidate(c, i, c->operands[i].path, 0, sizes[i]);
	}
	if (outcome == DONE)
		drop_repeated(c, d);
	free(sizes);
	return outcome;
}

void candidates_free(struct candidates *c)
{
	free(c->at);
	free(c->operands);
	free(c->except);
	*c = (struct candidates){0};
}
