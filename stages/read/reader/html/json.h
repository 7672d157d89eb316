/*
 * JSON, as far as pages carry data about themselves in it (JSON-LD).
 *
 * Values stand in one array in the order of the text, so that what lies in
 * value i is the range i + 1 .. end - 1.  Tolerant: what is no JSON ends the
 * reading, and what came before it counts.
 */
#ifndef HTML_JSON_H
#define HTML_JSON_H

#include "pipeline/base/arena.h"

enum json_kind { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_OTHER };

struct json_value {
	enum json_kind kind;
	uint32_t parent;	/* UINT32_MAX: none */
	uint32_t end;		/* behind the last value inside it */
	struct slice key;	/* in an object */
	struct slice text;	/* of a string, unescaped; of another, as it stands */
};

/* All zero is valid and empty. */
struct json {
	struct json_value *at;	/* freed with free() */
	size_t count, capacity;
};

/* Adds the values of one text.  Strings live in the arena or in the text. */
void json_add(struct json *json, struct arena *arena, struct slice text);

/* The member of an object; UINT32_MAX: none. */
uint32_t json_member(const struct json *json, uint32_t object, const char *key);

/* The string that is the member; of an object its name, of an array its first; or empty. */
struct slice json_string(const struct json *json, uint32_t object, const char *key);

#endif
