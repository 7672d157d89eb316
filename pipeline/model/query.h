/*
 * Queries: the one query language of every stage that looks for something.
 *
 * A query is cut at white space into parts, and matches as many tokens side
 * by side as its parts stand for:
 *     word        cut into tokens as `tokens` cuts text, each compared whole
 *     wild*c?rd   one token; `*` any characters, also none, `?` one
 *     /regex/     one token, matched whole by a Perl-compatible expression
 * `\` takes the character behind it for what it is (in a regex, PCRE2 reads
 * it).  Side by side means in the text of a scope, and within one sentence,
 * or one block where there are no sentences (phrase_units()).
 *
 * What a part is compared with is the target ("the document's language" is
 * that of a word where it has one of its own):
 *     QUERY_FOLDED   the folded form; the query's words are folded too, by
 *                    the rules of the document's language
 *     QUERY_PRINTED  the form as printed
 *     QUERY_TERM     the term, or the folded form of a token without one;
 *                    the query's words are stemmed by the document's language
 *
 * Whether a part matches is worked out once per distinct word and kept by
 * word number, so looking through a document is a loop over numbers.
 */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/document.h"
#include "pipeline/model/pattern.h"
#include "pipeline/model/scope.h"

enum { QUERY_LONGEST = 10000 };	/* bytes of a query */

enum query_target { QUERY_FOLDED, QUERY_PRINTED, QUERY_TERM };

enum query_part_kind { PART_WORD, PART_WILDCARD, PART_REGEX };

/* What stands for one token. */
struct query_part {
	enum query_part_kind kind;
	struct slice text;	/* as written: a token, a pattern as pattern.h has it, a regex */
	struct regex *regex;
	size_t needle;		/* its number among all parts of the set */
};

struct query {
	struct slice text;	/* as typed */
	struct query_part *parts;
	size_t part_count;
	size_t anchor;		/* the part that is looked for first */
};

/* Tokens first .. last of the document; those of fw between them are not part of it. */
struct query_hit {
	uint32_t first, last;
	uint32_t query;
};

struct query_language;

/*
 * One for each worker.  All zero but the target is a valid, empty set.  All
 * queries are added before anything is looked for.
 */
struct query_set {
	enum query_target target;
	struct query *queries;
	size_t count, capacity;
	size_t part_count;			/* of all queries */
	struct arena arena;
	struct query_language *languages;	/* how the parts read in each language met */
	struct query_hit *hits;
	size_t hit_count, hit_capacity;
};

/*
 * Parses a query and adds it.  A query that is none is one error, BAD_USAGE,
 * which names the place in it.  The text is copied.
 */
enum outcome query_add(struct query_set *set, struct slice text, struct diagnostics *d);
void query_set_free(struct query_set *set);

/*
 * All hits in a document in token phase whose tokens are all selected,
 * sorted by first token, last token, query; overlapping ones are all there.
 * Set in set->hits, valid until the next call.  A regex that gives up on a
 * word is a failure, said once for each part.
 */
void query_find(struct query_set *set, const struct document *document, const struct scope *scope,
		struct diagnostics *d);

#endif
