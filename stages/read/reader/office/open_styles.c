/* Styles and lists of an OpenDocument file. */
#include "stages/read/reader/office/open_styles.h"

#include "pipeline/base/memory.h"
#include "stages/read/reader/office/xml.h"

#include <stdlib.h>

enum { MOST_STYLES = 50000, LONGEST_PARENT_CHAIN = 16 };

enum { STYLE = 1, TEXT_PROPERTIES, LIST, OUTLINE, LEVEL, BULLET };

static const struct xml_name names[] = {
	{XML_STYLE, "style", STYLE},
	{XML_STYLE, "text-properties", TEXT_PROPERTIES}, {XML_TEXT, "list-style", LIST},
	{XML_TEXT, "outline-style", OUTLINE}, {XML_TEXT, "list-level-style-number", LEVEL},
	{XML_TEXT, "outline-level-style", LEVEL}, {XML_TEXT, "list-level-style-bullet", BULLET},
};

struct state {
	struct open_styles *styles;
	struct open_style *style;	/* the open one, or NULL */
	struct list *list;
};

static bool open_style(struct state *s, const struct xml_attributes *a)
{
	struct open_styles *styles = s->styles;

	if (styles->count == MOST_STYLES)
		return false;
	styles->at = memory_reserve(styles->at, &styles->capacity, styles->count + 1,
				    sizeof styles->at[0]);
	s->style = &styles->at[styles->count++];
	*s->style = (struct open_style){
		.name = arena_copy(styles->arena, xml_attribute(a, XML_STYLE, "name")),
		.parent = arena_copy(styles->arena, xml_attribute(a, XML_STYLE, "parent-style-name")),
	};
	return true;
}

/* "en", "GB": en-GB; "none" is no language. */
static struct slice language_of(struct arena *arena, const struct xml_attributes *a)
{
	struct slice language = xml_attribute(a, XML_FORMAT, "language");
	struct slice country = xml_attribute(a, XML_FORMAT, "country");

	if (!language.length || slice_is(language, "none") || slice_is(language, "zxx"))
		return SLICE("");
	if (!country.length || slice_is(country, "none"))
		return arena_copy(arena, language);
	return arena_printf(arena, "%.*s-%.*s", SLICE_ARGUMENTS(language),
			    SLICE_ARGUMENTS(country));
}

static void set_text_properties(struct state *s, const struct xml_attributes *a)
{
	if (!s->style)
		return;
	s->style->language = language_of(s->styles->arena, a);
	s->style->hidden = slice_is(xml_attribute(a, XML_TEXT, "display"), "none");
}

static bool open_list(struct state *s, struct slice name)
{
	struct open_styles *styles = s->styles;

	if (styles->list_count == MOST_STYLES)
		return false;
	styles->lists = memory_reserve(styles->lists, &styles->list_capacity,
				       styles->list_count + 1, sizeof styles->lists[0]);
	struct open_list *list = &styles->lists[styles->list_count++];

	*list = (struct open_list){.name = arena_copy(styles->arena, name)};
	s->list = &list->list;
	return true;
}

static enum list_format format_of(struct slice format)
{
	switch (format.length ? format.at[0] : 0) {
	case '1':
		return LIST_DECIMAL;
	case 'a':
		return LIST_LOWER_LETTER;
	case 'A':
		return LIST_UPPER_LETTER;
	case 'i':
		return LIST_LOWER_ROMAN;
	case 'I':
		return LIST_UPPER_ROMAN;
	default:
		return LIST_NONE;
	}
}

