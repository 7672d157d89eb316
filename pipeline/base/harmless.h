/*
 * Harmless text: what could steer a terminal is made visible.
 *
 * That is C0, DEL and C1 controls, line and paragraph separators, and the
 * controls that turn the direction of text (UAX #9: marks, embeddings,
 * overrides, isolates).  File names, metadata and the text of documents may
 * hold any of them.
 */
#ifndef BASE_HARMLESS_H
#define BASE_HARMLESS_H

#include "pipeline/base/buffer.h"

/*
 * Appends the text with those characters as \x1b or \u202e, and bytes that
 * are no UTF-8 as \xff.  What is among the ASCII characters `kept` stays, and
 * a CR before a LF that stays.
 */
void harmless_append(struct buffer *to, struct slice text, const char *kept);

#endif
