/*
 * Writing the stream: concordat-stream(5), one writer for all programs.
 *
 * The pieces below write tags and content, escaped, for whoever makes a
 * stream by hand (the document reader); write_document() writes a whole
 * document.  All append to a buffer and cannot fail.
 *
 * A tag is write_open(), any number of write_attribute(), then write_end()
 * for an opening tag or write_milestone_end() for a milestone.
 */
#ifndef STREAM_WRITE_H
#define STREAM_WRITE_H

#include "pipeline/base/buffer.h"
#include "pipeline/model/document.h"

void write_open(struct buffer *to, struct slice name);
void write_attribute(struct buffer *to, struct slice name, struct slice value);
void write_end(struct buffer *to);
void write_milestone_end(struct buffer *to);
void write_close(struct buffer *to, struct slice name);

/* One line of content (text phase): escaped, with its LF.  Not empty; valid UTF-8. */
void write_content(struct buffer *to, struct slice text);
void write_glue(struct buffer *to);

void write_document(struct buffer *to, const struct document *document);

#endif
