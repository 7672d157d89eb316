/*
 * Gaps: pages that could not be read.
 */
#ifndef PDF_GAPS_H
#define PDF_GAPS_H

#include "stages/read/reader/pdf/layout.h"
#include "stages/read/reader/protocol.h"

/*
 * Why the page (from 1) is not to be read, since a reader has failed at it;
 * READING_OK: it is to be read.  `gaps` may be null.
 */
enum reading_status gap_at(const struct reader_gaps *gaps, uint32_t page);

/*
 * "page 7 could not be read: out of time; raise --max-seconds": all pages
 * that are missing, by the reason.  Nothing if none is.
 */
void append_gaps(struct buffer *to, const struct layout *layout);

#endif
