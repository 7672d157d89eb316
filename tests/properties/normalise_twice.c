/*
 * Properties of normalise, on random text full of what it repairs: what it
 * writes can be read, and done again it changes nothing and reports nothing;
 * no letter is lost or changes its place; the rows of the report add up.
 *
 * SEED in the environment gives the first seed; it is named on failure.
 */
#include "tests/properties/random_document.h"
#include "tests/unit/cmocka_all.h"

#include "pipeline/base/memory.h"
#include "pipeline/run/stage.h"
#include "pipeline/stream/read.h"
#include "pipeline/stream/write.h"

#include <stdlib.h>

extern const struct stage stage_normalise;

enum { DOCUMENTS = 1500, FORMS = 3, KINDS = 4 };

static const char *const forms[FORMS] = {"nfc", "nfkc", "none"};
static const char *const kinds[KINDS] = {"ligature", "hyphen-sign", "zero-width", "width"};

/* A piece of text, its ASCII letters and digits in each form, and what is repaired in it. */
static const struct piece {
	const char *text, *letters[FORMS];
	int repairs[KINDS];
} pieces[] = {
	{"trust", {"trust", "trust", "trust"}, {0}},
	{"part", {"part", "part", "part"}, {0}},
	{"ner-ship", {"nership", "nership", "nership"}, {0}},
	{"e\xcc\x81t", {"t", "t", "et"}, {0}},
	{"\xe2\x83\x90", {"", "", ""}, {0}},	/* a mark that makes no letter its own */
	{"\xe1\x84\x80", {"", "", ""}, {0}},
	{"\xe1\x85\xa1", {"", "", ""}, {0}},	/* one syllable with the one before */
	{"\xef\xac\x81nd", {"find", "find", "find"}, {1, 0, 0, 0}},
	{"o\xef\xac\x83" "ce", {"office", "office", "office"}, {1, 0, 0, 0}},
	{"\xef\xbc\xa1\xef\xbd\x82", {"Ab", "Ab", "Ab"}, {0, 0, 0, 2}},
	{"soft\xc2\xadly", {"softly", "softly", "softly"}, {0}},
	{"ze\xe2\x80\x8bro", {"zero", "zero", "zero"}, {0, 0, 1, 0}},
	{"non\xe2\x80\x91stop", {"nonstop", "nonstop", "nonstop"}, {0, 1, 0, 0}},
	{"\xe2\x80\x90", {"", "", ""}, {0, 1, 0, 0}},
	{"\xc2\xa8", {"", "", ""}, {0}},
	{"\xef\xb7\xba", {"", "", ""}, {0}},
	{"m\xc2\xb2", {"m", "m2", "m"}, {0}},
	{"https://x.org/y", {"httpsxorgy", "httpsxorgy", "httpsxorgy"}, {0}},
	{"-", {"", "", ""}, {0}},
	{"AT&amp;T", {"ATT", "ATT", "ATT"}, {0}},
	{"n&#0;l", {"nl", "nl", "nl"}, {0}},
	{"\xe2\x80\x9cq\xe2\x80\x9d", {"q", "q", "q"}, {0}},
};

static const char *const spaces[] = {" ", " ", " ", "  ", "\xc2\xa0", "\xe3\x80\x80", " \xc2\xa0",
				     "\xe2\x80\x89", ""};

/* A random document as a stream, and what must be in it when it is normalised. */
struct expected {
	struct buffer stream, letters;
	int repairs[KINDS];
	size_t form;
};

static void add_piece(struct expected *e, struct random *r)
{
	const struct piece *piece = &pieces[draw(r, COUNT_OF(pieces))];

	buffer_append(&e->stream, slice_of(piece->text));
	buffer_append(&e->letters, slice_of(piece->letters[e->form]));
	for (size_t i = 0; i < KINDS; i++)
		e->repairs[i] += piece->repairs[i];
}

static void add_space(struct expected *e, struct random *r)
{
	buffer_append(&e->stream, slice_of(spaces[draw(r, COUNT_OF(spaces))]));
}

static void add_line(struct expected *e, struct random *r)
{
	bool glue = draw(r, 3) == 0;

	switch (draw(r, 14)) {
	case 0:
		buffer_append(&e->stream, SLICE("\xc2\xad"));
		break;
	case 1:
		buffer_append(&e->stream, SLICE("\xe2\x80\x8b"));
		e->repairs[2]++;
		break;
	case 2:
		add_space(e, r);
		/* fall through */
	default:
		for (uint32_t left = 1 + draw(r, 5); left > 0; left--) {
			add_piece(e, r);
			if (left > 1 || draw(r, 8) == 0)
				add_space(e, r);
		}
		if (glue && draw(r, 3))
			buffer_append(&e->stream, SLICE("\xc2\xad"));
	}
	buffer_append(&e->stream, glue ? SLICE("\n<g/>\n") : SLICE("\n"));
}

static void add_document(struct expected *e, struct random *r)
{
	static const char *const blocks[] = {"p", "item", "note", "hi"};
	uint32_t page = 0;

	buffer_append(&e->stream, draw(r, 2) ? SLICE("<text id=\"d\" status=\"ok\" lang=\"en\">\n")
					     : SLICE("<text id=\"d\" status=\"ok\">\n"));
	for (uint32_t left = draw(r, 12); left > 0; left--) {
		const char *block = blocks[draw(r, COUNT_OF(blocks))];

		buffer_printf(&e->stream, "<%s>\n", block);
		for (uint32_t lines = draw(r, 8); lines > 0; lines--) {
			if (draw(r, 6) == 0)
				buffer_printf(&e->stream, "<pb n=\"%u\"/>\n", ++page);
			add_line(e, r);
		}
		buffer_printf(&e->stream, "</%s>\n", block);
	}
	buffer_append(&e->stream, SLICE("</text>\n"));
}

