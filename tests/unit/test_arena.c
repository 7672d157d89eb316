/* Arena and buffer: what is taken stays, whatever is taken after it. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"

#include <stdalign.h>

static void what_was_taken_does_not_move_or_overlap(void **state)
{
	struct arena arena = {0};
	unsigned char *taken[2000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(taken); i++) {
		taken[i] = arena_new(&arena, i + 1, 1);
		assert_int_equal((uintptr_t)taken[i] % alignof(max_align_t), 0);
		memset(taken[i], (int)(i & 0xff), i + 1);
	}
	for (size_t i = 0; i < COUNT_OF(taken); i++)
		for (size_t j = 0; j <= i; j++)
			assert_int_equal(taken[i][j], i & 0xff);
	arena_free(&arena);
}

static void a_reset_arena_gives_the_same_memory_again(void **state)
{
	struct arena arena = {0};
	void *first = arena_new(&arena, 100, 1);

	(void)state;
	arena_new(&arena, 300 * 1024, 1);
	arena_reset(&arena);
	assert_ptr_equal(arena_new(&arena, 100, 1), first);
	arena_free(&arena);
}

static void copies_end_in_a_nul_that_is_not_counted(void **state)
{
	struct arena arena = {0};
	struct slice copy = arena_copy(&arena, SLICE("ab"));

	(void)state;
	assert_slice(copy, "ab");
	assert_int_equal(copy.at[2], 0);
	assert_slice(arena_printf(&arena, "%d-%s", 7, "x"), "7-x");
	arena_free(&arena);
}

static void a_buffer_grows_and_keeps_its_bytes(void **state)
{
	struct buffer buffer = {0};

	(void)state;
	for (int i = 0; i < 10000; i++)
		buffer_byte(&buffer, (char)('a' + i % 26));
	buffer_printf(&buffer, "%s", "end");
	assert_int_equal(buffer.length, 10003);
	assert_int_equal(buffer.at[9999], 'a' + 9999 % 26);
	assert_true(slice_ends(buffer_slice(&buffer), SLICE("end")));
	buffer_reset(&buffer);
	assert_slice(buffer_slice(&buffer), "");
	buffer_free(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_taken_does_not_move_or_overlap),
	    cmocka_unit_test(a_reset_arena_gives_the_same_memory_again),
	    cmocka_unit_test(copies_end_in_a_nul_that_is_not_counted),
	    cmocka_unit_test(a_buffer_grows_and_keeps_its_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
