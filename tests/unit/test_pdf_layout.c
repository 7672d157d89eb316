/* Pages made by hand into blocks: columns, furniture, tables, notes, items, joins. */
#include "tests/unit/cmocka_all.h"
#include "tests/unit/pdf_pages.h"

#include "stages/read/reader/pdf/assembly.h"
#include "stages/read/reader/pdf/lines.h"
#include "stages/read/reader/pdf/order.h"
#include "stages/read/reader/pdf/output.h"
#include "stages/read/reader/pdf/text.h"
#include "stages/read/reader/reader.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAGES = 4 };

struct book {
	struct page pages[PAGES];
	struct layout layout;
	struct buffer stream;
};

static void page_done(struct reading *reading)
{
	(void)reading;
}

static void open_book(struct book *book, uint32_t pages)
{
	*book = (struct book){0};
	book->layout.pages = book->pages;
	book->layout.page_count = pages;
}

/* The stream of the book, in book->stream. */
static const char *read_book(struct book *book)
{
	struct reading reading = {.page_done = page_done};

	for (uint32_t i = 0; i < book->layout.page_count; i++)
		mend_spacing(&book->layout, &book->pages[i]);
	assemble(&book->layout);
	write_layout(&book->layout, &reading);
	book->stream = reading.body;
	buffer_byte(&book->stream, '\0');
	return book->stream.at;
}

static void close_book(struct book *book)
{
	buffer_free(&book->stream);
	arena_free(&book->layout.arena);
}

static void assert_has(const char *stream, const char *part)
{
	if (!strstr(stream, part)) {
		print_error("\"%s\" is not in:\n%s\n", part, stream);
		fail();
	}
}

/* `count` lines of running text in one column, from `top` on. */
static size_t print_column(struct printed *lines, size_t count, float left, float top, size_t rows,
			   const char *const texts[])
{
	for (size_t i = 0; i < rows; i++)
		lines[count++] = (struct printed){left, top + 12 * (float)i, 10, texts[i], 0};
	return count;
}

static const char *const left_text[] = {
	"the first column has lines", "of even length which go on", "down the page to its foot",
	"where the text breaks off",
};
static const char *const right_text[] = {
	"and the second takes it up", "at the top as readers do it", "without any line in between",
	"until it comes to its end.",
};

static void test_columns_are_read_one_by_one(void **state)
{
	struct book book;
	struct printed lines[16];
	size_t count = print_column(lines, 0, 50, 200, 4, left_text);

	(void)state;
	open_book(&book, 1);
	count = print_column(lines, count, 300, 200, 4, right_text);
	pdf_page(&book.layout, 0, lines, count);
	assert_has(read_book(&book),
		   "<p>\nthe first column has lines\nof even length which go on\n"
		   "down the page to its foot\nwhere the text breaks off\n"
		   "and the second takes it up\n");
	close_book(&book);
}

static void test_heading_over_columns_comes_first(void **state)
{
	struct book book;
	struct printed lines[32];
	size_t count = print_column(lines, 0, 50, 230, 4, left_text);

	(void)state;
	open_book(&book, 1);
	count = print_column(lines, count, 300, 230, 4, right_text);
	lines[count++] = (struct printed){
		50, 200, 16, "A heading that runs over both of the columns", STYLE_BOLD,
	};
	pdf_page(&book.layout, 0, lines, count);
	assert_has(read_book(&book), "<head level=\"1\">\nA heading that runs over both of the "
				     "columns\n</head>\n<p>\nthe first column");
	close_book(&book);
}

static size_t count_gutters(struct page *page, struct gutter *gutters)
{
	struct arena scratch = {0};
	struct segment *segments[16];
	struct rows rows;

	assert_true(page->count <= COUNT_OF(segments));
	for (uint32_t i = 0; i < page->count; i++)
		segments[i] = &page->segments[i];
	struct profile profile = profile_of(segments, page->count, &scratch);
	size_t found = find_gutters(&profile, 0, page->count, 10, &scratch, gutters, &rows);

	arena_free(&scratch);
	return found;
}

static void test_gutter_is_no_gap_of_a_table(void **state)
{
	struct page page = {0};
	struct layout layout = {.pages = &page, .page_count = 1};
	struct printed lines[16];
	struct gutter gutters[MOST_GUTTERS];
	size_t count = print_column(lines, 0, 50, 200, 4, left_text);

	(void)state;
	count = print_column(lines, count, 300, 206, 4, right_text);
	pdf_page(&layout, 0, lines, count);
	assert_int_equal(count_gutters(&page, gutters), 1);
	assert_true(gutters[0].left < 220 && gutters[0].right == 300);
	for (size_t i = 0; i < count; i++)
		lines[i] = (struct printed){i < 4 ? 50 : 300, 200 + 12 * (float)(i % 4), 10,
					    "one word", 0};
	pdf_page(&layout, 0, lines, count);
	assert_int_equal(count_gutters(&page, gutters), 0);
	arena_free(&layout.arena);
}

