/* Titles: what can be one, and which heading of the first pages is. */
#include "tests/unit/cmocka_all.h"
#include "tests/unit/pdf_pages.h"

#include "stages/read/reader/pdf/assembly.h"
#include "stages/read/reader/pdf/title.h"
#include "stages/read/reader/reader.h"

enum { PAGES = 3 };

static void test_real(void **state)
{
	static const char *const real[] = {
		"Minutes", "Annual report 2021", "Documents of the council", "Présentation du projet",
		"A plan for 2014", "Printing services review",
	};
	static const char *const junk[] = {
		"", "  ab ", "Microsoft Word - draft3.doc", "REPORT FINAL.DOC", "report v2.Docx",
		"untitled", "Untitled-1", "S25C-0125080113320", "annual_report_2021", "Slide 1",
		"PowerPoint Presentation", "Document1", "C:\\Users\\x\\plan", "document",
		"https://example.org/a page", "a.b.indd",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(real); i++)
		assert_true(is_real_title(slice_of(real[i])));
	for (size_t i = 0; i < COUNT_OF(junk); i++)
		assert_false(is_real_title(slice_of(junk[i])));
}

struct book {
	struct page pages[PAGES];
	struct layout layout;
};

static void open_book(struct book *book, uint32_t pages)
{
	*book = (struct book){0};
	book->layout.pages = book->pages;
	book->layout.page_count = pages;
}

/* The title attribute, and whether a heading is marked as it. */
static void assert_title(struct book *book, const char *declared, const char *title, bool marked)
{
	struct reading reading = {0};
	struct buffer expected = {0};
	bool found = false;

	assemble(&book->layout);
	set_title(&reading, &book->layout, slice_of(declared));
	if (title)
		buffer_printf(&expected, " title=\"%s\"", title);
	buffer_byte(&expected, '\0');
	buffer_byte(&reading.attributes, '\0');
	assert_string_equal(reading.attributes.at, expected.at);
	for (uint32_t i = 0; i < book->layout.page_count; i++)
		for (const struct block *b = book->pages[i].blocks; b; b = b->next)
			found |= b->title;
	assert_int_equal(found, marked);
	buffer_free(&reading.attributes);
	buffer_free(&expected);
	arena_free(&book->layout.arena);
}

static const struct printed report[] = {
	{50, 60, 14, "Ashdale Borough Council", 0},
	{50, 100, 20, "A strategy for schools", 0},
	{50, 150, 10, "The strategy sets out how the council and its schools", 0},
	{50, 162, 10, "will work together in the years to come.", 0},
};

static void test_largest_heading(void **state)
{
	static const struct { const char *declared, *title; bool marked; } cases[] = {
		{"", "A strategy for schools", true},
		{"Microsoft Word - strategy.doc", "A strategy for schools", true},
		{"Schools strategy 2030", "Schools strategy 2030", false},
		{"A Strategy for Schools", "A Strategy for Schools", true},
		/* what a template left */
		{"Housing needs assessment, final version", "A strategy for schools", true},
		/* the first words of the text */
		{"The strategy sets out", "A strategy for schools", true},
	};
	struct book book;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		open_book(&book, 1);
		pdf_page(&book.layout, 0, report, COUNT_OF(report));
		assert_title(&book, cases[i].declared, cases[i].title, cases[i].marked);
	}
}

static void test_heading_of_two_blocks(void **state)
{
	static const struct printed lines[] = {
		{50, 60, 16, "Before the council", STYLE_BOLD},
		{50, 110, 16, "The town of Saltreach", STYLE_BOLD},
		{50, 150, 10, "The council has met and has resolved as follows.", 0},
	};
	struct book book;

	(void)state;
	open_book(&book, 1);
	pdf_page(&book.layout, 0, lines, COUNT_OF(lines));
	assert_title(&book, "", "Before the council The town of Saltreach", true);
}

static void test_cut_off(void **state)
{
	static const struct printed lines[] = {
		{50, 60, 14, "Information that is available from Stannerby Parish Council", 0},
		{50, 77, 14, "under the model publication scheme, as adopted in May 2008", 0},
		{50, 120, 10, "This page lists what the council publishes.", 0},
	};
	struct book book;

	(void)state;
	open_book(&book, 1);
	pdf_page(&book.layout, 0, lines, COUNT_OF(lines));
	assert_title(&book,
		     "Information that is available from Stannerby Parish Council under the model "
		     "publication scheme, as adop",
		     "Information that is available from Stannerby Parish Council under the model "
		     "publication scheme, as adopted in May 2008", true);
}

/* The heading behind a cover counts; not that of a page of contents. */
static void test_cover(void **state)
{
	static const struct printed cover[] = {{50, 60, 10, "Statement by the chair", 0}};
	static const struct printed contents[] = {
		{50, 60, 20, "Contents", 0}, {50, 100, 16, "Schools", 0},
		{50, 150, 10, "What there is to say of them.", 0},
	};
	struct book book;

	(void)state;
	open_book(&book, 2);
	pdf_page(&book.layout, 0, cover, COUNT_OF(cover));
	pdf_page(&book.layout, 1, report, COUNT_OF(report));
	assert_title(&book, "", "A strategy for schools", true);
	open_book(&book, 2);
	pdf_page(&book.layout, 0, cover, COUNT_OF(cover));
	pdf_page(&book.layout, 1, contents, COUNT_OF(contents));
	assert_title(&book, "", NULL, false);
}

/* What OCR made of an emblem, and what is no beginning. */
static void test_noise(void **state)
{
	static const struct printed lines[] = {
		{50, 60, 30, "P# tg [.tArltti0 {,@w l{E", 0},
		{50, 100, 22, "ponrarur suR LEs pRoJETs", 0},
		{50, 150, 14, "Partnership agreement", 0},
		{50, 200, 10, "The parties have agreed on what follows.", 0},
	};
	struct book book;

	(void)state;
	open_book(&book, 1);
	pdf_page(&book.layout, 0, lines, COUNT_OF(lines));
	assert_title(&book, "", "Partnership agreement", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_real),
		cmocka_unit_test(test_largest_heading),
		cmocka_unit_test(test_heading_of_two_blocks),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_cover),
		cmocka_unit_test(test_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
