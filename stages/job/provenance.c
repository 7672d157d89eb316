/* provenance.json: what was done with what, so that it can be done again. */
#include "stages/job/job.h"

#include "pipeline/base/file.h"
#include "pipeline/base/sha256.h"
#include "pipeline/run/versions.h"
#include "pipeline/stream/rows.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* A JSON string (RFC 8259); the text is UTF-8. */
static void append_string(struct buffer *to, struct slice text)
{
	buffer_byte(to, '"');
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c < 0x20)
			buffer_printf(to, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			buffer_printf(to, "\\%c", c);
		else
			buffer_byte(to, (char)c);
	}
	buffer_byte(to, '"');
}

static void append_member(struct buffer *to, const char *name, struct slice value)
{
	buffer_printf(to, "\"%s\": ", name);
	append_string(to, value);
}

static void append_separator(struct buffer *to, bool first, const char *indent)
{
	buffer_printf(to, "%s\n%s", first ? "" : ",", indent);
}

static void append_libraries(const struct job *job, struct buffer *to)
{
	struct buffer text = {0};
	struct slice rest, line;
	bool first = true;

	versions_append(job->runner, &text);
	rest = buffer_slice(&text);
	buffer_append(to, SLICE("  \"libraries\": {"));
	while (slice_line(&rest, &line)) {
		size_t space = slice_find_byte(line, ' ');

		append_separator(to, first, "    ");
		first = false;
		append_string(to, slice_first(line, space));
		buffer_append(to, SLICE(": "));
		append_string(to, slice_from(line, space + 1));
	}
	buffer_append(to, SLICE("\n  },\n"));
	buffer_free(&text);
}

static void append_options(const struct job *job, struct buffer *to)
{
	buffer_append(to, SLICE("  \"chain\": \"extract then normalise then tokens then stem then "
				"stop\",\n  \"options\": {\n    "));
	append_member(to, "lang", slice_of(job->lang ? job->lang : "auto"));
	buffer_append(to, SLICE(",\n    \"by\": ["));
	for (size_t i = 0; i < job->grouping_count; i++) {
		buffer_append(to, i ? SLICE(", ") : SLICE(""));
		append_string(to, slice_of(job->groupings[i].by));
	}
	buffer_append(to, SLICE("]\n  },\n"));
}

static void append_queries(const struct job *job, struct buffer *to)
{
	buffer_append(to, SLICE("  \"queries\": ["));
	for (size_t i = 0; i < job->searches.count; i++) {
		append_separator(to, i == 0, "    {");
		append_member(to, "name", slice_of(job->searches.at[i].name));
		buffer_append(to, SLICE(", "));
		append_member(to, "query", slice_of(job->searches.at[i].query));
		buffer_byte(to, '}');
	}
	buffer_append(to, job->searches.count ? SLICE("\n  ],\n") : SLICE("],\n"));
}

static enum outcome append_control_file(const struct job *job, const char *path, bool *first,
					struct buffer *to)
{
	struct sha256_hex hex;

	if (!path)
		return DONE;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	bool read = file >= 0 && sha256_of_file(file, &hex);
	int problem = errno;

	if (file >= 0)
		close(file);
	if (!read)
		return diagnose_error(job->diagnostics, IO_FAILED, "%s: cannot be read: %s", path,
				      strerror(problem));
	append_separator(to, *first, "    {");
	*first = false;
	append_member(to, "name", slice_of(strrchr(path, '/') ? strrchr(path, '/') + 1 : path));
	buffer_append(to, SLICE(", "));
	append_member(to, "sha256", sha256_slice(&hex));
	buffer_byte(to, '}');
	return DONE;
}

static enum outcome append_control_files(const struct job *job, struct buffer *to)
{
	const char *const paths[] = {job->metadata, job->queries, job->stopwords};
	enum outcome outcome = DONE;
	bool first = true;

	buffer_append(to, SLICE("  \"control_files\": ["));
	for (size_t i = 0; i < COUNT_OF(paths) && outcome == DONE; i++)
		outcome = append_control_file(job, paths[i], &first, to);
	buffer_append(to, first ? SLICE("],\n") : SLICE("\n  ],\n"));
	return outcome;
}

static enum outcome append_documents(struct job *job, struct buffer *to)
{
	struct rows rows;
	bool first = true;
	enum outcome outcome = rows_open(
	    &rows, results_path(&job->results, "documents", ".tsv"), job->diagnostics);

	buffer_append(to, SLICE("  \"documents\": ["));
	while (outcome == DONE && rows_next(&rows)) {
		append_separator(to, first, "    {");
		first = false;
		append_member(to, "id", rows_cell(&rows, "id"));
		buffer_append(to, SLICE(", "));
		append_member(to, "status", rows_cell(&rows, "status"));
		buffer_append(to, SLICE(", "));
		append_member(to, "sha256", rows_cell(&rows, "sha256"));
		if (rows_cell(&rows, "doubt").length) {
			buffer_append(to, SLICE(", "));
			append_member(to, "doubt", rows_cell(&rows, "doubt"));
		}
		buffer_byte(to, '}');
	}
	buffer_append(to, first ? SLICE("]\n") : SLICE("\n  ]\n"));
	return rows_close(&rows, outcome, job->diagnostics);
}

enum outcome job_write_provenance(struct job *job)
{
	struct buffer text = {0};

	buffer_append(&text, SLICE("{\n  "));
	append_member(&text, "concordat", slice_of(version_of_concordat()));
	buffer_append(&text, SLICE(",\n"));
	append_libraries(job, &text);
	append_options(job, &text);
	append_queries(job, &text);
	enum outcome outcome = append_control_files(job, &text);

	if (outcome == DONE)
		outcome = append_documents(job, &text);
	buffer_append(&text, SLICE("}\n"));
	if (outcome == DONE)
		outcome = job_write_file(job, results_path(&job->results, "provenance", ".json"),
					 buffer_slice(&text));
	buffer_free(&text);
	return outcome;
}
