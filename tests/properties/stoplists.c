/* The stop lists as they are committed: each word folded, one token, in order. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/base/file.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/language.h"
#include "pipeline/model/segment.h"

#include <stdio.h>

enum { FILE_MOST = 1 << 20 };

/* Of each language a few sentences such as stand in a council's papers. */
static const struct {
	const char *language, *text;
} languages[] = {
    {"ca", "El consell escolar acorda que les escoles de la comarca treballin juntes, i que els "
	   "directors es trobin cada mes amb l'ajuntament per parlar del que els preocupa."},
    {"cy", "Mae'r ysgolion yn yr ardal wedi cytuno i weithio gyda'i gilydd, ac y bydd y cyngor "
	   "yn cefnogi'r gwaith hwn am dair blynedd."},
    {"da", "Skolerne i kommunen er blevet enige om at arbejde sammen, og de vil ikke længere "
	   "mødes hver for sig, men hos hinanden, når der er noget at tale om."},
    {"de", "Die Schulen des Kreises haben sich darauf geeinigt, zusammen zu arbeiten, und der "
	   "Rat wird sie dabei unterstützen, wenn es nötig ist."},
    {"el", "Τα σχολεία της περιοχής συμφώνησαν να συνεργάζονται και ο δήμος θα τα στηρίξει όταν "
	   "αυτό είναι αναγκαίο για τους μαθητές."},
    {"en", "The schools of the area have agreed to work together, and the council will support "
	   "them with what they need when it is asked to."},
    {"es", "Los centros de la zona han acordado trabajar juntos, y el ayuntamiento los apoyará "
	   "con lo que necesiten cuando se lo pidan."},
    {"fi", "Alueen koulut ovat sopineet, että ne tekevät työtä yhdessä, ja kunta tukee niitä "
	   "silloin kun se on tarpeen, mutta ei muuten."},
    {"fr", "Les écoles du territoire se sont accordées pour travailler ensemble, et la commune "
	   "les soutiendra avec ce dont elles ont besoin."},
    {"ga", "Tá na scoileanna sa cheantar tar éis aontú go n-oibreoidh siad le chéile, agus beidh "
	   "an chomhairle ag tabhairt tacaíochta dóibh nuair a bheidh gá leis."},
    {"hu", "A körzet iskolái megállapodtak abban, hogy együtt dolgoznak, és az önkormányzat "
	   "segíteni fog nekik, ha erre szükség van."},
    {"it", "Le scuole della zona si sono accordate per lavorare insieme, e il comune le "
	   "sosterrà con quello di cui hanno bisogno quando è necessario."},
    {"nl", "De scholen in het gebied hebben afgesproken dat zij samen zullen werken, en de "
	   "gemeente zal hen daarbij helpen als dat nodig is."},
    {"no", "Skolene i kommunen er blitt enige om å arbeide sammen, og de skal ikke lenger møtes "
	   "hver for seg, men hos hverandre, når det er noe å snakke om."},
    {"pl", "Szkoły w tym okręgu zgodziły się, że będą pracować razem, a rada będzie je wspierać, "
	   "kiedy tylko będzie to potrzebne."},
    {"pt", "As escolas da zona acordaram trabalhar em conjunto, e a câmara vai apoiá-las com o "
	   "que elas precisarem quando isso for pedido."},
    {"ro", "Școlile din zonă au fost de acord să lucreze împreună, iar consiliul le va sprijini "
	   "cu ceea ce au nevoie atunci când este cerut."},
    {"ru", "Школы района договорились о том, что они будут работать вместе, и совет будет им "
	   "помогать, когда это нужно."},
    {"sv", "Skolorna i kommunen har kommit överens om att de ska arbeta tillsammans, och de vill "
	   "inte längre mötas var för sig utan hos varandra när det är något att tala om."},
    {"tr", "Bölgedeki okullar birlikte çalışmak için anlaştı ve belediye onlara ne zaman gerekli "
	   "ise o zaman ve bunun için her şey ile destek olacak."},
};

static struct slice read_list(struct buffer *bytes, const char *language)
{
	char path[64];

	snprintf(path, sizeof path, "stopwords/%s.txt", language);
	buffer_reset(bytes);
	if (file_read(bytes, path, FILE_MOST) != 0)
		fail_msg("%s cannot be read", path);
	return buffer_slice(bytes);
}

static bool is_folded(struct slice word, bool turkic)
{
	struct buffer folded = {0};

	unicode_fold(&folded, word, turkic);
	bool same = slice_equal(word, buffer_slice(&folded));

	buffer_free(&folded);
	return same;
}

static void check_word(struct segmenter *segmenter, struct slice word, const char *language)
{
	const struct segment *segments;

	if (!is_folded(word, unicode_language_is_turkic(slice_of(language))))
		fail_msg("%s: %.*s is not folded", language, SLICE_ARGUMENTS(word));
	if (segmenter_cut(segmenter, word, &segments) != 1 || segments[0].length != word.length)
		fail_msg("%s: %.*s is not one token", language, SLICE_ARGUMENTS(word));
}

static void check_list(struct segmenter *segmenter, const char *language)
{
	struct buffer bytes = {0};
	struct slice rest = read_list(&bytes, language), line, last = {"", 0};
	size_t comments = 0, words = 0;

	assert_true(utf8_is_valid(rest));
	assert_true(slice_ends(rest, SLICE("\n")));
	while (slice_line(&rest, &line)) {
		if (line.length && line.at[0] == '#') {
			assert_int_equal(words, 0);
			comments++;
			continue;
		}
		if (slice_compare(last, line) >= 0)
			fail_msg("%s: %.*s is out of order", language, SLICE_ARGUMENTS(line));
		check_word(segmenter, line, language);
		last = line;
		words++;
	}
	assert_true(comments >= 2);
	assert_true(words >= 100);
	buffer_free(&bytes);
}

static void each_word_is_folded_one_token_and_in_byte_order(void **state)
{
	struct segmenter *segmenter = segmenter_new(SEGMENT_USUAL);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(languages); i++)
		check_list(segmenter, languages[i].language);
	segmenter_free(segmenter);
}

static void the_lists_tell_the_languages_apart(void **state)
{
	struct language_votes votes = {0};
	struct diagnostics d = {0};

	(void)state;
	assert_int_equal(language_votes_begin(&votes, "stopwords", &d), DONE);
	for (size_t i = 0; i < COUNT_OF(languages); i++)
		assert_slice(language_votes_of(&votes, slice_of(languages[i].text)),
			     languages[i].language);
	assert_int_equal(language_votes_of(&votes, SLICE("Lorem ipsum 1 2 3 xyz")).length, 0);
	language_votes_free(&votes);
	diagnostics_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_word_is_folded_one_token_and_in_byte_order),
	    cmocka_unit_test(the_lists_tell_the_languages_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
