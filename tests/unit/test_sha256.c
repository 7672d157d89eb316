/* SHA-256: the examples of FIPS 180-2, and files. */
#include "pipeline/base/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static const char EMPTY[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
static const char ABC[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char MILLION[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

static void known_digests(void **state)
{
	(void)state;
	assert_string_equal(sha256_of((struct slice){NULL, 0}).digits, EMPTY);
	assert_string_equal(sha256_of(SLICE("abc")).digits, ABC);
}

static void a_file_is_read_from_its_start_to_its_end(void **state)
{
	FILE *file = tmpfile();
	struct sha256_hex hex;

	(void)state;
	assert_non_null(file);
	for (int i = 0; i < 1000000; i++)
		assert_int_equal(putc('a', file), 'a');
	assert_int_equal(fflush(file), 0);
	assert_true(sha256_of_file(fileno(file), &hex));
	assert_string_equal(hex.digits, MILLION);
	assert_int_equal(sha256_slice(&hex).length, 64);
	assert_int_equal(lseek(fileno(file), 0, SEEK_CUR), 1000000);
	assert_int_equal(fclose(file), 0);
}

static void what_cannot_be_read_is_said(void **state)
{
	struct sha256_hex hex;

	(void)state;
	assert_false(sha256_of_file(-1, &hex));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_digests),
		cmocka_unit_test(a_file_is_read_from_its_start_to_its_end),
		cmocka_unit_test(what_cannot_be_read_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
