/* Walk: order, what is passed over, links, folders that cannot be read. */
#include "stages/read/walk.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	char folder[64];
	struct arena arena;
	struct found_files files;
	struct diagnostics diagnostics;
};

static int begin(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	strcpy(f->folder, "/tmp/walk-XXXXXX");
	f->diagnostics.verbose = true;
	*state = f;
	return mkdtemp(f->folder) ? 0 : -1;
}

static int end(void **state)
{
	struct fixture *f = *state;
	char command[128];
	int status = -1;

	if (snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", f->folder,
		     f->folder) > 0)
		status = system(command);
	free(f->files.at);
	arena_free(&f->arena);
	diagnostics_free(&f->diagnostics);
	free(f);
	return status;
}

static const char *path_of(struct fixture *f, const char *name)
{
	return arena_printf(&f->arena, "%s/%s", f->folder, name).at;
}

static void make_file(struct fixture *f, const char *name)
{
	FILE *file = fopen(path_of(f, name), "w");

	assert_non_null(file);
	assert_true(fputs("text", file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void make_folder(struct fixture *f, const char *name)
{
	assert_int_equal(mkdir(path_of(f, name), 0777), 0);
}

static void make_link(struct fixture *f, const char *to, const char *name)
{
	assert_int_equal(symlink(to, path_of(f, name)), 0);
}

static void walk(struct fixture *f, const struct file_identity *except, size_t except_count)
{
	walk_folder(&f->files, f->folder, except, except_count, &f->arena, &f->diagnostics);
}

/* The paths below the folder, one after the other with a | behind each. */
static void assert_found(struct fixture *f, const char *expected)
{
	struct buffer found = {0};

	for (size_t i = 0; i < f->files.count; i++)
		buffer_printf(&found, "%s|", f->files.at[i].path + f->files.at[i].below);
	buffer_byte(&found, '\0');
	assert_string_equal(found.at, expected);
	buffer_free(&found);
}

static void assert_said(struct fixture *f, const char *what)
{
	buffer_byte(&f->diagnostics.lines, '\0');
	f->diagnostics.lines.length--;
	if (!strstr(f->diagnostics.lines.at, what))
		fail_msg("'%s' is not in: %s", what, f->diagnostics.lines.at);
}

static void files_stand_in_byte_order_of_the_whole_path(void **state)
{
	struct fixture *f = *state;

	make_folder(f, "a");
	make_folder(f, "b");
	make_folder(f, "b/c");
	make_file(f, "a/x");
	make_file(f, "a.txt");
	make_file(f, "a0");
	make_file(f, "B");
	make_file(f, "b/c/\xc3\xa9");
	make_file(f, "b/c/z");
	make_file(f, "b/c-");
	walk(f, NULL, 0);
	assert_found(f, "B|a.txt|a/x|a0|b/c-|b/c/z|b/c/\xc3\xa9|");
	assert_int_equal(f->files.at[0].bytes, 4);
	assert_string_equal(f->files.at[0].path, path_of(f, "B"));
	assert_int_equal(f->diagnostics.lines.length, 0);
}

static void what_is_no_document_is_passed_over_and_said(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = {
		".hidden", "~$report.docx", "Thumbs.db", "metadata.csv", "metadata.tsv",
		"queries.txt", "stopwords.txt", "README", "README.md",
	};

	make_folder(f, ".git");
	make_file(f, ".git/inside");
	assert_int_equal(mkfifo(path_of(f, "pipe"), 0666), 0);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		make_file(f, names[i]);
	make_file(f, "my-README");
	make_file(f, "metadata.csv.pdf");
	walk(f, NULL, 0);
	assert_found(f, "metadata.csv.pdf|my-README|");
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_said(f, arena_printf(&f->arena, "/%s: passed over: ", names[i]).at);
	assert_said(f, "/pipe: passed over: neither a file nor a folder");
	assert_false(f->diagnostics.failed);
}

static void files_of_a_saved_page_go_with_it(void **state)
{
	struct fixture *f = *state;

	make_file(f, "page.html");
	make_folder(f, "page_files");
	make_file(f, "page_files/ad.html");
	make_folder(f, "other_files");
	make_file(f, "other_files/kept.html");
	make_file(f, "old.htm");
	make_folder(f, "old_files");
	make_file(f, "old_files/frame.html");
	walk(f, NULL, 0);
	assert_found(f, "old.htm|other_files/kept.html|page.html|");
	assert_said(f, "page_files: passed over: it belongs to a saved page");
}

static void loops_end_and_the_real_path_wins(void **state)
{
	struct fixture *f = *state;

	make_folder(f, "real");
	make_file(f, "real/x");
	make_link(f, "..", "real/up");
	make_link(f, ".", "self");
	make_link(f, "real", "a-link");
	make_link(f, "real/x", "file-link");
	make_link(f, "nowhere", "dangling");
	walk(f, NULL, 0);
	assert_found(f, "dangling|file-link|real/x|");
	assert_int_equal(f->files.at[0].bytes, 0);
	assert_int_equal(f->files.at[1].bytes, 4);
	assert_said(f, "a-link: passed over: this folder has been read already");
	assert_false(f->diagnostics.failed);
}

static void a_folder_outside_is_read_once_by_its_first_link(void **state)
{
	struct fixture *f = *state;
	struct fixture outside = {.arena = {0}};

	strcpy(outside.folder, "/tmp/walk-out-XXXXXX");
	assert_non_null(mkdtemp(outside.folder));
	make_file(&outside, "x");
	make_link(f, outside.folder, "c");
	make_link(f, outside.folder, "b");
	walk(f, NULL, 0);
	assert_found(f, "b/x|");
	assert_int_equal(unlink(path_of(&outside, "x")), 0);
	assert_int_equal(rmdir(outside.folder), 0);
	arena_free(&outside.arena);
}

static void an_excluded_folder_is_not_entered(void **state)
{
	struct fixture *f = *state;
	struct file_identity except;
	struct stat about;

	make_folder(f, "results");
	make_file(f, "results/x.txt");
	make_link(f, "results", "again");
	make_file(f, "y");
	assert_int_equal(stat(path_of(f, "results"), &about), 0);
	except = (struct file_identity){about.st_dev, about.st_ino};
	walk(f, &except, 1);
	assert_found(f, "y|");
	assert_said(f, "results: passed over: excluded");
}

static void an_unreadable_folder_is_a_failure(void **state)
{
	struct fixture *f = *state;

	if (geteuid() == 0)
		skip();
	make_folder(f, "shut");
	make_file(f, "y");
	assert_int_equal(chmod(path_of(f, "shut"), 0), 0);
	walk(f, NULL, 0);
	assert_found(f, "y|");
	assert_said(f, "shut: the folder cannot be read: ");
	assert_true(f->diagnostics.failed);
}

static void odd_names_are_names(void **state)
{
	struct fixture *f = *state;

	make_file(f, "new\nline");
	make_file(f, "tab\there");
	make_file(f, "-dash");
	make_file(f, "quote\"'");
	make_file(f, "bad\xff utf");
	walk(f, NULL, 0);
	assert_found(f, "-dash|bad\xff utf|new\nline|quote\"'|tab\there|");
}

static void deep_folders_need_no_stack(void **state)
{
	struct fixture *f = *state;
	struct buffer path = {0};

	while (path.length < 3000) {
		buffer_append(&path, path.length ? SLICE("/d") : SLICE("d"));
		buffer_byte(&path, '\0');
		make_folder(f, path.at);
		path.length--;
	}
	buffer_append(&path, SLICE("/x\0"));
	make_file(f, path.at);
	walk(f, NULL, 0);
	assert_int_equal(f->files.count, 1);
	buffer_free(&path);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(files_stand_in_byte_order_of_the_whole_path),
		TEST(what_is_no_document_is_passed_over_and_said),
		TEST(files_of_a_saved_page_go_with_it),
		TEST(loops_end_and_the_real_path_wins),
		TEST(a_folder_outside_is_read_once_by_its_first_link),
		TEST(an_excluded_folder_is_not_entered),
		TEST(an_unreadable_folder_is_a_failure),
		TEST(odd_names_are_names),
		TEST(deep_folders_need_no_stack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
