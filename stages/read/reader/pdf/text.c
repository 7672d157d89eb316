/* Text: forms of words, told by their characters; no language is assumed. */
#include "stages/read/reader/pdf/text.h"

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

uint32_t first_point(struct slice text)
{
	size_t place = 0;

	return text.length ? utf8_next(text, &place) : 0;
}

uint32_t last_point(struct slice text)
{
	size_t place = text.length;

	return text.length ? utf8_previous(text, &place) : 0;
}

static bool is_digit(uint32_t point)
{
	return point >= '0' && point <= '9';
}

bool is_digits(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!is_digit((unsigned char)text.at[i]))
			return false;
	return text.length > 0;
}

bool starts_lower_case(struct slice text)
{
	return unicode_is_lowercase(first_point(text));
}

static bool opens(uint32_t point)
{
	return point == '"' || point == '\'' || point == '(' || point == '[' || point == 0x201c ||
	       point == 0x2018 || point == 0xab || point == 0x201e;
}

static bool closes(uint32_t point)
{
	return point == '"' || point == '\'' || point == ')' || point == ']' || point == 0x201d ||
	       point == 0x2019 || point == 0xbb || point == 0x201c;
}

bool starts_upper_case(struct slice text)
{
	size_t place = 0;

	while (place < text.length) {
		uint32_t point = utf8_next(text, &place);

		if (!opens(point))
			return unicode_is_uppercase(point);
	}
	return false;
}

void append_segment_text(struct buffer *to, const struct segment *segment)
{
	size_t start = to->length;

	for (uint32_t i = 0; i < segment->count; i++) {
		const struct word *word = &segment->words[i];

		if (word->mark)
			continue;
		if (to->length > start && !word->joined)
			buffer_byte(to, ' ');
		buffer_append(to, word->text);
	}
}

bool ends_sentence(struct slice text)
{
	size_t place = text.length;

	while (place > 0) {
		uint32_t point = utf8_previous(text, &place);

		if (!closes(point))
			return point == '.' || point == '!' || point == '?' || point == ':' ||
			       point == ';' || point == 0x2026 || point == 0x3002;
	}
	return false;
}

bool ends_with_hyphen(struct slice text)
{
	size_t place = text.length;

	if (text.length < 2)
		return false;
	uint32_t point = utf8_previous(text, &place);

	if (point != '-' && point != 0x2010 && point != 0x2011 && point != 0xad)
		return false;
	if (!place)
		return false;
	point = utf8_previous(text, &place);
	if (point == 0xad && place)	/* the mark of a possible break, then its hyphen */
		point = utf8_previous(text, &place);
	return unicode_is_letter_or_number(point);
}

bool is_capitals(struct slice text)
{
	size_t place = 0, capitals = 0;

	while (place < text.length) {
		uint32_t point = utf8_next(text, &place);

		if (unicode_is_lowercase(point))
			return false;
		capitals += unicode_is_uppercase(point);
	}
	return capitals >= 2;
}

static bool is_roman(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!strchr("ivxlc", text.at[i]))
			return false;
	return text.length > 0 && text.length <= 7;
}

static bool is_roman_capitals(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!strchr("IVXLC", text.at[i]))
			return false;
	return text.length > 0 && text.length <= 7;
}

