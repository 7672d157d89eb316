/*
 * Parsing: libxml2's events as an array of nodes.  The one file that
 * includes libxml2.
 *
 * No tree is built.  XHTML that says so by its XML declaration is read as
 * XML first, since an HTML parser takes <script/> for an open one; entities
 * are never loaded nor expanded, and a page with declarations of its own
 * (<!DOCTYPE html [...]>) is read as HTML.
 */
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "stages/read/reader/html/page.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

enum { MOST_BYTES = INT_MAX / 2 };

struct builder {
	struct page *page;
	uint32_t current;	/* the open element; NO_NODE: none */
	bool at_boundary;	/* a block-level element has just begun or ended */
};

static struct slice slice_of_xml(const xmlChar *string)
{
	return slice_of((const char *)string);
}

static uint32_t add_node(struct builder *b, enum html_tag tag)
{
	struct page *page = b->page;
	uint32_t index = (uint32_t)page->count;

	page->nodes = memory_reserve(page->nodes, &page->capacity, page->count + 1,
				     sizeof page->nodes[0]);
	page->nodes[page->count++] = (struct node){
		.parent = b->current, .tag = (uint8_t)tag, .end = index + 1,
		.first_attribute = (uint32_t)page->attribute_count,
	};
	return index;
}

static void add_attribute(struct builder *b, struct slice name, struct slice value)
{
	struct page *page = b->page;
	struct node *node = &page->nodes[b->current];
	enum html_attribute_name known = html_attribute_of(name);

	if (known == ATTRIBUTE_OTHER || node->attribute_count == UINT16_MAX)
		return;
	page->attributes = memory_reserve(page->attributes, &page->attribute_capacity,
					  page->attribute_count + 1, sizeof page->attributes[0]);
	page->attributes[page->attribute_count++] = (struct html_attribute){
		known, arena_copy(&page->arena, value)};
	node->attribute_count++;
}

/* What may stand in a head: anything else ends it, though libxml2 may not know that. */
static bool belongs_in_head(enum html_tag tag)
{
	return tag == HTML_TITLE || tag == HTML_META || tag == HTML_LINK || tag == HTML_BASE ||
	       tag == HTML_SCRIPT || tag == HTML_STYLE || tag == HTML_NOSCRIPT ||
	       tag == HTML_TEMPLATE || tag == HTML_OTHER || tag == HTML_OBJECT;
}

static void close_node(struct builder *b)
{
	struct node *node = &b->page->nodes[b->current];

	node->end = (uint32_t)b->page->count;
	b->current = node->parent;
	b->at_boundary = html_tag_layout(node->tag) == LAYOUT_BLOCK;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct builder *b = context;
	enum html_tag tag = html_tag_of(slice_of_xml(name));

	if (b->current != NO_NODE && b->page->nodes[b->current].tag == HTML_HEAD &&
	    !belongs_in_head(tag))
		close_node(b);
	b->current = add_node(b, tag);
	b->at_boundary = html_tag_layout(tag) == LAYOUT_BLOCK;
	if (html_tag_layout(tag) == LAYOUT_GONE && tag != HTML_SCRIPT)
		return;
	for (size_t i = 0; attributes && attributes[i]; i += 2)
		add_attribute(b, slice_of_xml(attributes[i]), slice_of_xml(attributes[i + 1]));
	struct page *page = b->page;

	page->nodes[b->current].names =
	    html_names_of(node_attribute(page, b->current, ATTRIBUTE_CLASS),
			  node_attribute(page, b->current, ATTRIBUTE_ID));
}

static void on_end(void *context, const xmlChar *name)
{
	struct builder *b = context;

	if (b->current == NO_NODE)
		return;
	bool ended_before = name && html_tag_of(slice_of_xml(name)) == HTML_HEAD &&
			    b->page->nodes[b->current].tag != HTML_HEAD;

	if (!ended_before)
		close_node(b);
}

/* Text comes in pieces, which lie side by side in page->text. */
static void on_text(void *context, const xmlChar *at, int length)
{
	struct builder *b = context;
	struct page *page = b->page;

	if (b->current == NO_NODE || length <= 0)
		return;
	struct slice piece = {(const char *)at, (size_t)length};

	if (b->at_boundary && !slice_trim(piece).length)
		return;			/* parts nothing that is not parted already */
	b->at_boundary = false;
	if (piece.length > page->text.capacity - page->text.length)
		piece.length = page->text.capacity - page->text.length;
	char *start = page->text.at + page->text.length;

	buffer_append(&page->text, piece);
	struct node *last = &page->nodes[page->count - 1];

	if (last->tag == HTML_TEXT && last->parent == b->current &&
	    last->text.at + last->text.length == start) {
		last->text.length += piece.length;
		return;
	}
	uint32_t node = add_node(b, HTML_TEXT);

	page->nodes[node].text = (struct slice){start, piece.length};
}

