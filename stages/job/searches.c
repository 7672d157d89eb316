/* Searches: the queries.txt of a folder, checked before anything is read. */
#include "stages/job/searches.h"

#include "pipeline/base/file.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/query.h"

#include <stdlib.h>

enum { FILE_MOST = 16 << 20 };

static bool is_name(struct slice s)
{
	for (size_t i = 0; i < s.length; i++)
		if (!((s.at[i] >= 'a' && s.at[i] <= 'z') || (s.at[i] >= '0' && s.at[i] <= '9') ||
		      s.at[i] == '-'))
			return false;
	return s.length > 0;
}

static bool is_known(const struct searches *searches, struct slice name)
{
	for (size_t i = 0; i < searches->count; i++)
		if (slice_is(name, searches->at[i].name))
			return true;
	return false;
}

/* Whether kwic will take it; its own message says what is wrong. */
static bool is_query(struct slice query, const char *path, size_t line, struct diagnostics *d)
{
	static const struct slice prefix = {"concordat: ", 11};
	struct query_set set = {.target = QUERY_FOLDED};
	struct diagnostics inner = {0};
	bool taken = query_add(&set, query, &inner) == DONE;

	if (!taken) {
		struct slice said = slice_trim(buffer_slice(&inner.lines));

		diagnose_error(d, NOT_A_STREAM, "%s:%zu: %.*s", path, line,
			       SLICE_ARGUMENTS(slice_from(said, prefix.length)));
	}
	diagnostics_free(&inner);
	query_set_free(&set);
	return taken;
}

static enum outcome add(struct searches *searches, struct slice line, const char *path,
			size_t number, struct diagnostics *d)
{
	size_t colon = slice_find_byte(line, ':');
	struct slice name = slice_trim(slice_first(line, colon));
	struct slice query = slice_trim(slice_from(line, colon + 1));

	if (colon == line.length || !is_name(name) || !query.length)
		return diagnose_error(d, NOT_A_STREAM,
				      "%s:%zu: a line is 'name: query', the name of small letters, "
				      "digits and hyphens, as in 'local-authority: local authority'",
				      path, number);
	if (is_known(searches, name))
		return diagnose_error(d, NOT_A_STREAM,
				      "%s:%zu: the name '%.*s' was there before: give each query "
				      "its own", path, number, SLICE_ARGUMENTS(name));
	if (searches->count == SEARCHES_MOST)
		return diagnose_error(d, NOT_A_STREAM,
				      "%s:%zu: more than %d queries: leave some for another run, or "
				      "put words together, as in /trust|mats?/", path, number,
				      SEARCHES_MOST);
	if (!is_query(query, path, number, d))
		return NOT_A_STREAM;
	searches->at = memory_reserve(searches->at, &searches->capacity, searches->count + 1,
				      sizeof *searches->at);
	/* The bytes end in a NUL, and behind a trimmed slice stands white space or that. */
	searches->bytes.at[name.at - searches->bytes.at + (ptrdiff_t)name.length] = '\0';
	searches->bytes.at[query.at - searches->bytes.at + (ptrdiff_t)query.length] = '\0';
	searches->at[searches->count++] = (struct search){name.at, query.at};
	return DONE;
}

static enum outcome add_lines(struct searches *searches, struct slice text, const char *path,
			      struct diagnostics *d)
{
	enum outcome first = DONE;
	struct slice line;

	if (!utf8_is_valid(text) || slice_find_byte(text, '\0') < text.length)
		return diagnose_error(d, NOT_A_STREAM, "%s: not UTF-8: save it as UTF-8", path);
	if (slice_starts(text, SLICE("\xef\xbb\xbf")))
		text = slice_from(text, 3);
	for (size_t number = 1; slice_line(&text, &line); number++) {
		line = slice_trim(line);
		if (!line.length || line.at[0] == '#')
			continue;
		enum outcome outcome = add(searches, line, path, number, d);

		if (first == DONE)
			first = outcome;
	}
	return first;
}

enum outcome searches_read(struct searches *searches, const char *path, struct diagnostics *d)
{
	*searches = (struct searches){0};
	int problem = file_read(&searches->bytes, path, FILE_MOST);

	if (problem)
		return diagnose_error(d, IO_FAILED, "%s: cannot be read: %s", path,
				      strerror(problem));
	struct slice text = buffer_slice(&searches->bytes);

	buffer_byte(&searches->bytes, '\0');
	text.at = searches->bytes.at;
	return add_lines(searches, text, path, d);
}

void searches_free(struct searches *searches)
{
	free(searches->at);
	buffer_free(&searches->bytes);
}
