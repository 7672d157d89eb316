/*
 * Word documents: the body as blocks, tracked changes as if accepted.
 *
 * Notes are read first, so that each can stand behind the paragraph that
 * refers to it; headers and footers are written once, around the body, since
 * a document has no pages before it is printed.
 */
#include "pipeline/base/memory.h"
#include "stages/read/reader/office/office.h"
#include "stages/read/reader/office/open_xml.h"
#include "stages/read/reader/office/story.h"
#include "stages/read/reader/office/word_styles.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_NOTES = 100000 };

enum element {
	PARAGRAPH = 1, PROPERTIES, STYLE, LIST_NUMBER, LIST_LEVEL, OUTLINE, RUN, RUN_PROPERTIES,
	HIDDEN, LANGUAGE, DELETED, GONE, TEXT, SPACE, HYPHEN, TABLE, COLUMN, ROW, ROW_PROPERTIES,
	HEAD_ROW, CELL,
	FOOT_MARK, END_MARK, NOTE, BOX,
};

static const struct xml_name names[] = {
	{XML_WORD, "t", TEXT}, {XML_WORD, "r", RUN}, {XML_WORD, "p", PARAGRAPH},
	{XML_WORD, "rPr", RUN_PROPERTIES}, {XML_WORD, "lang", LANGUAGE},
	{XML_WORD, "pPr", PROPERTIES}, {XML_WORD, "pStyle", STYLE},
	{XML_WORD, "numId", LIST_NUMBER}, {XML_WORD, "ilvl", LIST_LEVEL},
	{XML_WORD, "outlineLvl", OUTLINE}, {XML_WORD, "vanish", HIDDEN},
	{XML_WORD, "del", DELETED}, {XML_WORD, "moveFrom", DELETED},
	{XML_WORD, "pPrChange", GONE}, {XML_WORD, "rPrChange", GONE}, {XML_WORD, "trPrChange", GONE},
	{XML_WORD, "tabs", GONE}, {XML_WORD, "rt", GONE}, {XML_COMPATIBILITY, "Fallback", GONE},
	{XML_MATH, "t", TEXT}, {XML_WORD, "tab", SPACE}, {XML_WORD, "ptab", SPACE},
	{XML_WORD, "br", SPACE}, {XML_WORD, "cr", SPACE}, {XML_WORD, "noBreakHyphen", HYPHEN},
	{XML_WORD, "tbl", TABLE}, {XML_WORD, "gridCol", COLUMN}, {XML_WORD, "tr", ROW},
	{XML_WORD, "trPr", ROW_PROPERTIES}, {XML_WORD, "tblHeader", HEAD_ROW}, {XML_WORD, "tc", CELL},
	{XML_WORD, "footnoteReference", FOOT_MARK}, {XML_WORD, "endnoteReference", END_MARK},
	{XML_WORD, "footnote", NOTE}, {XML_WORD, "endnote", NOTE}, {XML_WORD, "txbxContent", BOX},
};

struct note {
	struct slice id, lines;
};

struct notes {
	struct note *at;
	size_t count, capacity;
	uint32_t marks;		/* that have been met */
	struct slice part;	/* that they are from */
	enum xml_result result;
};

struct paragraph {
	struct slice style;
	long list, level, outline;	/* its own: WORD_UNSET where it says nothing */
	bool merges;			/* its end is deleted: the next goes on in it */
};

struct docx {
	struct package *package;
	struct word_styles styles;
	struct notes foot, end;
	struct story *story;
	struct buffer *note_lines;	/* while notes are read: those of the one in hand */
	struct notes *notes;
	struct paragraph paragraphs[STORY_DEEPEST];	/* one for each frame of the story */
	unsigned columns;
	bool in_properties, in_row_properties, in_text, hidden, head_row, deleted_row, table_waits;
};

static const struct paragraph no_paragraph = {
	.list = WORD_UNSET, .level = WORD_UNSET, .outline = WORD_UNSET,
};

static struct paragraph *paragraph_of(struct docx *d)
{
	return &d->paragraphs[d->story->depth];
}

/* --- paragraphs --- */

static bool is_on(const struct xml_attributes *a)
{
	struct slice value = xml_attribute(a, XML_WORD, "val");

	return !value.at || !(slice_is(value, "0") || slice_is(value, "false") ||
			      slice_is(value, "off"));
}

