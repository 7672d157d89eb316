/* Word documents: from parts to blocks. */
#include "tests/unit/office_files.h"

#define TYPES "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>" \
	"<Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-" \
	"officedocument.wordprocessingml.document.main+xml'/></Types>"
#define WORD(root, content) "<w:" root " xmlns:w='http://schemas.openxmlformats.org/" \
	"wordprocessingml/2006/main' xmlns:mc='http://schemas.openxmlformats.org/" \
	"markup-compatibility/2006'>" content "</w:" root ">"
#define BODY(content) WORD("document", "<w:body>" content "</w:body>")
#define RELATION(type) "<Relationship Id='" type "' Target='" type ".xml' " \
	"Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/" type "'/>"
#define T(text) "<w:r><w:t>" text "</w:t></w:r>"
#define P(text) "<w:p>" T(text) "</w:p>"
#define STYLED(style, text) "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr>" T(text) "</w:p>"
#define ITEM(list, level, text) "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" \
	list "'/></w:numPr></w:pPr>" T(text) "</w:p>"

static void begin(struct zip *zip, const char *document)
{
	zip_add(zip, "[Content_Types].xml", TYPES);
	zip_add(zip, "word/document.xml", document);
	zip_add(zip, "word/_rels/document.xml.rels",
		"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
		RELATION("styles") RELATION("numbering") RELATION("footnotes") RELATION("endnotes")
		"</Relationships>");
}

static void test_text(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, BODY("<w:p>" T("in part") T("nership") "<w:r><w:tab/><w:t>a &amp; b</w:t><w:br/>"
			 "<w:t>c</w:t></w:r></w:p><w:p/>" P("two")));
	assert_office_body(&zip, "<p>\nin partnership a &amp; b c\n</p>\n<p>\ntwo\n</p>\n");
}

static void test_changes_as_accepted(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, BODY("<w:p>" T("We ") "<w:del><w:r><w:delText>may</w:delText></w:r></w:del>"
			 "<w:ins>" T("must") "</w:ins><w:moveFrom>" T(" gone") "</w:moveFrom>"
			 "<w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>" T(" act") "</w:p>"
			 "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>"
			 "</w:pPrChange><w:rPr><w:del/></w:rPr></w:pPr>" T("joined ") "</w:p>"
			 P("to this")));
	assert_office_body(&zip, "<p>\nWe must act\n</p>\n<p>\njoined to this\n</p>\n");
}

static void test_styles(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, BODY(STYLED("T", "Principles") STYLED("X", "Aims") STYLED("berschrift2", "Scope")
			 "<w:p><w:pPr><w:outlineLvl w:val='2'/></w:pPr>" T("Deep") "</w:p>"
			 STYLED("Q", "Said") STYLED("C1", "Aims 3")));
	zip_add(&zip, "word/styles.xml", WORD("styles",
		"<w:style w:type='paragraph' w:styleId='T'><w:name w:val='Title'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='H'><w:name w:val='heading 1'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='X'><w:name w:val='Ours'/>"
		"<w:basedOn w:val='H'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='berschrift2'><w:name w:val='heading 2'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='Q'><w:name w:val='Quote'/></w:style>"
		"<w:style w:type='paragraph' w:styleId='C1'><w:name w:val='toc 1'/></w:style>"));
	assert_office_body(&zip,
		"<head level=\"1\" type=\"title\">\nPrinciples\n</head>\n"
		"<head level=\"1\">\nAims\n</head>\n<head level=\"2\">\nScope\n</head>\n"
		"<head level=\"3\">\nDeep\n</head>\n<quote>\nSaid\n</quote>\n"
		"<div type=\"contents\">\n<item level=\"1\">\nAims 3\n</item>\n</div>\n");
}

