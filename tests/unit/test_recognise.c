/* Recognise: by content, whatever stands around it. */
#include "stages/read/recognise.h"

#include "tests/unit/cmocka_all.h"

struct sample {
	struct slice bytes;
	enum kind kind;
};

#define SAMPLE(bytes, kind) {{bytes, sizeof(bytes) - 1}, KIND_##kind}

static void check(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct recognised what = recognise(samples[i].bytes);

		if (what.kind != samples[i].kind)
			fail_msg("sample %zu is taken for %d", i, (int)what.kind);
		bool refused = what.kind == KIND_DOCUMENT || what.kind == KIND_OTHER;

		assert_int_equal(what.reason != NULL, refused);
	}
}

static void pdf(void **state)
{
	static const struct sample samples[] = {
		SAMPLE("%PDF-1.4\n", PDF),
		SAMPLE("\r\n\r\njunk from a server\r\n%PDF-1.7", PDF),
		SAMPLE("1 0 obj\n<< /Type /Catalog >>\nendobj\n", PDF),
		SAMPLE("50% of PDF-files are not read; see %P and %PDF", TEXT),
	};
	char far[2000];

	(void)state;
	check(samples, COUNT_OF(samples));
	memset(far, 'x', sizeof far);
	memcpy(far + 1500, "%PDF-1.4", 8);
	assert_int_equal(recognise((struct slice){far, sizeof far}).kind, KIND_TEXT);
}

static void html(void **state)
{
	static const struct sample samples[] = {
		SAMPLE("<!DOCTYPE html><title>x</title>", HTML),
		SAMPLE("\xef\xbb\xbf \n<HTML lang=en>", HTML),
		SAMPLE("From: <Saved by x>\nMIME-Version: 1.0\nContent-Type: multipart/related;", HTML),
		SAMPLE("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html>", HTML),
		SAMPLE("<!-- saved from <x> -->\n<!-- again --><div class=\"a\">", HTML),
		SAMPLE("\0\0<html>", HTML),
		SAMPLE("<p>One", HTML),
		SAMPLE("HTTP/1.1 200 OK\nServer: x\n\n  <body>\n", HTML),
		SAMPLE("\xff\xfe<\0h\0t\0m\0l\0>\0", HTML),
		SAMPLE("\0<\0!\0d\0o\0c\0t\0y\0p\0e\0 \0h\0t\0m\0l\0>", HTML),
		SAMPLE("<pupil> is a word in brackets", TEXT),
		SAMPLE("We write <html> where a page starts", TEXT),
		SAMPLE("a < b", TEXT),
		SAMPLE("<?xml version=\"1.0\"?><rss></rss>", OTHER),
		SAMPLE("<!DOCTYPE TEI><TEI>", OTHER),
	};

	(void)state;
	check(samples, COUNT_OF(samples));
}

static void mail(void **state)
{
	static const struct sample samples[] = {
		SAMPLE("Return-Path: <a@b>\r\nFrom: a@b\r\nSubject: x\r\n\r\ntext", MAIL),
		SAMPLE("From a Mon May 2\nReceived: by x;\n\tMon\nTo: b\nCc: c\n\nx", MAIL),
		SAMPLE("Message-ID: <x>\nFrom: a\nDate: x\nX-Cut: in the mid", MAIL),
		SAMPLE("MIME-Version: 1.0\nFrom: a\nTo: b\nContent-Type: multipart/related\n\n", MAIL),
		SAMPLE("From: <Saved by Blink>\nDate: x\nMIME-Version: 1.0\n"
		       "Content-Type: multipart/related\n\n", HTML),
		SAMPLE("MIME-Version: 1.0\nContent-Type: multipart/related\n\n", HTML),
		SAMPLE("Delivered-To: a@b\nReceived: by x\n\twith y; Mon\nX-Received: by x", MAIL),
		SAMPLE("Message-ID: x\nMIME-Version: 1.0\nSubject: saved by us\n"
		       "Content-Type: multipart/related\n\n", MAIL),
		SAMPLE("From: the Director\nTo: the Board\nSubject: x\nDate: 3 May\n\nA memo", TEXT),
		SAMPLE("From: a\nMessage-ID: x\nthis line is no field\n\n", TEXT),
		SAMPLE("Received: with thanks\n\nText", TEXT),
	};

	(void)state;
	check(samples, COUNT_OF(samples));
	assert_true(recognise_mail(SLICE("\xef\xbb\xbf\nSubject: x\n\ntext"), true));
	assert_false(recognise_mail(SLICE("Subject: x\n\ntext"), false));
	assert_false(recognise_mail(SLICE("X-Other: x\n\nFrom: a"), true));
	assert_false(recognise_mail(SLICE("%PDF-1.4\nFrom: x"), true));
}

static void text(void **state)
{
	static const struct sample samples[] = {
		SAMPLE("x", TEXT),
		SAMPLE("WEBVTT\n\n00:01.000 --> 00:02.000\n<i>x</i>", SUBTITLES),
		SAMPLE("\xff\xfe" "1\0\n\0" "0\0:\0" "1\0 \0-\0-\0>\0 \0" "0\0:\0" "2\0", SUBTITLES),
		SAMPLE("1\nWEBVTT", TEXT),
		SAMPLE("Caf\xe9 and caf\xc3\xa9\r\n\tindented\f", TEXT),
		SAMPLE("before\0after This statement of principles", TEXT),
		SAMPLE("\xff\xfeH\0i\0", TEXT),
		SAMPLE("H\0e\0l\0l\0o\0", TEXT),
		SAMPLE("", EMPTY),
		SAMPLE("\0\1\2\3\4\5\6\7", OTHER),
		SAMPLE("\0", OTHER),
	};

	(void)state;
	check(samples, COUNT_OF(samples));
	assert_string_equal(recognise(SLICE("x")).format, "txt");
}

static void office(void **state)
{
	static const struct sample samples[] = {
		SAMPLE("PK\3\4..........[Content_Types].xml....word/document.xml", OFFICE),
		SAMPLE("PK\3\4....mimetypeapplication/vnd.oasis.opendocument.text", OFFICE),
		SAMPLE("PK\3\4....photos/1.jpg", OFFICE),
	};

	(void)state;
	check(samples, COUNT_OF(samples));
	assert_string_equal(recognise(samples[0].bytes).format, "docx");
	assert_string_equal(recognise(samples[1].bytes).format, "odt");
	assert_null(recognise(samples[2].bytes).format);
}

static void formats_that_nobody_reads(void **state)
{
	static const struct sample samples[] = {
		SAMPLE("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOCUMENT),
		SAMPLE("{\\rtf1\\ansi", DOCUMENT),
		SAMPLE("\x1f\x8b\x08", DOCUMENT),
		SAMPLE("\x89PNG\r\n", OTHER),
		SAMPLE("\x7f" "ELF\2", OTHER),
	};

	(void)state;
	check(samples, COUNT_OF(samples));
	assert_string_equal(recognise(samples[1].bytes).format, "rtf");
	assert_non_null(strstr(recognise(samples[0].bytes).reason, "save it as PDF"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf),
		cmocka_unit_test(html),
		cmocka_unit_test(mail), cmocka_unit_test(text),
		cmocka_unit_test(office),
		cmocka_unit_test(formats_that_nobody_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
