/*
 * Doubt: words are looked at one by one, as shapes: what a scanner's mistakes,
 * a wrong encoding and a font without names for its glyphs leave behind can be
 * seen without knowing the language.
 *
 * A few places of the document come first; only if a word there is odd is more
 * of it looked at.
 */
#include "stages/read/doubt.h"

#include "pipeline/base/utf8.h"
#include "pipeline/base/unicode.h"
#include "pipeline/model/structure.h"

enum {
	PLACES = 4,			/* that are looked at first, */
	PLACE_BYTES = 96,		/* each so long */
	SAMPLE_BYTES = 1 << 16,		/* of the document, where they are odd */
	LONGEST_WORD = 40,		/* letters; what is longer is several words */
	LEAST_RUN = 4,			/* of single letters */
	ALLOWED = 30,			/* odd letters in any text, beside one in a hundred */
};

enum script { LATIN, GREEK, CYRILLIC, OTHER_SCRIPT };

enum kind {
	SPACE,
	LOWER,
	UPPER,
	DIGIT,
	STRAY,				/* does not stand between two letters */
	NEUTRAL,
	BROKEN,				/* no character, or one without a meaning */
};

/* What has been seen of the word in hand. */
struct shape {
	uint32_t letters, points;
	uint32_t first_digit;		/* 1 if it starts with a digit */
	uint32_t lower_after_digit;	/* small letters directly behind that */
	uint32_t letter_runs, digit_runs;
	uint32_t vowels, small;
	uint32_t run, longest_run;	/* letters side by side */
	uint32_t capitals;		/* in that run, directly behind a small letter */
	uint32_t scripts;		/* bits */
	enum kind before, before_that;
	uint32_t point_before;
	bool odd, address;
};

struct count {
	uint64_t letters, odd;
	uint32_t run;			/* of single letters, up to the word in hand */
};

static enum script script_of(uint32_t point)
{
	if (point < 0x250 || (point >= 0x1e00 && point < 0x1f00))
		return LATIN;
	if ((point >= 0x370 && point < 0x400) || (point >= 0x1f00 && point < 0x2000))
		return GREEK;
	return point >= 0x400 && point < 0x530 ? CYRILLIC : OTHER_SCRIPT;
}

/* Of the characters from '@' on: a e i o u w y, small or not. */
static bool is_ascii_vowel(uint32_t point)
{
	return (UINT32_C(0x02a08222) >> (point & 31)) & 1;
}

static enum kind ascii_kind(uint32_t point)
{
	if ((point | 0x20) - 'a' < 26)
		return point & 0x20 ? LOWER : UPPER;
	if (point - '0' < 10)
		return DIGIT;
	if (point <= ' ')
		return SPACE;
	switch (point) {
	case ',': case ';': case '!': case '?': case '|': case '\\': case '^': case '~':
	case '"': case '<': case '>': case '{': case '}':
		return STRAY;
	default:
		return NEUTRAL;
	}
}

static enum kind kind_of(uint32_t point)
{
	if (point < 0x80)
		return ascii_kind(point);
	if (point == 0xfffd || (point >= 0x80 && point < 0xa0) ||
	    (point >= 0xe000 && point < 0xf900) || point >= 0xf0000)
		return BROKEN;
	if (point == 0xa0 || (point >= 0x2000 && point < 0x200c) || point == 0x2028 ||
	    point == 0x202f || point == 0x3000)
		return SPACE;
	if (unicode_is_letter(point))
		return point >= 0xc0 && point < 0xdf ? UPPER : LOWER;
	return (point > 0xa0 && point < 0xc0 && point != 0xad && point != 0xb7 && point != 0xaa &&
		point != 0xba) || point == 0x20ac || point == 0x2122 ? STRAY : NEUTRAL;
}

/* UTF-8 that was read as Windows-1252: a letter that starts a sequence, a sign that goes on. */
static bool is_mojibake(uint32_t first, uint32_t second, enum kind second_kind)
{
	return (first == 0xc2 || first == 0xc3 || first == 0xe2 || first == 0xd0 || first == 0xd1) &&
	       second >= 0x80 && second_kind == STRAY;
}

