/* --forms: a table of strings and sums; sums add in any order. */
#include "stages/count/kwic_forms.h"

#include "pipeline/base/memory.h"
#include "stages/count/kwic_line.h"

#include <stdlib.h>

static uint32_t add_form(void *context, struct slice form)
{
	struct form_counts *forms = context;

	if (forms->count == WORD_REFUSED)
		return WORD_REFUSED;
	forms->at = memory_reserve(forms->at, &forms->capacity, (size_t)forms->count + 1,
				   sizeof *forms->at);
	forms->at[forms->count] = (struct form_count){.form = arena_copy(&forms->arena, form)};
	return forms->count++;
}

static void add(struct form_counts *forms, struct slice form, uint64_t count)
{
	uint32_t number = word_index_number(&forms->index, form, add_form, forms);

	if (number != WORD_REFUSED)
		forms->at[number].count += count;
}

void form_counts_add(struct form_counts *forms, const struct document *d,
		     const struct scope *scope, const struct query_hit *hit)
{
	buffer_reset(&forms->scratch);
	line_print_node(&forms->scratch, d, scope, hit);
	add(forms, buffer_slice(&forms->scratch), 1);
}

void form_counts_merge(struct form_counts *forms, const struct form_counts *other)
{
	for (uint32_t i = 0; i < other->count; i++)
		add(forms, other->at[i].form, other->at[i].count);
}

static int compare(const void *a, const void *b)
{
	const struct form_count *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return slice_compare(x->form, y->form);
}

void form_counts_write(struct form_counts *forms, struct output *output)
{
	table_text(output, SLICE("form"));
	table_text(output, SLICE("count"));
	table_row_end(output);
	if (forms->count > 1)
		qsort(forms->at, forms->count, sizeof *forms->at, compare);
	for (uint32_t i = 0; i < forms->count; i++) {
		table_text(output, forms->at[i].form);
		table_integer(output, forms->at[i].count);
		table_row_end(output);
		if (output->flush)
			output->flush(output);
	}
}

void form_counts_free(struct form_counts *forms)
{
	word_index_free(&forms->index);
	free(forms->at);
	arena_free(&forms->arena);
	buffer_free(&forms->scratch);
	*forms = (struct form_counts){0};
}
