/* Numbers, tags, attributes and glue come back as they were; damaged bytes never do harm. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/store/layout.h"
#include "pipeline/store/packed.h"

#include <stdlib.h>

enum { ROUNDS = 2000 };

/* Numbers that a seed decides: xorshift, as in Marsaglia (2003). */
static uint32_t next_number(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void numbers_come_back(void **state)
{
	uint32_t seed = 1, numbers[300], got[300];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct buffer bytes = {0};
		uint32_t count = next_number(&seed) % 300, largest = 0;

		for (uint32_t i = 0; i < count; i++) {
			numbers[i] = next_number(&seed) >> next_number(&seed) % 32;
			largest = numbers[i] > largest ? numbers[i] : largest;
		}
		packed_append(&bytes, numbers, count);
		if (largest < UINT32_MAX) {
			assert_true(packed_read(buffer_slice(&bytes), got, count, largest + 1));
			assert_memory_equal(got, numbers, count * sizeof *got);
		}
		if (count && largest) {
			assert_false(packed_read(buffer_slice(&bytes), got, count, largest));
			assert_false(packed_read(buffer_slice(&bytes), got, count - 1,
						 UINT32_MAX));
		}
		buffer_free(&bytes);
	}
}

static void numbers_at_the_edge_take_two_bytes_or_six(void **state)
{
	const uint32_t numbers[] = {0, 65534, 65535, 65536};
	uint32_t got[4];
	struct buffer bytes = {0};

	(void)state;
	packed_append(&bytes, numbers, 4);
	assert_int_equal(bytes.length, 4 * 2 + 2 * 4);
	assert_true(packed_read(buffer_slice(&bytes), got, 4, 65537));
	assert_memory_equal(got, numbers, sizeof numbers);
	assert_false(packed_read(slice_first(buffer_slice(&bytes), bytes.length - 1), got, 4, 65537));
	buffer_free(&bytes);
}

static void varints_come_back(void **state)
{
	static const uint64_t numbers[] = {0, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX};
	struct buffer bytes = {0};
	uint64_t got;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		varint_append(&bytes, numbers[i]);
	struct slice rest = buffer_slice(&bytes);

	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		struct slice again = rest;

		assert_true(varint_take(&rest, UINT64_MAX, &got));
		assert_int_equal(got, numbers[i]);
		if (numbers[i])
			assert_false(varint_take(&again, numbers[i] - 1, &got));
	}
	assert_false(varint_take(&rest, UINT64_MAX, &got));
	buffer_free(&bytes);
}

/* A document with elements, milestones and attributes that a seed decides. */
struct made {
	struct names names;
	struct arena arena;
	struct document d;
};

static void make(struct made *m, uint32_t seed)
{
	static const char *const spellings[] = {"p", "s", "pb", "custom", "div", "x.y-z"};
	uint32_t open[64], depth = 0, position = 0;

	*m = (struct made){0};
	names_begin(&m->names);
	document_begin(&m->d, &m->arena, &m->names, NULL);
	m->d.length = 1 + next_number(&seed) % 500;
	document_set_attribute(&m->d, NAME_ID, SLICE("a \"b\" & c"));
	document_set_attribute(&m->d, names_number(&m->names, SLICE("region")), SLICE(""));
	for (uint32_t i = next_number(&seed) % 200; i > 0; i--) {
		uint32_t name = names_number(&m->names,
					     slice_of(spellings[next_number(&seed) % 6]));

		position += next_number(&seed) % 4;
		if (position > m->d.length)
			position = m->d.length;
		if (next_number(&seed) % 3 == 0 && depth) {
			document_add_tag(&m->d, TAG_CLOSE, open[--depth], position);
		} else if (next_number(&seed) % 2 || depth == 64) {
			document_add_tag(&m->d, TAG_MILESTONE, name, position);
			document_add_tag_attribute(&m->d, NAME_N, SLICE("1"));
		} else {
			document_add_tag(&m->d, TAG_OPEN, name, position);
			open[depth++] = name;
		}
	}
	while (depth)
		document_add_tag(&m->d, TAG_CLOSE, open[--depth], m->d.length);
	m->d.glue = arena_new(&m->arena, m->d.length / 64 + 1, sizeof *m->d.glue);
	for (size_t i = 0; i <= m->d.length / 64; i++)
		m->d.glue[i] = (uint64_t)next_number(&seed) << 32 | next_number(&seed);
}

