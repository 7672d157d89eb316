/* Subtitles: cues, speakers, rolling captions, what is no text. */
#include "stages/read/subtitles.h"

#include "pipeline/stream/write.h"
#include "tests/unit/cmocka_all.h"

#include <stdio.h>

static void assert_content(struct slice text, const char *expected)
{
	struct plain_text kept = {0};
	struct buffer bytes = {0}, written = {0};
	struct arena arena = {0};
	struct names names;
	struct document document;
	enum subtitles kind = subtitles_recognise(text);

	assert_int_not_equal(kind, SUBTITLES_NONE);
	names_begin(&names);
	document_begin(&document, &arena, &names, NULL);
	buffer_append(&bytes, text);
	(void)subtitles_read(&kept, &bytes, kind, &document);
	write_document(&written, &document);
	buffer_byte(&written, '\0');
	char *start = strchr(written.at, '\n') + 1;

	strstr(written.at, "</text>")[0] = '\0';
	assert_string_equal(start, expected);
	buffer_free(&bytes);
	buffer_free(&written);
	plain_text_free(&kept);
	names_free(&names);
	arena_free(&arena);
}

#define CONTENT(text, expected) assert_content(SLICE(text), expected)

static void recognised(void **state)
{
	(void)state;
	assert_int_equal(subtitles_recognise(SLICE("WEBVTT")), SUBTITLES_VTT);
	assert_int_equal(subtitles_recognise(SLICE("\xef\xbb\xbfWEBVTT \n")), SUBTITLES_VTT);
	assert_int_equal(subtitles_recognise(SLICE("WEBVTTS")), SUBTITLES_NONE);
	assert_int_equal(subtitles_recognise(SLICE("\n1\r\n00:00:01,0 --> 00:00:02,0\r\n")),
			 SUBTITLES_SRT);
	assert_int_equal(subtitles_recognise(SLICE("1\nschools")), SUBTITLES_NONE);
	assert_int_equal(subtitles_recognise(SLICE("1")), SUBTITLES_NONE);
	assert_int_equal(subtitles_recognise(SLICE("")), SUBTITLES_NONE);
}

static void voices(void **state)
{
	(void)state;
	CONTENT("WEBVTT\n\nNOTE not said\nnor this\n\nname\n00:01.000 --> 00:02.000 align:start\n"
		"<v.loud Ann Lee>A <i>b</i> &amp; c</v> d <v Bob>e\n"
		"\n00:02.000 --> 00:03.000\n<v Bob>f\n<v O&#39;Neil>g\n",
		"<u who=\"Ann Lee\" start=\"00:00:01\">\nA b &amp; c\n</u>\n"
		"<u start=\"00:00:01\">\nd\n</u>\n"
		"<u who=\"Bob\" start=\"00:00:01\">\ne\nf\n</u>\n"
		"<u who=\"O'Neil\" start=\"00:00:02\">\ng\n</u>\n");
}

static void labels(void **state)
{
	(void)state;
	CONTENT("1\n00:00:01,000 --> 00:00:02,000\nTHE CHAIR: One\n\n"
		"2\n00:00:02,100 --> 00:00:03,000\ntwo\n\n"
		"3\n00:00:03,000 --> 00:00:04,000\nAnn Lee: Three. Aims: many.\n"
		"4\n00:00:04,000 --> 00:00:05,000\nNote: four\n",
		"<u who=\"THE CHAIR\" start=\"00:00:01\">\nOne\ntwo\n</u>\n"
		"<u who=\"Ann Lee\" start=\"00:00:03\">\nThree. Aims: many.\nNote: four\n</u>\n");
	CONTENT("1\n00:00:01,000 --> 00:00:02,000\nAnn: a\nBob: b\nAnn: c\n\n"
		"2\n00:00:02,000 --> 00:00:03,000\nAnn: d\n",
		"<u who=\"Ann\" start=\"00:00:01\">\na\nBob: b\nc\nd\n</u>\n");
}

