/* Partial sums: written, and added up. */
#include "stages/count/freq_partial.h"

#include "pipeline/base/memory.h"
#include "pipeline/stream/rows.h"

#include <stdlib.h>

/* A word of a group, with its term. */
struct counted {
	struct slice term, form;
	uint32_t number;		/* of the term */
	uint64_t count;
};

static int compare_counted(const void *a, const void *b)
{
	const struct counted *first = a, *second = b;
	int order = slice_compare(first->term, second->term);

	return order ? order : slice_compare(first->form, second->form);
}

/* The words of a group that have a term, in byte order; freed with free(). */
static struct counted *gather(const struct freq_table *table, const struct freq_group *group,
			      size_t *count)
{
	struct counted *all = NULL;
	size_t capacity = 0;

	*count = 0;
	for (size_t i = 0; i < group->source_count; i++) {
		const struct freq_source *source = &table->sums->sources[i];
		size_t place = 0;
		uint64_t tokens;
		uint32_t word;

		while (tally_next(&group->words[i], &place, &word, &tokens)) {
			uint32_t term = freq_source_term(source, word);

			all = memory_reserve(all, &capacity, *count + 1, sizeof *all);
			all[(*count)++] = (struct counted){
			    vocabulary_term_string(table->words, term),
			    source->words->words[word].form, term, tokens};
		}
	}
	if (*count)
		qsort(all, *count, sizeof *all, compare_counted);
	return all;
}

static void put_row(const struct freq_table *table, uint32_t group, struct slice term,
		    struct slice form, uint64_t count, uint64_t documents)
{
	const struct groups *numbers = &table->sums->numbers;
	struct output *output = table->output;

	for (size_t i = 0; i < numbers->key_count; i++)
		table_text(output, groups_values(numbers, group)[i]);
	table_text(output, term);
	table_text(output, form);
	table_integer(output, count);
	table_integer(output, documents);
	table_row_end(output);
}

static void put_group(const struct freq_table *table, uint32_t number)
{
	struct freq_group *group = &table->sums->groups[number];
	size_t count;
	struct counted *all = gather(table, group, &count);
	const struct slice none = {"", 0};

	put_row(table, number, none, none, group->base, group->document_count);
	for (size_t i = 0, next; i < count; i = next) {
		uint64_t tokens = 0, documents = 0;

		for (next = i; next < count && compare_counted(&all[next], &all[i]) == 0; next++)
			tokens += all[next].count;
		if (i == 0 || !slice_equal(all[i].term, all[i - 1].term))
			documents = *tally_at(&group->documents, all[i].number,
					      table->words->term_count) >> 32;
		put_row(table, number, all[i].term, all[i].form, tokens, documents);
	}
	free(all);
}

static const char *const columns[] = {"term", "form", "count", "documents"};

void freq_partial_write(const struct freq_table *table)
{
	const struct groups *numbers = &table->sums->numbers;
	uint32_t *order = groups_sorted(numbers);

	for (size_t i = 0; i < numbers->key_count; i++)
		table_text(table->output, numbers->keys[i].attribute);
	for (size_t i = 0; i < COUNT_OF(columns); i++)
		table_text(table->output, slice_of(columns[i]));
	table_row_end(table->output);
	for (uint32_t i = 0; i < numbers->count; i++)
		if (order[i] < table->sums->group_count)
			put_group(table, order[i]);
	free(order);
}

/* The columns before ours are the groups', and the same in every table. */
static bool take_header(struct freq_partial *partial, const struct rows *rows)
{
	struct groups *numbers = &partial->sums.numbers;
	size_t keys = rows->column_count - COUNT_OF(columns);

	if (rows->column_count < COUNT_OF(columns))
		return false;
	for (size_t i = 0; i < COUNT_OF(columns); i++)
		if (!slice_is(rows->columns[keys + i], columns[i]))
			return false;
	if (partial->first) {
		bool same = numbers->key_count == keys;

		for (size_t i = 0; same && i < keys; i++)
			same = slice_equal(numbers->keys[i].attribute, rows->columns[i]);
		return same;
	}
	groups_begin_with(numbers, rows->columns, keys);
	return true;
}

static uint32_t add_word(void *context, struct slice key)
{
	struct freq_partial *partial = context;
	struct slice form;

	slice_cut(&key, '\t', &form);
	return vocabulary_add(&partial->words, form, false, key);
}

/* The word of this form and term: cells hold no tab that would not be escaped. */
static uint32_t word_of(struct freq_partial *partial, struct slice form, struct slice term)
{
	buffer_reset(&partial->key);
	buffer_append(&partial->key, form);
	buffer_byte(&partial->key, '\t');
	buffer_append(&partial->key, term);
	return word_index_number(&partial->index, buffer_slice(&partial->key), add_word, partial);
}

static bool add_row(struct freq_partial *partial, const struct rows *rows)
{
	struct freq_sums *sums = &partial->sums;
	const struct slice *cells = rows->cells + sums->numbers.key_count;
	uint64_t count, documents;

	if (!slice_to_integer(cells[2], &count) || !slice_to_integer(cells[3], &documents) ||
	    documents > UINT32_MAX || (cells[0].length == 0) != (cells[1].length == 0))
		return false;
	struct freq_group *group =
	    freq_sums_group(sums, groups_number(&sums->numbers, rows->cells));

	if (!cells[0].length) {
		group->base += count;
		group->document_count += (uint32_t)documents;
		return true;
	}
	uint32_t word = word_of(partial, cells[1], cells[0]);

	if (word == WORD_REFUSED)
		return false;
	size_t source = freq_sums_source(sums, &partial->words, partial->words.base);
	uint32_t term = layer_term(partial->words.base, word);

	*tally_at(freq_group_words(group, source), word, partial->words.count) += count;
	*tally_at(&group->documents, term, partial->words.term_count) += documents << 32;
	return true;
}

enum outcome freq_partial_read(struct freq_partial *partial, const char *path,
			       struct diagnostics *d)
{
	struct rows rows;
	enum outcome outcome = rows_open(&rows, path, d);
	uint64_t line = 1;

	if (outcome == DONE && !take_header(partial, &rows))
		outcome = diagnose_error(d, NOT_A_STREAM,
					 partial->first
					     ? "%s: its columns are not those of %s: count both by "
					       "the same attributes"
					     : "%s: is no table of partial sums: 'concordat freq "
					       "--partial' writes them",
					 path, partial->first);
	while (outcome == DONE && rows_next(&rows)) {
		line++;
		if (!add_row(partial, &rows))
			outcome = diagnose_error(d, NOT_A_STREAM,
						 "%s:%llu: is no row of partial sums: count it anew",
						 path, (unsigned long long)line);
	}
	if (!partial->first)
		partial->first = path;
	return rows_close(&rows, outcome, d);
}

void freq_partial_free(struct freq_partial *partial)
{
	freq_sums_free(&partial->sums);
	word_index_free(&partial->index);
	vocabulary_free(&partial->words);
	buffer_free(&partial->key);
}
