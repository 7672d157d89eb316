/*
 * keep: hands documents on as records for a store.  Used by update alone,
 * which is why it is in no list of stages.
 */
#include "stages/corpus/keep.h"

#include "pipeline/store/record.h"

struct state {
	struct record_numbers numbers;
};

static enum outcome document(struct run *run, struct document *d)
{
	struct state *state = run->state;

	record_append(&run->output->bytes, d, run->worker, run->ordinal, &state->numbers);
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	record_numbers_free(&state->numbers);
}

static const struct stage keep = {
	.name = "keep",
	.summary = "documents as records for a corpus",
	.takes = FLOW_TOKENS,
	.gives = FLOW_TABLE,
	.needs = NEED_SENTENCES | NEED_GLUE | NEED_HASH,
	.state_size = sizeof(struct state),
	.document = document,
	.dispose = dispose,
};

const struct stage *keep_stage(void)
{
	return &keep;
}
