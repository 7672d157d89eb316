/*
 * MIME: a message as fields and parts (RFC 5322, 2045-2047, 2231).
 *
 * Everything is a slice of the message; what is decoded goes to a buffer.
 * Lenient where mail programs are: lines may end in LF, a part may be cut
 * off, a boundary may be missing at the end.
 */
#ifndef MAIL_MIME_H
#define MAIL_MIME_H

#include "pipeline/base/buffer.h"

struct mime_part {
	struct slice header, body;
};

/* Cuts a message, or the inside of a part, at its first empty line. */
struct mime_part mime_part_of(struct slice message);

/* The raw value of a field, folded lines with it; a null pointer: there is none. */
struct slice mime_field(struct slice header, const char *name);

/* Whether the value starts so, in whatever case. */
bool mime_starts(struct slice value, const char *start);

/*
 * Appends the value of a parameter ("boundary" of a Content-Type) in UTF-8:
 * quoted or not, in pieces and with a charset (RFC 2231), or as encoded
 * words, which is wrong but common.  False: there is none, and nothing is
 * appended.
 */
bool mime_parameter(struct buffer *to, struct slice value, const char *name);

/*
 * The next part of a multipart body.  `*rest` starts as the body and moves;
 * `*begun` starts false.  False: no more.
 */
bool mime_next(struct slice *rest, bool *begun, struct slice boundary, struct mime_part *part);

/* Appends the bytes of a part, by its Content-Transfer-Encoding. */
void mime_decode(struct buffer *to, const struct mime_part *part);

/* Appends s with each `sign` and two hexadecimal digits as a byte. */
void mime_append_escaped(struct buffer *to, struct slice s, char sign);

/* Appends what base64 means; other bytes than its digits are passed over, `=` ends it. */
void mime_decode_base64(struct buffer *to, struct slice s);

/*
 * Appends bytes of a charset (may be empty or wrong) as UTF-8.  Charsets
 * whose bytes are all ASCII are believed; of others, bytes that are UTF-8 are
 * taken for that.
 */
void mime_decode_text(struct buffer *to, struct slice bytes, struct slice charset);

/* Appends the text of an unstructured field: unfolded, encoded words decoded (RFC 2047). */
void mime_field_text(struct buffer *to, struct slice value);

/* Appends who an address field names: names, or addresses without one, `; ` between. */
void mime_people(struct buffer *to, struct slice value);

#endif
