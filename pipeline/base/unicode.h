/*
 * Unicode: what ICU does for us.  The one file that includes ICU.
 *
 * Everything here takes and gives UTF-8 and depends on no locale: rules of
 * a language are asked for by name.  Objects are not shared by threads.
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "pipeline/base/buffer.h"

/*
 * Folding (design.md, "Words"): full case folding, with Turkic rules where
 * asked for; U+2019 becomes U+0027; default-ignorable characters go; NFC.
 * Appends the folded form of s, which is well-formed.
 */
void unicode_fold(struct buffer *to, struct slice s, bool turkic);

/* tr, az and their subtags: the dotted and the dotless i are apart. */
bool unicode_language_is_turkic(struct slice language);

bool unicode_is_letter(uint32_t point);
bool unicode_is_digit(uint32_t point);		/* any decimal number, Nd */
bool unicode_is_letter_or_number(uint32_t point);	/* L*, N* */
bool unicode_is_mark(uint32_t point);		/* M*: stands on the character before */
bool unicode_is_white_space(uint32_t point);	/* White_Space */
bool unicode_is_uppercase(uint32_t point);
bool unicode_is_lowercase(uint32_t point);
bool unicode_is_default_ignorable(uint32_t point);

/*
 * Sentence_Break, the classes of UAX #29: what sentence rules look at.
 * Format characters and marks are EXTEND, all White_Space is SPACE.
 */
enum unicode_sentence_class {
	SENTENCE_OTHER,
	SENTENCE_SPACE,
	SENTENCE_EXTEND,
	SENTENCE_LOWER,
	SENTENCE_UPPER,
	SENTENCE_LETTER,	/* of neither case */
	SENTENCE_NUMERIC,
	SENTENCE_STOP,		/* a full stop: ATerm */
	SENTENCE_END,		/* ? ! and their like: STerm */
	SENTENCE_CLOSE,		/* brackets and quotation marks */
	SENTENCE_CONTINUE,	/* , - : and their like */
};

enum unicode_sentence_class unicode_sentence_class(uint32_t point);

static inline bool unicode_is_sentence_terminal(uint32_t point)
{
	enum unicode_sentence_class class = unicode_sentence_class(point);

	return class == SENTENCE_STOP || class == SENTENCE_END;
}

enum unicode_form { UNICODE_NFC, UNICODE_NFKC };

bool unicode_is_normalised(struct slice s, enum unicode_form form);	/* quick, exact */
void unicode_normalise(struct buffer *to, struct slice s, enum unicode_form form);

/* Boundaries by UAX #29 as ICU implements it (root locale). */
enum unicode_break { UNICODE_WORDS, UNICODE_SENTENCES, UNICODE_GRAPHEMES };

struct unicode_breaker;

struct unicode_breaker *unicode_breaker_new(enum unicode_break kind);
void unicode_breaker_free(struct unicode_breaker *breaker);

/*
 * The boundaries of s in bytes, rising, s.length the last (0 is not among
 * them); none for an empty s.  The array lives until the next call.
 */
const uint32_t *unicode_boundaries(struct unicode_breaker *breaker, struct slice s,
				   size_t *count);

/* Columns on a terminal, by grapheme cluster: wide 2, combining 0. */
size_t unicode_width(struct slice s);

/*
 * Decodes bytes in a named encoding ("windows-1252", "utf-16le", "koi8-r",
 * as WHATWG or IANA name it) to UTF-8; what is ill-formed becomes U+FFFD.
 * False if ICU does not know the name, or it is UTF-7.
 */
bool unicode_decode(struct buffer *to, struct slice bytes, const char *encoding);

/* ICU's and Unicode's versions: "72.1", "15.0". */
const char *unicode_library_version(void);
const char *unicode_version(void);

#endif
