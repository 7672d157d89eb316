/*
 * Segmenting by bitmaps.
 *
 * One pass over the text, 64 bytes at a time, makes two bitmaps: where a
 * word starts and where one ends (the k-th end belongs to the k-th start).
 * For ASCII without @ the rules of UAX #29 as ICU 72 has them come to this:
 * L is a letter, N a digit; a word runs over L, N and _, over . or ' between
 * two L, over . ' , or ; between two N, both neighbours immediate; every
 * other byte stands alone.  So only a byte that is neither word nor space,
 * with word bytes on both sides, needs a look.
 *
 * Chunks (stretches without white space) that hold @ or other than ASCII or
 * may hold an address are noted on the way and cut by chunks.c; their
 * part of the bitmaps is written anew.
 *
 * Nothing outside the text is read.
 */
#include "pipeline/model/segment.h"

#include "pipeline/base/bits.h"
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/chunks.h"

#include <stdlib.h>

struct chunk {
	uint32_t from, to;
};

struct segmenter {
	struct chunks chunks;
	uint64_t *starts, *ends;	/* bitmaps, one bit more than the text has bytes */
	size_t start_capacity, end_capacity;
	struct segment *segments;
	size_t segment_capacity;
	struct chunk *special;		/* rising, apart */
	size_t special_count, special_capacity;
	uint32_t looked_at;		/* chunks before this have been judged */
	uint32_t *terminators;
	size_t terminator_count, terminator_capacity;
};

/* What the next 64 bytes need to know of those before. */
struct carry {
	uint64_t word, inside, single;	/* bit 0: of the byte before */
};

/* 64 bytes by their class; bit i is byte i. */
struct classes {
	uint64_t word;			/* letter, digit, _ */
	uint64_t other;			/* neither word nor white space */
	uint64_t odd;			/* not ASCII, @ or, with URLs, a colon; among the others */
	uint64_t apostrophe, terminator;
};

struct segmenter *segmenter_new(unsigned joins)
{
	struct segmenter *s = memory_new(1, sizeof *s);

	s->chunks.joins = joins;
	return s;
}

void segmenter_free(struct segmenter *s)
{
	if (!s)
		return;
	chunks_free(&s->chunks);
	free(s->starts);
	free(s->ends);
	free(s->segments);
	free(s->special);
	free(s->terminators);
	free(s);
}

static inline bool is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static inline bool is_word(char c)
{
	return is_letter(c) || is_digit(c) || c == '_';
}

static inline bool is_space(char c)
{
	return c == ' ' || (unsigned char)(c - '\t') < 5;
}

/* Adds 16 bytes to the classes, as bits `shift` and up. */
static inline void classify16(struct classes *c, bytes16 b, int shift, unsigned joins,
			      bool terminators)
{
	bytes16 word = bytes_either(
	    bytes_between(bytes_small(b), 'a', 'z'),
	    bytes_either(bytes_between(b, '0', '9'), bytes_equal(b, '_')));
	bytes16 space = bytes_either(bytes_between(b, '\t', '\r'), bytes_equal(b, ' '));
	bytes16 odd = bytes_either(b, bytes_equal(b, '@'));

	if (joins & JOIN_URL)
		odd = bytes_either(odd, bytes_equal(b, ':'));
	c->word |= bytes_bits(word) << shift;
	c->other |= (bytes_bits(bytes_either(word, space)) ^ 0xffff) << shift;
	c->odd |= bytes_bits(odd) << shift;
	if (joins & JOIN_APOSTROPHE)
		c->apostrophe |= bytes_bits(bytes_equal(b, '\'')) << shift;
	if (terminators)
		c->terminator |= bytes_bits(bytes_either(bytes_equal(b, '.'),
							 bytes_either(bytes_equal(b, '!'),
								      bytes_equal(b, '?'))))
				 << shift;
}

static inline struct classes classify(const char *at, unsigned joins, bool terminators)
{
	struct classes c = {0};

	classify16(&c, bytes_load(at), 0, joins, terminators);
	classify16(&c, bytes_load(at + 16), 16, joins, terminators);
	classify16(&c, bytes_load(at + 32), 32, joins, terminators);
	classify16(&c, bytes_load(at + 48), 48, joins, terminators);
	return c;
}

/* A byte between two word bytes: does it join them? */
static bool joins_neighbours(const char *at, unsigned joins)
{
	char before = at[-1], after = at[1];
	bool letters = is_letter(before) && is_letter(after);
	bool digits = is_digit(before) && is_digit(after);

	switch (*at) {
	case '.':
	case '\'':
		return letters || digits;
	case ',':
	case ';':
		return digits;
	case '-':
		return (joins & JOIN_HYPHEN) && before != '_' && after != '_';
	default:
		return false;
	}
}

