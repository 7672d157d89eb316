/* Splitting a stream at the lines that start `<text `. */
#include "pipeline/stream/split.h"

#include "pipeline/base/bits.h"
#include "pipeline/stream/unescape.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 20, PIECE_SLACK = 64 };

static const char start_of_text[] = "<text ";
enum { START_LENGTH = sizeof start_of_text - 1 };

void splitter_begin(struct splitter *splitter, const char *const *files, size_t count)
{
	static const char *const standard_input[] = {"-"};

	*splitter = (struct splitter){.files = count ? files : standard_input,
				      .file_count = count ? count : 1,
				      .descriptor = -1};
}

static void close_input(struct splitter *s)
{
	if (s->descriptor > STDIN_FILENO)
		close(s->descriptor);
	s->descriptor = -1;
}

void splitter_free(struct splitter *s)
{
	close_input(s);
	buffer_free(&s->bytes);
	word_index_free(&s->ids);
	buffer_free(&s->id);
}

static const char *input_name(const struct splitter *s)
{
	const char *file = s->files[s->next_file - 1];

	return slice_is(slice_of(file), "-") ? "standard input" : file;
}

static bool open_input(struct splitter *s, enum outcome *outcome, struct diagnostics *d)
{
	const char *file = s->files[s->next_file++];

	s->descriptor = slice_is(slice_of(file), "-") ? STDIN_FILENO
						      : open(file, O_RDONLY | O_CLOEXEC);
	s->ended = false;
	s->line = 1;
	s->start = s->scanned = s->bytes.length = 0;
	if (s->descriptor >= 0)
		return true;
	*outcome = diagnose_error(d, NO_INPUT, "%s: %s: check the name", file, strerror(errno));
	return false;
}

/* Reads some more; what was handed out is forgotten first. */
static bool read_more(struct splitter *s, enum outcome *outcome, struct diagnostics *d)
{
	size_t left = s->bytes.length - s->start;

	if (s->start && s->bytes.capacity - s->bytes.length < READ_SIZE) {
		memmove(s->bytes.at, s->bytes.at + s->start, left);
		s->scanned -= s->start;
		s->start = 0;
		s->bytes.length = left;
	}
	buffer_reserve(&s->bytes, READ_SIZE);
	ssize_t got;
	do {
		got = read(s->descriptor, s->bytes.at + s->bytes.length,
			   s->bytes.capacity - s->bytes.length);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		*outcome = diagnose_error(d, IO_FAILED, "%s: cannot be read: %s", input_name(s),
					  strerror(errno));
		return false;
	}
	s->ended = got == 0;
	s->bytes.length += (size_t)got;
	memset(s->bytes.at + s->bytes.length, 0, 16);	/* looked at with the last bytes */
	return true;
}

/*
 * Where the next document starts after `from`, or SIZE_MAX: a LF and `<`
 * side by side are looked for 16 bytes at a time.  Behind the bytes is slack.
 */
static size_t find_start(struct slice bytes, size_t from)
{
	for (size_t i = from; i < bytes.length; i += 16) {
		uint64_t feeds = bytes_bits(bytes_equal(bytes_load(bytes.at + i - 1), '\n'));
		uint64_t tags = bytes_bits(bytes_equal(bytes_load(bytes.at + i), '<')) & feeds;

		for (; tags; tags &= tags - 1) {
			size_t at = i + (size_t)__builtin_ctzll(tags);

			if (slice_starts(slice_from(bytes, at), slice_of(start_of_text)))
				return at;
		}
	}
	return SIZE_MAX;
}

static uint64_t count_lines(struct slice s)
{
	uint64_t count = 0;
	size_t i = 0;

	for (; i + 16 <= s.length; i += 16)
		count += bytes_count(bytes_equal(bytes_load(s.at + i), '\n'));
	for (; i < s.length; i++)
		count += s.at[i] == '\n';
	return count;
}

/* The value of id in a `<text ...` line, as written; null if there is none. */
static struct slice written_id(struct slice tag)
{
	struct slice rest = slice_from(tag, START_LENGTH - 1);

