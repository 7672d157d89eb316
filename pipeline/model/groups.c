/*
 * Groups: from the values of --by to one number, and back.
 *
 * Most keys have one value for the whole document, and then nothing is
 * walked.  A key that stands on elements inside is followed through the tags
 * with a stack: each open element has a row of values, its parent's with its
 * own put over them.
 */
#include "pipeline/model/groups.h"

#include "pipeline/base/memory.h"

#include <stdlib.h>

static enum outcome parse_key(struct group_key *key, struct slice text, const char *by,
			      struct diagnostics *d)
{
	struct slice trimmed = slice_trim(text);
	size_t point = slice_find_byte(trimmed, '.');

	*key = (struct group_key){.attribute = trimmed};
	if (point < trimmed.length) {
		key->element = slice_first(trimmed, point);
		key->attribute = slice_from(trimmed, point + 1);
	}
	if (!name_is_legal(key->attribute) ||
	    (point < trimmed.length && !name_is_legal(key->element)))
		return diagnose_error(d, BAD_USAGE,
				      "--by '%s': '%.*s' is no attribute; write region,type or, "
				      "for an element's, u.who", by, SLICE_ARGUMENTS(trimmed));
	return DONE;
}

/* Without keys there is one group, from the start. */
static void begin_values(struct groups *groups)
{
	if (groups->key_count)
		return;
	groups->values = memory_new(1, sizeof *groups->values);
	groups->count = 1;
}

enum outcome groups_begin(struct groups *groups, const char *by, struct diagnostics *d)
{
	struct slice rest = slice_of(by), part;
	size_t room = 1;

	*groups = (struct groups){0};
	for (const char *at = by ? by : ""; *at; at++)
		room += *at == ',';
	groups->keys = memory_new(room, sizeof *groups->keys);
	while (slice_cut(&rest, ',', &part)) {
		enum outcome outcome = parse_key(&groups->keys[groups->key_count], part, by, d);

		if (outcome != DONE)
			return outcome;
		groups->key_count++;
	}
	begin_values(groups);
	return DONE;
}

void groups_begin_with(struct groups *groups, const struct slice *attributes, size_t count)
{
	*groups = (struct groups){.keys = memory_new(count, sizeof *groups->keys),
				  .key_count = count};
	for (size_t i = 0; i < count; i++)
		groups->keys[i].attribute = arena_copy(&groups->arena, attributes[i]);
	begin_values(groups);
}

void groups_free(struct groups *groups)
{
	free(groups->keys);
	free(groups->values);
	word_index_free(&groups->index);
	arena_free(&groups->arena);
	*groups = (struct groups){0};
}

struct new_group {
	struct groups *groups;
	const struct slice *values;
};

/* The index has not met these values: they get the next number. */
static uint32_t add_group(void *context, struct slice key)
{
	struct new_group *fresh = context;
	struct groups *groups = fresh->groups;
	size_t first = (size_t)groups->count * groups->key_count;

	(void)key;
	groups->values = memory_reserve(groups->values, &groups->capacity,
					first + groups->key_count, sizeof *groups->values);
	for (size_t i = 0; i < groups->key_count; i++)
		groups->values[first + i] = arena_copy(&groups->arena, fresh->values[i]);
	return groups->count++;
}

/* Values are told apart by their lengths in front: any byte may be in one. */
uint32_t groups_number(struct groups *groups, const struct slice *values)
{
	struct new_group fresh = {groups, values};
	struct buffer joined = {0};

	if (!groups->key_count)
		return 0;
	for (size_t i = 0; i < groups->key_count; i++) {
		struct slice length = {(const char *)&values[i].length, sizeof values[i].length};

		buffer_append(&joined, length);
		buffer_append(&joined, values[i]);
	}
	uint32_t number = word_index_number(&groups->index, buffer_slice(&joined), add_group,
					    &fresh);

	buffer_free(&joined);
	return number;
}

