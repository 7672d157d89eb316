/*
 * E-books (EPUB): the chapters in the order of the spine, each a web page
 * without a site around it, so that all of it is content.
 */
#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"
#include "stages/read/reader/office/office.h"

#include <stdlib.h>

enum { MOST_ITEMS = 65536 };

enum { ROOT = 1, ITEM, REFERENCE };

static const struct xml_name names[] = {
	{XML_CONTAINER, "rootfile", ROOT}, {XML_BOOK, "item", ITEM},
	{XML_BOOK, "itemref", REFERENCE},
};

struct item {
	struct slice id, part;
	bool is_contents;
};

struct book {
	struct package *package;
	struct slice root;		/* the part that lists the others */
	struct item *items;
	size_t count, capacity;
	uint32_t missing;		/* chapters */
};

static void add_item(struct book *book, const struct xml_attributes *a)
{
	struct slice properties = xml_attribute(a, XML_OTHER, "properties");

	if (book->count == MOST_ITEMS)
		return;
	book->items = memory_reserve(book->items, &book->capacity, book->count + 1,
				     sizeof book->items[0]);
	book->items[book->count++] = (struct item){
		.id = arena_copy(&book->package->arena, xml_attribute(a, XML_OTHER, "id")),
		.part = package_path(book->package, book->root, xml_attribute(a, XML_OTHER, "href")),
		.is_contents = properties.length && memmem(properties.at, properties.length, "nav", 3),
	};
}

/* The table of contents, where it is a chapter, only repeats the headings. */
static void read_reference(struct book *book, struct slice id)
{
	struct reading *reading = book->package->reading;

	for (size_t i = 0; i < book->count && !reading->over; i++) {
		if (!slice_equal(book->items[i].id, id) || book->items[i].is_contents)
			continue;
		struct slice bytes = package_part(book->package, book->items[i].part);

		if (!bytes.length || !html_write_all(&reading->body, bytes, SLICE("")))
			book->missing++;
		reading->page_done(reading);
		return;
	}
}

static bool on_start(void *context, int element, const struct xml_attributes *a)
{
	struct book *book = context;

	if (element == ITEM)
		add_item(book, a);
	else if (element == REFERENCE)
		read_reference(book, xml_attribute(a, XML_OTHER, "idref"));
	else if (!book->root.length)
		book->root = package_path(book->package, SLICE(""),
					  xml_attribute(a, XML_OTHER, "full-path"));
	return true;
}

static void on_end(void *context, int element)
{
	(void)context, (void)element;
}

static void on_text(void *context, struct slice text)
{
	(void)context, (void)text;
}

static const struct xml_events events = {names, COUNT_OF(names), on_start, on_end, on_text};

static void judge(const struct book *book, enum xml_result result)
{
	struct reading *reading = book->package->reading;

	office_judge(reading, book->root, result);
	if (book->missing && reading->body.length && reading->status == READING_OK)
		reading_fail(reading, READING_PARTIAL, "%u of its chapters cannot be read",
			     book->missing);
	else if (book->missing && !reading->body.length)
		reading_fail(reading, READING_DAMAGED,
			     "none of its chapters can be read: it may be locked to one device");
	office_check_empty(reading);
}

static bool is_wanted(struct slice name)
{
	static const char *const endings[] = {".opf", ".xhtml", ".html", ".htm", ".xml"};

	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (slice_ends(name, slice_of(endings[i])))
			return true;
	return false;
}

void read_epub(struct package *package)
{
	struct book book = {.package = package};
	struct slice container = package_part(package, SLICE("META-INF/container.xml"));

	if (!package_read(package, is_wanted))
		return;
	if (container.length)
		xml_read(container, &events, &book);
	struct slice bytes = package_part(package, book.root);

	if (book.root.length && bytes.length) {
		office_metadata(package, book.root);
		judge(&book, xml_read(bytes, &events, &book));
	} else {
		office_miss(package->reading, book.root.length ? book.root
							       : SLICE("META-INF/container.xml"));
	}
	free(book.items);
}