/* A full stop between word bytes: might it be in an address? */
static bool hints_at_address(const char *at)
{
	return *at == '.' && (is_letter(at[1]) || (at[-1] | 0x20) == 'w');
}

static bool needs_care(struct slice chunk, unsigned joins)
{
	if (utf8_ascii_prefix(chunk) < chunk.length || (joins & JOIN_APOSTROPHE) ||
	    slice_find_byte(chunk, '@') < chunk.length)
		return true;
	for (size_t i = 0; i + 3 < chunk.length; i++)
		if ((chunk.at[i] == ':' && chunk.at[i + 1] == '/' && chunk.at[i + 2] == '/') ||
		    (chunk.at[i + 3] == '.' && (chunk.at[i] | 0x20) == 'w' &&
		     (chunk.at[i + 1] | 0x20) == 'w' && (chunk.at[i + 2] | 0x20) == 'w'))
			return true;
	return false;
}

/* Judges the chunk around a place, unless it has been. */
static void look_at_chunk(struct segmenter *s, struct slice text, size_t place)
{
	size_t from = place, to = place;

	if (place < s->looked_at)
		return;
	while (from > 0 && !is_space(text.at[from - 1]))
		from--;
	while (to < text.length && !is_space(text.at[to]))
		to++;
	s->looked_at = (uint32_t)to;
	if (!needs_care((struct slice){text.at + from, to - from}, s->chunks.joins))
		return;
	s->special = memory_reserve(s->special, &s->special_capacity, s->special_count + 1,
				    sizeof *s->special);
	s->special[s->special_count++] = (struct chunk){(uint32_t)from, (uint32_t)to};
}

static void add_terminator(struct segmenter *s, size_t place)
{
	s->terminators = memory_reserve(s->terminators, &s->terminator_capacity,
					s->terminator_count + 1, sizeof *s->terminators);
	s->terminators[s->terminator_count++] = (uint32_t)place;
}

/* The bytes among `between` that join, and in *look those whose chunk needs a look. */
static uint64_t find_joins(struct slice text, size_t base, uint64_t between, unsigned joins,
			   uint64_t *look)
{
	uint64_t joined = 0;

	for (; between; between &= between - 1) {
		const char *at = text.at + base + __builtin_ctzll(between);
		uint64_t bit = between & -between;

		if (joins_neighbours(at, joins))
			joined |= bit;
		if ((joins & (JOIN_URL | JOIN_EMAIL)) && hints_at_address(at))
			*look |= bit;
	}
	return joined;
}

/* One word of both bitmaps, from 64 bytes that start at `base`. */
static inline void cut_block(struct segmenter *s, struct slice text, size_t base,
			     struct classes c, struct carry *carry)
{
	unsigned joins = s->chunks.joins;
	bool word_next = base + 64 < text.length && is_word(text.at[base + 64]);
	uint64_t before = c.word << 1 | carry->word;
	uint64_t after = c.word >> 1 | (uint64_t)word_next << 63;
	uint64_t look = c.odd;
	uint64_t between = c.other & ~c.odd & before & after;
	uint64_t inside = c.word;

	if (between)
		inside |= find_joins(text, base, between, joins, &look);
	look |= c.apostrophe & (before | after) & ~inside;
	for (; look; look &= look - 1)
		look_at_chunk(s, text, base + (size_t)__builtin_ctzll(look));
	for (uint64_t t = c.terminator & ~after; t; t &= t - 1)
		add_terminator(s, base + (size_t)__builtin_ctzll(t));

	uint64_t single = c.other & ~inside;
	uint64_t inside_before = inside << 1 | carry->inside;

	s->starts[base / 64] = (inside & ~inside_before) | single;
	s->ends[base / 64] = (inside_before & ~inside) | single << 1 | carry->single;
	*carry = (struct carry){c.word >> 63, inside >> 63, single >> 63};
}

static void cut_ascii(struct segmenter *s, struct slice text, bool terminators)
{
	struct carry carry = {0};
	char tail[64];

	for (size_t base = 0; base <= text.length; base += 64) {
		const char *at = text.at + base;

		if (text.length - base < 64) {
			memset(tail, ' ', sizeof tail);
			if (text.length > base)
				memcpy(tail, at, text.length - base);
			at = tail;
		}
		cut_block(s, text, base, classify(at, s->chunks.joins, terminators),
			  &carry);
	}
}