/* Prefix, suffix and how many levels are shown, as one pattern: "(%1.%2)". */
static void set_level(struct state *s, const struct xml_attributes *a, bool bullet)
{
	long level = xml_number(a, XML_TEXT, "level", 0);
	long shown = xml_number(a, XML_TEXT, "display-levels", 1);
	struct buffer pattern = {0};

	if (!s->list || level < 1 || level > LIST_LEVELS)
		return;
	struct list_level *own = &s->list->levels[level - 1];

	own->format = bullet ? LIST_BULLET : format_of(xml_attribute(a, XML_STYLE, "num-format"));
	own->start = (uint32_t)xml_number(a, XML_TEXT, "start-value", 1);
	if (own->format != LIST_NONE) {
		buffer_append(&pattern, xml_attribute(a, XML_STYLE, "num-prefix"));
		for (long i = shown < level ? level - shown + 1 : 1; i <= level && i <= 9; i++)
			buffer_printf(&pattern, i < level ? "%%%ld." : "%%%ld", i);
		buffer_append(&pattern, xml_attribute(a, XML_STYLE, "num-suffix"));
	}
	list_set_pattern(own, buffer_slice(&pattern));
	buffer_free(&pattern);
}

static bool on_start(void *context, int element, const struct xml_attributes *a)
{
	struct state *s = context;

	switch (element) {
	case STYLE:
		return open_style(s, a);
	case TEXT_PROPERTIES:
		set_text_properties(s, a);
		break;
	case LIST:
		return open_list(s, xml_attribute(a, XML_STYLE, "name"));
	case OUTLINE:
		return open_list(s, OPEN_OUTLINE);
	default:
		set_level(s, a, element == BULLET);
		break;
	}
	return true;
}

static void on_end(void *context, int element)
{
	struct state *s = context;

	if (element == STYLE)
		s->style = NULL;
	else if (element == LIST || element == OUTLINE)
		s->list = NULL;
}

static void on_text(void *context, struct slice text)
{
	(void)context, (void)text;
}

void open_styles_read(struct open_styles *styles, struct slice part)
{
	const struct xml_events events = {names, COUNT_OF(names), on_start, on_end, on_text};
	struct state state = {.styles = styles};

	if (part.length)
		xml_read(part, &events, &state);
}

/* The last definition counts: content.xml is read after styles.xml. */
static const struct open_style *style_by_name(const struct open_styles *styles, struct slice name)
{
	for (size_t i = styles->count; i > 0; i--)
		if (slice_equal(styles->at[i - 1].name, name))
			return &styles->at[i - 1];
	return NULL;
}

static enum open_kind kind_by_name(struct slice name)
{
	static const struct { const char *name; enum open_kind kind; } kinds[] = {
		{"Title", OPEN_TITLE}, {"Quotations", OPEN_QUOTE}, {"Caption", OPEN_CAPTION},
		{"caption", OPEN_CAPTION}, {"Quote", OPEN_QUOTE},
	};

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (slice_is(name, kinds[i].name))
			return kinds[i].kind;
	return OPEN_PLAIN;
}

enum open_kind open_styles_kind(const struct open_styles *styles, struct slice name)
{
	enum open_kind kind = kind_by_name(name);

	for (int i = 0; i < LONGEST_PARENT_CHAIN && kind == OPEN_PLAIN; i++) {
		const struct open_style *style = style_by_name(styles, name);

		if (!style)
			break;
		name = style->parent;
		kind = kind_by_name(name);
	}
	return kind;
}

struct open_style open_styles_find(const struct open_styles *styles, struct slice name)
{
	struct open_style found = {.name = name};

	for (int i = 0; i < LONGEST_PARENT_CHAIN && name.length; i++) {
		const struct open_style *style = style_by_name(styles, name);

		if (!style)
			break;
		if (!found.language.length)
			found.language = style->language;
		found.hidden |= style->hidden;
		name = style->parent;
	}
	return found;
}

struct list *open_styles_list(struct open_styles *styles, struct slice name)
{
	for (size_t i = styles->list_count; name.length && i > 0; i--)
		if (slice_equal(styles->lists[i - 1].name, name))
			return &styles->lists[i - 1].list;
	return NULL;
}

void open_styles_free(struct open_styles *styles)
{
	free(styles->at);
	free(styles->lists);
}
