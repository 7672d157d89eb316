/* Letters into words, words into segments: gaps, marks, initials, spacing. */
#include "tests/unit/cmocka_all.h"
#include "tests/unit/pdf_pages.h"

#include "stages/read/reader/pdf/changes.h"
#include "stages/read/reader/pdf/words.h"
#include "stages/read/reader/reader.h"

/* Letters of half an em from `left` on; '_' is a gap of a quarter, after_space at ' '. */
static size_t print_letters(struct glyph *glyphs, size_t count, float left, float baseline,
			    float size, const char *text)
{
	bool after_space = true;

	for (; *text; text++) {
		if (*text == ' ' || *text == '_') {
			after_space = *text == ' ';
			left += 0.3f * size;
			continue;
		}
		/* A font whose ascent and descent are not told: 0.95 and 0.35 em. */
		glyphs[count++] = (struct glyph){
			.box = {left, baseline - 0.95f * size, left + 0.5f * size,
				baseline + 0.35f * size},
			.size = size, .point = (unsigned char)*text, .after_space = after_space,
		};
		after_space = false;
		left += 0.5f * size;
	}
	return count;
}

static struct word_list words_from(struct arena *arena, struct glyph *glyphs, size_t count)
{
	struct arena scratch = {0};
	struct layout layout = {.arena = *arena};
	enum turn turn;
	struct word_list list =
	    words_of_glyphs(&layout, 0, glyphs, count, 600, 800, &scratch, &turn);

	*arena = layout.arena;
	arena_free(&scratch);
	return list;
}

static void test_gaps_end_words(void **state)
{
	struct arena arena = {0};
	struct glyph glyphs[64];
	size_t count = print_letters(glyphs, 0, 50, 100, 10, "one two_three");
	struct word_list list = words_from(&arena, glyphs, count);

	(void)state;
	assert_int_equal(list.count, 3);
	assert_slice(list.words[1].text, "two");
	assert_slice(list.words[2].text, "three");
	assert_true(distance(list.words[0].baseline, 100) < 0.01f);
	arena_free(&arena);
}

static void test_size_beside_digit_parts(void **state)
{
	struct arena arena = {0};
	struct glyph glyphs[64];
	size_t count = print_letters(glyphs, 0, 50, 100, 10, "board");

	(void)state;
	count = print_letters(glyphs, count, 75, 96, 6, "1");
	glyphs[count - 1].after_space = false;
	struct word_list list = words_from(&arena, glyphs, count);

	assert_int_equal(list.count, 2);
	assert_slice(list.words[0].text, "board");
	assert_true(list.words[1].joined);
	arena_free(&arena);
}

/* Each letter twice, a little apart, as it is done to make it look bold. */
static size_t print_twice(struct glyph *twice, const struct glyph *glyphs, size_t count)
{
	size_t doubled = 0;

	for (size_t i = 0; i < count; i++) {
		twice[doubled++] = glyphs[i];
		twice[doubled] = glyphs[i];
		twice[doubled].box.left += 0.4f;
		twice[doubled].box.right += 0.4f;
		twice[doubled++].after_space = false;
	}
	return doubled;
}

static void test_doubled_and_tiny_letters_go(void **state)
{
	struct arena arena = {0};
	struct glyph glyphs[64], twice[64];
	size_t count = print_letters(glyphs, 0, 50, 100, 10, "all");
	size_t doubled = print_twice(twice, glyphs, count);

	(void)state;
	doubled = print_letters(twice, doubled, 200, 100, 2, "hidden");
	struct word_list list = words_from(&arena, twice, doubled);

	assert_int_equal(list.count, 1);
	assert_slice(list.words[0].text, "all");
	arena_free(&arena);
}

static void test_ligatures_are_written_out(void **state)
{
	struct arena arena = {0};
	struct glyph glyphs[8];
	size_t count = print_letters(glyphs, 0, 50, 100, 10, "Xce");
	struct word_list list;

	(void)state;
	glyphs[0].point = 0xf003;	/* a private ffi */
	list = words_from(&arena, glyphs, count);
	assert_slice(list.words[0].text, "ffice");
	glyphs[0].point = 0xfb01;
	list = words_from(&arena, glyphs, count);
	assert_slice(list.words[0].text, "fice");
	arena_free(&arena);
}

