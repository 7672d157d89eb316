/*
 * Office files: which format it is, by the parts that say so.
 *
 * Word and PowerPoint files say it by the types in [Content_Types].xml,
 * OpenDocument and EPUB by `mimetype`, or where that is missing by their
 * manifest.
 */
#include "stages/read/reader/office/office.h"

#define SAVE_IT "save it as PDF, as a web page or as plain text"

enum office_format {
	OFFICE_DOCX, OFFICE_PPTX, OFFICE_XLSX, OFFICE_ODT, OFFICE_ODP, OFFICE_ODS, OFFICE_EPUB,
	OFFICE_NONE,
};

/* The stream's names of the formats. */
static const char *const spellings[] = {
	[OFFICE_DOCX] = "docx", [OFFICE_PPTX] = "pptx", [OFFICE_XLSX] = "xlsx",
	[OFFICE_ODT] = "odt", [OFFICE_ODP] = "odp", [OFFICE_ODS] = "", [OFFICE_EPUB] = "epub",
	[OFFICE_NONE] = "",
};

static bool tells_format(struct slice name)
{
	return slice_is(name, "mimetype") || slice_is(name, "[Content_Types].xml") ||
	       slice_is(name, "_rels/.rels") || office_name_is(name, "META-INF/", ".xml");
}

static bool mentions(const struct package *package, const char *part, const char *words)
{
	struct slice bytes = package_part(package, slice_of(part));

	return bytes.length && memmem(bytes.at, bytes.length, words, strlen(words));
}

static enum office_format find_format(const struct package *package)
{
	static const struct { const char *part, *words; enum office_format format; } signs[] = {
		{"[Content_Types].xml", "wordprocessingml.document.main+xml", OFFICE_DOCX},
		{"[Content_Types].xml", "wordprocessingml.template.main+xml", OFFICE_DOCX},
		{"[Content_Types].xml", "ms-word.document.macroEnabled", OFFICE_DOCX},
		{"[Content_Types].xml", "ms-word.template.macroEnabled", OFFICE_DOCX},
		{"[Content_Types].xml", "presentationml.presentation.main+xml", OFFICE_PPTX},
		{"[Content_Types].xml", "presentationml.slideshow.main+xml", OFFICE_PPTX},
		{"[Content_Types].xml", "presentationml.template.main+xml", OFFICE_PPTX},
		{"[Content_Types].xml", "ms-powerpoint.", OFFICE_PPTX},
		{"[Content_Types].xml", "spreadsheetml.", OFFICE_XLSX},
		{"[Content_Types].xml", "ms-excel.", OFFICE_XLSX},
		{"mimetype", "opendocument.text", OFFICE_ODT},
		{"mimetype", "opendocument.presentation", OFFICE_ODP},
		{"mimetype", "opendocument.spreadsheet", OFFICE_ODS},
		{"mimetype", "application/epub+zip", OFFICE_EPUB},
		{"META-INF/manifest.xml", "application/vnd.oasis.opendocument.text", OFFICE_ODT},
		{"META-INF/manifest.xml", "application/vnd.oasis.opendocument.presentation",
		 OFFICE_ODP},
		{"META-INF/manifest.xml", "application/vnd.oasis.opendocument.spreadsheet",
		 OFFICE_ODS},
		{"META-INF/container.xml", "application/oebps-package+xml", OFFICE_EPUB},
	};

	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (mentions(package, signs[i].part, signs[i].words))
			return signs[i].format;
	return OFFICE_NONE;
}

static void read_format(struct package *package, enum office_format format)
{
	struct reading *reading = package->reading;

	switch (format) {
	case OFFICE_DOCX:
		read_docx(package);
		break;
	case OFFICE_PPTX:
		read_pptx(package);
		break;
	case OFFICE_ODT:
	case OFFICE_ODP:
		read_opendocument(package, format == OFFICE_ODP);
		break;
	case OFFICE_EPUB:
		read_epub(package);
		break;
	case OFFICE_XLSX:
		if (reading->wants & READER_SHEET)
			read_xlsx(package);
		else
			reading_fail(reading, READING_UNSUPPORTED,
				     "a spreadsheet: say which column holds the text (--rows COLUMN), "
				     "or save it as PDF or plain text");
		break;
	case OFFICE_ODS:
		reading_fail(reading, READING_UNSUPPORTED,
			     "a spreadsheet: save it as XLSX or CSV and say which column holds the "
			     "text (--rows COLUMN), or save it as PDF or plain text");
		break;
	case OFFICE_NONE:
		reading_fail(reading, READING_UNSUPPORTED,
			     "an archive (zip), or an Office file of an unknown kind: unpack it, or "
			     SAVE_IT);
		break;
	}
}

void read_office(struct reading *reading)
{
	struct package package = {.reading = reading};

	reading->format = "";
	if (package_read(&package, tells_format)) {
		enum office_format format = find_format(&package);

		reading->format = spellings[format];
		if (mentions(&package, "META-INF/manifest.xml", "encryption-data"))
			reading_fail(reading, READING_ENCRYPTED,
				     "it needs a password: save it without one");
		else
			read_format(&package, format);
	}
	package_free(&package);
}

void office_warm_up(void)
{
	html_warm_up();		/* chapters of e-books are web pages */
	package_warm_up();
}

const char *office_library_version(void)
{
	return package_library_version();
}

void office_judge(struct reading *reading, struct slice part, enum xml_result result)
{
	if (result == XML_REFUSED)
		reading_fail(reading, READING_DAMAGED,
			     "%.*s declares a document type, as no office program does: do not open it",
			     SLICE_ARGUMENTS(part));
	else if (result == XML_CUT && !reading->body.length)
		reading_fail(reading, READING_DAMAGED, "%.*s is no proper XML: save it anew",
			     SLICE_ARGUMENTS(part));
	else if (result == XML_CUT && reading->status == READING_OK)
		reading_fail(reading, READING_PARTIAL,
			     "%.*s is no proper XML from some place on: the rest is missing",
			     SLICE_ARGUMENTS(part));
}

void office_miss(struct reading *reading, struct slice part)
{
	reading_fail(reading, READING_DAMAGED, "%.*s is missing in it: save it anew",
		     SLICE_ARGUMENTS(part));
}

void office_check_empty(struct reading *reading)
{
	if (!reading->body.length && reading->status == READING_OK)
		reading_fail(reading, READING_EMPTY,
			     "there is no text in it: if it shows words, they are in pictures");
}

bool office_name_is(struct slice name, const char *start, const char *end)
{
	struct slice head = slice_of(start), tail = slice_of(end);

	if (name.length < head.length + tail.length || !slice_starts(name, head) ||
	    !slice_ends(name, tail))
		return false;
	struct slice between = slice_first(slice_from(name, head.length),
					   name.length - head.length - tail.length);

	return slice_find_byte(between, '/') == between.length;
}
