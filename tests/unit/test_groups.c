/* Groups: values to numbers and back, and documents cut where a value changes. */
#include "pipeline/model/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct names names;
	struct document document;
	struct groups groups;
};

static void begin(struct fixture *f, const char *by)
{
	struct diagnostics d = {0};

	*f = (struct fixture){0};
	names_begin(&f->names);
	document_begin(&f->document, &f->arena, &f->names, NULL);
	assert_int_equal(groups_begin(&f->groups, by, &d), DONE);
}

static void end(struct fixture *f)
{
	groups_free(&f->groups);
	names_free(&f->names);
	arena_free(&f->arena);
}

static void set(struct fixture *f, const char *name, const char *value)
{
	document_set_attribute(&f->document, names_number(&f->names, slice_of(name)),
			       slice_of(value));
}

static void open_tag(struct fixture *f, const char *name, const char *attribute,
		     const char *value, uint32_t position)
{
	document_add_tag(&f->document, TAG_OPEN, names_number(&f->names, slice_of(name)), position);
	if (attribute)
		document_add_tag_attribute(&f->document,
					   names_number(&f->names, slice_of(attribute)),
					   slice_of(value));
}

static void close_tag(struct fixture *f, const char *name, uint32_t position)
{
	document_add_tag(&f->document, TAG_CLOSE, names_number(&f->names, slice_of(name)),
			 position);
}

/* The pieces of the whole document as "0-2=Mary 2-5=": first, last, the group's values. */
static void assert_pieces_of(struct fixture *f, const struct stretch *stretches, size_t count,
			     const char *expected)
{
	char text[512];
	size_t pieces, length = 0;
	struct group_stretch *piece =
	    groups_of(&f->groups, &f->document, stretches, count, &pieces);

	text[0] = '\0';
	for (size_t i = 0; i < pieces; i++) {
		const struct slice *values = groups_values(&f->groups, piece[i].group);

		length += (size_t)snprintf(text + length, sizeof text - length, "%s%u-%u",
					   i ? " " : "", piece[i].first, piece[i].last);
		for (size_t j = 0; j < f->groups.key_count; j++)
			length += (size_t)snprintf(text + length, sizeof text - length, "=%.*s",
						   SLICE_ARGUMENTS(values[j]));
	}
	assert_string_equal(text, expected);
}

static void assert_pieces(struct fixture *f, const char *expected)
{
	struct stretch whole = {0, f->document.length};

	assert_pieces_of(f, &whole, 1, expected);
}

static void test_no_keys(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, NULL);
	f.document.length = 5;
	assert_pieces(&f, "0-5");
	assert_int_equal(f.groups.count, 1);
	uint32_t *sorted = groups_sorted(&f.groups);

	assert_int_equal(sorted[0], 0);
	free(sorted);
	end(&f);
}

static void test_attributes_of_text(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "region, text.type");
	f.document.length = 3;
	assert_pieces(&f, "0-3==");
	assert_int_equal(groups_empty_key(&f.groups), 0);
	set(&f, "region", "North");
	set(&f, "type", "plan");
	assert_pieces(&f, "0-3=North=plan");
	set(&f, "region", "Nor");
	set(&f, "type", "thplan");
	assert_pieces(&f, "0-3=Nor=thplan");
	assert_int_equal(f.groups.count, 3);
	end(&f);
}

static void make_turns(struct fixture *f)
{
	open_tag(f, "u", "who", "Mary", 1);
	open_tag(f, "s", NULL, NULL, 1);
	close_tag(f, "s", 2);
	open_tag(f, "note", "who", "Editor", 2);
	close_tag(f, "note", 3);
	close_tag(f, "u", 4);
	open_tag(f, "u", "who", "Tom", 4);
	close_tag(f, "u", 5);
	open_tag(f, "u", "who", "Tom", 5);
	close_tag(f, "u", 6);
	f->document.length = 7;
}

static void test_elements(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "u.who");
	make_turns(&f);
	assert_pieces(&f, "0-1= 1-4=Mary 4-6=Tom 6-7=");
	set(&f, "who", "nobody");
	assert_pieces(&f, "0-1= 1-4=Mary 4-6=Tom 6-7=");
	assert_int_equal(f.groups.count, 3);
	end(&f);
}

static void test_bare_name(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "who");
	make_turns(&f);
	assert_pieces(&f, "0-1= 1-2=Mary 2-3=Editor 3-4=Mary 4-6=Tom 6-7=");
	set(&f, "who", "nobody");
	assert_pieces(&f, "0-7=nobody");
	end(&f);
}

static void test_mixed_keys(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "region,u.who");
	make_turns(&f);
	set(&f, "region", "North");
	assert_pieces(&f, "0-1=North= 1-4=North=Mary 4-6=North=Tom 6-7=North=");
	end(&f);
}

static void test_stretches(void **state)
{
	static const struct stretch stretches[] = {{0, 2}, {3, 5}, {6, 7}};
	struct fixture f;

	(void)state;
	begin(&f, "u.who");
	make_turns(&f);
	assert_pieces_of(&f, stretches, 3, "0-1= 1-2=Mary 3-4=Mary 4-5=Tom 6-7=");
	assert_pieces_of(&f, stretches, 0, "");
	end(&f);
}

static void test_order(void **state)
{
	static const char *const values[][2] = {
	    {"b", "1"}, {"a", "2"}, {"", "9"}, {"a", ""}, {"a", "10"}, {"\xc3\xa9", ""},
	};
	static const uint32_t expected[] = {2, 3, 4, 1, 0, 5};
	struct fixture f;

	(void)state;
	begin(&f, "x,y");
	for (uint32_t i = 0; i < COUNT_OF(values); i++) {
		struct slice pair[] = {slice_of(values[i][0]), slice_of(values[i][1])};

		assert_int_equal(groups_number(&f.groups, pair), i);
		assert_int_equal(groups_number(&f.groups, pair), i);
	}
	assert_int_equal(groups_empty_key(&f.groups), 2);
	uint32_t *sorted = groups_sorted(&f.groups);

	assert_memory_equal(sorted, expected, sizeof expected);
	free(sorted);
	end(&f);
}

static void test_refused(void **state)
{
	static const char *const bad[] = {"", "a,", "local authority", "u.", ".who", "2nd"};
	struct groups groups;
	struct diagnostics d = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_int_equal(groups_begin(&groups, bad[i], &d), BAD_USAGE);
		groups_free(&groups);
	}
	diagnostics_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_no_keys),	   cmocka_unit_test(test_attributes_of_text),
	    cmocka_unit_test(test_elements),	   cmocka_unit_test(test_bare_name),
	    cmocka_unit_test(test_mixed_keys),	   cmocka_unit_test(test_stretches),
	    cmocka_unit_test(test_order),	   cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
