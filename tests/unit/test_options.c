/* Options: every way to write one, and every way to get it wrong. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/run/options.h"

struct values {
	bool all;
	const char *by;
	struct option_number top;
	struct option_list where;
};

static const struct option options[] = {
	FLAG(struct values, all, 'a', "all", "everything"),
	TEXT(struct values, by, 'b', "by", "ATTRIBUTE", "groups"),
	NUMBER(struct values, top, 't', "top", "N", 7, 1, 100, "so many"),
	LIST(struct values, where, 'w', "where", "CONDITION", "only these"),
};

enum { WORDS_MOST = 16 };

struct parsed {
	struct values values;
	const char *operands[WORDS_MOST];
	size_t operand_count, used;
	bool help;
	enum outcome outcome;
	struct diagnostics d;
};

static struct parsed parse(const char *const *words)
{
	struct parsed p = {0};
	size_t count = 0;

	while (words[count])
		count++;
	p.outcome = options_parse(options, COUNT_OF(options), &p.values,
				  (struct arguments){words, count}, p.operands, &p.operand_count,
				  &p.used, &p.help, &p.d);
	return p;
}

static void forget(struct parsed *p)
{
	options_free(options, COUNT_OF(options), &p->values);
	diagnostics_free(&p->d);
}

#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})

static void values_stand_attached_or_behind(void **state)
{
	struct parsed p = PARSE("--by=x", "-t", "3", "-wa=1", "--where", "b=2", "file", "-a");

	(void)state;
	assert_int_equal(p.outcome, DONE);
	assert_string_equal(p.values.by, "x");
	assert_int_equal(p.values.top.value, 3);
	assert_int_equal(p.values.where.count, 2);
	assert_string_equal(p.values.where.at[0], "a=1");
	assert_string_equal(p.values.where.at[1], "b=2");
	assert_true(p.values.all);
	assert_int_equal(p.operand_count, 1);
	assert_string_equal(p.operands[0], "file");
	forget(&p);
}

static void numbers_start_at_their_preset(void **state)
{
	struct parsed p = PARSE("x");

	(void)state;
	assert_int_equal(p.values.top.value, 7);
	assert_false(p.values.top.given);
	forget(&p);
}

static void then_ends_the_words_unless_it_is_a_value(void **state)
{
	struct parsed p = PARSE("--by", "then", "-", "then", "freq");

	(void)state;
	assert_int_equal(p.outcome, DONE);
	assert_string_equal(p.values.by, "then");
	assert_int_equal(p.used, 3);
	assert_int_equal(p.operand_count, 1);
	assert_string_equal(p.operands[0], "-");
	forget(&p);
}

static void behind_two_dashes_everything_is_an_operand(void **state)
{
	struct parsed p = PARSE("--", "--all", "-a", "then", "x");

	(void)state;
	assert_false(p.values.all);
	assert_int_equal(p.operand_count, 2);
	assert_int_equal(p.used, 3);
	forget(&p);
}

static void assert_refused(struct parsed p, const char *message)
{
	assert_int_equal(p.outcome, BAD_USAGE);
	assert_slice(buffer_slice(&p.d.lines), message);
	forget(&p);
}

static void mistakes_say_what_to_do(void **state)
{
	(void)state;
	assert_refused(PARSE("--bye"), "concordat: no option --bye: did you mean --by? --help lists them\n");
	assert_refused(PARSE("--zzzzzz=1"), "concordat: no option --zzzzzz: --help lists them\n");
	assert_refused(PARSE("-z"), "concordat: no option -z: --help lists them\n");
	assert_refused(PARSE("--by"), "concordat: --by needs a value: --by ATTRIBUTE\n");
	assert_refused(PARSE("--all=1"), "concordat: --all takes no value: leave out '=1'\n");
	assert_refused(PARSE("--top", "0"),
		       "concordat: --top takes a whole number from 1 to 100, not '0'\n");
	assert_refused(PARSE("-t5x"),
		       "concordat: --top takes a whole number from 1 to 100, not '5x'\n");
}

static void help_is_an_option_of_every_stage(void **state)
{
	struct parsed p = PARSE("--help");

	(void)state;
	assert_true(p.help);
	forget(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_stand_attached_or_behind),
	    cmocka_unit_test(numbers_start_at_their_preset),
	    cmocka_unit_test(then_ends_the_words_unless_it_is_a_value),
	    cmocka_unit_test(behind_two_dashes_everything_is_an_operand),
	    cmocka_unit_test(mistakes_say_what_to_do),
	    cmocka_unit_test(help_is_an_option_of_every_stage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
