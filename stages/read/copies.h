/*
 * Copies: files that hold the same bytes.
 *
 * Only files of equal size are hashed.  Of those that are alike the first in
 * byte order of the id is the original; the others are told its id.
 */
#ifndef READ_COPIES_H
#define READ_COPIES_H

#include "stages/read/candidates.h"

/* Adds the attribute copy-of to every candidate that is a copy and not dropped. */
void mark_copies(struct candidates *candidates);

#endif