static void unmake(struct made *m)
{
	names_free(&m->names);
	arena_free(&m->arena);
}

static void assert_attributes(const struct document *a, const struct attribute *as, size_t count,
			      const struct document *b, const struct attribute *bs)
{
	for (size_t i = 0; i < count; i++) {
		assert_true(slice_equal(names_spelling(a->names, as[i].name),
					names_spelling(b->names, bs[i].name)));
		assert_true(slice_equal(as[i].value, bs[i].value));
	}
}

static void assert_same_tags(const struct document *a, const struct document *b, bool sentences)
{
	size_t at = 0;

	for (size_t i = 0; i < a->tag_count; i++) {
		const struct tag *tag = &a->tags[i], *other = &b->tags[at];

		if (!sentences && tag->name == NAME_S)
			continue;
		assert_true(at++ < b->tag_count);
		assert_int_equal(tag->kind, other->kind);
		assert_int_equal(tag->position, other->position);
		assert_int_equal(tag->attribute_count, other->attribute_count);
		assert_true(slice_equal(tag_spelling(a, tag), tag_spelling(b, other)));
		assert_attributes(a, a->pool + tag->first_attribute, tag->attribute_count, b,
				  b->pool + other->first_attribute);
	}
	assert_int_equal(at, b->tag_count);
}

/* Reads into a document with names of its own. */
static bool read_all(struct made *to, uint32_t length, const struct buffer *attributes,
		     const struct buffer *tags, const struct buffer *glue, bool sentences)
{
	*to = (struct made){0};
	names_begin(&to->names);
	document_begin(&to->d, &to->arena, &to->names, NULL);
	to->d.length = length;
	return attributes_read(buffer_slice(attributes), &to->d) &&
	       tags_read(buffer_slice(tags), &to->d, sentences) &&
	       glue_read(buffer_slice(glue), &to->d);
}

static void documents_come_back(void **state)
{
	(void)state;
	for (uint32_t round = 1; round < ROUNDS; round++) {
		struct made from, to;
		struct buffer attributes = {0}, tags = {0}, glue = {0};
		bool sentences = round % 2;

		make(&from, round * 2654435761u);
		attributes_pack(&attributes, &from.d);
		tags_pack(&tags, &from.d);
		glue_pack(&glue, &from.d);
		assert_true(read_all(&to, from.d.length, &attributes, &tags, &glue, sentences));
		assert_int_equal(from.d.attribute_count, to.d.attribute_count);
		assert_attributes(&from.d, from.d.attributes, from.d.attribute_count, &to.d,
				  to.d.attributes);
		assert_same_tags(&from.d, &to.d, sentences);
		for (uint32_t i = 0; i < from.d.length; i++)
			assert_int_equal(token_is_glued(&from.d, i), token_is_glued(&to.d, i));
		unmake(&to);

		/* Whatever a byte becomes: read or refused, and no tag out of its place. */
		uint32_t seed = round, place = next_number(&seed) % (uint32_t)tags.length;

		tags.at[place] = (char)next_number(&seed);
		if (read_all(&to, from.d.length, &attributes, &tags, &glue, true))
			for (size_t i = 0; i < to.d.tag_count; i++)
				assert_true(to.d.tags[i].position <= to.d.length);
		unmake(&to);
		unmake(&from);
		buffer_free(&attributes);
		buffer_free(&tags);
		buffer_free(&glue);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_come_back),
	    cmocka_unit_test(numbers_at_the_edge_take_two_bytes_or_six),
	    cmocka_unit_test(varints_come_back),
	    cmocka_unit_test(documents_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