static void test_furniture_is_set_aside(void **state)
{
	struct book book;

	(void)state;
	open_book(&book, 4);
	for (uint32_t i = 0; i < 4; i++) {
		const char *const numbers[] = {"1", "2", "3", "4"};
		struct printed lines[16] = {
			{50, 40, 8, "Ashdale Schools Together", 0},
			{300, 770, 8, numbers[i], 0},
		};
		size_t count = print_column(lines, 2, 50, 200 + 7 * (float)i, 4,
					    i % 2 ? right_text : left_text);

		pdf_page(&book.layout, i, lines, count);
	}
	const char *stream = read_book(&book);

	assert_has(stream, "<fw type=\"header\">\nAshdale Schools Together\n</fw>\n");
	assert_has(stream, "<fw type=\"page\">\n3\n</fw>\n");
	assert_null(strstr(stream, "<p>\nAshdale"));
	close_book(&book);
}

static void test_rows_and_cells(void **state)
{
	struct book book;
	const struct printed lines[] = {
		{50, 200, 10, "Action", STYLE_BOLD}, {200, 200, 10, "Lead", STYLE_BOLD},
		{350, 200, 10, "Cost", STYLE_BOLD},
		{50, 224, 10, "Survey of", 0}, {200, 224, 10, "Music hub", 0},
		{350, 224, 10, "47", 0},
		{50, 235, 10, "schools", 0},
		{50, 260, 10, "Report", 0}, {200, 260, 10, "Cabinet", 0}, {350, 260, 10, "9", 0},
	};

	(void)state;
	open_book(&book, 1);
	pdf_page(&book.layout, 0, lines, COUNT_OF(lines));
	const char *stream = read_book(&book);

	assert_has(stream, "<row>\n<cell role=\"head\">\nAction\n</cell>\n");
	assert_has(stream, "<row>\n<cell>\nSurvey of\nschools\n</cell>\n<cell>\nMusic hub\n");
	assert_has(stream, "<cell>\nReport\n</cell>\n<cell>\nCabinet\n</cell>\n<cell>\n9\n</cell>");
	close_book(&book);
}

static void test_notes_and_their_marks(void **state)
{
	struct book book;
	struct printed lines[16];
	size_t count = print_column(lines, 0, 50, 200, 4, left_text);

	(void)state;
	open_book(&book, 1);
	lines[count - 1].text = "where the board1 breaks off.";
	lines[count++] = (struct printed){50, 700, 8, "1 As defined in the Act.", 0};
	lines[count++] = (struct printed){50, 710, 8, "and in the guidance.", 0};
	pdf_page(&book.layout, 0, lines, count);
	const char *stream = read_book(&book);

	assert_has(stream, "where the board\n<ptr n=\"1\"/>\nbreaks off.\n");
	assert_has(stream, "<note n=\"1\">\nAs defined in the Act.\nand in the guidance.\n</note>");
	close_book(&book);
}

static void test_notes_run_over_to_the_next_page_only(void **state)
{
	struct book book;
	struct printed lines[16];

	(void)state;
	for (uint32_t further = 1; further <= 2; further++) {
		open_book(&book, further + 1);
		for (uint32_t page = 0; page <= further; page++) {
			size_t count = print_column(lines, 0, 50, 200, 4, left_text);

			lines[count - 1].text = page ? "where the board breaks off."
						     : "where the board1 breaks off.";
			if (page == 0)
				lines[count++] = (struct printed){50, 700, 8, "1 As the Act says of", 0};
			if (page == further)
				lines[count++] = (struct printed){50, 700, 8, "the boards of schools.", 0};
			pdf_page(&book.layout, page, lines, count);
		}
		const char *stream = read_book(&book);
		const char *end = strstr(stream, "</note>"), *rest = strstr(stream, "the boards of");

		assert_non_null(end);
		assert_non_null(rest);
		assert_int_equal(rest < end, further == 1);
		close_book(&book);
	}
}

/* The gap beside a large heading is measured in the text's em: it may be a gutter. */
static void test_heading_beside_text_is_apart(void **state)
{
	struct book book;
	const struct printed lines[] = {
		{50, 200, 10, "the end of the line", 0},
		{148, 200, 26, "Working people", STYLE_BOLD},
	};

	(void)state;
	open_book(&book, 1);
	pdf_page(&book.layout, 0, lines, COUNT_OF(lines));
	assert_int_equal(book.pages[0].count, 2);
	arena_free(&book.layout.arena);
}

