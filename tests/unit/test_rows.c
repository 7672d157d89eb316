/* Rows: tables read back, and tables that somebody has changed. */
#include "tests/unit/temporary_folder.h"

#include "pipeline/stream/rows.h"

static void cells_are_found_by_their_column(void **state)
{
	const char *path = folder_write(*state, "t.tsv",
					"id\tpages\ttext\na\\tb\t12\t\\\\\\n\nc\t\t\xc3\xa9\n");
	struct rows rows;
	struct diagnostics d = {0};

	assert_int_equal(rows_open(&rows, path, &d), DONE);
	assert_true(rows_next(&rows));
	assert_slice(rows_cell(&rows, "id"), "a\tb");
	assert_slice(rows_cell(&rows, "text"), "\\\n");
	assert_slice(rows_cell(&rows, "no-such"), "");
	assert_int_equal(rows_integer(&rows, "pages"), 12);
	assert_int_equal(rows_integer(&rows, "id"), 0);
	assert_true(rows_next(&rows));
	assert_slice(rows_cell(&rows, "id"), "c");
	assert_int_equal(rows_integer(&rows, "pages"), 0);
	assert_false(rows_next(&rows));
	assert_int_equal(rows_close(&rows, DONE, &d), DONE);
	assert_int_equal(d.lines.length, 0);
}

static void a_table_without_rows_is_read(void **state)
{
	struct rows rows;
	struct diagnostics d = {0};

	assert_int_equal(rows_open(&rows, folder_write(*state, "t.tsv", "id\tpages\n"), &d), DONE);
	assert_false(rows_next(&rows));
	assert_int_equal(rows_close(&rows, DONE, &d), DONE);
	assert_int_equal(d.lines.length, 0);
}

static void a_table_that_was_changed_is_an_error(void **state)
{
	static const char *const damaged[] = {"id\tpages\na\tb\nc\n", "id\tpages\na\tb\tc\n",
					      "id\n\\q\n", "\\q\n"};

	for (size_t i = 0; i < COUNT_OF(damaged); i++) {
		struct rows rows;
		struct diagnostics d = {0};

		assert_int_equal(rows_open(&rows, folder_write(*state, "t.tsv", damaged[i]), &d), DONE);
		while (rows_next(&rows))
			;
		assert_int_equal(rows_close(&rows, DONE, &d), IO_FAILED);
		assert_true(d.lines.length > 0);
		diagnostics_free(&d);
	}
}

static void a_table_that_is_not_there_is_an_error(void **state)
{
	struct rows rows;
	struct diagnostics d = {0};

	assert_int_equal(rows_open(&rows, folder_path(*state, "t.tsv"), &d), NO_INPUT);
	size_t said = d.lines.length;

	assert_true(said > 0);
	assert_int_equal(rows_close(&rows, IO_FAILED, &d), IO_FAILED);
	assert_int_equal(d.lines.length, said);		/* once */
	diagnostics_free(&d);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_begin, folder_end)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(cells_are_found_by_their_column),
	    IN_A_FOLDER(a_table_without_rows_is_read),
	    IN_A_FOLDER(a_table_that_was_changed_is_an_error),
	    IN_A_FOLDER(a_table_that_is_not_there_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
