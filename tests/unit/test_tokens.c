/* tokens: from documents in text phase to tokens, tags and sentences. */
#include "pipeline/run/stage.h"
#include "pipeline/stream/read.h"
#include "pipeline/stream/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

extern const struct stage stage_tokens;

struct options {
	const char *join, *lang;
};

struct setting {
	struct options options;
	unsigned needs;
	const char *attributes;		/* of <text>, behind the status */
};

static uint64_t count_lines(struct slice text)
{
	uint64_t count = 0;
	struct slice line;

	while (slice_line(&text, &line))
		count++;
	return count;
}

/* Tokens as a person reads them: words cut by |, ~ at glue; tags as they are. */
static void append_readable(struct buffer *to, struct slice stream)
{
	struct slice line;

	slice_line(&stream, &line);
	while (slice_line(&stream, &line)) {
		if (slice_is(line, "<g/>")) {
			to->at[to->length - 1] = '~';
			continue;
		}
		if (slice_is(line, "</text>"))
			break;
		buffer_append(to, line.at[0] == '<' ? line
						    : slice_first(line, slice_find_byte(line, '\t')));
		buffer_byte(to, '|');
	}
	buffer_byte(to, '\0');
}

/*
 * Runs the stage on a document with this content.  The bytes it is read from
 * end where the document ends, but for the slack that readers are promised.
 */
static struct buffer run_tokens(const struct setting *setting, const char *content)
{
	struct names names;
	struct vocabulary words;
	struct stream_reader reader;
	struct arena arena = {0};
	struct diagnostics diagnostics = {0};
	struct document d;
	struct buffer bytes = {0}, stream = {0}, readable = {0};

	names_begin(&names);
	vocabulary_begin(&words);
	stream_reader_begin(&reader, &words);
	document_begin(&d, &arena, &names, &words);
	buffer_printf(&bytes, "<text id=\"a\" format=\"txt\" status=\"ok\"%s>\n%s</text>\n",
		      setting->attributes ? setting->attributes : "", content);
	assert_true(stream_read(&reader,
				&(struct stream_piece){.bytes = buffer_slice(&bytes),
						       .file = "test",
						       .line = 1,
						       .lines = count_lines(buffer_slice(&bytes))},
				&d, &diagnostics));
	void *state = calloc(1, stage_tokens.state_size);
	struct run run = {.stage = &stage_tokens,
			  .options = &setting->options,
			  .state = state,
			  .needs = setting->needs,
			  .diagnostics = &diagnostics,
			  .names = &names,
			  .words = &words};

	assert_int_equal(stage_tokens.begin(&run), DONE);
	assert_int_equal(stage_tokens.document(&run, &d), DONE);
	write_document(&stream, &d);
	append_readable(&readable, buffer_slice(&stream));
	stage_tokens.dispose(&run);
	free(state);
	buffer_free(&bytes);
	buffer_free(&stream);
	arena_free(&arena);
	stream_reader_free(&reader);
	vocabulary_free(&words);
	names_free(&names);
	diagnostics_free(&diagnostics);
	return readable;
}

static void assert_tokens(const struct setting *setting, const char *content, const char *expected)
{
	struct buffer got = run_tokens(setting, content);

	assert_string_equal(got.at, expected);
	buffer_free(&got);
}

static void assert_plain(const char *content, const char *expected)
{
	assert_tokens(&(struct setting){.needs = NEED_GLUE}, content, expected);
}

static void assert_sentences(const char *language, const char *text, const char *expected)
{
	struct buffer content = {0}, attributes = {0};

	buffer_printf(&content, "<p>\n%s\n</p>\n", text);
	buffer_byte(&content, '\0');
	buffer_printf(&attributes, " lang=\"%s\"", language);
	buffer_byte(&attributes, '\0');
	assert_tokens(&(struct setting){.needs = NEED_SENTENCES | NEED_GLUE,
					.attributes = attributes.at},
		      content.at, expected);
	buffer_free(&content);
	buffer_free(&attributes);
}

