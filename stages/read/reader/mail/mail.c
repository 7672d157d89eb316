/*
 * Mail: a message as a document, and its attachments as files.
 *
 * Attachments are no part of the document: milestones `attach` with a number
 * say that they are there, and each can be asked for by that number.
 */
#include "stages/read/reader/mail/mail.h"

#include "pipeline/stream/write.h"
#include "stages/read/reader/html/dates.h"
#include "stages/read/reader/html/page.h"
#include "stages/read/reader/mail/body.h"

#include <stdio.h>

enum { NUMBER_SIZE = 24 };

/* Behind the line that mailboxes put in front of each message. */
static struct slice skip_envelope(struct slice bytes)
{
	struct slice line;

	if (slice_starts(bytes, SLICE("\xef\xbb\xbf")))
		bytes = slice_from(bytes, 3);
	while (bytes.length && byte_is_blank(bytes.at[0]))
		bytes = slice_from(bytes, 1);
	if (slice_starts(bytes, SLICE("From ")))
		(void)slice_line(&bytes, &line);
	return bytes;
}

/* "Subject: ..." */
static bool is_field(struct slice line)
{
	size_t colon = slice_find_byte(line, ':');

	return colon && colon < line.length && slice_find_byte(line, ' ') > colon;
}

/* Whether another message follows: "From " behind an empty line, then fields. */
static bool is_mailbox(struct slice bytes)
{
	bool after_blank = false, after_from = false;
	struct slice line;

	if (!slice_starts(bytes, SLICE("From ")))
		return false;
	(void)slice_line(&bytes, &line);
	while (slice_line(&bytes, &line)) {
		if (after_from && is_field(line))
			return true;
		after_from = after_blank && slice_starts(line, SLICE("From "));
		after_blank = !slice_trim(line).length;
	}
	return false;
}

static void read_fields(struct reading *reading, struct slice header)
{
	struct buffer text = {0};
	char date[DATE_SIZE];

	mime_field_text(&text, mime_field(header, "subject"));
	reading_attribute(reading, SLICE("title"), buffer_slice(&text));
	buffer_reset(&text);
	mime_people(&text, mime_field(header, "from"));
	reading_attribute(reading, SLICE("author"), buffer_slice(&text));
	if (date_read(mime_field(header, "date"), false, date))
		reading_attribute(reading, SLICE("date"), slice_of(date));
	buffer_free(&text);
}

static enum body_layout layout_of(struct slice type)
{
	struct buffer format = {0}, glued = {0};
	enum body_layout layout = BODY_FIXED;

	if (mime_parameter(&format, type, "format") &&
	    mime_starts(buffer_slice(&format), "flowed"))
		layout = mime_parameter(&glued, type, "delsp") &&
				 mime_starts(buffer_slice(&glued), "yes")
			     ? BODY_FLOWED_GLUED : BODY_FLOWED;
	buffer_free(&format);
	buffer_free(&glued);
	return layout;
}

static void write_text(struct reading *reading, const struct mail_text *text)
{
	struct slice type = mime_field(text->part.header, "content-type");
	struct buffer bytes = {0}, charset = {0}, decoded = {0}, blocks = {0};

	mime_decode(&bytes, &text->part);
	(void)mime_parameter(&charset, type, "charset");
	if (text->html) {
		html_write_all(&blocks, buffer_slice(&bytes), buffer_slice(&charset));
	} else {
		mime_decode_text(&decoded, buffer_slice(&bytes), buffer_slice(&charset));
		body_write_plain(&blocks, buffer_slice(&decoded), layout_of(type));
	}
	body_mark_quoted(&reading->body, buffer_slice(&blocks));
	buffer_free(&bytes);
	buffer_free(&charset);
	buffer_free(&decoded);
	buffer_free(&blocks);
}

static void write_attachment(struct reading *reading, const struct mail *mail, size_t i)
{
	char number[NUMBER_SIZE];

	snprintf(number, sizeof number, "%zu", i + 1);
	write_open(&reading->body, SLICE("attach"));
	write_attribute(&reading->body, SLICE("n"), slice_of(number));
	write_attribute(&reading->body, SLICE("href"), mail->attachments[i].name);
	write_milestone_end(&reading->body);
}

static void judge(struct reading *reading, const struct mail *mail, bool has_text)
{
	if (mail->encrypted && !has_text)
		reading_fail(reading, READING_ENCRYPTED, "the message is encrypted, or packed into its "
			     "signature: save its text from the mail program");
	else if (mail->too_deep)
		reading_fail(reading, READING_PARTIAL, "parts lie too deep in other parts: they are "
			     "left out");
	else if (mail->too_many)
		reading_fail(reading, READING_PARTIAL, "it has too many parts: the rest is left out");
	else if (!reading->body.length)
		reading_fail(reading, READING_EMPTY, "there is no text in it");
}

void read_mail(struct reading *reading)
{
	struct slice message = skip_envelope(reading->bytes);
	struct mail mail = {.text_count = 0};

	if (is_mailbox(reading->bytes)) {
		reading_fail(reading, READING_UNSUPPORTED, "a mailbox of several messages: save each "
			     "of them as a file of its own (.eml)");
		return;
	}
	read_fields(reading, mime_part_of(message).header);
	mail_open(&mail, message);
	for (size_t i = 0; i < mail.text_count; i++)
		write_text(reading, &mail.texts[i]);
	bool has_text = reading->body.length > 0;

	mail_name_attachments(&mail);
	for (size_t i = 0; i < mail.attachment_count; i++)
		write_attachment(reading, &mail, i);
	judge(reading, &mail, has_text);
	mail_close(&mail);
}

bool unpack_mail_part(struct slice bytes, uint32_t number, struct buffer *to)
{
	struct mail mail = {.wanted = number};

	mail_open(&mail, skip_envelope(bytes));
	bool found = number > 0 && number <= mail.attachment_count;

	if (found)
		mime_decode(to, &mail.attachments[number - 1].part);
	mail_close(&mail);
	return found;
}
