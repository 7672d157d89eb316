/*
 * Queries: what parses, what matches, and the matcher beside a naive one on
 * generated documents.
 */
#include "pipeline/model/query.h"
#include "tests/unit/token_documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static int set_up(void **state)
{
	struct token_documents *t = memory_new(1, sizeof *t);

	token_documents_begin(t);
	*state = t;
	return 0;
}

static int tear_down(void **state)
{
	token_documents_free(*state);
	free(*state);
	return 0;
}

/* The hits of a query, as "first" or "first-last", with spaces between. */
static const char *hits_of(struct token_documents *t, enum query_target target,
			   const struct selection *selection, struct document *d,
			   const char *const *queries, size_t count)
{
	struct query_set set = {.target = target};
	struct buffer text = {0};
	struct scope scope = scope_of(selection, d);

	for (size_t i = 0; i < count; i++)
		assert_int_equal(query_add(&set, slice_of(queries[i]), &t->diagnostics), DONE);
	query_find(&set, d, &scope, &t->diagnostics);
	for (size_t i = 0; i < set.hit_count; i++) {
		buffer_printf(&text, i ? " %u" : "%u", set.hits[i].first);
		if (set.hits[i].last != set.hits[i].first)
			buffer_printf(&text, "-%u", set.hits[i].last);
	}
	struct slice copy = arena_copy(&t->arena, buffer_slice(&text));

	buffer_free(&text);
	query_set_free(&set);
	return copy.at;
}

static const char *find(struct token_documents *t, struct document *d, const char *query)
{
	const struct selection usual = {0};

	return hits_of(t, QUERY_FOLDED, &usual, d, &query, 1);
}

static const char *find_as(struct token_documents *t, enum query_target target, struct document *d,
			   const char *query)
{
	const struct selection usual = {0};

	return hits_of(t, target, &usual, d, &query, 1);
}

static const char *find_in(struct token_documents *t, struct document *d, const char *in,
			   bool all, const char *query)
{
	struct selection selection = {0};

	assert_int_equal(selection_begin(&selection, NULL, 0, &in, in ? 1 : 0, &t->diagnostics),
			 DONE);
	selection.all = all;
	const char *hits = hits_of(t, QUERY_FOLDED, &selection, d, &query, 1);

	selection_free(&selection);
	return hits;
}

/* The message for a query that is refused. */
static const char *refusal(struct token_documents *t, const char *query, size_t length)
{
	struct query_set set = {0};

	buffer_reset(&t->diagnostics.lines);
	assert_int_equal(query_add(&set, (struct slice){query, length}, &t->diagnostics),
			 BAD_USAGE);
	assert_int_equal(set.count, 0);
	query_set_free(&set);
	return arena_copy(&t->arena, buffer_slice(&t->diagnostics.lines)).at;
}

static void test_words(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(
	    t, "", "<p>\nThe Local authority and the LOCAL Authority~ .\n</p>\n");

	assert_string_equal(find(t, d, "local"), "1 5");
	assert_string_equal(find(t, d, "LOCAL"), "1 5");
	assert_string_equal(find(t, d, "loc"), "");
	assert_string_equal(find(t, d, "local authority"), "1-2 5-6");
	assert_string_equal(find(t, d, "  local\tauthority\xc2\xa0"), "1-2 5-6");
	assert_string_equal(find(t, d, "authority."), "6-7");
	assert_string_equal(find(t, d, "the local authority"), "0-2 4-6");
	assert_string_equal(find(t, d, "authority local"), "");
	assert_string_equal(find_as(t, QUERY_PRINTED, d, "local"), "");
	assert_string_equal(find_as(t, QUERY_PRINTED, d, "Local authority"), "1-2");
}

