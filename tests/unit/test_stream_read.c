/* Reading the stream: what a document becomes, and what each mistake is called. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/model/vocabulary.h"
#include "pipeline/stream/read.h"
#include "pipeline/stream/write.h"

#include <stdio.h>

struct fixture {
	struct names names;
	struct vocabulary words;
	struct stream_reader reader;
	struct arena arena;
	struct diagnostics d;
	struct document document;
};

static void begin(struct fixture *f)
{
	*f = (struct fixture){0};
	names_begin(&f->names);
	vocabulary_begin(&f->words);
	stream_reader_begin(&f->reader, &f->words);
}

static void end(struct fixture *f)
{
	stream_reader_free(&f->reader);
	vocabulary_free(&f->words);
	names_free(&f->names);
	arena_free(&f->arena);
	diagnostics_free(&f->d);
}

/* Reads the text as the 10th line and on of a file; whether it is a document. */
static bool read_text(struct fixture *f, struct slice text)
{
	struct slice copy = arena_copy(&f->arena, text);
	uint64_t lines = 0;

	for (size_t i = 0; i < text.length; i++)
		lines += text.at[i] == '\n';
	struct stream_piece piece = {.bytes = copy, .file = "f", .line = 10, .lines = lines};

	document_begin(&f->document, &f->arena, &f->names, &f->words);
	return stream_read(&f->reader, &piece, &f->document, &f->d);
}

#define OPEN "<text id=\"d\" status=\"ok\">\n"
#define CLOSE "</text>\n"

