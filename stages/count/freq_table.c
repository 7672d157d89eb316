/*
 * The table of freq: forms, order, rates.
 *
 * For one group after the other the words of all sources are strung together
 * by term, so that nothing here depends on how many terms there are in all.
 * Strings lie anywhere in memory, so they are compared by a head first.
 */
#include "stages/count/freq_table.h"

#include "pipeline/base/memory.h"

#include <endian.h>
#include <stdlib.h>

enum { HEAD_BYTES = 15 };

/*
 * The first bytes of a string and, in the last byte, its length if it has no
 * more, else HEAD_BYTES + 1: as numbers, heads of different strings stand in
 * the order of the strings, unless they are equal and full.
 */
struct head {
	uint64_t high, low;
};

/* A word behind a term of the group in hand. */
struct record {
	uint64_t count;
	struct head head;	/* of the form */
	const struct slice *form;
	size_t next;		/* record of the same term + 1, or 0 */
};

/* A row of the table. */
struct row {
	uint64_t count;
	struct head head;	/* of the term */
	const struct slice *form;
	uint32_t term, documents;
};

/* What is made once and used for each group. */
struct printing {
	const struct freq_table *table;
	size_t *heads;		/* by term: its first record + 1, or 0 */
	struct record *records;
	size_t record_count, record_capacity;
	struct record *same;	/* the records of one term */
	size_t same_capacity;
	struct row *rows, *spare;
	size_t row_count, row_capacity, spare_capacity;
};

/* Of a string in an arena, behind which 16 bytes may be read. */
static struct head head_of(struct slice s)
{
	static const uint64_t all = UINT64_MAX;
	size_t length = s.length < HEAD_BYTES ? s.length : HEAD_BYTES;
	uint64_t words[2];

	memcpy(words, s.at, sizeof words);
	if (length <= 8)
		return (struct head){
		    length ? be64toh(words[0]) & all << (64 - 8 * length) : 0, length};
	return (struct head){be64toh(words[0]), (be64toh(words[1]) & all << (128 - 8 * length)) |
						    (s.length > HEAD_BYTES ? HEAD_BYTES + 1
									   : length)};
}

/* Less than, equal to or greater than zero. */
static inline int compare_heads(struct head a, struct head b)
{
	if (a.high != b.high)
		return a.high < b.high ? -1 : 1;
	return (a.low > b.low) - (a.low < b.low);
}

static inline bool head_is_full(struct head head)
{
	return (head.low & 0xff) > HEAD_BYTES;
}

/* Strings the words of all sources together by term. */
static void gather_words(struct printing *p, const struct freq_group *group)
{
	p->record_count = 0;
	for (size_t i = 0; i < group->source_count; i++) {
		const struct freq_source *source = &p->table->sums->sources[i];
		uint32_t word;
		uint64_t count;
		size_t place = 0;

		while (tally_next(&group->words[i], &place, &word, &count)) {
			uint32_t term = freq_source_term(source, word);
			const struct slice *form = &source->words->words[word].form;

			p->records = memory_reserve(p->records, &p->record_capacity,
						    p->record_count + 1, sizeof *p->records);
			p->records[p->record_count] =
			    (struct record){count, head_of(*form), form, p->heads[term]};
			p->heads[term] = ++p->record_count;
		}
	}
}

static int compare_forms(const void *a, const void *b)
{
	const struct record *first = a, *second = b;

	int order = compare_heads(first->head, second->head);

	return order || !head_is_full(first->head) ? order
						   : slice_compare(*first->form, *second->form);
}

/* By form.  There are mostly two or three. */
static void sort_records(struct record *records, size_t count)
{
	enum { FEW = 8 };

	if (count > FEW) {
		qsort(records, count, sizeof *records, compare_forms);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		struct record record = records[i];
		size_t place = i;

		for (; place && compare_forms(&records[place - 1], &record) > 0; place--)
			records[place] = records[place - 1];
		records[place] = record;
	}
}

