/* Labels: the numbers that are printed on pages. */
#include "stages/read/reader/pdf/labels.h"
#include "tests/unit/cmocka_all.h"

enum { PAGES_MOST = 8, WORDS_MOST = 8 };

/*
 * Pages that bear these texts as page numbers (NULL: none), or as headers
 * where a '|' comes first, get these labels, one after the other with commas
 * between; those whose segment is a page's number in the end are starred.
 * `own`: the labels of the file.
 */
static void assert_labels(const char *const *texts, size_t count, const char *const *own,
			  const char *expected)
{
	struct page pages[PAGES_MOST] = {0};
	struct segment segments[PAGES_MOST] = {0};
	struct word words[PAGES_MOST][WORDS_MOST] = {0};
	struct layout layout = {.pages = pages, .page_count = (uint32_t)count};
	struct buffer labels = {0};

	for (uint32_t i = 0; i < count; i++) {
		struct slice rest = slice_of(texts[i]);

		pages[i].label = own ? slice_of(own[i])
				     : arena_printf(&layout.arena, "%u", i + 1);
		if (!texts[i])
			continue;
		segments[i] = (struct segment){.words = words[i], .role = ROLE_PAGE_NUMBER};
		if (texts[i][0] == '|') {
			segments[i].role = ROLE_HEADER;
			rest = slice_from(rest, 1);
		}
		while (slice_cut(&rest, ' ', &words[i][segments[i].count].text))
			segments[i].count++;
		pages[i].segments = &segments[i];
		pages[i].count = 1;
	}
	find_labels(&layout);
	for (uint32_t i = 0; i < count; i++)
		buffer_printf(&labels, "%s%.*s%s", i ? "," : "", SLICE_ARGUMENTS(pages[i].label),
			      segments[i].role == ROLE_PAGE_NUMBER ? "*" : "");
	buffer_byte(&labels, '\0');
	assert_string_equal(labels.at, expected);
	buffer_free(&labels);
	arena_free(&layout.arena);
}

#define LABELS(expected, ...) \
	assert_labels((const char *const[]){__VA_ARGS__}, \
		      COUNT_OF(((const char *const[]){__VA_ARGS__})), NULL, expected)

static void printed_numbers_are_the_labels(void **state)
{
	(void)state;
	LABELS("41*,42*,43*", "41", "42", "43");
	LABELS("i*,ii*,1*,2*,3*", "i", "ii", "1", "2", "3");
	LABELS("XIX*,XX*", "XIX", "XX");
	LABELS("7*,8*,9*", "Page 7 of 12", "- 8 -", "9/12");
}

static void pages_between_are_counted(void **state)
{
	(void)state;
	LABELS("i,ii*,1,2*,3*", NULL, "ii", NULL, "2", "3");
	LABELS("ix*,x*,xi", "ix", "x", NULL);
	LABELS(",1*,2*", NULL, "1", "2");
}

static void numbers_stand_in_headers_too(void **state)
{
	(void)state;
	LABELS("3,4,5", "|NEWS 3", "|4 • NEWS", "|NEWS May 2023 • 5");
	LABELS("9-1*,9-2*,9-3*", "|9-1", "|9-2", "|9-3");
	LABELS("A.6,A.7", "|Annex A.6", "|Annex A.7");
	LABELS("47698*,47699*", "|47698", "|47699");
	LABELS("1,2,3", "|Frm 001", "|Frm 002", "|Frm 003");
	LABELS("1,2,3", "|Section 3", "|Section 3", "|Section 3");
	LABELS("1,2", "|Section 1", "|Policy 2000");
}

static void a_label_of_an_item_is_no_number(void **state)
{
	(void)state;
	LABELS("1*,2*,3", "1", "2", "5.");
	LABELS("1*,2*", "1.", "2.");
	LABELS("1", "6.");
}

static void a_number_that_nothing_bears_out_is_none(void **state)
{
	(void)state;
	LABELS("1,2*,3", NULL, "2019", NULL);
	LABELS("1*,2*,3*", "2019", "2019", "2019");
	LABELS("1*,2*,3*", "5", "iv", "xc");
	LABELS("1,2,3", NULL, NULL, NULL);
}

static void labels_of_the_file_stand(void **state)
{
	static const char *const texts[] = {"1", "2"}, *const own[] = {"A-1", "A-2"};

	(void)state;
	assert_labels(texts, 2, own, "A-1*,A-2*");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(printed_numbers_are_the_labels),
		cmocka_unit_test(pages_between_are_counted),
		cmocka_unit_test(numbers_stand_in_headers_too),
		cmocka_unit_test(a_label_of_an_item_is_no_number),
		cmocka_unit_test(a_number_that_nothing_bears_out_is_none),
		cmocka_unit_test(labels_of_the_file_stand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
