/* JSON: one pass over the text, with the open values as the stack. */
#include "stages/read/reader/html/json.h"

#include "pipeline/base/buffer.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

#include <ctype.h>

struct scanner {
	struct json *json;
	struct arena *arena;
	struct slice text;
	size_t place;
	uint32_t current;	/* the open object or array */
	struct slice key;	/* of the value to come */
};

static unsigned hex(struct slice digits)
{
	unsigned value = 0;

	for (size_t i = 0; i < digits.length; i++) {
		unsigned char c = (unsigned char)digits.at[i];

		if (!isxdigit(c))
			return 0xfffd;
		value = value * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return digits.length == 4 ? value : 0xfffd;
}

/* \uD83D\uDE00 and the like; *i stands behind the u. */
static void append_unicode_escape(struct buffer *to, struct slice s, size_t *i)
{
	uint32_t point = hex(slice_first(slice_from(s, *i), 4));

	*i = *i + 4 < s.length ? *i + 4 : s.length;
	if (point >= 0xd800 && point < 0xdc00 && slice_starts(slice_from(s, *i), SLICE("\\u"))) {
		uint32_t low = hex(slice_first(slice_from(s, *i + 2), 4));

		if (low >= 0xdc00 && low < 0xe000) {
			point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
			*i += 6;
		}
	}
	utf8_append(to, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
}

static struct slice unescape(struct arena *arena, struct slice s)
{
	if (slice_find_byte(s, '\\') == s.length)
		return s;
	struct buffer text = {0};

	for (size_t i = 0; i < s.length;) {
		char c = s.at[i++];

		if (c != '\\' || i == s.length) {
			buffer_byte(&text, c);
			continue;
		}
		c = s.at[i++];
		if (c == 'u')
			append_unicode_escape(&text, s, &i);
		else
			buffer_byte(&text, c == 'n' || c == 't' || c == 'r' || c == 'b' || c == 'f' ?
				    ' ' : c);
	}
	struct slice copy = arena_copy(arena, buffer_slice(&text));

	buffer_free(&text);
	return copy;
}

/* The string whose opening quote stands at the place; false at a missing end. */
static bool scan_string(struct scanner *s, struct slice *string)
{
	size_t start = ++s->place;

	while (s->place < s->text.length && s->text.at[s->place] != '"')
		s->place += s->text.at[s->place] == '\\' ? 2 : 1;
	if (s->place >= s->text.length)
		return false;
	*string = unescape(s->arena, (struct slice){s->text.at + start, s->place - start});
	s->place++;
	return true;
}

static void add_value(struct scanner *s, enum json_kind kind, struct slice text)
{
	struct json *json = s->json;
	uint32_t index = (uint32_t)json->count;

	json->at = memory_reserve(json->at, &json->capacity, json->count + 1,
				  sizeof json->at[0]);
	json->at[json->count++] = (struct json_value){
		.kind = kind, .parent = s->current, .end = index + 1, .key = s->key, .text = text};
	s->key = (struct slice){NULL, 0};
	if (kind == JSON_OBJECT || kind == JSON_ARRAY)
		s->current = index;
}

static void close_value(struct scanner *s)
{
	if (s->current == UINT32_MAX)
		return;
	struct json_value *value = &s->json->at[s->current];

	value->end = (uint32_t)s->json->count;
	s->current = value->parent;
}

/* A string is a key when a colon follows it in an object. */
static bool scan_string_or_key(struct scanner *s)
{
	struct slice string;

	if (!scan_string(s, &string))
		return false;
	while (s->place < s->text.length && isspace((unsigned char)s->text.at[s->place]))
		s->place++;
	if (s->current != UINT32_MAX && s->json->at[s->current].kind == JSON_OBJECT &&
	    s->place < s->text.length && s->text.at[s->place] == ':')
		s->key = string;
	else
		add_value(s, JSON_STRING, string);
	return true;
}

static void scan_other(struct scanner *s)
{
	size_t start = s->place;

	while (s->place < s->text.length && !strchr(",]}\"", s->text.at[s->place]) &&
	       !isspace((unsigned char)s->text.at[s->place]))
		s->place++;
	add_value(s, JSON_OTHER, (struct slice){s->text.at + start, s->place - start});
}

static bool scan_one(struct scanner *s)
{
	char c = s->text.at[s->place];

	if (c == '"')
		return scan_string_or_key(s);
	if (c == '{' || c == '[')
		add_value(s, c == '{' ? JSON_OBJECT : JSON_ARRAY, (struct slice){NULL, 0});
	else if (c == '}' || c == ']')
		close_value(s);
	else if (c == '-' || isalnum((unsigned char)c)) {
		scan_other(s);
		return true;
	}
	s->place++;
	return true;
}

void json_add(struct json *json, struct arena *arena, struct slice text)
{
	struct scanner s = {.json = json, .arena = arena, .text = text, .current = UINT32_MAX};

	while (s.place < text.length && scan_one(&s))
		continue;
	while (s.current != UINT32_MAX)
		close_value(&s);
}

uint32_t json_member(const struct json *json, uint32_t object, const char *key)
{
	const struct json_value *value = &json->at[object];

	for (uint32_t i = object + 1; i < value->end; i = json->at[i].end)
		if (slice_is(json->at[i].key, key))
			return i;
	return UINT32_MAX;
}

struct slice json_string(const struct json *json, uint32_t object, const char *key)
{
	uint32_t i = json_member(json, object, key);

	if (i != UINT32_MAX && json->at[i].kind == JSON_ARRAY && json->at[i].end > i + 1)
		i++;
	if (i != UINT32_MAX && json->at[i].kind == JSON_OBJECT)
		i = json_member(json, i, "name");
	if (i == UINT32_MAX || json->at[i].kind != JSON_STRING)
		return (struct slice){NULL, 0};
	return json->at[i].text;
}
