/* Compacting a store. */
#include "pipeline/store/compact.h"

#include "pipeline/base/memory.h"
#include "pipeline/store/packed.h"

#include <stdlib.h>

struct compacting {
	struct store_writer *writer;
	struct slice *rows;		/* of words, by old number */
	uint32_t *numbers;		/* old number -> new + 1, or 0 */
	uint32_t row_count, used;
	struct buffer old, fresh;	/* the rows of words, before and after */
	struct buffer numbers_read, packed;
	struct statement *list, *read, *write;
};

static bool cut_rows(struct compacting *c)
{
	struct slice rest = buffer_slice(&c->old), row;
	uint32_t count = 0;

	while (slice_line(&rest, &row) && count < c->row_count)
		c->rows[count++] = (struct slice){row.at, row.length + 1};
	return count == c->row_count && rest.length == 0;
}

static enum outcome read_words(struct compacting *c, struct diagnostics *d)
{
	struct store_reader reader;
	enum outcome outcome = store_reader_open(&reader, c->writer->path, d);

	if (outcome == DONE)
		outcome = store_fetch_words(&reader, &c->old, d);
	c->row_count = reader.word_count;
	store_reader_close(&reader);
	if (outcome != DONE)
		return outcome;
	c->rows = memory_new(c->row_count, sizeof *c->rows);
	c->numbers = memory_new(c->row_count, sizeof *c->numbers);
	return cut_rows(c) ? DONE : store_damaged(c->writer->path, d);
}

/* The numbers of one document become new ones. */
static bool renumber(struct compacting *c, struct slice packed, size_t count)
{
	buffer_reset(&c->numbers_read);
	buffer_reserve(&c->numbers_read, count * sizeof(uint32_t));
	uint32_t *numbers = (uint32_t *)(void *)c->numbers_read.at;

	if (!packed_read(packed, numbers, count, c->row_count))
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t *number = &c->numbers[numbers[i]];

		if (!*number) {
			*number = ++c->used;
			buffer_append(&c->fresh, c->rows[numbers[i]]);
		}
		numbers[i] = *number - 1;
	}
	buffer_reset(&c->packed);
	packed_append(&c->packed, numbers, count);
	return true;
}

/* Of the statement that reads one document. */
enum { COLUMN_TOKENS, COLUMN_ATTRIBUTES, COLUMN_WORDS, COLUMN_GLUE, COLUMN_TAGS };

static enum outcome compact_document(struct compacting *c, int64_t number, struct diagnostics *d)
{
	struct database *database = c->writer->database;

	statement_bind_integer(c->read, 1, number);
	if (statement_step(c->read) != STEP_ROW)
		return store_damaged(c->writer->path, d);
	int64_t count = statement_integer(c->read, COLUMN_TOKENS);

	if (count < 0 || count > UINT32_MAX ||
	    !renumber(c, statement_bytes(c->read, COLUMN_WORDS), (size_t)count))
		return store_damaged(c->writer->path, d);
	const struct slice parts[] = {
	    statement_bytes(c->read, COLUMN_ATTRIBUTES), buffer_slice(&c->packed),
	    statement_bytes(c->read, COLUMN_GLUE), statement_bytes(c->read, COLUMN_TAGS)};

	statement_bind_bytes(c->write, 1, buffer_slice(&c->packed));
	statement_bind_integer(c->write, 2, (int64_t)store_sum(parts, COUNT_OF(parts)));
	statement_bind_integer(c->write, 3, number);
	statement_reset(c->read);
	return statement_finish(c->write) ? DONE : database_failure(database, d);
}

static bool prepare(struct compacting *c)
{
	struct database *database = c->writer->database;

	c->list = database_prepare(database, "SELECT number FROM document ORDER BY id");
	c->read = database_prepare(
	    database, "SELECT tokens, attributes, words, glue, tags FROM document JOIN content"
		      " ON content.document = number WHERE number = ?");
	c->write = database_prepare(
	    database, "UPDATE content SET words = ?, sum = ? WHERE document = ?");
	return c->list && c->read && c->write;
}

/* The numbers of all documents, in byte order of id. */
static enum outcome list_documents(struct compacting *c, int64_t **documents, size_t *count,
				   struct diagnostics *d)
{
	size_t capacity = 0;
	enum step step;

	while ((step = statement_step(c->list)) == STEP_ROW) {
		*documents = memory_reserve(*documents, &capacity, *count + 1,
					    sizeof **documents);
		(*documents)[(*count)++] = statement_integer(c->list, 0);
	}
	return step == STEP_END ? DONE : database_failure(c->writer->database, d);
}

static enum outcome write_words(struct compacting *c, struct diagnostics *d)
{
	struct statement *insert = c->writer->insert_words;
	struct slice rows = buffer_slice(&c->fresh);

	if (!database_run(c->writer->database, "DELETE FROM words"))
		return database_failure(c->writer->database, d);
	if (!c->used)
		return DONE;
	statement_bind_integer(insert, 1, 0);
	statement_bind_integer(insert, 2, c->used);
	statement_bind_bytes(insert, 3, rows);
	statement_bind_integer(insert, 4, (int64_t)store_sum(&rows, 1));
	return statement_finish(insert) ? DONE : database_failure(c->writer->database, d);
}

static enum outcome rewrite(struct compacting *c, struct diagnostics *d)
{
	struct database *database = c->writer->database;
	int64_t *documents = NULL;
	size_t count = 0;
	enum outcome outcome = read_words(c, d);

	if (outcome == DONE && (!prepare(c) || !database_run(database, "BEGIN IMMEDIATE")))
		outcome = database_failure(database, d);
	if (outcome == DONE)
		outcome = list_documents(c, &documents, &count, d);
	for (size_t i = 0; i < count && outcome == DONE; i++)
		outcome = compact_document(c, documents[i], d);
	free(documents);
	if (outcome == DONE)
		outcome = write_words(c, d);
	if (outcome == DONE && !database_run(database, "COMMIT"))
		outcome = database_failure(database, d);
	return outcome;
}

enum outcome store_compact(struct store_writer *writer, struct diagnostics *d)
{
	struct compacting c = {.writer = writer};
	enum outcome outcome = rewrite(&c, d);

	/* The log is emptied too, so far as no reader holds it. */
	if (outcome == DONE &&
	    !database_run(writer->database, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"))
		outcome = database_failure(writer->database, d);
	free(c.rows);
	free(c.numbers);
	buffer_free(&c.old);
	buffer_free(&c.fresh);
	buffer_free(&c.numbers_read);
	buffer_free(&c.packed);
	return outcome;
}