/* The keys of one document: their names as its numbers, and what the tags do to them. */
struct cutting {
	struct groups *groups;
	const struct document *document;
	uint32_t *names;	/* of the keys' attributes; NAME_NONE: settled */
	struct slice *rows;	/* the stack of values: key_count for each open element */
	size_t depth;
	bool known;		/* `group` is the number of the top row */
	uint32_t group;
	struct group_stretch *pieces;
	size_t count;
};

static struct slice *top_row(const struct cutting *cutting)
{
	return cutting->rows + cutting->depth * cutting->groups->key_count;
}

/* Whether the tag carries the key's attribute, and is of the key's element. */
static bool tag_has_key(const struct cutting *cutting, const struct tag *tag, size_t key,
			struct slice *value)
{
	struct slice element = cutting->groups->keys[key].element;

	if (cutting->names[key] == NAME_NONE || !tag->attribute_count)
		return false;
	*value = tag_attribute(cutting->document, tag, cutting->names[key]);
	return value->at &&
	       (!element.length || slice_equal(element, tag_spelling(cutting->document, tag)));
}

/*
 * Looks up the keys: the bottom row gets the values of <text>, and a key
 * keeps its name only if elements inside may have it.  Returns whether any
 * may.
 */
static bool settle_keys(struct cutting *cutting)
{
	const struct document *d = cutting->document;
	bool inside = false;

	for (size_t i = 0; i < cutting->groups->key_count; i++) {
		const struct group_key *key = &cutting->groups->keys[i];
		uint32_t name = names_lookup(d->names, key->attribute);
		bool of_text = slice_is(key->element, "text");

		cutting->rows[i] = (struct slice){NULL, 0};
		if (name != NAME_NONE && (of_text || !key->element.length))
			cutting->rows[i] = document_attribute(d, name);
		if (of_text || cutting->rows[i].at)
			name = NAME_NONE;
		cutting->names[i] = name;
		for (size_t j = 0; j < d->pool_count && name != NAME_NONE && !inside; j++)
			inside = d->pool[j].name == name;
	}
	return inside;
}

static uint32_t current_group(struct cutting *cutting)
{
	if (!cutting->known)
		cutting->group = groups_number(cutting->groups, top_row(cutting));
	cutting->known = true;
	return cutting->group;
}

/* Appends content of the current group, joined to the piece before where it may be. */
static void add_piece(struct cutting *cutting, uint32_t first, uint32_t last)
{
	uint32_t group = current_group(cutting);
	struct group_stretch *before = cutting->count ? &cutting->pieces[cutting->count - 1] : NULL;

	if (before && before->last == first && before->group == group)
		before->last = last;
	else
		cutting->pieces[cutting->count++] = (struct group_stretch){first, last, group};
}

/* Appends what the stretches hold of from .. to - 1; they are used up from the front. */
static void add_content(struct cutting *cutting, uint32_t from, uint32_t to,
			const struct stretch **stretch, const struct stretch *end)
{
	for (; *stretch < end && (*stretch)->first < to; ++*stretch) {
		uint32_t first = (*stretch)->first > from ? (*stretch)->first : from;
		uint32_t last = (*stretch)->last < to ? (*stretch)->last : to;

		if (first < last)
			add_piece(cutting, first, last);
		if ((*stretch)->last > to)
			break;
	}
}

/* Whether the element on top has the values of its parent, the same bytes of the same place. */
static bool is_like_parent(const struct cutting *cutting)
{
	size_t keys = cutting->groups->key_count;
	const struct slice *own = top_row(cutting), *parent = own - keys;

	for (size_t i = 0; i < keys; i++) {
		if (own[i].at != parent[i].at || own[i].length != parent[i].length)
			return false;
	}
	return true;
}

static void open_element(struct cutting *cutting, const struct tag *tag)
{
	size_t keys = cutting->groups->key_count;
	struct slice *parent = top_row(cutting), *own = parent + keys, value;

	for (size_t i = 0; i < keys; i++)
		own[i] = tag_has_key(cutting, tag, i, &value) ? value : parent[i];
	cutting->depth++;
	cutting->known = cutting->known && is_like_parent(cutting);
}

