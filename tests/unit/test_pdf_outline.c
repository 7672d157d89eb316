/* Bookmarks: headings, levels and sections, where they are those of the text. */
#include "tests/unit/cmocka_all.h"
#include "tests/unit/pdf_pages.h"

#include "stages/read/reader/pdf/assembly.h"
#include "stages/read/reader/pdf/outline.h"
#include "stages/read/reader/pdf/output.h"
#include "stages/read/reader/reader.h"

static const struct printed report[] = {
	{50, 60, 20, "A strategy for schools", 0},
	{50, 100, 14, "1 Where we stand", 0},
	{50, 120, 10, "The council has looked at every school of the town in turn.", 0},
	{50, 160, 10, "What we found", 0},
	{50, 200, 10, "Most of the schools are full, and two of them are empty now.", 0},
	{50, 240, 14, "2 What we shall do", 0},
	{50, 260, 10, "The council will build one school and close two of the others.", 0},
};

struct bookmark {
	const char *title;
	uint32_t page;
	uint8_t depth;
};

static const struct bookmark good[] = {
	{"Where We Stand", 0, 0}, {"What we found", 0, 1},
	{"2. What we shall do", 0, 0}, {"Annex", 7, 0},
};

static void page_done(struct reading *reading)
{
	(void)reading;
}

static void assert_stream(const struct bookmark *bookmarks, size_t count, const char *expected)
{
	struct outline_entry entries[8];
	struct page page = {0};
	struct layout layout = {.pages = &page, .page_count = 1};
	struct reading reading = {.page_done = page_done};
	struct buffer tags = {0};
	struct slice line;

	pdf_page(&layout, 0, report, COUNT_OF(report));
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct outline_entry){slice_of(bookmarks[i].title),
						    bookmarks[i].page, bookmarks[i].depth};
	assemble(&layout);
	follow_outline(&layout, entries, count);
	write_layout(&layout, &reading);
	for (struct slice rest = buffer_slice(&reading.body); slice_line(&rest, &line);)
		if (slice_starts(line, SLICE("<div")) || slice_starts(line, SLICE("<head")) ||
		    slice_is(line, "<p>") || slice_is(line, "</div>"))
			buffer_append(&tags, line);
	buffer_byte(&tags, '\0');
	assert_string_equal(tags.at, expected);
	buffer_free(&tags);
	buffer_free(&reading.body);
	arena_free(&layout.arena);
}

static const char *const by_geometry =
    "<head level=\"1\"><head level=\"2\"><p><p><p><head level=\"2\"><p>";

static void test_sections(void **state)
{
	(void)state;
	assert_stream(NULL, 0, by_geometry);
	assert_stream(good, COUNT_OF(good),
		      "<head level=\"1\">"
		      "<div head=\"1 Where we stand\"><head level=\"2\"><p>"
		      "<div head=\"What we found\"><head level=\"3\"><p>"
		      "</div></div>"
		      "<div head=\"2 What we shall do\"><head level=\"2\"><p></div>");
}

/* Too few entries, entries that are not there, and an outline of but some of the headings. */
static void test_no_outline_of_the_text(void **state)
{
	static const struct bookmark strange[] = {
		{"Where we stand", 0, 0}, {"What we found", 0, 0},
		{"What we shall do", 0, 0}, {"Page 1", 0, 0},
		{"Page 2", 0, 0}, {"report.doc", 0, 0},
	};
	static const struct bookmark lines[] = {
		{"What we found", 0, 0}, {"Where we stand", 1, 0},
		{"The council has looked at every school of the town in turn.", 0, 0},
		{"Most of the schools are full, and two of them are empty now.", 0, 0},
	};

	(void)state;
	assert_stream(good, 2, by_geometry);
	assert_stream(strange, COUNT_OF(strange), by_geometry);
	assert_stream(lines, COUNT_OF(lines), by_geometry);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_no_outline_of_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