static void test_lists(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, BODY(ITEM("1", "0", "one") ITEM("1", "1", "in it") ITEM("1", "0", "two")
			 ITEM("2", "0", "again") ITEM("3", "0", "dot") ITEM("4", "0", "First")
			 ITEM("4", "1", "clause") ITEM("0", "0", "none")));
	zip_add(&zip, "word/numbering.xml", WORD("numbering",
		"<w:abstractNum w:abstractNumId='7'>"
		"<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/>"
		"</w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/>"
		"<w:lvlText w:val='(%2)'/></w:lvl></w:abstractNum>"
		"<w:abstractNum w:abstractNumId='8'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/>"
		"<w:lvlText w:val='\u00b7'/></w:lvl></w:abstractNum>"
		"<w:abstractNum w:abstractNumId='9'><w:lvl w:ilvl='0'><w:start w:val='3'/>"
		"<w:numFmt w:val='decimal'/><w:lvlText w:val='%1'/></w:lvl><w:lvl w:ilvl='1'>"
		"<w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl>"
		"</w:abstractNum>"
		"<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
		"<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'>"
		"<w:startOverride w:val='1'/></w:lvlOverride></w:num>"
		"<w:num w:numId='3'><w:abstractNumId w:val='8'/></w:num>"
		"<w:num w:numId='4'><w:abstractNumId w:val='9'/></w:num>"));
	assert_office_body(&zip,
		"<item level=\"1\" label=\"1.\">\none\n</item>\n"
		"<item level=\"2\" label=\"(a)\">\nin it\n</item>\n"
		"<item level=\"1\" label=\"2.\">\ntwo\n</item>\n"
		"<item level=\"1\" label=\"1.\">\nagain\n</item>\n"
		"<item level=\"1\" label=\"\u2022\">\ndot\n</item>\n"
		"<item level=\"1\" label=\"3\">\nFirst\n</item>\n"
		"<p label=\"3.1\">\nclause\n</p>\n<p>\nnone\n</p>\n");
}

static void test_notes(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, BODY("<w:p>" T("Schools") "<w:r><w:footnoteReference w:id='2'/></w:r>" T(", all")
			 "<w:r><w:endnoteReference w:id='5'/></w:r></w:p>" P("Next")));
	zip_add(&zip, "word/footnotes.xml", WORD("footnotes",
		"<w:footnote w:type='separator' w:id='0'>" P("-") "</w:footnote>"
		"<w:footnote w:id='2'>" P("See") P("here") "</w:footnote>"));
	zip_add(&zip, "word/endnotes.xml", WORD("endnotes",
		"<w:endnote w:id='5'>" P("At the end") "</w:endnote>"));
	assert_office_body(&zip,
		"<p>\nSchools\n<g/>\n<ptr n=\"1\"/>\n, all\n<ptr n=\"i\"/>\n</p>\n"
		"<note n=\"1\" place=\"foot\">\nSee\nhere\n</note>\n"
		"<note n=\"i\" place=\"end\">\nAt the end\n</note>\n<p>\nNext\n</p>\n");
}

#define CELL(content) "<w:tc>" content "</w:tc>"

static void test_tables(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, BODY(
		"<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
		"<w:tr><w:trPr><w:tblHeader/></w:trPr>" CELL(P("Name")) CELL(P("Sum")) "</w:tr>"
		"<w:tr>" CELL(P("A") P("B")) CELL("<w:tbl><w:tr>" CELL(P("in")) CELL(P("ner")) "</w:tr></w:tbl>"
						   "<w:p/>") "</w:tr>"
		"<w:tr><w:trPr><w:del/></w:trPr>" CELL(P("gone")) CELL("<w:p/>") "</w:tr></w:tbl>"
		"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>" CELL(STYLED("Heading2", "Box") P("text"))
		"</w:tr></w:tbl>"));
	assert_office_body(&zip,
		"<table>\n<row>\n<cell role=\"head\">\nName\n</cell>\n<cell role=\"head\">\nSum\n</cell>\n"
		"</row>\n<row>\n<cell>\nA\nB\n</cell>\n<cell>\nin\nner\n</cell>\n</row>\n</table>\n"
		"<div type=\"box\">\n<head level=\"2\">\nBox\n</head>\n<p>\ntext\n</p>\n</div>\n");
}

