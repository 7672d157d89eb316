/* Record: counted strings, one behind the other. */
#include "pipeline/store/record.h"

#include "pipeline/base/memory.h"
#include "pipeline/model/vocabulary.h"
#include "pipeline/store/layout.h"
#include "pipeline/store/packed.h"

#include <stdlib.h>

void record_numbers_free(struct record_numbers *numbers)
{
	free(numbers->numbers);
	*numbers = (struct record_numbers){0};
}

static void append_string(struct buffer *to, struct slice s)
{
	varint_append(to, s.length);
	buffer_append(to, s);
}

static void append_row(struct buffer *to, const struct word *word)
{
	buffer_append(to, word->form);
	buffer_byte(to, '\t');
	if (!slice_equal(word->form, word->folded))
		buffer_append(to, word->folded);
	buffer_byte(to, '\t');
	buffer_byte(to, (char)('0' + word->flags));
	buffer_byte(to, '\n');
}

static void know_words(struct record_numbers *numbers, const struct vocabulary *words)
{
	size_t known = numbers->known;

	if (words->count <= known)
		return;
	numbers->numbers = memory_reserve(numbers->numbers, &numbers->known, words->count,
					  sizeof *numbers->numbers);
	memset(numbers->numbers + known, 0, (numbers->known - known) * sizeof *numbers->numbers);
}

/* The document's tokens in the worker's numbers, into its arena; new words into `rows`. */
static struct slice number_words(const struct document *d, struct record_numbers *numbers,
				 struct buffer *rows)
{
	uint32_t *own = arena_new(d->arena, d->length, sizeof *own);

	know_words(numbers, d->words);
	for (uint32_t i = 0; i < d->length; i++) {
		uint32_t *number = &numbers->numbers[d->tokens[i]];

		if (!*number) {
			*number = ++numbers->count;
			append_row(rows, &d->words->words[d->tokens[i]]);
		}
		own[i] = *number - 1;
	}
	return (struct slice){(const char *)own, d->length * sizeof *own};
}

void record_append(struct buffer *to, struct document *d, uint64_t worker, uint64_t ordinal,
		   struct record_numbers *numbers)
{
	struct buffer part = {0};
	struct slice words = number_words(d, numbers, &part);
	static void (*const parts[])(struct buffer *, const struct document *) = {
	    attributes_pack, glue_pack, tags_pack};

	varint_append(to, worker);
	varint_append(to, ordinal);
	append_string(to, document_id(d));
	append_string(to, document_attribute(d, NAME_STATUS));
	append_string(to, document_attribute(d, NAME_SHA256));
	append_string(to, buffer_slice(&part));
	document_drop_attribute(d, NAME_SHA256);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		buffer_reset(&part);
		parts[i](&part, d);
		append_string(to, buffer_slice(&part));
	}
	append_string(to, words);
	buffer_free(&part);
}

bool record_read(struct slice bytes, struct record *record)
{
	struct slice *const strings[] = {
	    &record->id,	 &record->status, &record->hash, &record->rows,
	    &record->attributes, &record->glue,	  &record->tags, &record->words,
	};
	uint64_t length;

	if (!varint_take(&bytes, UINT64_MAX, &record->worker) ||
	    !varint_take(&bytes, UINT64_MAX, &record->ordinal))
		return false;
	for (size_t i = 0; i < COUNT_OF(strings); i++) {
		if (!varint_take(&bytes, bytes.length, &length) || length > bytes.length)
			return false;
		*strings[i] = slice_first(bytes, length);
		bytes = slice_from(bytes, length);
	}
	return bytes.length == 0 && record->words.length % sizeof(uint32_t) == 0;
}
