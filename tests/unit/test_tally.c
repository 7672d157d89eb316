/* Tally: sums come back whatever the shape, and the shape follows what is held. */
#include "pipeline/model/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { RANGE = 100000 };

/* Adds number + 1 to every `step`th number below the range, `times` times. */
static void add(struct tally *tally, uint32_t step, int times)
{
	for (int i = 0; i < times; i++)
		for (uint32_t number = 0; number < RANGE; number += step)
			*tally_at(tally, number, RANGE) += number + 1;
}

static void assert_holds(const struct tally *tally, uint32_t step, uint64_t times)
{
	size_t place = 0, count = 0;
	uint32_t number;
	uint64_t sum;

	while (tally_next(tally, &place, &number, &sum)) {
		assert_int_equal(number % step, 0);
		assert_true(sum == times * (number + 1));
		count++;
	}
	assert_int_equal(count, (RANGE + step - 1) / step);
}

static void test_few_stay_a_table(void **state)
{
	struct tally tally = {0};

	(void)state;
	add(&tally, 97, 3);
	assert_non_null(tally.keys);
	assert_true(tally.size < RANGE / 10);
	assert_holds(&tally, 97, 3);
	tally_free(&tally);
}

static void test_many_become_an_array(void **state)
{
	struct tally tally = {0};

	(void)state;
	add(&tally, 1, 2);
	assert_null(tally.keys);
	assert_int_equal(tally.size, RANGE);
	assert_holds(&tally, 1, 2);
	tally_free(&tally);
}

static void test_range_that_grows(void **state)
{
	struct tally tally = {0};

	(void)state;
	for (uint32_t number = 0; number < RANGE; number++)
		*tally_at(&tally, number, number + 1) += number + 1;
	assert_holds(&tally, 1, 1);
	*tally_at(&tally, 3 * RANGE, 3 * RANGE + 1) = 7;
	assert_true(*tally_at(&tally, 3 * RANGE, 3 * RANGE + 1) == 7);
	assert_true(*tally_at(&tally, 3 * RANGE - 1, 3 * RANGE + 1) == 0);
	tally_free(&tally);
}

static void test_array(void **state)
{
	struct tally tally = {0};

	(void)state;
	assert_null(tally_array(&tally, RANGE));
	add(&tally, 97, 1);
	assert_null(tally_array(&tally, RANGE));
	add(&tally, 1, 1);
	uint64_t *sums = tally_array(&tally, 2 * RANGE);

	assert_true(sums[96] == 97);
	assert_true(sums[97] == 2 * 98);
	assert_true(sums[2 * RANGE - 1] == 0);
	sums[2 * RANGE - 1] = 7;
	assert_true(*tally_at(&tally, 2 * RANGE - 1, 2 * RANGE) == 7);
	tally_free(&tally);
}

static void test_large_numbers(void **state)
{
	static const uint32_t numbers[] = {0, UINT32_MAX - 1, 1u << 31, 64, 128};
	struct tally tally = {0};

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		*tally_at(&tally, numbers[i], UINT32_MAX) = UINT64_MAX - i;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		assert_true(*tally_at(&tally, numbers[i], UINT32_MAX) == UINT64_MAX - i);
	assert_non_null(tally.keys);
	tally_free(&tally);
}

static void test_empty(void **state)
{
	struct tally tally = {0};
	size_t place = 0;
	uint32_t number;
	uint64_t sum;

	(void)state;
	assert_false(tally_next(&tally, &place, &number, &sum));
	tally_free(&tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_few_stay_a_table), cmocka_unit_test(test_many_become_an_array),
	    cmocka_unit_test(test_range_that_grows), cmocka_unit_test(test_large_numbers),
	    cmocka_unit_test(test_array),	     cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