/* Words that stand beside a page's number, and the signs around it. */
static bool is_page_word(struct slice word)
{
	static const char *const words[] = {
		"Page", "page", "PAGE", "of", "de", "sur", "von", "Seite", "seite", "Página",
		"página", "pagina", "Tudalen", "tudalen", "p.", "P.", "P", "p", "|", "-",
		"\xe2\x80\x93", "\xe2\x80\x94", "/", "o", "a", "g", "e",
		"\xce\xa3\xce\x95\xce\x9b.",
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (slice_is(word, words[i]))
			return true;
	return false;
}

bool is_page_number(struct slice text)
{
	struct slice rest = text, word;
	size_t numbers = 0, others = 0;

	if (text.length > 40)
		return false;
	while (slice_cut(&rest, ' ', &word)) {
		while (word.length > 1 && strchr("-|/[]().", word.at[0]))
			word = slice_from(word, 1);
		while (word.length > 1 && strchr("-|/[]().", word.at[word.length - 1]) &&
		       !slice_is(word, "p.") && !slice_is(word, "P."))
			word.length--;
		if (is_digits(word) || is_roman(word) || is_roman_capitals(word)) {
			if (word.length > 4 && is_digits(word))
				return false;
			numbers++;
		} else if (is_page_word(word)) {
			others++;
		} else {
			struct slice front = slice_first(word, slice_find_byte(word, '/'));

			if (!is_digits(front) || !is_digits(slice_from(word, front.length + 1)))
				return false;
			numbers++;	/* "3/12" */
		}
	}
	return numbers >= 1 && numbers <= 2 && others <= 4;
}

void append_masked(struct buffer *to, struct slice text)
{
	struct slice rest = text, word;
	bool first = true;

	while (slice_cut(&rest, ' ', &word)) {
		if (!first)
			buffer_byte(to, ' ');
		first = false;
		if (is_roman(word)) {
			buffer_byte(to, '#');
			continue;
		}
		for (size_t i = 0; i < word.length; i++) {
			if (!is_digit((unsigned char)word.at[i]))
				buffer_byte(to, word.at[i]);
			else if (i == 0 || !is_digit((unsigned char)word.at[i - 1]))
				buffer_byte(to, '#');
		}
	}
}

bool is_bullet(struct slice text)
{
	static const uint32_t bullets[] = {
		0x2022, 0x25cf, 0x25cb, 0x25e6, 0x25aa, 0x25ab, 0x25a0, 0x25a1, 0x25b8, 0x25b6,
		0x25ba, 0x27a2, 0x27a4, 0xb7, 0xbb, 0x2013, 0x2014, 0x2212, '*', '-', 0x2023,
		0x2043, 0x2219, 0x2714, 0x2713, 0x2751, 0x2756, 0x2794, 0x2192, 0x21d2, 0x25c6,
		0x25c7, 0x2726, 0x22c5, 0x2218, 0x2666, 0xfffd, 0x25fc, 0x25fb, 0x25fe, 0x274f,
		0x2610, 0x2611, 0x2612,
	};
	size_t place = 0;

	if (!text.length)
		return false;
	uint32_t point = utf8_next(text, &place);

	if (place != text.length)
		return false;
	if (point >= 0xf000 && point <= 0xf0ff)
		return true;
	for (size_t i = 0; i < COUNT_OF(bullets); i++)
		if (point == bullets[i])
			return true;
	return false;
}

bool is_item_label(struct slice text)
{
	bool bracket = text.length && text.at[0] == '(';
	struct slice inner = slice_from(text, bracket);

	if (inner.length < 2)
		return false;
	char last = inner.at[inner.length - 1];

	if (last == ':' && !bracket)		/* "1.2:" */
		return is_clause_number(slice_first(inner, inner.length - 1));
	if (last != ')' && (last != '.' || bracket))
		return false;
	inner.length--;
	if (is_digits(inner))
		return inner.length <= 3;
	if (inner.length == 1)
		return unicode_is_letter((unsigned char)inner.at[0]);
	return inner.length <= 5 && (is_roman(inner) || is_roman_capitals(inner));
}

bool is_clause_number(struct slice text)
{
	size_t parts = 0;
	struct slice rest = text, part;

	if (text.length && text.at[text.length - 1] == '.')
		rest.length--;
	if (!rest.length || rest.length > 12)
		return false;
	while (slice_cut(&rest, '.', &part)) {
		if (!is_digits(part) || part.length > 2)
			return false;
		parts++;
	}
	return parts >= 2;
}

bool is_mark_text(struct slice text)
{
	size_t place = 0;

	while (place < text.length) {
		uint32_t point = utf8_next(text, &place);

		if (!is_digit(point) && point != '*' && point != 0x2020 && point != 0x2021 &&
		    point != ',' && point != 0xa7)
			return false;
	}
	return text.length > 0 && text.at[0] != ',';
}

struct slice skeleton_of(struct arena *arena, struct slice text)
{
	struct buffer folded = {0}, letters = {0};
	size_t place = 0;

	text.length = utf8_valid_prefix(text);
	unicode_fold(&folded, text, false);
	while (place < folded.length) {
		size_t start = place;

		if (unicode_is_letter_or_number(utf8_next(buffer_slice(&folded), &place)))
			buffer_append(&letters, slice_first(slice_from(buffer_slice(&folded), start),
							    place - start));
	}
	struct slice kept = arena_copy(arena, buffer_slice(&letters));

	buffer_free(&folded);
	buffer_free(&letters);
	return kept;
}
