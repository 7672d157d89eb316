/*
 * Names of elements and attributes, as numbers.
 *
 * The names that mean something to the project have fixed numbers
 * (NAME_P, NAME_PB, ...), so that code compares integers; every other name
 * gets the next number when it is first seen.  One table for each worker.
 */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#include "pipeline/base/arena.h"

/* constant, spelling */
#define KNOWN_NAMES(X) \
	X(NONE, "") X(TEXT, "text") X(DIV, "div") X(HEAD, "head") X(P, "p") X(QUOTE, "quote") \
	X(ITEM, "item") X(TABLE, "table") X(ROW, "row") X(CELL, "cell") X(NOTE, "note") \
	X(CAPTION, "caption") X(FW, "fw") X(U, "u") X(S, "s") X(PB, "pb") X(G, "g") \
	X(PTR, "ptr") X(ATTACH, "attach") X(SPAN, "span") \
	X(ID, "id") X(FORMAT, "format") X(STATUS, "status") X(REASON, "reason") \
	X(TITLE, "title") X(AUTHOR, "author") X(DATE, "date") X(LANG, "lang") \
	X(LANG_BY, "lang-by") X(PAGES, "pages") X(BYTES, "bytes") X(SHA256, "sha256") \
	X(DOUBT, "doubt") X(SOURCE, "source") X(DESCRIPTION, "description") \
	X(PAGES_WITHOUT_TEXT, "pages-without-text") \
	X(COPY_OF, "copy-of") X(N, "n") X(LABEL, "label") X(TYPE, "type") X(LEVEL, "level") \
	X(WHO, "who") X(ROLE, "role") X(START, "start") X(PLACE, "place") X(HREF, "href") \
	X(NAME, "name") X(FROM, "from") X(TO, "to") X(VALUE, "value") X(OCR, "ocr") X(PAGE, "page") \
	X(REPAIR, "repair") X(KIND, "kind") X(AT, "at") X(BEFORE, "before") X(AFTER, "after")

enum known_name {
#define X(constant, spelling) NAME_##constant,
	KNOWN_NAMES(X)
#undef X
	KNOWN_NAME_COUNT
};

struct names {
	struct arena arena;
	struct slice *spelling;		/* by number */
	uint32_t count;
	size_t capacity;
	uint32_t *slots;		/* open addressing: number + 1, or 0 */
	size_t slot_count;		/* a power of two */
};

void names_begin(struct names *names);
void names_free(struct names *names);

/* The number of a name, given one if it is new.  The spelling is copied. */
uint32_t names_number(struct names *names, struct slice spelling);

/* The number of a name, or NAME_NONE if nobody has used it yet. */
uint32_t names_lookup(const struct names *names, struct slice spelling);

static inline struct slice names_spelling(const struct names *names, uint32_t number)
{
	return names->spelling[number];
}

/* Blocks hold running text: p head item cell quote note caption fw u. */
static inline bool name_is_block(uint32_t name)
{
	return name == NAME_HEAD || name == NAME_P || name == NAME_QUOTE || name == NAME_ITEM ||
	       name == NAME_CELL || name == NAME_NOTE || name == NAME_CAPTION ||
	       name == NAME_FW || name == NAME_U;
}

/* Containers hold blocks: text div table row. */
static inline bool name_is_container(uint32_t name)
{
	return name == NAME_TEXT || name == NAME_DIV || name == NAME_TABLE || name == NAME_ROW;
}

/* [A-Za-z_][A-Za-z0-9_.-]*, as the stream has it. */
bool name_is_legal(struct slice spelling);

#endif
