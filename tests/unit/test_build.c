/* Building chains: what goes in front, what fits, where operands go. */
#include "tests/unit/temporary_folder.h"

#include "pipeline/run/build.h"

struct options {
	bool stem;
	const char *by;
	struct option_list expressions;
};

static const struct option options[] = {
	FLAG(struct options, stem, 's', "stem", "needs stems"),
	TEXT(struct options, by, 'b', "by", "NAME", "groups"),
	LIST(struct options, expressions, 'e', "expression", "QUERY", "a query"),
};

static size_t queries(const void *values)
{
	const struct options *o = values;

	return o->expressions.count ? 0 : 1;
}

static const char *implied(const void *values)
{
	const struct options *o = values;

	return o->stem ? "stem" : NULL;
}

static enum outcome command(const struct command *c)
{
	(void)c;
	return DONE;
}

/* Stages that do nothing, of every kind there is. */
#define STAGE(stage, in, out, ...) \
	{.name = stage, .takes = in, .gives = out, .options = options, \
	 .option_count = COUNT_OF(options), .options_size = sizeof(struct options), __VA_ARGS__}
static const struct stage all[] = {
	STAGE("run", FLOW_NOTHING, FLOW_NOTHING, .command = command),
	STAGE("extract", FLOW_FILES, FLOW_TEXT, .summary = ""),
	STAGE("normalise", FLOW_TEXT, FLOW_TEXT, .summary = ""),
	STAGE("tokens", FLOW_TEXT, FLOW_TOKENS, .summary = ""),
	STAGE("stem", FLOW_TOKENS, FLOW_TOKENS, .summary = ""),
	STAGE("filter", FLOW_DOCUMENTS, FLOW_DOCUMENTS, .summary = ""),
	STAGE("freq", FLOW_TOKENS, FLOW_TABLE, .summary = ""),
	STAGE("list", FLOW_DOCUMENTS, FLOW_TABLE, .needs = NEED_HASH),
	STAGE("kwic", FLOW_TOKENS, FLOW_TABLE, .needs = NEED_SENTENCES, .operand = "QUERY",
	      .own_operands = queries, .implies = implied),
	STAGE("pages", FLOW_TEXT, FLOW_TABLE, .summary = ""),
	STAGE("csv", FLOW_TABLE, FLOW_NOTHING, .summary = ""),
};
static const char *const front[] = {"extract", "normalise", "tokens"};

struct built {
	const struct stage *stages[COUNT_OF(all)];
	struct runner runner;
	struct chain chain;
	struct diagnostics d;
	enum outcome outcome;
	const char *words[16];
	struct chain_end end;
};

/* Fills `b` with the chain of a command, cut at spaces; each % is the folder. */
static void build(struct built *b, struct folder *folder, const char *words)
{
	struct slice rest = slice_of(words), word;
	size_t count = 0;

	*b = (struct built){0};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		b->stages[i] = &all[i];
	b->runner = (struct runner){.stages = b->stages,
				    .stage_count = COUNT_OF(all),
				    .front = front,
				    .front_count = COUNT_OF(front)};
	while (slice_cut(&rest, ' ', &word)) {
		assert_true(count < COUNT_OF(b->words));
		b->words[count++] = slice_starts(word, SLICE("%"))
					? arena_printf(&folder->arena, "%s%.*s", folder->path,
						       SLICE_ARGUMENTS(slice_from(word, 1))).at
					: arena_copy(&folder->arena, word).at;
	}
	b->end.words = (struct arguments){b->words, count};
	b->outcome = chain_build(&b->chain, &b->runner, (struct arguments){NULL, 0}, &b->end, 1, 0,
				 &b->d);
}

static void forget(struct built *b)
{
	chain_free(&b->chain);
	diagnostics_free(&b->d);
}

/* The command builds the chain that is described so, with % for the folder. */
static void assert_built(struct folder *folder, const char *words, const char *expected)
{
	struct built b;
	struct buffer described = {0}, shown = {0};

	build(&b, folder, words);
	if (b.outcome != DONE)
		fail_msg("%s: %.*s", words, SLICE_ARGUMENTS(buffer_slice(&b.d.lines)));
	chain_describe(&b.chain, &described);
	for (struct slice rest = buffer_slice(&described); rest.length;) {
		bool here = slice_starts(rest, slice_of(folder->path));

		buffer_byte(&shown, here ? '%' : rest.at[0]);
		rest = slice_from(rest, here ? strlen(folder->path) : 1);
	}
	assert_slice(buffer_slice(&shown), expected);
	buffer_free(&described);
	buffer_free(&shown);
	forget(&b);
}

