/*
 * Parts: which parts of a message are its text, and which are attached.
 *
 * The walk is the same whatever is wanted of it, so that the n-th attachment
 * is always the same one.
 */
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "stages/read/reader/mail/mail.h"

#include <stdlib.h>
#include <strings.h>

enum {
	DEEPEST = 12, PARTS_MOST = 1000,	/* of texts and of attachments */
	LONGEST_NAME = 120, LONGEST_ENDING = 12,
	FAR_MORE = 3,				/* times the letters */
};

/* What the parts around a part make of it. */
enum place {
	PLACE_SHOWN,		/* its text is text of the message */
	PLACE_OTHER,		/* it says again what is shown elsewhere */
};

static struct slice type_of(const struct mime_part *part)
{
	struct slice type = mime_field(part->header, "content-type");

	return type.length ? type : SLICE("text/plain");
}

static bool is_html(struct slice type)
{
	return mime_starts(type, "text/html") || mime_starts(type, "application/xhtml+xml");
}

static bool is_text(struct slice type)
{
	return mime_starts(type, "text/plain") || mime_starts(type, "text;") ||
	       mime_starts(type, "text/enriched") || is_html(type) ||
	       slice_find_byte(type, '/') == type.length;
}

/* Letters of ASCII and all other characters, outside of tags, styles and scripts. */
static size_t count_letters(struct slice s, bool html)
{
	size_t count = 0;

	for (size_t i = 0; i < s.length; i++) {
		struct slice rest = slice_from(s, i);
		unsigned char c = (unsigned char)s.at[i];

		if (html && c == '<') {
			bool style = mime_starts(rest, "<style"), script = mime_starts(rest, "<script");
			const char *end = style || script
			    ? memmem(rest.at, rest.length, style ? "</style" : "</script", 7)
			    : memchr(rest.at, '>', rest.length);

			i = end ? (size_t)(end - s.at) : s.length;
			continue;
		}
		count += c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
	}
	return count;
}

/* Its name as a file; false if none is given. */
static bool file_name(struct buffer *name, const struct mime_part *part)
{
	return mime_parameter(name, mime_field(part->header, "content-disposition"), "filename") ||
	       mime_parameter(name, mime_field(part->header, "content-type"), "name");
}

static bool is_named(const struct mime_part *part)
{
	struct buffer name = {0};
	bool named = file_name(&name, part);

	buffer_free(&name);
	return named;
}

/* The first part in it that is plain text, or HTML, and no file; its letters. */
static size_t letters_of(const struct mime_part *part, bool html, unsigned depth)
{
	struct slice type = type_of(part), rest = part->body;
	struct buffer boundary = {0}, text = {0};
	struct mime_part inner;
	bool begun = false;
	size_t letters = 0;

	if (is_text(type) && is_html(type) == html && !is_named(part)) {
		mime_decode(&text, part);
		letters = count_letters(buffer_slice(&text), html);
	} else if (depth < DEEPEST && mime_starts(type, "multipart/") &&
		   mime_parameter(&boundary, type, "boundary")) {
		while (!letters && mime_next(&rest, &begun, buffer_slice(&boundary), &inner))
			letters = letters_of(&inner, html, depth + 1);
	}
	buffer_free(&boundary);
	buffer_free(&text);
	return letters;
}

/* Which of the alternatives is shown: the last with the better sort of text. */
static size_t choose(struct slice body, struct slice boundary, unsigned depth)
{
	struct mime_part part;
	bool begun = false;
	size_t plain = SIZE_MAX, html = SIZE_MAX, plain_letters = 0, html_letters = 0;

	for (size_t i = 0; i < PARTS_MOST && mime_next(&body, &begun, boundary, &part); i++) {
		size_t letters = letters_of(&part, false, depth);

		if (letters) {
			plain = i;
			plain_letters = letters;
		} else if ((letters = letters_of(&part, true, depth)) > 0) {
			html = i;
			html_letters = letters;
		}
	}
	return plain == SIZE_MAX || plain_letters < html_letters / FAR_MORE ? html : plain;
}