/* The commonest form among the records, the first by bytes of equals; they are sorted. */
static const struct slice *commonest_form(struct record *records, size_t count)
{
	const struct slice *best = records[0].form;
	uint64_t most = 0, sum = 0;

	sort_records(records, count);
	for (size_t i = 0; i < count; i++) {
		bool same = i > 0 && compare_forms(&records[i], &records[i - 1]) == 0;

		sum = same ? sum + records[i].count : records[i].count;
		if (sum > most) {
			most = sum;
			best = records[i].form;
		}
	}
	return best;
}

/* Makes the row of one term, and takes its records off the heads. */
static void make_row(struct printing *p, uint32_t term, uint32_t documents)
{
	uint64_t count = 0;
	size_t forms = 0;

	for (size_t next = p->heads[term]; next; next = p->records[next - 1].next) {
		p->same = memory_reserve(p->same, &p->same_capacity, forms + 1, sizeof *p->same);
		p->same[forms] = p->records[next - 1];
		count += p->same[forms++].count;
	}
	p->heads[term] = 0;
	if (!forms || count < p->table->minimum)
		return;
	struct slice string = vocabulary_term_string(p->table->words, term);

	p->rows = memory_reserve(p->rows, &p->row_capacity, p->row_count + 1, sizeof *p->rows);
	p->rows[p->row_count++] = (struct row){
	    count, head_of(string), commonest_form(p->same, forms), term, documents};
}

/* Whether a row stands before another of another term: count falling, then term by bytes. */
static inline bool stands_before(const struct row *first, const struct row *second,
				 const struct vocabulary *words)
{
	if (first->count != second->count)
		return first->count > second->count;
	int order = compare_heads(first->head, second->head);

	if (order)
		return order < 0;
	return slice_compare(vocabulary_term_string(words, first->term),
			     vocabulary_term_string(words, second->term)) < 0;
}

/* Sorted by merging; `spare` has room for half of the rows. */
static void sort_rows(struct row *rows, size_t count, struct row *spare,
		      const struct vocabulary *words)
{
	size_t half = count / 2, left = 0, right = half, to = 0;

	if (count < 2)
		return;
	sort_rows(rows, half, spare, words);
	sort_rows(rows + half, count - half, spare, words);
	memcpy(spare, rows, half * sizeof *rows);
	while (left < half && right < count)
		rows[to++] = stands_before(&rows[right], &spare[left], words) ? rows[right++]
									      : spare[left++];
	memcpy(rows + to, spare + left, (half - left) * sizeof *rows);
}

/* The records of terms that come soon are fetched: they lie in the order of their words. */
static inline __attribute__((always_inline)) void
fetch_records(const struct printing *p, uint32_t term)
{
	enum { FAR = 16, NEAR = 8 };

	if (p->table->words->term_count - term <= FAR)
		return;
	size_t first = p->heads[term + FAR], soon = p->heads[term + NEAR];

	__builtin_prefetch(&p->records[first ? first - 1 : 0]);
	if (soon && p->records[soon - 1].next)
		__builtin_prefetch(&p->records[p->records[soon - 1].next - 1]);
}

static void make_rows(struct printing *p, const struct freq_group *group)
{
	uint32_t term;
	uint64_t documents;
	size_t place = 0;

	gather_words(p, group);
	p->row_count = 0;
	while (tally_next(&group->documents, &place, &term, &documents)) {
		fetch_records(p, term);
		make_row(p, term, (uint32_t)(documents >> 32));
	}
	p->spare = memory_reserve(p->spare, &p->spare_capacity, p->row_count / 2,
				  sizeof *p->spare);
	sort_rows(p->rows, p->row_count, p->spare, p->table->words);
}

/* A rate as text, kept because the next row often has the same. */
struct rate {
	uint64_t count;
	size_t length;
	char text[32];
};

