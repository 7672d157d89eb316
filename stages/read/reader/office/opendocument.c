/*
 * OpenDocument: texts and presentations, tracked changes as if accepted.
 *
 * Notes stand in the text where their marks do.  The headers and footers of
 * a text are in its styles, and are written once, around the body.  In a
 * presentation each slide is a page, and what its speaker noted is a note
 * behind it.
 */
#include "stages/read/reader/office/office.h"
#include "stages/read/reader/office/open_styles.h"
#include "stages/read/reader/office/story.h"

enum { MOST_SPACES = 1000, DEEPEST_LIST = LIST_LEVELS, DEEPEST_SPAN = 64 };

enum element {
	PARAGRAPH = 1, HEADING, SPAN, SPACES, TAB, LIST, ITEM, NOTE, CITATION, NOTE_BODY, CONTENTS,
	GONE, BOX, FRAME, TABLE, COLUMN, HEAD_ROWS, ROW, CELL, COVERED, PAGE, SPEAKER_NOTES,
	HEADER, FOOTER,
};

static const struct xml_name names[] = {
	{XML_TEXT, "p", PARAGRAPH}, {XML_TEXT, "h", HEADING}, {XML_TEXT, "span", SPAN},
	{XML_TEXT, "s", SPACES}, {XML_TEXT, "tab", TAB}, {XML_TEXT, "line-break", TAB},
	{XML_TEXT, "list", LIST}, {XML_TEXT, "list-item", ITEM}, {XML_TEXT, "list-header", ITEM},
	{XML_TEXT, "note", NOTE}, {XML_TEXT, "note-citation", CITATION},
	{XML_TEXT, "note-body", NOTE_BODY}, {XML_TEXT, "table-of-content", CONTENTS},
	{XML_TEXT, "tracked-changes", GONE}, {XML_OFFICE, "annotation", GONE},
	{XML_OFFICE, "forms", GONE}, {XML_OFFICE, "binary-data", GONE}, {XML_TEXT, "ruby-text", GONE},
	{XML_TEXT, "script", GONE}, {XML_DRAW, "object", GONE}, {XML_VECTOR, "title", GONE},
	{XML_VECTOR, "desc", GONE}, {XML_DRAW, "text-box", BOX}, {XML_DRAW, "frame", FRAME},
	{XML_TABLE, "table", TABLE}, {XML_TABLE, "table-column", COLUMN},
	{XML_TABLE, "table-header-rows", HEAD_ROWS}, {XML_TABLE, "table-row", ROW},
	{XML_TABLE, "table-cell", CELL}, {XML_TABLE, "covered-table-cell", COVERED},
	{XML_DRAW, "page", PAGE}, {XML_PRESENTATION, "notes", SPEAKER_NOTES},
	{XML_STYLE, "header", HEADER}, {XML_STYLE, "header-first", HEADER},
	{XML_STYLE, "header-left", HEADER}, {XML_STYLE, "footer", FOOTER},
	{XML_STYLE, "footer-first", FOOTER}, {XML_STYLE, "footer-left", FOOTER},
};

struct paragraph {
	unsigned open;		/* of paragraphs, one in another */
	struct slice style;
	long outline;		/* of a heading, from 1; else 0 */
	bool unnumbered;
	bool hidden;
};

/* A level of lists. */
struct level {
	struct slice style;
	bool fresh;		/* an item has begun, and nothing of it has been written */
	struct buffer label;
};

struct document {
	struct package *package;
	struct open_styles styles;
	struct story *story;
	bool presentation;
	struct paragraph paragraphs[STORY_DEEPEST];	/* one for each frame of the story */
	bool hidden_spans[DEEPEST_SPAN];
	unsigned spans, hidden;		/* that are open; of these, hidden */
	struct level levels[DEEPEST_LIST];
	unsigned depth;			/* of lists */
	struct buffer citation;		/* of the note in hand */
	bool in_citation, in_title, in_contents, endnote;
	unsigned columns;
	bool table_waits, head_rows;
	/* While styles.xml is read: which furniture is wanted, and what it holds. */
	int furniture;			/* HEADER, FOOTER, or 0: the body is read */
	bool listening;
	struct story *body;
	struct buffer lines, written;
};

static struct paragraph *paragraph_of(struct document *d)
{
	return &d->paragraphs[d->story->depth];
}

/* --- lists --- */

