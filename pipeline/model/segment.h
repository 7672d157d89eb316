/*
 * Segmenting: text into words, by UAX #29 as ICU has it and by joins.
 *
 * White_Space ends a word and is in none.  Each stretch without white space
 * is cut as ICU cuts it alone (root locale), then the joins are made.  ASCII
 * is cut by bitmaps of 64 bytes, which gives what ICU would; whatever is
 * not sure goes to ICU.
 */
#ifndef MODEL_SEGMENT_H
#define MODEL_SEGMENT_H

#include "pipeline/model/joins.h"
#include "pipeline/model/word_index.h"

enum { SEGMENT_USUAL = JOIN_URL | JOIN_EMAIL | JOIN_HYPHEN };

struct segmenter;

/* `joins`: of enum join, or-ed.  Not shared by threads. */
struct segmenter *segmenter_new(unsigned joins);
void segmenter_free(struct segmenter *segmenter);

/*
 * Cuts a text of less than 4 GiB of well-formed UTF-8; returns how many
 * words it has.  Two stand without white space between them where one starts
 * at the end of the one before.  *segments is valid until the next call; one
 * more element stands behind the last, which starts at UINT32_MAX.
 */
size_t segmenter_cut(struct segmenter *segmenter, struct slice text,
		     const struct segment **segments);

/*
 * The same, and the places of the bytes that may end a sentence, rising: of
 * . ? ! with no letter, digit, _ or @ behind them, and of every other
 * sentence terminal of Unicode.
 */
size_t segmenter_cut_with_terminators(struct segmenter *segmenter, struct slice text,
				      const struct segment **segments,
				      const uint32_t **terminators, size_t *terminator_count);

#endif