static struct story_block block_of(struct docx *d, const struct paragraph *p, struct buffer *label)
{
	struct word_style style = word_styles_find(&d->styles, p->style);
	struct story_block block = {.name = "p"};
	long outline = p->outline != WORD_UNSET ? p->outline : style.outline;
	long list = p->list != WORD_UNSET ? p->list : style.list;
	long level = p->level != WORD_UNSET ? p->level : style.level;
	bool is_clause = false;
	bool counted = list > 0 && word_lists_count(&d->styles, list, level, label, &is_clause);

	block.label = buffer_slice(label);
	if (style.kind == WORD_TITLE) {
		block.name = "head";
		block.level = 1;
		block.title = true;
	} else if (style.kind == WORD_CONTENTS) {
		block.name = "item";
		block.level = 1;
		block.part = "contents";
	} else if (outline >= 0 && outline < WORD_BODY_TEXT) {
		block.name = "head";
		block.level = (unsigned)outline + 1;
	} else if (counted && !is_clause) {
		block.name = "item";
		block.level = level > 0 ? (unsigned)level + 1 : 1;
	} else if (style.kind != WORD_PLAIN) {
		block.name = style.kind == WORD_QUOTE ? "quote" : "caption";
	}
	return block;
}

static bool has_text(struct docx *d)
{
	const struct story_frame *frame = &d->story->frames[d->story->depth];

	return frame->text.length || frame->lines.length;
}

/* An empty paragraph of a list has no number in print either. */
static void end_paragraph(struct docx *d)
{
	struct buffer label = {0};

	if (paragraph_of(d)->merges)
		return;
	if (has_text(d)) {
		struct story_block block = block_of(d, paragraph_of(d), &label);

		story_end_block(d->story, &block);
	}
	buffer_free(&label);
}

static void start_paragraph(struct docx *d)
{
	/* One in another stands in a box that has become lines. */
	if (has_text(d) && !paragraph_of(d)->merges)
		story_end_block(d->story, &(struct story_block){.name = "p"});
	*paragraph_of(d) = no_paragraph;
}

static bool set_property(struct docx *d, int element, const struct xml_attributes *a)
{
	struct paragraph *p = paragraph_of(d);
	long number = xml_number(a, XML_WORD, "val", WORD_UNSET);

	if (element == STYLE)
		p->style = arena_copy(&d->package->arena, xml_attribute(a, XML_WORD, "val"));
	else if (element == LIST_NUMBER)
		p->list = number;
	else if (element == LIST_LEVEL)
		p->level = number;
	else if (element == OUTLINE)
		p->outline = number;
	return true;
}

/* --- notes --- */

static void put_note(struct docx *d, struct notes *notes, const struct xml_attributes *a,
		     const char *format, const char *place)
{
	struct slice id = xml_attribute(a, XML_WORD, "id");
	struct list_level level = {.start = ++notes->marks};
	struct list list = {0};
	struct buffer n = {0};

	level.format = format[0] == 'i' ? LIST_LOWER_ROMAN : LIST_DECIMAL;
	list_set_pattern(&level, SLICE("%1"));
	list.levels[0] = level;
	list_count(&list, 0, &n);
	story_mark(d->story, buffer_slice(&n));
	for (size_t i = 0; i < notes->count; i++)
		if (slice_equal(notes->at[i].id, id))
			story_note(d->story, buffer_slice(&n), place, notes->at[i].lines);
	buffer_free(&n);
	/* A mark of the author's own stands behind it as text. */
	struct slice own = xml_attribute(a, XML_WORD, "customMarkFollows");

	d->hidden |= slice_is(own, "1") || slice_is(own, "true");
}

static bool start_note(struct docx *d, const struct xml_attributes *a)
{
	struct notes *notes = d->notes;
	struct slice type = xml_attribute(a, XML_WORD, "type");

	if (!notes || notes->count == MOST_NOTES || (type.length && !slice_is(type, "normal")))
		return false;
	notes->at = memory_reserve(notes->at, &notes->capacity, notes->count + 1,
				   sizeof notes->at[0]);
	notes->at[notes->count++] = (struct note){
		.id = arena_copy(&d->package->arena, xml_attribute(a, XML_WORD, "id"))};
	buffer_reset(d->note_lines);
	return true;
}

