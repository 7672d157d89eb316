/*
 * PowerPoint presentations: the text of each slide in the order in which its
 * shapes lie, then what its speaker noted.
 *
 * What a shape is for says what its text is: a title is a heading, the lines
 * of a body are items, as deep as they are indented.
 */
#include "stages/read/reader/office/office.h"
#include "stages/read/reader/office/open_xml.h"
#include "stages/read/reader/office/story.h"

enum element {
	SLIDE = 1, SHAPE, PLACE, PARAGRAPH, PROPERTIES, NO_BULLET, BULLET, NUMBER, RUN_PROPERTIES, TEXT, BREAK,
	TABLE, TABLE_PROPERTIES, COLUMN, ROW, CELL, GONE,
};

static const struct xml_name names[] = {
	{XML_SLIDES, "sldId", SLIDE}, {XML_SLIDES, "sp", SHAPE}, {XML_SLIDES, "ph", PLACE},
	{XML_DRAWING, "p", PARAGRAPH}, {XML_DRAWING, "pPr", PROPERTIES},
	{XML_DRAWING, "buNone", NO_BULLET}, {XML_DRAWING, "buChar", BULLET},
	{XML_DRAWING, "buBlip", BULLET}, {XML_DRAWING, "buAutoNum", NUMBER}, {XML_DRAWING, "rPr", RUN_PROPERTIES},
	{XML_DRAWING, "t", TEXT}, {XML_MATH, "t", TEXT}, {XML_DRAWING, "br", BREAK},
	{XML_DRAWING, "tab", BREAK}, {XML_DRAWING, "tbl", TABLE},
	{XML_DRAWING, "tblPr", TABLE_PROPERTIES}, {XML_DRAWING, "gridCol", COLUMN},
	{XML_DRAWING, "tr", ROW}, {XML_DRAWING, "tc", CELL}, {XML_COMPATIBILITY, "Fallback", GONE},
};

/* What the text of a shape is. */
enum place { PLACE_NONE, PLACE_TITLE, PLACE_BODY, PLACE_REPEATED, PLACE_PICTURE };

struct pptx {
	struct package *package;
	struct relations relations;	/* of the presentation */
	struct story story;
	bool in_notes;
	enum place place;
	bool main_title;		/* the place is that of the presentation's own title */
	unsigned level;			/* of the paragraph in hand, from 0 */
	int mark;			/* of it: NO_BULLET, BULLET, NUMBER; 0: it does not say */
	bool in_text;
	unsigned columns, rows;
	bool table_waits, head_row;
	uint32_t missing;		/* slides */
};

static void start_place(struct pptx *p, const struct xml_attributes *a)
{
	static const struct { const char *type; enum place place; } places[] = {
		{"title", PLACE_TITLE}, {"ctrTitle", PLACE_TITLE}, {"subTitle", PLACE_NONE},
		{"dt", PLACE_REPEATED}, {"ftr", PLACE_REPEATED}, {"hdr", PLACE_REPEATED},
		{"sldNum", PLACE_REPEATED}, {"sldImg", PLACE_PICTURE}, {"body", PLACE_BODY},
		{"obj", PLACE_BODY},
	};
	struct slice type = xml_attribute(a, XML_OTHER, "type");

	p->place = type.length ? PLACE_NONE : PLACE_BODY;
	for (size_t i = 0; i < COUNT_OF(places); i++)
		if (slice_is(type, places[i].type))
			p->place = places[i].place;
	p->main_title = slice_is(type, "ctrTitle");
}

/* The lines of a body have bullets unless they say that they have none. */
static bool is_item(const struct pptx *p)
{
	return !p->in_notes && p->mark != NO_BULLET && (p->mark || p->place == PLACE_BODY);
}

static void end_paragraph(struct pptx *p)
{
	struct story_block block = {.name = "p"};

	if (p->place == PLACE_TITLE && !p->in_notes) {
		block.name = "head";
		block.level = 1;
		block.title = p->main_title;
	} else if (is_item(p)) {
		block.name = "item";
		block.level = p->level + 1;
		if (p->mark != NUMBER)
			block.label = SLICE("\u2022");
	}
	story_end_block(&p->story, &block);
}

static void start_paragraph(struct pptx *p, const struct xml_attributes *a)
{
	long level = xml_number(a, XML_OTHER, "lvl", 0);

	p->level = level < 9 ? (unsigned)level : 9;
}

static bool start_in_table(struct pptx *p, int element, const struct xml_attributes *a)
{
	if (element == TABLE) {
		p->table_waits = true;
		p->head_row = false;
		p->columns = p->rows = 0;
	} else if (element == TABLE_PROPERTIES) {
		p->head_row = slice_is(xml_attribute(a, XML_OTHER, "firstRow"), "1");
	} else if (element == COLUMN) {
		p->columns++;
	} else if (element == ROW) {
		if (p->table_waits)
			story_begin_table(&p->story, p->columns);
		p->table_waits = false;
		p->rows++;
		story_begin_row(&p->story);
	} else {
		story_begin_cell(&p->story, p->head_row && p->rows == 1);
	}
	return true;
}

