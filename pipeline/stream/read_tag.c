/* Reading tags: one tag a line, attributes in double quotes. */
#include "pipeline/stream/read_tag.h"

#include "pipeline/model/status.h"
#include "pipeline/stream/unescape.h"

static const char no_tag[] = "this is not a tag (write &lt; for < in text)";

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.';
}

/* Takes a name off the front. */
static bool take_name(struct slice *rest, struct slice *name)
{
	size_t length = 0;

	while (length < rest->length && is_name_byte(rest->at[length]))
		length++;
	*name = slice_first(*rest, length);
	*rest = slice_from(*rest, length);
	return name_is_legal(*name);
}

/* Takes ` name="value"` off the front; the value is unescaped, in the arena if need be. */
static const char *take_attribute(struct document *d, struct slice *rest, struct attribute *a)
{
	struct slice name, value;

	*rest = slice_from(*rest, 1);
	if (!take_name(rest, &name) || !slice_starts(*rest, SLICE("=\"")))
		return no_tag;
	*rest = slice_from(*rest, 2);
	size_t end = slice_find_byte(*rest, '"');

	if (end == rest->length)
		return no_tag;
	value = slice_first(*rest, end);
	*rest = slice_from(*rest, end + 1);
	if (!is_plain(value)) {
		struct buffer text = {0};
		const char *problem = unescape(&text, value);

		if (!problem)
			value = arena_copy(d->arena, buffer_slice(&text));
		buffer_free(&text);
		if (problem)
			return problem;
	}
	*a = (struct attribute){names_number(d->names, name), value};
	return NULL;
}

enum { ATTRIBUTES_MOST = 4096 };

/* All attributes of a tag, and how it closes ("" or "/"). */
static const char *take_attributes(struct tag_reader *r, struct slice rest, bool text,
				   struct slice *close)
{
	struct document *d = r->document;

	for (size_t count = 0; rest.length && rest.at[0] == ' '; count++) {
		struct attribute a;
		const char *problem = take_attribute(d, &rest, &a);

		if (problem)
			return problem;
		if (count == ATTRIBUTES_MOST)
			return "more than 4,096 attributes";
		if ((text ? document_attribute(d, a.name)
			  : tag_attribute(d, &d->tags[d->tag_count - 1], a.name)).at)
			return "an attribute twice in one tag";
		if (text)
			document_set_attribute(d, a.name, a.value);
		else
			document_add_tag_attribute(d, a.name, a.value);
	}
	*close = rest;
	return NULL;
}

const char *tag_read_text(struct tag_reader *r, struct slice line)
{
	struct slice close;
	const char *problem;

	if (!line.length || line.at[line.length - 1] != '>')
		return no_tag;
	line.length--;
	problem = take_attributes(r, slice_from(line, 5), true, &close);
	if (problem)
		return problem;
	if (close.length)
		return no_tag;
	if (!document_id(r->document).length)
		return "a <text> without an id";
	if (!document_attribute(r->document, NAME_STATUS).at)
		return "a <text> without a status";
	if (status_of(document_attribute(r->document, NAME_STATUS)) == STATUS_UNKNOWN)
		return "an unknown status";
	return NULL;
}

static const char *close_element(struct tag_reader *r, struct slice rest)
{
	struct document *d = r->document;
	struct slice name;

	if (!take_name(&rest, &name) || rest.length)
		return no_tag;
	if (r->depth == 0) {
		r->ended = slice_equal(name, SLICE("text"));
		return r->ended ? NULL : "a closing tag that closes nothing";
	}
	uint32_t number = r->open[--r->depth];

	if (!slice_equal(names_spelling(d->names, number), name))
		return "a closing tag that closes another element";
	document_add_tag(d, TAG_CLOSE, number, d->length);
	return NULL;
}

static void push(struct tag_reader *r, uint32_t name)
{
	if (r->depth == r->capacity) {
		uint32_t *more = arena_new(r->document->arena, r->capacity * 2 + 32, sizeof *more);

		if (r->depth)
			memcpy(more, r->open, r->depth * sizeof *more);
		r->open = more;
		r->capacity = r->capacity * 2 + 32;
	}
	r->open[r->depth++] = name;
}

static const char *check_page(struct tag_reader *r, const struct tag *tag)
{
	uint64_t n;

	if (!slice_to_integer(tag_attribute(r->document, tag, NAME_N), &n) || n != r->page + 1)
		return "a <pb> whose n is not one more than the last";
	r->page = n;
	return NULL;
}

static const char *note_span(struct tag_reader *r, const struct tag *tag, const char *at)
{
	uint64_t from, to;

	if (!slice_to_integer(tag_attribute(r->document, tag, NAME_FROM), &from) ||
	    !slice_to_integer(tag_attribute(r->document, tag, NAME_TO), &to) || from > to)
		return "a <span> without from and to";
	if (!r->has_span || to > r->last_of_spans) {
		r->last_of_spans = to;
		r->span_at = at;
	}
	r->has_span = true;
	return NULL;
}

static const char *check_milestone(struct tag_reader *r, const char *at)
{
	const struct tag *tag = &r->document->tags[r->document->tag_count - 1];

	if (tag->name == NAME_PB)
		return check_page(r, tag);
	if (tag->name == NAME_SPAN)
		return note_span(r, tag, at);
	return tag->name == NAME_TEXT || tag->name == NAME_G ? no_tag : NULL;
}

const char *tag_read(struct tag_reader *r, struct slice line)
{
	struct document *d = r->document;
	struct slice name, close, rest;
	const char *problem;

	if (line.length < 3 || line.at[line.length - 1] != '>')
		return no_tag;
	rest = slice_first(slice_from(line, 1), line.length - 2);
	if (rest.at[0] == '/')
		return close_element(r, slice_from(rest, 1));
	if (!take_name(&rest, &name))
		return no_tag;
	uint32_t number = names_number(d->names, name);

	document_add_tag(d, TAG_OPEN, number, d->length);
	if ((problem = take_attributes(r, rest, false, &close)) != NULL)
		return problem;
	if (slice_equal(close, SLICE("/"))) {
		d->tags[d->tag_count - 1].kind = TAG_MILESTONE;
		return check_milestone(r, line.at);
	}
	if (close.length || number == NAME_G)
		return no_tag;
	if (number == NAME_TEXT)
		return "a <text> inside a <text>";
	push(r, number);
	return NULL;
}