static const char *ending_of(struct slice type)
{
	static const struct { const char *type, *ending; } endings[] = {
		{"text/html", ".html"}, {"text/plain", ".txt"}, {"text/calendar", ".ics"},
		{"message/rfc822", ".eml"}, {"message/global", ".eml"}, {"application/pdf", ".pdf"},
		{"image/png", ".png"}, {"image/jpeg", ".jpg"}, {"image/gif", ".gif"},
	};

	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (mime_starts(type, endings[i].type))
			return endings[i].ending;
	return ".dat";
}

/* A name that is a part of a path: without folders and control characters, and not too long. */
static void clean_name(struct buffer *name)
{
	struct buffer clean = {0};
	size_t start = name->length;

	while (start && name->at[start - 1] != '/' && name->at[start - 1] != '\\')
		start--;
	append_clean_text(&clean, slice_from(buffer_slice(name), start));
	struct slice trimmed = slice_trim(buffer_slice(&clean));
	const char *dot = trimmed.length ? memrchr(trimmed.at, '.', trimmed.length) : NULL;
	struct slice ending = dot ? slice_from(trimmed, (size_t)(dot - trimmed.at)) : SLICE("");

	buffer_reset(name);
	if (trimmed.length > LONGEST_NAME) {
		struct slice first = slice_first(trimmed, LONGEST_NAME);

		buffer_append(name, slice_first(first, utf8_valid_prefix(first)));
		if (ending.length <= LONGEST_ENDING)
			buffer_append(name, ending);
	} else {
		buffer_append(name, trimmed);
	}
	buffer_free(&clean);
}

static bool is_message(struct slice type)
{
	return mime_starts(type, "message/rfc822") || mime_starts(type, "message/global;") ||
	       slice_is(type, "message/global");
}

static void add_attachment(struct mail *mail, const struct mime_part *part)
{
	struct mail_attachment attachment = {.part = *part};

	if (mail->attachment_count == PARTS_MOST) {
		mail->too_many = true;
		return;
	}
	mail->attachments = memory_reserve(mail->attachments, &mail->attachment_capacity,
					   mail->attachment_count + 1, sizeof *mail->attachments);
	mail->attachments[mail->attachment_count++] = attachment;
}

static void add_text(struct mail *mail, const struct mime_part *part, bool html)
{
	if (mail->text_count == PARTS_MOST) {
		mail->too_many = true;
		return;
	}
	mail->texts = memory_reserve(mail->texts, &mail->text_capacity, mail->text_count + 1,
				     sizeof *mail->texts);
	mail->texts[mail->text_count++] = (struct mail_text){*part, html};
}

/* Text with a file's name is attached, unless it is all the text there is so far. */
static void take_leaf(struct mail *mail, const struct mime_part *part, enum place place)
{
	struct slice type = type_of(part);
	struct slice disposition = mime_field(part->header, "content-disposition");
	bool attached = mime_starts(disposition, "attachment") ||
			(mail->text_count && is_named(part));

	if (mime_starts(type, "application/pkcs7-mime") ||
	    mime_starts(type, "application/x-pkcs7-mime"))
		mail->encrypted = true;
	else if (attached || !is_text(type))
		add_attachment(mail, part);
	else if (place == PLACE_SHOWN)
		add_text(mail, part, is_html(type));
}

static void walk(struct mail *mail, const struct mime_part *part, enum place place, unsigned depth);

/* The parts of a part; of alternatives the text of one. */
static void walk_parts(struct mail *mail, const struct mime_part *part, struct slice boundary,
		       enum place place, unsigned depth)
{
	bool alternative = mime_starts(type_of(part), "multipart/alternative");
	size_t shown = alternative ? choose(part->body, boundary, depth) : SIZE_MAX;
	struct slice rest = part->body;
	struct mime_part inner;
	bool begun = false;

