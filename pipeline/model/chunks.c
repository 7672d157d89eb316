/* Chunks: answers of ICU, joined, kept while they are not too many. */
#include "pipeline/model/chunks.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/joins.h"

#include <stdlib.h>

/* Longer chunks do not repeat; above so many answers all are forgotten. */
enum { KEPT_LENGTH = 64, KEPT_ANSWERS = 1 << 16 };

static bool has_terminator(struct slice chunk)
{
	for (size_t i = 0; i < chunk.length;) {
		uint32_t point = utf8_next(chunk, &i);

		if (point >= 0x80 && unicode_is_sentence_terminal(point))
			return true;
	}
	return false;
}

static void forget(struct chunks *c)
{
	word_index_free(&c->index);
	c->answer_count = c->end_count = 0;
}

/* Adds to the ends those of the chunk: ICU's, joined. */
static struct chunk_answer work_out(struct chunks *c, struct slice chunk)
{
	struct chunk_answer answer = {.first = (uint32_t)c->end_count};
	size_t count;

	if (!c->breaker)
		c->breaker = unicode_breaker_new(UNICODE_WORDS);
	const uint32_t *icu = unicode_boundaries(c->breaker, chunk, &count);

	buffer_reset(&c->boundaries);
	buffer_reserve(&c->boundaries, chunk.length + 1);
	char *boundaries = c->boundaries.at;

	memset(boundaries, 0, chunk.length + 1);
	boundaries[0] = 1;
	for (size_t i = 0; i < count; i++)
		boundaries[icu[i]] = 1;
	join_pieces(chunk, boundaries, c->joins);
	for (size_t i = 1; i <= chunk.length; i++) {
		if (!boundaries[i])
			continue;
		c->ends = memory_reserve(c->ends, &c->end_capacity, c->end_count + 1,
					 sizeof *c->ends);
		c->ends[c->end_count++] = (uint32_t)i;
	}
	answer.count = (uint32_t)(c->end_count - answer.first);
	answer.terminator = has_terminator(chunk);
	return answer;
}

static uint32_t add_answer(void *context, struct slice key)
{
	struct chunks *c = context;

	c->answers = memory_reserve(c->answers, &c->answer_capacity, c->answer_count + 1,
				    sizeof *c->answers);
	c->answers[c->answer_count] = work_out(c, key);
	return (uint32_t)c->answer_count++;
}

const uint32_t *chunk_ends(struct chunks *c, struct slice chunk, size_t *count, bool *terminator)
{
	struct chunk_answer answer;

	if (chunk.length > KEPT_LENGTH) {
		size_t kept = c->end_count;

		answer = work_out(c, chunk);
		c->end_count = kept;
	} else {
		if (c->answer_count >= KEPT_ANSWERS)
			forget(c);
		uint32_t number = word_index_number(&c->index, chunk, add_answer, c);

		answer = c->answers[number];
	}
	*count = answer.count;
	*terminator = answer.terminator;
	return c->ends + answer.first;
}

void chunks_free(struct chunks *c)
{
	word_index_free(&c->index);
	unicode_breaker_free(c->breaker);
	buffer_free(&c->boundaries);
	free(c->answers);
	free(c->ends);
	*c = (struct chunks){.joins = c->joins};
}
