/* Styles and lists of a Word document: styles.xml and numbering.xml. */
#include "stages/read/reader/office/word_styles.h"

#include "pipeline/base/memory.h"
#include "stages/read/reader/office/xml.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_STYLES = 20000, MOST_LISTS = 20000, LONGEST_BASE_CHAIN = 16, DEEPEST_HEADING = 9 };

enum {
	STYLE = 1, STYLE_NAME, BASED_ON, OUTLINE, LIST_NUMBER, LIST_LEVEL,
	SHAPE, SHAPE_REFERENCE, LEVEL, START, FORMAT, PATTERN, LIST, OVERRIDE, START_OVERRIDE, CHANGE,
};

static const struct xml_name style_names[] = {
	{XML_WORD, "style", STYLE}, {XML_WORD, "name", STYLE_NAME}, {XML_WORD, "basedOn", BASED_ON},
	{XML_WORD, "outlineLvl", OUTLINE}, {XML_WORD, "numId", LIST_NUMBER},
	{XML_WORD, "ilvl", LIST_LEVEL}, {XML_WORD, "pPrChange", CHANGE},
};

static const struct xml_name list_names[] = {
	{XML_WORD, "abstractNum", SHAPE}, {XML_WORD, "abstractNumId", SHAPE_REFERENCE},
	{XML_WORD, "lvl", LEVEL}, {XML_WORD, "start", START}, {XML_WORD, "numFmt", FORMAT},
	{XML_WORD, "lvlText", PATTERN}, {XML_WORD, "num", LIST}, {XML_WORD, "lvlOverride", OVERRIDE},
	{XML_WORD, "startOverride", START_OVERRIDE},
};

struct state {
	struct word_styles *styles;
	struct word_style *style;	/* the open one, or NULL */
	struct word_shape *shape;
	struct word_list *list;
	long level;			/* of the open level or override */
};

/* --- styles --- */

static bool equals_folded(struct slice s, const char *lower)
{
	size_t i = 0;

	for (; i < s.length && lower[i]; i++)
		if ((s.at[i] >= 'A' && s.at[i] <= 'Z' ? s.at[i] + 32 : s.at[i]) != lower[i])
			return false;
	return i == s.length && !lower[i];
}

/* "heading 3": 2; WORD_UNSET for other names. */
static long heading_level(struct slice name)
{
	char heading[24];

	for (int level = 1; level <= DEEPEST_HEADING; level++) {
		snprintf(heading, sizeof heading, "heading %d", level);
		if (equals_folded(name, heading))
			return level - 1;
	}
	return WORD_UNSET;
}

static enum word_kind kind_by_name(struct slice name)
{
	static const struct { const char *name; enum word_kind kind; } kinds[] = {
		{"title", WORD_TITLE}, {"quote", WORD_QUOTE}, {"intense quote", WORD_QUOTE},
		{"quotations", WORD_QUOTE}, {"caption", WORD_CAPTION},
	};
	char contents[24];

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (equals_folded(name, kinds[i].name))
			return kinds[i].kind;
	for (int level = 1; level <= DEEPEST_HEADING; level++) {
		snprintf(contents, sizeof contents, "toc %d", level);
		if (equals_folded(name, contents))
			return WORD_CONTENTS;
	}
	return WORD_PLAIN;
}

static void set_name(struct word_style *style, struct slice name)
{
	style->kind = kind_by_name(name);
	if (style->outline == WORD_UNSET)
		style->outline = heading_level(name);
}

static bool open_style(struct state *s, const struct xml_attributes *a)
{
	struct word_styles *styles = s->styles;
	struct slice standard = xml_attribute(a, XML_WORD, "default");

	if (!slice_is(xml_attribute(a, XML_WORD, "type"), "paragraph") ||
	    styles->count == MOST_STYLES)
		return false;
	styles->at = memory_reserve(styles->at, &styles->capacity, styles->count + 1,
				    sizeof styles->at[0]);
	s->style = &styles->at[styles->count++];
	*s->style = (struct word_style){
		.id = arena_copy(styles->arena, xml_attribute(a, XML_WORD, "styleId")),
		.outline = WORD_UNSET, .list = WORD_UNSET, .level = WORD_UNSET,
		.standard = slice_is(standard, "1") || slice_is(standard, "true"),
	};
	return true;
}

