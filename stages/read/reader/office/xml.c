/*
 * XML: libxml2's events, with names as numbers.  The one file that includes
 * its XML parser.
 *
 * Entities can only be declared in a document type, at whose start the
 * parser is stopped; without one the only entities are XML's own five.
 */
#include "stages/read/reader/office/xml.h"

#include <libxml/parser.h>

enum { MOST_BYTES = INT_MAX / 2, LONGEST_NUMBER = 9 };

struct reader {
	const struct xml_events *events;
	void *context;
	xmlParserCtxtPtr parser;
	size_t skipping;	/* how many elements are open since one was not wanted */
	bool refused;
};

/* The same name space has a second address in the strict form of Office Open XML. */
static enum xml_space space_of(const xmlChar *address)
{
	static const struct { enum xml_space space; const char *address; } spaces[] = {
#define OPEN_XML "http://schemas.openxmlformats.org/"
#define STRICT_XML "http://purl.oclc.org/ooxml/"
#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
		{XML_WORD, OPEN_XML "wordprocessingml/2006/main"},
		{XML_WORD, STRICT_XML "wordprocessingml/main"},
		{XML_DRAWING, OPEN_XML "drawingml/2006/main"},
		{XML_DRAWING, STRICT_XML "drawingml/main"},
		{XML_SLIDES, OPEN_XML "presentationml/2006/main"},
		{XML_SLIDES, STRICT_XML "presentationml/main"},
		{XML_SHEETS, OPEN_XML "spreadsheetml/2006/main"},
		{XML_SHEETS, STRICT_XML "spreadsheetml/main"},
		{XML_RELATION, OPEN_XML "officeDocument/2006/relationships"},
		{XML_RELATION, STRICT_XML "officeDocument/relationships"},
		{XML_RELATIONS, OPEN_XML "package/2006/relationships"},
		{XML_COMPATIBILITY, OPEN_XML "markup-compatibility/2006"},
		{XML_MATH, OPEN_XML "officeDocument/2006/math"},
		{XML_OFFICE, OASIS "office:1.0"},
		{XML_TEXT, OASIS "text:1.0"},
		{XML_TABLE, OASIS "table:1.0"},
		{XML_STYLE, OASIS "style:1.0"},
		{XML_DRAW, OASIS "drawing:1.0"},
		{XML_FORMAT, OASIS "xsl-fo-compatible:1.0"},
		{XML_META, OASIS "meta:1.0"},
		{XML_PRESENTATION, OASIS "presentation:1.0"},
		{XML_VECTOR, OASIS "svg-compatible:1.0"},
		{XML_CORE, "http://purl.org/dc/elements/1.1/"},
		{XML_TERMS, "http://purl.org/dc/terms/"},
		{XML_BOOK, "http://www.idpf.org/2007/opf"},
		{XML_CONTAINER, OASIS "container"},
	};

	if (!address)
		return XML_NONE;
	for (size_t i = 0; i < COUNT_OF(spaces); i++)
		if (strcmp((const char *)address, spaces[i].address) == 0)
			return spaces[i].space;
	return XML_OTHER;
}

/* 0: nobody wants to hear of it. */
static int element_of(const struct reader *r, const xmlChar *name, const xmlChar *address)
{
	enum xml_space space = XML_OTHER;

	for (size_t i = 0; i < r->events->name_count; i++) {
		const struct xml_name *known = &r->events->names[i];

		if (strcmp(known->name, (const char *)name) != 0)
			continue;
		if (space == XML_OTHER)
			space = space_of(address);
		if (known->space == space)
			return known->element;
	}
	return 0;
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix,
		     const xmlChar *address, int space_count, const xmlChar **spaces,
		     int attribute_count, int default_count, const xmlChar **attributes)
{
	struct reader *r = context;
	struct xml_attributes list = {attributes, attribute_count};

	(void)prefix, (void)space_count, (void)spaces, (void)default_count;
	if (r->skipping) {
		r->skipping++;
		return;
	}
	int element = element_of(r, name, address);

	if (element && !r->events->start(r->context, element, &list))
		r->skipping = 1;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix,
		   const xmlChar *address)
{
	struct reader *r = context;

	(void)prefix;
	if (r->skipping) {
		r->skipping--;
		return;
	}
	int element = element_of(r, name, address);

	if (element)
		r->events->end(r->context, element);
}

static void on_text(void *context, const xmlChar *at, int length)
{
	struct reader *r = context;

	if (!r->skipping && length > 0)
		r->events->text(r->context, (struct slice){(const char *)at, (size_t)length});
}

static void on_document_type(void *context, const xmlChar *name, const xmlChar *external,
			     const xmlChar *system)
{
	struct reader *r = context;

	(void)name, (void)external, (void)system;
	r->refused = true;
	xmlStopParser(r->parser);
}

static xmlEntityPtr no_entity(void *context, const xmlChar *name)
{
	(void)context;
	return xmlGetPredefinedEntity(name);
}

enum xml_result xml_read(struct slice part, const struct xml_events *events, void *context)
{
	struct reader r = {.events = events, .context = context, .parser = xmlNewParserCtxt()};

	if (!r.parser || part.length > MOST_BYTES) {
		xmlFreeParserCtxt(r.parser);
		return XML_CUT;
	}
	xmlSAXHandlerPtr own = r.parser->sax;
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end,
		.characters = on_text, .cdataBlock = on_text, .ignorableWhitespace = on_text,
		.internalSubset = on_document_type, .getEntity = no_entity,
	};

	r.parser->sax = &sax;
	r.parser->userData = &r;
	xmlFreeDoc(xmlCtxtReadMemory(r.parser, part.at, (int)part.length, NULL, NULL,
				     XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |
				     XML_PARSE_HUGE));
	bool done = r.parser->wellFormed;

	r.parser->sax = own;
	xmlFreeParserCtxt(r.parser);
	if (r.refused)
		return XML_REFUSED;
	return done ? XML_DONE : XML_CUT;
}

struct slice xml_attribute(const struct xml_attributes *attributes, enum xml_space space,
			   const char *name)
{
	for (int i = 0; i < attributes->count; i++) {
		const unsigned char **a = &attributes->at[i * 5];

		if (strcmp((const char *)a[0], name) == 0 &&
		    (space == XML_OTHER || space_of(a[2]) == space))
			return (struct slice){(const char *)a[3], (size_t)(a[4] - a[3])};
	}
	return (struct slice){NULL, 0};
}

long xml_number(const struct xml_attributes *attributes, enum xml_space space,
		const char *name, long none)
{
	uint64_t number;
	struct slice value = slice_trim(xml_attribute(attributes, space, name));

	if (!value.length || value.length > LONGEST_NUMBER || !slice_to_integer(value, &number))
		return none;
	return (long)number;
}
