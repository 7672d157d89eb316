/* Packages: what is unpacked and what is refused; PowerPoint and EPUB. */
#include "tests/unit/office_files.h"

#define OPEN_XML "http://schemas.openxmlformats.org/"
#define RELATIONS(content) "<Relationships xmlns='" OPEN_XML "package/2006/relationships'>" content \
	"</Relationships>"
#define RELATION(id, type, target) "<Relationship Id='" id "' Target='" target "' Type='" OPEN_XML \
	"officeDocument/2006/relationships/" type "'/>"
#define WORD_TYPES "wordprocessingml.document.main+xml"
#define WORD_TEXT "<w:document xmlns:w='" OPEN_XML "wordprocessingml/2006/main'><w:body><w:p><w:r>" \
	"<w:t>text</w:t></w:r></w:p></w:body></w:document>"

static void test_formats(void **state)
{
	static const struct { const char *part, *content, *format, *reason; } samples[] = {
		{"[Content_Types].xml", "spreadsheetml.sheet.main+xml", "xlsx", "a spreadsheet"},
		{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", "", "a spreadsheet"},
		{"photos/1.jpg", "x", "", "an archive (zip)"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		struct zip zip = {0};

		zip_add(&zip, samples[i].part, samples[i].content);
		struct office_result result = office_read(&zip, 0);

		assert_int_equal(result.status, READING_UNSUPPORTED);
		assert_string_equal(result.format, samples[i].format);
		assert_non_null(strstr(result.reason, samples[i].reason));
		office_free(&result);
	}
}

static void test_refused(void **state)
{
	struct zip locked = {0}, odt = {0}, wrong = {0};

	(void)state;
	zip_add(&locked, "[Content_Types].xml", WORD_TYPES);
	locked.flags = 1;
	zip_add(&locked, "word/document.xml", WORD_TEXT);
	assert_office_status(&locked, READING_ENCRYPTED, "password");
	zip_add(&odt, "mimetype", "application/vnd.oasis.opendocument.text");
	zip_add(&odt, "META-INF/manifest.xml", "<manifest:encryption-data/>");
	assert_office_status(&odt, READING_ENCRYPTED, "password");
	zip_add(&wrong, "[Content_Types].xml", WORD_TYPES);
	wrong.wrong = 1;
	zip_add(&wrong, "word/document.xml", WORD_TEXT);
	assert_office_status(&wrong, READING_DAMAGED, "word/document.xml cannot be unpacked");
}

static void test_text_limit(void **state)
{
	struct buffer text = {0};
	struct zip zip = {0};

	(void)state;
	buffer_append(&text, SLICE("<w:document xmlns:w='" OPEN_XML "wordprocessingml/2006/main'>"));
	for (int i = 0; i < 1000; i++)
		buffer_append(&text, SLICE("<w:p><w:r><w:t>words</w:t></w:r></w:p>"));
	buffer_append(&text, SLICE("</w:document>"));
	buffer_byte(&text, '\0');
	zip_add(&zip, "[Content_Types].xml", WORD_TYPES);
	zip_add(&zip, "word/document.xml", text.at);
	struct office_result result = office_read(&zip, 1000);

	assert_int_equal(result.status, READING_PARTIAL);
	assert_in_range(strlen(result.body), 1000, 1100);
	office_free(&result);
	buffer_free(&text);
}

#define SLIDE(content) "<p:sld xmlns:p='" OPEN_XML "presentationml/2006/main' xmlns:a='" OPEN_XML \
	"drawingml/2006/main'>" content "</p:sld>"
#define SHAPE(type, content) "<p:sp><p:nvPr><p:ph type='" type "'/></p:nvPr><p:txBody>" content \
	"</p:txBody></p:sp>"
#define A(text) "<a:p><a:r><a:rPr lang='en-GB'/><a:t>" text "</a:t></a:r></a:p>"

static void begin_slides(struct zip *zip)
{
	zip_add(zip, "[Content_Types].xml", "presentationml.presentation.main+xml");
	zip_add(zip, "_rels/.rels", RELATIONS(RELATION("r", "officeDocument", "/ppt/presentation.xml")));
	zip_add(zip, "ppt/presentation.xml",
		"<p:presentation xmlns:p='" OPEN_XML "presentationml/2006/main' xmlns:r='" OPEN_XML
		"officeDocument/2006/relationships'><p:sldIdLst><p:sldId id='256' r:id='b'/>"
		"<p:sldId id='257' r:id='a'/></p:sldIdLst></p:presentation>");
	zip_add(zip, "ppt/_rels/presentation.xml.rels",
		RELATIONS(RELATION("a", "slide", "slides/slide1.xml")
			  RELATION("b", "slide", "./slides/slide2.xml")));
	zip_add(zip, "ppt/slides/slide2.xml",
		SLIDE(SHAPE("ctrTitle", A("Our aims")) SHAPE("subTitle", A("In short"))
		      SHAPE("sldNum", A("1"))));
	zip_add(zip, "ppt/slides/_rels/slide2.xml.rels",
		RELATIONS(RELATION("n", "notesSlide", "../notesSlides/notes1.xml")));
	zip_add(zip, "ppt/notesSlides/notes1.xml",
		SLIDE(SHAPE("sldNum", A("1")) SHAPE("body", A("Say hello"))));
}

static void test_slides(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin_slides(&zip);
	zip_add(&zip, "ppt/slides/slide1.xml",
		SLIDE(SHAPE("title", A("Points")) SHAPE("body", A("one")
		      "<a:p><a:pPr lvl='1'/><a:r><a:t>deeper</a:t></a:r></a:p>"
		      "<a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>plain</a:t></a:r></a:p>")
		      "<a:tbl><a:tblPr firstRow='1'/><a:tblGrid><a:gridCol/><a:gridCol/></a:tblGrid>"
		      "<a:tr><a:tc>" A("Name") "</a:tc></a:tr><a:tr><a:tc>" A("A") "</a:tc></a:tr></a:tbl>"));
	struct office_result result = office_read(&zip, 0);

	assert_string_equal(result.body,
		"<pb n=\"1\"/>\n<head level=\"1\" type=\"title\">\nOur aims\n</head>\n<p>\nIn short\n</p>\n"
		"<note place=\"notes\">\nSay hello\n</note>\n"
		"<pb n=\"2\"/>\n<head level=\"1\">\nPoints\n</head>\n"
		"<item level=\"1\" label=\"\u2022\">\none\n</item>\n"
		"<item level=\"2\" label=\"\u2022\">\ndeeper\n</item>\n<p>\nplain\n</p>\n"
		"<table>\n<row>\n<cell role=\"head\">\nName\n</cell>\n</row>\n"
		"<row>\n<cell>\nA\n</cell>\n</row>\n</table>\n");
	assert_string_equal(result.attributes, " title=\"Our aims\" lang=\"en-GB\" pages=\"2\"");
	office_free(&result);
}

static void test_missing_slide(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin_slides(&zip);
	assert_office_status(&zip, READING_PARTIAL, "1 of its slides");
}

static void begin_book(struct zip *zip)
{
	zip_add(zip, "mimetype", "application/epub+zip");
	zip_add(zip, "META-INF/container.xml",
		"<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
		"<rootfile full-path='OPS/book.opf' media-type='application/oebps-package+xml'/>"
		"</rootfiles></container>");
	zip_add(zip, "OPS/book.opf",
		"<package xmlns='http://www.idpf.org/2007/opf'><metadata "
		"xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>The book</dc:title>"
		"<dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:language>en</dc:language>"
		"<dc:date>2020</dc:date></metadata>"
		"<manifest><item id='two' href='text/two.xhtml'/><item id='one' href='one%20a.html'/>"
		"<item id='toc' href='nav.xhtml' properties='nav'/></manifest>"
		"<spine><itemref idref='toc'/><itemref idref='one'/><itemref idref='two'/></spine>"
		"</package>");
	zip_add(zip, "OPS/nav.xhtml", "<html><body><p>Contents</p></body></html>");
	zip_add(zip, "OPS/one a.html", "<html><body><h1>One</h1><p>First.</p></body></html>");
}

static void test_book(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin_book(&zip);
	zip_add(&zip, "OPS/text/two.xhtml", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/"
		"xhtml'><body><h2>Two</h2><ul><li>item</li></ul></body></html>");
	struct office_result result = office_read(&zip, 0);

	assert_string_equal(result.body, "<head level=\"1\">\nOne\n</head>\n<p>\nFirst.\n</p>\n"
			    "<head level=\"2\">\nTwo\n</head>\n"
			    "<item level=\"1\" label=\"\u2022\">\nitem\n</item>\n");
	assert_string_equal(result.attributes,
			    " title=\"The book\" author=\"A; B\" date=\"2020\" lang=\"en\"");
	assert_string_equal(result.format, "epub");
	office_free(&result);
}

static void test_missing_chapter(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin_book(&zip);
	assert_office_status(&zip, READING_PARTIAL, "1 of its chapters");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_text_limit),
		cmocka_unit_test(test_slides),
		cmocka_unit_test(test_missing_slide),
		cmocka_unit_test(test_book),
		cmocka_unit_test(test_missing_chapter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
