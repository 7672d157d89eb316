/*
 * Patterns: wildcards by the two-pointer method, expressions by PCRE2.
 *
 * PCRE2 runs without its just-in-time compiler: an expression is tried once
 * per distinct word, which is too seldom to pay for compiling it, and the
 * limit on steps then means the same on every machine.
 */
#include "pipeline/model/pattern.h"

#include "pipeline/base/memory.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

struct regex {
	pcre2_code *code;
	pcre2_match_data *result;
	pcre2_match_context *limits;
};

/* The place behind the code point at `place`. */
static size_t next_character(struct slice word, size_t place)
{
	do
		place++;
	while (place < word.length && ((unsigned char)word.at[place] & 0xc0) == 0x80);
	return place;
}

/*
 * Walks both strings at once.  When they part, the last `*` takes one
 * character more; an earlier `*` never has to, since what stands between
 * the two has been found at its first place.
 */
bool wildcard_matches(struct slice pattern, struct slice word)
{
	size_t p = 0, w = 0, star = SIZE_MAX, resume = 0;

	while (w < word.length) {
		unsigned char wanted = p < pattern.length ? (unsigned char)pattern.at[p] : 0;

		if (p < pattern.length && wanted == WILDCARD_MANY) {
			star = p++;
			resume = w;
		} else if (p < pattern.length && wanted == WILDCARD_ONE) {
			w = next_character(word, w);
			p++;
		} else if (p < pattern.length && wanted == (unsigned char)word.at[w]) {
			w++;
			p++;
		} else if (star != SIZE_MAX) {
			resume = next_character(word, resume);
			w = resume;
			p = star + 1;
		} else {
			return false;
		}
	}
	while (p < pattern.length && (unsigned char)pattern.at[p] == WILDCARD_MANY)
		p++;
	return p == pattern.length;
}

static void explain(int code, size_t place, struct regex_error *error)
{
	PCRE2_UCHAR text[sizeof error->message];

	if (pcre2_get_error_message(code, text, sizeof text) < 0)
		snprintf(error->message, sizeof error->message, "error %d", code);
	else
		snprintf(error->message, sizeof error->message, "%s", (const char *)text);
	error->place = place;
}

static void *must(void *made)
{
	if (!made)	/* PCRE2 fails here for want of memory alone */
		return memory_new(SIZE_MAX, 1);
	return made;
}

struct regex *regex_new(struct slice expression, bool caseless, struct regex_error *error)
{
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED |
			   PCRE2_NEVER_BACKSLASH_C | (caseless ? PCRE2_CASELESS : 0);
	int code = 0;
	PCRE2_SIZE place = 0;
	pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)expression.at, expression.length,
					     options, &code, &place, NULL);

	if (!compiled) {
		explain(code, place, error);
		return NULL;
	}
	struct regex *regex = memory_new(1, sizeof *regex);

	regex->code = compiled;
	regex->result = must(pcre2_match_data_create(1, NULL));
	regex->limits = must(pcre2_match_context_create(NULL));
	pcre2_set_match_limit(regex->limits, REGEX_STEPS);
	pcre2_set_depth_limit(regex->limits, REGEX_STEPS);
	pcre2_set_heap_limit(regex->limits, REGEX_HEAP_KIB);
	return regex;
}

void regex_free(struct regex *regex)
{
	if (!regex)
		return;
	pcre2_match_context_free(regex->limits);
	pcre2_match_data_free(regex->result);
	pcre2_code_free(regex->code);
	free(regex);
}

enum regex_result regex_match(struct regex *regex, struct slice word)
{
	int found = pcre2_match(regex->code, (PCRE2_SPTR)(word.at ? word.at : ""), word.length, 0,
				PCRE2_NO_UTF_CHECK, regex->result, regex->limits);

	if (found >= 0)
		return REGEX_MATCHES;
	return found == PCRE2_ERROR_NOMATCH ? REGEX_DIFFERS : REGEX_GAVE_UP;
}

void regex_library_version(char version[64])
{
	_Static_assert(sizeof(PCRE2_UCHAR) == 1, "PCRE2 speaks UTF-8");
	if (pcre2_config(PCRE2_CONFIG_VERSION, version) < 0)
		version[0] = '\0';
}
