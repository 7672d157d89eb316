/* Folding an expression: one pass, which knows escapes and classes. */
#include "pipeline/model/regex_fold.h"

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

struct folding {
	struct buffer *to;
	struct slice rest;		/* of the expression */
	struct buffer folded;		/* the character in hand */
};

/* The next character, into `folded` too. */
static struct slice take(struct folding *f)
{
	size_t length = 0;

	utf8_next(f->rest, &length);
	struct slice character = slice_first(f->rest, length);

	f->rest = slice_from(f->rest, length);
	buffer_reset(&f->folded);
	unicode_fold(&f->folded, character, false);
	return character;
}

static bool folds_to_one(const struct folding *f)
{
	size_t length = 0;

	if (f->folded.length)
		utf8_next(buffer_slice(&f->folded), &length);
	return length && length == f->folded.length;
}

/* A character for itself; what folds to several stays one for what follows it: `ß+`. */
static void put_character(struct folding *f)
{
	struct slice character = take(f);

	if ((unsigned char)character.at[0] < 0x80) {
		buffer_append(f->to, character);
	} else if (folds_to_one(f)) {
		buffer_append(f->to, buffer_slice(&f->folded));
	} else {
		buffer_append(f->to, SLICE("(?:"));
		buffer_append(f->to, buffer_slice(&f->folded));
		buffer_byte(f->to, ')');
	}
}

/* The first bytes, as they are. */
static void copy(struct folding *f, size_t count)
{
	buffer_append(f->to, slice_first(f->rest, count));
	f->rest = slice_from(f->rest, count);
}

/* Before a character that is not ASCII the backslash says nothing. */
static void put_escape(struct folding *f)
{
	if (f->rest.length > 1 && (unsigned char)f->rest.at[1] >= 0x80)
		f->rest = slice_from(f->rest, 1);
	else
		copy(f, 2);
}

/* [:alpha:] and its like, within a class; 0 if there is none. */
static size_t posix_length(struct slice s)
{
	if (!slice_starts(s, SLICE("[:")))
		return 0;
	for (size_t i = 2; i + 1 < s.length && s.at[i] != ']' && s.at[i] != '['; i++)
		if (s.at[i] == ':' && s.at[i + 1] == ']')
			return i + 2;
	return 0;
}

/* What a class names and what folds to several, which no class can hold: `|ss`. */
static void put_class_rest(struct folding *f, struct buffer *others)
{
	while (f->rest.length && f->rest.at[0] != ']') {
		size_t posix = posix_length(f->rest);

		if (posix) {
			copy(f, posix);
			continue;
		}
		if (f->rest.at[0] == '\\') {
			put_escape(f);
			continue;
		}
		struct slice character = take(f);
		bool one = folds_to_one(f) && (unsigned char)character.at[0] >= 0x80;

		buffer_append(f->to, one ? buffer_slice(&f->folded) : character);
		if (!folds_to_one(f) && f->folded.length) {
			buffer_byte(others, '|');
			buffer_append(others, buffer_slice(&f->folded));
		}
	}
	copy(f, 1);
}

static void put_class(struct folding *f)
{
	struct buffer others = {0}, *to = f->to, class = {0};
	bool negated = slice_starts(f->rest, SLICE("[^"));

	f->to = &class;
	copy(f, negated ? 2 : 1);
	if (slice_starts(f->rest, SLICE("]")))	/* the first does not close it */
		copy(f, 1);
	put_class_rest(f, &others);
	f->to = to;
	bool several = others.length && !negated;

	buffer_append(to, several ? SLICE("(?:") : SLICE(""));
	buffer_append(to, buffer_slice(&class));
	if (several) {
		buffer_append(to, buffer_slice(&others));
		buffer_byte(to, ')');
	}
	buffer_free(&class);
	buffer_free(&others);
}

void regex_fold(struct buffer *to, struct slice expression)
{
	struct folding f = {.to = to, .rest = expression};

	if (expression.length && memmem(expression.at, expression.length, "\\Q", 2))
		copy(&f, expression.length);
	while (f.rest.length) {
		if (f.rest.at[0] == '\\')
			put_escape(&f);
		else if (f.rest.at[0] == '[')
			put_class(&f);
		else
			put_character(&f);
	}
	buffer_free(&f.folded);
}