static void test_sideways_words_are_marked(void **state)
{
	struct arena arena = {0};
	struct glyph glyphs[64];
	size_t count = print_letters(glyphs, 0, 50, 100, 10, "upright words on the page here");

	(void)state;
	for (int i = 0; i < 5; i++, count++)
		glyphs[count] = (struct glyph){
			.box = {10, 400 - 5 * (float)i, 20, 405 - 5 * (float)i}, .size = 10,
			.point = (unsigned char)"stamp"[i], .after_space = i == 0,
		};
	struct word_list list = words_from(&arena, glyphs, count);

	assert_int_equal(list.count, 7);
	assert_slice(list.words[6].text, "stamp");
	assert_true(list.words[6].sideways);
	assert_false(list.words[5].sideways);
	arena_free(&arena);
}

static void test_segments_part_at_wide_gaps(void **state)
{
	struct page page = {0};
	struct layout layout = {.pages = &page, .page_count = 1};
	const struct printed lines[] = {
		{50, 100, 10, "left column text", 0}, {300, 100, 10, "right column text", 0},
		{50, 112, 10, "next line", 0},
	};

	(void)state;
	pdf_page(&layout, 0, lines, COUNT_OF(lines));
	assert_int_equal(page.count, 3);
	assert_slice(pdf_text(&layout.arena, &page.segments[2]), "right column text");
	arena_free(&layout.arena);
}

static void test_raised_number_is_a_mark(void **state)
{
	struct page page = {0};
	struct layout layout = {.pages = &page, .page_count = 1};
	const struct printed lines[] = {
		{50, 100, 10, "the governing board", 0}, {142.5f, 96, 6, "12", 0},
		{150, 100, 10, "decided", 0},
	};

	(void)state;
	pdf_page(&layout, 0, lines, COUNT_OF(lines));
	assert_int_equal(page.count, 1);
	assert_int_equal(page.segments[0].count, 5);
	assert_true(page.segments[0].words[3].mark);
	arena_free(&layout.arena);
}

static void test_letter_spaced_heading_is_closed_up(void **state)
{
	struct page page = {0};
	struct layout layout = {.pages = &page, .page_count = 1};
	struct printed lines[16];
	const char *letters[] = {"O", "U", "R", "A", "I", "M", "S"};
	size_t count = 0;
	float left = 50;

	(void)state;
	for (; count < 7; count++) {
		lines[count] = (struct printed){left, 100, 10, letters[count], 0};
		left += count == 2 ? 14 : 8;
	}
	pdf_page(&layout, 0, lines, count);
	mend_spacing(&layout, &page);
	assert_int_equal(page.count, 1);
	assert_slice(pdf_text(&layout.arena, &page.segments[0]), "OUR AIMS");
	arena_free(&layout.arena);
}

static void test_stretched_line_is_one(void **state)
{
	struct page page = {0};
	struct layout layout = {.pages = &page, .page_count = 1};
	const struct printed lines[] = {
		{50, 100, 10, "means", 0}, {90, 100, 10, "that", 0}, {125, 100, 10, "partners", 0},
	};

	(void)state;
	pdf_page(&layout, 0, lines, COUNT_OF(lines));
	assert_int_equal(page.count, 3);
	mend_spacing(&layout, &page);
	assert_int_equal(page.count, 1);
	assert_slice(pdf_text(&layout.arena, &page.segments[0]), "means that partners");
	arena_free(&layout.arena);
}

static struct word_list initial_of(struct layout *layout, struct word *words, const char *letter,
				   const char *first, const char *second)
{
	const struct printed lines[] = {
		{50, 124, 34, letter, 0}, {70, 104, 10, first, 0}, {70, 116, 10, second, 0},
	};
	struct word_list list = {words, pdf_words(&layout->arena, lines, COUNT_OF(lines), words)};

	layout->body_size = 10;
	join_initials(layout, &list, &list, 1);
	return list;
}

