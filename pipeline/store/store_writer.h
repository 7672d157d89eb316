/*
 * Writing a store: documents come as records and go in transactions.
 *
 * One writer at a time; a second gets TRY_LATER at once.  What was committed
 * is whole, whatever happens later: a transaction holds the documents, and
 * the words they need.
 */
#ifndef STORE_STORE_WRITER_H
#define STORE_STORE_WRITER_H

#include "pipeline/model/word_index.h"
#include "pipeline/store/record.h"
#include "pipeline/store/store.h"

/* What shows whether a file has changed.  Times in nanoseconds. */
struct file_stamp {
	int64_t size, modified, changed, inode, device;
	int64_t seen;		/* when this was looked at; 0: it changed while it was read */
};

/* A document as it is about to be written, beside what its record says. */
struct writing {
	struct file_stamp stamp;
	struct slice folder;		/* operand below which it was found */
	struct slice reading;		/* versions and options it was read with */
	struct slice metadata;		/* packed attributes of the user */
};

struct store_writer {
	const char *path;		/* borrowed */
	struct database *database;
	int lock;			/* descriptor that holds the lock, or -1 */
	struct statement *insert, *insert_content, *insert_words, *drop, *stamp, *describe;
	struct word_index index;	/* row of a word -> number */
	bool has_index;
	uint32_t word_count;
	struct buffer rows;		/* of words that no transaction holds yet, */
	uint32_t first_row;		/* from this number on */
	struct buffer packed, numbers;
	struct workers_words *workers;	/* by worker: its numbers -> the store's */
	size_t worker_count;
	size_t pending;			/* bytes since the last commit */
	bool open;			/* a transaction is */
};

/* `make`: a store that is not there is made, else that is an error. */
enum outcome store_writer_open(struct store_writer *writer, const char *path, bool make,
			       struct diagnostics *d);

/* Writes the document, in place of one with the same id. */
enum outcome store_writer_add(struct store_writer *writer, const struct record *record,
			      const struct writing *writing, struct diagnostics *d);

/* Another stamp, or other metadata, for a document that is there. */
enum outcome store_writer_stamp(struct store_writer *writer, int64_t document,
				const struct file_stamp *stamp, struct diagnostics *d);
enum outcome store_writer_describe(struct store_writer *writer, int64_t document,
				   struct slice metadata, struct diagnostics *d);
enum outcome store_writer_drop(struct store_writer *writer, struct slice id,
			       struct diagnostics *d);

/* What is dropped from now on is overwritten with zeros, too. */
enum outcome store_writer_forget(struct store_writer *writer, struct diagnostics *d);

/* Commits what is not committed yet, and brings the log back into the file. */
enum outcome store_writer_finish(struct store_writer *writer, struct diagnostics *d);
void store_writer_close(struct store_writer *writer);

#endif
