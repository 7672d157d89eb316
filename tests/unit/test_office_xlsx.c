/* Excel files: cells, strings, numbers as their formats show them. */
#include "stages/read/reader/office/sheet_numbers.h"
#include "tests/unit/office_files.h"

#define TYPES "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>" \
	"<Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-" \
	"officedocument.spreadsheetml.sheet.main+xml'/></Types>"
#define SHEETS(root, content) "<" root " xmlns='http://schemas.openxmlformats.org/" \
	"spreadsheetml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/" \
	"2006/relationships'>" content "</" root ">"
#define RELATION(id, type, target) "<Relationship Id='" id "' Target='" target "' " \
	"Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/" type "'/>"

static void begin(struct zip *zip, const char *rows)
{
	struct buffer sheet = {0};

	zip_add(zip, "[Content_Types].xml", TYPES);
	zip_add(zip, "xl/workbook.xml",
		SHEETS("workbook", "<workbookPr/><sheets><sheet state='hidden' r:id='h'/>"
		       "<sheet r:id='s'/><sheet r:id='h'/></sheets>"));
	zip_add(zip, "xl/_rels/workbook.xml.rels",
		"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
		RELATION("h", "worksheet", "worksheets/hidden.xml")
		RELATION("s", "worksheet", "worksheets/shown.xml")
		RELATION("t", "sharedStrings", "sharedStrings.xml")
		RELATION("f", "styles", "styles.xml") "</Relationships>");
	zip_add(zip, "xl/sharedStrings.xml",
		SHEETS("sst", "<si><t>one</t></si><si><r><t>two </t></r><r><t>words\n\nbelow_x000D_</t></r>"
		       "<rPh><t>no</t></rPh></si>"));
	zip_add(zip, "xl/styles.xml",
		SHEETS("styleSheet", "<numFmts><numFmt numFmtId='170' formatCode='dd/mm/yyyy'/></numFmts>"
		       "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
		       "<cellXfs><xf numFmtId='0'/><xf numFmtId='170'/><xf numFmtId='9'/></cellXfs>"));
	buffer_printf(&sheet, SHEETS("worksheet", "<sheetData>%s</sheetData>"), rows);
	buffer_byte(&sheet, '\0');
	zip_add(zip, "xl/worksheets/shown.xml", sheet.at);
	buffer_free(&sheet);
}

static void assert_sheet(const char *rows, enum reading_status status, const char *body)
{
	struct zip zip = {.wants = READER_SHEET};

	begin(&zip, rows);
	struct office_result result = office_read(&zip, 0);

	assert_int_equal(result.status, status);
	assert_string_equal(result.body, body);
	office_free(&result);
}

#define ROW(n, cells) "<row n=\"" n "\">\n" cells "</row>\n"
#define CELL(n, text) "<cell n=\"" n "\">\n" text "\n</cell>\n"

static void test_cells(void **state)
{
	(void)state;
	assert_sheet("<row r='2'><c r='B2' t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"
		     "<row><c t='inlineStr'><is><t>in </t><t>line</t></is></c>"
		     "<c r='AA3' t='str'><f>A1</f><v>made</v></c><c t='b'><v>1</v></c></row>"
		     "<row r='9'><c r='A9' t='s'><v>7</v></c><c r='B9'/></row>", READING_OK,
		     "<table>\n" ROW("2", CELL("2", "one") CELL("3", "two words\nbelow"))
		     ROW("3", CELL("1", "in line") CELL("27", "made") CELL("28", "TRUE"))
		     "</table>\n");
}

static void test_styles(void **state)
{
	(void)state;
	assert_sheet("<row r='1'><c s='1'><v>44684</v></c><c s='2'><v>0.5</v></c>"
		     "<c s='0'><v>44684</v></c><c s='99'><v>7</v></c></row>", READING_OK,
		     "<table>\n" ROW("1", CELL("1", "2022-05-03") CELL("2", "50%")
				      CELL("3", "44684") CELL("4", "7")) "</table>\n");
}

static void test_statuses(void **state)
{
	struct zip zip = {.wants = 0};

	(void)state;
	begin(&zip, "");
	assert_office_status(&zip, READING_UNSUPPORTED,
			     "a spreadsheet: say which column holds the text (--rows COLUMN), or "
			     "save it as PDF or plain text");
	assert_sheet("<row r='1'/>", READING_EMPTY, "");
	assert_sheet("<row r='1'><c><v>1</v></c></row><row r='2'><c", READING_PARTIAL,
		     "<table>\n" ROW("1", CELL("1", "1")) "</table>\n");
	assert_sheet("<row r='1'><c", READING_DAMAGED, "");
}

static void assert_number(const char *number, enum number_form form, bool from_1904,
			  const char *expected)
{
	char text[NUMBER_SIZE];

	number_write(slice_of(number), form, from_1904, text);
	assert_string_equal(text, expected);
}

static void test_numbers(void **state)
{
	(void)state;
	assert_number("1", NUMBER_DATE, false, "1900-01-01");
	assert_number("61", NUMBER_DATE, false, "1900-03-01");
	assert_number("44985", NUMBER_DATE, false, "2023-02-28");
	assert_number("45351", NUMBER_DATE, false, "2024-02-29");
	assert_number("0", NUMBER_DATE, true, "1904-01-01");
	assert_number("44684.4265", NUMBER_DATE, false, "2022-05-03 10:14");
	assert_number("44684.99999", NUMBER_DATE, false, "2022-05-04");
	assert_number("0.5", NUMBER_DATE, false, "12:00");
	assert_number("-1", NUMBER_DATE, false, "-1");
	assert_number("1e300", NUMBER_DATE, false, "1e300");
	assert_number("0.30000000000000004", NUMBER_PLAIN, false, "0.3");
	assert_number("12345678901234567890", NUMBER_PLAIN, false, "12345678901234567890");
	assert_number("0.125", NUMBER_PERCENT, false, "12.5%");
	assert_number("nan", NUMBER_DATE, false, "nan");
	assert_number("", NUMBER_DATE, false, "");
}

static void test_forms(void **state)
{
	(void)state;
	assert_int_equal(number_form_of_id(14), NUMBER_DATE);
	assert_int_equal(number_form_of_id(2), NUMBER_PLAIN);
	assert_int_equal(number_form_of_code(SLICE("General")), NUMBER_PLAIN);
	assert_int_equal(number_form_of_code(SLICE("[$-809]dd mmmm yyyy")), NUMBER_DATE);
	assert_int_equal(number_form_of_code(SLICE("[Red]0.00\" days\"\\m_d")), NUMBER_PLAIN);
	assert_int_equal(number_form_of_code(SLICE("0.0%")), NUMBER_PERCENT);
	assert_int_equal(number_form_of_code(SLICE("#,##0;[Red]d")), NUMBER_PLAIN);
	assert_int_equal(number_form_of_code(SLICE("\"open")), NUMBER_PLAIN);
	assert_int_equal(number_form_of_code(SLICE("\\")), NUMBER_PLAIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells), cmocka_unit_test(test_styles),
		cmocka_unit_test(test_statuses), cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_forms),
	};

	return cmocka_run_group_tests_name("xlsx", tests, NULL, NULL);
}