static void add_letter(struct shape *s, uint32_t point, enum kind kind)
{
	enum script script = script_of(point);
	bool starts = s->before != LOWER && s->before != UPPER;

	if (s->before == STRAY && (s->before_that == LOWER || s->before_that == UPPER) &&
	    s->letters > 1)
		s->odd = true;
	if (kind == LOWER && s->before == DIGIT && s->before_that == LOWER)
		s->odd = true;
	s->run = starts ? 1 : s->run + 1;
	s->longest_run = s->run > s->longest_run ? s->run : s->longest_run;
	if (starts)
		s->capitals = 0;
	s->capitals += kind == UPPER && s->before == LOWER && s->scripts == 1u << LATIN;
	s->odd = s->odd || s->capitals >= 2;
	s->letters++;
	s->letter_runs += starts;
	s->small += kind == LOWER;
	s->vowels += point >= 0x80 || is_ascii_vowel(point);
	s->scripts |= 1u << script;
	s->lower_after_digit += kind == LOWER && s->first_digit &&
				s->lower_after_digit + 1 == s->points;
}

static void add_point(struct shape *s, uint32_t point, enum kind kind)
{
	if (is_mojibake(s->point_before, point, kind) || kind == BROKEN)
		s->odd = true;
	if (kind == LOWER || kind == UPPER)
		add_letter(s, point, kind);
	s->first_digit |= kind == DIGIT && s->points == 0;
	s->digit_runs += kind == DIGIT && s->before != DIGIT;
	s->address |= point == '@' || (point == '/' && s->point_before == '/');
	s->points++;
	s->before_that = s->before;
	s->before = kind;
	s->point_before = point;
}

static bool is_odd(const struct shape *s)
{
	uint32_t known = s->scripts & (1u << LATIN | 1u << GREEK | 1u << CYRILLIC);
	bool written = known == s->scripts;

	return s->odd || s->lower_after_digit >= 4 ||
	       (s->letter_runs >= 3 && s->digit_runs >= 3) ||
	       (written && s->longest_run > LONGEST_WORD) ||
	       (s->letters >= 4 && (known & (known - 1))) ||
	       (s->scripts == 1u << LATIN && !s->vowels && s->letters >= (s->small ? 4 : 6));
}

static void end_word(struct count *count, const struct shape *s)
{
	if (s->points == 1 && s->letters == 1) {
		count->letters++;
		if (++count->run >= LEAST_RUN)
			count->odd += count->run == LEAST_RUN ? LEAST_RUN : 1;
		return;
	}
	count->run = 0;
	if (s->address)
		return;
	uint32_t letters = s->letters ? s->letters : s->odd;

	count->letters += letters;
	if (is_odd(s))
		count->odd += letters;
}

/*
 * Most words: small letters, perhaps behind a capital, perhaps a full stop or
 * a comma, then a space.  How many bytes that is, and *letters; 0: look closer.
 */
static size_t plain_word(struct slice text, size_t at, uint32_t *letters)
{
	size_t i = at + (text.at[at] >= 'A' && text.at[at] <= 'Z');
	bool vowel = false;

	for (; i < text.length && text.at[i] >= 'a' && text.at[i] <= 'z'; i++)
		vowel = vowel || is_ascii_vowel((unsigned char)text.at[i]);
	*letters = (uint32_t)(i - at);
	if (*letters < 2 || *letters > LONGEST_WORD || (!vowel && *letters > 3))
		return 0;
	if (i < text.length && (text.at[i] == '.' || text.at[i] == ','))
		i++;
	return i == text.length || text.at[i] == ' ' ? i - at : 0;
}

static void count_text(struct count *count, struct slice text)
{
	const struct shape none = {.before = SPACE, .before_that = SPACE};
	struct shape shape = none;

	for (size_t i = 0; i < text.length;) {
		uint32_t letters;
		size_t plain = shape.points ? 0 : plain_word(text, i, &letters);

		if (plain) {
			count->letters += letters;
			count->run = 0;
			i += plain;
			continue;
		}
		uint32_t point = utf8_next(text, &i);
		enum kind kind = kind_of(point);

		if (kind != SPACE) {
			add_point(&shape, point, kind);
		} else if (shape.points) {
			end_word(count, &shape);
			shape = none;
		}
	}
	if (shape.points)
		end_word(count, &shape);
}

