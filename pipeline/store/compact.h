/*
 * Compacting a store: words that no document uses any more go, the others
 * are numbered anew in the order of documents, and the file shrinks.
 *
 * All in one transaction of a writer, so that readers see the old numbers or
 * the new ones.
 */
#ifndef STORE_COMPACT_H
#define STORE_COMPACT_H

#include "pipeline/store/store_writer.h"

enum outcome store_compact(struct store_writer *writer, struct diagnostics *d);

#endif
