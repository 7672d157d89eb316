/* Results: put in place together, what is stale taken away, what is foreign left alone. */
#include "tests/unit/temporary_folder.h"

#include "stages/job/results.h"

static void write_result(struct results *results, const char *name, const char *ending,
			 const char *text)
{
	write_path(results_path(results, name, ending), slice_of(text));
}

static void begin(struct results *results, struct folder *folder)
{
	struct diagnostics d = {0};

	assert_int_equal(results_begin(results, folder_path(folder, "out"), &d), DONE);
	assert_int_equal(d.lines.length, 0);
}

static void finish(struct results *results)
{
	struct diagnostics d = {0};

	assert_int_equal(results_finish(results, &d), DONE);
	assert_int_equal(d.lines.length, 0);
	results_free(results);
}

static void files_are_moved_into_place_at_the_end(void **state)
{
	struct folder *folder = *state;
	struct results results;

	begin(&results, folder);
	write_result(&results, "frequency", ".tsv", "new");
	write_result(&results, "provenance", ".json", "{}");
	assert_false(folder_has(folder, "out/frequency.tsv"));
	assert_string_equal(results_final_path(&results, "frequency", ".tsv"),
			    folder_path(folder, "out/frequency.tsv"));
	finish(&results);
	folder_holds(folder, "out/frequency.tsv", "new");
	folder_holds(folder, "out/provenance.json", "{}");
	assert_false(folder_has(folder, "out/.unfinished"));
}

static void without_an_end_the_old_results_stay(void **state)
{
	struct folder *folder = *state;
	struct results results;

	begin(&results, folder);
	write_result(&results, "frequency", ".tsv", "old");
	write_result(&results, "provenance", ".json", "old");
	finish(&results);
	begin(&results, folder);
	write_result(&results, "frequency", ".tsv", "new");
	write_result(&results, "provenance", ".json", "new");
	results_free(&results);
	folder_holds(folder, "out/frequency.tsv", "old");
	folder_holds(folder, "out/provenance.json", "old");
	assert_false(folder_has(folder, "out/.unfinished"));
}

static void a_folder_that_was_made_for_nothing_goes(void **state)
{
	struct folder *folder = *state;
	struct results results;

	begin(&results, folder);
	write_result(&results, "frequency", ".tsv", "new");
	results_free(&results);
	assert_false(folder_has(folder, "out"));
	assert_int_equal(mkdir(folder_path(folder, "out"), 0777), 0);
	begin(&results, folder);
	results_free(&results);
	assert_true(folder_has(folder, "out"));		/* the user's own */
}

static void what_an_interrupted_run_left_is_not_moved(void **state)
{
	struct folder *folder = *state;
	struct results results;

	assert_int_equal(mkdir(folder_path(folder, "out"), 0777), 0);
	assert_int_equal(mkdir(folder_path(folder, "out/.unfinished"), 0777), 0);
	folder_write(folder, "out/.unfinished/concordance-half.tsv", "half a t");
	begin(&results, folder);
	write_result(&results, "frequency", ".tsv", "new");
	write_result(&results, "provenance", ".json", "{}");
	finish(&results);
	assert_false(folder_has(folder, "out/concordance-half.tsv"));
}

static void only_what_run_made_is_taken_away(void **state)
{
	static const char *const gone[] = {
	    "out/concordance-old.tsv", "out/concordance-old.csv", "out/frequency-by-old.tsv",
	    "out/frequency-by-old.csv", "out/concordance-long.csv", "out/frequency.csv"};
	static const char *const stay[] = {
	    "out/concordance-mine.csv", "out/concordance-mine.xlsx", "out/frequency-by-hand.tsv",
	    "out/notes.tsv", "out/notes.csv", "out/concordance-kept.csv", "out/tsv"};
	struct folder *folder = *state;
	struct results results;

	assert_int_equal(mkdir(folder_path(folder, "out"), 0777), 0);
	for (size_t i = 0; i < COUNT_OF(gone); i++)
		folder_write(folder, gone[i], "old");
	for (size_t i = 0; i < COUNT_OF(stay); i++)
		folder_write(folder, stay[i], "old");
	begin(&results, folder);
	write_result(&results, "frequency", ".tsv", "new");
	write_result(&results, "concordance-long", ".tsv", "new");
	write_result(&results, "concordance-kept", ".tsv", "new");
	write_result(&results, "concordance-kept", ".csv", "new");
	write_result(&results, "provenance", ".json", "{}");
	finish(&results);
	for (size_t i = 0; i < COUNT_OF(gone); i++)
		if (folder_has(folder, gone[i]))
			fail_msg("%s is still there", gone[i]);
	for (size_t i = 0; i < COUNT_OF(stay); i++)
		if (!folder_has(folder, stay[i]))
			fail_msg("%s is gone", stay[i]);
	folder_holds(folder, "out/concordance-kept.csv", "new");
}

static void a_second_run_at_the_same_time_is_sent_away(void **state)
{
	struct folder *folder = *state;
	struct results first, second;
	struct diagnostics d = {0};

	begin(&first, folder);
	write_result(&first, "frequency", ".tsv", "first");
	write_result(&first, "provenance", ".json", "{}");
	assert_int_equal(results_begin(&second, folder_path(folder, "out"), &d), TRY_LATER);
	assert_true(d.lines.length > 0);
	results_free(&second);
	finish(&first);
	folder_holds(folder, "out/frequency.tsv", "first");
	begin(&second, folder);
	results_free(&second);
	diagnostics_free(&d);
}

static void a_folder_that_cannot_be_made_is_said(void **state)
{
	struct folder *folder = *state;
	struct results results;
	struct diagnostics d = {0};

	folder_write(folder, "file", "");
	assert_int_equal(results_begin(&results, folder_path(folder, "file"), &d), NO_OUTPUT);
	results_free(&results);
	assert_int_equal(results_begin(&results, folder_path(folder, "not/there"), &d), NO_OUTPUT);
	results_free(&results);
	diagnostics_free(&d);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_begin, folder_end)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(files_are_moved_into_place_at_the_end),
	    IN_A_FOLDER(without_an_end_the_old_results_stay),
	    IN_A_FOLDER(a_folder_that_was_made_for_nothing_goes),
	    IN_A_FOLDER(what_an_interrupted_run_left_is_not_moved),
	    IN_A_FOLDER(only_what_run_made_is_taken_away),
	    IN_A_FOLDER(a_second_run_at_the_same_time_is_sent_away),
	    IN_A_FOLDER(a_folder_that_cannot_be_made_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