	for (size_t i = 0; mime_next(&rest, &begun, boundary, &inner); i++) {
		if (i == PARTS_MOST) {
			mail->too_many = true;
			return;
		}
		walk(mail, &inner, alternative && i != shown ? PLACE_OTHER : place, depth + 1);
	}
	if (!begun && place == PLACE_SHOWN)	/* somebody took the parts out and left their text */
		add_text(mail, part, false);
}

static void walk(struct mail *mail, const struct mime_part *part, enum place place, unsigned depth)
{
	struct slice type = type_of(part);
	struct buffer boundary = {0};

	if (mail->wanted && mail->attachment_count == mail->wanted)
		return;
	if (depth > DEEPEST)
		mail->too_deep = true;
	else if (mime_starts(type, "multipart/encrypted"))
		mail->encrypted = true;
	else if (mime_starts(type, "multipart/") && mime_parameter(&boundary, type, "boundary") &&
		 boundary.length)
		walk_parts(mail, part, buffer_slice(&boundary), place, depth);
	else if (mime_starts(type, "multipart/"))
		add_text(mail, part, false);	/* nobody can tell its parts */
	else
		take_leaf(mail, part, place);
	buffer_free(&boundary);
}

void mail_open(struct mail *mail, struct slice message)
{
	struct mime_part all = mime_part_of(message);

	walk(mail, &all, PLACE_SHOWN, 0);
}

/* Its name without regard to the others. */
static struct slice name_of(struct mail *mail, size_t i)
{
	struct buffer name = {0};
	const struct mime_part *part = &mail->attachments[i].part;
	struct slice type = type_of(part);

	(void)file_name(&name, part);
	clean_name(&name);
	if (!name.length && is_message(type)) {
		struct mime_part inside = mime_part_of(part->body);

		mime_field_text(&name, mime_field(inside.header, "subject"));
		clean_name(&name);
	}
	if (!name.length)
		buffer_printf(&name, "part-%zu%s", i + 1, ending_of(type));
	else if (is_message(type) && !slice_ends(buffer_slice(&name), SLICE(".eml")))
		buffer_append(&name, SLICE(".eml"));
	struct slice made = arena_copy(&mail->arena, buffer_slice(&name));

	buffer_free(&name);
	return made;
}

static bool is_among(const struct slice *names, size_t count, struct slice name)
{
	for (size_t i = 0; i < count; i++)
		if (slice_equal(names[i], name))
			return true;
	return false;
}

/* "report-2.pdf" */
static struct slice numbered(struct mail *mail, struct slice name, size_t n)
{
	const char *dot = memrchr(name.at, '.', name.length);
	struct slice stem = dot && dot > name.at ? slice_first(name, (size_t)(dot - name.at)) : name;

	return arena_printf(&mail->arena, "%.*s-%zu%.*s", SLICE_ARGUMENTS(stem), n,
			    SLICE_ARGUMENTS(slice_from(name, stem.length)));
}

/* The first of several keeps the name; the others get a number that makes it a new one. */
void mail_name_attachments(struct mail *mail)
{
	size_t count = mail->attachment_count;
	struct slice *given = arena_new(&mail->arena, count, sizeof *given);
	struct slice *made = arena_new(&mail->arena, count, sizeof *made);

	for (size_t i = 0; i < count; i++)
		given[i] = name_of(mail, i);
	for (size_t i = 0; i < count; i++) {
		made[i] = given[i];
		for (size_t n = 2; is_among(made, i, made[i]) ||
				   (n > 2 && is_among(given, count, made[i])); n++)
			made[i] = numbered(mail, given[i], n);
		mail->attachments[i].name = made[i];
	}
}

void mail_close(struct mail *mail)
{
	free(mail->texts);
	free(mail->attachments);
	arena_free(&mail->arena);
}
