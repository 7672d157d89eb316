/* Searches: what stands in a queries.txt, and what may not. */
#include "tests/unit/temporary_folder.h"

#include "stages/job/searches.h"

struct found {
	struct searches searches;
	struct diagnostics d;
	enum outcome outcome;
};

static struct found read_text(struct folder *folder, struct slice text)
{
	struct found f = {0};
	const char *path = folder_path(folder, "queries.txt");

	write_path(path, text);
	f.outcome = searches_read(&f.searches, path, &f.d);
	return f;
}

static void forget(struct found *f)
{
	searches_free(&f->searches);
	diagnostics_free(&f->d);
}

static void lines_are_names_and_queries(void **state)
{
	struct found f = read_text(*state, SLICE("\xef\xbb\xbf# a comment: none\n"
						 "trust: trust\n\n"
						 "  moral-purpose :  moral purpose \r\n"
						 "url: https://example.org/a:b\n"
						 "2nd: then\n"
						 "last: /a#b/"));

	assert_int_equal(f.outcome, DONE);
	assert_int_equal(f.searches.count, 5);
	assert_string_equal(f.searches.at[0].name, "trust");
	assert_string_equal(f.searches.at[0].query, "trust");
	assert_string_equal(f.searches.at[1].name, "moral-purpose");
	assert_string_equal(f.searches.at[1].query, "moral purpose");
	assert_string_equal(f.searches.at[2].query, "https://example.org/a:b");
	assert_string_equal(f.searches.at[3].query, "then");
	assert_string_equal(f.searches.at[4].query, "/a#b/");
	forget(&f);
}

static void an_empty_file_has_none(void **state)
{
	static const char *const texts[] = {"", "\n", "# x", "\xef\xbb\xbf"};

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct found f = read_text(*state, slice_of(texts[i]));

		assert_int_equal(f.outcome, DONE);
		assert_int_equal(f.searches.count, 0);
		forget(&f);
	}
}

static void every_bad_line_is_named(void **state)
{
	static const char *const bad[] = {"no colon", ": no name", "no-query:", "Capital: x",
					  "two words: x", "caf\xc3\xa9: x", "a/b: x", "good: twice",
					  "regex: /(/", "blank: \\ "};
	struct buffer text = {0}, place = {0};

	buffer_append(&text, SLICE("good: x\n"));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		buffer_printf(&text, "%s\n", bad[i]);
	struct found f = read_text(*state, buffer_slice(&text));
	struct slice said = buffer_slice(&f.d.lines), line = {0};

	assert_int_equal(f.outcome, NOT_A_STREAM);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_true(slice_line(&said, &line));
		buffer_reset(&place);
		buffer_printf(&place, "/queries.txt:%zu: ", i + 2);
		if (!memmem(line.at, line.length, place.at, place.length))
			fail_msg("'%s' gives '%.*s'", bad[i], SLICE_ARGUMENTS(line));
	}
	assert_false(slice_line(&said, &line));
	buffer_free(&text);
	buffer_free(&place);
	forget(&f);
}

static void what_is_not_utf8_is_refused_whole(void **state)
{
	static const struct slice texts[] = {{"a: \xff\n", 5}, {"\xff\xfe" "a\0:\0", 6}, {"a: b\0c\n", 7}};

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct found f = read_text(*state, texts[i]);

		assert_int_equal(f.outcome, NOT_A_STREAM);
		assert_int_equal(f.searches.count, 0);
		forget(&f);
	}
}

static void there_is_room_for_so_many(void **state)
{
	for (int more = 0; more < 2; more++) {
		struct buffer text = {0};

		for (int i = 0; i < SEARCHES_MOST + more; i++)
			buffer_printf(&text, "q%d: word\n", i);
		struct found f = read_text(*state, buffer_slice(&text));

		assert_int_equal(f.outcome, more ? NOT_A_STREAM : DONE);
		assert_int_equal(f.searches.count, SEARCHES_MOST);
		forget(&f);
		buffer_free(&text);
	}
}

static void a_file_that_cannot_be_read_is_an_error(void **state)
{
	struct searches searches;
	struct diagnostics d = {0};

	assert_int_equal(searches_read(&searches, folder_path(*state, "."), &d), IO_FAILED);
	searches_free(&searches);
	diagnostics_free(&d);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_begin, folder_end)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(lines_are_names_and_queries),
	    IN_A_FOLDER(an_empty_file_has_none),
	    IN_A_FOLDER(every_bad_line_is_named),
	    IN_A_FOLDER(what_is_not_utf8_is_refused_whole),
	    IN_A_FOLDER(there_is_room_for_so_many),
	    IN_A_FOLDER(a_file_that_cannot_be_read_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
