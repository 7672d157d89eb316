/*
 * Selection: which documents (--where) and which parts of them (--in) count.
 *
 * --where ATTR=VALUE, ATTR!=VALUE, ATTR<VALUE, <=, >, >=; repeated ones must
 * all hold.  Two numbers are compared as numbers, else bytes; dates (and
 * anything else) only as far as the shorter goes for < <= > >= and, where
 * both look like dates, for =.  An absent attribute has the empty value, so
 * `copy-of=` is "has none"; but an absent doubt is 0.
 * --in NAME,NAME: elements or their `type`; -NAME leaves one out.  Without
 * --in everything but fw counts; with `all` everything does.
 */
#ifndef MODEL_SELECTION_H
#define MODEL_SELECTION_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/model/document.h"

enum comparison { EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL };

struct condition {
	struct slice attribute, value;
	enum comparison comparison;
};

/* All zero selects every document and everything but fw. */
struct selection {
	struct condition *conditions;
	size_t condition_count;
	struct slice *with, *without;	/* names of --in */
	size_t with_count, without_count;
	bool all;			/* --all: fw too */
};

/*
 * Parses the values of --where and --in (both may be null with count 0);
 * strings are borrowed.  An error is reported in `d`.
 */
enum outcome selection_begin(struct selection *selection, const char *const *where,
			     size_t where_count, const char *const *in, size_t in_count,
			     struct diagnostics *d);
void selection_free(struct selection *selection);

bool selection_has(const struct selection *selection, const struct document *d);

/*
 * After all documents: warns of conditions on an attribute whose name nobody
 * has used, which most likely is misspelt.
 */
void selection_warn(const struct selection *selection, const struct names *names,
		    struct diagnostics *d);

/* The same for bare attributes, before a document is read. */
bool selection_has_attributes(const struct selection *selection, const struct names *names,
			      const struct attribute *attributes, size_t count);

/* Whether a value is a date as conditions compare them: 2023, 2023-05 or 2023-05-17. */
bool value_is_date(struct slice value);

/* Runs of tokens or lines that count: first .. last - 1, rising, not empty. */
struct stretch {
	uint32_t first, last;
};

/*
 * The stretches of the document that --in selects, in its arena; *count is
 * set.  Without --in and all, what is outside fw.
 */
struct stretch *selection_stretches(const struct selection *selection, const struct document *d,
				    size_t *count);

#endif