static void assert_refused(struct folder *folder, const char *words, enum outcome outcome,
			   const char *reason)
{
	struct built b;

	build(&b, folder, words);
	if (b.outcome != outcome ||
	    !memmem(b.d.lines.at, b.d.lines.length, reason, strlen(reason)))
		fail_msg("%s: %d: %.*s", words, (int)b.outcome,
			 SLICE_ARGUMENTS(buffer_slice(&b.d.lines)));
	forget(&b);
}

static int begin(void **state)
{
	if (folder_begin(state) != 0)
		return -1;
	folder_write(*state, "a.txt", "a document");
	folder_write(*state, "-b.txt", "another");
	folder_write(*state, "stream", "<text id=\"a\" status=\"ok\">\n</text>\n");
	folder_write(*state, "table.tsv", "a\tb\n");
	/* What is typed without an operand is no question to a person here. */
	return freopen("/dev/null", "r", stdin) ? 0 : -1;
}

static void what_is_missing_goes_in_front_of_documents(void **state)
{
	static const struct {
		const char *words, *chain;
	} cases[] = {
	    {"freq --by x %", "extract % then normalise then tokens then freq --by x"},
	    {"freq % -b x %/a.txt", "extract % %/a.txt then normalise then tokens then freq -b x"},
	    {"stem % then freq", "extract % then normalise then tokens then stem then freq"},
	    {"tokens %", "extract % then normalise then tokens"},
	    {"normalise %", "extract % then normalise"},
	    {"filter %", "extract % then filter"},
	    {"pages %", "extract % then normalise then pages"},
	    {"list %", "extract % then normalise then tokens then list"},
	    {"extract % then tokens", "extract % then tokens"},
	    {"kwic trust %", "extract % then normalise then tokens then kwic trust"},
	    {"kwic --stem trust %", "extract % then normalise then tokens then stem then kwic --stem trust"},
	    {"kwic -e trust %", "extract % then normalise then tokens then kwic -e trust"},
	    {"kwic -e then % then csv", "extract % then normalise then tokens then kwic -e then then csv"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_built(*state, cases[i].words, cases[i].chain);
}

static void streams_are_read_as_they_are(void **state)
{
	static const struct {
		const char *words, *chain;
		enum source_kind source;
		size_t inputs;
	} cases[] = {
	    {"freq", "freq", SOURCE_STREAM, 0},
	    {"freq -", "freq -", SOURCE_STREAM, 1},
	    {"freq %/stream -", "freq %/stream -", SOURCE_STREAM, 2},
	    {"kwic --stem trust %/stream", "kwic --stem trust %/stream", SOURCE_STREAM, 1},
	    {"csv %/table.tsv", "csv %/table.tsv", SOURCE_TABLE, 1},
	    {"extract %/stream", "extract %/stream", SOURCE_FILES, 0},
	    {"freq /dev/null", "freq /dev/null", SOURCE_STREAM, 1},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct built b;

		assert_built(*state, cases[i].words, cases[i].chain);
		build(&b, *state, cases[i].words);
		assert_int_equal(b.chain.source, cases[i].source);
		assert_int_equal(b.chain.inputs.count, cases[i].inputs);
		forget(&b);
	}
}

static void what_does_not_fit_is_said_with_its_remedy(void **state)
{
	static const struct {
		const char *words;
		enum outcome outcome;
		const char *reason;
	} cases[] = {
	    {"extract % then freq", BAD_USAGE, "put 'tokens' before 'freq'"},
	    {"tokens then normalise", BAD_USAGE, "put 'normalise' before 'tokens'"},
	    {"extract % then csv", BAD_USAGE, "put 'freq' or another"},
	    {"freq then freq", BAD_USAGE, "is given a table"},
	    {"freq then csv then csv", BAD_USAGE, "is given nothing"},
	    {"tokens then extract %", BAD_USAGE, "only the first stage is given files"},
	    {"filter then freq %/stream", BAD_USAGE, "only the first stage is given files"},
	    {"filter then run", BAD_USAGE, "run is a whole command"},
	    {"run then freq", BAD_USAGE, "run is a whole command"},
	    {"freq then", BAD_USAGE, "'then' needs a stage"},
	    {"then freq", BAD_USAGE, "'then' stands between"},
	    {"freq then then csv", BAD_USAGE, "'then' stands between"},
	    {"frek", BAD_USAGE, "did you mean 'freq'"},
	    {"xyzzy", BAD_USAGE, "no stage 'xyzzy': 'concordat help'"},
	    {"freq --bye x", BAD_USAGE, "freq: no option --bye"},
	    {"kwic", BAD_USAGE, "kwic needs a QUERY"},
	    {"freq % %/stream", BAD_USAGE, "cannot be mixed"},
	    {"freq %/not-there % %/nor-this", NO_INPUT, "not-there"},
	    {"csv %/not-there", NO_INPUT, "not-there"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_refused(*state, cases[i].words, cases[i].outcome, cases[i].reason);
}

static void every_missing_operand_is_named(void **state)
{
	struct built b;

	build(&b, *state, "freq %/one % %/two");
	assert_int_equal(b.outcome, NO_INPUT);
	assert_non_null(memmem(b.d.lines.at, b.d.lines.length, "/one: ", 6));
	assert_non_null(memmem(b.d.lines.at, b.d.lines.length, "/two: ", 6));
	forget(&b);
}

static void needs_reach_every_stage_before(void **state)
{
	struct built b;

	build(&b, *state, "tokens then stem then kwic trust");
	assert_int_equal(b.chain.ends[0].links[0].needs, NEED_SENTENCES);
	assert_int_equal(b.chain.ends[0].links[1].needs, NEED_SENTENCES);
	assert_int_equal(b.chain.ends[0].links[2].needs, 0);
	forget(&b);
	build(&b, *state, "tokens then freq");
	assert_int_equal(b.chain.ends[0].links[0].needs, 0);
	forget(&b);
	build(&b, *state, "tokens then stem");		/* documents are written in full */
	assert_int_equal(b.chain.ends[0].links[0].needs, NEED_SENTENCES | NEED_GLUE);
	assert_int_equal(b.chain.ends[0].links[1].needs, NEED_SENTENCES | NEED_GLUE);
	forget(&b);
}

static void needs_of_all_ends_meet_in_the_trunk(void **state)
{
	static const char *const trunk[] = {"tokens", "then", "stem"};
	static const char *const kwic[] = {"kwic", "trust"}, *const list[] = {"list"};
	const struct chain_end ends[] = {{.words = {kwic, 2}}, {.words = {list, 1}}};
	struct built b;
	struct chain chain;

	build(&b, *state, "freq");
	assert_int_equal(chain_build(&chain, &b.runner, (struct arguments){trunk, 3}, ends, 2, 0,
				     &b.d), DONE);
	assert_int_equal(chain.trunk.count, 2);
	assert_int_equal(chain.trunk.links[0].needs, NEED_SENTENCES | NEED_HASH);
	assert_int_equal(chain.trunk.links[1].needs, NEED_SENTENCES | NEED_HASH);
	assert_ptr_equal(chain_first(&chain), &chain.trunk.links[0]);
	chain_free(&chain);
	forget(&b);
}

static void help_is_all_there_is_to_do(void **state)
{
	struct built b;

	build(&b, *state, "freq not-there then kwic --help");
	assert_int_equal(b.outcome, DONE);
	assert_true(b.chain.help);
	assert_string_equal(b.chain.help_stage->name, "kwic");
	forget(&b);
}

static void paths_are_described_so_that_they_can_be_typed(void **state)
{
	struct folder *folder = *state;

	assert_int_equal(chdir(folder->path), 0);
	assert_built(folder, "freq --by x -- -b.txt",
		     "extract ./-b.txt then normalise then tokens then freq --by x --");
	assert_built(folder, "kwic it's a.txt",
		     "extract a.txt then normalise then tokens then kwic 'it'\\''s'");
	assert_built(folder, "kwic -e a*", "kwic -e 'a*'");
	assert_int_equal(chdir("/"), 0);
}

static void a_chain_has_no_more_than_so_many_stages(void **state)
{
	const char *words[2 * LINKS_MOST + 1];
	struct built b;
	struct chain chain;

	build(&b, *state, "freq");
	for (size_t i = 0; i < COUNT_OF(words); i++)
		words[i] = i % 2 ? "then" : "filter";
	for (int more = 0; more < 2; more++) {
		struct chain_end end = {.words = {words, 2 * LINKS_MOST - 1 + 2 * (size_t)more}};

		assert_int_equal(chain_build(&chain, &b.runner, (struct arguments){NULL, 0}, &end,
					     1, 0, &b.d), more ? BAD_USAGE : DONE);
		chain_free(&chain);
	}
	forget(&b);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, begin, folder_end)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(what_is_missing_goes_in_front_of_documents),
	    IN_A_FOLDER(streams_are_read_as_they_are),
	    IN_A_FOLDER(what_does_not_fit_is_said_with_its_remedy),
	    IN_A_FOLDER(every_missing_operand_is_named),
	    IN_A_FOLDER(needs_reach_every_stage_before),
	    IN_A_FOLDER(needs_of_all_ends_meet_in_the_trunk),
	    IN_A_FOLDER(help_is_all_there_is_to_do),
	    IN_A_FOLDER(paths_are_described_so_that_they_can_be_typed),
	    IN_A_FOLDER(a_chain_has_no_more_than_so_many_stages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
