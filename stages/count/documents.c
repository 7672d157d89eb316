/*
 * documents: the table of documents, a row for each, in the order of input.
 *
 * Which columns there are is known when the last document has passed, so
 * rows are held: the attributes as they came, by column number.  Tokens are
 * those that freq has as its base: outside fw, and with a letter or a digit
 * in the word.  A type is a distinct folded form among them.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/selection.h"
#include "pipeline/run/stage.h"

#include <stdlib.h>

struct options {
	struct option_list where;
};

/* An attribute that some document has. */
struct column {
	struct slice name;
	uint64_t document;	/* the first that has it, */
	size_t place;		/* and where among its attributes */
};

struct value {
	size_t column;
	struct slice text;
};

struct row {
	uint64_t ordinal;
	struct value *values;
	size_t value_count;
	uint32_t tokens, types;
	enum phase phase;
};

struct state {
	struct selection selection;
	struct arena arena;		/* owns names and values */
	struct column *columns;
	size_t column_count, column_capacity;
	struct row *rows;
	size_t row_count, row_capacity;
	bool counted;			/* some document came as tokens */

	struct word_index folded_index;
	uint32_t folded_count;
	uint32_t *folded;		/* by word: its folded form + 1; 0: no letter or digit */
	size_t word_capacity;
	uint32_t word_count;		/* words whose folded form is known */
	uint64_t *last;			/* by folded form: the last document that had it */
	size_t last_capacity;
};

static const struct option options[] = {
	WHERE_OPTION(struct options, where),
};

/* These stand first, in this order; tokens and types behind the pages. */
static const enum known_name first_names[] = {
	NAME_ID, NAME_STATUS, NAME_REASON, NAME_PAGES, NAME_LANG,
};

/* These stand last, behind the metadata, where some document has them. */
static const enum known_name last_names[] = {
	NAME_TITLE, NAME_AUTHOR, NAME_DATE, NAME_SOURCE, NAME_DESCRIPTION, NAME_FORMAT,
	NAME_BYTES, NAME_LANG_BY, NAME_COPY_OF, NAME_PAGES_WITHOUT_TEXT, NAME_DOUBT,
	NAME_SHA256,
};

static enum outcome begin(struct run *run)
{
	const struct options *chosen = run->options;
	struct state *state = run->state;

	return selection_begin(&state->selection, chosen->where.at, chosen->where.count, NULL, 0,
			       run->diagnostics);
}

/* The number of a column; `document` and `place` count if it comes before all others. */
static size_t column_of(struct state *state, struct slice name, uint64_t document, size_t place)
{
	size_t i = 0;

	while (i < state->column_count && !slice_equal(state->columns[i].name, name))
		i++;
	if (i == state->column_count) {
		state->columns = memory_reserve(state->columns, &state->column_capacity, i + 1,
						sizeof *state->columns);
		state->columns[state->column_count++] = (struct column){
		    arena_copy(&state->arena, name), document, place};
	}
	struct column *column = &state->columns[i];

	if (document < column->document) {
		column->document = document;
		column->place = place;
	}
	return i;
}

static struct row *add_row(struct state *state, uint64_t ordinal, size_t value_count)
{
	state->rows = memory_reserve(state->rows, &state->row_capacity, state->row_count + 1,
				     sizeof *state->rows);
	struct row *row = &state->rows[state->row_count++];

	*row = (struct row){.ordinal = ordinal, .value_count = value_count};
	row->values = arena_new(&state->arena, value_count, sizeof *row->values);
	return row;
}

static uint32_t add_folded(void *context, struct slice key)
{
	struct state *state = context;

	(void)key;
	return state->folded_count++;
}

/* Works out the folded forms of words that are new since the last document. */
static void know_words(struct state *state, const struct vocabulary *words)
{
	size_t old = state->last_capacity;

	state->folded = memory_reserve(state->folded, &state->word_capacity, words->count,
				       sizeof *state->folded);
	for (; state->word_count < words->count; state->word_count++) {
		const struct word *word = &words->words[state->word_count];
		uint32_t folded = 0;

		if (word->flags & WORD_COUNTS)
			folded = word_index_number(&state->folded_index, word->folded, add_folded,
						   state) + 1;
		state->folded[state->word_count] = folded;
	}
	state->last = memory_reserve(state->last, &state->last_capacity,
				     (size_t)state->folded_count + 1, sizeof *state->last);
	if (state->last_capacity > old)
		memset(state->last + old, 0,
		       (state->last_capacity - old) * sizeof *state->last);
}