/* Elements left open at the end of the page end there. */
static void finish(struct builder *b)
{
	while (b->current != NO_NODE)
		close_node(b);
}

static xmlSAXHandler events(void)
{
	return (xmlSAXHandler){
		.startElement = on_start, .endElement = on_end, .characters = on_text,
		.cdataBlock = on_text, .ignorableWhitespace = on_text,
	};
}

static void forget(struct page *page)
{
	page->count = page->attribute_count = 0;
	buffer_reset(&page->text);
}

static void parse_html(struct page *page)
{
	struct builder b = {.page = page, .current = NO_NODE};
	xmlSAXHandler sax = events();
	htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(page->source.at,
							      (int)page->source.length);

	if (!parser)
		return;
	*parser->sax = sax;
	parser->userData = &b;
	htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
			   HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT |
			   HTML_PARSE_IGNORE_ENC);
	parser->options |= XML_PARSE_HUGE;	/* else a nesting of 256 ends the page */
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(parser);
	finish(&b);
	xmlFreeDoc(parser->myDoc);
	parser->myDoc = NULL;
	htmlFreeParserCtxt(parser);
}

static bool parse_xml(struct page *page)
{
	struct builder b = {.page = page, .current = NO_NODE};
	xmlSAXHandler sax = events();
	xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(page->source.at,
							    (int)page->source.length);

	if (!parser)
		return false;
	xmlSAXHandlerPtr own = parser->sax;

	parser->sax = &sax;
	parser->userData = &b;
	xmlCtxtUseOptions(parser, XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |
			  XML_PARSE_IGNORE_ENC);
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	xmlParseDocument(parser);
	finish(&b);
	bool well_formed = parser->wellFormed;

	parser->sax = own;
	xmlFreeDoc(parser->myDoc);
	parser->myDoc = NULL;
	xmlFreeParserCtxt(parser);
	if (!well_formed)
		forget(page);
	return well_formed;
}

/* Declarations of its own stand in brackets inside the DOCTYPE. */
static bool is_xhtml(struct slice source)
{
	struct slice head = slice_trim(slice_first(source, 2048));

	if (!slice_starts(head, SLICE("<?xml")) || !memmem(head.at, head.length, "<html", 5))
		return false;
	const char *type = memmem(head.at, head.length, "<!DOCTYPE", 9);

	if (!type)
		return true;
	struct slice declaration = slice_from(head, (size_t)(type - head.at));

	return slice_find_byte(declaration, '[') > slice_find_byte(declaration, '>');
}

/* Names that XML itself does not know, as what they stand for. */
static void expand_entities(struct buffer *to, struct slice source)
{
	size_t done = 0;

	for (size_t i = 0; i < source.length; i++) {
		char name[16];
		struct slice rest = slice_from(source, i + 1);
		size_t end = slice_find_byte(slice_first(rest, sizeof name), ';');

		if (source.at[i] != '&' || end >= sizeof name || end >= rest.length)
			continue;
		memcpy(name, rest.at, end);
		name[end] = '\0';
		const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);

		if (!entity || entity->value == '<' || entity->value == '&')
			continue;
		buffer_append(to, (struct slice){source.at + done, i - done});
		utf8_append(to, entity->value);
		done = i + end + 2;
	}
	buffer_append(to, slice_from(source, done));
}

/* False: it is no XHTML, or not well-formed; no node is left of it. */
static bool parse_xhtml(struct page *page)
{
	struct buffer html = page->source;

	if (!is_xhtml(buffer_slice(&html)))
		return false;
	page->source = (struct buffer){0};
	expand_entities(&page->source, buffer_slice(&html));
	bool parsed = parse_xml(page);

	buffer_free(&page->source);
	page->source = html;
	return parsed;
}

bool html_parse(struct page *page)
{
	if (page->source.length > MOST_BYTES)
		return false;
	buffer_reserve(&page->text, page->source.length + 1);
	if (!parse_xhtml(page))
		parse_html(page);
	return page->count > 0;
}

void html_warm_up(void)
{
	static const char sample[] = "<p>Caf\xe9 <b>&eacute;</b>";
	struct reader_limits limits = reader_default_limits(READER_HTML);
	struct reading reading = {.bytes = SLICE(sample), .limits = &limits};

	xmlInitParser();
	read_html(&reading);
	buffer_free(&reading.attributes);
	buffer_free(&reading.body);
	buffer_free(&reading.reason);
}

const char *html_library_version(void)
{
	return LIBXML_DOTTED_VERSION;
}
