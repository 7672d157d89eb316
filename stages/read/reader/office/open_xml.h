/*
 * Open XML: what Word and PowerPoint files have in common: parts that name
 * other parts by relations.
 */
#ifndef OFFICE_OPEN_XML_H
#define OFFICE_OPEN_XML_H

#include "stages/read/reader/office/package.h"

struct relation {
	struct slice id, type;
	struct slice target;	/* the name of a part */
};

/* All zero is a valid, empty list. */
struct relations {
	struct relation *at;
	size_t count, capacity;
};

/* Of a part that is in the package ("" for the package itself); the slices are its arena's. */
void relations_read(struct relations *relations, struct package *package, struct slice part);
void relations_free(struct relations *relations);

/* An empty slice if there is none. */
struct slice relations_by_id(const struct relations *relations, struct slice id);

/* The first whose type, an address, ends like this: "/styles". */
struct slice relations_by_type(const struct relations *relations, const char *ending);

#endif
