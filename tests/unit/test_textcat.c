/* Textcat: a language where one is clear, none where it is not, an error without its data. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/model/textcat.h"

#define assert_guess(textcat, text, language) \
	assert_slice_at(textcat_guess(textcat, slice_of(text)), language, __FILE__, __LINE__)

static void it_guesses_what_is_long_enough(void **state)
{
	struct diagnostics d = {0};
	struct textcat *textcat = NULL;

	(void)state;
	assert_int_equal(textcat_new(&textcat, "/usr/share/libexttextcat", &d), DONE);
	assert_guess(textcat,
		     "Partnerství škol v naší oblasti pracuje už pět let. Každý rok se ředitelé "
		     "scházejí, aby si řekli, co se podařilo a co ještě chybí.", "cs");
	assert_guess(textcat,
		     "Koolide koostöö meie piirkonnas on kestnud juba viis aastat. Igal aastal "
		     "kohtuvad direktorid, et arutada, mis on õnnestunud.", "et");
	assert_guess(textcat, "Koolide koostöö", "");
	assert_guess(textcat,
		     "12 14 15 16 | 17 18 19 20 | 21 22 23 24 | 25 26 27 28 | 29 30 31 32 | 33 34 "
		     "35 36 | 37 38 39 40 | 41 42 43 44 |", "");
	textcat_free(textcat);
	diagnostics_free(&d);
}

static void a_text_may_be_cut_in_a_character(void **state)
{
	struct diagnostics d = {0};
	struct textcat *textcat = NULL;
	char text[4 * TEXTCAT_MOST + 1] = "x";

	(void)state;
	for (size_t i = 1; i + 4 < sizeof text; i += 4)
		memcpy(text + i, "\xf0\x90\x8d\x88", 5);
	assert_int_equal(textcat_new(&textcat, "/usr/share/libexttextcat", &d), DONE);
	assert_guess(textcat, text, "");
	textcat_free(textcat);
	diagnostics_free(&d);
}

static void without_its_data_it_is_an_error(void **state)
{
	struct diagnostics d = {0};
	struct textcat *textcat = NULL;

	(void)state;
	assert_int_equal(textcat_new(&textcat, "/nowhere", &d), IO_FAILED);
	assert_null(textcat);
	buffer_byte(&d.lines, '\0');
	assert_non_null(strstr(d.lines.at, "install libexttextcat-data"));
	textcat_free(textcat);
	diagnostics_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_guesses_what_is_long_enough),
	    cmocka_unit_test(a_text_may_be_cut_in_a_character),
	    cmocka_unit_test(without_its_data_it_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