static void put_rate(struct output *output, struct rate *kept, uint64_t count, uint64_t per,
		     uint64_t base)
{
	if (kept->count != count) {
		double value = (double)count * (double)per / (double)base;

		kept->count = count;
		kept->length = table_format_number(kept->text, value);
	}
	table_text(output, (struct slice){kept->text, kept->length});
}

/*
 * The strings of rows that come soon are fetched: they lie anywhere.  (GCC
 * drops a call of what only fetches, unless it was inlined first.)
 */
static inline __attribute__((always_inline)) void
fetch_ahead(const struct printing *p, size_t i, size_t rows)
{
	enum { FAR = 16, NEAR = 8 };
	const struct slice *terms = p->table->words->terms;

	if (i + FAR >= rows)
		return;
	__builtin_prefetch(&terms[p->rows[i + FAR].term]);
	__builtin_prefetch(p->rows[i + FAR].form);
	__builtin_prefetch(terms[p->rows[i + NEAR].term].at);
	__builtin_prefetch(p->rows[i + NEAR].form->at);
}

static void put_rows(struct printing *p, uint32_t number)
{
	enum { KEPT = 1024 };
	const struct freq_table *table = p->table;
	const struct freq_group *group = &table->sums->groups[number];
	const struct slice *values = groups_values(&table->sums->numbers, number);
	struct output *output = table->output;
	struct rate rate = {0}, *percents = memory_new(KEPT, sizeof *percents);
	size_t rows = p->row_count;

	if (table->top && rows > table->top)
		rows = (size_t)table->top;
	for (size_t i = 0; i < rows; i++) {
		const struct row *row = &p->rows[i];

		fetch_ahead(p, i, rows);
		for (size_t key = 0; key < table->sums->numbers.key_count; key++)
			table_text(output, values[key]);
		table_text(output, vocabulary_term_string(table->words, row->term));
		table_text(output, *row->form);
		table_integer(output, row->count);
		put_rate(output, &rate, row->count, table->per, group->base);
		table_integer(output, row->documents);
		put_rate(output, &percents[row->documents % KEPT], row->documents, 100,
			 group->document_count);
		table_row_end(output);
	}
	free(percents);
}

/* The groups' columns come first, but give way to ours in their names. */
static void put_header(const struct freq_table *table)
{
	enum { OURS = 6 };
	const struct groups *numbers = &table->sums->numbers;
	size_t count = OURS + numbers->key_count;
	struct arena arena = {0};
	struct slice *columns = arena_new(&arena, count, sizeof *columns);

	columns[0] = SLICE("term");
	columns[1] = SLICE("form");
	columns[2] = SLICE("count");
	columns[3] = table->per == FREQ_MILLION
			 ? SLICE("per_million")
			 : arena_printf(&arena, "per_%llu", (unsigned long long)table->per);
	columns[4] = SLICE("documents");
	columns[5] = SLICE("documents_percent");
	for (size_t i = OURS; i < count; i++) {
		columns[i] = table_new_column(&arena, numbers->keys[i - OURS].attribute, columns,
					      i);
		table_text(table->output, columns[i]);
	}
	for (size_t i = 0; i < OURS; i++)
		table_text(table->output, columns[i]);
	table_row_end(table->output);
	arena_free(&arena);
}

void freq_table_write(const struct freq_table *table)
{
	struct freq_sums *sums = table->sums;
	struct printing p = {.table = table};
	uint32_t *order = groups_sorted(&sums->numbers);

	p.heads = memory_new(table->words->term_count, sizeof *p.heads);
	put_header(table);
	for (uint32_t i = 0; i < sums->numbers.count; i++) {
		if (order[i] >= sums->group_count)
			continue;	/* nothing was counted in it */
		make_rows(&p, &sums->groups[order[i]]);
		put_rows(&p, order[i]);
	}
	free(order);
	free(p.heads);
	free(p.records);
	free(p.same);
	free(p.rows);
	free(p.spare);
}
