/*
 * random_stream SEED DOCUMENTS [EDITS]: a stream of random documents on
 * standard output, with so many random edits of its bytes and lines (and
 * then without stand-off spans).
 */
#include "tests/properties/random_document.h"

#include "pipeline/stream/write.h"

#include <stdio.h>
#include <stdlib.h>

/* Bytes from `start`, `length` of them, are replaced. */
static void splice(struct buffer *stream, size_t start, size_t length, struct slice by)
{
	struct buffer result = {0};
	struct slice all = buffer_slice(stream);

	buffer_append(&result, slice_first(all, start));
	buffer_append(&result, by);
	buffer_append(&result, slice_from(all, start + length));
	buffer_free(stream);
	*stream = result;
}

/* The line that holds byte `at`, with its LF. */
static struct slice line_around(struct slice all, size_t at)
{
	size_t start = at, end = at;

	while (start > 0 && all.at[start - 1] != '\n')
		start--;
	while (end < all.length && all.at[end++] != '\n')
		;
	return (struct slice){all.at + start, end - start};
}

static void edit(struct random *r, struct buffer *stream)
{
	static const char *const insertions[] = {
	    "<", ">", "&", "\"", "\t", "\n", "\r", " ", "/", "a", "\x80", "\xed\xa0\x80", "&#9;",
	    "&lt;", "&nope;", "&#1114112;", "<g/>\n", "<p>\n", "</p>\n", "</text>\n", "word\tterm\n",
	    "a line\n", "<pb n=\"1\"/>\n", "<text id=\"b\" status=\"ok\">\n", "\n", " \n", "\t\n",
	};
	struct slice all = buffer_slice(stream);
	size_t at = all.length ? draw(r, (uint32_t)all.length) : 0;
	struct slice line = line_around(all, at);
	struct slice insertion = slice_of(insertions[draw(r, COUNT_OF(insertions))]);
	size_t line_start = (size_t)(line.at - all.at);
	struct buffer copy = {0};

	switch (draw(r, 7)) {
	case 0:			/* a byte goes */
		splice(stream, at, 1, SLICE(""));
		break;
	case 1:			/* a byte is another */
		splice(stream, at, 1, slice_first(insertion, 1));
		break;
	case 2:			/* something comes in */
		splice(stream, at, 0, insertion);
		break;
	case 3:			/* ... in front of a line */
		splice(stream, line_start, 0, insertion);
		break;
	case 4:			/* a line goes */
		splice(stream, line_start, line.length, SLICE(""));
		break;
	case 5:			/* a line stands twice */
		buffer_append(&copy, line);
		splice(stream, line_start, 0, buffer_slice(&copy));
		break;
	default:		/* the rest is missing */
		if (draw(r, 8) == 0)
			splice(stream, at, all.length - at, SLICE(""));
	}
	buffer_free(&copy);
}

static uint64_t number(const char *word)
{
	uint64_t value;

	if (!slice_to_integer(slice_of(word), &value) || value > UINT32_MAX) {
		fprintf(stderr, "random_stream: %s is no number\n", word);
		exit(64);
	}
	return value;
}

int main(int count, char **words)
{
	struct random random;
	struct arena arena = {0};
	struct names names;
	struct vocabulary vocabulary;
	struct buffer stream = {0};
	struct document document;

	if (count < 3 || count > 4) {
		fputs("usage: random_stream SEED DOCUMENTS [EDITS]\n", stderr);
		return 64;
	}
	random.state = number(words[1]) * UINT64_C(0x9E3779B97F4A7C15);
	names_begin(&names);
	vocabulary_begin(&vocabulary);
	uint64_t edits = count > 3 ? number(words[3]) : 0;

	for (uint64_t i = number(words[2]); i > 0; i--) {
		document_begin(&document, &arena, &names, &vocabulary);
		random_document(&random, &document, (uint32_t)i, edits == 0);
		write_document(&stream, &document);
	}
	for (; edits > 0; edits--)
		edit(&random, &stream);
	size_t written = fwrite(stream.at, 1, stream.length, stdout);
	int failed = written != stream.length || fclose(stdout) != 0;

	buffer_free(&stream);
	vocabulary_free(&vocabulary);
	names_free(&names);
	arena_free(&arena);
	return failed ? 74 : 0;
}