static void set_style_property(struct state *s, int element, const struct xml_attributes *a)
{
	struct slice value = xml_attribute(a, XML_WORD, "val");
	long number = xml_number(a, XML_WORD, "val", WORD_UNSET);

	if (element == STYLE_NAME)
		set_name(s->style, value);
	else if (element == BASED_ON)
		s->style->based = arena_copy(s->styles->arena, value);
	else if (element == OUTLINE)
		s->style->outline = number;
	else if (element == LIST_NUMBER)
		s->style->list = number;
	else if (element == LIST_LEVEL)
		s->style->level = number;
}

static bool start_style(void *context, int element, const struct xml_attributes *a)
{
	struct state *s = context;

	if (element == CHANGE)
		return false;
	if (element == STYLE)
		return open_style(s, a);
	if (s->style)
		set_style_property(s, element, a);
	return true;
}

static void end_style(void *context, int element)
{
	struct state *s = context;

	if (element == STYLE)
		s->style = NULL;
}

static void on_text(void *context, struct slice text)
{
	(void)context, (void)text;
}

void word_styles_read(struct word_styles *styles, struct slice part)
{
	const struct xml_events events = {style_names, COUNT_OF(style_names), start_style, end_style,
					  on_text};
	struct state state = {.styles = styles};

	if (part.length)
		xml_read(part, &events, &state);
}

static const struct word_style *style_by_id(const struct word_styles *styles, struct slice id)
{
	for (size_t i = 0; i < styles->count; i++)
		if (id.length ? slice_equal(styles->at[i].id, id) : styles->at[i].standard)
			return &styles->at[i];
	return NULL;
}

/* Without styles.xml, the ids of Word in English say as much. */
static struct word_style style_by_its_id(struct slice id)
{
	struct word_style style = {.outline = WORD_UNSET, .list = WORD_UNSET, .level = WORD_UNSET};
	char name[32];

	if (id.length > 2 && id.length < sizeof name - 2) {
		size_t stem = id.at[id.length - 1] >= '1' && id.at[id.length - 1] <= '9'
			      ? id.length - 1 : id.length;

		snprintf(name, sizeof name, "%.*s%s%.*s", (int)stem, id.at,
			 stem < id.length ? " " : "", (int)(id.length - stem), id.at + stem);
		set_name(&style, slice_of(name));
	}
	return style;
}

struct word_style word_styles_find(const struct word_styles *styles, struct slice id)
{
	const struct word_style *style = style_by_id(styles, id);

	if (!style)
		return style_by_its_id(id);
	struct word_style found = *style;

	for (int i = 0; i < LONGEST_BASE_CHAIN && style->based.length; i++) {
		style = style_by_id(styles, style->based);
		if (!style)
			break;
		if (found.kind == WORD_PLAIN)
			found.kind = style->kind;
		if (found.outline == WORD_UNSET)
			found.outline = style->outline;
		if (found.list == WORD_UNSET)
			found.list = style->list;
		if (found.level == WORD_UNSET)
			found.level = style->level;
	}
	return found;
}

/* --- lists --- */

static enum list_format format_by_name(struct slice name)
{
	static const struct { const char *name; enum list_format format; } formats[] = {
		{"bullet", LIST_BULLET}, {"none", LIST_NONE}, {"lowerLetter", LIST_LOWER_LETTER},
		{"upperLetter", LIST_UPPER_LETTER}, {"lowerRoman", LIST_LOWER_ROMAN},
		{"upperRoman", LIST_UPPER_ROMAN}, {"decimalZero", LIST_TWO_DIGITS},
	};

	for (size_t i = 0; i < COUNT_OF(formats); i++)
		if (slice_is(name, formats[i].name))
			return formats[i].format;
	return LIST_DECIMAL;
}