/* The terminals that are not ASCII. */
static void add_terminators_of(struct segmenter *s, struct slice chunk, size_t base)
{
	for (size_t i = 0; i < chunk.length;) {
		size_t place = i;
		uint32_t point = utf8_next(chunk, &i);

		if (point >= 0x80 && unicode_is_sentence_terminal(point))
			add_terminator(s, base + place);
	}
}

/* Writes the boundaries of a stretch that holds no white space of any kind. */
static void cut_by_icu(struct segmenter *s, struct slice text, size_t from, size_t to,
		       bool terminators)
{
	struct slice chunk = {text.at + from, to - from};
	size_t count, start = from;
	bool terminator;

	if (from == to)
		return;
	const uint32_t *ends = chunk_ends(&s->chunks, chunk, &count, &terminator);

	for (size_t i = 0; i < count; i++) {
		bits_set(s->starts, start);
		start = from + ends[i];
		bits_set(s->ends, start);
	}
	if (terminators && terminator)
		add_terminators_of(s, chunk, from);
}

/* A special chunk still may hold white space that is not ASCII. */
static void cut_special(struct segmenter *s, struct slice text, struct chunk chunk,
			bool terminators)
{
	size_t from = chunk.from;

	bits_clear(s->starts, chunk.from, chunk.to);
	bits_clear(s->ends, (size_t)chunk.from + 1, (size_t)chunk.to + 1);
	for (size_t i = chunk.from; i < chunk.to;) {
		size_t place = i;

		if ((unsigned char)text.at[i] < 0x80) {
			i++;
			continue;
		}
		if (!unicode_is_white_space(utf8_next(text, &i)))
			continue;
		cut_by_icu(s, text, from, place, terminators);
		from = i;
	}
	cut_by_icu(s, text, from, chunk.to, terminators);
}

/*
 * Reads the bitmaps out into segments.  Of the words that start in 64 bytes
 * all but the last end there too, so starts and ends are taken in pairs, once
 * the word that was open has got its end.
 */
static size_t gather(struct segmenter *s, size_t words)
{
	size_t count = 0;
	bool open = false;

	for (size_t w = 0; w < words; w++) {
		uint32_t base = (uint32_t)(w * 64);
		uint64_t starts = s->starts[w], ends = s->ends[w];

		s->segments = memory_reserve(s->segments, &s->segment_capacity, count + 66,
					     sizeof *s->segments);
		struct segment *next = s->segments + count;

		if (open && ends) {
			next->length = base + (uint32_t)__builtin_ctzll(ends) - next->start;
			ends &= ends - 1;
			next++;
			open = false;
		}
		for (; ends; ends &= ends - 1, starts &= starts - 1, next++) {
			uint32_t start = (uint32_t)__builtin_ctzll(starts);

			next->start = base + start;
			next->length = (uint32_t)__builtin_ctzll(ends) - start;
		}
		if (starts) {
			next->start = base + (uint32_t)__builtin_ctzll(starts);
			open = true;
		}
		count = (size_t)(next - s->segments);
	}
	s->segments[count] = (struct segment){UINT32_MAX, 0};
	return count;
}

static int compare_places(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static size_t cut(struct segmenter *s, struct slice text, bool terminators)
{
	size_t words = text.length / 64 + 1;

	if (!text.length)
		text.at = "";
	s->starts = memory_reserve(s->starts, &s->start_capacity, words, sizeof *s->starts);
	s->ends = memory_reserve(s->ends, &s->end_capacity, words, sizeof *s->ends);
	s->special_count = s->terminator_count = s->looked_at = 0;
	cut_ascii(s, text, terminators);
	size_t ascii_terminators = s->terminator_count;

	for (size_t i = 0; i < s->special_count; i++)
		cut_special(s, text, s->special[i], terminators);
	if (s->terminator_count > ascii_terminators)
		qsort(s->terminators, s->terminator_count, sizeof *s->terminators,
		      compare_places);
	return gather(s, words);
}

size_t segmenter_cut(struct segmenter *s, struct slice text, const struct segment **segments)
{
	size_t count = cut(s, text, false);

	*segments = s->segments;
	return count;
}

size_t segmenter_cut_with_terminators(struct segmenter *s, struct slice text,
				      const struct segment **segments,
				      const uint32_t **terminators, size_t *terminator_count)
{
	size_t count = cut(s, text, true);

	*segments = s->segments;
	*terminators = s->terminators;
	*terminator_count = s->terminator_count;
	return count;
}
