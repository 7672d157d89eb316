/*
 * Property: a document that is written and read is the same document, and
 * written again gives the same bytes.  Documents are random, in both phases.
 *
 * SEED in the environment gives the first seed; it is named on failure.
 */
#include "tests/properties/random_document.h"

#include "pipeline/stream/read.h"
#include "pipeline/stream/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DOCUMENTS = 4000 };

static uint64_t first_seed(void)
{
	const char *given = getenv("SEED");
	uint64_t value;

	return given && slice_to_integer(slice_of(given), &value) ? value : 20260101;
}

#define assert_equal_slices(a, b, what, seed)                                               \
	do {                                                                                \
		struct slice a_ = (a), b_ = (b);                                            \
		if (!slice_equal(a_, b_))                                                   \
			fail_msg("SEED=%llu: %s: \"%.*s\" became \"%.*s\"",                 \
				 (unsigned long long)(seed), what, SLICE_ARGUMENTS(a_),     \
				 SLICE_ARGUMENTS(b_));                                      \
	} while (0)

static void compare_attributes(const struct document *d, const struct attribute *a, size_t a_count,
			       const struct document *e, const struct attribute *b, size_t b_count,
			       uint64_t seed)
{
	assert_int_equal(a_count, b_count);
	for (size_t i = 0; i < a_count; i++) {
		assert_equal_slices(names_spelling(d->names, a[i].name),
				    names_spelling(e->names, b[i].name), "an attribute", seed);
		assert_equal_slices(a[i].value, b[i].value, "a value", seed);
	}
}

static void compare_tags(const struct document *d, const struct document *e, uint64_t seed)
{
	assert_int_equal(d->tag_count, e->tag_count);
	for (size_t i = 0; i < d->tag_count; i++) {
		const struct tag *a = &d->tags[i], *b = &e->tags[i];

		assert_equal_slices(tag_spelling(d, a), tag_spelling(e, b), "an element", seed);
		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->position, b->position);
		compare_attributes(d, d->pool + a->first_attribute, a->attribute_count, e,
				   e->pool + b->first_attribute, b->attribute_count, seed);
	}
}

static struct slice term_of(const struct document *d, uint32_t token)
{
	return vocabulary_term_string(d->words, layer_term(d->terms, d->tokens[token]));
}

static void compare_content(const struct document *d, const struct document *e, uint64_t seed)
{
	assert_int_equal(d->phase, e->phase);
	assert_int_equal(d->length, e->length);
	for (uint32_t i = 0; i < d->length; i++) {
		if (d->phase == PHASE_TEXT) {
			assert_equal_slices(line_slice(&d->lines[i]), line_slice(&e->lines[i]),
					    "a line", seed);
			assert_int_equal(d->lines[i].glue, e->lines[i].glue);
			continue;
		}
		assert_equal_slices(d->words->words[d->tokens[i]].form,
				    e->words->words[e->tokens[i]].form, "a word", seed);
		assert_equal_slices(term_of(d, i), term_of(e, i), "a term", seed);
		assert_int_equal(token_is_glued(d, i), token_is_glued(e, i));
	}
}

/* What one end of the stream has of its own. */
struct side {
	struct arena arena;
	struct names names;
	struct vocabulary words;
	struct document document;
	struct buffer bytes;
};

static void side_begin(struct side *side)
{
	*side = (struct side){.arena = {0}};
	names_begin(&side->names);
	vocabulary_begin(&side->words);
}

static void side_free(struct side *side)
{
	buffer_free(&side->bytes);
	vocabulary_free(&side->words);
	names_free(&side->names);
	arena_free(&side->arena);
}

static void next_document(struct side *side)
{
	arena_reset(&side->arena);
	buffer_reset(&side->bytes);
	document_begin(&side->document, &side->arena, &side->names, &side->words);
}

static uint64_t count_lines(struct slice bytes)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < bytes.length; i++)
		lines += bytes.at[i] == '\n';
	return lines;
}

static void round_trip(struct side *from, struct side *to, struct stream_reader *reader,
		       uint64_t seed)
{
	struct random random = {seed};
	struct diagnostics diagnostics = {0};

	next_document(from);
	next_document(to);
	random_document(&random, &from->document, (uint32_t)seed, true);
	write_document(&from->bytes, &from->document);
	struct slice bytes = buffer_slice(&from->bytes);
	struct stream_piece piece = {
	    .bytes = bytes, .file = "-", .line = 1, .lines = count_lines(bytes)};

	if (!stream_read(reader, &piece, &to->document, &diagnostics))
		fail_msg("SEED=%llu: refused: %.*s\n%.*s", (unsigned long long)seed,
			 SLICE_ARGUMENTS(buffer_slice(&diagnostics.lines)), SLICE_ARGUMENTS(bytes));
	compare_attributes(&from->document, from->document.attributes,
			   from->document.attribute_count, &to->document,
			   to->document.attributes, to->document.attribute_count, seed);
	compare_tags(&from->document, &to->document, seed);
	compare_content(&from->document, &to->document, seed);
	write_document(&to->bytes, &to->document);
	assert_equal_slices(bytes, buffer_slice(&to->bytes), "the bytes", seed);
	diagnostics_free(&diagnostics);
}

static void written_and_read_is_the_same(void **state)
{
	struct side from, to;
	struct stream_reader reader;

	(void)state;
	side_begin(&from);
	side_begin(&to);
	stream_reader_begin(&reader, &to.words);
	for (uint64_t i = 0; i < DOCUMENTS; i++)
		round_trip(&from, &to, &reader, first_seed() + i);
	stream_reader_free(&reader);
	side_free(&from);
	side_free(&to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(written_and_read_is_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
