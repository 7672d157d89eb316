/*
 * Escapes of the stream: what concordat-stream(5) has written in content and
 * in the values of attributes.
 */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "pipeline/base/buffer.h"

/*
 * Appends `text` with &amp; &lt; &gt; for & < >, with &#N; for the C0
 * controls and U+007F, and with &quot; for " where `quote` is set (in a
 * value).  Everything else is copied; UTF-8 is not looked at.
 */
void escape_append(struct buffer *to, struct slice text, bool quote);

#endif