struct option_values {		/* as normalise has them */
	const char *form, *report;
};

/* One normalise by itself. */
struct worker {
	struct option_values values;
	struct names names;
	struct vocabulary words;
	struct stream_reader reader;
	struct arena arena;
	struct diagnostics d;
	struct output report;
	struct resources resources;
	struct run run;
};

static void begin(struct worker *w, const char *form)
{
	*w = (struct worker){.values = {form, "report"},
			     .report = OUTPUT_EMPTY,
			     .resources = {.words = "corpora/words"}};
	names_begin(&w->names);
	vocabulary_begin(&w->words);
	stream_reader_begin(&w->reader, &w->words);
	w->run = (struct run){.stage = &stage_normalise,
			      .options = &w->values,
			      .state = memory_new(1, stage_normalise.state_size),
			      .diagnostics = &w->d,
			      .names = &w->names,
			      .words = &w->words,
			      .report = &w->report,
			      .resources = &w->resources};
	assert_int_equal(stage_normalise.begin(&w->run), DONE);
}

static void end(struct worker *w)
{
	stage_normalise.dispose(&w->run);
	free(w->run.state);
	stream_reader_free(&w->reader);
	vocabulary_free(&w->words);
	names_free(&w->names);
	arena_free(&w->arena);
	diagnostics_free(&w->d);
	buffer_free(&w->report.bytes);
}

/* Normalises a stream of one document; its letters, too, are taken down. */
static void normalise(struct worker *w, struct slice stream, struct buffer *to,
		      struct buffer *letters, uint64_t seed)
{
	struct document d;

	arena_reset(&w->arena);
	buffer_reset(&w->report.bytes);
	buffer_reset(to);
	buffer_reset(letters);
	struct stream_piece piece = {
	    .bytes = arena_copy(&w->arena, stream), .file = "d", .line = 1, .lines = stream.length};

	document_begin(&d, &w->arena, &w->names, &w->words);
	if (!stream_read(&w->reader, &piece, &d, &w->d))
		fail_msg("SEED=%llu: %.*s", (unsigned long long)seed,
			 SLICE_ARGUMENTS(buffer_slice(&w->d.lines)));
	assert_int_equal(stage_normalise.document(&w->run, &d), DONE);
	write_document(to, &d);
	for (uint32_t i = 0; d.phase == PHASE_TEXT && i < d.length; i++)
		for (uint32_t k = 0; k < d.lines[i].length; k++) {
			char c = d.lines[i].at[k];

			if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
				buffer_byte(letters, c);
		}
}

/* The sum of the counts of one kind in the report. */
static int sum_of(struct slice report, const char *kind)
{
	struct slice line, cell;
	uint64_t sum = 0, count = 0;

	while (slice_line(&report, &line)) {
		slice_cut(&line, '\t', &cell);
		slice_cut(&line, '\t', &cell);
		slice_cut(&line, '\t', &cell);
		if (!slice_is(cell, kind))
			continue;
		while (slice_cut(&line, '\t', &cell))
			;
		assert_true(slice_to_integer(cell, &count));
		sum += count;
	}
	return (int)sum;
}

static void check(struct worker *w, struct expected *e, uint64_t seed)
{
	struct buffer once = {0}, twice = {0}, letters = {0};

	normalise(w, buffer_slice(&e->stream), &once, &letters, seed);
	if (!slice_equal(buffer_slice(&letters), buffer_slice(&e->letters)))
		fail_msg("SEED=%llu %s: letters became\n%.*s\n%.*s", (unsigned long long)seed,
			 w->values.form, SLICE_ARGUMENTS(buffer_slice(&e->letters)),
			 SLICE_ARGUMENTS(buffer_slice(&letters)));
	for (size_t i = 0; i < KINDS; i++)
		if (sum_of(buffer_slice(&w->report.bytes), kinds[i]) != e->repairs[i])
			fail_msg("SEED=%llu %s: %s", (unsigned long long)seed, w->values.form,
				 kinds[i]);
	normalise(w, buffer_slice(&once), &twice, &letters, seed);
	if (!slice_equal(buffer_slice(&once), buffer_slice(&twice)) || w->report.bytes.length)
		fail_msg("SEED=%llu %s: once\n%.*s\ntwice\n%.*s\nthe report\n%.*s",
			 (unsigned long long)seed, w->values.form,
			 SLICE_ARGUMENTS(buffer_slice(&once)), SLICE_ARGUMENTS(buffer_slice(&twice)),
			 SLICE_ARGUMENTS(buffer_slice(&w->report.bytes)));
	buffer_free(&once);
	buffer_free(&twice);
	buffer_free(&letters);
}

static void normalised_twice_is_normalised_once(void **state)
{
	const char *given = getenv("SEED");
	uint64_t first = 1;

	(void)state;
	if (given)
		assert_true(slice_to_integer(slice_of(given), &first));
	for (size_t form = 0; form < FORMS; form++) {
		struct worker worker;

		begin(&worker, forms[form]);
		for (uint64_t seed = first; seed < first + DOCUMENTS; seed++) {
			struct random random = {seed};
			struct expected expected = {.form = form};

			add_document(&expected, &random);
			check(&worker, &expected, seed);
			buffer_free(&expected.stream);
			buffer_free(&expected.letters);
		}
		end(&worker);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(normalised_twice_is_normalised_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
