/*
 * Patterns over one word: wildcards, and regular expressions by PCRE2.
 *
 * Both match the whole word.  pattern.c is the one file that includes PCRE2.
 */
#ifndef MODEL_PATTERN_H
#define MODEL_PATTERN_H

#include "pipeline/base/slice.h"

/*
 * A wildcard pattern is UTF-8 in which two bytes that UTF-8 never uses stand
 * for `*` (any characters, also none) and `?` (one code point).
 */
enum { WILDCARD_MANY = 0xff, WILDCARD_ONE = 0xfe };

/* Time: at most the product of the lengths.  `word` is well-formed UTF-8. */
bool wildcard_matches(struct slice pattern, struct slice word);

struct regex;

struct regex_error {
	char message[160];	/* what PCRE2 says */
	size_t place;		/* byte of the expression where it saw it */
};

/*
 * Compiles a Perl-compatible expression: UTF-8, Unicode classes, anchored at
 * both ends.  NULL if it is none, with *error filled.  Freed by regex_free().
 */
struct regex *regex_new(struct slice expression, bool caseless, struct regex_error *error);
void regex_free(struct regex *regex);

/*
 * REGEX_GAVE_UP: more than REGEX_STEPS steps (backtracking that grows with
 * 2 to the length of the word): nobody knows whether it matches.
 */
enum regex_result { REGEX_DIFFERS, REGEX_MATCHES, REGEX_GAVE_UP };

enum { REGEX_STEPS = 100000, REGEX_HEAP_KIB = 16384 };

enum regex_result regex_match(struct regex *regex, struct slice word);

/* PCRE2's version, into at least 64 bytes: "10.42 2022-12-11". */
void regex_library_version(char version[64]);

#endif