/* A line of capitals in the middle of a sentence heads nothing. */
static void test_capitals_within_a_sentence(void **state)
{
	struct book book;
	struct printed lines[] = {
		{50, 200, 10, "the council takes part in the programme", 0},
		{50, 212, 10, "RENEWAL OF SCHOOLS AND OF ROADS", 0},
		{50, 224, 10, "which the county pays for in full until", 0},
		{50, 236, 10, "the end of the financial year to come.", 0},
	};

	(void)state;
	open_book(&book, 1);
	pdf_page(&book.layout, 0, lines, COUNT_OF(lines));
	assert_has(read_book(&book), "programme\nRENEWAL OF SCHOOLS AND OF ROADS\nwhich");
	close_book(&book);
}

/* Rows of running text: told by cells that stop and start again together. */
static void test_rows_of_prose(void **state)
{
	struct book book;
	struct printed lines[32];
	size_t count = 0;

	(void)state;
	open_book(&book, 1);
	lines[count++] = (struct printed){50, 180, 10, "What is done", 0};
	lines[count++] = (struct printed){300, 180, 10, "What it is for", 0};
	count = print_column(lines, count, 50, 200, 4, left_text);
	count = print_column(lines, count, 300, 200, 3, right_text);
	count = print_column(lines, count, 50, 260, 3, left_text);
	count = print_column(lines, count, 300, 260, 4, right_text);
	pdf_page(&book.layout, 0, lines, count);
	const char *stream = read_book(&book);

	assert_has(stream, "<table>\n<row>\n<cell>\nWhat is done\n</cell>\n"
			   "<cell>\nWhat it is for\n</cell>\n</row>\n");
	assert_has(stream, "where the text breaks off\n</cell>\n<cell>\nand the second takes");
	assert_has(stream, "without any line in between\n</cell>\n</row>\n<row>\n<cell>\n"
			   "the first column has lines\n");
	close_book(&book);
}

/* A heading over two columns of three, with the third going on beside it. */
static void test_column_beside_a_heading(void **state)
{
	struct book book;
	struct printed lines[32];
	size_t count = 0;

	(void)state;
	open_book(&book, 1);
	lines[count++] = (struct printed){50, 200, 12, "A heading that is set over both the columns",
					  STYLE_BOLD};
	count = print_column(lines, count, 50, 230, 4, left_text);
	count = print_column(lines, count, 220, 230, 4, right_text);
	count = print_column(lines, count, 390, 197, 4, left_text);
	count = print_column(lines, count, 390, 245, 4, right_text);
	pdf_page(&book.layout, 0, lines, count);
	const char *stream = read_book(&book);
	const char *last = strstr(stream, "until it comes to its end.");

	assert_has(stream, "<pb n=\"1\"/>\n<head level=\"1\">\nA heading that is set over");
	assert_has(stream, "where the text breaks off\nand the second takes it up\n");
	assert_non_null(last);
	assert_has(last, "where the text breaks off\nand the second takes it up\n");
	close_book(&book);
}

/* The notes stand on their page, and so does the word that is cut at its end. */
static void test_notes_part_a_paragraph(void **state)
{
	struct book book;
	struct printed lines[16];

	(void)state;
	open_book(&book, 2);
	for (uint32_t page = 0; page < 2; page++) {
		size_t count = print_column(lines, 0, 50, 200, 4, left_text);

		lines[0].text = page ? "ship of schools goes on here" : left_text[0];
		lines[count - 1].text = page ? "and ends." : "where the board1 of partner-";
		if (page == 0)
			lines[count++] = (struct printed){50, 700, 8, "1 As the Act says.", 0};
		pdf_page(&book.layout, page, lines, count);
	}
	const char *stream = read_book(&book);

	assert_has(stream, "<p part=\"I\">\nthe first column");
	assert_has(stream, "of partner\xc2\xad\n<g/>\nship\n</p>\n"
			   "<note n=\"1\">\nAs the Act says.\n</note>\n<pb n=\"2\"/>\n"
			   "<p part=\"F\">\nof schools goes on here\n");
	close_book(&book);
}

static void test_items_and_labels(void **state)
{
	struct book book;
	const struct printed lines[] = {
		{50, 200, 10, "The partners agree on these two aims and on others that follow:", 0},
		{60, 212, 10, "\xe2\x80\xa2", 0}, {75, 212, 10, "better places for all", 0},
		{75, 224, 10, "who need them", 0},
		{60, 236, 10, "(a)", 0}, {75, 236, 10, "shorter lists", 0},
	};

	(void)state;
	open_book(&book, 1);
	pdf_page(&book.layout, 0, lines, COUNT_OF(lines));
	const char *stream = read_book(&book);

	assert_has(stream, "<item level=\"1\" label=\"\xe2\x80\xa2\">\nbetter places for all\n"
			   "who need them\n</item>\n");
	assert_has(stream, "<item level=\"1\" label=\"(a)\">\nshorter lists\n</item>\n");
	close_book(&book);
}

