/* Stores as the source of a chain. */
#include "pipeline/run/stores.h"

#include "pipeline/base/memory.h"
#include "pipeline/model/vocabulary.h"

#include <stdlib.h>

enum outcome stores_open(struct stores *stores, struct arguments paths, struct diagnostics *d)
{
	enum outcome outcome = DONE;

	*stores = (struct stores){.readers = memory_new(paths.count, sizeof *stores->readers),
				  .paths = paths.at};
	for (size_t i = 0; i < paths.count && outcome == DONE; i++) {
		outcome = store_reader_open(&stores->readers[stores->count++], paths.at[i], d);
		stores->document_count += stores->readers[i].document_count;
	}
	return outcome;
}

void stores_close(struct stores *stores)
{
	for (size_t i = 0; i < stores->count; i++)
		store_reader_close(&stores->readers[i]);
	free(stores->readers);
	*stores = (struct stores){0};
}

bool stores_fetch(struct stores *stores, struct worker_store *known, struct buffer *bytes,
		  struct fetched *fetched, enum outcome *outcome, struct diagnostics *d)
{
	while (stores->current < stores->count &&
	       stores->next == stores->readers[stores->current].document_count) {
		stores->current++;
		stores->next = 0;
	}
	if (stores->current == stores->count)
		return false;
	struct store_reader *reader = &stores->readers[stores->current];
	struct worker_store *words = &known[stores->current];

	*outcome = DONE;
	if (!words->fetched)
		*outcome = store_fetch_words(reader, &words->words, d);
	words->fetched = true;
	fetched->store = stores->current;
	buffer_reset(bytes);
	if (*outcome == DONE)
		*outcome = store_fetch_document(reader, stores->next++, bytes, &fetched->document,
						d);
	return true;
}

bool stores_load(const struct stores *stores, struct worker_store *known,
		 const struct buffer *bytes, const struct fetched *fetched, bool sentences,
		 struct document *document, struct diagnostics *d)
{
	const struct store_reader *reader = &stores->readers[fetched->store];
	struct worker_store *words = &known[fetched->store];
	bool whole = words->loaded || store_load_words(buffer_slice(&words->words),
						       reader->word_count, document->words,
						       &words->base);

	words->loaded = whole;
	document->file = stores->paths[fetched->store];
	if (whole && store_load_document(buffer_slice(bytes), &fetched->document, words->base,
					 reader->word_count, sentences, document))
		return true;
	struct slice id = document_id(document);

	diagnose_failure(d, "%s: %s%.*s is damaged, and left out: 'concordat check' says more",
			 reader->path, id.length ? "document " : "a document", SLICE_ARGUMENTS(id));
	return false;
}
