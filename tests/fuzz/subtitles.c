/*
 * Fuzz target: the reader of subtitles.  Whatever it makes of any bytes is a
 * document that can be written and read again.
 */
#include "pipeline/model/vocabulary.h"
#include "pipeline/stream/read.h"
#include "pipeline/stream/write.h"
#include "stages/read/subtitles.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(const struct document *made)
{
	struct vocabulary words;
	struct stream_reader reader;
	struct diagnostics diagnostics = {0};
	struct buffer written = {0};
	struct arena arena = {0};
	struct document read;

	write_document(&written, made);
	vocabulary_begin(&words);
	stream_reader_begin(&reader, &words);
	document_begin(&read, &arena, made->names, &words);
	struct stream_piece piece = {.bytes = buffer_slice(&written), .file = "fuzz", .line = 1,
				     .lines = written.length};

	if (!stream_read(&reader, &piece, &read, &diagnostics))
		abort();
	stream_reader_free(&reader);
	vocabulary_free(&words);
	diagnostics_free(&diagnostics);
	buffer_free(&written);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct slice input = {(const char *)bytes, size};
	enum subtitles kind = subtitles_recognise(input);
	struct plain_text kept = {0};
	struct buffer text = {0};
	struct arena arena = {0};
	struct names names;
	struct document document;

	names_begin(&names);
	document_begin(&document, &arena, &names, NULL);
	document_set_attribute(&document, NAME_ID, SLICE("fuzz"));
	document_set_attribute(&document, NAME_STATUS, SLICE("ok"));
	buffer_append(&text, input);
	(void)subtitles_read(&kept, &text, kind == SUBTITLES_NONE ? SUBTITLES_SRT : kind, &document);
	check(&document);
	buffer_free(&text);
	plain_text_free(&kept);
	names_free(&names);
	arena_free(&arena);
	return 0;
}
