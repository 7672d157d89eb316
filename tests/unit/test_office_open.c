/* OpenDocument: texts and presentations. */
#include "tests/unit/office_files.h"

#define OASIS "='urn:oasis:names:tc:opendocument:xmlns:"
#define ROOT(content) "<office:document-content xmlns:office" OASIS "office:1.0' xmlns:text" OASIS \
	"text:1.0' xmlns:table" OASIS "table:1.0' xmlns:style" OASIS "style:1.0' xmlns:draw" OASIS \
	"drawing:1.0' xmlns:presentation" OASIS "presentation:1.0' xmlns:fo" OASIS \
	"xsl-fo-compatible:1.0' xmlns:meta" OASIS "meta:1.0' " \
	"xmlns:dc='http://purl.org/dc/elements/1.1/'>" content "</office:document-content>"
#define BODY(content) "<office:body><office:text>" content "</office:text></office:body>"
#define P(text) "<text:p>" text "</text:p>"

static void begin(struct zip *zip, const char *kind, const char *content)
{
	struct buffer type = {0};

	buffer_printf(&type, "application/vnd.oasis.opendocument.%s%c", kind, '\0');
	zip_add(zip, "mimetype", type.at);
	zip_add(zip, "content.xml", content);
	buffer_free(&type);
}

static void test_text(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, "text", ROOT(BODY(
		"<text:tracked-changes>" P("deleted") "</text:tracked-changes>"
		P("Schools<text:s text:c='2000000000'/>and<text:tab/>councils<office:annotation>"
		  P("comment") "</office:annotation> agree")
		"<text:h text:outline-level='2'>Scope</text:h><text:p/>")));
	assert_office_body(&zip, "<p>\nSchools and councils agree\n</p>\n"
			   "<head level=\"2\">\nScope\n</head>\n");
}

static void test_styles(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, "text", ROOT(
		"<office:automatic-styles>"
		"<style:style style:name='P1' style:parent-style-name='Title'/>"
		"<style:style style:name='T1'><style:text-properties text:display='none'/></style:style>"
		"<style:style style:name='P2'><style:text-properties fo:language='cy' fo:country='GB'/>"
		"</style:style></office:automatic-styles>"
		BODY("<text:p text:style-name='P1'>Aims</text:p><text:p text:style-name='Quotations'>Said"
		     "<text:span text:style-name='T1'> hidden</text:span> so</text:p>"
		     "<text:p text:style-name='P2'>Mae hwn yn Gymraeg</text:p>")));
	struct office_result result = office_read(&zip, 0);

	assert_string_equal(result.body, "<head level=\"1\" type=\"title\">\nAims\n</head>\n"
			    "<quote>\nSaid so\n</quote>\n<p>\nMae hwn yn Gymraeg\n</p>\n");
	assert_string_equal(result.attributes, " title=\"Aims\" lang=\"cy-GB\"");
	assert_string_equal(result.format, "odt");
	office_free(&result);
}

#define LEVEL(n, rest) "<text:list-level-style-number text:level='" n "' " rest "/>"

static void test_lists(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, "text", ROOT(
		"<text:list-style style:name='L1'>"
		LEVEL("1", "style:num-format='a' style:num-prefix='(' style:num-suffix=')'")
		"<text:list-level-style-bullet text:level='2'/></text:list-style>"
		"<text:list-style style:name='L2'>" LEVEL("1", "style:num-format='1'")
		LEVEL("2", "style:num-format='1' text:display-levels='2'") "</text:list-style>"
		BODY("<text:list text:style-name='L1'><text:list-item>" P("first") P("more")
		     "<text:list><text:list-item>" P("inner") "</text:list-item></text:list></text:list-item>"
		     "<text:list-item>" P("second") "</text:list-item></text:list>" P("between")
		     "<text:list text:style-name='L1' text:continue-numbering='true'><text:list-item>"
		     P("third") "</text:list-item></text:list>"
		     "<text:list text:style-name='L1'><text:list-item>" P("anew")
		     "</text:list-item></text:list>"
		     "<text:list text:style-name='L2'><text:list-item text:start-value='3'>" P("Three")
		     "<text:list><text:list-item>" P("clause") "</text:list-item></text:list>"
		     "</text:list-item></text:list>")));
	assert_office_body(&zip,
		"<item level=\"1\" label=\"(a)\">\nfirst\n</item>\n<item level=\"1\">\nmore\n</item>\n"
		"<item level=\"2\" label=\"\u2022\">\ninner\n</item>\n"
		"<item level=\"1\" label=\"(b)\">\nsecond\n</item>\n<p>\nbetween\n</p>\n"
		"<item level=\"1\" label=\"(c)\">\nthird\n</item>\n"
		"<item level=\"1\" label=\"(a)\">\nanew\n</item>\n"
		"<item level=\"1\" label=\"3\">\nThree\n</item>\n<p label=\"3.1\">\nclause\n</p>\n");
}

