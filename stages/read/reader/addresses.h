/*
 * Addresses: their pieces, and which of them lead to documents.
 */
#ifndef READER_ADDRESSES_H
#define READER_ADDRESSES_H

#include "pipeline/base/slice.h"

/* The length of "https:", with the colon; 0 where there is none. */
size_t address_scheme(struct slice address);

/* What stands before the first '?' or '#', whichever is asked for; else all. */
struct slice address_before(struct slice address, char mark);

/*
 * "pdf", if a link of this text, and of this media type if it says one, leads
 * to such a document; "" for a document of a form that is not known; NULL: to
 * none.
 */
const char *linked_format(struct slice address, struct slice type, struct slice text);

#endif
