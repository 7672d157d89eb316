/* Splitting: pieces, lines, ids, however the bytes arrive. */
#include "tests/unit/cmocka_all.h"

#include "pipeline/stream/split.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/split-XXXXXX";

static void write_input(const char *bytes, size_t length)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static int begin(void **state)
{
	int file;

	(void)state;
	strcpy(path, "/tmp/split-XXXXXX");
	file = mkstemp(path);
	return file < 0 ? -1 : close(file);
}

static int end(void **state)
{
	(void)state;
	return unlink(path);
}

struct pieces {
	struct splitter splitter;
	struct buffer bytes;
	struct stream_piece piece;
	enum outcome outcome;
	struct diagnostics d;
	const char *files[2];
};

static void start(struct pieces *p, size_t files)
{
	*p = (struct pieces){.files = {path, path}};
	splitter_begin(&p->splitter, p->files, files);
}

static enum split_result next(struct pieces *p)
{
	return splitter_next(&p->splitter, &p->bytes, &p->piece, &p->outcome, &p->d);
}

static void stop(struct pieces *p)
{
	splitter_free(&p->splitter);
	buffer_free(&p->bytes);
	diagnostics_free(&p->d);
}

static void a_piece_ends_before_the_next_text(void **state)
{
	static const char input[] = "\n<text id=\"a\">\nx\n</text>\n<text id=\"b\">\n<text>\n</text>\nrest\n";
	struct pieces p;

	(void)state;
	write_input(input, sizeof input - 1);
	start(&p, 1);
	assert_int_equal(next(&p), SPLIT_PIECE);
	assert_slice(p.piece.bytes, "<text id=\"a\">\nx\n</text>\n");
	assert_int_equal(p.piece.line, 2);
	assert_int_equal(p.piece.lines, 3);
	assert_int_equal(next(&p), SPLIT_PIECE);
	assert_slice(p.piece.bytes, "<text id=\"b\">\n<text>\n</text>\nrest\n");
	assert_int_equal(p.piece.line, 5);
	assert_int_equal(next(&p), SPLIT_END);
	stop(&p);
}

static void an_id_is_repeated_only_after_a_whole_document(void **state)
{
	static const char input[] = "<text id=\"a\">\ncut\n<text id=\"a\">\n</text>\n<text id=\"a\">\n</text>\n";
	struct pieces p;

	(void)state;
	write_input(input, sizeof input - 1);
	start(&p, 1);
	assert_int_equal(next(&p), SPLIT_PIECE);
	assert_int_equal(next(&p), SPLIT_PIECE);
	assert_false(p.piece.repeated);
	assert_int_equal(next(&p), SPLIT_PIECE);
	assert_true(p.piece.repeated);
	stop(&p);
}

static void an_id_is_what_it_means(void **state)
{
	static const char input[] = "<text title=\"x id=\" id=\"a\">\n</text>\n"
				    "<text title=\"x id=\" id=\"b&amp;\">\n</text>\n"
				    "<text title=\"y\" id=\"b&#38;\">\n</text>\n"
				    "<text title=\"y\" region=\"a\">\n</text>\n"
				    "<text title=\"y\" region=\"a\">\n</text>\n";
	static const bool repeated[] = {false, false, true, false, false};
	struct pieces p;

	(void)state;
	write_input(input, sizeof input - 1);
	start(&p, 1);
	for (size_t i = 0; i < sizeof repeated / sizeof repeated[0]; i++) {
		assert_int_equal(next(&p), SPLIT_PIECE);
		assert_int_equal(p.piece.repeated, repeated[i]);
	}
	stop(&p);
}

static void several_inputs_are_one_stream(void **state)
{
	static const char input[] = "<text id=\"a\">\n</text>\n";
	struct pieces p;

	(void)state;
	write_input(input, sizeof input - 1);
	start(&p, 2);
	assert_int_equal(next(&p), SPLIT_PIECE);
	assert_false(p.piece.repeated);
	assert_int_equal(next(&p), SPLIT_PIECE);
	assert_true(p.piece.repeated);
	assert_int_equal(p.piece.line, 1);
	assert_int_equal(next(&p), SPLIT_END);
	stop(&p);
}

static void what_starts_otherwise_is_no_stream(void **state)
{
	struct pieces p;

	(void)state;
	write_input("hello\n", 6);
	start(&p, 1);
	assert_int_equal(next(&p), SPLIT_FAILED);
	assert_int_equal(p.outcome, NOT_A_STREAM);
	stop(&p);
	write_input("<tex", 4);
	start(&p, 1);
	assert_int_equal(next(&p), SPLIT_FAILED);
	stop(&p);
}

static void no_bytes_are_a_stream_of_no_documents(void **state)
{
	struct pieces p;

	(void)state;
	write_input("", 0);
	start(&p, 1);
	assert_int_equal(next(&p), SPLIT_END);
	stop(&p);
}

/* Documents of every size around the size of a read come back whole. */
static void large_documents_are_not_cut(void **state)
{
	struct buffer input = {0};
	struct pieces p;

	(void)state;
	for (int i = 0; i < 40; i++) {
		buffer_printf(&input, "<text id=\"%d\">\n", i);
		for (int j = 0; j < 1 << (i % 19); j++)
			buffer_printf(&input, "line %d\n", j);
		buffer_append(&input, SLICE("</text>\n"));
	}
	write_input(input.at, input.length);
	start(&p, 1);
	size_t place = 0;

	for (int i = 0; i < 40; i++) {
		assert_int_equal(next(&p), SPLIT_PIECE);
		assert_true(slice_equal(p.piece.bytes,
					slice_first(slice_from(buffer_slice(&input), place),
						    p.piece.bytes.length)));
		assert_int_equal(p.piece.lines, (1 << (i % 19)) + 2);
		place += p.piece.bytes.length;
	}
	assert_int_equal(place, input.length);
	assert_int_equal(next(&p), SPLIT_END);
	stop(&p);
	buffer_free(&input);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_piece_ends_before_the_next_text, begin, end),
	    cmocka_unit_test_setup_teardown(an_id_is_repeated_only_after_a_whole_document, begin, end),
	    cmocka_unit_test_setup_teardown(an_id_is_what_it_means, begin, end),
	    cmocka_unit_test_setup_teardown(several_inputs_are_one_stream, begin, end),
	    cmocka_unit_test_setup_teardown(what_starts_otherwise_is_no_stream, begin, end),
	    cmocka_unit_test_setup_teardown(no_bytes_are_a_stream_of_no_documents, begin, end),
	    cmocka_unit_test_setup_teardown(large_documents_are_not_cut, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
