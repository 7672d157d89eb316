/*
 * Layout: attributes, tags and glue as bytes.
 *
 * A string of either of the first two begins with the names it uses: their
 * count, and each as a counted string.  A tag is one byte (kind in 2 bits,
 * whether attributes follow in one, the name's number in 5), the rest of a
 * large name number, how many tokens it stands behind the last tag, and its
 * attributes.  All counts are varints.
 */
#include "pipeline/store/layout.h"

#include "pipeline/base/utf8.h"
#include "pipeline/store/packed.h"

enum {
	KIND_MASK = 3,
	HAS_ATTRIBUTES = 4,
	NAME_SHIFT = 3,
	NAME_LARGE = 31,	/* this and more: what is above it follows */
};

/* The names of one string: number in the document's table -> number here + 1. */
struct local_names {
	uint32_t *numbers;
	uint32_t *used;		/* the other way */
	uint32_t count;
};

static struct local_names local_names(const struct document *d)
{
	struct local_names local = {
	    .numbers = arena_new(d->arena, d->names->count, sizeof *local.numbers),
	    .used = arena_new(d->arena, d->names->count, sizeof *local.used),
	};

	memset(local.numbers, 0, d->names->count * sizeof *local.numbers);
	return local;
}

static void use_name(struct local_names *local, uint32_t name)
{
	if (local->numbers[name])
		return;
	local->used[local->count++] = name;
	local->numbers[name] = local->count;
}

static void use_attributes(struct local_names *local, const struct attribute *at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		use_name(local, at[i].name);
}

static void append_string(struct buffer *to, struct slice s)
{
	varint_append(to, s.length);
	buffer_append(to, s);
}

static void append_names(struct buffer *to, const struct local_names *local,
			 const struct names *names)
{
	varint_append(to, local->count);
	for (uint32_t i = 0; i < local->count; i++)
		append_string(to, names_spelling(names, local->used[i]));
}

static void append_attributes(struct buffer *to, const struct local_names *local,
			      const struct attribute *at, size_t count)
{
	varint_append(to, count);
	for (size_t i = 0; i < count; i++) {
		varint_append(to, local->numbers[at[i].name] - 1);
		append_string(to, at[i].value);
	}
}

void attributes_pack(struct buffer *to, const struct document *d)
{
	struct local_names local = local_names(d);

	use_attributes(&local, d->attributes, d->attribute_count);
	append_names(to, &local, d->names);
	append_attributes(to, &local, d->attributes, d->attribute_count);
}

static void append_tag(struct buffer *to, const struct local_names *local,
		       const struct document *d, const struct tag *tag, uint32_t behind)
{
	uint32_t name = local->numbers[tag->name] - 1;
	uint32_t small = name < NAME_LARGE ? name : NAME_LARGE;

	buffer_byte(to, (char)(tag->kind | (tag->attribute_count ? HAS_ATTRIBUTES : 0) |
			       small << NAME_SHIFT));
	if (small == NAME_LARGE)
		varint_append(to, name - NAME_LARGE);
	varint_append(to, behind);
	if (tag->attribute_count)
		append_attributes(to, local, d->pool + tag->first_attribute,
				  tag->attribute_count);
}

void tags_pack(struct buffer *to, const struct document *d)
{
	struct local_names local = local_names(d);
	uint32_t position = 0;

	for (size_t i = 0; i < d->tag_count; i++) {
		const struct tag *tag = &d->tags[i];

		use_name(&local, tag->name);
		use_attributes(&local, d->pool + tag->first_attribute, tag->attribute_count);
	}
	append_names(to, &local, d->names);
	varint_append(to, d->tag_count);
	for (size_t i = 0; i < d->tag_count; i++) {
		append_tag(to, &local, d, &d->tags[i], d->tags[i].position - position);
		position = d->tags[i].position;
	}
}

static bool take_count(struct slice *bytes, uint64_t most, uint32_t *count)
{
	uint64_t number;

	if (!varint_take(bytes, most < UINT32_MAX ? most : UINT32_MAX, &number))
		return false;
	*count = (uint32_t)number;
	return true;
}

static bool take_string(struct slice *bytes, struct slice *s)
{
	uint64_t length;

	if (!varint_take(bytes, bytes->length, &length) || length > bytes->length)
		return false;
	*s = slice_first(*bytes, length);
	*bytes = slice_from(*bytes, length);
	return utf8_valid_prefix(*s) == s->length;
}

