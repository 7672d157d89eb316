/*
 * Addresses: the form of a document is told by the ending of its address, by
 * the type that the link names, or by what it says of it: "Plan (PDF, 2 MB)".
 * Some content management systems give their documents addresses by which
 * they are known, but not their forms.
 */
#include "stages/read/reader/addresses.h"

#include <strings.h>

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

size_t address_scheme(struct slice address)
{
	size_t i = 0;

	while (i < address.length && (is_letter(address.at[i]) ||
				      (i && strchr("0123456789+-.", address.at[i]))))
		i++;
	return i && i < address.length && address.at[i] == ':' ? i + 1 : 0;
}

struct slice address_before(struct slice address, char mark)
{
	return slice_first(address, slice_find_byte(address, mark));
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

const char *linked_format(struct slice address, struct slice type, struct slice text)
{
	size_t scheme = address_scheme(address);

	if (!address.length || address.at[0] == '#' ||
	    (scheme && strncasecmp(address.at, "http", 4) != 0 &&
	     strncasecmp(address.at, "file", 4) != 0))
		return NULL;
	const char *format = format_by_ending(address_before(address_before(address, '#'), '?'));

	if (!format)
		format = format_by_ending(address_before(address, '#'));
	if (!format && slice_is(type, "application/pdf"))
		format = "pdf";
	if (!format)
		format = format_in_words(text);
	return format ? format : is_in_store(address) ? "" : NULL;
}
