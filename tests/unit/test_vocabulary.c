/* Vocabulary: words and their terms, layers asked once for each word, rows of the stream. */
#include "pipeline/model/vocabulary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct slice folded_form = {NULL, 0};

static void assert_slice(struct slice s, const char *expected)
{
	char text[256];

	assert_true(s.length < sizeof text);
	memcpy(text, s.length ? s.at : "", s.length);
	text[s.length] = '\0';
	assert_string_equal(text, expected);
}

static void assert_word(const char *form, bool turkic, const char *folded, const char *term,
			uint32_t flags)
{
	struct vocabulary v;

	vocabulary_begin(&v);
	uint32_t n = vocabulary_add(&v, slice_of(form), turkic, folded_form);

	assert_slice(v.words[n].form, form);
	assert_slice(v.words[n].folded, folded);
	assert_slice(layer_term_string(v.base, n), term);
	assert_slice(vocabulary_term_string(&v, layer_term(v.base, n)), term);
	assert_int_equal(v.words[n].flags, flags);
	vocabulary_free(&v);
}

static void test_words(void **state)
{
	(void)state;
	assert_word("School", false, "school", "school", WORD_COUNTS);
	assert_word("Straße", false, "strasse", "strasse", WORD_COUNTS);
	assert_word("don’t", false, "don't", "don't", WORD_COUNTS);
	assert_word("ISI", false, "isi", "isi", WORD_COUNTS);
	assert_word("ISI", true, "ısı", "ısı", WORD_COUNTS);
	assert_word("3.5", false, "3.5", "3.5", WORD_COUNTS | WORD_NUMBER);
	assert_word("½", false, "½", "½", WORD_COUNTS | WORD_NUMBER);
	assert_word("3rd", false, "3rd", "3rd", WORD_COUNTS);
	assert_word("...", false, "...", "", 0);
	assert_word("@", false, "@", "", 0);
	assert_word("“", false, "“", "", 0);
	assert_word("_", false, "_", "", 0);
	assert_word("日本", false, "日本", "日本", WORD_COUNTS);
}

static void test_terms(void **state)
{
	struct vocabulary v;

	(void)state;
	vocabulary_begin(&v);
	assert_int_equal(vocabulary_term(&v, SLICE("")), 0);
	uint32_t school = vocabulary_term(&v, SLICE("school"));

	assert_int_not_equal(school, 0);
	assert_int_equal(vocabulary_term(&v, SLICE("school")), school);
	assert_int_not_equal(vocabulary_term(&v, SLICE("schools")), school);
	uint32_t given = vocabulary_add(&v, SLICE("Schools"), false, SLICE("school"));
	uint32_t none = vocabulary_add(&v, SLICE("The"), false, SLICE(""));

	assert_slice(v.words[given].folded, "schools");
	assert_slice(v.words[none].folded, "the");
	assert_int_equal(layer_term(v.base, given), school);
	assert_int_equal(layer_term(v.base, none), 0);
	vocabulary_free(&v);
}

/* Asking for the string of a folded form makes no term of it, asking for terms does. */
static void test_terms_when_asked_for(void **state)
{
	struct vocabulary v;
	uint32_t words[2];

	(void)state;
	vocabulary_begin(&v);
	words[0] = vocabulary_add(&v, SLICE("Schools"), false, folded_form);
	words[1] = vocabulary_add(&v, SLICE("SCHOOLS"), false, SLICE("schools"));
	assert_slice(layer_term_string(v.base, words[0]), "schools");
	assert_slice(layer_term_string(v.base, words[1]), "schools");
	assert_int_equal(v.term_count, 1);
	const uint32_t *terms = layer_terms(v.base, words, 2);

	assert_int_equal(v.term_count, 2);
	assert_int_equal(terms[words[0]], terms[words[1]]);
	assert_slice(vocabulary_term_string(&v, terms[words[0]]), "schools");
	vocabulary_free(&v);
}

/* Terms of another vocabulary, some of them known here: each string has one number. */
static void test_terms_of_another(void **state)
{
	enum { TERMS = 5000 };
	struct vocabulary ours, theirs;
	static uint32_t numbers[TERMS + 1];
	char term[16];

	(void)state;
	vocabulary_begin(&ours);
	vocabulary_begin(&theirs);
	for (int i = 0; i < TERMS; i++) {
		snprintf(term, sizeof term, "t%d", i);
		vocabulary_term(&theirs, slice_of(term));
		if (i % 3 == 0)
			vocabulary_term(&ours, slice_of(term));
	}
	vocabulary_take_terms(&ours, &theirs, numbers);
	assert_int_equal(ours.term_count, TERMS + 1);
	for (uint32_t i = 0; i <= TERMS; i++) {
		struct slice string = vocabulary_term_string(&theirs, i);

		assert_true(slice_equal(vocabulary_term_string(&ours, numbers[i]), string));
		assert_int_equal(vocabulary_term(&ours, string), numbers[i]);
	}
	vocabulary_free(&ours);
	vocabulary_free(&theirs);
}

