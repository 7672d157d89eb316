/* Hyphens: a document's own words, and its language's, as witnesses. */
#include "tests/unit/cmocka_all.h"

#include "stages/text/hyphens.h"

/* A document with these words and these cuts ("part- nership, ..."). */
static void judge(struct hyphens *h, struct stoplist *words, const char *text,
		  const char *const *cuts, size_t count)
{
	hyphens_begin(h, words);
	hyphens_add_text(h, slice_of(text));
	for (size_t i = 0; i < count; i++) {
		struct slice cut = slice_of(cuts[i]);
		size_t place = slice_find_byte(cut, '~');

		hyphens_weigh(h, slice_first(cut, place), slice_from(cut, place + 1));
	}
	hyphens_judge(h);
}

static bool keeps(struct hyphens *h, const char *cut)
{
	size_t place = slice_find_byte(slice_of(cut), '~');

	return hyphens_keep(h, slice_first(slice_of(cut), place),
			    slice_from(slice_of(cut), place + 1));
}

static void the_joined_word_elsewhere_makes_a_document_that_hyphenates(void **state)
{
	static const char *const cuts[] = {"partner~ship", "edu~cation", "long~term"};
	struct hyphens h = {0};

	(void)state;
	judge(&h, NULL, "Partnership and education, in the long-term.", cuts, COUNT_OF(cuts));
	assert_int_equal(h.soft, 4);
	assert_int_equal(h.hard, 2);
	assert_true(h.hyphenates);
	assert_false(keeps(&h, "partner~ship"));
	assert_false(keeps(&h, "PARTNER~SHIP"));
	assert_true(keeps(&h, "long~term"));
	hyphens_free(&h);
}

static void a_document_that_does_not_hyphenate_keeps_every_hyphen(void **state)
{
	static const char *const cuts[] = {"multi~agency", "area~based"};
	struct hyphens h = {0};

	(void)state;
	judge(&h, NULL, "agency area based multi-agency", cuts, COUNT_OF(cuts));
	assert_int_equal(h.hard, 3);
	assert_false(h.hyphenates);
	assert_true(keeps(&h, "partner~ship"));
	hyphens_free(&h);
}

static void some_hyphens_are_hard_in_every_document(void **state)
{
	static const char *const soft[] = {"educa~tion", "part~ner"};
	static const char *const hard[] = {"https://example.org/a~b", "www.a~b", "x@a~b", "1~2",
					   "e~mail", "pre~War", "FAA~approved", "self~evaluation",
					   "co~operate", "re~examine", "non~selective"};
	struct hyphens h = {0};

	(void)state;
	judge(&h, NULL, "education partner", soft, COUNT_OF(soft));
	assert_true(h.hyphenates);
	for (size_t i = 0; i < COUNT_OF(hard); i++)
		if (!keeps(&h, hard[i]))
			fail_msg("%s", hard[i]);
	hyphens_weigh(&h, SLICE("www.a"), SLICE("b"));
	assert_int_equal(h.hard, 0);	/* and say nothing about the document */
	hyphens_free(&h);
}

static void the_words_of_the_language_decide_what_the_document_does_not(void **state)
{
	static const char *const cuts[] = {"educa~tion"};
	struct hyphens h = {0};
	struct stoplist words = {0};

	(void)state;
	stoplist_add(&words, SLICE("governors"));
	stoplist_add(&words, SLICE("whole"));
	stoplist_add(&words, SLICE("school"));
	judge(&h, &words, "education", cuts, COUNT_OF(cuts));
	assert_false(keeps(&h, "gover~nors"));
	assert_true(keeps(&h, "whole~school"));
	assert_false(keeps(&h, "unheard~ofword"));
	hyphens_free(&h);
	stoplist_free(&words);
}

static void a_second_document_knows_nothing_of_the_first(void **state)
{
	static const char *const cuts[] = {"partner~ship"};
	struct hyphens h = {0};

	(void)state;
	judge(&h, NULL, "partnership", cuts, 1);
	assert_true(h.hyphenates);
	judge(&h, NULL, "partner ship", cuts, 1);
	assert_false(h.hyphenates);
	judge(&h, NULL, "", NULL, 0);
	assert_false(h.hyphenates);
	hyphens_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_joined_word_elsewhere_makes_a_document_that_hyphenates),
	    cmocka_unit_test(a_document_that_does_not_hyphenate_keeps_every_hyphen),
	    cmocka_unit_test(some_hyphens_are_hard_in_every_document),
	    cmocka_unit_test(the_words_of_the_language_decide_what_the_document_does_not),
	    cmocka_unit_test(a_second_document_knows_nothing_of_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
