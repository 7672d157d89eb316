/*
 * Folding an expression, so that it meets folded words.
 *
 * A word that is looked for is folded before it is compared; the characters
 * that an expression names must be, too, where folding is more than a matter
 * of case: `straße` as `stra(?:ss)e`, `[sß]` as `(?:[sß]|ss)`.
 */
#ifndef MODEL_REGEX_FOLD_H
#define MODEL_REGEX_FOLD_H

#include "pipeline/base/buffer.h"

/*
 * Appends a Perl-compatible expression, which is well-formed UTF-8, with what
 * it names folded.  ASCII, what [^...] names and an expression with \Q in
 * it stay as they are.
 */
void regex_fold(struct buffer *to, struct slice expression);

#endif
