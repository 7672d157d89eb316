/*
 * Links: the address that a link leads to (RFC 3986, section 5), and which
 * links lead to documents.
 *
 * The form of a document is told by the ending of the address, by the type
 * that the link names, or by what it says of it: "Plan (PDF, 2 MB)".
 * Some content management systems give their documents addresses by which
 * they are known, but not their forms.
 */
#include "stages/read/reader/html/page.h"

#include <strings.h>

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Behind "https:", if the address starts so; else 0. */
static size_t scheme_length(struct slice address)
{
	size_t i = 0;

	while (i < address.length && (is_letter(address.at[i]) ||
				      (i && strchr("0123456789+-.", address.at[i]))))
		i++;
	return i && i < address.length && address.at[i] == ':' ? i + 1 : 0;
}

/* Where the path of "https://host/path?query" starts. */
static size_t path_start(struct slice address)
{
	size_t scheme = scheme_length(address);

	if (!slice_starts(slice_from(address, scheme), SLICE("//")))
		return scheme;
	return scheme + 2 + slice_find_byte(slice_from(address, scheme + 2), '/');
}

static struct slice without(struct slice address, char mark)
{
	return slice_first(address, slice_find_byte(address, mark));
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
	base = without(without(base, '#'), '?');
	size_t start = path_start(base), directory = base.length;

	if (!base.length || scheme_length(href)) {
		buffer_append(to, href);
		return;
	}
	if (slice_starts(href, SLICE("//"))) {
		buffer_append(to, slice_first(base, scheme_length(base)));
		buffer_append(to, href);
		return;
	}
	struct slice query = slice_from(href, without(without(href, '#'), '?').length);
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

static const char *const formats[] = {
	"pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "epub",
};

static const char *format_named(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(formats); i++)
		if (name.length == strlen(formats[i]) &&
		    strncasecmp(name.at, formats[i], name.length) == 0)
			return formats[i];
	return NULL;
}

static const char *format_by_ending(struct slice address)
{
	size_t i = address.length;

	while (i && is_letter(address.at[i - 1]))
		i--;
	return i && address.at[i - 1] == '.' ? format_named(slice_from(address, i)) : NULL;
}

/* "Plan (PDF, 2 MB)", "Plan [DOCX]", "PDF" */
static const char *format_in_words(struct slice text)
{
	if (format_named(text))
		return format_named(text);
	for (size_t i = 0; i < text.length; i++) {
		struct slice rest = slice_from(text, i + 1);
		size_t end = 0;

		if (text.at[i] != '(' && text.at[i] != '[')
			continue;
		while (end < rest.length && is_letter(rest.at[end]))
			end++;
		if (format_named(slice_first(rest, end)))
			return format_named(slice_first(rest, end));
	}
	return NULL;
}

/* Where sites of councils and schools keep documents under numbers. */
static bool is_in_store(struct slice address)
{
	static const char *const stores[] = {
		"/documentcenter/view/", "/downloads/file/", "/showpublisheddocument/",
		"/download/downloads/id/", "/getmedia/",
	};

	for (size_t i = 0; i < address.length; i++)
		for (size_t k = 0; address.at[i] == '/' && k < COUNT_OF(stores); k++)
			if (address.length - i > strlen(stores[k]) &&
			    strncasecmp(address.at + i, stores[k], strlen(stores[k])) == 0)
				return true;
	return false;
}

const char *html_link_format(const struct page *page, uint32_t link, struct slice text)
{
	struct slice href = slice_trim(node_attribute(page, link, ATTRIBUTE_HREF));
	struct slice type = node_attribute(page, link, ATTRIBUTE_TYPE);
	size_t scheme = scheme_length(href);

	if (!href.length || href.at[0] == '#' ||
	    (scheme && strncasecmp(href.at, "http", 4) != 0 && strncasecmp(href.at, "file", 4) != 0))
		return NULL;
	const char *format = format_by_ending(without(without(href, '#'), '?'));

	if (!format)
		format = format_by_ending(without(href, '#'));
	if (!format && slice_is(type, "application/pdf"))
		format = "pdf";
	if (!format)
		format = format_in_words(text);
	return format ? format : is_in_store(href) ? "" : NULL;
}