/* Lines evenly spread over the document, so that each costs little. */
static void count_places(struct count *count, const struct document *d)
{
	uint32_t places = d->length < PLACES ? d->length : PLACES;

	for (uint32_t i = 0; i < places; i++) {
		const struct line *line = &d->lines[(uint64_t)i * d->length / places];
		struct slice text = slice_first(line_slice(line), PLACE_BYTES);

		while (text.length && text.length < line->length && text.at[text.length - 1] != ' ')
			text.length--;	/* no word in part */
		count_text(count, text);
	}
}

/* Every line outside fw, or of a long document every second, third, ... */
static void count_more(struct count *count, const struct document *d)
{
	struct walk walk = {.document = d};
	struct block block;
	uint64_t bytes = 0, step;

	for (uint32_t i = 0; i < d->length; i++)
		bytes += d->lines[i].length;
	step = bytes / SAMPLE_BYTES + 1;
	while (walk_block(&walk, &block))
		for (uint32_t i = block.first; i < block.last && !block.forme_work; i++)
			if (i % step == 0)
				count_text(count, slice_first(line_slice(&d->lines[i]), SAMPLE_BYTES));
}

unsigned doubt_of(const struct document *d)
{
	struct count count = {0};

	if (d->phase != PHASE_TEXT)
		return 0;
	count_places(&count, d);
	if (!count.odd)
		return 0;
	count = (struct count){0};
	count_more(&count, d);
	uint64_t allowed = ALLOWED * 100 + count.letters;

	if (count.odd * 100 <= allowed)
		return 0;
	uint64_t hundredths =
	    (5 * (count.odd * 100 - allowed) + count.letters / 2) / count.letters;

	return hundredths > 100 ? 100 : (unsigned)hundredths;
}

static void rank(struct doubtful *doubtful, unsigned doubt, struct slice id)
{
	size_t place = 0;

	while (place < DOUBTFUL_NAMED &&
	       (doubtful->worst[place].doubt > doubt ||
		(doubtful->worst[place].doubt == doubt &&
		 slice_compare(doubtful->worst[place].id, id) < 0)))
		place++;
	if (place == DOUBTFUL_NAMED)
		return;
	for (size_t i = DOUBTFUL_NAMED - 1; i > place; i--)
		doubtful->worst[i] = doubtful->worst[i - 1];
	doubtful->worst[place].doubt = doubt;
	doubtful->worst[place].id = id;
}

void doubtful_add(struct doubtful *doubtful, unsigned doubt, struct slice id)
{
	if (doubt < DOUBTFUL)
		return;
	doubtful->count++;
	rank(doubtful, doubt, id);
}

void doubtful_merge(struct doubtful *doubtful, const struct doubtful *more)
{
	doubtful->count += more->count;
	for (size_t i = 0; i < DOUBTFUL_NAMED && more->worst[i].doubt; i++)
		rank(doubtful, more->worst[i].doubt, more->worst[i].id);
}

void doubtful_say(const struct doubtful *doubtful, struct diagnostics *d)
{
	struct buffer names = {0};
	bool one = doubtful->count == 1;

	if (!doubtful->count)
		return;
	for (size_t i = 0; i < DOUBTFUL_NAMED && doubtful->worst[i].doubt; i++) {
		unsigned doubt = doubtful->worst[i].doubt;

		buffer_printf(&names, "%s%.*s (%u.%02u)", i ? ", " : "",
			      SLICE_ARGUMENTS(doubtful->worst[i].id), doubt / 100, doubt % 100);
	}
	diagnose_warning(d, "%llu document%s misread, %s%.*s: look at %s, or leave %s out with "
			 "--where 'doubt<0.2'", (unsigned long long)doubtful->count,
			 one ? " looks" : "s look", one ? "" : "most of all ",
			 SLICE_ARGUMENTS(buffer_slice(&names)), one ? "it" : "them",
			 one ? "it" : "them");
	buffer_free(&names);
}