static void every_mistake_is_named_with_its_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *problem;
	} cases[] = {
	    {OPEN "<p\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<p >\n</p>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<p  a=\"1\">\n</p>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<p a='1'>\n</p>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<p a=\"1>\n</p>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<1/>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<p/ >\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "</>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<p></p>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<!-- x -->\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<g>\n</g>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "<text/>\n" CLOSE, 11, "this is not a tag"},
	    {OPEN "a\n<g n=\"1\"/>\n" CLOSE, 12, "this is not a tag"},
	    {OPEN "<p a=\"1\" b=\"2\" a=\"3\">\n</p>\n" CLOSE, 11, "an attribute twice"},
	    {OPEN "<p a=\"<\">\n</p>\n" CLOSE, 11, "a raw < or >"},
	    {OPEN "<p a=\"&x;\">\n</p>\n" CLOSE, 11, "an unknown escape"},
	    {OPEN "<p a=\"\t\">\n</p>\n" CLOSE, 11, "a raw control character"},
	    {OPEN "<p>\n" CLOSE, 12, "closes another element"},
	    {OPEN "</p>\n" CLOSE, 11, "closes nothing"},
	    {OPEN "<p>\n<b>\n</p>\n</b>\n" CLOSE, 13, "closes another element"},
	    {OPEN "<text id=\"e\" status=\"ok\">\n" CLOSE, 11, "a <text> inside a <text>"},
	    {OPEN "a < b\n" CLOSE, 11, "a raw < or >"},
	    {OPEN "a > b\n" CLOSE, 11, "a raw < or >"},
	    {OPEN "AT&T\n" CLOSE, 11, "a bare & or an unknown escape"},
	    {OPEN "a & b\n" CLOSE, 11, "a bare &"},
	    {OPEN "a &amp\n" CLOSE, 11, "a bare &"},
	    {OPEN "&#xd800;\n" CLOSE, 11, "an unknown escape"},
	    {OPEN "&#1114112;\n" CLOSE, 11, "an unknown escape"},
	    {OPEN "&#;\n" CLOSE, 11, "an unknown escape"},
	    {OPEN "&#x;\n" CLOSE, 11, "an unknown escape"},
	    {OPEN "&nbsp;\n" CLOSE, 11, "an unknown escape"},
	    {OPEN "a\r\n" CLOSE, 11, "a raw carriage return"},
	    {OPEN "a\x01\n" CLOSE, 11, "a raw control character"},
	    {OPEN "a\x7f\n" CLOSE, 11, "a raw control character"},
	    {OPEN "a\xff\n" CLOSE, 11, "ill-formed UTF-8"},
	    {OPEN "a\xed\xa0\x80\n" CLOSE, 11, "ill-formed UTF-8"},
	    {OPEN "\xc0\xaf\n" CLOSE, 11, "ill-formed UTF-8"},
	    {OPEN "a\ta\nb\n" CLOSE, 12, "a line of one column among tokens"},
	    {OPEN "a\nb\tb\n" CLOSE, 12, "a line of two columns in text"},
	    {OPEN "a\ta\ta\n" CLOSE, 11, "a third column"},
	    {OPEN "\ta\n" CLOSE, 11, "an empty word"},
	    {OPEN "a\ta\n<p>\nb\tb<\n</p>\n" CLOSE, 13, "a raw < or >"},
	    {OPEN "<g/>\n" CLOSE, 11, "<g/> not directly after"},
	    {OPEN "a\n<g/>\n<g/>\n" CLOSE, 13, "<g/> not directly after"},
	    {OPEN "a\n<p>\n<g/>\n</p>\n" CLOSE, 13, "<g/> not directly after"},
	    {OPEN "<pb n=\"2\"/>\n" CLOSE, 11, "a <pb> whose n"},
	    {OPEN "<pb n=\"1\"/>\n<pb n=\"1\"/>\n" CLOSE, 12, "a <pb> whose n"},
	    {OPEN "<pb/>\n" CLOSE, 11, "a <pb> whose n"},
	    {OPEN "<pb n=\"one\"/>\n" CLOSE, 11, "a <pb> whose n"},
	    {OPEN "a\ta\n<span name=\"x\" from=\"0\" to=\"1\"/>\n" CLOSE, 12, "beyond the last token"},
	    {OPEN "a\ta\n<span name=\"x\" from=\"0\" to=\"1\"/>\n<span name=\"y\" from=\"0\" to=\"0\"/>\n"
	     CLOSE, 12, "beyond the last token"},
	    {OPEN "a\ta\n<span name=\"x\" from=\"0\" to=\"0\"/>\n<span name=\"y\" from=\"0\" to=\"1\"/>\n"
	     CLOSE, 13, "beyond the last token"},
	    {OPEN "a\n<span name=\"x\" from=\"0\" to=\"0\"/>\n" CLOSE, 12, "a stand-off <span> in text"},
	    {OPEN "a\ta\n<span name=\"x\" from=\"1\" to=\"0\"/>\n" CLOSE, 12, "without from and to"},
	    {OPEN "a\ta\n<span name=\"x\"/>\n" CLOSE, 12, "without from and to"},
	    {OPEN "<span name=\"x\" from=\"0\" to=\"0\"/>\n" CLOSE, 11, "beyond the last token"},
	    {"<text status=\"ok\">\n" CLOSE, 10, "without an id"},
	    {"<text id=\"\" status=\"ok\">\n" CLOSE, 10, "without an id"},
	    {"<text id=\"d\">\n" CLOSE, 10, "without a status"},
	    {"<text id=\"d\" status=\"good\">\n" CLOSE, 10, "an unknown status"},
	    {"<text id=\"d\" status=\"\">\n" CLOSE, 10, "an unknown status"},
	    {"<text id=\"d\" status=\"ok\"/>\n", 10, "this is not a tag"},
	    {"<text id=\"d\" id=\"e\" status=\"ok\">\n" CLOSE, 10, "an attribute twice"},
	    {OPEN "<p>\na\n", 13, "the end of the input inside an element"},
	    {OPEN "a", 11, "the end of the input without a line feed"},
	    {"<text id=\"d\" status=\"ok\">", 10, "the end of the input without a line feed"},
	    {OPEN "</text>", 11, "the end of the input without a line feed"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fixture f;
		char place[16];

		begin(&f);
		if (read_text(&f, slice_of(cases[i].text)))
			fail_msg("read: %s", cases[i].text);
		snprintf(place, sizeof place, "f:%d: ", cases[i].line);
		assert_true(f.d.failed);
		if (!memmem(f.d.lines.at, f.d.lines.length, cases[i].problem, strlen(cases[i].problem)) ||
		    !memmem(f.d.lines.at, f.d.lines.length, place, strlen(place)))
			fail_msg("%s: %.*s", cases[i].text, SLICE_ARGUMENTS(buffer_slice(&f.d.lines)));
		end(&f);
	}
}

static void a_text_is_lines_and_tags(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	assert_true(read_text(&f, SLICE(
	    "<text id=\"a &amp; b\" status=\"ok\" region=\"x&#10;&quot;\">\n"
	    "\n"
	    "<pb n=\"1\" label=\"i\"/>\n"
	    "<p>\n"
	    "one &lt; two&apos;&#x41;\n"
	    "<g/>\n"
	    " \n"
	    "</p>\n"
	    "</text>\n\n")));
	const struct document *d = &f.document;

	assert_int_equal(f.d.lines.length, 0);
	assert_int_equal(d->phase, PHASE_TEXT);
	assert_slice(document_id(d), "a & b");
	assert_slice(document_attribute(d, names_number(&f.names, SLICE("region"))), "x\n\"");
	assert_int_equal(d->length, 2);
	assert_slice(line_slice(&d->lines[0]), "one < two'A");
	assert_true(d->lines[0].glue);
	assert_slice(line_slice(&d->lines[1]), " ");
	assert_false(d->lines[1].glue);
	assert_int_equal(d->tag_count, 3);
	assert_int_equal(d->tags[0].name, NAME_PB);
	assert_int_equal(d->tags[0].kind, TAG_MILESTONE);
	assert_slice(tag_attribute(d, &d->tags[0], NAME_LABEL), "i");
	assert_int_equal(d->tags[1].kind, TAG_OPEN);
	assert_int_equal(d->tags[1].position, 0);
	assert_int_equal(d->tags[2].kind, TAG_CLOSE);
	assert_int_equal(d->tags[2].position, 2);
	end(&f);
}

