/*
 * Excel: the cells of the first sheet that is shown, as a table of the stream.
 *
 * Strings stand in a part of their own, which cells point into; numbers are
 * shown as their format says, as far as sheet_numbers.h goes.  Formulas count
 * by the values that were saved with them.
 */
#include "pipeline/base/memory.h"
#include "pipeline/stream/write.h"
#include "stages/read/reader/office/office.h"
#include "stages/read/reader/office/open_xml.h"
#include "stages/read/reader/office/sheet_numbers.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	STRINGS_MOST = 4000000, STYLES_MOST = 65536, CODES_MOST = 4096,
	COLUMNS_MOST = 16384,
};

enum element {
	WORKBOOK = 1, SHEET, STRING, TEXT, PHONETIC, CODE, FORMATS, FORMAT, ROW, CELL, VALUE, INLINE,
};

struct code {
	long id;
	enum number_form form;
};

struct place {
	size_t start, length;		/* in `text` */
};

struct xlsx {
	struct package *package;
	struct slice sheet;		/* the name of its part */
	struct relations relations;
	bool from_1904;

	struct buffer text;		/* of all strings */
	struct place *strings;
	size_t string_count, string_capacity;
	struct code *codes;
	size_t code_count, code_capacity;
	uint8_t *forms;			/* enum number_form, of each style */
	size_t form_count, form_capacity;
	bool in_formats;

	bool in_text;			/* what comes is text of a string or a value of a cell */
	struct buffer value;		/* of the cell in hand */
	char type;			/* as type_of() has it */
	long style;
	uint64_t row, column;		/* from 1 */
	struct buffer cells;		/* of the row in hand */
};

static void no_end(void *context, int element)
{
	(void)context, (void)element;
}

static void no_text(void *context, struct slice text)
{
	(void)context, (void)text;
}

static bool on_workbook(void *context, int element, const struct xml_attributes *a)
{
	struct xlsx *x = context;

	if (element == WORKBOOK) {
		struct slice flag = xml_attribute(a, XML_NONE, "date1904");

		x->from_1904 = slice_is(flag, "1") || slice_is(flag, "true");
	} else if (!x->sheet.length && !slice_starts(xml_attribute(a, XML_NONE, "state"),
						     SLICE("hidden"))) {
		x->sheet = relations_by_id(&x->relations, xml_attribute(a, XML_RELATION, "id"));
	}
	return true;
}

static bool on_string(void *context, int element, const struct xml_attributes *a)
{
	struct xlsx *x = context;

	(void)a;
	if (element == STRING && x->string_count < STRINGS_MOST) {
		x->strings = memory_reserve(x->strings, &x->string_capacity, x->string_count + 1,
					    sizeof *x->strings);
		x->strings[x->string_count++] = (struct place){x->text.length, 0};
	}
	x->in_text = element == TEXT && x->string_count < STRINGS_MOST;
	return element != PHONETIC;	/* how Japanese is read */
}

static void on_string_end(void *context, int element)
{
	struct xlsx *x = context;

	x->in_text = false;
	if (element == STRING && x->string_count) {
		struct place *last = &x->strings[x->string_count - 1];

		last->length = x->text.length - last->start;
	}
}

static void on_string_text(void *context, struct slice text)
{
	struct xlsx *x = context;

	if (x->in_text)
		buffer_append(&x->text, text);
}

static enum number_form form_of(const struct xlsx *x, long id)
{
	for (size_t i = 0; i < x->code_count; i++)
		if (x->codes[i].id == id)
			return x->codes[i].form;
	return number_form_of_id(id);
}

static bool on_style(void *context, int element, const struct xml_attributes *a)
{
	struct xlsx *x = context;
	long id = xml_number(a, XML_NONE, "numFmtId", 0);

	if (element == CODE && x->code_count < CODES_MOST) {
		struct slice code = xml_attribute(a, XML_NONE, "formatCode");

		x->codes = memory_reserve(x->codes, &x->code_capacity, x->code_count + 1,
					  sizeof *x->codes);
		x->codes[x->code_count++] = (struct code){id, number_form_of_code(code)};
	} else if (element == FORMATS) {
		x->in_formats = true;
	} else if (element == FORMAT && x->in_formats && x->form_count < STYLES_MOST) {
		x->forms = memory_reserve(x->forms, &x->form_capacity, x->form_count + 1, 1);
		x->forms[x->form_count++] = (uint8_t)form_of(x, id);
	}
	return true;
}

