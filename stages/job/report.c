/* What a job found: queries.tsv, and the lines for the person who waits. */
#include "stages/job/job.h"

#include "pipeline/base/harmless.h"
#include "pipeline/base/memory.h"
#include "pipeline/run/help.h"
#include "pipeline/run/outlet.h"
#include "pipeline/stream/rows.h"

const char *job_concordance(struct job *job, size_t search)
{
	return arena_printf(&job->arena, "concordance-%s", job->searches.at[search].name).at;
}

enum outcome job_write_file(struct job *job, const char *path, struct slice bytes)
{
	struct outlet outlet;
	enum outcome outcome = outlet_open(&outlet, &(struct chain_end){.path = path}, job->diagnostics);

	if (outcome != DONE)
		return outcome;
	outlet_deliver(&outlet, bytes);
	return outlet_close(&outlet);
}

/* Rows of a concordance stand document by document. */
static enum outcome count_hits(struct job *job, size_t search)
{
	struct rows rows;
	struct buffer last = {0};
	struct found *found = &job->found[search];
	enum outcome outcome =
	    rows_open(&rows, results_path(&job->results, job_concordance(job, search), ".tsv"),
		      job->diagnostics);

	while (outcome == DONE && rows_next(&rows)) {
		struct slice document = rows_cell(&rows, "document");

		found->hits++;
		if (found->documents && slice_equal(document, buffer_slice(&last)))
			continue;
		found->documents++;
		buffer_reset(&last);
		buffer_append(&last, document);
	}
	buffer_free(&last);
	return rows_close(&rows, outcome, job->diagnostics);
}

enum outcome job_write_queries(struct job *job)
{
	static const char *const columns[] = {"name", "query", "hits", "documents"};
	struct output table = OUTPUT_EMPTY;
	enum outcome outcome = DONE;

	for (size_t i = 0; i < COUNT_OF(columns); i++)
		table_text(&table, slice_of(columns[i]));
	table_row_end(&table);
	job->found = memory_new(job->searches.count, sizeof *job->found);
	for (size_t i = 0; i < job->searches.count && outcome == DONE; i++) {
		outcome = count_hits(job, i);
		table_text(&table, slice_of(job->searches.at[i].name));
		table_text(&table, slice_of(job->searches.at[i].query));
		table_integer(&table, job->found[i].hits);
		table_integer(&table, job->found[i].documents);
		table_row_end(&table);
	}
	if (outcome == DONE)
		outcome = job_write_file(job, results_path(&job->results, "queries", ".tsv"),
					 buffer_slice(&table.bytes));
	buffer_free(&table.bytes);
	return outcome;
}

/* From this value of the column doubt on; both have two decimals. */
static bool is_doubtful(struct slice doubt)
{
	return doubt.length && slice_compare(doubt, SLICE("0.20")) >= 0;
}

/* Names the document of which most looks misread, so that none leads unseen. */
static enum outcome say_doubt(struct job *job, struct buffer *to)
{
	struct rows rows;
	struct buffer worst = {0}, most = {0};
	uint64_t count = 0;
	enum outcome outcome = rows_open(
	    &rows, results_final_path(&job->results, "documents", ".tsv"), job->diagnostics);

	while (outcome == DONE && rows_next(&rows)) {
		struct slice doubt = rows_cell(&rows, "doubt");

		if (!is_doubtful(doubt) || (count++ && slice_compare(doubt, buffer_slice(&most)) <= 0))
			continue;
		buffer_reset(&worst);
		buffer_append(&worst, rows_cell(&rows, "id"));
		buffer_reset(&most);
		buffer_append(&most, doubt);
	}
	outcome = rows_close(&rows, outcome, job->diagnostics);
	if (count)
		buffer_printf(to, "%llu of them look%s misread, most of all %.*s: see doubt in "
			      "documents.csv\n", (unsigned long long)count, count == 1 ? "s" : "",
			      SLICE_ARGUMENTS(buffer_slice(&worst)));
	buffer_free(&worst);
	buffer_free(&most);
	return outcome;
}

