/*
 * Body: the text of a message as blocks of the stream.
 */
#ifndef MAIL_BODY_H
#define MAIL_BODY_H

#include "pipeline/base/buffer.h"

/* How plain text is laid out: format=flowed, RFC 3676. */
enum body_layout { BODY_FIXED, BODY_FLOWED, BODY_FLOWED_GLUED };	/* GLUED: DelSp=yes */

/*
 * Appends the blocks of a plain text (UTF-8).  Blank lines part paragraphs,
 * and so does the end of a line that is too long to have been wrapped; lines
 * behind `>` are `quote`, lines behind a dash or bullet `item`; what follows
 * a line "-- " is `div type="signature"`.
 */
void body_write_plain(struct buffer *to, struct slice text, enum body_layout layout);

/*
 * Appends blocks (whole ones, as the stream has them) with those paragraphs
 * made `quote` that were written by somebody else: "On ... wrote:" before a
 * quotation, and all that stands behind such a line, behind the head of an
 * older message ("From: ... Sent: ...") or behind the line that announces it.
 */
void body_mark_quoted(struct buffer *to, struct slice blocks);

#endif
