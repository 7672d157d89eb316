/* Tags and attributes: looked up by their spelling. */
#include "stages/read/reader/html/tags.h"

#include <stdlib.h>

struct known_tag {
	struct slice spelling;
	enum layout layout;
};

static const struct known_tag known_tags[] = {
#define X(constant, name, way) [HTML_##constant] = {{name, sizeof name - 1}, LAYOUT_##way},
	HTML_TAGS(X)
#undef X
};

static const struct slice known_attributes[] = {
#define X(constant, name) [ATTRIBUTE_##constant] = {name, sizeof name - 1},
	HTML_ATTRIBUTES(X)
#undef X
};

static int compare_tag(const void *key, const void *tag)
{
	return slice_compare(*(const struct slice *)key,
			     ((const struct known_tag *)tag)->spelling);
}

enum html_tag html_tag_of(struct slice name)
{
	size_t colon = slice_find_byte(name, ':');

	if (colon < name.length)
		name = slice_from(name, colon + 1);
	const struct known_tag *tag = bsearch(&name, known_tags, COUNT_OF(known_tags),
					      sizeof known_tags[0], compare_tag);

	return tag ? (enum html_tag)(tag - known_tags) : HTML_OTHER;
}

enum layout html_tag_layout(enum html_tag tag)
{
	return tag < COUNT_OF(known_tags) ? known_tags[tag].layout : LAYOUT_INLINE;
}

enum html_attribute_name html_attribute_of(struct slice name)
{
	const struct slice *found = bsearch(&name, known_attributes, COUNT_OF(known_attributes),
					    sizeof known_attributes[0], slice_compare_pointers);

	return found ? (enum html_attribute_name)(found - known_attributes) : ATTRIBUTE_OTHER;
}