/* Tokens and types of a document; row_count is already its number, from 1. */
static void count_words(struct state *state, const struct document *d, struct row *row)
{
	uint64_t document = state->row_count;
	size_t count;
	struct stretch *stretches = selection_stretches(&state->selection, d, &count);

	know_words(state, d->words);
	for (size_t i = 0; i < count; i++) {
		for (uint32_t at = stretches[i].first; at < stretches[i].last; at++) {
			uint32_t folded = state->folded[d->tokens[at]];

			if (!folded)
				continue;
			row->tokens++;
			row->types += state->last[folded] != document;
			state->last[folded] = document;
		}
	}
}

static enum outcome document(struct run *run, struct document *d)
{
	struct state *state = run->state;

	if (!selection_has(&state->selection, d))
		return DONE;
	struct row *row = add_row(state, run->ordinal, d->attribute_count);

	for (size_t i = 0; i < d->attribute_count; i++) {
		struct slice name = names_spelling(d->names, d->attributes[i].name);

		row->values[i].column = column_of(state, name, run->ordinal, i);
		row->values[i].text = arena_copy(&state->arena, d->attributes[i].value);
	}
	row->phase = d->phase;
	if (d->phase == PHASE_TOKENS) {
		state->counted = true;
		count_words(state, d, row);
	}
	return DONE;
}

static enum outcome merge(struct run *run, struct run *other_run)
{
	struct state *state = run->state;
	const struct state *other = other_run->state;
	size_t *columns = memory_new(other->column_count, sizeof *columns);

	for (size_t i = 0; i < other->column_count; i++)
		columns[i] = column_of(state, other->columns[i].name, other->columns[i].document,
				       other->columns[i].place);
	for (size_t i = 0; i < other->row_count; i++) {
		const struct row *theirs = &other->rows[i];
		struct row *row = add_row(state, theirs->ordinal, theirs->value_count);
		struct value *values = row->values;

		*row = *theirs;
		row->values = values;
		for (size_t j = 0; j < row->value_count; j++) {
			values[j].column = columns[theirs->values[j].column];
			values[j].text = arena_copy(&state->arena, theirs->values[j].text);
		}
	}
	state->counted = state->counted || other->counted;
	free(columns);
	return DONE;
}

/* A column as it is printed: of an attribute, or one of those below. */
struct printed {
	size_t column;
	struct slice heading;
};

#define COLUMN_ABSENT SIZE_MAX		/* no document has the attribute */
#define COLUMN_TOKENS (SIZE_MAX - 1)
#define COLUMN_TYPES (SIZE_MAX - 2)

struct layout {
	struct arena arena;
	struct printed *columns;
	size_t count;
	struct slice *taken;		/* headings in use */
	size_t taken_count;
};

static size_t find_column(const struct state *state, struct slice name)
{
	for (size_t i = 0; i < state->column_count; i++)
		if (slice_equal(state->columns[i].name, name))
			return i;
	return COLUMN_ABSENT;
}

static void add_column(struct layout *layout, size_t column, struct slice heading)
{
	layout->columns[layout->count++] = (struct printed){column, heading};
}

static void add_first_columns(struct layout *layout, const struct state *state,
			      const struct names *names)
{
	for (size_t i = 0; i < COUNT_OF(first_names); i++) {
		struct slice name = names_spelling(names, first_names[i]);
		struct slice heading = first_names[i] == NAME_LANG ? SLICE("language") : name;

		add_column(layout, find_column(state, name), heading);
		if (first_names[i] != NAME_PAGES)
			continue;
		add_column(layout, COLUMN_TOKENS, SLICE("tokens"));
		add_column(layout, COLUMN_TYPES, SLICE("types"));
	}
	for (size_t i = 0; i < layout->count; i++)
		layout->taken[layout->taken_count++] = layout->columns[i].heading;
	for (size_t i = 0; i < COUNT_OF(last_names); i++)
		layout->taken[layout->taken_count++] = table_column_name(
		    &layout->arena, names_spelling(names, last_names[i]));
}

static int compare_appearance(const void *a, const void *b)
{
	const struct column *first = *(const struct column *const *)a;
	const struct column *second = *(const struct column *const *)b;

	if (first->document != second->document)
		return first->document < second->document ? -1 : 1;
	return (first->place > second->place) - (first->place < second->place);
}