static void start_list(struct document *d, const struct xml_attributes *a)
{
	struct slice style = xml_attribute(a, XML_TEXT, "style-name");
	bool goes_on = slice_is(xml_attribute(a, XML_TEXT, "continue-numbering"), "true") ||
		       xml_attribute(a, XML_TEXT, "continue-list").length;

	if (d->depth++ >= DEEPEST_LIST)
		return;
	struct level *level = &d->levels[d->depth - 1];

	level->fresh = false;
	if (style.length)
		level->style = arena_copy(&d->package->arena, style);
	else
		level->style = d->depth > 1 ? d->levels[d->depth - 2].style : SLICE("");
	struct list *list = open_styles_list(&d->styles, level->style);

	if (list && d->depth == 1 && !goes_on)
		list_restart(list, 0);
}

static void start_item(struct document *d, const struct xml_attributes *a)
{
	if (!d->depth || d->depth > DEEPEST_LIST)
		return;
	struct level *level = &d->levels[d->depth - 1];
	struct list *list = open_styles_list(&d->styles, level->style);
	long start = xml_number(a, XML_TEXT, "start-value", -1);

	level->fresh = true;
	if (list && start >= 0)
		list->counts[d->depth - 1] = (uint32_t)start;
}

/* The label of an item's first paragraph; what follows in it has none. */
static struct slice label_of(struct document *d, bool *clause)
{
	unsigned depth = d->depth < DEEPEST_LIST ? d->depth : DEEPEST_LIST;
	struct level *level = &d->levels[depth - 1];
	struct list *list = open_styles_list(&d->styles, level->style);

	buffer_reset(&level->label);
	if (list && level->fresh)
		list_count(list, depth - 1, &level->label);
	*clause = list && list_is_outline(list, depth - 1);
	level->fresh = false;
	return buffer_slice(&level->label);
}

/* --- paragraphs --- */

static struct story_block heading_of(struct document *d, const struct paragraph *p,
				     struct buffer *label)
{
	struct list *list = open_styles_list(&d->styles, OPEN_OUTLINE);
	struct story_block block = {.name = "head", .level = (unsigned)p->outline};
	bool clause;

	if (d->depth)
		block.label = label_of(d, &clause);
	else if (list && !p->unnumbered) {
		list_count(list, block.level - 1, label);
		block.label = buffer_slice(label);
	}
	return block;
}

static struct story_block block_of(struct document *d, const struct paragraph *p,
				   struct buffer *label)
{
	static const char *const kinds[] = {
		[OPEN_PLAIN] = "p", [OPEN_TITLE] = "head", [OPEN_QUOTE] = "quote",
		[OPEN_CAPTION] = "caption",
	};
	enum open_kind kind = open_styles_kind(&d->styles, p->style);
	struct story_block block = {.name = kinds[kind], .level = 1, .title = kind == OPEN_TITLE};
	bool clause = false;

	if (d->in_contents)
		return (struct story_block){.name = "item", .level = 1, .part = "contents"};
	if (d->in_title)
		return (struct story_block){.name = "head", .level = 1};
	if (p->outline && kind != OPEN_TITLE)
		return heading_of(d, p, label);
	if (!d->depth || kind != OPEN_PLAIN)
		return block;
	block.label = label_of(d, &clause);
	if (!clause)
		block.name = "item";
	block.level = d->depth;
	return block;
}

static bool has_text(struct document *d)
{
	const struct story_frame *frame = &d->story->frames[d->story->depth];

	return frame->text.length || frame->lines.length;
}

static void end_block(struct document *d)
{
	struct buffer label = {0};

	if (has_text(d)) {
		struct story_block block = block_of(d, paragraph_of(d), &label);

		story_end_block(d->story, &block);
	}
	buffer_free(&label);
}

static void start_paragraph(struct document *d, int element, const struct xml_attributes *a)
{
	struct paragraph *p = paragraph_of(d);
	struct slice style = xml_attribute(a, XML_TEXT, "style-name");
	struct open_style found = open_styles_find(&d->styles, style);

	if (p->open++)
		end_block(d);		/* in a box that has become lines */
	p->style = arena_copy(&d->package->arena, style);
	p->outline = element == HEADING ? xml_number(a, XML_TEXT, "outline-level", 1) : 0;
	p->outline = element == HEADING && p->outline < 1 ? 1 : p->outline;
	p->unnumbered = slice_is(xml_attribute(a, XML_TEXT, "is-list-header"), "true");
	p->hidden = found.hidden;
	story_set_language(d->story, found.language);
}

