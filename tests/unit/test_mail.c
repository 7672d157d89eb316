/* Mail: fields, parts, text and attachments of messages. */
#include "stages/read/reader/mail/body.h"
#include "stages/read/reader/mail/mail.h"

#include "tests/unit/cmocka_all.h"

static void assert_buffer(struct buffer *got, const char *expected)
{
	buffer_byte(got, '\0');
	assert_string_equal(got->at, expected);
	buffer_free(got);
}

static void assert_field(const char *raw, const char *expected)
{
	struct buffer text = {0};

	mime_field_text(&text, slice_of(raw));
	assert_buffer(&text, expected);
}

static void field_texts(void **state)
{
	(void)state;
	assert_field("plain = text", "plain = text");
	assert_field("=?UTF-8?Q?Caf=C3=A9_news?= here", "Caf\u00e9 news here");
	assert_field("=?utf-8?b?Q2Fm?=\r\n =?UTF-8?B?w6k=?= x", "Caf\u00e9 x");
	/* One character in two words. */
	assert_field("=?UTF-8?Q?caf=C3?= =?UTF-8?Q?=A9?=", "caf\u00e9");
	assert_field("=?iso-8859-1*en?Q?=A34?= =?utf-8?Q?m?=", "\u00a34m");
	assert_field("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "\u65e5\u672c");
	assert_field("=?utf-8?X?a?= =?utf-8?Q?open", "=?utf-8?X?a?= =?utf-8?Q?open");
	assert_field("Caf\xe9", "Caf\u00e9");
	assert_field("=?no-such?Q?a=E9?=", "a\u00e9");
}

static void assert_people(const char *raw, const char *expected)
{
	struct buffer people = {0};

	mime_people(&people, slice_of(raw));
	assert_buffer(&people, expected);
}

static void people(void **state)
{
	(void)state;
	assert_people("Ann Lee <ann@example.org>", "Ann Lee");
	assert_people("\"Lee, Ann\" <a@x.org>, b@x.org (Bob), <c@x.org>", "Lee, Ann; Bob; c@x.org");
	assert_people("=?utf-8?Q?Si=C3=A2n?= <s@x.org>", "Si\u00e2n");
	assert_people("d@x.org", "d@x.org");
	assert_people("\"A \\\"B\\\" C\" <x@y>", "A \"B\" C");
	assert_people("", "");
}

static void assert_parameter(const char *value, const char *expected)
{
	struct buffer got = {0};

	assert_int_equal(mime_parameter(&got, slice_of(value), "name"), expected != NULL);
	assert_buffer(&got, expected ? expected : "");
}

static void parameters(void **state)
{
	(void)state;
	assert_parameter("text/plain; name=a.txt; x=y", "a.txt");
	assert_parameter("text/plain; filename=no; NAME = \"a; \\\"b\\\".txt\"", "a; \"b\".txt");
	assert_parameter("x; name*=UTF-8'cy'Cofnodion%20%C5%B7.txt", "Cofnodion \u0177.txt");
	assert_parameter("x;\r\n\tname*0*=iso-8859-1''caf%E9;\r\n\tname*1=\" two.txt\"",
			 "caf\u00e9 two.txt");
	assert_parameter("x; name*1=b; name*0=a", "ab");
	assert_parameter("x; name=\"=?utf-8?Q?=C5=B7?=.txt\"", "\u0177.txt");
	assert_parameter("x; name=\"open", "open");
	assert_parameter("x; names=b", NULL);
	assert_parameter("x; name", "");
	assert_parameter("", NULL);
}

static void assert_decoded(const char *encoding, const char *body, const char *expected)
{
	struct buffer header = {0}, got = {0};

	buffer_printf(&header, "Content-Transfer-Encoding: %s\r\n", encoding);
	mime_decode(&got, &(struct mime_part){buffer_slice(&header), slice_of(body)});
	assert_buffer(&got, expected);
	buffer_free(&header);
}

static void encodings(void **state)
{
	(void)state;
	assert_decoded("Quoted-Printable", "a=C3=A9=\r\nb  \r\n=4 =zz c=", "a\u00e9b\n=4 =zz c");
	assert_decoded("base64", "Q2Fm\r\nw6k=\r\nignored", "Caf\u00e9");
	assert_decoded("BASE64", "Q2F", "Ca");
	assert_decoded("7bit", "a=41", "a=41");
}

/* The texts and attachments of a message: "p:text\n" or "h:...", "NAME:bytes\n". */
static void assert_mail(const char *message, const char *expected)
{
	struct mail mail = {.text_count = 0};
	struct buffer got = {0};

	mail_open(&mail, slice_of(message));
	mail_name_attachments(&mail);
	for (size_t i = 0; i < mail.text_count; i++) {
		buffer_append(&got, mail.texts[i].html ? SLICE("h:") : SLICE("p:"));
		mime_decode(&got, &mail.texts[i].part);
		buffer_byte(&got, '\n');
	}
	for (size_t i = 0; i < mail.attachment_count; i++) {
		buffer_printf(&got, "%.*s:", SLICE_ARGUMENTS(mail.attachments[i].name));
		mime_decode(&got, &mail.attachments[i].part);
		buffer_byte(&got, '\n');
	}
	mail_close(&mail);
	assert_buffer(&got, expected);
}

#define TYPE(type) "Content-Type: " type "\r\n\r\n"
#define MULTIPART(kind, boundary) TYPE("multipart/" kind "; boundary=" boundary)
#define FILE_NAMED(name) "Content-Disposition: attachment; filename=\"" name "\"\r\n"

static void parts(void **state)
{
	(void)state;
	assert_mail("Subject: x\r\n\r\nNo MIME", "p:No MIME\n");
	assert_mail(MULTIPART("mixed", "\"a b\"") "preamble\r\n--a b\r\n\r\none\r\n--a bc\r\n"
		    "--a b  \r\n" TYPE("text/html") "<p>two\r\n--a b--\r\nepilogue\r\n--a b\r\n\r\nno",
		    "p:one\r\n--a bc\nh:<p>two\n");
	/* Cut off, without its last boundary. */
	assert_mail(MULTIPART("mixed", "a") "--a\r\n\r\none\r\n--a\r\n" TYPE("application/pdf") "%PDF",
		    "p:one\npart-1.pdf:%PDF\n");
	assert_mail(MULTIPART("mixed", "\"\"") "all of it", "p:all of it\n");
	assert_mail(MULTIPART("mixed", "a") "no --a at all", "p:no --a at all\n");
}

static void alternatives(void **state)
{
	(void)state;
#define BOTH(plain, html) MULTIPART("alternative", "a") "--a\n" TYPE("text/plain") plain \
	"\n--a\n" TYPE("text/html") html "\n--a--\n"
	assert_mail(BOTH("All the words", "<p>All the words"), "p:All the words\n");
	assert_mail(BOTH("See HTML", "<p>These are far more words than the other text has"),
		    "h:<p>These are far more words than the other text has\n");
	assert_mail(BOTH("See it", "<style>p.these-are-far-more-letters {}</style><p>See it"),
		    "p:See it\n");
	/* As a Mac writes them: files between pieces of the HTML. */
	assert_mail(MULTIPART("alternative", "a") "--a\n\nThe words\n--a\n" MULTIPART("mixed", "b")
		    "--b\n" TYPE("text/html") "The words\n--b\n" FILE_NAMED("a.txt") "\nfile\n--b--\n"
		    "--a--\n", "p:The words\na.txt:file\n");
}

static void names(void **state)
{
	(void)state;
	assert_mail(MULTIPART("mixed", "a") "--a\n" FILE_NAMED("a-2.txt") "\n1\n--a\n"
		    FILE_NAMED("a.txt") "\n2\n--a\n" FILE_NAMED("a.txt") "\n3\n--a\n"
		    FILE_NAMED("a.txt") "\n4\n--a\n" FILE_NAMED("b") "\n5\n--a\n"
		    FILE_NAMED("b") "\n6\n--a--\n",
		    "a-2.txt:1\na.txt:2\na-3.txt:3\na-4.txt:4\nb:5\nb-2:6\n");
	assert_mail(MULTIPART("mixed", "a") "--a\n" FILE_NAMED("../../a.txt") "\n1\n--a\n"
		    FILE_NAMED("a.txt") "\n2\n--a\n" FILE_NAMED("C:\\\\b\\\\") "\n3\n--a\n"
		    TYPE("message/rfc822") "Subject: Re: x/y\n\ntext\n--a--\n",
		    "a.txt:1\na-2.txt:2\npart-3.txt:3\ny.eml:Subject: Re: x/y\n\ntext\n");
}

static void depth(void **state)
{
	struct buffer message = {0};
	struct mail mail = {.text_count = 0};

	(void)state;
	for (int i = 0; i < 40; i++)
		buffer_printf(&message, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	buffer_append(&message, SLICE("\ndeep"));
	mail_open(&mail, buffer_slice(&message));
	assert_true(mail.too_deep);
	assert_int_equal(mail.text_count, 0);
	mail_close(&mail);
	buffer_reset(&message);
	buffer_append(&message, SLICE("Content-Type: multipart/mixed; boundary=b\n\n"));
	for (int i = 0; i < 1001; i++)
		buffer_append(&message, SLICE("--b\nContent-Type: x/y\n\n1\n"));
	mail = (struct mail){.text_count = 0};
	mail_open(&mail, buffer_slice(&message));
	assert_true(mail.too_many);
	assert_int_equal(mail.attachment_count, 1000);
	mail_close(&mail);
	buffer_free(&message);
}

static void assert_plain(const char *text, enum body_layout layout, const char *expected)
{
	struct buffer blocks = {0}, marked = {0};

	body_write_plain(&blocks, slice_of(text), layout);
	body_mark_quoted(&marked, buffer_slice(&blocks));
	buffer_free(&blocks);
	assert_buffer(&marked, expected);
}

#define P(text) "<p>\n" text "\n</p>\n"
#define QUOTE(text) "<quote>\n" text "\n</quote>\n"
#define LONG "one two three four five six seven eight nine ten one two three four five six seven " \
	"eight nine ten eleven"

static void plain_bodies(void **state)
{
	(void)state;
	assert_plain("One\r\ntwo\r\n\r\nthree", BODY_FIXED, P("One\ntwo") P("three"));
	assert_plain("- a\n- b\n  c\n", BODY_FIXED,
		     "<item label=\"-\">\na\n</item>\n<item label=\"-\">\nb\nc\n</item>\n");
	assert_plain(LONG "\nnext", BODY_FIXED, P(LONG) P("next"));
	assert_plain(">From here\n", BODY_FIXED, P("From here"));
	assert_plain("Text\n-- \nAnn\nDirector\n", BODY_FIXED,
		     P("Text") "<div type=\"signature\">\n" P("Ann\nDirector") "</div>\n");
	assert_plain("Text\n-- \nAnn\n> Old\n", BODY_FIXED,
		     P("Text") "<div type=\"signature\">\n" P("Ann") "</div>\n" QUOTE("Old"));
	assert_plain("soft \nline\nhard\n", BODY_FLOWED, P("soft\nline") P("hard"));
	assert_plain("soft \nly\nx", BODY_FLOWED_GLUED, P("soft\n<g/>\nly") P("x"));
	assert_plain("not\nflowed", BODY_FLOWED, P("not\nflowed"));
	assert_plain("", BODY_FIXED, "");
}

static void quotations(void **state)
{
	(void)state;
	assert_plain("I agree.\n> a\n> b\n> > c\nYes.", BODY_FIXED,
		     P("I agree.") QUOTE("a\nb") QUOTE("c") P("Yes."));
	assert_plain("New\n\nOn 3 May 2022, Ann Lee\n<a@x> wrote:\n\n> Old\n\nAlso new", BODY_FIXED,
		     P("New") QUOTE("On 3 May 2022, Ann Lee\n&lt;a@x&gt; wrote:") QUOTE("Old")
		     P("Also new"));
	assert_plain("New\n\nAr 3 Mai 2022, ysgrifennodd Ann:\n\nOld\n\nOlder", BODY_FIXED,
		     P("New") QUOTE("Ar 3 Mai 2022, ysgrifennodd Ann:") QUOTE("Old") QUOTE("Older"));
	assert_plain("New\n\n-----Original Message-----\nFrom: A\n\nOld", BODY_FIXED,
		     P("New") QUOTE("-----Original Message-----\nFrom: A") QUOTE("Old"));
	assert_plain("New\n\n____\nFrom: A\nSent: today\nTo: B\n\nOld", BODY_FIXED,
		     P("New") QUOTE("____\nFrom: A\nSent: today\nTo: B") QUOTE("Old"));
	assert_plain("From: the heads\n\nOn 12 May we wrote:\n\nOn the whole he wrote:", BODY_FIXED,
		     P("From: the heads") QUOTE("On 12 May we wrote:") QUOTE("On the whole he wrote:"));
	assert_plain("On the whole he wrote:\n\nNew", BODY_FIXED,
		     P("On the whole he wrote:") P("New"));
}

static void whole_message(void **state)
{
	struct reader_limits limits = reader_default_limits(READER_MAIL);
	struct reading reading = {.limits = &limits};
	struct buffer part = {0};

	(void)state;
	reading.bytes = SLICE("From ann Mon May  2 10:00:00 2022\nFrom: Ann <a@x>\nSubject: A\n B\n"
			      "Date: Tue, 3 May 2022 00:30:00 +0100\n"
			      MULTIPART("mixed", "a") "--a\n" TYPE("text/html; charset=utf-8")
			      "<div style='display:none'>no</div><p>caf\u00e9<p>From: B<p>Sent: x<p>Old\n"
			      "--a\n" FILE_NAMED("b.txt") "\nfile\n--a--\n");
	html_warm_up();
	read_mail(&reading);
	assert_int_equal(reading.status, READING_OK);
	assert_buffer(&reading.attributes, " title=\"A B\" author=\"Ann\" date=\"2022-05-03\"");
	assert_buffer(&reading.body, P("caf\u00e9") QUOTE("From: B") QUOTE("Sent: x") QUOTE("Old")
		      "<attach n=\"1\" href=\"b.txt\"/>\n");
	assert_true(unpack_mail_part(reading.bytes, 1, &part));
	assert_false(unpack_mail_part(reading.bytes, 2, &part));
	assert_false(unpack_mail_part(reading.bytes, 0, &part));
	assert_buffer(&part, "file");
	buffer_free(&reading.reason);
}

static void assert_status(struct slice bytes, enum reading_status status)
{
	struct reader_limits limits = reader_default_limits(READER_MAIL);
	struct reading reading = {.limits = &limits, .bytes = bytes};

	read_mail(&reading);
	assert_int_equal(reading.status, status);
	buffer_free(&reading.attributes);
	buffer_free(&reading.body);
	buffer_free(&reading.reason);
}

static void statuses(void **state)
{
	(void)state;
	assert_status(SLICE("From: a\n\n \n"), READING_EMPTY);
	assert_status(SLICE("From: a\nContent-Type: application/pkcs7-mime\n\nMII"),
		      READING_ENCRYPTED);
	assert_status(SLICE("From a\nFrom: a\n\nx\n\nFrom b\nFrom: b\n\ny\n"), READING_UNSUPPORTED);
	assert_status(SLICE("From a\nFrom: a\n\nx\n\nFrom b we have\nheard\n"), READING_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(field_texts), cmocka_unit_test(people),
		cmocka_unit_test(parameters), cmocka_unit_test(encodings), cmocka_unit_test(parts),
		cmocka_unit_test(alternatives), cmocka_unit_test(names), cmocka_unit_test(depth),
		cmocka_unit_test(plain_bodies), cmocka_unit_test(quotations),
		cmocka_unit_test(whole_message), cmocka_unit_test(statuses),
	};

	return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