static void on_style_end(void *context, int element)
{
	struct xlsx *x = context;

	if (element == FORMATS)
		x->in_formats = false;
}

/* "BC12": 55; 0 if it says none. */
static uint64_t column_of(struct slice reference)
{
	uint64_t column = 0;

	for (size_t i = 0; i < reference.length && i < 4; i++) {
		char c = reference.at[i];

		if (c < 'A' || c > 'Z')
			break;
		column = column * 26 + (uint64_t)(c - 'A' + 1);
	}
	return column;
}

/* s, I (text in the cell itself), b, e, d, n */
static char type_of(struct slice type)
{
	if (slice_is(type, "inlineStr") || slice_is(type, "str"))
		return 'I';
	return type.length ? type.at[0] : 'n';
}

static bool on_cell(void *context, int element, const struct xml_attributes *a)
{
	struct xlsx *x = context;

	if (element == ROW) {
		long number = xml_number(a, XML_NONE, "r", 0);

		x->row = number > 0 ? (uint64_t)number : x->row + 1;
		x->column = 0;
		buffer_reset(&x->cells);
	} else if (element == CELL) {
		uint64_t column = column_of(xml_attribute(a, XML_NONE, "r"));

		x->column = column ? column : x->column + 1;
		x->type = type_of(xml_attribute(a, XML_NONE, "t"));
		x->style = xml_number(a, XML_NONE, "s", 0);
		buffer_reset(&x->value);
	}
	x->in_text = element == VALUE || element == TEXT;
	return element != PHONETIC && !x->package->reading->over;
}

static void on_cell_text(void *context, struct slice text)
{
	struct xlsx *x = context;

	if (x->in_text)
		buffer_append(&x->value, text);
}

/* The text of the cell in hand; a slice of `number` where it is one. */
static struct slice shown(const struct xlsx *x, char number[NUMBER_SIZE])
{
	struct slice value = buffer_slice(&x->value);
	uint64_t index;

	if (x->type == 's') {
		if (!slice_to_integer(value, &index) || index >= x->string_count)
			return (struct slice){NULL, 0};
		const struct place *place = &x->strings[index];

		return slice_first(slice_from(buffer_slice(&x->text), place->start), place->length);
	}
	if (x->type == 'b')
		return slice_is(value, "1") ? SLICE("TRUE") : SLICE("FALSE");
	if (x->type != 'n')
		return value;
	size_t style = x->style >= 0 ? (size_t)x->style : SIZE_MAX;
	enum number_form form = style < x->form_count ? x->forms[style] : NUMBER_PLAIN;

	number_write(value, form, x->from_1904, number);
	return slice_of(number);
}

static void write_number(struct buffer *to, uint64_t number)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
	write_attribute(to, SLICE("n"), slice_of(digits));
}

/* Excel writes a carriage return as _x000D_. */
static void append_line(struct buffer *clean, struct slice line)
{
	const struct slice mark = SLICE("_x000D_");

	line = slice_trim(line);
	while (slice_ends(line, mark))
		line = slice_trim(slice_first(line, line.length - mark.length));
	buffer_reset(clean);
	append_clean_text(clean, line);
	trim_end(clean);
}

static void end_cell(struct xlsx *x)
{
	char number[NUMBER_SIZE];
	struct slice rest = shown(x, number), line;
	struct buffer clean = {0};

	if (!slice_trim(rest).length || x->column > COLUMNS_MOST)
		return;
	write_open(&x->cells, SLICE("cell"));
	write_number(&x->cells, x->column);
	write_end(&x->cells);
	while (slice_line(&rest, &line)) {
		append_line(&clean, line);
		write_running_text(&x->cells, buffer_slice(&clean));
	}
	write_close(&x->cells, SLICE("cell"));
	buffer_free(&clean);
}