static bool is_metadata(const struct names *names, struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(first_names); i++)
		if (slice_equal(name, names_spelling(names, first_names[i])))
			return false;
	for (size_t i = 0; i < COUNT_OF(last_names); i++)
		if (slice_equal(name, names_spelling(names, last_names[i])))
			return false;
	return true;
}

/* The user's metadata, in the order in which the documents show them. */
static void add_metadata(struct layout *layout, const struct state *state,
			 const struct names *names)
{
	const struct column **sorted = arena_new(&layout->arena, state->column_count,
						 sizeof(const struct column *));

	for (size_t i = 0; i < state->column_count; i++)
		sorted[i] = &state->columns[i];
	if (state->column_count)
		qsort(sorted, state->column_count, sizeof *sorted, compare_appearance);
	for (size_t i = 0; i < state->column_count; i++) {
		if (!is_metadata(names, sorted[i]->name))
			continue;
		struct slice heading = table_new_column(&layout->arena, sorted[i]->name,
							layout->taken, layout->taken_count);

		layout->taken[layout->taken_count++] = heading;
		add_column(layout, (size_t)(sorted[i] - state->columns), heading);
	}
}

static void add_last_columns(struct layout *layout, const struct state *state,
			     const struct names *names)
{
	for (size_t i = 0; i < COUNT_OF(last_names); i++) {
		struct slice name = names_spelling(names, last_names[i]);
		size_t column = find_column(state, name);

		if (column != COLUMN_ABSENT)
			add_column(layout, column, table_column_name(&layout->arena, name));
	}
}

/* A document without content has no tokens; text has not been counted. */
static void put_count(struct output *output, const struct state *state, const struct row *row,
		      uint32_t count)
{
	if (row->phase == PHASE_TOKENS || (row->phase == PHASE_NONE && state->counted))
		table_integer(output, count);
	else
		table_text(output, SLICE(""));
}

/* `cells`: room for one of each column, all empty between rows. */
static void put_row(struct output *output, const struct state *state, const struct layout *layout,
		    const struct row *row, struct slice *cells)
{
	for (size_t i = 0; i < row->value_count; i++)
		cells[row->values[i].column] = row->values[i].text;
	for (size_t i = 0; i < layout->count; i++) {
		size_t column = layout->columns[i].column;

		if (column == COLUMN_TOKENS)
			put_count(output, state, row, row->tokens);
		else if (column == COLUMN_TYPES)
			put_count(output, state, row, row->types);
		else
			table_text(output, column == COLUMN_ABSENT ? SLICE("") : cells[column]);
	}
	table_row_end(output);
	for (size_t i = 0; i < row->value_count; i++)
		cells[row->values[i].column] = SLICE("");
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *first = a, *second = b;

	return (first->ordinal > second->ordinal) - (first->ordinal < second->ordinal);
}

static enum outcome end(struct run *run)
{
	enum { FIXED = COUNT_OF(first_names) + COUNT_OF(last_names) + 2 };
	struct state *state = run->state;
	size_t most = FIXED + state->column_count;
	struct layout layout = {.count = 0};
	struct slice *cells = memory_new(state->column_count, sizeof *cells);

	layout.columns = arena_new(&layout.arena, most, sizeof *layout.columns);
	layout.taken = arena_new(&layout.arena, most, sizeof *layout.taken);
	selection_warn(&state->selection, run->names, run->diagnostics);
	add_first_columns(&layout, state, run->names);
	add_metadata(&layout, state, run->names);
	add_last_columns(&layout, state, run->names);
	for (size_t i = 0; i < layout.count; i++)
		table_text(run->output, layout.columns[i].heading);
	table_row_end(run->output);
	if (state->row_count)
		qsort(state->rows, state->row_count, sizeof *state->rows, compare_rows);
	for (size_t i = 0; i < state->row_count; i++)
		put_row(run->output, state, &layout, &state->rows[i], cells);
	free(cells);
	arena_free(&layout.arena);
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *state = run->state;

	selection_free(&state->selection);
	arena_free(&state->arena);
	word_index_free(&state->folded_index);
	free(state->columns);
	free(state->rows);
	free(state->folded);
	free(state->last);
}

const struct stage stage_documents = {
	.name = "documents",
	.summary = "list documents with their status, pages, tokens, types and metadata",
	.takes = FLOW_DOCUMENTS,
	.gives = FLOW_TABLE,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.state_size = sizeof(struct state),
	.begin = begin,
	.document = document,
	.merge = merge,
	.end = end,
	.dispose = dispose,
};