static void turns(void **state)
{
	(void)state;
	CONTENT("1\n00:00:01,000 --> 00:00:02,000\n- Is it on?\n- Yes.\n\n"
		"2\n01:00:02,000 --> 01:00:03,000\n>> MAYOR: Good\n",
		"<u start=\"00:00:01\">\nIs it on?\n</u>\n<u start=\"00:00:01\">\nYes.\n</u>\n"
		"<u who=\"MAYOR\" start=\"01:00:02\">\nGood\n</u>\n");
}

/* As captions roll: each line twice or three times, with gaps or words growing. */
static void rolling(void **state)
{
	(void)state;
	CONTENT("WEBVTT\n\n00:00.000 --> 00:02.000\n \na<00:01.000><c> b</c>\n\n"
		"00:02.000 --> 00:02.010\na b\n \n\n"
		"00:02.010 --> 00:03.000\na b\nc\n\n00:03.000 --> 00:04.000\nc\nd\n",
		"<u start=\"00:00:00\">\na b\nc\nd\n</u>\n");
	CONTENT("WEBVTT\n\n00:00.000 --> 00:01.000\nWe\n\n00:01.000 --> 00:02.000\nWe have\n\n"
		"00:02.000 --> 00:03.000\nWe have seen\n",
		"<u start=\"00:00:00\">\nWe have seen\n</u>\n");
	CONTENT("WEBVTT\n\n00:00.000 --> 00:01.000\nNo.\n\n00:01.900 --> 00:02.000\nNo.\n",
		"<u start=\"00:00:00\">\nNo.\nNo.\n</u>\n");
}

static void paragraphs(void **state)
{
	struct buffer text = {0}, expected = {0};
	char line[221];

	(void)state;
	CONTENT("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n00:04.600 --> 00:05.000\nb\n",
		"<u start=\"00:00:01\">\na\n</u>\n<u start=\"00:00:04\">\nb\n</u>\n");
	memset(line, 'x', sizeof line);
	line[219] = '.';
	line[220] = '\0';
	buffer_append(&text, SLICE("WEBVTT\n\n"));
	for (int i = 1; i <= 4; i++)
		buffer_printf(&text, "00:0%d.000 --> 00:0%d.000\n%d%s\n\n", i, i + 1, i, line);
	buffer_byte(&text, '\0');
	buffer_printf(&expected, "<u start=\"00:00:01\">\n1%s\n2%s\n3%s\n</u>\n"
		      "<u start=\"00:00:04\">\n4%s\n</u>\n", line, line, line, line);
	buffer_byte(&expected, '\0');
	assert_content(slice_of(text.at), expected.at);
	buffer_free(&text);
	buffer_free(&expected);
}

static void many_lines(void **state)
{
	struct buffer text = {0}, expected = {0};

	(void)state;
	buffer_append(&text, SLICE("1\n00:00:01,000 --> 00:00:02,000\n"));
	buffer_append(&expected, SLICE("<u start=\"00:00:01\">\n"));
	for (int i = 0; i < 1000; i++) {
		buffer_append(&text, SLICE("No\n"));
		buffer_append(&expected, SLICE("No\n"));
	}
	buffer_append(&expected, SLICE("</u>\n\0"));
	assert_content(buffer_slice(&text), expected.at);
	buffer_free(&text);
	buffer_free(&expected);
}

static void markup(void **state)
{
	(void)state;
	CONTENT("1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color=\"red\">a</font> < b &lt;&#233;"
		"&#x41;&nbsp;c&copy; {x}\n",
		"<u start=\"00:00:01\">\na &lt; b &lt;\u00e9A c&amp;copy; {x}\n</u>\n");
	CONTENT("WEBVTT\n\n00:01.000 --> 00:02.000\n", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recognised), cmocka_unit_test(voices), cmocka_unit_test(labels),
		cmocka_unit_test(turns), cmocka_unit_test(rolling), cmocka_unit_test(paragraphs),
		cmocka_unit_test(markup), cmocka_unit_test(many_lines),
	};

	return cmocka_run_group_tests_name("subtitles", tests, NULL, NULL);
}
