/* Slices: cutting, trimming, comparing, numbers. */
#include "tests/unit/cmocka_all.h"

static void lines_need_no_line_feed_at_the_end(void **state)
{
	struct slice rest = SLICE("a\n\nb"), line;

	(void)state;
	assert_true(slice_line(&rest, &line));
	assert_slice(line, "a");
	assert_true(slice_line(&rest, &line));
	assert_slice(line, "");
	assert_true(slice_line(&rest, &line));
	assert_slice(line, "b");
	assert_false(slice_line(&rest, &line));
}

static void a_line_feed_at_the_end_makes_no_line(void **state)
{
	struct slice rest = SLICE("a\n"), line;

	(void)state;
	assert_true(slice_line(&rest, &line));
	assert_false(slice_line(&rest, &line));
}

static void cutting_gives_the_empty_part_behind_the_last_mark(void **state)
{
	struct slice rest = SLICE("a,b,"), part;

	(void)state;
	assert_true(slice_cut(&rest, ',', &part));
	assert_slice(part, "a");
	assert_true(slice_cut(&rest, ',', &part));
	assert_slice(part, "b");
	assert_true(slice_cut(&rest, ',', &part));
	assert_slice(part, "");
	assert_false(slice_cut(&rest, ',', &part));
}

static void order_is_by_unsigned_bytes_prefix_first(void **state)
{
	(void)state;
	assert_true(slice_compare(SLICE("a"), SLICE("ab")) < 0);
	assert_true(slice_compare(SLICE("z"), SLICE("\xc3\xa9")) < 0);
	assert_int_equal(slice_compare(SLICE(""), (struct slice){NULL, 0}), 0);
}

static void integers_are_digits_up_to_the_largest(void **state)
{
	uint64_t value = 0;

	(void)state;
	assert_true(slice_to_integer(SLICE("18446744073709551615"), &value));
	assert_true(value == UINT64_MAX);
	assert_false(slice_to_integer(SLICE("18446744073709551616"), &value));
	assert_false(slice_to_integer(SLICE(""), &value));
	assert_false(slice_to_integer(SLICE("-1"), &value));
	assert_false(slice_to_integer(SLICE("1 "), &value));
}

static void trimming_takes_white_space_at_both_ends(void **state)
{
	(void)state;
	assert_slice(slice_trim(SLICE(" \t a b\r\n")), "a b");
	assert_slice(slice_trim(SLICE(" \n")), "");
}

static void parts_beyond_the_end_are_empty(void **state)
{
	(void)state;
	assert_slice(slice_from(SLICE("abc"), 7), "");
	assert_slice(slice_first(SLICE("abc"), 7), "abc");
	assert_false(slice_starts(SLICE("a"), SLICE("ab")));
	assert_true(slice_ends(SLICE("abc"), SLICE("bc")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_need_no_line_feed_at_the_end),
	    cmocka_unit_test(a_line_feed_at_the_end_makes_no_line),
	    cmocka_unit_test(cutting_gives_the_empty_part_behind_the_last_mark),
	    cmocka_unit_test(order_is_by_unsigned_bytes_prefix_first),
	    cmocka_unit_test(integers_are_digits_up_to_the_largest),
	    cmocka_unit_test(trimming_takes_white_space_at_both_ends),
	    cmocka_unit_test(parts_beyond_the_end_are_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
