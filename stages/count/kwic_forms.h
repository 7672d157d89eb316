/*
 * --forms: what a query matched, as printed, with counts.
 */
#ifndef COUNT_KWIC_FORMS_H
#define COUNT_KWIC_FORMS_H

#include "pipeline/model/query.h"
#include "pipeline/model/word_index.h"
#include "pipeline/stream/table.h"

/* All zero is valid and empty. */
struct form_counts {
	struct word_index index;	/* form -> its number */
	struct form_count *at;
	uint32_t count;
	size_t capacity;
	struct arena arena;
	struct buffer scratch;
};

struct form_count {
	struct slice form;
	uint64_t count;
};

void form_counts_add(struct form_counts *forms, const struct document *d,
		     const struct scope *scope, const struct query_hit *hit);
void form_counts_merge(struct form_counts *forms, const struct form_counts *other);

/*
 * The table: count falling, then form by bytes.  Sorts in place: nothing is
 * added afterwards.
 */
void form_counts_write(struct form_counts *forms, struct output *output);

void form_counts_free(struct form_counts *forms);

#endif