static void assert_tags(const char *content, const char *expected)
{
	assert_tokens(&(struct setting){.needs = NEED_SENTENCES | NEED_GLUE}, content, expected);
}

static void test_lines(void **state)
{
	(void)state;
	assert_plain("", "");
	assert_plain("<p>\n</p>\n", "<p>|</p>|");
	assert_plain("<p>\n   \n</p>\n", "<p>|</p>|");
	assert_plain("<p>\nOne line,\nanother.\n</p>\nloose\n",
		     "<p>|One|line~,|another~.|</p>|loose|");
	assert_plain("<p>\na &amp; b\n&#9;c\nd\n</p>\n", "<p>|a|&amp;|b|c|d|</p>|");
}

static void test_glue(void **state)
{
	(void)state;
	assert_plain("<p>\nschools in part\u00ad\n<g/>\nnership\n</p>\n",
		     "<p>|schools|in|part\u00adnership|</p>|");
	assert_plain("<p>\na\n<g/>\nb\n<g/>\nc d\ne\n</p>\n", "<p>|abc|d|e|</p>|");
	assert_plain("<p>\nend \n<g/>\n next\n</p>\n", "<p>|end|next|</p>|");
	assert_plain("<p>\nend\n<g/>\n.\n</p>\n", "<p>|end~.|</p>|");
	/* <g/> does not reach into the next block. */
	assert_plain("<p>\nend\n<g/>\n</p>\n<p>\nnew\n</p>\n", "<p>|end|</p>|<p>|new|</p>|");
}

/* A token stands where its first character stood; what parted it comes after. */
static void test_tags(void **state)
{
	(void)state;
	assert_plain("<p>\npart\n<g/>\n<pb n=\"1\"/>\nner\nnext\n</p>\n",
		     "<p>|partner|<pb n=\"1\"/>|next|</p>|");
	assert_plain("<p>\nfoo\n<g/>\n<hi>\nbar\n</hi>\nbaz\n</p>\n",
		     "<p>|foobar|<hi>|</hi>|baz|</p>|");
	assert_plain("<p>\nfoo.\n<g/>\n<hi>\n(bar\n<g/>\n</hi>\n)\n</p>\n",
		     "<p>|foo~.~<hi>|(~bar~</hi>|)|</p>|");
	assert_plain("<pb n=\"1\"/>\n<p>\na\n</p>\n<fw type=\"footer\">\nPage 1\n</fw>\n<pb n=\"2\"/>\n",
		     "<pb n=\"1\"/>|<p>|a|</p>|<fw type=\"footer\">|Page|1|</fw>|<pb n=\"2\"/>|");
}

static void test_joins(void **state)
{
	static const char content[] = "co-op a-b@x.org https://x.org/a-b rock 'n' roll\n";

	(void)state;
	assert_plain(content, "co-op|a-b@x.org|https://x.org/a-b|rock|'~n~'|roll|");
	assert_tokens(&(struct setting){.options = {.join = "apostrophe,hyphen"},
					.needs = NEED_GLUE},
		      content,
		      "co-op|a-b@x.org|https~:~/~/~x.org~/~a-b|rock|'n'|roll|");
	assert_tokens(&(struct setting){.options = {.join = "none"}, .needs = NEED_GLUE},
		      content,
		      "co~-~op|a~-~b@x.org|https~:~/~/~x.org~/~a~-~b|rock|'~n~'|roll|");
}

static void test_refused_join(void **state)
{
	struct options options = {.join = "url,hyphens"};
	struct diagnostics diagnostics = {0};
	void *memory = calloc(1, stage_tokens.state_size);
	struct run run = {.options = &options, .state = memory, .diagnostics = &diagnostics};

	(void)state;
	assert_int_equal(stage_tokens.begin(&run), BAD_USAGE);
	buffer_byte(&diagnostics.lines, '\0');
	assert_non_null(strstr(diagnostics.lines.at, "'hyphens'"));
	stage_tokens.dispose(&run);
	diagnostics_free(&diagnostics);
	free(memory);
}

