/*
 * Unicode: ICU behind a small door.
 *
 * Text goes to UTF-16 and back, since ICU's own UTF-8 paths are slower; what
 * is plain ASCII, nearly everything, never gets here or leaves early.  ICU
 * fails only when its data are missing or memory is out, and then so does
 * the program, as in memory.c.
 */
#include "pipeline/base/unicode.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"

#include <limits.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>
#include <unistd.h>

/* UTF-16; freed with wide_free(). */
struct wide {
	UChar *at;
	int32_t length, capacity;
};

/* No step below makes text longer than this many times. */
enum { GROWTH = 3, LONGEST = INT_MAX / 8 };

static _Noreturn void library_broken(void)
{
	static const char message[] =
	    "concordat: the ICU library does not work: is the package libicu72 whole?\n";

	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		_exit(EX_SOFTWARE);
	_exit(EX_SOFTWARE);
}

static void check(UErrorCode status)
{
	if (U_FAILURE(status))
		library_broken();
}

/* Room for `units` and for ICU's NUL. */
static struct wide wide_new(size_t units)
{
	if (units > LONGEST * (size_t)GROWTH)
		units = SIZE_MAX / 2;	/* no such memory: the allocator says so */
	struct wide wide = {.at = memory_resize(NULL, units + 1, sizeof(UChar))};

	wide.capacity = (int32_t)units + 1;
	return wide;
}

static void wide_free(struct wide *wide)
{
	free(wide->at);
	*wide = (struct wide){0};
}

static void wide_append(struct wide *to, UChar32 point)
{
	U16_APPEND_UNSAFE(to->at, to->length, point);
}

/* s, which is well-formed, as UTF-16. */
static struct wide wide_of(struct slice s)
{
	struct wide wide = wide_new(s.length);

	for (size_t i = 0; i < s.length;)
		wide_append(&wide, (UChar32)utf8_next(s, &i));
	return wide;
}

static void append_narrow(struct buffer *to, const UChar *at, int32_t length)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t bytes = 0;

	if (length <= 0)
		return;
	buffer_reserve(to, (size_t)length * 3);
	size_t room = to->capacity - to->length;

	u_strToUTF8WithSub(to->at + to->length, room > INT_MAX ? INT_MAX : (int32_t)room, &bytes,
			   at, length, 0xfffd, NULL, &status);
	check(status);
	to->length += (size_t)bytes;
}

static const UNormalizer2 *normaliser(enum unicode_form form)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *n = form == UNICODE_NFC ? unorm2_getNFCInstance(&status)
						    : unorm2_getNFKCInstance(&status);

	check(status);
	return n;
}

/* Compatibility forms of one character have up to 18 units, so ask for the size. */
static void wide_normalise(struct wide *text, enum unicode_form form)
{
	const UNormalizer2 *n = normaliser(form);
	UErrorCode status = U_ZERO_ERROR;

	if (unorm2_quickCheck(n, text->at, text->length, &status) == UNORM_YES) {
		check(status);
		return;
	}
	struct wide result = wide_new((size_t)text->length * GROWTH);

	result.length = unorm2_normalize(n, text->at, text->length, result.at, result.capacity,
					 &status);
	if (status == U_BUFFER_OVERFLOW_ERROR) {
		size_t need = (size_t)result.length;

		wide_free(&result);
		result = wide_new(need);
		status = U_ZERO_ERROR;
		result.length = unorm2_normalize(n, text->at, text->length, result.at,
						 result.capacity, &status);
	}
	check(status);
	wide_free(text);
	*text = result;
}

static void wide_fold_case(struct wide *text, bool turkic)
{
	struct wide result = wide_new((size_t)text->length * GROWTH);
	UErrorCode status = U_ZERO_ERROR;

	result.length = u_strFoldCase(result.at, result.capacity, text->at, text->length,
				      turkic ? U_FOLD_CASE_EXCLUDE_SPECIAL_I
					     : U_FOLD_CASE_DEFAULT,
				      &status);
	check(status);
	wide_free(text);
	*text = result;
}

