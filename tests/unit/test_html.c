/* Web pages: from bytes to the blocks and attributes of the stream. */
#include "tests/unit/html_pages.h"

static void test_blocks(void **state)
{
	(void)state;
	assert_body("<h2>Our  <b>aims</b></h2><p>We &amp; they\n agree.<p>Second",
		    "<head level=\"2\">\nOur aims\n</head>\n<p>\nWe &amp; they agree.\n</p>\n"
		    "<p>\nSecond\n</p>\n");
	assert_body("<div>one<div>two</div>three<br>four<br><br>five</div>",
		    "<p>\none\n</p>\n<p>\ntwo\n</p>\n<p>\nthree four\n</p>\n<p>\nfive\n</p>\n");
	assert_body("<blockquote><p>Said so</blockquote>", "<quote>\nSaid so\n</quote>\n");
	assert_body("<figure><img><figcaption>A map</figcaption></figure>",
		    "<caption>\nA map\n</caption>\n");
	assert_body("web<wbr>site <b>un</b>happy H<sub>2</sub>O", "<p>\nwebsite unhappy H2O\n</p>\n");
}

static void test_lists(void **state)
{
	(void)state;
	assert_body("<ol start=3><li>Third<ul><li>Inner</ul><li><p>Fourth<p>goes on</ol>",
		    "<item level=\"1\" label=\"3.\">\nThird\n</item>\n"
		    "<item level=\"2\" label=\"\xe2\x80\xa2\">\nInner\n</item>\n"
		    "<item level=\"1\" label=\"4.\">\nFourth\n</item>\n"
		    "<item level=\"1\">\ngoes on\n</item>\n");
	assert_body("<ol type=a><li>One<li value=5>Five</ol>",
		    "<item level=\"1\" label=\"a.\">\nOne\n</item>\n"
		    "<item level=\"1\" label=\"e.\">\nFive\n</item>\n");
}

static void test_tables(void **state)
{
	(void)state;
	assert_body("<table><tr><th>Payee<th>Sum<tr><td>Hall<p>hire<td>24</table><p>After",
		    "<table>\n<row>\n<cell role=\"head\">\nPayee\n</cell>\n"
		    "<cell role=\"head\">\nSum\n</cell>\n</row>\n"
		    "<row>\n<cell>\nHall\nhire\n</cell>\n<cell>\n24\n</cell>\n</row>\n</table>\n"
		    "<p>\nAfter\n</p>\n");
	assert_body("<table><tr><td><h2>Left</h2><td>Right</table>",
		    "<head level=\"2\">\nLeft\n</head>\n<p>\nRight\n</p>\n");
	assert_body("<table><tr><td>One column<tr><td>only</table>",
		    "<p>\nOne column\n</p>\n<p>\nonly\n</p>\n");
}

static void test_what_is_not_text(void **state)
{
	(void)state;
	assert_body("<style>p{}</style><p>Seen<script>var a='<p>no</p>'</script><!-- no -->"
		    "<p hidden>no<p style='Display: none'>no<template>no</template>"
		    "<div aria-hidden=true>no</div><span class=sr-only>no</span>",
		    "<p>\nSeen\n</p>\n");
	assert_body("<div class='tab-panel' hidden>Kept</div>", "<p>\nKept\n</p>\n");
	assert_body("<details><summary>How</summary><p>So</details>", "<p>\nHow\n</p>\n<p>\nSo\n</p>\n");
}

static void test_site(void **state)
{
	(void)state;
	assert_body("<nav><a href=/>Home</a> <a href=/n>News</a></nav><main><h1>Aims</h1>"
		    "<p>Every child in the town has a place at a school that knows the family."
		    "<p>We agree.</main><footer><p>Site map</footer>",
		    "<head level=\"1\" type=\"title\">\nAims\n</head>\n<p>\nEvery child in the town has a place at a "
		    "school that knows the family.\n</p>\n<p>\nWe agree.\n</p>\n"
		    "<fw type=\"boilerplate\">\nHome News\n</fw>\n"
		    "<fw type=\"boilerplate\">\nSite map\n</fw>\n");
	assert_body("<ul><li><a href=1>Minutes of May</a><li><a href=2>Minutes of June</a></ul>",
		    "<item level=\"1\" label=\"\xe2\x80\xa2\">\nMinutes of May\n</item>\n"
		    "<item level=\"1\" label=\"\xe2\x80\xa2\">\nMinutes of June\n</item>\n");
}

static void test_headline(void **state)
{
	(void)state;
	assert_body("<title>Our aims | Ashdale</title><body><h1>Our aims</h1><p>Text",
		    "<head level=\"1\" type=\"title\">\nOur aims\n</head>\n<p>\nText\n</p>\n");
}

static void test_entities(void **state)
{
	(void)state;
	assert_body("<p>&pound5 caf&eacute;s &#146;s &#x80; &notit; 9&percnt; &nosuch; &amp;lt; AT&T &#8212;",
		    "<p>\n\xc2\xa3"
		    "5 caf\xc3\xa9s \xe2\x80\x99s \xe2\x82\xac \xc2\xacit; 9% &amp;nosuch; &amp;lt; "
		    "AT&amp;T \xe2\x80\x94\n</p>\n");
}

