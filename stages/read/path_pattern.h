/*
 * Path pattern: attributes from where a document lies (--attrs).
 *
 * The pattern is held against the parts of an id, which `/` separates.  In a
 * part, {name} stands for at least one character and becomes the attribute's
 * value, `*` for any number of them, everything else for itself; the first
 * {name} or `*` takes as much as it can.  A last part `*` stands for all the
 * parts that are left, one at least.
 *
 *     {region}/{type}/<any>       ashdale/minutes/2022/may.pdf
 *     {region}-{year}.pdf         north-east-2023.pdf
 */
#ifndef READ_PATH_PATTERN_H
#define READ_PATH_PATTERN_H

#include "pipeline/base/diagnostics.h"

enum { PATTERN_PIECES = 64 };

enum pattern_kind { PATTERN_LITERAL, PATTERN_ANY, PATTERN_NAME, PATTERN_SLASH };

struct pattern_piece {
	enum pattern_kind kind;
	struct slice text;		/* of a literal; the name of an attribute */
};

struct path_pattern {
	struct pattern_piece pieces[PATTERN_PIECES];
	size_t count;
	bool takes_rest;		/* the last part is `*` alone */
};

/*
 * Parses; `text` is borrowed.  Names must be legal names of attributes that a
 * user may set, each used once.
 */
enum outcome path_pattern_begin(struct path_pattern *pattern, const char *text,
				struct diagnostics *d);

/*
 * Whether the id matches.  values[i] is then the value of pieces[i], if that
 * is a name: a slice of the id.
 */
bool path_pattern_match(const struct path_pattern *pattern, struct slice id,
			struct slice values[PATTERN_PIECES]);

#endif
