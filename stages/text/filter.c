/*
 * filter: passes on the documents that are selected, as they came.
 *
 * Takes text and tokens alike.  Without options it copies the stream: what
 * that takes is the cost of a stage.
 */
#include "pipeline/model/selection.h"
#include "pipeline/run/stage.h"

struct options {
	struct option_list where;
};

struct state {
	struct selection selection;
};

static const struct option options[] = {
	WHERE_OPTION(struct options, where),
};

static enum outcome begin(struct run *run)
{
	const struct options *o = run->options;
	struct state *state = run->state;

	return selection_begin(&state->selection, o->where.at, o->where.count, NULL, 0,
			       run->diagnostics);
}

static enum outcome document(struct run *run, struct document *d)
{
	const struct state *state = run->state;

	d->dropped = !selection_has(&state->selection, d);
	return DONE;
}

static enum outcome end(struct run *run)
{
	const struct state *state = run->state;

	selection_warn(&state->selection, run->names, run->diagnostics);
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	selection_free(&state->selection);
}

const struct stage stage_filter = {
	.name = "filter",
	.summary = "pass on the documents that meet a condition",
	.takes = FLOW_DOCUMENTS,
	.gives = FLOW_DOCUMENTS,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.state_size = sizeof(struct state),
	.begin = begin,
	.document = document,
	.end = end,
	.dispose = dispose,
};
