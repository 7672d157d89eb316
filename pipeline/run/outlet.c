/* Outlet: checked writing, through table stages. */
#include "pipeline/run/outlet.h"

#include "pipeline/base/harmless.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum outcome outlet_open(struct outlet *outlet, const struct chain_end *end,
			 struct diagnostics *d)
{
	*outlet = (struct outlet){.descriptor = STDOUT_FILENO,
				  .path = end->path,
				  .sink = end->sink,
				  .sink_context = end->sink_context,
				  .diagnostics = d};
	if (end->sink)
		outlet->descriptor = -1;
	if (end->sink || !end->path)
		return DONE;
	outlet->descriptor = open(end->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (outlet->descriptor >= 0)
		return DONE;
	return outlet->outcome = diagnose_error(d, NO_OUTPUT, "%s: cannot be written: %s",
						end->path, strerror(errno));
}

static enum outcome write_failed(struct outlet *outlet)
{
	return outlet->outcome =
		   diagnose_error(outlet->diagnostics, IO_FAILED,
				  "%s: writing failed: %s: the result is not complete",
				  outlet->path ? outlet->path : "standard output",
				  strerror(errno));
}

static enum outcome write_all(struct outlet *outlet, struct slice bytes)
{
	if (outlet->sink && bytes.length)
		return outlet->outcome =
			   outlet->sink(outlet->sink_context, bytes, outlet->diagnostics);
	while (bytes.length && outlet->outcome == DONE) {
		ssize_t written = write(outlet->descriptor, bytes.at, bytes.length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return write_failed(outlet);
		bytes = slice_from(bytes, (size_t)written);
	}
	return outlet->outcome;
}

static enum outcome deliver_from(struct outlet *outlet, size_t table, struct slice bytes);

/* What a table stage has made so far goes on. */
static enum outcome pass_on(struct outlet *outlet, size_t table)
{
	struct output *made = outlet->tables[table].output;
	enum outcome outcome = deliver_from(outlet, table + 1, buffer_slice(&made->bytes));

	buffer_reset(&made->bytes);
	return outcome;
}

/* One line to a table stage. */
static enum outcome deliver_row(struct outlet *outlet, struct run *run, struct slice line)
{
	struct slice *cells;
	size_t count = table_cells(&outlet->cells, line, &cells);
	enum outcome outcome;

	run->ordinal++;
	run->diagnostics->stage = run->stage->name;
	if (count == SIZE_MAX)
		outcome = diagnose_error(run->diagnostics, NOT_A_STREAM,
					 "line %llu of the table has a backslash that escapes nothing "
					 "(only \\\\ \\t \\n \\r \\xHH)",
					 (unsigned long long)run->ordinal);
	else
		outcome = run->stage->row(run, cells, count);
	run->diagnostics->stage = NULL;
	arena_reset(&outlet->cells);
	return outcome;
}

/* Hands rows to the table stage of this number, or writes behind the last. */
static enum outcome deliver_from(struct outlet *outlet, size_t table, struct slice bytes)
{
	struct slice line;

	if (table == outlet->table_count) {
		if (outlet->harmless) {
			buffer_reset(&outlet->shown);
			harmless_append(&outlet->shown, bytes, "\t\n");
			bytes = buffer_slice(&outlet->shown);
		}
		return write_all(outlet, bytes);
	}
	struct run *run = &outlet->tables[table];

	while (slice_line(&bytes, &line)) {
		enum outcome outcome = deliver_row(outlet, run, line);

		if (outcome == DONE && run->output->bytes.length > 65536)
			outcome = pass_on(outlet, table);
		if (outcome != DONE)
			return outlet->outcome = outcome;
	}
	return pass_on(outlet, table);
}

enum outcome outlet_deliver(struct outlet *outlet, struct slice bytes)
{
	if (outlet->outcome != DONE)
		return outlet->outcome;
	return deliver_from(outlet, 0, bytes);
}

enum outcome outlet_end(struct outlet *outlet)
{
	for (size_t i = 0; i < outlet->table_count && outlet->outcome == DONE; i++) {
		struct run *run = &outlet->tables[i];

		run->diagnostics->stage = run->stage->name;
		if (run->stage->end)
			outlet->outcome = run->stage->end(run);
		run->diagnostics->stage = NULL;
		if (outlet->outcome == DONE)
			outlet->outcome = pass_on(outlet, i);
	}
	return outlet->outcome;
}

enum outcome outlet_close(struct outlet *outlet)
{
	arena_free(&outlet->cells);
	buffer_free(&outlet->shown);
	if (outlet->descriptor < 0)
		return outlet->outcome;
	/* Standard output is closed too: some file systems fail only then. */
	int closed = close(outlet->descriptor);

	outlet->descriptor = -1;
	if (closed != 0 && errno != EBADF && outlet->outcome == DONE)
		return write_failed(outlet);
	return outlet->outcome;
}