static void test_folding(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(t, "", "<p>\nStra\xc3\x9f""e don\xe2\x80\x99t ISTANBUL\n</p>\n");
	struct document *turkish =
	    token_document(t, "lang=\"tr-TR\"", "<p>\nISTANBUL \xc4\xb0STANBUL\n</p>\n");

	assert_string_equal(find(t, d, "STRASSE"), "0");
	assert_string_equal(find(t, d, "don't"), "1");
	assert_string_equal(find(t, d, "don\xe2\x80\x99t"), "1");
	assert_string_equal(find(t, d, "/don\xe2\x80\x99t/"), "1");
	assert_string_equal(find(t, d, "istanbul"), "2");
	assert_string_equal(find(t, turkish, "istanbul"), "1");
	assert_string_equal(find(t, turkish, "I*"), "0");
}

static void test_wildcards(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(
	    t, "", "<p>\nagency agencies agenc multi-agency a*b caf\xc3\xa9 caf ?\n</p>\n");

	assert_string_equal(find(t, d, "agenc*"), "0 1 2");
	assert_string_equal(find(t, d, "*Agency"), "0 3");
	assert_string_equal(find(t, d, "agenc?"), "0");
	assert_string_equal(find(t, d, "agenc??*"), "1");
	assert_string_equal(find(t, d, "caf?"), "5");
	assert_string_equal(find(t, d, "c*f?"), "5");
	assert_string_equal(find(t, d, "a\\*?"), "4");
	assert_string_equal(find(t, d, "\\?"), "7");
	assert_string_equal(find(t, d, "agencies * multi-*"), "1-3");
	assert_string_equal(find(t, d, "caf *"), "6-7");
	assert_string_equal(find(t, d, "*t*a*c?"), "3");
}

