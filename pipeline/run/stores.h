/*
 * Stores as the source of a chain: documents one after the other, store by
 * store, for several workers.
 *
 * The connections are one worker's at a time; a worker fetches bytes under
 * the crew's lock and makes the document of them outside.
 */
#ifndef RUN_STORES_H
#define RUN_STORES_H

#include "pipeline/run/options.h"
#include "pipeline/store/store.h"

struct stores {
	struct store_reader *readers;
	const char *const *paths;
	size_t count;
	size_t current, next;		/* the document to be fetched next */
	size_t document_count;
};

/* What a worker knows of one store. */
struct worker_store {
	struct buffer words;		/* the strings of its vocabulary */
	uint32_t base;			/* number there of the store's word 0 */
	bool fetched, loaded;
};

/* A document that was fetched. */
struct fetched {
	size_t store;
	struct stored_document document;
};

enum outcome stores_open(struct stores *stores, struct arguments paths, struct diagnostics *d);
void stores_close(struct stores *stores);

/*
 * Fetches the next document into `bytes`, and its store's words if the
 * worker has none of them yet; false at the end.
 */
bool stores_fetch(struct stores *stores, struct worker_store *known, struct buffer *bytes,
		  struct fetched *fetched, enum outcome *outcome, struct diagnostics *d);

/* Makes the document; false, with a failure said, if its bytes are damaged. */
bool stores_load(const struct stores *stores, struct worker_store *known,
		 const struct buffer *bytes, const struct fetched *fetched, bool sentences,
		 struct document *document, struct diagnostics *d);

#endif
