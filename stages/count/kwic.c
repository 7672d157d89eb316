/*
 * kwic: key word in context, a row for each hit of a query.
 *
 * The query language is pipeline/model/query.h; this file says where the
 * hits of a document go.  A row is written as its document comes, unless
 * the lines are to be sorted or sampled: those are kept to the end.  With
 * --forms only the matched forms are counted.
 * Invariant: a document without a hit makes no string and takes no citation.
 */
#include "pipeline/run/stage.h"
#include "stages/count/kwic_forms.h"
#include "stages/count/kwic_sort.h"
#include "stages/count/kwic_terminal.h"

#include <stddef.h>

struct options {
	struct option_list queries, where, in;
	struct option_number window, sample, seed;
	const char *sort;
	bool all, exact, forms, stem;
};

struct state {
	struct selection selection;
	struct query_set queries;
	struct line_maker maker;
	struct terminal terminal;
	struct sort_keys keys;
	struct kept_lines kept;
	struct form_counts forms;
};

static const struct option options[] = {
	LIST(struct options, queries, 'e', "query", "QUERY",
	     "look for this; repeated ones are looked for together"),
	NUMBER(struct options, window, 0, "window", "N", 10, 0, 1000,
	       "tokens of context on either side (default 10)"),
	TEXT(struct options, sort, 0, "sort", "KEY,...",
	     "sort by 1L, 2L, 1R, node, document, page, section and so on"),
	NUMBER(struct options, sample, 0, "sample", "N", 0, 1, UINT32_MAX,
	       "only N lines, chosen by chance"),
	NUMBER(struct options, seed, 0, "seed", "S", 1, 0, UINT64_MAX,
	       "another number chooses another sample (default 1)"),
	FLAG(struct options, stem, 0, "stem", "match every form of the query's words, by their stems"),
	FLAG(struct options, exact, 0, "case", "match words as printed, capitals and all"),
	FLAG(struct options, forms, 0, "forms", "count what was matched instead: a table form, count"),
	WHERE_OPTION(struct options, where),
	IN_OPTION(struct options, in),
	ALL_OPTION(struct options, all),
};

static size_t own_operands(const void *values)
{
	const struct options *o = values;

	return o->queries.count ? 0 : 1;
}

static const char *implies(const void *values)
{
	const struct options *o = values;

	return o->stem ? "stem" : NULL;
}

/* Whether lines are kept to the end. */
static bool keeps_lines(const struct options *o)
{
	return o->sort || o->sample.given;
}

static enum outcome check_options(const struct options *o, struct diagnostics *d)
{
	if (o->exact && o->stem)
		return diagnose_error(d, BAD_USAGE, "--case and --stem exclude each other: "
						    "a stem has no capitals");
	if (o->forms && keeps_lines(o))
		return diagnose_error(d, BAD_USAGE, "--forms counts every hit: leave out %s",
				      o->sort ? "--sort" : "--sample");
	if (o->seed.given && !o->sample.given)
		return diagnose_error(d, BAD_USAGE, "--seed chooses a sample: add --sample N");
	return DONE;
}

/* As search engines have it; here it finds a phrase between two quotation marks. */
static void warn_of_quotes(struct run *run, struct slice query)
{
	if (run->worker == 0 && query.length > 2 && slice_starts(query, SLICE("\"")) &&
	    slice_ends(query, SLICE("\"")))
		diagnose_warning(run->diagnostics,
				 "the query %.*s looks for the quotation marks, too: leave them out, "
				 "words side by side are a phrase", SLICE_ARGUMENTS(query));
}

static enum outcome add_queries(struct run *run)
{
	const struct options *o = run->options;
	struct state *st = run->state;
	struct arguments texts = {o->queries.at, o->queries.count};
	enum outcome outcome = DONE;

	st->queries.target = o->exact ? QUERY_PRINTED : o->stem ? QUERY_TERM : QUERY_FOLDED;
	if (!texts.count)
		texts = run->operands;
	if (!texts.count)
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "no query: concordat kwic 'soft power'");
	for (size_t i = 0; i < texts.count; i++)
		warn_of_quotes(run, slice_of(texts.at[i]));
	for (size_t i = 0; i < texts.count && outcome == DONE; i++)
		outcome = query_add(&st->queries, slice_of(texts.at[i]), run->diagnostics);
	return outcome;
}

static enum outcome begin(struct run *run)
{
	const struct options *o = run->options;
	struct state *st = run->state;
	enum outcome outcome = check_options(o, run->diagnostics);