/* A layer that marks the term below, and counts how often it is asked. */
struct marker {
	char mark;
	int asked;
};

static uint32_t put_mark(void *context, struct vocabulary *v, uint32_t word,
			 struct layer *below)
{
	struct marker *marker = context;
	struct buffer term = {0};

	marker->asked++;
	buffer_append(&term, layer_term_string(below, word));
	buffer_byte(&term, marker->mark);
	uint32_t number = vocabulary_term(v, buffer_slice(&term));

	buffer_free(&term);
	return number;
}

static void test_layers(void **state)
{
	struct vocabulary v;
	struct marker plus = {'+', 0}, minus = {'-', 0};

	(void)state;
	vocabulary_begin(&v);
	struct layer *first = vocabulary_layer(&v, v.base, put_mark, &plus);
	struct layer *second = vocabulary_layer(&v, first, put_mark, &minus);

	assert_ptr_equal(vocabulary_layer(&v, v.base, put_mark, &plus), first);
	assert_ptr_not_equal(vocabulary_layer(&v, v.base, put_mark, &minus), second);
	for (int i = 0; i < 3000; i++) {
		char form[16];

		snprintf(form, sizeof form, "w%d", i);
		uint32_t word = vocabulary_add(&v, slice_of(form), false, folded_form);

		assert_slice(vocabulary_term_string(&v, layer_term(second, word)),
			     strcat(form, "+-"));
	}
	for (uint32_t word = 0; word < v.count; word++)
		layer_term(second, word);
	assert_int_equal(plus.asked, 3000);
	assert_int_equal(minus.asked, 3000);
	vocabulary_free(&v);
}

static void test_rows(void **state)
{
	struct vocabulary v;
	struct marker plus = {'>', 0};

	(void)state;
	vocabulary_begin(&v);
	struct layer *marked = vocabulary_layer(&v, v.base, put_mark, &plus);
	uint32_t plain = vocabulary_add(&v, SLICE("Agree"), false, folded_form);
	uint32_t odd = vocabulary_add(&v, SLICE("R&D <a>\"\t\x7f\x01"), false, SLICE("r&d"));
	uint32_t stop = vocabulary_add(&v, SLICE("."), false, folded_form);

	assert_slice(layer_row(v.base, plain), "Agree\tagree\n");
	assert_slice(layer_row(v.base, odd),
		     "R&amp;D &lt;a&gt;\"&#9;&#127;&#1;\tr&amp;d\n");
	assert_slice(layer_row(v.base, stop), ".\t\n");
	assert_slice(layer_row(marked, plain), "Agree\tagree&gt;\n");
	const char *kept = layer_row(v.base, plain).at;

	for (int i = 0; i < 3000; i++) {
		char form[16];

		snprintf(form, sizeof form, "w%d", i);
		layer_row(v.base, vocabulary_add(&v, slice_of(form), false, folded_form));
	}
	assert_ptr_equal(layer_row(v.base, plain).at, kept);
	char behind[16];

	memcpy(behind, kept + layer_row(v.base, plain).length, sizeof behind);
	vocabulary_free(&v);
}

static void a_word_may_be_in_a_language_of_its_own(void **state)
{
	struct vocabulary v;

	(void)state;
	vocabulary_begin(&v);
	uint32_t plain = vocabulary_add(&v, SLICE("ISI"), false, folded_form);
	uint32_t given = vocabulary_add(&v, SLICE("Schools"), false, SLICE("school"));
	uint32_t turkish = vocabulary_in_language(&v, plain, SLICE("tr"));
	uint32_t welsh = vocabulary_in_language(&v, given, SLICE("cy"));

	assert_int_not_equal(turkish, plain);
	assert_slice(v.words[turkish].form, "ISI");
	assert_slice(v.words[turkish].folded, "ısı");
	assert_slice(v.words[plain].folded, "isi");
	assert_slice(layer_term_string(v.base, turkish), "ısı");
	assert_slice(layer_term_string(v.base, welsh), "school");
	assert_slice(vocabulary_language(&v, turkish), "tr");
	assert_slice(vocabulary_language(&v, welsh), "cy");
	assert_slice(vocabulary_language(&v, plain), "");
	/* Asked again, it is the same; and it does not change its language. */
	assert_int_equal(vocabulary_in_language(&v, plain, SLICE("tr")), turkish);
	assert_int_equal(vocabulary_in_language(&v, turkish, SLICE("cy")), turkish);
	assert_int_not_equal(vocabulary_in_language(&v, plain, SLICE("cy")), turkish);
	vocabulary_free(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_terms),
	    cmocka_unit_test(test_terms_when_asked_for),
	    cmocka_unit_test(test_terms_of_another),
	    cmocka_unit_test(test_layers),
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(a_word_may_be_in_a_language_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
