/* Progress: one line that comes seldom and goes before anything else is said. */
#include "tests/unit/temporary_folder.h"

#include "pipeline/run/progress.h"

#include <fcntl.h>

/* Standard error goes to a file while `act` runs. */
static void watch(struct folder *folder, void (*act)(void), const char *expected)
{
	const char *path = folder_path(folder, "said");
	int kept = dup(STDERR_FILENO), file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);

	assert_true(kept >= 0 && file >= 0);
	assert_int_equal(dup2(file, STDERR_FILENO), STDERR_FILENO);
	act();
	assert_int_equal(dup2(kept, STDERR_FILENO), STDERR_FILENO);
	close(kept);
	close(file);
	folder_holds(folder, "said", expected);
}

static void add_many(void)
{
	struct progress progress;

	progress_begin(&progress, true, 1000);
	for (int i = 0; i < 100; i++)
		progress_add(&progress, 2);
	progress_clear(&progress);
}

static void add_slowly(void)
{
	struct progress progress;

	progress_begin(&progress, true, 2);
	usleep(250000);
	progress_add(&progress, 3);
	progress_add(&progress, 3);
	progress_clear(&progress);
	progress_clear(&progress);
}

static void add_unseen(void)
{
	struct progress progress;

	progress_begin(&progress, false, 2);
	usleep(250000);
	progress_add(&progress, 3);
	progress_clear(&progress);
}

static void add_without_a_total(void)
{
	struct progress progress;

	progress_begin(&progress, true, 0);
	usleep(250000);
	progress_add(&progress, 1);
}

static void what_is_soon_done_says_nothing(void **state)
{
	watch(*state, add_many, "");
}

static void a_line_is_shown_and_taken_away_once(void **state)
{
	watch(*state, add_slowly, "\r\033[K1 of 2 documents, 3 pages, about 1 s left\r\033[K");
}

static void it_is_silent_where_nobody_asked(void **state)
{
	watch(*state, add_unseen, "");
}

static void the_end_of_a_stream_is_not_foretold(void **state)
{
	watch(*state, add_without_a_total, "\r\033[K1 document, 1 page");
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_begin, folder_end)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(what_is_soon_done_says_nothing),
	    IN_A_FOLDER(a_line_is_shown_and_taken_away_once),
	    IN_A_FOLDER(it_is_silent_where_nobody_asked),
	    IN_A_FOLDER(the_end_of_a_stream_is_not_foretold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