static enum outcome say_documents(struct job *job, struct buffer *to)
{
	struct rows rows;
	uint64_t pages = 0, words = 0;
	enum outcome outcome = rows_open(
	    &rows, results_final_path(&job->results, "documents", ".tsv"), job->diagnostics);

	while (outcome == DONE && rows_next(&rows)) {
		pages += rows_integer(&rows, "pages");
		words += rows_integer(&rows, "tokens");
	}
	outcome = rows_close(&rows, outcome, job->diagnostics);
	buffer_printf(to, "%llu document%s in %s: %llu page%s of PDF, %llu word%s\n",
		      (unsigned long long)job->report.documents, plural(job->report.documents),
		      job->folder, (unsigned long long)pages, plural(pages),
		      (unsigned long long)words, plural(words));
	if (job->report.failed)
		buffer_printf(to, "%llu of them could not be read in full: documents.csv says why\n",
			      (unsigned long long)job->report.failed);
	else
		buffer_append(to, SLICE("All of them were read in full\n"));
	return outcome;
}

static enum outcome say_words(struct job *job, struct buffer *to)
{
	struct rows rows;
	enum outcome outcome = rows_open(
	    &rows, results_final_path(&job->results, "frequency", ".tsv"), job->diagnostics);

	buffer_append(to, SLICE("Most frequent: "));
	for (int i = 0; i < 6 && outcome == DONE && rows_next(&rows); i++) {
		struct slice form = rows_cell(&rows, "form");

		buffer_printf(to, "%s%.*s %llu", i ? ", " : "", SLICE_ARGUMENTS(form),
			      (unsigned long long)rows_integer(&rows, "count"));
	}
	buffer_byte(to, '\n');
	return rows_close(&rows, outcome, job->diagnostics);
}

static void say_searches(const struct job *job, struct buffer *to)
{
	uint64_t lines = 0;

	if (!job->searches.count) {
		buffer_append(to, SLICE("No searches: put 'name: query' lines into queries.txt in "
					"the folder\n"));
		return;
	}
	for (size_t i = 0; i < job->searches.count; i++)
		lines += job->found[i].hits;
	buffer_printf(to, "%zu search%s, %llu line%s", job->searches.count,
		      job->searches.count == 1 ? "" : "es", (unsigned long long)lines,
		      plural(lines));
	for (size_t i = 0, said = 0; i < job->searches.count; i++)
		if (job->found[i].hits == 0)
			buffer_printf(to, "%s%s", said++ ? ", " : "; nothing found for: ",
				      job->searches.at[i].name);
	buffer_byte(to, '\n');
}

static void say_groupings(const struct job *job, struct buffer *to)
{
	if (!job->grouping_count) {
		buffer_append(to, SLICE("Not counted by group: metadata.csv has no column that "
					"groups; --by names one\n"));
		return;
	}
	buffer_append(to, SLICE("Counted by "));
	for (size_t i = 0; i < job->grouping_count; i++)
		buffer_printf(to, "%s%s", i ? ", " : "", job->groupings[i].by);
	buffer_byte(to, '\n');
}

enum outcome job_say_summary(struct job *job)
{
	struct buffer text = {0}, harmless = {0};
	enum outcome outcome = say_documents(job, &text);

	if (outcome == DONE)
		outcome = say_doubt(job, &text);
	if (outcome == DONE)
		outcome = say_words(job, &text);
	say_searches(job, &text);
	say_groupings(job, &text);
	buffer_printf(&text, "Results: %s (open frequency.csv, queries.csv, documents.csv)\n",
		      job->results.folder);
	harmless_append(&harmless, buffer_slice(&text), "\n");
	if (outcome == DONE)
		outcome = help_print(buffer_slice(&harmless), job->diagnostics);
	buffer_free(&text);
	buffer_free(&harmless);
	return outcome;
}
