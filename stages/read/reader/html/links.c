/* Links: the address that a link leads to (RFC 3986, section 5). */
#include "stages/read/reader/addresses.h"
#include "stages/read/reader/html/page.h"

/* Where the path of "https://host/path?query" starts. */
static size_t path_start(struct slice address)
{
	size_t scheme = address_scheme(address);

	if (!slice_starts(slice_from(address, scheme), SLICE("//")))
		return scheme;
	return scheme + 2 + slice_find_byte(slice_from(address, scheme + 2), '/');
}

/* Appends a path without its "." and ".." steps. */
static void append_path(struct buffer *to, struct slice path)
{
	size_t root = to->length;
	struct slice step;

	for (bool more = slice_cut(&path, '/', &step); more;) {
		bool up = slice_is(step, ".."), here = slice_is(step, ".");

		more = path.at != NULL;
		if (up && to->length > root)
			do
				to->length--;
			while (to->length > root && to->at[to->length - 1] != '/');
		else if (!up && !here)
			buffer_append(to, step);
		if (!up && !here && more)
			buffer_byte(to, '/');
		if (more)
			slice_cut(&path, '/', &step);
	}
}

void html_resolve(struct buffer *to, struct slice base, struct slice href)
{
	base = address_before(address_before(base, '#'), '?');
	size_t start = path_start(base), directory = base.length;

	if (!base.length || address_scheme(href)) {
		buffer_append(to, href);
		return;
	}
	if (slice_starts(href, SLICE("//"))) {
		buffer_append(to, slice_first(base, address_scheme(base)));
		buffer_append(to, href);
		return;
	}
	struct slice query = slice_from(href, address_before(address_before(href, '#'), '?').length);
	struct buffer path = {0};

	href.length -= query.length;
	while (directory > start && base.at[directory - 1] != '/')
		directory--;
	if (!href.length)
		directory = base.length;
	buffer_append(to, slice_first(base, start));
	if (!slice_starts(href, SLICE("/")))
		buffer_append(&path, slice_from(slice_first(base, directory), start));
	if (!path.length && !slice_starts(href, SLICE("/")))
		buffer_byte(&path, '/');
	buffer_append(&path, href);
	buffer_byte(to, '/');
	append_path(to, slice_from(buffer_slice(&path), 1));
	buffer_append(to, query);
	buffer_free(&path);
}

const char *html_link_format(const struct page *page, uint32_t link, struct slice text)
{
	return linked_format(slice_trim(node_attribute(page, link, ATTRIBUTE_HREF)),
			     node_attribute(page, link, ATTRIBUTE_TYPE), text);
}
