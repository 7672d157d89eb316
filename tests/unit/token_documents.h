/*
 * Token documents for tests, written shortly.
 *
 * A line that starts with `<` is a tag; of any other line each word, cut at
 * spaces, is a token.  `~` at a word's end glues it to the next one, `|`
 * parts a word from its term (else the term is the word in small letters;
 * empty for what has no letter or digit):
 *     "<p>\nPartners|partner agree~ .\n</p>\n"
 */
#ifndef TESTS_TOKEN_DOCUMENTS_H
#define TESTS_TOKEN_DOCUMENTS_H

#include "pipeline/base/memory.h"
#include "pipeline/model/vocabulary.h"
#include "pipeline/stream/read.h"

#include <ctype.h>
#include <stdlib.h>

struct token_documents {
	struct names names;
	struct vocabulary words;
	struct stream_reader reader;
	struct arena arena;
	struct diagnostics diagnostics;
};

static inline void token_documents_begin(struct token_documents *t)
{
	*t = (struct token_documents){0};
	names_begin(&t->names);
	vocabulary_begin(&t->words);
	stream_reader_begin(&t->reader, &t->words);
}

static inline void token_documents_free(struct token_documents *t)
{
	stream_reader_free(&t->reader);
	vocabulary_free(&t->words);
	names_free(&t->names);
	arena_free(&t->arena);
	diagnostics_free(&t->diagnostics);
}

static inline void token_documents_write(struct buffer *to, struct slice word)
{
	bool glue = slice_ends(word, SLICE("~"));
	size_t bar;

	word.length -= glue;
	bar = slice_find_byte(word, '|');
	buffer_append(to, slice_first(word, bar));
	buffer_byte(to, '\t');
	if (bar < word.length) {
		buffer_append(to, slice_from(word, bar + 1));
	} else if (isalnum((unsigned char)word.at[0]) || (unsigned char)word.at[0] > 0x7f) {
		for (size_t i = 0; i < word.length; i++)
			buffer_byte(to, (char)tolower((unsigned char)word.at[i]));
	}
	buffer_append(to, glue ? SLICE("\n<g/>\n") : SLICE("\n"));
}

/* A document with these attributes ("" or "lang=\"en\"") and this body; NULL if malformed. */
static inline struct document *token_document(struct token_documents *t, const char *attributes,
					      const char *body)
{
	static const char slack[64];
	struct document *d = arena_new(&t->arena, 1, sizeof *d);
	struct buffer stream = {0};
	struct slice rest = slice_of(body), line, word;
	uint64_t lines = 0;

	buffer_printf(&stream, "<text id=\"d\" status=\"ok\"%s%s>\n", *attributes ? " " : "",
		      attributes);
	while (slice_line(&rest, &line)) {
		if (slice_starts(line, SLICE("<"))) {
			buffer_append(&stream, line);
			buffer_byte(&stream, '\n');
			continue;
		}
		while (slice_cut(&line, ' ', &word))
			if (word.length)
				token_documents_write(&stream, word);
	}
	buffer_append(&stream, SLICE("</text>\n"));
	for (size_t i = 0; i < stream.length; i++)
		lines += stream.at[i] == '\n';
	size_t length = stream.length;

	buffer_append(&stream, (struct slice){slack, sizeof slack});
	struct slice kept = arena_copy(&t->arena, buffer_slice(&stream));
	struct stream_piece piece = {
	    .bytes = {kept.at, length}, .file = "test", .line = 1, .lines = lines};

	buffer_free(&stream);
	document_begin(d, &t->arena, &t->names, &t->words);
	return stream_read(&t->reader, &piece, d, &t->diagnostics) ? d : NULL;
}

#endif