/* Normalising first makes I with a dot above one letter, as Turkic folding needs. */
static void fold_any(struct buffer *to, struct slice s, bool turkic)
{
	struct wide text = wide_new(s.length);

	for (size_t i = 0; i < s.length;) {
		uint32_t point = utf8_next(s, &i);

		if (point == 0x2019)
			point = '\'';
		if (!unicode_is_default_ignorable(point))
			wide_append(&text, (UChar32)point);
	}
	wide_normalise(&text, UNICODE_NFC);
	wide_fold_case(&text, turkic);
	wide_normalise(&text, UNICODE_NFC);
	append_narrow(to, text.at, text.length);
	wide_free(&text);
}

void unicode_fold(struct buffer *to, struct slice s, bool turkic)
{
	if (utf8_ascii_prefix(s) < s.length ||
	    (turkic && slice_find_byte(s, 'I') < s.length)) {
		fold_any(to, s, turkic);
		return;
	}
	buffer_reserve(to, s.length);
	for (size_t i = 0; i < s.length; i++) {
		char c = s.at[i];

		to->at[to->length++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
	}
}

bool unicode_language_is_turkic(struct slice language)
{
	if (language.length < 2 ||
	    (language.length > 2 && language.at[2] != '-' && language.at[2] != '_'))
		return false;
	char first = (char)(language.at[0] | 0x20), second = (char)(language.at[1] | 0x20);

	return (first == 't' && second == 'r') || (first == 'a' && second == 'z');
}

bool unicode_is_letter(uint32_t point)
{
	return u_isalpha((UChar32)point);
}

bool unicode_is_digit(uint32_t point)
{
	return u_isdigit((UChar32)point);
}

bool unicode_is_letter_or_number(uint32_t point)
{
	return (U_GET_GC_MASK((UChar32)point) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

bool unicode_is_mark(uint32_t point)
{
	return (U_GET_GC_MASK((UChar32)point) & U_GC_M_MASK) != 0;
}

bool unicode_is_white_space(uint32_t point)
{
	return u_isUWhiteSpace((UChar32)point);
}

bool unicode_is_uppercase(uint32_t point)
{
	return u_isUUppercase((UChar32)point);
}

bool unicode_is_lowercase(uint32_t point)
{
	return u_isULowercase((UChar32)point);
}

bool unicode_is_default_ignorable(uint32_t point)
{
	return point >= 0xad &&
	       u_hasBinaryProperty((UChar32)point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

enum unicode_sentence_class unicode_sentence_class(uint32_t point)
{
	if (unicode_is_white_space(point))
		return SENTENCE_SPACE;
	switch (u_getIntPropertyValue((UChar32)point, UCHAR_SENTENCE_BREAK)) {
	case U_SB_EXTEND:
	case U_SB_FORMAT:
		return SENTENCE_EXTEND;
	case U_SB_LOWER:
		return SENTENCE_LOWER;
	case U_SB_UPPER:
		return SENTENCE_UPPER;
	case U_SB_OLETTER:
		return SENTENCE_LETTER;
	case U_SB_NUMERIC:
		return SENTENCE_NUMERIC;
	case U_SB_ATERM:
		return SENTENCE_STOP;
	case U_SB_STERM:
		return SENTENCE_END;
	case U_SB_CLOSE:
		return SENTENCE_CLOSE;
	case U_SB_SCONTINUE:
		return SENTENCE_CONTINUE;
	default:
		return SENTENCE_OTHER;
	}
}

bool unicode_is_normalised(struct slice s, enum unicode_form form)
{
	UErrorCode status = U_ZERO_ERROR;

	if (utf8_ascii_prefix(s) == s.length)
		return true;
	struct wide text = wide_of(s);
	bool is = unorm2_isNormalized(normaliser(form), text.at, text.length, &status);

	check(status);
	wide_free(&text);
	return is;
}

void unicode_normalise(struct buffer *to, struct slice s, enum unicode_form form)
{
	if (utf8_ascii_prefix(s) == s.length) {
		buffer_append(to, s);
		return;
	}
	struct wide text = wide_of(s);

	wide_normalise(&text, form);
	append_narrow(to, text.at, text.length);
	wide_free(&text);
}

struct unicode_breaker {
	UBreakIterator *iterator;
	struct wide text;		/* kept from call to call */
	uint32_t *boundaries;
	size_t capacity;
};

struct unicode_breaker *unicode_breaker_new(enum unicode_break kind)
{
	static const UBreakIteratorType types[] = {
		[UNICODE_WORDS] = UBRK_WORD,
		[UNICODE_SENTENCES] = UBRK_SENTENCE,
		[UNICODE_GRAPHEMES] = UBRK_CHARACTER,
	};
	struct unicode_breaker *breaker = memory_new(1, sizeof *breaker);
	UErrorCode status = U_ZERO_ERROR;

	breaker->iterator = ubrk_open(types[kind], "root", NULL, 0, &status);
	check(status);
	return breaker;
}

void unicode_breaker_free(struct unicode_breaker *breaker)
{
	if (!breaker)
		return;
	ubrk_close(breaker->iterator);
	wide_free(&breaker->text);
	free(breaker->boundaries);
	free(breaker);
}

static void breaker_set_text(struct unicode_breaker *breaker, struct slice s)
{
	struct wide *text = &breaker->text;
	UErrorCode status = U_ZERO_ERROR;

	if ((size_t)text->capacity <= s.length) {
		wide_free(text);
		*text = wide_new(s.length + s.length / 2);
	}
	text->length = 0;
	for (size_t i = 0; i < s.length;)
		wide_append(text, (UChar32)utf8_next(s, &i));
	ubrk_setText(breaker->iterator, text->at, text->length, &status);
	check(status);
}

/* How many bytes of UTF-8 the units from..to stand for; no pair is parted. */
static uint32_t bytes_of(const UChar *at, int32_t from, int32_t to)
{
	uint32_t bytes = 0;

	for (int32_t i = from; i < to; i++)
		bytes += at[i] < 0x80 ? 1 : at[i] < 0x800 || U16_IS_SURROGATE(at[i]) ? 2 : 3;
	return bytes;
}

const uint32_t *unicode_boundaries(struct unicode_breaker *breaker, struct slice s,
				   size_t *count)
{
	int32_t from = 0, to;
	uint32_t bytes = 0;

	*count = 0;
	if (!s.length)
		return breaker->boundaries;
	breaker_set_text(breaker, s);
	while ((to = ubrk_next(breaker->iterator)) != UBRK_DONE) {
		bytes += bytes_of(breaker->text.at, from, to);
		from = to;
		breaker->boundaries = memory_reserve(breaker->boundaries, &breaker->capacity,
						     *count + 1, sizeof *breaker->boundaries);
		breaker->boundaries[(*count)++] = bytes;
	}
	return breaker->boundaries;
}

static bool is_wide(UChar32 point)
{
	int32_t width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);

	return width == U_EA_WIDE || width == U_EA_FULLWIDTH ||
	       u_hasBinaryProperty(point, UCHAR_EMOJI_PRESENTATION);
}

static bool is_without_width(UChar32 point)
{
	return (U_GET_GC_MASK(point) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CC_MASK)) != 0 ||
	       unicode_is_default_ignorable((uint32_t)point);
}

/* The widest of its characters; U+FE0F asks for an emoji, which is wide. */
static size_t cluster_width(struct slice cluster)
{
	size_t width = 0;

	for (size_t i = 0; i < cluster.length;) {
		UChar32 point = (UChar32)utf8_next(cluster, &i);

		if (is_wide(point) || (point == 0xfe0f && width))
			return 2;
		if (!width && !is_without_width(point))
			width = 1;
	}
	return width;
}

/* Below U+0300 every character is a cluster of its own. */
static bool is_simple(struct slice s, size_t *width)
{
	*width = 0;
	for (size_t i = 0; i < s.length;) {
		uint32_t point = utf8_next(s, &i);

		if (point >= 0x300)
			return false;
		*width += !is_without_width((UChar32)point);
	}
	return true;
}

size_t unicode_width(struct slice s)
{
	size_t width, count, start = 0;

	if (is_simple(s, &width))
		return width;
	struct unicode_breaker *breaker = unicode_breaker_new(UNICODE_GRAPHEMES);
	const uint32_t *ends = unicode_boundaries(breaker, s, &count);

	width = 0;
	for (size_t i = 0; i < count; i++) {
		width += cluster_width((struct slice){s.at + start, ends[i] - start});
		start = ends[i];
	}
	unicode_breaker_free(breaker);
	return width;
}

/*
 * Encodings that the web reads as a larger one (WHATWG Encoding Standard,
 * "Names and labels"); ICU's names on the right.
 */
static const char *web_encoding(const char *name)
{
	static const struct {
		const char *name, *means;
	} table[] = {
		{"ascii", "windows-1252"},	  {"us-ascii", "windows-1252"},
		{"iso-8859-1", "windows-1252"},	  {"iso8859-1", "windows-1252"},
		{"latin1", "windows-1252"},	  {"l1", "windows-1252"},
		{"iso-8859-9", "windows-1254"},	  {"latin5", "windows-1254"},
		{"iso-8859-11", "windows-874-2000"}, {"tis-620", "windows-874-2000"},
		{"gb2312", "gb18030"},		  {"gbk", "gb18030"},
		{"shift_jis", "windows-31j"},	  {"sjis", "windows-31j"},
		{"euc-kr", "windows-949"},	  {"ks_c_5601-1987", "windows-949"},
		{"utf-16", "utf-16le"},		  {"unicode", "utf-16le"},
		{"x-mac-roman", "macintosh"},	  {"x-sjis", "windows-31j"},
		{"utf8", "utf-8"},		  {"big5", "big5-hkscs"},
	};

	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (ucnv_compareNames(table[i].name, name) == 0)
			return table[i].means;
	return name;
}

/* UTF-7 and its like hide ASCII from whoever looks for it. */
static bool is_deceptive(const UConverter *converter)
{
	UConverterType type = ucnv_getType(converter);

	return type == UCNV_UTF7 || type == UCNV_IMAP_MAILBOX || type == UCNV_SCSU ||
	       type == UCNV_BOCU1;
}

bool unicode_decode(struct buffer *to, struct slice bytes, const char *encoding)
{
	enum { PIECE = 4096 };
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(web_encoding(encoding), &status);

	if (U_FAILURE(status) || is_deceptive(converter)) {
		ucnv_close(converter);
		return false;
	}
	/* A pair that the end of one piece would part is kept for the next. */
	UChar piece[PIECE + 1], *start = piece;
	const char *from = bytes.at, *end = bytes.at + bytes.length;

	while (bytes.length) {
		UChar *filled = start;

		status = U_ZERO_ERROR;
		ucnv_toUnicode(converter, &filled, piece + PIECE, &from, end, NULL, true, &status);
		bool full = status == U_BUFFER_OVERFLOW_ERROR;
		bool parted = full && U16_IS_LEAD(filled[-1]);

		append_narrow(to, piece, (int32_t)(filled - piece) - parted);
		start = piece;
		if (parted)
			*start++ = filled[-1];
		if (full)
			continue;
		check(status);
		break;
	}
	ucnv_close(converter);
	return true;
}

const char *unicode_library_version(void)
{
	return U_ICU_VERSION;
}

const char *unicode_version(void)
{
	return U_UNICODE_VERSION;
}
