/* A document: its attributes and its tags. */
#include "pipeline/model/document.h"

void document_begin(struct document *d, struct arena *arena, struct names *names,
		    struct vocabulary *words)
{
	*d = (struct document){
	    .arena = arena, .names = names, .words = words, .descriptor = -1};
}

/* A larger copy of an array in the arena; the old one is left to it. */
static void *grown(struct document *d, const void *old, size_t count, size_t *capacity,
		   size_t size)
{
	size_t more = *capacity * 2 + 16;
	void *fresh = arena_new(d->arena, more, size);

	if (count)
		memcpy(fresh, old, count * size);
	*capacity = more;
	return fresh;
}

static struct attribute *find(struct attribute *attributes, size_t count, uint32_t name)
{
	for (size_t i = 0; i < count; i++)
		if (attributes[i].name == name)
			return &attributes[i];
	return NULL;
}

struct slice document_attribute(const struct document *d, uint32_t name)
{
	const struct attribute *a = find(d->attributes, d->attribute_count, name);

	return a ? a->value : (struct slice){NULL, 0};
}

struct slice document_id(const struct document *d)
{
	return document_attribute(d, NAME_ID);
}

void document_set_attribute(struct document *d, uint32_t name, struct slice value)
{
	struct attribute *a = find(d->attributes, d->attribute_count, name);

	if (a) {
		a->value = value;
		return;
	}
	if (d->attribute_count == d->attribute_capacity)
		d->attributes = grown(d, d->attributes, d->attribute_count,
				      &d->attribute_capacity, sizeof *d->attributes);
	d->attributes[d->attribute_count++] = (struct attribute){name, value};
}

void document_drop_attribute(struct document *d, uint32_t name)
{
	struct attribute *a = find(d->attributes, d->attribute_count, name);

	if (!a)
		return;
	size_t after = d->attribute_count - (size_t)(a - d->attributes) - 1;

	memmove(a, a + 1, after * sizeof *a);
	d->attribute_count--;
}

struct slice tag_attribute(const struct document *d, const struct tag *tag, uint32_t name)
{
	if (!tag->attribute_count)
		return (struct slice){NULL, 0};
	const struct attribute *a =
	    find(d->pool + tag->first_attribute, tag->attribute_count, name);

	return a ? a->value : (struct slice){NULL, 0};
}

struct tag *document_add_tag(struct document *d, enum tag_kind kind, uint32_t name,
			     uint32_t position)
{
	if (d->tag_count == d->tag_capacity)
		d->tags = grown(d, d->tags, d->tag_count, &d->tag_capacity, sizeof *d->tags);
	struct tag *tag = &d->tags[d->tag_count++];

	*tag = (struct tag){.name = name,
			    .position = position,
			    .first_attribute = (uint32_t)d->pool_count,
			    .kind = (uint16_t)kind};
	return tag;
}

static void add_to_pool(struct document *d, struct attribute attribute)
{
	if (d->pool_count == d->pool_capacity)
		d->pool = grown(d, d->pool, d->pool_count, &d->pool_capacity, sizeof *d->pool);
	d->pool[d->pool_count++] = attribute;
}

void document_add_tag_attribute(struct document *d, uint32_t name, struct slice value)
{
	add_to_pool(d, (struct attribute){name, value});
	d->tags[d->tag_count - 1].attribute_count++;
}

/* Attributes of a tag stand side by side, so they all move to the end of the pool. */
void document_extend_tag(struct document *d, size_t tag, uint32_t name, struct slice value)
{
	struct tag *extended = &d->tags[tag];
	size_t first = extended->first_attribute;

	extended->first_attribute = (uint32_t)d->pool_count;
	for (size_t i = 0; i < extended->attribute_count; i++)
		add_to_pool(d, d->pool[first + i]);
	add_to_pool(d, (struct attribute){name, value});
	extended->attribute_count++;
}

struct slice document_where(const struct document *d)
{
	if (!d->file)
		return (struct slice){"", 0};
	if (!d->line)
		return arena_printf(d->arena, "%s: ", d->file);
	return arena_printf(d->arena, "%s:%llu: ", d->file, (unsigned long long)d->line);
}
