/*
 * Chunks: how stretches without white space are cut, by ICU, each asked once.
 *
 * The slow and sure way of cutting.  Chunks repeat as words do, so the
 * answers are kept by the bytes of the chunk.
 */
#ifndef MODEL_CHUNKS_H
#define MODEL_CHUNKS_H

#include "pipeline/base/unicode.h"
#include "pipeline/model/word_index.h"

struct chunk_answer {
	uint32_t first, count;		/* of `ends` */
	bool terminator;		/* holds a sentence's end that is not ASCII */
};

/* All zero but the joins is valid and knows nothing; ICU is opened when asked. */
struct chunks {
	unsigned joins;			/* enum join */
	struct unicode_breaker *breaker;
	struct word_index index;	/* bytes of a chunk -> its answer */
	struct chunk_answer *answers;
	size_t answer_count, answer_capacity;
	uint32_t *ends;			/* of the pieces of all answers */
	size_t end_count, end_capacity;
	struct buffer boundaries;
};

/*
 * The ends of the pieces of a chunk, in bytes, rising, the last its length.
 * Valid until the next call.
 */
const uint32_t *chunk_ends(struct chunks *chunks, struct slice chunk, size_t *count,
			   bool *terminator);

void chunks_free(struct chunks *chunks);

#endif
