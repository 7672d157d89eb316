/*
 * Changes: what was repaired and left out on the way from letters to blocks,
 * kept for the report where there is to be one.
 */
#ifndef PDF_CHANGES_H
#define PDF_CHANGES_H

#include "stages/read/reader/pdf/layout.h"

struct reading;

/* `box` is where it stands on the page, or NULL; the texts are copied. */
void add_change(struct layout *layout, const char *kind, uint32_t page, const struct box *box,
		struct slice before, struct slice after);

/* All pages have their size by now. */
void report_changes(const struct layout *layout, struct reading *reading);

#endif
