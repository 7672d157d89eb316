/* Stop lists: reading, asking, and the votes for a language. */
#include "pipeline/model/language.h"
#include "pipeline/model/stoplist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* A folder of its own for each test, with the files that it writes. */
struct folder {
	char path[64];
	struct arena arena;
};

static int begin(void **state)
{
	struct folder *folder = calloc(1, sizeof *folder);

	strcpy(folder->path, "/tmp/stoplist-XXXXXX");
	*state = folder;
	return mkdtemp(folder->path) ? 0 : -1;
}

static int end(void **state)
{
	struct folder *folder = *state;
	static const char *const names[] = {"en.txt", "fr.txt", "no.txt", "tr.txt", "notes.text", "own"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		(void)unlink(arena_printf(&folder->arena, "%s/%s", folder->path, names[i]).at);
	int left = rmdir(folder->path);

	arena_free(&folder->arena);
	free(folder);
	return left;
}

static const char *write_file(struct folder *folder, const char *name, const char *text)
{
	const char *path = arena_printf(&folder->arena, "%s/%s", folder->path, name).at;
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return path;
}

static void a_list_is_folded_words_without_comments(void **state)
{
	struct folder *folder = *state;
	const char *path = write_file(folder, "own",
				      "\xef\xbb\xbf# my words\nThe\r\n\n  don\xe2\x80\x99t \nI\n#not");
	struct stoplist list = {0};
	struct diagnostics d = {0};

	assert_int_equal(stoplist_read(&list, path, false, &d), DONE);
	assert_true(stoplist_has(&list, SLICE("the")));
	assert_true(stoplist_has(&list, SLICE("don't")));
	assert_true(stoplist_has(&list, SLICE("i")));
	assert_false(stoplist_has(&list, SLICE("The")));
	assert_false(stoplist_has(&list, SLICE("#not")));
	assert_false(stoplist_has(&list, SLICE("")));
	assert_int_equal(list.count, 3);
	stoplist_free(&list);
	diagnostics_free(&d);
}

static void turkish_folds_its_own_way(void **state)
{
	const char *path = write_file(*state, "own", "I\n");
	struct stoplist list = {0};
	struct diagnostics d = {0};

	assert_int_equal(stoplist_read(&list, path, true, &d), DONE);
	assert_true(stoplist_has(&list, SLICE("\xc4\xb1")));
	assert_false(stoplist_has(&list, SLICE("i")));
	stoplist_free(&list);
	diagnostics_free(&d);
}

static void a_list_that_cannot_be_used_is_named(void **state)
{
	const char *path = write_file(*state, "own", "good\nb\xe9te\n");
	struct stoplist list = {0};
	struct diagnostics d = {0};

	assert_int_equal(stoplist_read(&list, path, false, &d), NOT_A_STREAM);
	assert_int_equal(stoplist_read(&list, "/nowhere/own", false, &d), NO_INPUT);
	buffer_byte(&d.lines, '\0');
	assert_non_null(strstr(d.lines.at, "byte 7 is not UTF-8"));
	assert_non_null(strstr(d.lines.at, "/nowhere/own"));
	stoplist_free(&list);
	diagnostics_free(&d);
}

static void a_language_has_the_list_of_its_first_part(void **state)
{
	struct folder *folder = *state;
	struct stoplist list = {0};
	struct diagnostics d = {0};
	bool found;

	write_file(folder, "en.txt", "the\n");
	write_file(folder, "no.txt", "og\n");
	assert_int_equal(
	    stoplist_read_language(&list, folder->path, SLICE("EN-GB"), &found, &d), DONE);
	assert_true(found);
	assert_true(stoplist_has(&list, SLICE("the")));
	assert_int_equal(
	    stoplist_read_language(&list, folder->path, SLICE("nb"), &found, &d), DONE);
	assert_true(found);
	assert_true(stoplist_has(&list, SLICE("og")));
	assert_int_equal(
	    stoplist_read_language(&list, folder->path, SLICE("de"), &found, &d), DONE);
	assert_false(found);
	assert_int_equal(
	    stoplist_read_language(&list, folder->path, SLICE("../en"), &found, &d), DONE);
	assert_false(found);
	assert_int_equal(d.lines.length, 0);
	stoplist_free(&list);
	diagnostics_free(&d);
}

static void assert_language(struct language_votes *votes, const char *text, const char *language)
{
	struct slice got = language_votes_of(votes, slice_of(text));

	assert_int_equal(got.length, strlen(language));
	assert_memory_equal(got.length ? got.at : "", language, got.length);
}

static void the_language_with_a_clear_lead_wins(void **state)
{
	struct folder *folder = *state;
	struct language_votes votes;
	struct diagnostics d = {0};

	write_file(folder, "en.txt", "# English\na\nand\nin\nof\nthe\n");
	write_file(folder, "fr.txt", "a\nd\xc3\xa9j\xc3\xa0\nen\net\nla\nle\nqu'il\n");
	write_file(folder, "notes.text", "zebra\n");
	assert_int_equal(language_votes_begin(&votes, folder->path, &d), DONE);
	assert_int_equal(votes.language_count, 2);
	assert_language(&votes, "The cat and the dog, in the house of a friend", "en");
	assert_language(&votes, "Le chat et la souris; D\xc3\x89J\xc3\x80 qu\xe2\x80\x99il en a", "fr");
	/* decomposed letters are the same letters */
	assert_language(&votes, "la la la la de\xcc\x81ja\xcc\x80", "fr");
	assert_language(&votes, "the cat and of", "");			/* four votes */
	assert_language(&votes, "a a a a a a a a a", "");		/* no lead */
	assert_language(&votes, "the la the la the la the la the la the la", "");
	assert_language(&votes, "", "");
	/* five of forty words: the rest is another language */
	assert_language(&votes,
			"the the the the the k1 ka kb kc kd ke kf kg kh ki kj kk kl km kn ko kp "
			"kq kr ks kt ku kv kw kx ky kz la lb lc ld le lf lg lh li",
			"");
	/* single letters vote, but are not met */
	struct ballot ballot, sum = {0};
	uint64_t second;

	language_votes_count(&votes, SLICE("a la a la a x"), &ballot);
	assert_int_equal(ballot.words, 6);
	assert_int_equal(ballot.met[language_votes_number(&votes, SLICE("en-GB"))], 0);
	assert_int_equal(ballot.met[language_votes_number(&votes, SLICE("fr"))], 2);
	assert_int_equal(language_votes_number(&votes, SLICE("de")), VOTE_LANGUAGES);
	ballot_add(&sum, &ballot);
	ballot_add(&sum, &ballot);
	assert_int_equal(sum.words, 12);
	assert_int_equal(ballot_leader(&votes, &sum, &second),
			 language_votes_number(&votes, SLICE("fr")));
	assert_int_equal(sum.votes[1], 7 * WHOLE_VOTE);
	assert_int_equal(second, 3 * WHOLE_VOTE);
	language_votes_free(&votes);
	diagnostics_free(&d);
}

static void only_the_first_bytes_are_looked_at(void **state)
{
	struct folder *folder = *state;
	struct language_votes votes;
	struct diagnostics d = {0};
	struct buffer text = {0};

	write_file(folder, "en.txt", "the\n");
	assert_int_equal(language_votes_begin(&votes, folder->path, &d), DONE);
	while (text.length < VOTE_BYTES - 1)
		buffer_byte(&text, '.');
	buffer_append(&text, SLICE("\xc3\xa9 the the the the the the"));
	buffer_byte(&text, '\0');
	assert_language(&votes, text.at, "");
	assert_language(&votes, text.at + VOTE_BYTES - 1, "en");
	buffer_free(&text);
	language_votes_free(&votes);
	diagnostics_free(&d);
}

static void long_words_are_no_stop_words(void **state)
{
	struct folder *folder = *state;
	struct language_votes votes;
	struct diagnostics d = {0};
	struct buffer text = {0};

	write_file(folder, "en.txt", "the\n");
	assert_int_equal(language_votes_begin(&votes, folder->path, &d), DONE);
	for (int i = 0; i < 2000; i++)
		buffer_append(&text, SLICE("\xc3\xa9"));
	buffer_append(&text, SLICE(" the the the the the"));
	buffer_byte(&text, '\0');
	assert_language(&votes, text.at, "en");
	buffer_free(&text);
	language_votes_free(&votes);
	diagnostics_free(&d);
}

static void a_missing_folder_is_an_error(void **state)
{
	struct language_votes votes;
	struct diagnostics d = {0};

	(void)state;
	assert_int_equal(language_votes_begin(&votes, "/nowhere", &d), IO_FAILED);
	language_votes_free(&votes);
	diagnostics_free(&d);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_list_is_folded_words_without_comments),
		IN_A_FOLDER(turkish_folds_its_own_way),
		IN_A_FOLDER(a_list_that_cannot_be_used_is_named),
		IN_A_FOLDER(a_language_has_the_list_of_its_first_part),
		IN_A_FOLDER(the_language_with_a_clear_lead_wins),
		IN_A_FOLDER(only_the_first_bytes_are_looked_at),
		IN_A_FOLDER(long_words_are_no_stop_words),
		cmocka_unit_test(a_missing_folder_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
