/* Writing a store. */
#include "pipeline/store/store_writer.h"

#include "pipeline/base/memory.h"
#include "pipeline/store/packed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

enum { COMMIT_BYTES = 16 << 20 };

struct workers_words {
	uint32_t *numbers;
	size_t count, capacity;
};

/* Another writer, even one that is between two transactions, is not waited for. */
static enum outcome lock_store(struct store_writer *writer, bool make, struct diagnostics *d)
{
	writer->lock = open(writer->path, O_RDWR | (make ? O_CREAT : 0) | O_CLOEXEC, 0600);
	if (writer->lock < 0 && errno == ENOENT && !make)
		return diagnose_error(d, NO_INPUT, "%s: is not there: check the name", writer->path);
	if (writer->lock < 0)
		return diagnose_error(d, NO_OUTPUT, "%s: cannot be written: %s", writer->path,
				      strerror(errno));
	if (flock(writer->lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return DONE;	/* or a file system without locks, where SQLite's must do */
	return diagnose_error(d, TRY_LATER,
			      "%s: another update is writing it: try again when that is done",
			      writer->path);
}

static bool prepare(struct store_writer *writer)
{
	struct database *database = writer->database;

	writer->insert = database_prepare(
	    database, "INSERT INTO document(id, folder, size, modified, changed, inode, device,"
		      " seen, hash, reading, status, tokens, attributes, metadata)"
		      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	writer->insert_content = database_prepare(
	    database, "INSERT INTO content(document, words, glue, tags, sum)"
		      " VALUES (?, ?, ?, ?, ?)");
	writer->insert_words =
	    database_prepare(database, "INSERT INTO words(first, count, forms, sum)"
				      " VALUES (?, ?, ?, ?)");
	writer->drop = database_prepare(database, "DELETE FROM document WHERE id = ?");
	writer->stamp = database_prepare(
	    database, "UPDATE document SET size = ?, modified = ?, changed = ?, inode = ?,"
		      " device = ?, seen = ? WHERE number = ?");
	writer->describe =
	    database_prepare(database, "UPDATE document SET metadata = ? WHERE number = ?");
	return writer->insert && writer->insert_content && writer->insert_words &&
	       writer->drop && writer->stamp && writer->describe;
}

enum outcome store_writer_open(struct store_writer *writer, const char *path, bool make,
			       struct diagnostics *d)
{
	*writer = (struct store_writer){.path = path, .lock = -1};
	enum outcome outcome = lock_store(writer, make, d);

	if (outcome == DONE)
		outcome = database_open(&writer->database, path, DATABASE_WRITE, &store_kind, d);
	if (outcome == DONE && !prepare(writer))
		outcome = database_failure(writer->database, d);
	return outcome;
}

static enum outcome failure(struct store_writer *writer, struct diagnostics *d)
{
	return database_failure(writer->database, d);
}

static enum outcome begin(struct store_writer *writer, struct diagnostics *d)
{
	if (writer->open)
		return DONE;
	writer->open = database_run(writer->database, "BEGIN IMMEDIATE");
	return writer->open ? DONE : failure(writer, d);
}

static enum outcome commit(struct store_writer *writer, struct diagnostics *d)
{
	if (!writer->open)
		return DONE;
	if (writer->rows.length) {
		statement_bind_integer(writer->insert_words, 1, writer->first_row);
		statement_bind_integer(writer->insert_words, 2,
				       writer->word_count - writer->first_row);
		struct slice rows = buffer_slice(&writer->rows);

		statement_bind_bytes(writer->insert_words, 3, rows);
		statement_bind_integer(writer->insert_words, 4, (int64_t)store_sum(&rows, 1));
		if (!statement_finish(writer->insert_words))
			return failure(writer, d);
		buffer_reset(&writer->rows);
		writer->first_row = writer->word_count;
	}
	if (!database_run(writer->database, "COMMIT"))
		return failure(writer, d);
	writer->open = false;
	writer->pending = 0;
	return DONE;
}

/* Asked when a row is new: it gets the next number and waits for the commit. */
static uint32_t add_row(void *context, struct slice row)
{
	struct store_writer *writer = context;

	if (writer->word_count == WORD_REFUSED)
		return WORD_REFUSED;
	buffer_append(&writer->rows, row);
	return writer->word_count++;
}

/* The words that are there get their numbers again. */
static enum outcome load_index(struct store_writer *writer, struct diagnostics *d)
{
	struct store_reader reader;
	enum outcome outcome = store_reader_open(&reader, writer->path, d);
	struct buffer bytes = {0};
	struct slice rest, row;

	if (outcome == DONE)
		outcome = store_fetch_words(&reader, &bytes, d);
	for (rest = buffer_slice(&bytes); outcome == DONE && slice_line(&rest, &row);) {
		row.length++;	/* rows are known with their line feed */
		word_index_number(&writer->index, row, add_row, writer);
	}
	buffer_reset(&writer->rows);
	writer->first_row = writer->word_count;
	buffer_free(&bytes);
	store_reader_close(&reader);
	writer->has_index = outcome == DONE;
	return outcome;
}

static struct workers_words *words_of(struct store_writer *writer, uint64_t worker)
{
	size_t old = writer->worker_count;

	if (worker >= old) {
		writer->workers = memory_resize(writer->workers, worker + 1,
						sizeof *writer->workers);
		writer->worker_count = worker + 1;
		memset(writer->workers + old, 0,
		       (writer->worker_count - old) * sizeof *writer->workers);
	}
	return &writer->workers[worker];
}

/* The words that a worker met for the first time get their numbers here. */
static bool learn_rows(struct store_writer *writer, struct workers_words *words, struct slice rows)
{
	struct slice row;

	while (slice_line(&rows, &row)) {
		row.length++;
		uint32_t number = word_index_number(&writer->index, row, add_row, writer);

		if (number == WORD_REFUSED)
			return false;
		words->numbers = memory_reserve(words->numbers, &words->capacity,
						words->count + 1, sizeof *words->numbers);
		words->numbers[words->count++] = number;
	}
	return true;
}

/* The record's words as packed numbers of the store. */
static bool pack_words(struct store_writer *writer, const struct record *record)
{
	struct workers_words *words = words_of(writer, record->worker);
	size_t count = record->words.length / sizeof(uint32_t);
	uint32_t *numbers;

	if (!learn_rows(writer, words, record->rows))
		return false;
	buffer_reset(&writer->numbers);
	buffer_reserve(&writer->numbers, record->words.length);
	numbers = (uint32_t *)(void *)writer->numbers.at;
	memcpy(numbers, record->words.at, record->words.length);
	for (size_t i = 0; i < count; i++) {
		if (numbers[i] >= words->count)
			return false;
		numbers[i] = words->numbers[numbers[i]];
	}
	buffer_reset(&writer->packed);
	packed_append(&writer->packed, numbers, count);
	return true;
}

static void bind_stamp(struct statement *statement, int first, const struct file_stamp *stamp)
{
	statement_bind_integer(statement, first, stamp->size);
	statement_bind_integer(statement, first + 1, stamp->modified);
	statement_bind_integer(statement, first + 2, stamp->changed);
	statement_bind_integer(statement, first + 3, stamp->inode);
	statement_bind_integer(statement, first + 4, stamp->device);
	statement_bind_integer(statement, first + 5, stamp->seen);
}

static bool drop(struct store_writer *writer, struct slice id)
{
	statement_bind_text(writer->drop, 1, id);
	return statement_finish(writer->drop);
}

static bool insert(struct store_writer *writer, const struct record *record,
		   const struct writing *writing)
{
	struct statement *row = writer->insert, *content = writer->insert_content;
	const struct slice parts[] = {record->attributes, buffer_slice(&writer->packed),
				      record->glue, record->tags};

	statement_bind_text(row, 1, record->id);
	statement_bind_text(row, 2, writing->folder);
	bind_stamp(row, 3, &writing->stamp);
	statement_bind_bytes(row, 9, record->hash);
	statement_bind_text(row, 10, writing->reading);
	statement_bind_text(row, 11, record->status);
	statement_bind_integer(row, 12, (int64_t)(record->words.length / sizeof(uint32_t)));
	statement_bind_bytes(row, 13, record->attributes);
	statement_bind_bytes(row, 14, writing->metadata);
	if (!statement_finish(row))
		return false;
	statement_bind_integer(content, 1, database_last_row(writer->database));
	statement_bind_bytes(content, 2, buffer_slice(&writer->packed));
	statement_bind_bytes(content, 3, record->glue);
	statement_bind_bytes(content, 4, record->tags);
	statement_bind_integer(content, 5, (int64_t)store_sum(parts, COUNT_OF(parts)));
	return statement_finish(content);
}

enum outcome store_writer_add(struct store_writer *writer, const struct record *record,
			      const struct writing *writing, struct diagnostics *d)
{
	enum outcome outcome = writer->has_index ? DONE : load_index(writer, d);

	if (outcome == DONE)
		outcome = begin(writer, d);
	if (outcome != DONE)
		return outcome;
	if (!pack_words(writer, record))
		return diagnose_error(d, INTERNAL_ERROR, "%.*s: its words have no numbers",
				      SLICE_ARGUMENTS(record->id));
	if (!drop(writer, record->id) || !insert(writer, record, writing))
		return failure(writer, d);
	writer->pending += writer->packed.length + record->tags.length + 256;
	return writer->pending >= COMMIT_BYTES ? commit(writer, d) : DONE;
}

enum outcome store_writer_stamp(struct store_writer *writer, int64_t document,
				const struct file_stamp *stamp, struct diagnostics *d)
{
	enum outcome outcome = begin(writer, d);

	if (outcome != DONE)
		return outcome;
	bind_stamp(writer->stamp, 1, stamp);
	statement_bind_integer(writer->stamp, 7, document);
	return statement_finish(writer->stamp) ? DONE : failure(writer, d);
}

enum outcome store_writer_describe(struct store_writer *writer, int64_t document,
				   struct slice metadata, struct diagnostics *d)
{
	enum outcome outcome = begin(writer, d);

	if (outcome != DONE)
		return outcome;
	statement_bind_bytes(writer->describe, 1, metadata);
	statement_bind_integer(writer->describe, 2, document);
	return statement_finish(writer->describe) ? DONE : failure(writer, d);
}

enum outcome store_writer_drop(struct store_writer *writer, struct slice id, struct diagnostics *d)
{
	enum outcome outcome = begin(writer, d);

	if (outcome != DONE)
		return outcome;
	return drop(writer, id) ? DONE : failure(writer, d);
}

enum outcome store_writer_forget(struct store_writer *writer, struct diagnostics *d)
{
	return database_run(writer->database, "PRAGMA secure_delete = ON") ? DONE
									   : failure(writer, d);
}

enum outcome store_writer_finish(struct store_writer *writer, struct diagnostics *d)
{
	return commit(writer, d);
}

void store_writer_close(struct store_writer *writer)
{
	database_close(writer->database);
	if (writer->lock >= 0)
		close(writer->lock);
	for (size_t i = 0; i < writer->worker_count; i++)
		free(writer->workers[i].numbers);
	free(writer->workers);
	word_index_free(&writer->index);
	buffer_free(&writer->rows);
	buffer_free(&writer->packed);
	buffer_free(&writer->numbers);
	*writer = (struct store_writer){.lock = -1};
}
