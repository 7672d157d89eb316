/*
 * XML: the elements of one part of an office file, as events.
 *
 * No tree and no recursion, so that no depth of nesting can exhaust the
 * stack.  Nothing outside the part is ever read, and a part with a document
 * type of its own is refused: office programs write none.
 */
#ifndef OFFICE_XML_H
#define OFFICE_XML_H

#include "pipeline/base/slice.h"

/* The name spaces that mean something here; several addresses may be one. */
enum xml_space {
	XML_OTHER,
	XML_NONE,		/* no name space at all */
	XML_WORD, XML_DRAWING, XML_SLIDES, XML_RELATION, XML_RELATIONS, XML_COMPATIBILITY, XML_MATH,
	XML_OFFICE, XML_TEXT, XML_TABLE, XML_STYLE, XML_DRAW, XML_FORMAT, XML_META,
	XML_PRESENTATION, XML_VECTOR, XML_CORE, XML_TERMS, XML_BOOK, XML_CONTAINER, XML_SHEETS,
};

/* An element that a reader wants to hear of, and its own number for it, from 1. */
struct xml_name {
	enum xml_space space;
	const char *name;
	int element;
};

struct xml_attributes {
	const unsigned char **at;	/* libxml2's array of five each */
	int count;
};

struct xml_events {
	const struct xml_name *names;	/* other elements are passed through unheard */
	size_t name_count;
	/* False: neither what is in it nor its end is wanted. */
	bool (*start)(void *context, int element, const struct xml_attributes *attributes);
	void (*end)(void *context, int element);
	void (*text)(void *context, struct slice text);		/* in pieces */
};

enum xml_result {
	XML_DONE,
	XML_CUT,		/* ill-formed: what came before the mistake was told */
	XML_REFUSED,		/* it declares a document type */
};

enum xml_result xml_read(struct slice part, const struct xml_events *events, void *context);

/*
 * The value of an attribute, until the event is over; a null pointer if there is
 * none.  XML_OTHER as its space stands for any.
 */
struct slice xml_attribute(const struct xml_attributes *attributes, enum xml_space space,
			   const char *name);

/* The same as a number; `none` where it is missing or none. */
long xml_number(const struct xml_attributes *attributes, enum xml_space space,
		const char *name, long none);

#endif