static bool open_shape(struct state *s, const struct xml_attributes *a)
{
	struct word_styles *styles = s->styles;

	if (styles->shape_count == MOST_LISTS)
		return false;
	styles->shapes = memory_reserve(styles->shapes, &styles->shape_capacity,
					styles->shape_count + 1, sizeof styles->shapes[0]);
	s->shape = &styles->shapes[styles->shape_count++];
	*s->shape = (struct word_shape){
		.id = arena_copy(styles->arena, xml_attribute(a, XML_WORD, "abstractNumId"))};
	return true;
}

static bool open_list(struct state *s, const struct xml_attributes *a)
{
	struct word_styles *styles = s->styles;

	if (styles->list_count == MOST_LISTS)
		return false;
	styles->lists = memory_reserve(styles->lists, &styles->list_capacity,
				       styles->list_count + 1, sizeof styles->lists[0]);
	s->list = &styles->lists[styles->list_count++];
	*s->list = (struct word_list){
		.id = arena_copy(styles->arena, xml_attribute(a, XML_WORD, "numId")),
		.shape = SIZE_MAX,
	};
	for (size_t i = 0; i < LIST_LEVELS; i++)
		s->list->starts[i] = WORD_UNSET;
	return true;
}

static void set_shape(struct state *s, struct slice id)
{
	for (size_t i = 0; i < s->styles->shape_count; i++)
		if (slice_equal(s->styles->shapes[i].id, id))
			s->list->shape = i;
}

static void set_list_property(struct state *s, int element, const struct xml_attributes *a)
{
	struct slice value = xml_attribute(a, XML_WORD, "val");
	long number = xml_number(a, XML_WORD, "val", 0);

	if (s->list && element == SHAPE_REFERENCE)
		set_shape(s, value);
	if (s->level < 0 || s->level >= LIST_LEVELS)
		return;
	if (s->list && element == START_OVERRIDE)
		s->list->starts[s->level] = number;
	if (!s->shape)
		return;
	struct list_level *level = &s->shape->list.levels[s->level];

	if (element == START)
		level->start = (uint32_t)number;
	else if (element == FORMAT)
		level->format = format_by_name(value);
	else if (element == PATTERN)
		list_set_pattern(level, value);
}

static bool start_list(void *context, int element, const struct xml_attributes *a)
{
	struct state *s = context;

	if (element == SHAPE)
		return open_shape(s, a);
	if (element == LIST)
		return open_list(s, a);
	if (element == LEVEL || element == OVERRIDE)
		s->level = xml_number(a, XML_WORD, "ilvl", WORD_UNSET);
	else
		set_list_property(s, element, a);
	return true;
}

static void end_list(void *context, int element)
{
	struct state *s = context;

	if (element == SHAPE)
		s->shape = NULL;
	else if (element == LIST)
		s->list = NULL;
}

void word_lists_read(struct word_styles *styles, struct slice part)
{
	const struct xml_events events = {list_names, COUNT_OF(list_names), start_list, end_list,
					  on_text};
	struct state state = {.styles = styles, .level = WORD_UNSET};

	if (part.length)
		xml_read(part, &events, &state);
}

/* A list that says where it starts does so once, when it is first used. */
static void begin_list(struct word_list *list, struct list *shape)
{
	list->begun = true;
	for (unsigned i = 0; i < LIST_LEVELS; i++) {
		if (list->starts[i] == WORD_UNSET)
			continue;
		shape->levels[i].start = (uint32_t)list->starts[i];
		list_restart(shape, i);
	}
}

bool word_lists_count(struct word_styles *styles, long number, long level, struct buffer *label,
		      bool *outline)
{
	char id[24];

	snprintf(id, sizeof id, "%ld", number);
	for (size_t i = 0; i < styles->list_count; i++) {
		struct word_list *list = &styles->lists[i];

		if (!slice_is(list->id, id) || list->shape == SIZE_MAX)
			continue;
		struct list *shape = &styles->shapes[list->shape].list;
		unsigned depth = level > 0 ? (unsigned)level : 0;

		if (!list->begun)
			begin_list(list, shape);
		list_count(shape, depth, label);
		*outline = list_is_outline(shape, depth);
		return true;
	}
	return false;
}

void word_styles_free(struct word_styles *styles)
{
	free(styles->at);
	free(styles->shapes);
	free(styles->lists);
}