static void test_encodings(void **state)
{
	(void)state;
	assert_holds(SLICE("<meta charset=iso-8859-1><p>\x93so\x94"), "\xe2\x80\x9cso\xe2\x80\x9d", true);
	assert_holds(SLICE("<meta charset=iso-8859-1><p>caf\xc3\xa9"), "caf\xc3\xa9", true);
	assert_holds(SLICE("<meta charset=utf-8><p>caf\xe9"), "caf\xc3\xa9", true);
	assert_holds(SLICE("\xef\xbb\xbf<meta charset=windows-1252><p>caf\xc3\xa9"), "caf\xc3\xa9", true);
	assert_holds(SLICE("\xff\xfe<\0p\0>\0\x3a\x04"), "\xd0\xba", true);
	assert_holds(SLICE("<meta charset=koi8-r><p>\xd5\xd3\xd4\xc1\xd7"),
		     "\xd1\x83\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2", true);
	assert_holds(SLICE("<meta charset=utf-7><p>+ADw-script+AD4- stays \xe9"), "+ADw-script", true);
	assert_holds(SLICE("<meta charset=utf-16><p>plain \xe9"), "plain \xc3\xa9", true);
	assert_holds(SLICE("<p>zero\0byte \x1b[31m red \xc2\x9b \xe2\x80\xae."), "zerobyte [31m red .", true);
}

static void test_broken_markup(void **state)
{
	struct buffer deep = {0};

	(void)state;
	for (int i = 0; i < 20000; i++)
		buffer_append(&deep, SLICE("<div><b>"));
	buffer_append(&deep, SLICE("at the bottom"));
	assert_holds(buffer_slice(&deep), "at the bottom", true);
	buffer_free(&deep);
	assert_holds(SLICE("<a href=\"x>link</a><p>behind the quote</p>"), "behind the quote", true);
	assert_holds(SLICE("<p>a<p></html><p>after the end"), "after the end", true);
	assert_holds(SLICE("<?xml version=\"1.0\"?><html><head><script src=\"a\"/></head><body>"
			   "<p>x&nbsp;y &eacute;</p></body></html>"), "y \xc3\xa9", true);
	assert_body("<?xml version=\"1.0\"?><li>a<html/></li>", "<item level=\"1\">\na\n</item>\n");
	assert_holds(SLICE("<?xml version=\"1.0\"?><!DOCTYPE html [<!ENTITY x \"lol\">]><html><body>"
			   "<p>a &x; b</p></body></html>"), "lol", false);
}

static void test_metadata(void **state)
{
	(void)state;
	assert_attributes("<html lang=cy-GB><title>Plan agreed - Wexmoor</title>"
			  "<meta name=author content='Gwen Ellis'>"
			  "<link rel=canonical href='https://x.example/p'><p>x",
			  " title=\"Plan agreed\" author=\"Gwen Ellis\" lang=\"cy-GB\""
			  " lang-by=\"declared\" source=\"https://x.example/p\"");
	assert_attributes("<script type='application/ld+json'>{\"@type\":[\"NewsArticle\"],\"headline\":"
			  "\"A \\u2019 b\",\"author\":[{\"name\":\"F P\"},{\"name\":\"D S\"}],"
			  "\"datePublished\":\"2024-11-05T23:30:00-05:00\",}</script><p>x",
			  " title=\"A \xe2\x80\x99 b\" author=\"F P; D S\" date=\"2024-11-05\"");
	assert_attributes("<meta name=citation_title content=T><meta name=citation_author content='A B'>"
			  "<meta name=citation_author content='C D'><p>x",
			  " title=\"T\" author=\"A B; C D\"");
	assert_attributes("<meta name=author content='@wexmoor'><p>Posted on 2nd September, 2019",
			  " date=\"2019-09-02\"");
}

static void test_refused(void **state)
{
	struct result result;

	(void)state;
	result = read_page(SLICE(""));
	assert_int_equal(result.status, READING_EMPTY);
	result_free(&result);
	result = read_page(SLICE("\x1f\x8b\x08"));
	assert_int_equal(result.status, READING_UNSUPPORTED);
	result_free(&result);
	result = read_page(SLICE("<script>only</script>"));
	assert_int_equal(result.status, READING_EMPTY);
	result_free(&result);
}

static void test_tables_of_names_are_sorted(void **state)
{
	static const char *const tags[] = {
#define X(constant, spelling, layout) spelling,
		HTML_TAGS(X)
#undef X
	};
	static const char *const attributes[] = {
#define X(constant, spelling) spelling,
		HTML_ATTRIBUTES(X)
#undef X
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tags); i++)
		assert_int_equal(html_tag_of(slice_of(tags[i])), i);
	for (size_t i = 0; i < COUNT_OF(attributes); i++)
		assert_int_equal(html_attribute_of(slice_of(attributes[i])), i);
	assert_int_equal(html_tag_of(SLICE("svg:title")), HTML_TITLE);
	assert_int_equal(html_tag_of(SLICE("x-card")), HTML_OTHER);
}

static void test_names(void **state)
{
	(void)state;
	assert_int_equal(html_names_of(SLICE("relatedArticles"), SLICE("")), NAMES_EXTRA);
	assert_int_equal(html_names_of(SLICE("x sr-only"), SLICE("site_footer")),
			 NAMES_HIDDEN | NAMES_FOOTER);
	assert_int_equal(html_names_of(SLICE("navigate adverb renavigation"), SLICE("")), 0);
	assert_int_equal(html_names_of(SLICE("cookie-banner"), SLICE("")), NAMES_COOKIE);
	assert_int_equal(html_names_of(SLICE("visually-hidden"), SLICE("")), NAMES_HIDDEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_what_is_not_text),
		cmocka_unit_test(test_site),
		cmocka_unit_test(test_headline),
		cmocka_unit_test(test_entities),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_broken_markup),
		cmocka_unit_test(test_metadata),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_tables_of_names_are_sorted),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
