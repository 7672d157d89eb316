/*
 * Fuzz target: the reader of messages.  Whatever it makes of any bytes is one
 * document of the stream, and each attachment that it lists can be unpacked.
 */
#include "pipeline/model/vocabulary.h"
#include "pipeline/stream/read.h"
#include "stages/read/reader/child.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void unpack_all(struct slice input, const struct document *d)
{
	for (size_t i = 0; i < d->tag_count; i++) {
		struct slice n = tag_attribute(d, &d->tags[i], NAME_N);
		struct buffer part = {0};
		uint64_t number;

		if (d->tags[i].name == NAME_ATTACH && slice_to_integer(n, &number) &&
		    !unpack_mail_part(input, (uint32_t)number, &part))
			abort();
		buffer_free(&part);
	}
}

static void check(struct slice input, struct slice stream)
{
	struct vocabulary words;
	struct names names;
	struct stream_reader reader;
	struct diagnostics diagnostics = {0};
	struct arena arena = {0};
	struct document d;
	struct stream_piece piece = {.bytes = stream, .file = "fuzz", .line = 1,
				     .lines = stream.length};

	vocabulary_begin(&words);
	names_begin(&names);
	stream_reader_begin(&reader, &words);
	document_begin(&d, &arena, &names, &words);
	if (!stream_read(&reader, &piece, &d, &diagnostics))
		abort();
	unpack_all(input, &d);
	stream_reader_free(&reader);
	vocabulary_free(&words);
	names_free(&names);
	diagnostics_free(&diagnostics);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct slice input = {(const char *)bytes, size};
	const struct reader_job job = {.format = READER_MAIL,
				       .limits = reader_default_limits(READER_MAIL)};
	struct buffer stream = {0};

	read_document(&stream, &job, SLICE("fuzz"), input, NULL, NULL);
	check(input, buffer_slice(&stream));
	buffer_free(&stream);
	return 0;
}
