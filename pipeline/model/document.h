/*
 * A document: what every stage is handed, whole.
 *
 * Content is an array of lines (text phase) or of word numbers (token phase);
 * structure is an array of tags in written order beside it, each with the
 * place in the content where it stands.  Attributes of `text` are apart.
 *
 * Ownership: everything a document points to lives in its arena, in the
 * bytes it was read from (kept by the runner as long as the document), in
 * the vocabulary, in the names table, or in the state of the stage that made
 * it, until that is handed the next document.  A stage that changes a document
 * takes what it needs from `arena` and replaces arrays as a whole; the
 * arrays are never freed one by one.
 */
#ifndef MODEL_DOCUMENT_H
#define MODEL_DOCUMENT_H

#include "pipeline/base/arena.h"
#include "pipeline/model/names.h"

struct vocabulary;
struct layer;

enum phase { PHASE_NONE, PHASE_TEXT, PHASE_TOKENS };	/* NONE: no content, both */

struct attribute {
	uint32_t name;
	struct slice value;	/* unescaped UTF-8 */
};

enum tag_kind { TAG_OPEN, TAG_CLOSE, TAG_MILESTONE };

struct tag {
	uint32_t name;
	uint32_t position;		/* of the next line or token */
	uint32_t first_attribute;	/* in document.pool */
	uint16_t attribute_count;
	uint16_t kind;			/* enum tag_kind */
};

/*
 * A stretch of running text; `glue`: no space before the next line.  16 bytes
 * behind it may be read.
 */
struct line {
	const char *at;
	uint32_t length;
	bool glue;
};

/*
 * `tags` does not hold the <text> tags themselves, nor any <g/>: glue is a
 * bit of the line or token before it.
 */
struct document {
	struct arena *arena;
	struct names *names;
	struct vocabulary *words;	/* token phase: what the numbers mean */
	struct layer *terms;		/* token phase: from words to terms */

	struct attribute *attributes;	/* of <text>, in order; never null with count > 0 */
	size_t attribute_count, attribute_capacity;

	enum phase phase;
	struct line *lines;		/* text phase */
	uint32_t *tokens;		/* token phase: word numbers */
	uint64_t *glue;			/* token phase: bit i: no space after token i */
	uint32_t length;		/* lines or tokens */

	struct tag *tags;
	size_t tag_count, tag_capacity;
	struct attribute *pool;		/* attributes of the tags */
	size_t pool_count, pool_capacity;

	const char *file;		/* for messages: where it was read, and */
	uint64_t line;			/* the line of its <text>; 0 if read from a file of its own */
	int descriptor;			/* files phase: an open file, see stages/read; else -1 */
	bool dropped;			/* set by a stage: later stages do not see it */
};

/* An empty document over this arena, names and vocabulary. */
void document_begin(struct document *d, struct arena *arena, struct names *names,
		    struct vocabulary *words);

static inline struct slice line_slice(const struct line *line)
{
	return (struct slice){line->at, line->length};
}

static inline bool token_is_glued(const struct document *d, uint32_t token)
{
	return d->glue[token >> 6] >> (token & 63) & 1;
}

static inline void token_set_glue(struct document *d, uint32_t token)
{
	d->glue[token >> 6] |= UINT64_C(1) << (token & 63);
}

static inline struct slice tag_spelling(const struct document *d, const struct tag *tag)
{
	return names_spelling(d->names, tag->name);
}

/* Attributes of <text>.  An absent one is a slice with a null pointer. */
struct slice document_attribute(const struct document *d, uint32_t name);
struct slice document_id(const struct document *d);

/* Replaces the value or adds the attribute at the end.  Value and name are borrowed. */
void document_set_attribute(struct document *d, uint32_t name, struct slice value);
void document_drop_attribute(struct document *d, uint32_t name);

/* An attribute of a tag; null pointer if absent. */
struct slice tag_attribute(const struct document *d, const struct tag *tag, uint32_t name);

/*
 * Appends a tag at the content position; attributes are added to the tag
 * that was appended last.  The arrays grow in the arena.
 */
struct tag *document_add_tag(struct document *d, enum tag_kind kind, uint32_t name,
			     uint32_t position);
void document_add_tag_attribute(struct document *d, uint32_t name, struct slice value);

/* Gives an attribute to a tag that has none of that name, behind those it has. */
void document_extend_tag(struct document *d, size_t tag, uint32_t name, struct slice value);

/* "FILE:LINE: ", "" or so: for messages about this document.  In the arena. */
struct slice document_where(const struct document *d);

#endif
