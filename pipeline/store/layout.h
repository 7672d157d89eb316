/*
 * Layout: what a document holds beside its words, as bytes.
 *
 * Attributes of <text>, tags with their places, and glue, each as a string
 * of bytes of its own, so that whoever needs only one reads only one.  Names
 * are spelled out once in each string and are numbers behind that, so a
 * string can be read without any other.
 *
 * Reading checks everything: what comes out of damaged bytes is `false`,
 * never a document that breaks an invariant of pipeline/model/document.h.
 */
#ifndef STORE_LAYOUT_H
#define STORE_LAYOUT_H

#include "pipeline/base/buffer.h"
#include "pipeline/model/document.h"

/* Attributes of <text> as they stand. */
void attributes_pack(struct buffer *to, const struct document *d);

/* Appends them to the document's; values point into `bytes`. */
bool attributes_read(struct slice bytes, struct document *d);

/* All tags in written order, with their attributes. */
void tags_pack(struct buffer *to, const struct document *d);

/*
 * The tags of a document whose length is set; values point into `bytes`.
 * Without `sentences`, <s> tags are left out.
 */
bool tags_read(struct slice bytes, struct document *d, bool sentences);

/* Glue, a bit for each token. */
void glue_pack(struct buffer *to, const struct document *d);
bool glue_read(struct slice bytes, struct document *d);

#endif
