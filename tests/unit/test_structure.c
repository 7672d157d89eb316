/* Structure: the blocks of a document, whatever stands in and between them. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/model/structure.h"

struct fixture {
	struct arena arena;
	struct names names;
	struct document d;
};

static int begin(void **state)
{
	struct fixture *f = test_calloc(1, sizeof *f);

	names_begin(&f->names);
	document_begin(&f->d, &f->arena, &f->names, NULL);
	f->d.phase = PHASE_TEXT;
	*state = f;
	return 0;
}

static int end(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->arena);
	names_free(&f->names);
	test_free(f);
	return 0;
}

static void open_at(struct fixture *f, const char *name, uint32_t position)
{
	document_add_tag(&f->d, TAG_OPEN, names_number(&f->names, slice_of(name)), position);
}

static void close_at(struct fixture *f, const char *name, uint32_t position)
{
	document_add_tag(&f->d, TAG_CLOSE, names_number(&f->names, slice_of(name)), position);
}

static void assert_block(struct walk *walk, uint32_t first, uint32_t last, uint32_t name)
{
	struct block block;

	assert_true(walk_block(walk, &block));
	assert_int_equal(block.first, first);
	assert_int_equal(block.last, last);
	assert_int_equal(block.name, name);
}

static void assert_no_block(struct walk *walk)
{
	struct block block;

	assert_false(walk_block(walk, &block));
}

static void loose_content_is_a_block_of_its_own(void **state)
{
	struct fixture *f = *state;
	struct walk walk = {.document = &f->d};

	f->d.length = 5;
	open_at(f, "p", 1);
	close_at(f, "p", 3);
	open_at(f, "div", 3);
	close_at(f, "div", 4);
	assert_block(&walk, 0, 1, NAME_TEXT);
	assert_block(&walk, 1, 3, NAME_P);
	assert_block(&walk, 3, 4, NAME_DIV);
	assert_block(&walk, 4, 5, NAME_TEXT);
	assert_no_block(&walk);
}

static void milestones_and_inline_elements_part_no_block(void **state)
{
	struct fixture *f = *state;
	struct walk walk = {.document = &f->d};

	f->d.length = 6;
	open_at(f, "p", 0);
	document_add_tag(&f->d, TAG_MILESTONE, NAME_PB, 2);
	open_at(f, "hi", 3);
	close_at(f, "hi", 4);
	open_at(f, "s", 4);
	close_at(f, "s", 6);
	close_at(f, "p", 6);
	assert_block(&walk, 0, 6, NAME_P);
	assert_no_block(&walk);
}

static void an_unknown_element_around_loose_content_parts_it(void **state)
{
	struct fixture *f = *state;
	struct walk walk = {.document = &f->d};

	f->d.length = 3;
	open_at(f, "sp", 1);
	close_at(f, "sp", 2);
	assert_block(&walk, 0, 1, NAME_TEXT);
	assert_block(&walk, 1, 2, NAME_TEXT);
	assert_block(&walk, 2, 3, NAME_TEXT);
	assert_no_block(&walk);
}

static void what_stands_in_forme_work_is_known(void **state)
{
	struct fixture *f = *state;
	struct walk walk = {.document = &f->d};
	struct block block;

	f->d.length = 2;
	open_at(f, "fw", 0);
	open_at(f, "p", 0);
	close_at(f, "p", 1);
	close_at(f, "fw", 1);
	open_at(f, "p", 1);
	close_at(f, "p", 2);
	assert_true(walk_block(&walk, &block));
	assert_true(block.forme_work);
	assert_true(walk_block(&walk, &block));
	assert_false(block.forme_work);
}

static void deep_nesting_is_walked(void **state)
{
	struct fixture *f = *state;
	struct walk walk = {.document = &f->d};

	f->d.length = 1;
	for (int i = 0; i < 1000; i++)
		open_at(f, "div", 0);
	for (int i = 0; i < 1000; i++)
		close_at(f, "div", 1);
	assert_block(&walk, 0, 1, NAME_DIV);
	assert_no_block(&walk);
}

static void attributes_are_found_replaced_and_dropped(void **state)
{
	struct fixture *f = *state;
	struct document *d = &f->d;

	document_set_attribute(d, NAME_ID, SLICE("a"));
	document_set_attribute(d, NAME_LANG, SLICE(""));
	document_set_attribute(d, NAME_ID, SLICE("b"));
	assert_slice(document_id(d), "b");
	assert_int_equal(d->attribute_count, 2);
	assert_non_null(document_attribute(d, NAME_LANG).at);
	assert_null(document_attribute(d, NAME_TITLE).at);
	document_drop_attribute(d, NAME_ID);
	assert_null(document_id(d).at);
	assert_int_equal(d->attribute_count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(loose_content_is_a_block_of_its_own, begin, end),
	    cmocka_unit_test_setup_teardown(milestones_and_inline_elements_part_no_block, begin, end),
	    cmocka_unit_test_setup_teardown(an_unknown_element_around_loose_content_parts_it, begin, end),
	    cmocka_unit_test_setup_teardown(what_stands_in_forme_work_is_known, begin, end),
	    cmocka_unit_test_setup_teardown(deep_nesting_is_walked, begin, end),
	    cmocka_unit_test_setup_teardown(attributes_are_found_replaced_and_dropped, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
