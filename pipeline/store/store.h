/*
 * Store: a corpus in one file, as words and numbers.
 *
 * `document` is what was found in folders, with what shows whether its file
 * has changed, and its attributes; `content` its words as packed numbers,
 * glue and tags (layout.h); `words` what the numbers mean, in chunks, one for
 * each transaction that met new ones.
 * Words keep their numbers as long as the store lives, documents theirs
 * until they are read again.  Attributes that the user gave (metadata) are
 * kept apart from those of the document, and laid over them when it is read.
 *
 * No terms are kept: stages work them out from the folded forms, once for
 * each word.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "pipeline/base/database.h"
#include "pipeline/model/document.h"

extern const struct database_kind store_kind;

/* Says that a store is damaged and what to do, as an error that ends the command. */
enum outcome store_damaged(const char *path, struct diagnostics *d);

/* A sum over a document's bytes, so that damage is noticed when they are read. */
uint64_t store_sum(const struct slice *parts, size_t count);

/*
 * A store being read: one connection, one snapshot, whatever is written
 * meanwhile.  Used under one lock; what it gives is then read outside.
 */
struct store_reader {
	const char *path;	/* borrowed */
	struct database *database;
	struct statement *document, *words;
	int64_t *documents;	/* numbers, in byte order of id */
	size_t document_count;
	uint32_t word_count;
};

/* Opens and lists; to be closed whatever the outcome. */
enum outcome store_reader_open(struct store_reader *reader, const char *path,
			       struct diagnostics *d);
void store_reader_close(struct store_reader *reader);

/* Appends all words, for store_load_words(). */
enum outcome store_fetch_words(struct store_reader *reader, struct buffer *to,
			       struct diagnostics *d);

/*
 * Adds the words that were fetched to a vocabulary; *base is the number
 * there of the store's word 0.  The bytes must live as long as the
 * vocabulary.  False if they are not `count` words.
 */
bool store_load_words(struct slice bytes, uint32_t count, struct vocabulary *words,
		      uint32_t *base);

/* One document as it lies in the store. */
struct stored_document {
	size_t attributes, metadata, words, glue, tags;	/* bytes of each, in this order */
	uint32_t length;				/* tokens */
	uint64_t sum;					/* of all but the metadata */
};

/* Appends the bytes of the n-th document, for store_load_document(). */
enum outcome store_fetch_document(struct store_reader *reader, size_t n, struct buffer *to,
				  struct stored_document *stored, struct diagnostics *d);

/*
 * Makes the document, whose strings point into `bytes`; tags of sentences
 * only if wanted.  `base` and `word_count` are of the vocabulary's words that
 * are the store's.  False if the bytes are damaged.
 */
bool store_load_document(struct slice bytes, const struct stored_document *stored, uint32_t base,
			 uint32_t word_count, bool sentences, struct document *d);

#endif
