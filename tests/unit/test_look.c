/* Looking at a document: escaping, outlines, blocks that go on on the next page. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/stream/read.h"
#include "stages/read/look.h"
#include "stages/read/look_outlines.h"

#include <stdlib.h>
#include <unistd.h>

static void test_nothing_is_markup(void **state)
{
	struct buffer html = {0};

	(void)state;
	append_html(&html, SLICE("a<b> & \"c\" 'd'\x01\t\u00e9"));
	assert_slice(buffer_slice(&html), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;  \u00e9");
	buffer_free(&html);
}

/* RFC 4648, section 10. */
static void test_base64(void **state)
{
	static const char *const pairs[][2] = {
		{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}, {"\xff\xfe\xfd", "//79"},
	};
	struct buffer text = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		buffer_reset(&text);
		append_base64(&text, slice_of(pairs[i][0]));
		assert_slice(buffer_slice(&text), pairs[i][1]);
	}
	buffer_free(&text);
}

static void test_places_are_read_strictly(void **state)
{
	static const char *const wrong[] = {"", "1", "1 2 3 4", "0 1 2 3 4", "1 a 2 3 4",
					    "1 1e9 2 3 4", "-1 1 2 3 4", "1  2 3 4 5"};
	struct slice at = SLICE("1 10.5 20.0 -3.0 40.1; 2 0.0 1.0 2.0 3.0");
	struct outline place;

	(void)state;
	assert_true(next_place(&at, &place));
	assert_int_equal(place.page, 1);
	assert_true(place.left == 10.5f && place.top == 20 && place.right == -3);
	assert_true(next_place(&at, &place));
	assert_int_equal(place.page, 2);
	assert_false(next_place(&at, &place));
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		at = slice_of(wrong[i]);
		assert_false(next_place(&at, &place));
	}
}

struct fixture {
	struct arena arena;
	struct names names;
	struct vocabulary words;
	struct stream_reader reader;
	struct diagnostics diagnostics;
	struct document document;
	struct buffer bytes;
};

static const struct document *read_in(struct fixture *f, const char *stream)
{
	*f = (struct fixture){0};
	names_begin(&f->names);
	vocabulary_begin(&f->words);
	stream_reader_begin(&f->reader, &f->words);
	document_begin(&f->document, &f->arena, &f->names, &f->words);
	buffer_append(&f->bytes, slice_of(stream));
	struct stream_piece piece = {.bytes = buffer_slice(&f->bytes), .file = "test", .line = 1,
				     .lines = 64};

	assert_true(stream_read(&f->reader, &piece, &f->document, &f->diagnostics));
	return &f->document;
}

static void tear_down(struct fixture *f)
{
	diagnostics_free(&f->diagnostics);
	buffer_free(&f->bytes);
	stream_reader_free(&f->reader);
	vocabulary_free(&f->words);
	names_free(&f->names);
	arena_free(&f->arena);
}

static const char two_pages[] =
    "<text id=\"d\" format=\"pdf\" status=\"ok\" pages=\"2\">\n"
    "<pb n=\"1\" at=\"1 0.0 0.0 100.0 200.0\"/>\n"
    "<div type=\"box\">\n"
    "<head level=\"1\" at=\"1 10.0 10.0 50.0 20.0\">\nOne\n</head>\n"
    "<p at=\"1 5.0 30.0 90.0 90.0; 2 5.0 5.0 60.0 40.0\">\nIt goes\n"
    "<pb n=\"2\" label=\"&lt;ii\"/>\non.\n</p>\n"
    "</div>\n"
    "<repair kind=\"hidden\" page=\"1\" at=\"1 1.0 2.0 3.0 4.0\" before=\"white &lt;\" after=\"\"/>\n"
    "</text>\n";

static void test_outlines(void **state)
{
	struct fixture f;
	struct outlines outlines = {0};

	(void)state;
	outlines_gather(&outlines, read_in(&f, two_pages));
	assert_int_equal(outlines.count, 6);
	assert_int_equal(outlines_first(&outlines, 2), 4);
	assert_int_equal(outlines_first(&outlines, 3), 6);
	assert_int_equal(outlines.at[0].number, 1);
	assert_int_equal(outlines.at[1].number, 2);
	/* The side box is around both on page 1, and around the rest on page 2. */
	assert_int_equal(outlines.at[2].kind, LOOK_BOX);
	assert_true(outlines.at[2].left == 5 && outlines.at[2].top == 10 &&
		    outlines.at[2].right == 90 && outlines.at[2].bottom == 90);
	assert_int_equal(outlines.at[3].kind, LOOK_HIDDEN);
	assert_int_equal(outlines.at[5].kind, LOOK_BOX);
	assert_true(outlines.at[5].right == 60);
	outlines_free(&outlines);
	tear_down(&f);
}

static bool draw(void *context, uint32_t page, struct buffer *png, struct buffer *reason)
{
	(void)context;
	if (page == 1)
		buffer_append(png, SLICE("png"));
	else
		buffer_append(reason, SLICE("no <ink>"));
	return page == 1;
}

/* What is written for the document, behind <main>; NUL-terminated, freed by the caller. */
static char *look_at(const struct document *d)
{
	struct look look = {.document = d, .pages = 3, .draw = draw};
	struct diagnostics diagnostics = {0};
	struct outlet outlet = {.diagnostics = &diagnostics};
	char *html = calloc(1, 1 << 16);
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	outlet.descriptor = ends[1];
	assert_int_equal(look_write(&look, &outlet), DONE);
	close(ends[1]);
	assert_true(read(ends[0], html, (1 << 16) - 1) > 0);
	close(ends[0]);
	diagnostics_free(&diagnostics);
	return html;
}

static void test_pages(void **state)
{
	struct fixture f;
	char *html = look_at(read_in(&f, two_pages));

	(void)state;
	assert_non_null(strstr(html, "<svg viewBox=\"0 0 100.0 200.0\""));
	assert_non_null(strstr(html, "href=\"data:image/png;base64,cG5n\""));
	/* The paragraph stands on both pages, with one number, and its id once. */
	assert_non_null(strstr(html, "<div class=\"block p\" id=\"b2\"><span class=\"tag p\">2 paragraph"
				     "</span><span class=\"text\">It goes</span></div>\n</div>\n"));
	assert_non_null(strstr(html, "2 paragraph (goes on)</span><span class=\"text\"> on.</span>"));
	assert_non_null(strstr(html, "<small>printed: &lt;ii</small>"));
	/* What was left out, on its page; why there is no picture; a page that has no text. */
	assert_true(strstr(html, "white &lt;</span>") < strstr(html, "id=\"page2\""));
	assert_non_null(strstr(html, "no &lt;ink&gt;"));
	assert_true(strstr(html, "No text.") > strstr(html, "id=\"page3\""));
	free(html);
	tear_down(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_is_markup),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_places_are_read_strictly),
		cmocka_unit_test(test_outlines),
		cmocka_unit_test(test_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
