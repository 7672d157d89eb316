/*
 * What the user says of a document, laid over what it says of itself.
 */
#ifndef MODEL_USER_ATTRIBUTES_H
#define MODEL_USER_ATTRIBUTES_H

#include "pipeline/model/document.h"

/*
 * Gives the document `count` attributes of its user's: title, author, date,
 * source and description take the place of its own, `copy-of` and all others
 * are added behind, unless it has one of that name.  The document's own
 * attributes are brought into the order in which people read them.
 */
void give_user_attributes(struct document *d, const struct attribute *user, size_t count);

#endif