	while (rest.length) {
		size_t quote = slice_find_byte(rest, '"');
		struct slice name = slice_first(rest, quote);

		rest = slice_from(rest, quote + 1);
		struct slice value = slice_first(rest, slice_find_byte(rest, '"'));

		if (slice_is(name, " id="))
			return value;
		rest = slice_from(rest, value.length + 1);
	}
	return (struct slice){NULL, 0};
}

static uint32_t next_id(void *context, struct slice key)
{
	(void)key;
	uint32_t *count = context;

	return ++*count;
}

/* Whether the id of this document was handed out before. */
static bool is_repeated(struct splitter *s, struct slice bytes)
{
	struct slice id = written_id(slice_first(bytes, slice_find_byte(bytes, '\n')));
	uint32_t before = s->id_count;

	/* What was cut off is dropped, and its id may come again. */
	if (!id.at || !(slice_ends(bytes, SLICE("\n</text>\n")) ||
			memmem(bytes.at, bytes.length, "\n</text>\n", 9)))
		return false;
	buffer_reset(&s->id);
	if (unescape(&s->id, id) != NULL)
		return false;
	return word_index_number(&s->ids, buffer_slice(&s->id), next_id, &s->id_count) <= before;
}

static void hand_out(struct splitter *s, size_t end, struct buffer *into,
		     struct stream_piece *piece)
{
	struct slice bytes = {s->bytes.at + s->start, end - s->start};

	buffer_reset(into);
	buffer_reserve(into, bytes.length + PIECE_SLACK);
	buffer_append(into, bytes);
	memset(into->at + into->length, 0, PIECE_SLACK);
	*piece = (struct stream_piece){.bytes = buffer_slice(into),
				       .file = input_name(s),
				       .line = s->line,
				       .lines = count_lines(bytes),
				       .repeated = is_repeated(s, bytes)};
	s->line += piece->lines;
	s->start = end;
	s->scanned = end + 1;
}

/* Passes over blank lines; what then does not start a document is no stream. */
static bool check_first_line(struct splitter *s, enum outcome *outcome, struct diagnostics *d)
{
	while (s->start < s->bytes.length && s->bytes.at[s->start] == '\n') {
		s->start++;
		s->line++;
	}
	if (s->bytes.length - s->start < START_LENGTH && !s->ended)
		return true;
	s->scanned = s->start + 1;
	if (s->start == s->bytes.length ||
	    slice_starts(slice_from(buffer_slice(&s->bytes), s->start), slice_of(start_of_text)))
		return true;
	*outcome = diagnose_error(d, NOT_A_STREAM,
				  "%s: this is not a stream of documents (its first line does not "
				  "start '<text '): put 'concordat extract FOLDER |' in front",
				  input_name(s));
	return false;
}

/* True: the input in hand has a piece, which ends at *end; false: read on or at the end. */
static bool find_piece(struct splitter *s, size_t *end)
{
	size_t next = SIZE_MAX;

	if (s->scanned < s->bytes.length)
		next = find_start(buffer_slice(&s->bytes), s->scanned);
	if (next == SIZE_MAX && !s->ended) {
		/* The start of a tag may lie across what is read next. */
		if (s->bytes.length > s->scanned + START_LENGTH)
			s->scanned = s->bytes.length - START_LENGTH;
		return false;
	}
	*end = next == SIZE_MAX ? s->bytes.length : next;
	return *end > s->start;
}

enum split_result splitter_next(struct splitter *s, struct buffer *into,
				struct stream_piece *piece, enum outcome *outcome,
				struct diagnostics *d)
{
	for (;;) {
		size_t end;

		if (s->descriptor < 0) {
			if (s->next_file == s->file_count)
				return SPLIT_END;
			if (!open_input(s, outcome, d))
				return SPLIT_FAILED;
		}
		bool fresh = s->scanned <= s->start;

		if (fresh && s->bytes.length > s->start && !check_first_line(s, outcome, d))
			return SPLIT_FAILED;
		if (s->scanned > s->start && find_piece(s, &end)) {
			hand_out(s, end, into, piece);
			return SPLIT_PIECE;
		}
		if (s->ended)
			close_input(s);
		else if (!read_more(s, outcome, d))
			return SPLIT_FAILED;
	}
}
