/*
 * Fuzz target: the reader of the stream.
 *
 * What is taken is written and read again: the same bytes must come out.
 * What is refused must be said.
 */
#include "pipeline/model/vocabulary.h"
#include "pipeline/stream/read.h"
#include "pipeline/stream/write.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A reader with all that it needs. */
struct side {
	struct arena arena;
	struct names names;
	struct vocabulary words;
	struct stream_reader reader;
	struct document document;
	struct buffer written;
};

static void side_begin(struct side *side)
{
	*side = (struct side){.arena = {0}};
	names_begin(&side->names);
	vocabulary_begin(&side->words);
	stream_reader_begin(&side->reader, &side->words);
}

static void side_free(struct side *side)
{
	buffer_free(&side->written);
	stream_reader_free(&side->reader);
	vocabulary_free(&side->words);
	names_free(&side->names);
	arena_free(&side->arena);
}

static bool read_and_write(struct side *side, struct slice bytes)
{
	struct diagnostics diagnostics = {0};
	struct stream_piece piece = {.bytes = bytes, .file = "fuzz", .line = 1};

	for (size_t i = 0; i < bytes.length; i++)
		piece.lines += bytes.at[i] == '\n';
	arena_reset(&side->arena);
	buffer_reset(&side->written);
	document_begin(&side->document, &side->arena, &side->names, &side->words);
	bool taken = stream_read(&side->reader, &piece, &side->document, &diagnostics);

	if (taken)
		write_document(&side->written, &side->document);
	else if (!diagnostics.failed || !diagnostics.lines.length)
		abort();
	diagnostics_free(&diagnostics);
	return taken;
}

/* The bytes up to the next line that starts a document. */
static struct slice cut_document(struct slice rest)
{
	for (size_t i = 1; i < rest.length; i++)
		if (rest.at[i - 1] == '\n' && slice_starts(slice_from(rest, i), SLICE("<text ")))
			return slice_first(rest, i);
	return rest;
}

static void check(struct side *first, struct side *second, struct slice document)
{
	struct buffer bytes = {0};	/* for the slack behind its end */

	buffer_append(&bytes, document);
	if (read_and_write(first, buffer_slice(&bytes))) {
		if (!read_and_write(second, buffer_slice(&first->written)))
			abort();
		if (!slice_equal(buffer_slice(&first->written), buffer_slice(&second->written)))
			abort();
	}
	buffer_free(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct slice rest = {(const char *)bytes, size};
	struct side first, second;

	if (!slice_starts(rest, SLICE("<text ")))
		return 0;
	side_begin(&first);
	side_begin(&second);
	while (rest.length) {
		struct slice document = cut_document(rest);

		check(&first, &second, document);
		rest = slice_from(rest, document.length);
	}
	side_free(&first);
	side_free(&second);
	return 0;
}
