/*
 * Unescaping: from what stands in the stream to the text it means.
 */
#ifndef STREAM_UNESCAPE_H
#define STREAM_UNESCAPE_H

#include "pipeline/base/buffer.h"

/* No byte that needs a second look: no control, `<`, `>`, `&`, nothing above 0x7e. */
bool is_plain(struct slice s);

/*
 * Appends the text.  NULL, or what is wrong: a raw control character, `<` or
 * `>`, a bad escape, ill-formed UTF-8.
 */
const char *unescape(struct buffer *to, struct slice s);

#endif