static void test_wildcard_matches(void **state)
{
	static const struct {
		const char *pattern, *word;
		bool matches;
	} cases[] = {
	    {"", "", true},		     {"\xff", "", true},	   {"\xfe", "", false},
	    {"\xff\xff", "x", true},	     {"a\xff", "a", true},	   {"\xff""a", "ba", true},
	    {"\xff""ab", "aab", true},	     {"a\xff""b\xff""c", "abbbc", true},
	    {"a\xff""b\xff""c", "abbb", false},
	    {"\xfe\xfe", "\xc3\xa9\xe2\x82\xac", true},
	    {"\xfe", "\xf0\x9f\x98\x80", true}, {"\xff\xfe", "\xc3\xa9", true},
	    {"\xff\xfe\xfe", "\xc3\xa9", false}, {"\xff\xfe\xa9", "\xc3\xa9", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(wildcard_matches(slice_of(cases[i].pattern),
						  slice_of(cases[i].word)),
				 cases[i].matches);
}

static void test_regex(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(
	    t, "", "<p>\nTrust mistrust trusted and/or New~ York 2019/20\n</p>\n");

	assert_string_equal(find(t, d, "/(mis)?trust/"), "0 1");
	assert_string_equal(find(t, d, "/trust/"), "0");
	assert_string_equal(find(t, d, "/TRUST.*/"), "0 2");
	assert_string_equal(find_as(t, QUERY_PRINTED, d, "/[a-z]rust.*/"), "2");
	assert_string_equal(find(t, d, "/and\\/or/"), "3");
	assert_string_equal(find(t, d, "/\\d+\\W\\d+/"), "6");
	assert_string_equal(find(t, d, "/new/ york"), "4-5");
	assert_string_equal(find(t, d, "/new\\ york/"), "");
}

/* What an expression names is folded as the words are. */
static void test_regex_folded(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(
	    t, "", "<p>\nStraße STRASSE ﬁnance État Fuß heads’ dass Öl\n</p>\n");

	assert_string_equal(find(t, d, "/straße/"), "0 1");
	assert_string_equal(find(t, d, "/STRA\\ße/"), "0 1");
	assert_string_equal(find(t, d, "/fuß?/"), "4");
	assert_string_equal(find(t, d, "/\\w*[äöüß]\\w*/"), "0 1 4 6 7");
	assert_string_equal(find(t, d, "/stra[]ß]e/"), "0 1");
	assert_string_equal(find(t, d, "/[[:alpha:]ß]+e/"), "0 1 2");
	assert_string_equal(find(t, d, "/ﬁ.*/"), "2");
	assert_string_equal(find(t, d, "/É.*/"), "3");
	assert_string_equal(find(t, d, "/[É].*/"), "3");
	assert_string_equal(find(t, d, "/[^ß]+s’/"), "5");
	assert_string_equal(find(t, d, "/heads[’]/"), "5");
	assert_string_equal(find_as(t, QUERY_PRINTED, d, "/Straße/"), "0");
	assert_string_equal(find_as(t, QUERY_PRINTED, d, "/[A-Z]{3,}/"), "1");
}

static void test_regex_that_backtracks(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(
	    t, "", "<p>\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! ab\n</p>\n");

	assert_string_equal(find(t, d, "/(a+)+(b|c)/"), "1");
	assert_true(t->diagnostics.failed);
	assert_non_null(strstr(t->diagnostics.lines.at, "/(a+)+(b|c)/ takes more than"));
}

static void test_terms(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(
	    t, "lang=\"en-GB\"",
	    "<p>\nAgencies|agenc agreed|agre on| multi-agency|multi-agenc partnerships|partnership ,\n</p>\n");
	struct document *welsh =
	    token_document(t, "lang=\"cy\"", "<p>\npartneriaethau agencies\n</p>\n");

	assert_string_equal(find_as(t, QUERY_TERM, d, "agency"), "0");
	assert_string_equal(find_as(t, QUERY_TERM, d, "AGREEING on"), "1-2");
	assert_string_equal(find_as(t, QUERY_TERM, d, "multi-agencies"), "3");
	assert_string_equal(find_as(t, QUERY_TERM, d, "partnership,"), "4-5");
	assert_string_equal(find_as(t, QUERY_TERM, d, "agre*"), "1");
	assert_string_equal(find_as(t, QUERY_TERM, d, "agreed*"), "");
	assert_string_equal(find_as(t, QUERY_TERM, welsh, "agency"), "");
	assert_string_equal(find_as(t, QUERY_TERM, welsh, "agencies"), "1");
}

static void test_units(void **state)
{
	struct token_documents *t = *state;
	struct document *sentences = token_document(
	    t, "", "<p>\n<s>\nsoft power\n</s>\n<s>\npower soft\n</s>\n</p>\n<p>\n<s>\npower\n</s>\n</p>\n");
	struct document *blocks = token_document(
	    t, "", "<p>\nsoft power power soft\n</p>\n<p>\npower\n</p>\nsoft\n<div>\npower\n</div>\n");

	assert_string_equal(find(t, sentences, "soft power"), "0-1");
	assert_string_equal(find(t, sentences, "power power"), "");
	assert_string_equal(find(t, blocks, "soft power"), "0-1");
	assert_string_equal(find(t, blocks, "power power"), "1-2");
}

static void test_forme_work(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(
	    t, "",
	    "<head>\nlocal\n</head>\n<p>\nthe local\n<pb n=\"1\"/>\n<fw type=\"header\">\n"
	    "local authority\n</fw>\nauthority grew\n</p>\n<note>\nlocal authority\n</note>\n");

	assert_string_equal(find(t, d, "local authority"), "2-5 7-8");
	assert_string_equal(find(t, d, "the local authority grew"), "1-6");
	assert_string_equal(find_in(t, d, NULL, true, "local authority"), "3-4 7-8");
	assert_string_equal(find_in(t, d, "header", false, "local authority"), "3-4");
	assert_string_equal(find_in(t, d, "note", false, "local authority"), "7-8");
	assert_string_equal(find_in(t, d, "-note", false, "local authority"), "2-5");
	assert_string_equal(find_in(t, d, "head", false, "local"), "0");
}

/* All tokens of a hit must be selected, not only the one that was looked for. */
static void test_partly_selected(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(
	    t, "", "<p>\nlocal\n<hi>\nauthority local\n</hi>\nauthority\n<hi>\nlocal authority\n</hi>\n</p>\n");

	assert_string_equal(find(t, d, "local authority"), "0-1 2-3 4-5");
	assert_string_equal(find_in(t, d, "hi", false, "local authority"), "4-5");
	assert_string_equal(find_in(t, d, "hi", false, "authority *"), "1-2");
}

static void test_several(void **state)
{
	struct token_documents *t = *state;
	const struct selection usual = {0};
	static const char *const queries[] = {"very", "very very", "good"};
	struct document *d = token_document(t, "", "<p>\ngood very very very\n</p>\n");

	assert_string_equal(hits_of(t, QUERY_FOLDED, &usual, d, queries, COUNT_OF(queries)),
			    "0 1 1-2 2 2-3 3");
}

static void test_segments(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(
	    t, "", "<p>\n\xc2\xa3~ 3.50 multi-agency www.essex.gov.uk don't (~ a~ )\n</p>\n");

	assert_string_equal(find(t, d, "\xc2\xa3""3.50"), "0-1");
	assert_string_equal(find(t, d, "multi-agency"), "2");
	assert_string_equal(find(t, d, "www.essex.gov.uk"), "3");
	assert_string_equal(find(t, d, "don't (a)"), "4-7");
}

static void test_refusals(void **state)
{
	struct token_documents *t = *state;

#define REFUSED(query, part) assert_non_null(strstr(refusal(t, query, sizeof query - 1), part))
	REFUSED("", "empty");
	REFUSED(" \t ", "empty");
	REFUSED("soft /pow", "at character 6: the regular expression has no closing '/'");
	REFUSED("/pow\\/", "no closing '/'");
	REFUSED("\xc3\xa9 //", "at character 3: the regular expression is empty");
	REFUSED("/a/b", "at character 4: something follows");
	REFUSED("ab /x(y/", "at character 8: missing closing parenthesis");
	REFUSED("ab\\", "at character 3: nothing follows");
	REFUSED("a \xff", "not UTF-8, from its byte 3");
	REFUSED("a \xc2\xad", "at character 3: nothing here can be searched for");
#undef REFUSED
	char *longest = memory_new(QUERY_LONGEST + 1, 1);

	memset(longest, 'a', QUERY_LONGEST + 1);
	assert_non_null(strstr(refusal(t, longest, QUERY_LONGEST + 1), "too long"));
	free(longest);
}

/* A refused query leaves the ones before it as they were. */
static void test_refused_after_good(void **state)
{
	struct token_documents *t = *state;
	struct document *d = token_document(t, "", "<p>\nsoft power\n</p>\n");
	const struct selection usual = {0};
	struct scope scope = scope_of(&usual, d);
	struct query_set set = {0};

	assert_int_equal(query_add(&set, SLICE("soft"), &t->diagnostics), DONE);
	assert_int_equal(query_add(&set, SLICE("a /b/ c /("), &t->diagnostics), BAD_USAGE);
	assert_int_equal(query_add(&set, SLICE("power"), &t->diagnostics), DONE);
	query_find(&set, d, &scope, &t->diagnostics);
	assert_int_equal(set.hit_count, 2);
	assert_int_equal(set.hits[1].query, 1);
	query_set_free(&set);
}

/* The same set goes on to documents with words it has not met. */
static void test_growing_vocabulary(void **state)
{
	struct token_documents *t = *state;
	const struct selection usual = {0};
	struct query_set set = {0};

	assert_int_equal(query_add(&set, SLICE("w*7 w*"), &t->diagnostics), DONE);
	for (unsigned i = 0; i < 200; i++) {
		char body[64];

		snprintf(body, sizeof body, "<p>\nw%u w%u x%u\n</p>\n", 10 * i + 7, 10 * i + 8, i);
		struct document *d = token_document(t, "", body);
		struct scope scope = scope_of(&usual, d);

		query_find(&set, d, &scope, &t->diagnostics);
		assert_int_equal(set.hit_count, 1);
		assert_int_equal(set.hits[0].last, 1);
	}
	query_set_free(&set);
}

static uint32_t chance(uint64_t *seed, uint32_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33) % below;
}

enum { LETTERS = 3, GENERATED = 400 };

/* A body of words a, b, c in blocks and sentences; *units says which belong together. */
static void generate(uint64_t *seed, struct buffer *body, uint32_t *units, char *letters,
		     bool *forme_work, size_t *length)
{
	static const char *const blocks[] = {"p", "item", "fw", "note"};
	uint32_t unit = 0;

	*length = 0;
	for (uint32_t block = chance(seed, 6); block > 0; block--) {
		const char *name = blocks[chance(seed, COUNT_OF(blocks))];
		bool sentences = chance(seed, 2);

		buffer_printf(body, "<%s>\n", name);
		for (uint32_t part = 1 + chance(seed, 3); part > 0; part--) {
			unit += sentences;
			buffer_printf(body, "%s", sentences ? "<s>\n" : "");
			for (uint32_t i = chance(seed, 7); i > 0; i--) {
				letters[*length] = (char)('a' + chance(seed, LETTERS));
				units[*length] = unit;
				forme_work[*length] = strcmp(name, "fw") == 0;
				buffer_printf(body, "%c\n", letters[(*length)++]);
			}
			buffer_printf(body, "%s", sentences ? "</s>\n" : "");
		}
		buffer_printf(body, "</%s>\n", name);
		unit++;
	}
}

/* Every start tried, every part compared: what the matcher must equal. */
static const char *naive(struct token_documents *t, const char *pattern, const uint32_t *units,
			 const char *letters, const bool *forme_work, size_t length)
{
	struct buffer text = {0};

	for (size_t i = 0; i < length; i++) {
		size_t at = i, last = i, part = 0;

		if (forme_work[i])
			continue;
		for (; pattern[part]; at++) {
			while (at < length && forme_work[at])
				at++;
			if (at >= length || units[at] != units[i] ||
			    (pattern[part] != '*' && pattern[part] != letters[at]))
				break;
			last = at;
			part++;
		}
		if (pattern[part])
			continue;
		buffer_printf(&text, text.length ? " %zu" : "%zu", i);
		if (last != i)
			buffer_printf(&text, "-%zu", last);
	}
	struct slice copy = arena_copy(&t->arena, buffer_slice(&text));

	buffer_free(&text);
	return copy.at;
}

static void test_against_naive(void **state)
{
	struct token_documents *t = *state;
	uint64_t seed = 1;
	uint32_t units[200];
	char letters[200], pattern[5], query[16];
	bool forme_work[200];
	size_t length;

	for (int round = 0; round < GENERATED; round++) {
		struct buffer body = {0};

		generate(&seed, &body, units, letters, forme_work, &length);
		buffer_byte(&body, '\0');
		struct document *d = token_document(t, "", body.at);

		assert_non_null(d);
		for (int i = 0; i < 8; i++) {
			uint32_t parts = 1 + chance(&seed, 4);

			for (uint32_t part = 0; part < parts; part++) {
				uint32_t letter = chance(&seed, LETTERS + 1);

				pattern[part] = letter == LETTERS ? '*' : (char)('a' + letter);
				query[2 * part] = pattern[part];
				query[2 * part + 1] = ' ';
			}
			pattern[parts] = query[2 * parts] = '\0';
			assert_string_equal(
			    find(t, d, query),
			    naive(t, pattern, units, letters, forme_work, length));
		}
		buffer_free(&body);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_folding, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_wildcards, set_up, tear_down),
	    cmocka_unit_test(test_wildcard_matches),
	    cmocka_unit_test_setup_teardown(test_regex, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_regex_folded, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_regex_that_backtracks, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_terms, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_units, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_forme_work, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_partly_selected, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_several, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_segments, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_refusals, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_refused_after_good, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_growing_vocabulary, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_against_naive, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