static void test_initial_joins_its_word(void **state)
{
	struct layout layout = {0};
	struct word words[32];
	struct word_list list = initial_of(&layout, words, "T", "he council agreed", "to it");

	(void)state;
	assert_int_equal(list.count, 5);
	assert_slice(list.words[0].text, "The");
	assert_true(list.words[0].box.left == 50);
	assert_true(list.words[3].box.left == 50);	/* the line below takes the edge too */
	list = initial_of(&layout, words, "A", "council agreed that the", "council pays");
	assert_slice(list.words[0].text, "A council");
	arena_free(&layout.arena);
}

/* What a reader is told of these glyphs, on a page of 600 by 800. */
static struct slice report_of(struct arena *arena, struct glyph *glyphs, size_t count)
{
	struct arena scratch = {0};
	struct page page = {.width = 600, .height = 800};
	struct layout layout = {.pages = &page, .page_count = 1, .reports = true};
	struct reading reading = {.wants = READER_REPORT | READER_PLACES};
	enum turn turn;

	words_of_glyphs(&layout, 0, glyphs, count, 600, 800, &scratch, &turn);
	page.turn = (uint8_t)turn;
	if (turn) {
		page.width = 800;
		page.height = 600;
	}
	report_changes(&layout, &reading);
	struct slice report = arena_copy(arena, buffer_slice(&reading.report));

	buffer_free(&reading.report);
	arena_free(&scratch);
	arena_free(&layout.arena);
	return report;
}

static void test_what_is_left_out_is_told(void **state)
{
	struct arena arena = {0};
	struct glyph glyphs[64], twice[64];
	size_t count = print_letters(glyphs, 0, 50, 100, 10, "all");
	size_t doubled = print_twice(twice, glyphs, count);

	(void)state;
	doubled = print_letters(twice, doubled, 50, 300, 2, "too small");
	assert_slice(report_of(&arena, twice, doubled),
		     "<repair kind=\"hidden\" page=\"1\" at=\"1 50.0 298.1 58.6 300.7\" "
		     "before=\"too small\" after=\"\"/>\n"
		     "<repair kind=\"duplicate\" page=\"1\" at=\"1 50.4 90.5 65.4 103.5\" "
		     "before=\"all\" after=\"\"/>\n");
	glyphs[0].point = 0xfb01;
	assert_slice(report_of(&arena, glyphs, count),
		     "<repair kind=\"ligature\" page=\"1\" before=\"\ufb01\" after=\"fi\"/>\n");
	arena_free(&arena);
}

/* Letters that run up the page, one over the other. */
static size_t print_upwards(struct glyph *glyphs, size_t count, float left, float bottom,
			    float size, const char *text)
{
	for (; *text; text++, bottom -= 0.6f * size)
		glyphs[count++] = (struct glyph){
			.box = {left, bottom - 0.5f * size, left + size, bottom},
			.size = size, .point = (unsigned char)*text,
		};
	return count;
}

static void test_places_are_those_of_the_page_as_drawn(void **state)
{
	struct arena arena = {0};
	struct glyph glyphs[128];
	size_t count = print_upwards(glyphs, 0, 100, 700, 10,
				     "fortyletterswithoutaspacebetweenthemruntherewhoreadsthem");

	(void)state;
	count = print_upwards(glyphs, count, 300, 400, 2, "small");
	assert_slice(report_of(&arena, glyphs, count),
		     "<repair kind=\"hidden\" page=\"1\" at=\"1 300.0 394.2 302.0 400.0\" "
		     "before=\"small\" after=\"\"/>\n");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gaps_end_words),
		cmocka_unit_test(test_size_beside_digit_parts),
		cmocka_unit_test(test_doubled_and_tiny_letters_go),
		cmocka_unit_test(test_ligatures_are_written_out),
		cmocka_unit_test(test_what_is_left_out_is_told),
		cmocka_unit_test(test_places_are_those_of_the_page_as_drawn),
		cmocka_unit_test(test_sideways_words_are_marked),
		cmocka_unit_test(test_segments_part_at_wide_gaps),
		cmocka_unit_test(test_raised_number_is_a_mark),
		cmocka_unit_test(test_letter_spaced_heading_is_closed_up),
		cmocka_unit_test(test_stretched_line_is_one),
		cmocka_unit_test(test_initial_joins_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
