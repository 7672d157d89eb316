/* Store: its tables, and reading it. */
#include "pipeline/store/store.h"

#include "pipeline/base/memory.h"
#include "pipeline/model/block_language.h"
#include "pipeline/model/user_attributes.h"
#include "pipeline/model/vocabulary.h"
#include "pipeline/store/layout.h"
#include "pipeline/store/packed.h"

#include <stdlib.h>

const struct database_kind store_kind = {
    .application = 0x436f6e63,	/* "Conc" */
    .version = 1,
    .what = "corpus",
    .schema =
	"CREATE TABLE document("
	" number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, folder TEXT NOT NULL,"
	" size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,"
	" inode INTEGER NOT NULL, device INTEGER NOT NULL, seen INTEGER NOT NULL,"
	" hash BLOB NOT NULL, reading TEXT NOT NULL,"
	" status TEXT NOT NULL, tokens INTEGER NOT NULL,"
	" attributes BLOB NOT NULL, metadata BLOB NOT NULL);"
	"CREATE TABLE content("
	" document INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,"
	" words BLOB NOT NULL, glue BLOB NOT NULL, tags BLOB NOT NULL, sum INTEGER NOT NULL);"
	"CREATE TABLE words("
	" first INTEGER PRIMARY KEY, count INTEGER NOT NULL, forms BLOB NOT NULL,"
	" sum INTEGER NOT NULL);",
};

uint64_t store_sum(const struct slice *parts, size_t count)
{
	uint64_t sum = count;

	for (size_t i = 0; i < count; i++)
		sum = (sum << 7 | sum >> 57) ^ word_index_hash(parts[i]);
	return sum;
}

enum outcome store_damaged(const char *path, struct diagnostics *d)
{
	return diagnose_error(d, NOT_A_STREAM, "%s: is damaged: 'concordat check' says where; remove "
			      "it and make it anew", path);
}

static enum outcome list_documents(struct store_reader *reader, struct diagnostics *d)
{
	struct statement *list =
	    database_prepare(reader->database, "SELECT number FROM document ORDER BY id");
	size_t capacity = 0;
	enum step step = STEP_FAILED;

	while (list && (step = statement_step(list)) == STEP_ROW) {
		reader->documents = memory_reserve(reader->documents, &capacity,
						   reader->document_count + 1,
						   sizeof *reader->documents);
		reader->documents[reader->document_count++] = statement_integer(list, 0);
	}
	return step == STEP_END ? DONE : database_failure(reader->database, d);
}

static enum outcome count_words(struct store_reader *reader, struct diagnostics *d)
{
	struct statement *count =
	    database_prepare(reader->database, "SELECT ifnull(max(first + count), 0) FROM words");

	if (!count || statement_step(count) != STEP_ROW)
		return database_failure(reader->database, d);
	int64_t words = statement_integer(count, 0);

	statement_reset(count);
	if (words < 0 || words >= UINT32_MAX)
		return store_damaged(reader->path, d);
	reader->word_count = (uint32_t)words;
	return DONE;
}

enum outcome store_reader_open(struct store_reader *reader, const char *path,
			       struct diagnostics *d)
{
	*reader = (struct store_reader){.path = path};
	enum outcome outcome =
	    database_open(&reader->database, path, DATABASE_READ, &store_kind, d);

	if (outcome != DONE)
		return outcome;
	if (!database_run(reader->database, "BEGIN"))
		return database_failure(reader->database, d);
	reader->words = database_prepare(
	    reader->database, "SELECT first, count, forms, sum FROM words ORDER BY first");
	reader->document = database_prepare(
	    reader->database, "SELECT tokens, attributes, metadata, words, glue, tags, sum FROM document"
			      " LEFT JOIN content ON content.document = number WHERE number = ?");
	if (!reader->words || !reader->document)
		return database_failure(reader->database, d);
	if ((outcome = count_words(reader, d)) != DONE)
		return outcome;
	return list_documents(reader, d);
}

void store_reader_close(struct store_reader *reader)
{
	database_close(reader->database);
	free(reader->documents);
	*reader = (struct store_reader){0};
}

enum outcome store_fetch_words(struct store_reader *reader, struct buffer *to,
			       struct diagnostics *d)
{
	int64_t next = 0;
	enum step step;