static void end_note(struct docx *d)
{
	d->notes->at[d->notes->count - 1].lines =
	    arena_copy(&d->package->arena, buffer_slice(d->note_lines));
	buffer_reset(d->note_lines);
}

/* --- events --- */

static void start_row(struct docx *d)
{
	if (d->table_waits)
		story_begin_table(d->story, d->columns);
	d->table_waits = d->head_row = d->deleted_row = false;
}

static bool start_cell(struct docx *d)
{
	if (d->deleted_row)
		return false;
	story_begin_row(d->story);
	story_begin_cell(d->story, d->head_row);
	return true;
}

/* In the properties of a row or of a paragraph's end it says that these are deleted. */
static bool start_deleted(struct docx *d)
{
	if (d->in_properties)
		paragraph_of(d)->merges = true;
	else if (d->in_row_properties)
		d->deleted_row = true;
	return false;
}

static bool start_in_table(struct docx *d, int element)
{
	if (element == TABLE) {
		d->table_waits = true;
		d->columns = 0;
	} else if (element == COLUMN) {
		d->columns++;
	} else if (element == ROW) {
		start_row(d);
	} else if (element == ROW_PROPERTIES) {
		d->in_row_properties = true;
	} else if (element == HEAD_ROW) {
		d->head_row = true;
	} else {
		return start_cell(d);
	}
	return true;
}

static bool start_in_run(struct docx *d, int element, const struct xml_attributes *a)
{
	if (element == RUN) {
		d->hidden = false;
		story_set_language(d->story, SLICE(""));
	} else if (element == TEXT) {
		d->in_text = !d->hidden;
	} else if (element == SPACE) {
		story_text(d->story, SLICE(" "));
	} else if (element == HYPHEN) {
		story_text(d->story, SLICE("-"));
	} else if (element == HIDDEN && !d->in_properties) {
		d->hidden = is_on(a);
	} else if (element == LANGUAGE && !d->in_properties) {
		story_set_language(d->story, xml_attribute(a, XML_WORD, "val"));
	} else if (element == FOOT_MARK) {
		put_note(d, &d->foot, a, "1", "foot");
	} else if (element == END_MARK) {
		put_note(d, &d->end, a, "i", "end");
	}
	return true;
}

static bool on_start(void *context, int element, const struct xml_attributes *a)
{
	struct docx *d = context;

	switch ((enum element)element) {
	case PARAGRAPH:
		start_paragraph(d);
		return true;
	case PROPERTIES:
		d->in_properties = true;
		return true;
	case STYLE: case LIST_NUMBER: case LIST_LEVEL: case OUTLINE:
		return set_property(d, element, a);
	case TABLE: case COLUMN: case ROW: case ROW_PROPERTIES: case HEAD_ROW:
	case CELL:
		return start_in_table(d, element);
	case DELETED:
		return start_deleted(d);
	case GONE:
		return false;
	case NOTE:
		return start_note(d, a);
	case BOX:
		story_begin_box(d->story);
		*paragraph_of(d) = no_paragraph;
		return true;
	default:
		return start_in_run(d, element, a);
	}
}

static void on_end(void *context, int element)
{
	struct docx *d = context;

	switch ((enum element)element) {
	case PARAGRAPH:
		end_paragraph(d);
		break;
	case PROPERTIES:
		d->in_properties = false;
		break;
	case ROW_PROPERTIES:
		d->in_row_properties = false;
		break;
	case TEXT:
		d->in_text = false;
		break;
	case CELL:
		story_end_cell(d->story);
		break;
	case ROW:
		story_end_row(d->story);
		break;
	case TABLE:
		if (!d->table_waits)
			story_end_table(d->story);
		d->table_waits = false;
		break;
	case NOTE:
		end_note(d);
		break;
	case BOX:
		story_end_box(d->story);
		break;
	default:
		break;
	}
}

static void on_text(void *context, struct slice text)
{
	struct docx *d = context;

	if (d->in_text)
		story_text(d->story, text);
}

/* --- parts --- */

static enum xml_result read_part(struct docx *d, struct slice part, struct story *story)
{
	const struct xml_events events = {names, COUNT_OF(names), on_start, on_end, on_text};

	d->story = story;
	d->in_properties = d->in_row_properties = d->in_text = d->hidden = d->table_waits = false;
	for (size_t i = 0; i < STORY_DEEPEST; i++)
		d->paragraphs[i] = no_paragraph;
	return xml_read(part, &events, d);
}