static void test_boxes(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, BODY("<w:p>" T("Before") "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
			 STYLED("Heading1", "In the box") "</w:txbxContent></mc:Choice><mc:Fallback>"
			 "<w:txbxContent>" P("In the box") "</w:txbxContent></mc:Fallback>"
			 "</mc:AlternateContent></w:r>" T(" and after") "</w:p>"
			 "<w:tbl><w:tr>" CELL("<w:p>" T("cell") "<w:r><w:txbxContent>" P("box")
			 "</w:txbxContent></w:r></w:p>") "</w:tr></w:tbl>"));
	assert_office_body(&zip,
		"<p>\nBefore and after\n</p>\n<div type=\"box\">\n<head level=\"1\">\nIn the box\n</head>\n"
		"</div>\n<table>\n<row>\n<cell>\ncell\nbox\n</cell>\n</row>\n</table>\n");
}

static void test_furniture_and_metadata(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, BODY("<w:p><w:r><w:rPr><w:lang w:val='cy-GB'/></w:rPr><w:t>Egwyddorion</w:t></w:r>"
			 "</w:p>"));
	zip_add(&zip, "word/header1.xml", WORD("hdr", P("Ashdale")));
	zip_add(&zip, "word/header2.xml", WORD("hdr", P("Ashdale")));
	zip_add(&zip, "word/footer1.xml", WORD("ftr", P("Page 1")));
	zip_add(&zip, "docProps/core.xml",
		"<c:coreProperties xmlns:c='x' xmlns:dc='http://purl.org/dc/elements/1.1/' "
		"xmlns:dcterms='http://purl.org/dc/terms/'><dc:title>Our aims</dc:title>"
		"<dc:creator>A. Smith;B. Jones</dc:creator>"
		"<dcterms:created>2023-05-17T09:00:00Z</dcterms:created></c:coreProperties>");
	struct office_result result = office_read(&zip, 0);

	assert_string_equal(result.format, "docx");
	assert_string_equal(result.attributes, " title=\"Our aims\" author=\"A. Smith; B. Jones\" "
			    "date=\"2023-05-17\" lang=\"cy-GB\"");
	assert_string_equal(result.body, "<fw type=\"header\">\nAshdale\n</fw>\n<p>\nEgwyddorion\n</p>\n"
			    "<fw type=\"footer\">\nPage 1\n</fw>\n");
	office_free(&result);
}

static void test_failures(void **state)
{
	struct zip none = {0}, empty = {0}, cut = {0}, bad = {0}, entity = {0}, twice = {0}, notes = {0};

	(void)state;
	zip_add(&none, "[Content_Types].xml", TYPES);
	assert_office_status(&none, READING_DAMAGED, "word/document.xml is missing");
	begin(&empty, BODY("<w:p/>"));
	zip_add(&empty, "word/header1.xml", WORD("hdr", P("Ashdale")));
	assert_office_status(&empty, READING_EMPTY, "no text");
	begin(&cut, "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
	      P("kept") "<w:p>");
	assert_office_status(&cut, READING_PARTIAL, "the rest is missing");
	begin(&bad, "<w:document><<");
	assert_office_status(&bad, READING_DAMAGED, "no proper XML");
	begin(&entity, "<!DOCTYPE x [<!ENTITY e SYSTEM '/etc/passwd'>]>" BODY(P("&e;")));
	assert_office_status(&entity, READING_DAMAGED, "document type");
	begin(&notes, BODY(P("one")));
	zip_add(&notes, "word/footnotes.xml", WORD("footnotes", "<w:footnote>&"));
	assert_office_status(&notes, READING_PARTIAL, "footnotes.xml");
	begin(&twice, BODY(P("one")));
	zip_add(&twice, "word/document.xml", BODY(P("two")));
	assert_office_status(&twice, READING_DAMAGED, "twice");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_changes_as_accepted),
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_boxes),
		cmocka_unit_test(test_furniture_and_metadata),
		cmocka_unit_test(test_failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