static void test_words_cut_at_the_page_end(void **state)
{
	struct book book;
	struct printed lines[8];
	size_t count = print_column(lines, 0, 50, 700, 4, left_text);

	(void)state;
	open_book(&book, 2);
	lines[count - 1].text = "works closely in partner-";
	pdf_page(&book.layout, 0, lines, count);
	count = print_column(lines, 0, 50, 200, 4, right_text);
	lines[0].text = "ship with the schools here";
	pdf_page(&book.layout, 1, lines, count);
	assert_has(read_book(&book), "works closely in partner\xc2\xad\n<g/>\n<pb n=\"2\"/>\n"
				     "ship with the schools here\n");
	close_book(&book);
}

static void test_side_box_is_kept_apart(void **state)
{
	struct book book;
	struct printed lines[40];
	size_t count = 0;

	(void)state;
	open_book(&book, 1);
	for (size_t i = 0; i < 12; i++)
		lines[count++] = (struct printed){
			50, 200 + 12 * (float)i, 10,
			"the main text goes on beside the box in lines of this length", 0,
		};
	for (size_t i = 0; i < 6; i++)
		lines[count++] = (struct printed){420, 227 + 10 * (float)i, 8,
						  "small words set beside it", 0};
	pdf_page(&book.layout, 0, lines, count);
	assert_has(read_book(&book), "<div type=\"box\">\n<p>\nsmall words set beside it\n");
	close_book(&book);
}

static void test_forms_of_words(void **state)
{
	(void)state;
	assert_true(is_item_label(SLICE("(a)")) && is_item_label(SLICE("12.")) &&
		    is_item_label(SLICE("iv)")) && is_item_label(SLICE("1.2:")));
	assert_false(is_item_label(SLICE("(a")) || is_item_label(SLICE("word.")) ||
		     is_item_label(SLICE("2019.")));
	assert_true(is_clause_number(SLICE("3.5")) && is_clause_number(SLICE("2.3.1.")));
	assert_false(is_clause_number(SLICE("3")) || is_clause_number(SLICE("3.500")));
	assert_true(is_page_number(SLICE("Page 3 of 12")) && is_page_number(SLICE("- iv -")) &&
		    is_page_number(SLICE("3/12")));
	assert_false(is_page_number(SLICE("Page one")) || is_page_number(SLICE("12 schools")));
	assert_true(ends_with_hyphen(SLICE("part-")) &&
		    ends_with_hyphen(SLICE("part\xe2\x80\x90")));
	assert_false(ends_with_hyphen(SLICE("-")) || ends_with_hyphen(SLICE("end \xe2\x80\x93")));
	assert_true(ends_sentence(SLICE("done.\xe2\x80\x9d")));
	assert_false(ends_sentence(SLICE("done,")));
}

/* Numbers that count up with the pages are theirs, however near another line is. */
static void page_numbers_beside_a_footer(void **state)
{
	static const char *const numbers[] = {"7", "8", "9"};
	struct book book;

	(void)state;
	open_book(&book, COUNT_OF(numbers));
	for (uint32_t i = 0; i < COUNT_OF(numbers); i++) {
		struct printed lines[16];
		size_t count = print_column(lines, 0, 50, 100, COUNT_OF(left_text), left_text);

		lines[count++] = (struct printed){50, 780, 10, "The plan for schools", 0};
		lines[count++] = (struct printed){540, 785, 10, numbers[i], 0};
		pdf_page(&book.layout, i, lines, count);
	}
	const char *stream = read_book(&book);

	assert_has(stream, "<fw type=\"page\">\n7\n</fw>");
	assert_has(stream, "<fw type=\"page\">\n9\n</fw>");
	assert_has(stream, "<pb n=\"3\" label=\"9\"/>");
	close_book(&book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns_are_read_one_by_one),
		cmocka_unit_test(test_heading_over_columns_comes_first),
		cmocka_unit_test(test_gutter_is_no_gap_of_a_table),
		cmocka_unit_test(test_furniture_is_set_aside),
		cmocka_unit_test(test_rows_and_cells),
		cmocka_unit_test(test_notes_and_their_marks),
		cmocka_unit_test(test_notes_run_over_to_the_next_page_only),
		cmocka_unit_test(test_notes_part_a_paragraph),
		cmocka_unit_test(test_heading_beside_text_is_apart),
		cmocka_unit_test(test_capitals_within_a_sentence),
		cmocka_unit_test(test_rows_of_prose),
		cmocka_unit_test(test_column_beside_a_heading),
		cmocka_unit_test(test_items_and_labels),
		cmocka_unit_test(test_words_cut_at_the_page_end),
		cmocka_unit_test(test_side_box_is_kept_apart),
		cmocka_unit_test(test_forms_of_words),
		cmocka_unit_test(page_numbers_beside_a_footer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