static void read_notes(struct docx *d, struct notes *notes, struct slice part)
{
	struct slice bytes = package_part(d->package, part);
	struct buffer lines = {0};
	struct story story;

	if (!bytes.length)
		return;
	d->notes = notes;
	d->note_lines = &lines;
	story_begin_lines(&story, d->package->reading, &lines);
	notes->part = part;
	notes->result = read_part(d, bytes, &story);
	story_end(&story);
	buffer_free(&lines);
	d->notes = NULL;
}

static int compare_parts(const void *a, const void *b)
{
	return slice_compare((*(const struct part *const *)a)->name,
			     (*(const struct part *const *)b)->name);
}

/* All parts such as header1.xml in order; what several say is said once. */
static void write_furniture(struct docx *d, struct story *story, const char *type)
{
	const struct part **sorted = memory_new(d->package->count + 1, sizeof *sorted);
	struct buffer lines = {0}, written = {0}, path = {0};
	size_t count = 0;

	buffer_printf(&path, "word/%s", type);
	for (size_t i = 0; i < d->package->count; i++)
		if (slice_starts(d->package->parts[i].name, buffer_slice(&path)))
			sorted[count++] = &d->package->parts[i];
	qsort(sorted, count, sizeof *sorted, compare_parts);
	for (size_t i = 0; i < count; i++) {
		struct story own;

		buffer_reset(&lines);
		story_begin_lines(&own, d->package->reading, &lines);
		read_part(d, buffer_slice(&sorted[i]->bytes), &own);
		story_end(&own);
		if (!lines.length || (written.length && memmem(written.at, written.length, lines.at,
							       lines.length)))
			continue;
		story_furniture(story, type, buffer_slice(&lines));
		buffer_append(&written, buffer_slice(&lines));
	}
	free(sorted);
	buffer_free(&lines);
	buffer_free(&written);
	buffer_free(&path);
}

static void read_body(struct docx *d, struct slice part, struct slice bytes)
{
	struct reading *reading = d->package->reading;
	struct story story;

	story_begin(&story, reading);
	write_furniture(d, &story, "header");
	enum xml_result result = read_part(d, bytes, &story);

	story_finish(&story);
	if (story.blocks)
		write_furniture(d, &story, "footer");
	story_end(&story);
	office_judge(reading, part, result);
	office_judge(reading, d->foot.part, d->foot.result);
	office_judge(reading, d->end.part, d->end.result);
	office_check_empty(reading);
}

static void read_main(struct docx *d, struct slice part)
{
	struct relations relations = {0};
	struct slice bytes = package_part(d->package, part);

	if (!bytes.at) {
		office_miss(d->package->reading, part);
		return;
	}
	relations_read(&relations, d->package, part);
	word_styles_read(&d->styles, package_part(d->package,
						  relations_by_type(&relations, "/styles")));
	word_lists_read(&d->styles, package_part(d->package,
						 relations_by_type(&relations, "/numbering")));
	read_notes(d, &d->foot, relations_by_type(&relations, "/footnotes"));
	read_notes(d, &d->end, relations_by_type(&relations, "/endnotes"));
	relations_free(&relations);
	read_body(d, part, bytes);
}

/* The parts of this folder that hold text, or say what it is. */
static bool is_wanted(struct slice name)
{
	static const char *const starts[] = {
		"word/document", "word/_rels/document", "word/styles", "word/numbering",
		"word/footnotes", "word/endnotes", "word/header", "word/footer", "docProps/core",
	};

	for (size_t i = 0; i < COUNT_OF(starts); i++)
		if (office_name_is(name, starts[i], ".xml") ||
		    office_name_is(name, starts[i], ".xml.rels"))
			return true;
	return false;
}

void read_docx(struct package *package)
{
	struct docx d = {.package = package, .styles.arena = &package->arena};
	struct relations relations = {0};

	if (!package_read(package, is_wanted))
		return;
	relations_read(&relations, package, SLICE(""));
	struct slice main = relations_by_type(&relations, "/officeDocument");

	office_metadata(package, SLICE("docProps/core.xml"));
	read_main(&d, main.length ? main : SLICE("word/document.xml"));
	relations_free(&relations);
	word_styles_free(&d.styles);
	free(d.foot.at);
	free(d.end.at);
}