/* The names at the front of a string: number here -> number in the document's table. */
struct name_list {
	uint32_t *numbers;
	uint32_t count;
};

static bool take_names(struct slice *bytes, struct document *d, struct name_list *list)
{
	if (!take_count(bytes, bytes->length, &list->count))
		return false;
	list->numbers = arena_new(d->arena, list->count, sizeof *list->numbers);
	for (uint32_t i = 0; i < list->count; i++) {
		struct slice spelling;

		if (!take_string(bytes, &spelling) || !name_is_legal(spelling))
			return false;
		list->numbers[i] = names_number(d->names, spelling);
	}
	return true;
}

static bool take_name(struct slice *bytes, const struct name_list *list, uint32_t *name)
{
	uint64_t number;

	if (!varint_take(bytes, UINT32_MAX, &number) || number >= list->count)
		return false;
	*name = list->numbers[number];
	return true;
}

bool attributes_read(struct slice bytes, struct document *d)
{
	struct name_list list;
	uint32_t count, name;
	struct slice value;

	if (!take_names(&bytes, d, &list) || !take_count(&bytes, bytes.length, &count))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (!take_name(&bytes, &list, &name) || !take_string(&bytes, &value))
			return false;
		document_set_attribute(d, name, value);
	}
	return bytes.length == 0;
}

static bool take_tag_attributes(struct slice *bytes, const struct name_list *list,
				struct document *d, bool keep)
{
	uint32_t count, name;
	struct slice value;

	if (!take_count(bytes, UINT16_MAX, &count))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (!take_name(bytes, list, &name) || !take_string(bytes, &value))
			return false;
		if (keep)
			document_add_tag_attribute(d, name, value);
	}
	return true;
}

/* The first byte of a tag and what belongs to it. */
static bool take_tag_name(struct slice *bytes, const struct name_list *list, unsigned *head,
			  uint32_t *name)
{
	uint64_t number, more = 0;

	if (!bytes->length)
		return false;
	*head = (unsigned char)bytes->at[0];
	*bytes = slice_from(*bytes, 1);
	number = *head >> NAME_SHIFT;
	if (number == NAME_LARGE && !varint_take(bytes, UINT32_MAX, &more))
		return false;
	if ((*head & KIND_MASK) > TAG_MILESTONE || number + more >= list->count)
		return false;
	*name = list->numbers[number + more];
	return true;
}

/* Whether a tag of this kind may stand where so many elements are open. */
static bool nests(unsigned kind, uint32_t *open)
{
	if (kind == TAG_OPEN)
		++*open;
	else if (kind == TAG_CLOSE && (*open)-- == 0)
		return false;
	return true;
}

bool tags_read(struct slice bytes, struct document *d, bool sentences)
{
	struct name_list list;
	uint32_t count, name, position = 0, open = 0;
	uint64_t behind;
	unsigned head;

	if (!take_names(&bytes, d, &list) || !take_count(&bytes, bytes.length, &count))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (!take_tag_name(&bytes, &list, &head, &name) ||
		    !varint_take(&bytes, d->length - position, &behind) ||
		    !nests(head & KIND_MASK, &open))
			return false;
		bool keep = sentences || name != NAME_S;

		position += (uint32_t)behind;
		if (keep)
			document_add_tag(d, head & KIND_MASK, name, position);
		if ((head & HAS_ATTRIBUTES) && !take_tag_attributes(&bytes, &list, d, keep))
			return false;
	}
	return bytes.length == 0 && open == 0;
}

static size_t glue_bytes(const struct document *d)
{
	return ((size_t)d->length + 7) / 8;
}

void glue_pack(struct buffer *to, const struct document *d)
{
	for (uint32_t i = 0; i < d->length; i += 8) {
		unsigned bits = d->glue[i / 64] >> (i % 64) & 0xff;

		if (d->length - i < 8)
			bits &= (1u << (d->length - i)) - 1;
		buffer_byte(to, (char)bits);
	}
}

bool glue_read(struct slice bytes, struct document *d)
{
	size_t words = (size_t)d->length / 64 + 1;

	if (bytes.length != glue_bytes(d))
		return false;
	d->glue = arena_new(d->arena, words, sizeof *d->glue);
	memset(d->glue, 0, words * sizeof *d->glue);
	for (size_t i = 0; i < bytes.length; i++)
		d->glue[i / 8] |= (uint64_t)(unsigned char)bytes.at[i] << (i % 8 * 8);
	return true;
}