static void end_paragraph(struct document *d)
{
	struct paragraph *p = paragraph_of(d);

	if (p->open)
		p->open--;
	end_block(d);
}

static void start_span(struct document *d, const struct xml_attributes *a)
{
	struct slice style = xml_attribute(a, XML_TEXT, "style-name");
	struct open_style found = open_styles_find(&d->styles, style);

	if (d->spans++ >= DEEPEST_SPAN)
		return;
	d->hidden_spans[d->spans - 1] = found.hidden;
	d->hidden += found.hidden;
	if (found.language.length)
		story_set_language(d->story, found.language);
}

static void end_span(struct document *d)
{
	if (d->spans-- <= DEEPEST_SPAN)
		d->hidden -= d->hidden_spans[d->spans];
}

static void put_text(struct document *d, struct slice text)
{
	const struct paragraph *p = paragraph_of(d);

	if (d->in_citation)
		buffer_append(&d->citation, text);
	else if (p->open && !p->hidden && !d->hidden && (!d->furniture || d->listening))
		story_text(d->story, text);
}

/* --- notes, slides --- */

static void start_note_body(struct document *d)
{
	struct slice n = slice_trim(buffer_slice(&d->citation));

	story_mark(d->story, n);
	story_begin_note(d->story, n, d->endnote ? "end" : "foot");
	d->paragraphs[d->story->depth].open = 0;
}

static bool start_note(struct document *d, const struct xml_attributes *a)
{
	d->endnote = slice_is(xml_attribute(a, XML_TEXT, "note-class"), "endnote");
	buffer_reset(&d->citation);
	return true;
}

/* What every slide repeats is no text of it. */
static bool start_frame(struct document *d, const struct xml_attributes *a)
{
	static const char *const repeated[] = {"page-number", "date-time", "footer", "header"};
	struct slice class = xml_attribute(a, XML_PRESENTATION, "class");

	for (size_t i = 0; i < COUNT_OF(repeated); i++)
		if (slice_is(class, repeated[i]))
			return false;
	d->in_title = slice_is(class, "title");
	return true;
}

static void start_box(struct document *d)
{
	if (d->presentation)
		return;
	story_begin_box(d->story);
	if (d->story->depth)
		d->paragraphs[d->story->depth].open = 0;
}

static bool start_furniture(struct document *d, int element)
{
	d->listening = d->furniture == element;
	buffer_reset(&d->lines);
	return d->listening;
}

static void end_furniture(struct document *d)
{
	struct slice lines = buffer_slice(&d->lines);

	d->listening = false;
	if (!lines.length || (d->written.length && memmem(d->written.at, d->written.length, lines.at,
							  lines.length)))
		return;
	story_furniture(d->body, d->furniture == HEADER ? "header" : "footer", lines);
	buffer_append(&d->written, lines);
}

/* --- tables --- */

static bool start_in_table(struct document *d, int element, const struct xml_attributes *a)
{
	long repeated = xml_number(a, XML_TABLE, "number-columns-repeated", 1);

	if (element == TABLE) {
		d->table_waits = true;
		d->columns = 0;
	} else if (element == COLUMN) {
		d->columns += repeated > 1 ? 2 : 1;
	} else if (element == HEAD_ROWS) {
		d->head_rows = true;
	} else if (element == ROW) {
		if (d->table_waits)
			story_begin_table(d->story, d->columns);
		d->table_waits = false;
		story_begin_row(d->story);
	} else if (element == CELL) {
		story_begin_cell(d->story, d->head_rows);
	}
	return element != COVERED;
}

static void end_in_table(struct document *d, int element)
{
	if (element == CELL) {
		story_end_cell(d->story);
	} else if (element == ROW) {
		story_end_row(d->story);
	} else if (element == HEAD_ROWS) {
		d->head_rows = false;
	} else if (element == TABLE) {
		if (!d->table_waits)
			story_end_table(d->story);
		d->table_waits = false;
	}
}

/* --- events --- */

static void put_spaces(struct document *d, const struct xml_attributes *a)
{
	long count = xml_number(a, XML_TEXT, "c", 1);

	for (long i = 0; i < count && i < MOST_SPACES; i++)
		put_text(d, SLICE(" "));
}