	while ((step = statement_step(reader->words)) == STEP_ROW) {
		struct slice rows = statement_bytes(reader->words, 2);

		if (statement_integer(reader->words, 0) != next ||
		    (uint64_t)statement_integer(reader->words, 3) != store_sum(&rows, 1)) {
			statement_reset(reader->words);
			return store_damaged(reader->path, d);
		}
		next += statement_integer(reader->words, 1);
		buffer_append(to, rows);
	}
	return step == STEP_END ? DONE : database_failure(reader->database, d);
}

bool store_load_words(struct slice bytes, uint32_t count, struct vocabulary *words,
		      uint32_t *base)
{
	struct slice row, form, folded;
	uint32_t added = 0;

	*base = words->count;
	for (; slice_line(&bytes, &row); added++) {
		if (!slice_cut(&row, '\t', &form) || !slice_cut(&row, '\t', &folded) ||
		    !form.length || row.length != 1 || added == count)
			return false;
		if (!folded.length)
			folded = form;
		if (vocabulary_add_known(words, form, folded, (unsigned)(row.at[0] - '0')) ==
		    WORD_REFUSED)
			return false;
	}
	return added == count;
}

/* Appends one column's bytes and notes how many they are. */
static void fetch(struct statement *row, int column, struct buffer *to, size_t *length)
{
	struct slice bytes = statement_bytes(row, column);

	*length = bytes.length;
	buffer_append(to, bytes);
}

enum outcome store_fetch_document(struct store_reader *reader, size_t n, struct buffer *to,
				  struct stored_document *stored, struct diagnostics *d)
{
	struct statement *row = reader->document;

	statement_bind_integer(row, 1, reader->documents[n]);
	enum step step = statement_step(row);

	if (step == STEP_FAILED)
		return database_failure(reader->database, d);
	int64_t length = step == STEP_ROW ? statement_integer(row, 0) : -1;

	if (length < 0 || length > UINT32_MAX)
		return store_damaged(reader->path, d);
	stored->length = (uint32_t)length;
	fetch(row, 1, to, &stored->attributes);
	fetch(row, 2, to, &stored->metadata);
	fetch(row, 3, to, &stored->words);
	fetch(row, 4, to, &stored->glue);
	fetch(row, 5, to, &stored->tags);
	stored->sum = (uint64_t)statement_integer(row, 6);
	statement_reset(row);
	return DONE;
}

/* The words, as numbers of the vocabulary. */
static bool load_words(struct slice bytes, uint32_t base, uint32_t word_count, struct document *d)
{
	d->tokens = arena_new(d->arena, d->length, sizeof *d->tokens);
	if (!packed_read(bytes, d->tokens, d->length, word_count))
		return false;
	for (uint32_t i = 0; base && i < d->length; i++)
		d->tokens[i] += base;
	return true;
}

static struct slice take(struct slice *bytes, size_t length)
{
	struct slice taken = slice_first(*bytes, length);

	*bytes = slice_from(*bytes, length);
	return taken;
}

bool store_load_document(struct slice bytes, const struct stored_document *stored, uint32_t base,
			 uint32_t word_count, bool sentences, struct document *d)
{
	struct document user = {.arena = d->arena, .names = d->names};
	struct slice attributes = take(&bytes, stored->attributes);
	struct slice metadata = take(&bytes, stored->metadata);
	struct slice words = take(&bytes, stored->words), glue = take(&bytes, stored->glue);
	struct slice tags = take(&bytes, stored->tags);
	const struct slice parts[] = {attributes, words, glue, tags};

	if (store_sum(parts, COUNT_OF(parts)) != stored->sum ||
	    !attributes_read(attributes, d) || !attributes_read(metadata, &user))
		return false;
	give_user_attributes(d, user.attributes, user.attribute_count);
	d->length = stored->length;
	d->phase = stored->length ? PHASE_TOKENS : PHASE_NONE;
	d->terms = d->words->base;
	if (!load_words(words, base, word_count, d) || !glue_read(glue, d) ||
	    !tags_read(tags, d, sentences))
		return false;
	give_words_their_language(d);
	return true;
}