	if (outcome != DONE)
		return outcome;
	outcome = selection_begin(&st->selection, o->where.at, o->where.count, o->in.at,
				  o->in.count, run->diagnostics);
	st->selection.all = o->all;
	if (outcome != DONE)
		return outcome;
	outcome = sort_keys_parse(&st->keys, o->sort, run->diagnostics);
	if (outcome != DONE)
		return outcome;
	line_maker_begin(&st->maker, (uint32_t)o->window.value);
	run->draws = run->terminal && !o->forms;
	if (run->draws)
		terminal_begin(&st->terminal, run->columns);
	st->kept.limit = o->sample.given ? (size_t)o->sample.value : 0;
	return add_queries(run);
}

static enum outcome heading(struct run *run)
{
	const struct options *o = run->options;

	if (!o->forms && !keeps_lines(o) && !run->draws)
		line_write_header(run->output);
	return DONE;
}

static void put_line(struct run *run, const struct concordance_line *line)
{
	struct state *st = run->state;

	if (run->draws)
		terminal_write(&st->terminal, &run->output->bytes, line);
	else
		line_write_row(run->output, line);
}

static void take_hit(struct run *run, struct document *d, const struct scope *scope,
		     struct citation_walk *walk, const struct query_hit *hit)
{
	const struct options *o = run->options;
	struct state *st = run->state;
	uint64_t hash = 0;

	if (o->sample.given) {
		hash = sample_hash(o->seed.value, document_id(d), hit->first);
		if (!kept_lines_want(&st->kept, hash))
			return;
	}
	struct citation citation = citation_at(walk, hit->first);
	struct concordance_line line = line_make(&st->maker, d, scope, hit, &citation);

	line.ordinal = run->ordinal;
	if (keeps_lines(o))
		kept_lines_add(&st->kept, &st->keys, &line, d, scope, hash);
	else
		put_line(run, &line);
}

static enum outcome document(struct run *run, struct document *d)
{
	const struct options *o = run->options;
	struct state *st = run->state;

	if (d->phase != PHASE_TOKENS || !selection_has(&st->selection, d))
		return DONE;
	struct scope scope = scope_of(&st->selection, d);

	query_find(&st->queries, d, &scope, run->diagnostics);
	if (!st->queries.hit_count)
		return DONE;
	struct citation_walk walk;

	if (!o->forms)
		citation_begin(&walk, d);
	for (size_t i = 0; i < st->queries.hit_count; i++) {
		const struct query_hit *hit = &st->queries.hits[i];

		/* What two queries match alike is one hit. */
		if (i && hit[-1].first == hit->first && hit[-1].last == hit->last)
			continue;
		if (o->forms)
			form_counts_add(&st->forms, d, &scope, hit);
		else
			take_hit(run, d, &scope, &walk, hit);
	}
	return DONE;
}

static enum outcome merge(struct run *run, struct run *other)
{
	struct state *st = run->state, *from = other->state;

	kept_lines_merge(&st->kept, &from->kept);
	form_counts_merge(&st->forms, &from->forms);
	return DONE;
}

static enum outcome end(struct run *run)
{
	const struct options *o = run->options;
	struct state *st = run->state;

	selection_warn(&st->selection, run->names, run->diagnostics);
	if (o->forms)
		form_counts_write(&st->forms, run->output);
	if (!keeps_lines(o))
		return DONE;
	kept_lines_sort(&st->kept);
	if (!run->draws)
		line_write_header(run->output);
	for (size_t i = 0; i < st->kept.count; i++) {
		put_line(run, kept_line(&st->kept, i));
		if (run->output->flush)
			run->output->flush(run->output);
	}
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *st = run->state;

	selection_free(&st->selection);
	query_set_free(&st->queries);
	line_maker_free(&st->maker);
	terminal_free(&st->terminal);
	sort_keys_free(&st->keys);
	kept_lines_free(&st->kept);
	form_counts_free(&st->forms);
}

const struct stage stage_kwic = {
	.name = "kwic",
	.summary = "key word in context: a row for each hit, with its source",
	.operand = "QUERY",
	.takes = FLOW_TOKENS,
	.gives = FLOW_TABLE,
	.needs = NEED_SENTENCES | NEED_GLUE,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.state_size = sizeof(struct state),
	.own_operands = own_operands,
	.implies = implies,
	.begin = begin,
	.heading = heading,
	.document = document,
	.merge = merge,
	.end = end,
	.dispose = dispose,
};
