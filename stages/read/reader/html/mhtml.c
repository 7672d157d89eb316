/*
 * MHTML: the page in a web archive (RFC 2557), which browsers save as .mht.
 *
 * An archive is a mail message of several parts; the page is the first part
 * that is HTML, or the one that `start` names.  Its pictures, styles and
 * frames are other parts, and are left alone.
 */
#include "stages/read/reader/html/page.h"
#include "stages/read/reader/mail/mime.h"

enum { DEEPEST_PART = 4 };

static struct slice type_of(const struct mime_part *part)
{
	return slice_trim(mime_field(part->header, "content-type"));
}

static bool is_page(const struct mime_part *part)
{
	struct slice type = type_of(part);

	return mime_starts(type, "text/html") || mime_starts(type, "application/xhtml+xml");
}

/* The page among the parts; else the first part that has parts itself; else an empty one. */
static struct mime_part find_page(struct slice body, struct slice boundary, struct slice start)
{
	struct mime_part part, page = {{NULL, 0}, {NULL, 0}}, outer = page;
	bool begun = false;

	while (mime_next(&body, &begun, boundary, &part)) {
		struct slice name = slice_trim(mime_field(part.header, "content-id"));

		if (is_page(&part) && start.length && slice_equal(name, start))
			return part;
		if (is_page(&part) && !page.body.length)
			page = part;
		if (mime_starts(type_of(&part), "multipart/") && !outer.body.length)
			outer = part;
	}
	return page.body.length ? page : outer;
}

/* One step towards the page; false: the part has no parts. */
static bool descend(struct mime_part *part)
{
	struct slice type = type_of(part);
	struct buffer boundary = {0}, start = {0};
	bool found = mime_starts(type, "multipart/") && mime_parameter(&boundary, type, "boundary");

	if (found) {
		(void)mime_parameter(&start, type, "start");
		*part = find_page(part->body, buffer_slice(&boundary), buffer_slice(&start));
	}
	buffer_free(&boundary);
	buffer_free(&start);
	return found;
}

bool html_unpack_archive(struct buffer *to, struct slice bytes, struct buffer *charset)
{
	if (slice_starts(slice_trim(slice_first(bytes, 64)), SLICE("<")))
		return false;
	struct mime_part part = mime_part_of(bytes);

	for (unsigned depth = 0; depth < DEEPEST_PART && !is_page(&part); depth++)
		if (!descend(&part))
			return false;
	if (!is_page(&part))
		return false;
	(void)mime_parameter(charset, type_of(&part), "charset");
	mime_decode(to, &part);
	return true;
}