static void tokens_are_words_terms_and_glue(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	assert_true(read_text(&f, SLICE(OPEN "Schools\tschool\nAT&amp;T\tat&amp;t\n<g/>\n.\t\n"
					     "Schools\tschool\nSchools\t\nnew york\tnew york\n"
					     "<span name=\"x\" from=\"0\" to=\"5\"/>\n" CLOSE)));
	const struct document *d = &f.document;

	assert_int_equal(d->phase, PHASE_TOKENS);
	assert_int_equal(d->length, 6);
	assert_slice(f.words.words[d->tokens[1]].form, "AT&T");
	assert_slice(vocabulary_term_string(&f.words, layer_term(d->terms, d->tokens[1])), "at&t");
	assert_true(token_is_glued(d, 1));
	assert_false(token_is_glued(d, 2));
	assert_int_equal(layer_term(d->terms, d->tokens[2]), 0);
	assert_int_equal(d->tokens[0], d->tokens[3]);
	assert_int_not_equal(d->tokens[0], d->tokens[4]);
	assert_int_equal(d->tag_count, 1);
	end(&f);
}

static void what_stands_behind_is_left_out_alone(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	assert_true(read_text(&f, SLICE(OPEN "a\n" CLOSE "\nstray\n<p>\n")));
	assert_int_equal(f.document.length, 1);
	assert_true(f.d.failed);
	assert_slice(buffer_slice(&f.d.lines), "concordat: f:14: content outside <text>, in "
					       "document 'd': what stands there is left out\n");
	end(&f);
}

static void elements_nest_as_deep_as_they_like(void **state)
{
	enum { DEPTH = 200000 };
	struct fixture f;
	struct buffer text = {0}, written = {0};

	(void)state;
	begin(&f);
	buffer_append(&text, SLICE(OPEN));
	for (int i = 0; i < DEPTH; i++)
		buffer_printf(&text, "<e%d>\n", i % 7);
	buffer_append(&text, SLICE("a\tb\n"));
	for (int i = DEPTH; i-- > 0;)
		buffer_printf(&text, "</e%d>\n", i % 7);
	buffer_append(&text, SLICE(CLOSE));
	assert_true(read_text(&f, buffer_slice(&text)));
	write_document(&written, &f.document);
	assert_true(slice_equal(buffer_slice(&text), buffer_slice(&written)));
	buffer_free(&text);
	buffer_free(&written);
	end(&f);
}

static void a_line_has_a_longest(void **state)
{
	enum { MOST = 64 << 20 };

	(void)state;
	for (int more = 0; more < 2; more++) {
		struct fixture f;
		struct buffer text = {0};

		begin(&f);
		buffer_append(&text, SLICE(OPEN));
		buffer_reserve(&text, MOST + 64);
		memset(text.at + text.length, 'x', MOST + (size_t)more);
		text.length += MOST + (size_t)more;
		buffer_append(&text, SLICE("\n" CLOSE));
		assert_int_equal(read_text(&f, buffer_slice(&text)), !more);
		buffer_free(&text);
		end(&f);
	}
}

static void a_tag_has_so_many_attributes(void **state)
{
	enum { MOST = 4096 };

	(void)state;
	for (int more = 0; more < 2; more++) {
		struct fixture f;
		struct buffer text = {0};

		begin(&f);
		buffer_append(&text, SLICE(OPEN "<p"));
		for (int i = 0; i < MOST + more; i++)
			buffer_printf(&text, " a%d=\"%d\"", i, i);
		buffer_append(&text, SLICE(">\n</p>\n" CLOSE));
		assert_int_equal(read_text(&f, buffer_slice(&text)), !more);
		buffer_free(&text);
		end(&f);
	}
}

static void folding_follows_the_language(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	assert_true(read_text(&f, SLICE("<text id=\"d\" status=\"ok\" lang=\"tr\">\nI\tx\n" CLOSE)));
	assert_slice(f.words.words[f.document.tokens[0]].folded, "\xc4\xb1");
	assert_true(read_text(&f, SLICE("<text id=\"d\" status=\"ok\" lang=\"en\">\nI\tx\n" CLOSE)));
	assert_slice(f.words.words[f.document.tokens[0]].folded, "i");
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_mistake_is_named_with_its_line),
	    cmocka_unit_test(a_text_is_lines_and_tags),
	    cmocka_unit_test(tokens_are_words_terms_and_glue),
	    cmocka_unit_test(what_stands_behind_is_left_out_alone),
	    cmocka_unit_test(elements_nest_as_deep_as_they_like),
	    cmocka_unit_test(a_line_has_a_longest),
	    cmocka_unit_test(a_tag_has_so_many_attributes),
	    cmocka_unit_test(folding_follows_the_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
