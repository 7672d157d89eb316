/* Metadata of office files: Dublin Core in three wrappings. */
#include "stages/read/reader/office/office.h"

enum property {
	PROPERTY_TITLE = 1, PROPERTY_CREATOR, PROPERTY_FIRST_CREATOR, PROPERTY_CREATED,
	PROPERTY_DATE, PROPERTY_LANGUAGE, PROPERTY_COUNT,
};

struct metadata {
	enum property open;		/* 0: none */
	struct buffer values[PROPERTY_COUNT];
};

static const struct xml_name names[] = {
	{XML_CORE, "title", PROPERTY_TITLE},
	{XML_CORE, "creator", PROPERTY_CREATOR},
	{XML_META, "initial-creator", PROPERTY_FIRST_CREATOR},
	{XML_TERMS, "created", PROPERTY_CREATED},
	{XML_META, "creation-date", PROPERTY_CREATED},
	{XML_TERMS, "modified", PROPERTY_DATE},
	{XML_CORE, "date", PROPERTY_DATE},
	{XML_CORE, "language", PROPERTY_LANGUAGE},
};

/* Of several creators each counts; of the rest the first. */
static bool on_start(void *context, int element, const struct xml_attributes *attributes)
{
	struct metadata *m = context;
	struct buffer *value = &m->values[element];

	(void)attributes;
	if (value->length && element != PROPERTY_CREATOR)
		return false;
	if (value->length)
		buffer_append(value, SLICE("; "));
	m->open = (enum property)element;
	return true;
}

static void on_end(void *context, int element)
{
	struct metadata *m = context;

	(void)element;
	m->open = 0;
}

/* Word parts authors by semicolons alone. */
static void on_text(void *context, struct slice text)
{
	struct metadata *m = context;

	for (size_t i = 0; m->open && i < text.length; i++) {
		buffer_byte(&m->values[m->open], text.at[i]);
		if (m->open == PROPERTY_CREATOR && text.at[i] == ';')
			buffer_byte(&m->values[m->open], ' ');
	}
}

/* "2023-05-17T09:00:00Z": the day; "2023" and "2023-05" as they are. */
static struct slice date_of(struct slice value)
{
	static const char shape[] = "0000-00-00";
	size_t length = 0;

	value = slice_trim(value);
	while (length < sizeof shape - 1 && length < value.length &&
	       (shape[length] == '-' ? value.at[length] == '-'
				     : value.at[length] >= '0' && value.at[length] <= '9'))
		length++;
	if (length < 10)
		length = length >= 7 ? 7 : length >= 4 ? 4 : 0;
	return slice_first(value, length);
}

/* BCP 47, or nothing. */
static struct slice language_of(struct slice value)
{
	value = slice_trim(value);
	for (size_t i = 0; i < value.length; i++) {
		char c = value.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '-'))
			return SLICE("");
	}
	return value.length >= 2 && value.length <= 35 ? value : SLICE("");
}

static bool is_file_name(struct slice title)
{
	static const char *const endings[] = {
		".doc", ".docx", ".dot", ".dotx", ".odt", ".rtf", ".ppt", ".pptx", ".odp", ".pdf",
		".txt", ".wpd", ".htm", ".html",
	};

	title = slice_trim(title);
	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (slice_ends(title, slice_of(endings[i])))
			return true;
	return slice_is(title, "PowerPoint Presentation") || slice_starts(title, SLICE("Microsoft "));
}

static void set_attributes(struct reading *reading, const struct metadata *m)
{
	const struct buffer *values = m->values;
	struct slice title = buffer_slice(&values[PROPERTY_TITLE]);
	bool created = values[PROPERTY_CREATED].length > 0;

	if (!is_file_name(title))
		reading_attribute(reading, SLICE("title"), title);
	reading_attribute(reading, SLICE("author"), buffer_slice(&values[PROPERTY_FIRST_CREATOR]));
	reading_attribute(reading, SLICE("author"), buffer_slice(&values[PROPERTY_CREATOR]));
	reading_attribute(reading, SLICE("date"),
			  date_of(buffer_slice(&values[created ? PROPERTY_CREATED : PROPERTY_DATE])));
	reading_attribute(reading, SLICE("lang"),
			  language_of(buffer_slice(&values[PROPERTY_LANGUAGE])));
}

void office_metadata(struct package *package, struct slice part)
{
	const struct xml_events events = {names, COUNT_OF(names), on_start, on_end, on_text};
	struct metadata metadata = {0};
	struct slice bytes = package_part(package, part);

	if (bytes.length)
		xml_read(bytes, &events, &metadata);
	set_attributes(package->reading, &metadata);
	for (size_t i = 0; i < PROPERTY_COUNT; i++)
		buffer_free(&metadata.values[i]);
}