static bool on_start(void *context, int element, const struct xml_attributes *a)
{
	struct document *d = context;

	switch ((enum element)element) {
	case PARAGRAPH: case HEADING:
		start_paragraph(d, element, a);
		break;
	case SPAN:
		start_span(d, a);
		break;
	case SPACES:
		put_spaces(d, a);
		break;
	case TAB:
		put_text(d, SLICE(" "));
		break;
	case LIST:
		start_list(d, a);
		break;
	case ITEM:
		start_item(d, a);
		break;
	case NOTE:
		return start_note(d, a);
	case CITATION:
		d->in_citation = true;
		break;
	case NOTE_BODY:
		start_note_body(d);
		break;
	case CONTENTS:
		d->in_contents = true;
		break;
	case GONE:
		return false;
	case BOX:
		start_box(d);
		break;
	case FRAME:
		return start_frame(d, a);
	case TABLE: case COLUMN: case HEAD_ROWS: case ROW: case CELL: case COVERED:
		return start_in_table(d, element, a);
	case PAGE:
		story_page(d->story);
		break;
	case SPEAKER_NOTES:
		story_begin_note(d->story, SLICE(""), "notes");
		d->paragraphs[d->story->depth].open = 0;
		break;
	case HEADER: case FOOTER:
		return start_furniture(d, element);
	}
	return true;
}

static void on_end(void *context, int element)
{
	struct document *d = context;

	switch ((enum element)element) {
	case PARAGRAPH: case HEADING:
		end_paragraph(d);
		break;
	case SPAN:
		end_span(d);
		break;
	case LIST:
		d->depth--;
		break;
	case CITATION:
		d->in_citation = false;
		break;
	case NOTE_BODY: case SPEAKER_NOTES:
		story_end_note(d->story);
		break;
	case CONTENTS:
		d->in_contents = false;
		break;
	case BOX:
		if (!d->presentation)
			story_end_box(d->story);
		break;
	case FRAME:
		d->in_title = false;
		break;
	case TABLE: case HEAD_ROWS: case ROW: case CELL:
		end_in_table(d, element);
		break;
	case PAGE:
		d->package->reading->page_done(d->package->reading);
		break;
	case HEADER: case FOOTER:
		end_furniture(d);
		break;
	default:
		break;
	}
}

static void on_text(void *context, struct slice text)
{
	put_text(context, text);
}

static enum xml_result read_part(struct document *d, struct slice part, struct story *story)
{
	const struct xml_events events = {names, COUNT_OF(names), on_start, on_end, on_text};

	d->story = story;
	memset(d->paragraphs, 0, sizeof d->paragraphs);
	d->spans = d->hidden = d->depth = 0;
	d->table_waits = d->head_rows = false;
	return xml_read(part, &events, d);
}

static void write_furniture(struct document *d, struct story *body, int which)
{
	struct slice part = package_part(d->package, SLICE("styles.xml"));
	struct story story;

	if (d->presentation || !part.length)
		return;
	d->furniture = which;
	d->body = body;
	story_begin_lines(&story, d->package->reading, &d->lines);
	read_part(d, part, &story);
	story_end(&story);
	d->furniture = 0;
	buffer_reset(&d->written);
}

static void read_body(struct document *d, struct slice content)
{
	struct reading *reading = d->package->reading;
	struct story story;

	story_begin(&story, reading);
	write_furniture(d, &story, HEADER);
	enum xml_result result = read_part(d, content, &story);

	story_finish(&story);
	if (story.blocks)
		write_furniture(d, &story, FOOTER);
	story_end(&story);
	office_judge(reading, SLICE("content.xml"), result);
	office_check_empty(reading);
}

static bool is_wanted(struct slice name)
{
	return slice_is(name, "content.xml") || slice_is(name, "styles.xml") ||
	       slice_is(name, "meta.xml");
}

void read_opendocument(struct package *package, bool presentation)
{
	struct document d = {.package = package, .styles.arena = &package->arena,
			     .presentation = presentation};

	if (!package_read(package, is_wanted))
		return;
	struct slice content = package_part(package, SLICE("content.xml"));

	office_metadata(package, SLICE("meta.xml"));
	if (content.at) {
		open_styles_read(&d.styles, package_part(package, SLICE("styles.xml")));
		open_styles_read(&d.styles, content);
		read_body(&d, content);
	} else {
		office_miss(package->reading, SLICE("content.xml"));
	}
	open_styles_free(&d.styles);
	for (size_t i = 0; i < DEEPEST_LIST; i++)
		buffer_free(&d.levels[i].label);
	buffer_free(&d.citation);
	buffer_free(&d.lines);
	buffer_free(&d.written);
}