static bool on_start(void *context, int element, const struct xml_attributes *a)
{
	struct pptx *p = context;

	switch ((enum element)element) {
	case SHAPE:
		p->place = PLACE_NONE;
		break;
	case PLACE:
		start_place(p, a);
		break;
	case PARAGRAPH:
		p->level = 0;
		p->mark = 0;
		break;
	case PROPERTIES:
		start_paragraph(p, a);
		break;
	case NO_BULLET: case BULLET: case NUMBER:
		p->mark = element;
		break;
	case RUN_PROPERTIES:
		story_set_language(&p->story, xml_attribute(a, XML_OTHER, "lang"));
		break;
	case TEXT:
		p->in_text = p->place < PLACE_REPEATED;
		break;
	case BREAK:
		story_text(&p->story, SLICE(" "));
		break;
	case TABLE: case TABLE_PROPERTIES: case COLUMN: case ROW: case CELL:
		return start_in_table(p, element, a);
	case SLIDE: case GONE:
		return false;
	}
	return true;
}

static void on_end(void *context, int element)
{
	struct pptx *p = context;

	switch ((enum element)element) {
	case SHAPE:
		p->place = PLACE_NONE;
		break;
	case PARAGRAPH:
		end_paragraph(p);
		break;
	case TEXT:
		p->in_text = false;
		break;
	case CELL:
		story_end_cell(&p->story);
		break;
	case ROW:
		story_end_row(&p->story);
		break;
	case TABLE:
		if (!p->table_waits)
			story_end_table(&p->story);
		p->table_waits = false;
		break;
	default:
		break;
	}
}

static void on_text(void *context, struct slice text)
{
	struct pptx *p = context;

	if (p->in_text)
		story_text(&p->story, text);
}

static void read_part(struct pptx *p, struct slice part)
{
	const struct xml_events events = {names, COUNT_OF(names), on_start, on_end, on_text};
	struct slice bytes = package_part(p->package, part);

	p->place = PLACE_NONE;
	p->in_text = p->table_waits = false;
	if (bytes.length && xml_read(bytes, &events, p) == XML_DONE)
		return;
	p->missing++;
}

static void read_notes(struct pptx *p, struct slice part)
{
	if (!package_part(p->package, part).length)
		return;
	p->in_notes = true;
	story_begin_note(&p->story, SLICE(""), "notes");
	read_part(p, part);
	story_end_note(&p->story);
	p->in_notes = false;
}

static void read_slide(struct pptx *p, struct slice part)
{
	struct relations relations = {0};

	story_page(&p->story);
	read_part(p, part);
	relations_read(&relations, p->package, part);
	read_notes(p, relations_by_type(&relations, "/notesSlide"));
	relations_free(&relations);
	p->package->reading->page_done(p->package->reading);
}

/* In the order in which they are shown. */
static bool on_slide(void *context, int element, const struct xml_attributes *a)
{
	struct pptx *p = context;
	struct reading *reading = p->package->reading;

	if (element != SLIDE || reading->over)
		return true;
	if (p->story.pages < reading->limits->pages)
		read_slide(p, relations_by_id(&p->relations, xml_attribute(a, XML_RELATION, "id")));
	else
		reading_fail(reading, READING_PARTIAL,
			     "only the first %u of its slides are read: see --max-pages",
			     reading->limits->pages);
	return true;
}

static void pass_end(void *context, int element)
{
	(void)context, (void)element;
}

static void pass_text(void *context, struct slice text)
{
	(void)context, (void)text;
}

static void read_slides(struct pptx *p, struct slice part)
{
	const struct xml_events events = {names, COUNT_OF(names), on_slide, pass_end, pass_text};
	struct reading *reading = p->package->reading;
	struct slice bytes = package_part(p->package, part);

	if (!bytes.at) {
		office_miss(reading, part);
		return;
	}
	relations_read(&p->relations, p->package, part);
	story_begin(&p->story, reading);
	enum xml_result result = xml_read(bytes, &events, p);

	story_finish(&p->story);
	story_end(&p->story);
	relations_free(&p->relations);
	office_judge(reading, part, result);
	if (p->missing && reading->body.length && reading->status == READING_OK)
		reading_fail(reading, READING_PARTIAL,
			     "%u of its slides or notes cannot be read: save it anew", p->missing);
	else if (p->missing && !reading->body.length)
		reading_fail(reading, READING_DAMAGED, "none of its slides can be read");
	office_check_empty(reading);
}

static bool is_wanted(struct slice name)
{
	return office_name_is(name, "ppt/", ".xml") ||
	       office_name_is(name, "ppt/_rels/presentation", ".xml.rels") ||
	       office_name_is(name, "ppt/slides/", ".xml") ||
	       office_name_is(name, "ppt/slides/_rels/", ".xml.rels") ||
	       office_name_is(name, "ppt/notesSlides/", ".xml") ||
	       slice_is(name, "docProps/core.xml");
}

void read_pptx(struct package *package)
{
	struct pptx p = {.package = package};
	struct relations relations = {0};

	if (!package_read(package, is_wanted))
		return;
	relations_read(&relations, package, SLICE(""));
	struct slice main = relations_by_type(&relations, "/officeDocument");

	office_metadata(package, SLICE("docProps/core.xml"));
	read_slides(&p, main.length ? main : SLICE("ppt/presentation.xml"));
	relations_free(&relations);
}
