/*
 * Title: what the file declares, if that can be one, else what the first page says.
 */
#ifndef PDF_TITLE_H
#define PDF_TITLE_H

#include "stages/read/reader/pdf/layout.h"

struct reading;

/*
 * Whether a declared title can be one: not the name of a file, nor what
 * programs write when nobody gave any.
 */
bool is_real_title(struct slice title);

/*
 * Sets the attribute, from a declared title (not cleaned) or from the page,
 * and marks the heading that shows it.  The blocks have been made.
 */
void set_title(struct reading *reading, const struct layout *layout, struct slice declared);

#endif