static void test_sentences(void **state)
{
	(void)state;
	assert_sentences("en", "One. Two! \u201cThree?\u201d Four",
			 "<p>|<s>|One~.|</s>|<s>|Two~!|</s>|<s>|\u201c~Three~?~\u201d|</s>|<s>|Four|"
			 "</s>|</p>|");
	assert_sentences("en", "Over\ntwo lines.\nThen a third, e.g. this. The end.",
			 "<p>|<s>|Over|two|lines~.|</s>|<s>|Then|a|third~,|e.g~.|this~.|</s>|<s>|The|"
			 "end~.|</s>|</p>|");
	assert_sentences("en", "It cost \u00a33.50. He (J. Smith) paid. \u65e5\u672c\u3002\u672c",
			 "<p>|<s>|It|cost|\u00a3~3.50~.|</s>|<s>|He|(~J~.|Smith~)|paid~.|</s>|<s>|"
			 "\u65e5\u672c~\u3002~</s>|<s>|\u672c|</s>|</p>|");
}

/* One sentence each, whatever the full stops are for. */
static void test_abbreviations(void **state)
{
	static const char *const texts[][2] = {
	    {"en", "Brown et al. (2019) and Brown et al. The same"},
	    {"en", "Dr. Jones, Mr. Brown, Cllr. Black of St. Mary's, e.g. The Hall, i.e. Here"},
	    {"en", "See No. 3 The, p. 12 Part, pp. 3 To, s. 17 Children, Fig. 2 Above"},
	    {"en", "J. R. Smith and J.R.R. Tolkien of the U.K. Government vs. The Crown"},
	    {"en", "1. First"},
	    {"en", "2.3. First"},
	    {"en", "a. First"},
	    {"en", "iv. First"},
	    {"cy", "Mae h.y. Pawb a'r Parch. Jones ar t. 5 Yma"},
	    {"fr", "M. Dupont, Mme. Durand et p. ex. Les \u00e9coles, \u00e9d. 2 Paris"},
	    {"de", "z. B. Die Schule, d.h. Alle, Nr. 5 Und, am 3. Mai, bzw. Hier"},
	    {"de-AT", "ca. Die Schule"},
	    {"es", "El Sr. P\u00e9rez y la Dra. G\u00f3mez, p\u00e1g. 5 Madrid"},
	    {"el", "\u03c4\u03bf\u03c5 \u03bd. 4099 \u03a4\u03bf, \u03c0\u03b1\u03c1. 2 \u03a4\u03bf"},
	    {"en", "(1. First"},
	    {"en", "see section c. 5 The"},
	    {"", "Prof. Black"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct buffer content = {0}, attributes = {0};

		buffer_printf(&content, "%s\n", texts[i][1]);
		buffer_byte(&content, '\0');
		buffer_printf(&attributes, " lang=\"%s\"", texts[i][0]);
		buffer_byte(&attributes, '\0');
		struct buffer got = run_tokens(
		    &(struct setting){.needs = NEED_SENTENCES | NEED_GLUE, .attributes = attributes.at},
		    content.at);

		if (strstr(got.at, "</s>|<s>"))
			fail_msg("a break in [%s]: %s", texts[i][1], got.at);
		buffer_free(&got);
		buffer_free(&content);
		buffer_free(&attributes);
	}
}

/* What looks like one and is none. */
static void test_no_abbreviations(void **state)
{
	(void)state;
	assert_sentences("en", "In 2019. The", "<p>|<s>|In|2019~.|</s>|<s>|The|</s>|</p>|");
	assert_sentences("en", "To (1. The", "<p>|<s>|To|(~1~.|</s>|<s>|The|</s>|</p>|");
	assert_sentences("en", "I said no. Three", "<p>|<s>|I|said|no~.|</s>|<s>|Three|</s>|</p>|");
	assert_sentences("en", "am 3. Mai", "<p>|<s>|am|3~.|</s>|<s>|Mai|</s>|</p>|");
	assert_sentences("fr", "le mr brown. Cllr. Il",
			 "<p>|<s>|le|mr|brown~.|</s>|<s>|Cllr~.|</s>|<s>|Il|</s>|</p>|");
	assert_sentences("en", "at 5 p.m. The", "<p>|<s>|at|5|p.m~.|</s>|<s>|The|</s>|</p>|");
	assert_sentences("en", "Dr ! A", "<p>|<s>|Dr|!|</s>|<s>|A|</s>|</p>|");
}

static void test_sentence_tags(void **state)
{
	(void)state;
	assert_tags("loose. Content\n<div>\nmore\n</div>\n",
		    "<s>|loose~.|</s>|<s>|Content|</s>|<div>|<s>|more|</s>|</div>|");
	assert_tags("<pb n=\"1\"/>\n<p>\n<pb n=\"2\"/>\nOne.\n<pb n=\"3\"/>\nTwo.\n<ptr n=\"1\"/>\n</p>\n",
		    "<pb n=\"1\"/>|<p>|<pb n=\"2\"/>|<s>|One~.|</s>|<pb n=\"3\"/>|<s>|Two~.|</s>|"
		    "<ptr n=\"1\"/>|</p>|");
	/* Inline elements: inside one sentence, over a whole one, over a break. */
	assert_tags("<p>\n<hi>\nOne\n</hi>\ntwo. Three.\n</p>\n",
		    "<p>|<s>|<hi>|One|</hi>|two~.|</s>|<s>|Three~.|</s>|</p>|");
	assert_tags("<p>\nOne.\n<hi>\nTwo.\n</hi>\nThree.\n</p>\n",
		    "<p>|<s>|One~.|</s>|<s>|<hi>|Two~.|</hi>|</s>|<s>|Three~.|</s>|</p>|");
	assert_tags("<p>\nOne\n<hi>\ntwo. Three\n</hi>\nfour. Five.\n</p>\n",
		    "<p>|<s>|One|<hi>|two~.|Three|</hi>|four~.|</s>|<s>|Five~.|</s>|</p>|");
	assert_tags("<p>\n<hi>\nOne. Two.\n</hi>\n</p>\n",
		    "<p>|<s>|<hi>|One~.|Two~.|</hi>|</s>|</p>|");
	assert_tags("<p>\n \n</p>\n<p>\n<hi>\n</hi>\nOne\n</p>\n",
		    "<p>|</p>|<p>|<s>|<hi>|</hi>|One|</s>|</p>|");
	/* A word that crosses the end of an element. */
	assert_tags("<p>\nA\n<hi>\ntwo\n<g/>\n</hi>\nfold. B\n</p>\n",
		    "<p>|<s>|A|<hi>|twofold~</hi>|.|</s>|<s>|B|</s>|</p>|");
	/* Sentences that are there stay as they are. */
	assert_tags("<p>\n<s>\nOne. Two\n</s>\n</p>\n", "<p>|<s>|One~.|Two|</s>|</p>|");
}

/* Words and tags are the same, whether sentences are found or not. */
static void test_needs(void **state)
{
	static const char content[] = "<p>\nOne. Two.\n</p>\n";

	(void)state;
	assert_plain(content, "<p>|One~.|Two~.|</p>|");
	assert_tokens(&(struct setting){.needs = 0}, content, "<p>|One|.|Two|.|</p>|");
}

static void test_language(void **state)
{
	struct setting given = {.options = {.lang = "de"}, .needs = NEED_SENTENCES | NEED_GLUE};

	(void)state;
	assert_tokens(&given, "am 3. Mai\n", "<s>|am|3~.|Mai|</s>|");
	given.attributes = " lang=\"en\"";
	assert_tokens(&given, "am 3. Mai\n", "<s>|am|3~.|</s>|<s>|Mai|</s>|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),	  cmocka_unit_test(test_glue),
	    cmocka_unit_test(test_tags),	  cmocka_unit_test(test_joins),
	    cmocka_unit_test(test_refused_join),  cmocka_unit_test(test_sentences),
	    cmocka_unit_test(test_abbreviations), cmocka_unit_test(test_no_abbreviations),
	    cmocka_unit_test(test_sentence_tags), cmocka_unit_test(test_needs),
	    cmocka_unit_test(test_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
