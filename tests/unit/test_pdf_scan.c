/* hOCR into words: where they stand, how high they are, what is left out. */
#include "tests/unit/cmocka_all.h"
#include "tests/unit/pdf_pages.h"

#include "stages/read/reader/pdf/scan.h"

#define HEAD "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC \"a\" \"b\">\n" \
	"<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>"
#define LINE(title, words) "<span class='ocr_line' title=\"" title "\">" words "</span>"
#define WORD(title, text) "<span class='ocrx_word' title='" title "'>" text "</span>"

/* Two pixels are a point. */
static struct word_list words_from(struct arena *arena, struct slice hocr)
{
	struct arena scratch = {0};
	struct word_list list = words_of_hocr(hocr, 2, arena, &scratch);

	arena_free(&scratch);
	return list;
}

static void assert_near(float got, float expected)
{
	assert_true(distance(got, expected) < 0.01f);
}

static void test_line_gives_baseline_and_size(void **state)
{
	struct arena arena = {0};
	struct word_list list = words_from(&arena, SLICE(
	    HEAD LINE("bbox 100 200 500 240; baseline 0.1 -10; x_size 36.036; x_descenders 9",
		      WORD("bbox 100 200 180 230; x_wconf 96", "Agreed")
		      WORD("bbox 200 200 300 240; x_wconf 91", "<strong>&amp; done</strong>"))));

	(void)state;
	assert_int_equal(list.count, 2);
	assert_slice(list.words[0].text, "Agreed");
	assert_slice(list.words[1].text, "& done");
	assert_near(list.words[0].size, 20);
	assert_near(list.words[0].box.left, 50);
	assert_near(list.words[0].box.right, 90);
	assert_near(list.words[0].baseline, 117);	/* (240 - 10 + 0.1 * 40) / 2 */
	assert_near(list.words[1].baseline, 122.5f);
	assert_near(list.words[0].box.top, 117 - 0.78f * 20);
	arena_free(&arena);
}

static void test_sizes_near_the_median_are_one(void **state)
{
	struct arena arena = {0};
	struct word_list list = words_from(&arena, SLICE(
	    HEAD LINE("bbox 0 0 90 40; x_size 20", WORD("bbox 0 0 90 40; x_wconf 90", "a"))
	    LINE("bbox 0 50 90 90; x_size 21", WORD("bbox 0 50 90 90; x_wconf 90", "b"))
	    LINE("bbox 0 100 90 140; x_size 32", WORD("bbox 0 100 90 140; x_wconf 90", "c"))));

	(void)state;
	assert_int_equal(list.count, 3);
	assert_near(list.words[0].size, 11.5f);
	assert_near(list.words[1].size, 11.5f);
	assert_near(list.words[2].size, 32 * 1.11f / 2);
	arena_free(&arena);
}

static void test_doubtful_lines_are_left_out(void **state)
{
	struct arena arena = {0};
	struct word_list list = words_from(&arena, SLICE(
	    HEAD LINE("bbox 0 0 90 40; x_size 20", WORD("bbox 0 0 40 40; x_wconf 30", "~{")
						  WORD("bbox 50 0 90 40; x_wconf 10", "yl"))
	    LINE("bbox 0 50 90 90; x_size 20", WORD("bbox 0 50 40 90; x_wconf 20", "rnay")
						WORD("bbox 50 50 90 90; x_wconf 90", "be"))));

	(void)state;
	assert_int_equal(list.count, 2);
	assert_slice(list.words[0].text, "rnay");
	arena_free(&arena);
}

static void test_lines_up_the_page_are_sideways(void **state)
{
	struct arena arena = {0};
	struct word_list list = words_from(&arena, SLICE(
	    HEAD LINE("bbox 0 0 30 400; textangle 90; x_size 24",
		      WORD("bbox 0 0 30 400; x_wconf 90", "margin"))));

	(void)state;
	assert_int_equal(list.count, 1);
	assert_true(list.words[0].sideways);
	assert_near(list.words[0].box.bottom, 200);
	arena_free(&arena);
}

static void test_what_is_no_answer_gives_no_words(void **state)
{
	static const char *const answers[] = {
		"", "Tesseract", HEAD, HEAD WORD("bbox 0 0 9 9", "no line around it"),
		HEAD LINE("bbox 0 0", WORD("bbox 0 0 9 9; x_wconf 90", "no box")),
		HEAD LINE("bbox 0 0 9 9", WORD("bbox 9 0 0 9; x_wconf 90", "inside out")),
		HEAD LINE("bbox 0 0 9 9", WORD("bbox 0 0 9 9; x_wconf 90", " ")),
		HEAD LINE("bbox 0 0 9999999999999 9", WORD("bbox 0 0 9 9; x_wconf 90", "far")),
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(answers); i++)
		assert_int_equal(words_from(&arena, slice_of(answers[i])).count, 0);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_gives_baseline_and_size),
		cmocka_unit_test(test_sizes_near_the_median_are_one),
		cmocka_unit_test(test_doubtful_lines_are_left_out),
		cmocka_unit_test(test_lines_up_the_page_are_sideways),
		cmocka_unit_test(test_what_is_no_answer_gives_no_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
