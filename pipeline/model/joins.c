/*
 * Joins: over the boundaries of one chunk.
 *
 * Each pass goes through the chunk once from left to right; nothing is
 * looked at again by a later hit, so a long chunk costs no more than its
 * length.
 */
#include "pipeline/model/joins.h"

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

static bool is_ascii_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static bool is_ascii_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static bool is_ascii_word(char c)
{
	return is_ascii_letter(c) || is_ascii_digit(c);
}

/* The character before `place`, marks and invisible ones on it passed over; 0 at the start. */
static uint32_t base_before(struct slice chunk, size_t place)
{
	while (place > 0) {
		uint32_t point = utf8_previous(chunk, &place);

		if (!unicode_is_mark(point) && !unicode_is_default_ignorable(point))
			return point;
	}
	return 0;
}

static bool word_before(struct slice chunk, size_t place)
{
	return unicode_is_letter_or_number(base_before(chunk, place));
}

static bool word_after(struct slice chunk, size_t place)
{
	return place < chunk.length && unicode_is_letter_or_number(utf8_next(chunk, &place));
}

static void join_from_to(char *boundaries, size_t from, size_t to)
{
	memset(boundaries + from, 0, to - from);
	boundaries[from] = boundaries[to] = 1;
}

/* The length of "https://" or "www." at the place, in any case of letters; 0 if none. */
static size_t address_prefix(struct slice chunk, size_t place)
{
	static const struct slice prefixes[] = {
	    {"http://", 7}, {"https://", 8}, {"ftp://", 6}, {"www.", 4}};
	struct slice rest = slice_from(chunk, place);

	for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
		size_t n = 0;

		while (n < prefixes[i].length && n < rest.length &&
		       (rest.at[n] == prefixes[i].at[n] ||
			(is_ascii_letter(rest.at[n]) &&
			 (rest.at[n] | 0x20) == prefixes[i].at[n])))
			n++;
		if (n == prefixes[i].length)
			return n;
	}
	return 0;
}

/* What no address holds and what quotes one. */
static bool ends_address(uint32_t point)
{
	return point < 0x80 ? point <= 0x20 || point == 0x7f || strchr("<>\"`{}|\\^", (int)point)
			    : point == 0xab || point == 0xbb || point == 0x201c ||
				  point == 0x201d || point == 0x2039 || point == 0x203a;
}

/* What belongs to the sentence around an address, when it stands at its end. */
static bool trails_address(uint32_t point)
{
	return point < 0x80 ? strchr(".,;:!?'*_", (int)point) != NULL
			    : point == 0x2018 || point == 0x2019 || point == 0x2026;
}

/* Without what stands at the end but does not belong: punctuation, unopened brackets. */
static size_t trim_address(struct slice chunk, size_t start, size_t end)
{
	int round = 0, square = 0;

	for (size_t i = start; i < end; i++) {
		round += (chunk.at[i] == '(') - (chunk.at[i] == ')');
		square += (chunk.at[i] == '[') - (chunk.at[i] == ']');
	}
	while (end > start) {
		size_t place = end;
		uint32_t point = utf8_previous(chunk, &place);

		if (point == ')' && round < 0)
			round++;
		else if (point == ']' && square < 0)
			square++;
		else if (point == '(')
			round--;
		else if (point == '[')
			square--;
		else if (!trails_address(point))
			break;
		end = place;
	}
	return end;
}

/* The end of the web address that starts here, or `place`. */
static size_t url_end(struct slice chunk, size_t place)
{
	size_t prefix = address_prefix(chunk, place);

	if (!prefix || !word_after(chunk, place + prefix) || word_before(chunk, place))
		return place;
	size_t end = place + prefix;

	for (size_t next = end; end < chunk.length; end = next)
		if (ends_address(utf8_next(chunk, &next)))
			break;
	return trim_address(chunk, place, end);
}

static bool is_local_part(char c)
{
	return is_ascii_word(c) || (c && strchr("._%+-", c));
}

