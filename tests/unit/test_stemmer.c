/* Stemmer: by language, by part, and against Snowball's own answers. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/model/stemmer.h"

#include <stdio.h>
#include <stdlib.h>

static void a_language_is_a_tag_or_a_name(void **state)
{
	static const char *const known[] = {"en", "en-GB", "EN", "english", "porter", "nb", "nn", "no"};
	static const char *const unknown[] = {"cy", "", "xx", "-", "welsh"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		struct stemmer *stemmer = stemmer_new(slice_of(known[i]));

		assert_non_null(stemmer);
		stemmer_free(stemmer);
	}
	for (size_t i = 0; i < COUNT_OF(unknown); i++)
		assert_null(stemmer_new(slice_of(unknown[i])));
}

static void the_last_part_of_a_hyphened_word_is_stemmed(void **state)
{
	struct stemmer *stemmer = stemmer_new(SLICE("en"));

	(void)state;
	assert_slice(stemmer_stem(stemmer, SLICE("partnerships")), "partnership");
	assert_slice(stemmer_stem(stemmer, SLICE("decision-makings")), "decision-make");
	assert_slice(stemmer_stem(stemmer, SLICE("children's")), "children");
	assert_slice(stemmer_stem(stemmer, SLICE("-")), "-");
	assert_slice(stemmer_stem(stemmer, SLICE("")), "");
	stemmer_free(stemmer);
}

static const char *const algorithms[] = {
    "armenian", "basque",    "catalan",	   "danish",  "dutch",	"english",    "finnish",
    "french",	"german",    "greek",	   "hindi",   "hungarian", "indonesian", "irish",
    "italian",	"lithuanian", "nepali",	   "norwegian", "porter", "portuguese", "romanian",
    "russian",	"serbian",   "spanish",	   "swedish", "turkish", "yiddish"};

/* Words without a hyphen, whose stem is the whole algorithm's. */
static size_t check_list(const char *folder, const char *algorithm)
{
	char command[4096], line[1024];
	struct stemmer *stemmer = stemmer_new(slice_of(algorithm));
	size_t checked = 0;

	assert_non_null(stemmer);
	snprintf(command, sizeof command, "gzip -dc '%s/snowball/%s.tsv.gz'", folder, algorithm);
	FILE *list = popen(command, "r");

	assert_non_null(list);
	while (fgets(line, sizeof line, list)) {
		struct slice stem = slice_trim(slice_of(line)), word;

		assert_true(slice_cut(&stem, '\t', &word));
		if (slice_find_byte(word, '-') < word.length)
			continue;
		assert_true(slice_equal(stemmer_stem(stemmer, word), stem));
		checked++;
	}
	assert_int_equal(pclose(list), 0);
	stemmer_free(stemmer);
	return checked;
}

static void every_algorithm_gives_snowballs_answers(void **state)
{
	const char *folder = getenv("CONCORDAT_DATA");
	size_t checked = 0;

	(void)state;
	if (!folder)
		skip();
	for (size_t i = 0; i < COUNT_OF(algorithms); i++)
		checked += check_list(folder, algorithms[i]);
	assert_true(checked > 80000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_language_is_a_tag_or_a_name),
	    cmocka_unit_test(the_last_part_of_a_hyphened_word_is_stemmed),
	    cmocka_unit_test(every_algorithm_gives_snowballs_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
