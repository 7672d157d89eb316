/*
 * Groups: the values of --by, joined into one number a group.
 *
 * --by ATTR,ATTR: attributes of `text`.  ELEMENT.ATTRIBUTE names an enclosing
 * element's; the bare name means text's, else the nearest enclosing
 * element's.  A document without the attribute is in the group with the
 * empty value.
 */
#ifndef MODEL_GROUPS_H
#define MODEL_GROUPS_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/document.h"
#include "pipeline/model/selection.h"
#include "pipeline/model/word_index.h"

struct group_key {
	struct slice element;	/* empty: text's, else the nearest element's */
	struct slice attribute;
};

struct groups {
	struct group_key *keys;
	size_t key_count;
	struct word_index index;	/* joined values -> group */
	struct slice *values;		/* group g's are values[g * key_count ...] */
	uint32_t count;
	size_t capacity;
	struct arena arena;
};

/* Parses "region,type"; a null pointer gives no keys and the one group 0. */
enum outcome groups_begin(struct groups *groups, const char *by, struct diagnostics *d);

/* The same for attributes that are known; their names are copied. */
void groups_begin_with(struct groups *groups, const struct slice *attributes, size_t count);
void groups_free(struct groups *groups);

/* A stretch of content that belongs to one group. */
struct group_stretch {
	uint32_t first, last, group;
};

/* Cuts selected stretches by group; in the document's arena. */
struct group_stretch *groups_of(struct groups *groups, struct document *d,
				const struct stretch *stretches, size_t count, size_t *pieces);

/* The group number of these values (key_count of them), given one if new: for merging. */
uint32_t groups_number(struct groups *groups, const struct slice *values);

static inline const struct slice *groups_values(const struct groups *groups, uint32_t group)
{
	return groups->values + (size_t)group * groups->key_count;
}

/*
 * The first key that has the empty value in every group, or key_count: if
 * anything was grouped, its name is probably misspelt.
 */
size_t groups_empty_key(const struct groups *groups);

/* Group numbers in byte order of their values; freed with free(). */
uint32_t *groups_sorted(const struct groups *groups);

#endif