/* Labels of letters, digits and inner hyphens; at least two, the last with a letter in front. */
static size_t domain_end(struct slice chunk, size_t place)
{
	size_t end = place;

	for (size_t label = place; label < chunk.length && is_ascii_word(chunk.at[label]);) {
		size_t stop = label;

		for (size_t i = label; i < chunk.length; i++) {
			if (is_ascii_word(chunk.at[i]))
				stop = i + 1;
			else if (chunk.at[i] != '-')
				break;
		}
		if (label > place && is_ascii_letter(chunk.at[label]) && stop - label > 1)
			end = stop;
		if (stop >= chunk.length || chunk.at[stop] != '.')
			break;
		label = stop + 1;
	}
	return end;
}

/* The mail address around the @ at `place`, not before `floor`. */
static bool find_email(struct slice chunk, size_t floor, size_t place, size_t *from, size_t *to)
{
	size_t start = place, end = domain_end(chunk, place + 1);

	while (start > floor && is_local_part(chunk.at[start - 1]))
		start--;
	while (start < place && !is_ascii_word(chunk.at[start]) && chunk.at[start] != '_')
		start++;
	*from = start;
	*to = end;
	return start < place && chunk.at[place - 1] != '.' && end > place + 1 &&
	       !word_after(chunk, end) && !(start > floor && word_before(chunk, start));
}

static void join_addresses(struct slice chunk, char *boundaries, unsigned joins)
{
	size_t floor = 0;

	for (size_t i = 0; i < chunk.length; i++) {
		size_t from = i, to = i;

		if ((joins & JOIN_URL) && strchr("hHfFwW", chunk.at[i]) && chunk.at[i])
			to = url_end(chunk, i);
		if ((joins & JOIN_EMAIL) && chunk.at[i] == '@') {
			if (!find_email(chunk, floor, i, &from, &to))
				from = to = i;
			floor = i + 1;
		}
		if (to <= from)
			continue;
		join_from_to(boundaries, from, to);
		floor = to;
		i = to - 1;
	}
}

static bool is_hyphen(uint32_t point)
{
	return point == '-' || point == 0x2010 || point == 0x2011;
}

static void join_hyphens(struct slice chunk, char *boundaries)
{
	size_t next;

	for (size_t i = 0; i < chunk.length; i = next) {
		next = i;
		if (!is_hyphen(utf8_next(chunk, &next)) || !boundaries[i] || !boundaries[next] ||
		    !word_before(chunk, i) || !word_after(chunk, next))
			continue;
		boundaries[i] = boundaries[next] = 0;
	}
}

static bool is_apostrophe(uint32_t point)
{
	return point == '\'' || point == 0x2019;
}

/* The end of the apostrophe that is a piece of its own here and no word follows, or 0. */
static size_t closing_apostrophe(struct slice chunk, const char *boundaries, size_t place)
{
	size_t next = place;

	if (place >= chunk.length || !is_apostrophe(utf8_next(chunk, &next)) ||
	    !boundaries[next] || word_after(chunk, next))
		return 0;
	return next;
}

/*
 * An apostrophe in front of a word, from i to next.  With another one behind
 * it the two are quotation marks, unless all between them is n.  Returns
 * where to go on.
 */
static size_t join_leading(struct slice chunk, char *boundaries, size_t i, size_t next)
{
	size_t end = next + 1;

	while (!boundaries[end])
		end++;
	size_t close = closing_apostrophe(chunk, boundaries, end);

	if (!close) {
		boundaries[next] = 0;
		return end;
	}
	if (end - next == 1 && (chunk.at[next] | 0x20) == 'n')
		join_from_to(boundaries, i, close);
	return close;
}

static void join_apostrophes(struct slice chunk, char *boundaries)
{
	size_t next;

	for (size_t i = 0; i < chunk.length; i = next) {
		next = i;
		if (!is_apostrophe(utf8_next(chunk, &next)) || !boundaries[i] || !boundaries[next])
			continue;
		bool before = unicode_is_letter(base_before(chunk, i));
		bool after = word_after(chunk, next);

		if (before)
			boundaries[i] = 0;
		if (before && after)
			boundaries[next] = 0;
		else if (after)
			next = join_leading(chunk, boundaries, i, next);
	}
}

void join_pieces(struct slice chunk, char *boundaries, unsigned joins)
{
	if (joins & (JOIN_URL | JOIN_EMAIL))
		join_addresses(chunk, boundaries, joins);
	if (joins & JOIN_HYPHEN)
		join_hyphens(chunk, boundaries);
	if (joins & JOIN_APOSTROPHE)
		join_apostrophes(chunk, boundaries);
}