static void test_notes_boxes_tables(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, "text", ROOT(BODY(
		P("Schools<text:note text:note-class='footnote'><text:note-citation>*</text:note-citation>"
		  "<text:note-body>" P("See") P("here") "</text:note-body></text:note> agree"
		  "<draw:frame><draw:text-box>" P("boxed") "</draw:text-box></draw:frame> all")
		"<table:table><table:table-column table:number-columns-repeated='2'/>"
		"<table:table-header-rows><table:table-row><table:table-cell>" P("Name")
		"</table:table-cell></table:table-row></table:table-header-rows>"
		"<table:table-row><table:table-cell>" P("A") "</table:table-cell>"
		"<table:covered-table-cell>" P("covered") "</table:covered-table-cell></table:table-row>"
		"</table:table>")));
	assert_office_body(&zip,
		"<p>\nSchools\n<ptr n=\"*\"/>\nagree all\n</p>\n"
		"<note n=\"*\" place=\"foot\">\nSee\nhere\n</note>\n"
		"<div type=\"box\">\n<p>\nboxed\n</p>\n</div>\n"
		"<table>\n<row>\n<cell role=\"head\">\nName\n</cell>\n</row>\n"
		"<row>\n<cell>\nA\n</cell>\n</row>\n</table>\n");
}

static void test_furniture_and_metadata(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, "text", ROOT(BODY("<text:h text:outline-level='1'>Aims</text:h>")));
	zip_add(&zip, "styles.xml", ROOT(
		"<text:outline-style>" "<text:outline-level-style text:level='1' style:num-format='1' "
		"style:num-suffix='.'/></text:outline-style>"
		"<style:header>" P("Ashdale") "</style:header><style:header-left>" P("Ashdale")
		"</style:header-left><style:footer>" P("Page 1") "</style:footer>"));
	zip_add(&zip, "meta.xml", ROOT("<office:meta><meta:initial-creator>Jane</meta:initial-creator>"
				       "<dc:creator>Joe</dc:creator><dc:date>2022-02-02T00:00:00</dc:date>"
				       "<dc:title>aims.odt</dc:title></office:meta>"));
	struct office_result result = office_read(&zip, 0);

	assert_string_equal(result.body, "<fw type=\"header\">\nAshdale\n</fw>\n"
			    "<head level=\"1\" label=\"1.\">\nAims\n</head>\n"
			    "<fw type=\"footer\">\nPage 1\n</fw>\n");
	assert_string_equal(result.attributes,
			    " author=\"Jane\" date=\"2022-02-02\" title=\"Aims\"");
	office_free(&result);
}

#define BOX(class, content) "<draw:frame presentation:class='" class "'><draw:text-box>" content \
	"</draw:text-box></draw:frame>"

static void test_presentation(void **state)
{
	struct zip zip = {0};

	(void)state;
	begin(&zip, "presentation", ROOT(
		"<office:body><office:presentation><draw:page>" BOX("title", P("Our aims"))
		BOX("outline", "<text:list><text:list-item>" P("point") "</text:list-item></text:list>")
		BOX("page-number", P("1")) "<presentation:notes>" BOX("notes", P("Say hello"))
		"</presentation:notes></draw:page><draw:page>" P("Last") "</draw:page>"
		"</office:presentation></office:body>"));
	struct office_result result = office_read(&zip, 0);

	assert_string_equal(result.body,
		"<pb n=\"1\"/>\n<head level=\"1\">\nOur aims\n</head>\n"
		"<item level=\"1\">\npoint\n</item>\n<note place=\"notes\">\nSay hello\n</note>\n"
		"<pb n=\"2\"/>\n<p>\nLast\n</p>\n");
	assert_string_equal(result.attributes, " title=\"Our aims\" pages=\"2\"");
	assert_string_equal(result.format, "odp");
	office_free(&result);
}

/* However deep: no recursion, and every element that was opened is closed. */
static void test_nesting(void **state)
{
	struct buffer content = {0};
	struct zip zip = {0};
	const char *part = "<text:note><text:note-body><draw:text-box><text:list><text:list-item>"
			   "<table:table><table:table-row><table:table-cell><text:p>x";

	(void)state;
	buffer_append(&content, slice_of(
		"<o:d xmlns:o='x' xmlns:text" OASIS "text:1.0' xmlns:table" OASIS "table:1.0' "
		"xmlns:draw" OASIS "drawing:1.0'>"));
	for (int i = 0; i < 3000; i++)
		buffer_append(&content, slice_of(part));
	buffer_byte(&content, '\0');
	begin(&zip, "text", content.at);
	struct office_result result = office_read(&zip, 0);
	long open = 0;
	struct slice rest = slice_of(result.body), line;

	assert_int_equal(result.status, READING_PARTIAL);
	while (slice_line(&rest, &line)) {
		if (slice_starts(line, SLICE("</")))
			open--;
		else if (slice_starts(line, SLICE("<")) && !slice_ends(line, SLICE("/>")))
			open++;
		assert_true(open >= 0);
	}
	assert_int_equal(open, 0);
	office_free(&result);
	buffer_free(&content);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_notes_boxes_tables),
		cmocka_unit_test(test_furniture_and_metadata),
		cmocka_unit_test(test_presentation),
		cmocka_unit_test(test_nesting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