static void close_element(struct cutting *cutting)
{
	cutting->known = cutting->known && is_like_parent(cutting);
	cutting->depth--;
}

/* The deepest nesting, and at most how many pieces the tags can make. */
static size_t measure_tags(const struct document *d, size_t *deepest)
{
	size_t depth = 0, ends = 0;

	*deepest = 0;
	for (size_t i = 0; i < d->tag_count; i++) {
		if (d->tags[i].kind == TAG_MILESTONE)
			continue;
		ends++;
		if (d->tags[i].kind == TAG_CLOSE)
			depth--;
		else if (++depth > *deepest)
			*deepest = depth;
	}
	return ends;
}

static void cut_by_tags(struct cutting *cutting, const struct stretch *stretch, size_t count)
{
	const struct document *d = cutting->document;
	const struct stretch *end = stretch + count;
	const struct slice *bottom = cutting->rows;
	size_t keys = cutting->groups->key_count, deepest;
	size_t ends = measure_tags(d, &deepest);
	uint32_t from = 0;

	cutting->rows = arena_new(d->arena, (deepest + 1) * keys, sizeof *cutting->rows);
	memcpy(cutting->rows, bottom, keys * sizeof *bottom);
	cutting->pieces = arena_new(d->arena, count + ends, sizeof *cutting->pieces);
	for (size_t i = 0; i < d->tag_count; i++) {
		const struct tag *tag = &d->tags[i];

		if (tag->kind == TAG_MILESTONE)
			continue;
		add_content(cutting, from, tag->position, &stretch, end);
		from = tag->position;
		if (tag->kind == TAG_OPEN)
			open_element(cutting, tag);
		else
			close_element(cutting);
	}
	add_content(cutting, from, d->length, &stretch, end);
}

struct group_stretch *groups_of(struct groups *groups, struct document *d,
				const struct stretch *stretches, size_t count, size_t *pieces)
{
	struct cutting cutting = {.groups = groups, .document = d};

	cutting.names = arena_new(d->arena, groups->key_count, sizeof *cutting.names);
	cutting.rows = arena_new(d->arena, groups->key_count, sizeof *cutting.rows);
	if (settle_keys(&cutting)) {
		cut_by_tags(&cutting, stretches, count);
	} else {
		cutting.pieces = arena_new(d->arena, count, sizeof *cutting.pieces);
		for (size_t i = 0; i < count; i++)
			add_piece(&cutting, stretches[i].first, stretches[i].last);
	}
	*pieces = cutting.count;
	return cutting.pieces;
}

size_t groups_empty_key(const struct groups *groups)
{
	size_t key = 0;

	for (uint32_t i = 0; i < groups->count && key < groups->key_count;) {
		if (groups_values(groups, i)[key].length) {
			key++;
			i = 0;
		} else {
			i++;
		}
	}
	return key;
}

struct sorted_group {
	const struct slice *values;
	size_t key_count;
	uint32_t group;
};

static int compare_groups(const void *a, const void *b)
{
	const struct sorted_group *first = a, *second = b;

	for (size_t i = 0; i < first->key_count; i++) {
		int order = slice_compare(first->values[i], second->values[i]);

		if (order)
			return order;
	}
	return 0;
}

uint32_t *groups_sorted(const struct groups *groups)
{
	struct sorted_group *sorted = memory_new(groups->count, sizeof *sorted);
	uint32_t *numbers = memory_new(groups->count, sizeof *numbers);

	for (uint32_t i = 0; i < groups->count; i++)
		sorted[i] = (struct sorted_group){groups_values(groups, i), groups->key_count, i};
	qsort(sorted, groups->count, sizeof *sorted, compare_groups);
	for (uint32_t i = 0; i < groups->count; i++)
		numbers[i] = sorted[i].group;
	free(sorted);
	return numbers;
}