static void end_row(struct xlsx *x)
{
	struct reading *reading = x->package->reading;

	if (!x->cells.length || reading->over)
		return;
	if (reading->body.length > reading->limits->text_bytes) {
		reading->over = true;
		reading_fail(reading, READING_PARTIAL,
			     "the rows from %llu on are left out: more than %llu MB of text; raise "
			     "--max-text", (unsigned long long)x->row,
			     (unsigned long long)(reading->limits->text_bytes >> 20));
		return;
	}
	write_open(&reading->body, SLICE("row"));
	write_number(&reading->body, x->row);
	write_end(&reading->body);
	buffer_append(&reading->body, buffer_slice(&x->cells));
	write_close(&reading->body, SLICE("row"));
}

static void on_cell_end(void *context, int element)
{
	struct xlsx *x = context;

	x->in_text = false;
	if (element == CELL)
		end_cell(x);
	else if (element == ROW)
		end_row(x);
}

static const struct xml_name workbook_names[] = {
	{XML_SHEETS, "workbookPr", WORKBOOK}, {XML_SHEETS, "sheet", SHEET},
};
static const struct xml_name string_names[] = {
	{XML_SHEETS, "si", STRING}, {XML_SHEETS, "t", TEXT}, {XML_SHEETS, "rPh", PHONETIC},
};
static const struct xml_name style_names[] = {
	{XML_SHEETS, "numFmt", CODE}, {XML_SHEETS, "cellXfs", FORMATS}, {XML_SHEETS, "xf", FORMAT},
};
static const struct xml_name cell_names[] = {
	{XML_SHEETS, "row", ROW}, {XML_SHEETS, "c", CELL}, {XML_SHEETS, "v", VALUE},
	{XML_SHEETS, "is", INLINE}, {XML_SHEETS, "t", TEXT}, {XML_SHEETS, "rPh", PHONETIC},
};

static void read_sheet(struct xlsx *x)
{
	const struct xml_events events = {cell_names, COUNT_OF(cell_names), on_cell, on_cell_end,
					  on_cell_text};
	struct reading *reading = x->package->reading;
	struct slice bytes = package_part(x->package, x->sheet);

	if (!bytes.at) {
		office_miss(reading, x->sheet.length ? x->sheet : SLICE("xl/workbook.xml"));
		return;
	}
	write_open(&reading->body, SLICE("table"));
	write_end(&reading->body);
	size_t start = reading->body.length;
	enum xml_result result = xml_read(bytes, &events, x);

	if (reading->body.length > start)
		write_close(&reading->body, SLICE("table"));
	else
		buffer_reset(&reading->body);
	office_judge(reading, x->sheet, result);
	office_check_empty(reading);
}

/* A part beside the sheet, if it is there. */
static void read_beside(struct xlsx *x, const char *type, const struct xml_events *events)
{
	struct slice part = relations_by_type(&x->relations, type);
	struct slice bytes = package_part(x->package, part);

	if (bytes.length)
		office_judge(x->package->reading, part, xml_read(bytes, events, x));
}

static bool is_wanted(struct slice name)
{
	return office_name_is(name, "xl/", ".xml") || office_name_is(name, "xl/_rels/", ".rels") ||
	       office_name_is(name, "xl/worksheets/", ".xml");
}

void read_xlsx(struct package *package)
{
	const struct xml_events workbook = {workbook_names, COUNT_OF(workbook_names), on_workbook,
					    no_end, no_text};
	const struct xml_events strings = {string_names, COUNT_OF(string_names), on_string,
					   on_string_end, on_string_text};
	const struct xml_events styles = {style_names, COUNT_OF(style_names), on_style,
					  on_style_end, no_text};
	struct xlsx x = {.package = package};
	struct relations relations = {0};

	if (!package_read(package, is_wanted))
		return;
	relations_read(&relations, package, SLICE(""));
	struct slice main = relations_by_type(&relations, "/officeDocument");

	if (!main.length)
		main = SLICE("xl/workbook.xml");
	relations_read(&x.relations, package, main);
	struct slice bytes = package_part(package, main);

	if (bytes.length)
		office_judge(package->reading, main, xml_read(bytes, &workbook, &x));
	read_beside(&x, "/sharedStrings", &strings);
	read_beside(&x, "/styles", &styles);
	read_sheet(&x);
	relations_free(&relations);
	relations_free(&x.relations);
	buffer_free(&x.text);
	buffer_free(&x.value);
	buffer_free(&x.cells);
	free(x.strings);
	free(x.codes);
	free(x.forms);
}
