/*
 * Read a file: its first bytes say who reads it: plain_text.c here, or the
 * document reader behind its sandbox.
 */
#include "stages/read/read_file.h"

#include "pipeline/base/file.h"
#include "stages/read/candidates.h"
#include "stages/read/decisions.h"
#include "stages/read/recognise.h"
#include "stages/read/row_text.h"
#include "stages/read/subtitles.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	MEGABYTE_SHIFT = 20,
	WHOLE_AT_ONCE = 1 << 20,	/* files up to this size are read by one call */
	FIRST_PIECE = 64 << 10,		/* of larger ones */
	BUFFER_KEPT = 8 << 20,
};

/* The file in hand. */
struct job {
	struct file_reader *reader;
	const struct file_name *name;
	int descriptor;
	bool wants_hash;
	struct document *document;
	struct diagnostics *diagnostics;
	struct file_result result;
};

static void fail(struct job *job, enum status status, struct slice reason)
{
	job->result.status = status;
	job->result.reason = reason;
}

static void fail_reading(struct job *job, const char *what, int why)
{
	fail(job, STATUS_UNREADABLE,
	     arena_printf(job->document->arena, "it cannot be %s: %s", what, strerror(why)));
}

enum { OCR_PAGE_MILLISECONDS = 5000, OCR_MOST_SECONDS = 7200 };

static struct reader_limits limits_for(const struct file_limits *l, enum reader_format format)
{
	struct reader_limits limits = reader_default_limits(format);

	if (l->input_bytes)
		limits.input_bytes = l->input_bytes;
	limits.text_bytes = l->text_bytes;
	limits.memory_bytes = l->memory_bytes;
	limits.pages = l->pages;
	limits.seconds = l->seconds;
	if (l->ocr) {		/* every page may have to be drawn */
		limits.page_milliseconds = OCR_PAGE_MILLISECONDS;
		limits.most_seconds = OCR_MOST_SECONDS;
	}
	if (limits.most_seconds < limits.seconds)
		limits.most_seconds = limits.seconds;
	return limits;
}

/* With the status and the reason that the document reader gave. */
static void fail_as_reader(struct job *job)
{
	const struct reader_result *result = &job->reader->result;

	fail(job, status_of(slice_of(reading_status_spelling(result->status))),
	     arena_copy(job->document->arena, buffer_slice(&result->reason)));
}

static bool open_file(struct job *job)
{
	struct stat about;

	job->descriptor = open(job->name->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (job->descriptor < 0 || fstat(job->descriptor, &about) < 0) {
		fail_reading(job, "opened", errno);
		return false;
	}
	job->result.bytes = about.st_size > 0 ? (uint64_t)about.st_size : 0;
	if (S_ISREG(about.st_mode))
		return true;
	fail(job, STATUS_UNREADABLE,
	     S_ISDIR(about.st_mode) ? SLICE("it is a folder by now")
				    : SLICE("it is not a regular file: save it as one first"));
	return false;
}

static bool write_whole(int descriptor, struct slice bytes)
{
	while (bytes.length) {
		ssize_t written = write(descriptor, bytes.at, bytes.length);

		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0)
			bytes = slice_from(bytes, (size_t)written);
	}
	return lseek(descriptor, 0, SEEK_SET) == 0;
}

/* Has an attachment of the open message unpacked, into a file in memory that takes its place. */
static bool unpack(struct job *job, uint32_t number)
{
	struct file_reader *r = job->reader;
	struct reader_limits limits = limits_for(&r->limits, READER_MAIL);
	int message = job->descriptor;
	bool whole = reader_client_unpack(&r->client, message, number, &limits, &r->stream,
					  &r->result);

	close(message);
	job->descriptor = -1;
	if (!whole) {
		fail_as_reader(job);
		return false;
	}
	job->result.bytes = r->stream.length;
	job->descriptor = memfd_create("attachment", MFD_CLOEXEC);
	if (job->descriptor >= 0 && write_whole(job->descriptor, buffer_slice(&r->stream)))
		return true;
	fail_reading(job, "unpacked", errno);
	return false;
}

static bool open_part(struct job *job, const struct part *part)
{
	if (!part)
		return open_file(job);
	return open_part(job, part->within) && unpack(job, part->number);
}

/* The whole of a small file, the start of a large one. */
static bool read_first_bytes(struct job *job)
{
	struct file_reader *r = job->reader;
	bool small = job->result.bytes <= WHOLE_AT_ONCE;

	if (r->bytes.capacity > BUFFER_KEPT)
		buffer_free(&r->bytes);
	buffer_reset(&r->bytes);
	int failure = file_read_descriptor(&r->bytes, job->descriptor,
					   small ? (size_t)job->result.bytes : 0,
					   small ? WHOLE_AT_ONCE : FIRST_PIECE);

	r->whole = failure == 0;
	if (failure && failure != EFBIG)
		fail_reading(job, "read", failure);
	return !failure || failure == EFBIG;
}

static bool fail_too_large(struct job *job, uint64_t most)
{
	fail(job, STATUS_TOO_LARGE,
	     arena_printf(job->document->arena,
			  "it has over %llu MB: raise --max-text and --max-input",
			  (unsigned long long)(most >> MEGABYTE_SHIFT)));
	return false;
}

/* Reads what is left of a text file. */
static bool read_rest(struct job *job)
{
	struct file_reader *r = job->reader;
	uint64_t most = r->limits.text_bytes;
	int failure = 0;

	if (r->limits.input_bytes && r->limits.input_bytes < most)
		most = r->limits.input_bytes;
	if (job->result.bytes > most)
		return fail_too_large(job, most);
	if (!r->whole) {
		buffer_reset(&r->bytes);
		failure = lseek(job->descriptor, 0, SEEK_SET) < 0
			      ? errno
			      : file_read_descriptor(&r->bytes, job->descriptor,
						     (size_t)job->result.bytes, (size_t)most);
	}
	if (failure == EFBIG || r->bytes.length > most)
		return fail_too_large(job, most);
	if (failure)
		fail_reading(job, "read", failure);
	job->result.bytes = r->bytes.length;
	return !failure;
}

static struct plain_text_found read_as(struct job *job, enum subtitles subtitles)
{
	struct file_reader *r = job->reader;

	if (subtitles != SUBTITLES_NONE)
		return subtitles_read(&r->plain, &r->bytes, subtitles, job->document);
	return plain_text_read(&r->plain, &r->bytes, ending_is(file_ending(job->name->shown), "md"),
			       job->document);
}

/* What is not plain UTF-8, as a web page reports it too. */
static void report_encoding(struct job *job, const struct plain_text_found *found)
{
	struct document *d = job->document;

	if (found->not_text)
		return;
	if (strcmp(found->encoding, "utf-8") != 0)
		decisions_add(d, SLICE("encoding"), SLICE(""), slice_of(found->encoding));
	if (found->repaired)
		decisions_add(d, SLICE("encoding"),
			      arena_printf(d->arena, "ill-formed sequences: %zu", found->repaired),
			      SLICE("U+FFFD"));
}

/* Text, or text in the form of subtitles. */
static void read_plain(struct job *job, enum subtitles subtitles)
{
	struct file_reader *r = job->reader;

	if (!read_rest(job))
		return;
	if (job->wants_hash)
		job->result.hash = sha256_of(buffer_slice(&r->bytes));
	job->result.has_hash = job->wants_hash;
	struct plain_text_found found = read_as(job, subtitles);

	job->result.pages = found.pages;
	if (r->client.wants & READER_REPORT)
		report_encoding(job, &found);
	if (found.not_text)
		fail(job, STATUS_UNSUPPORTED,
		     SLICE("not text: too many control characters, and of no known format"));
	else if (!job->document->length)
		fail(job, STATUS_EMPTY, subtitles == SUBTITLES_NONE
					    ? SLICE("nothing but white space in it")
					    : SLICE("nobody says anything in it"));
	else if (found.repaired)
		diagnose_warning(job->diagnostics,
				 "%s: not quite UTF-8: ill-formed sequences made U+FFFD: %zu",
				 job->name->shown, found.repaired);
	else if (strcmp(found.encoding, "utf-8") != 0)
		diagnose_note(job->diagnostics, "%s: read as %s", job->name->shown, found.encoding);
}

static uint64_t count_lines(struct slice s)
{
	uint64_t count = 0;

	for (size_t i = 0; i < s.length; i++)
		count += s.at[i] == '\n';
	return count;
}

/* The stream that the document reader gave, through the strict reader of streams. */
static void take_stream(struct job *job)
{
	struct file_reader *r = job->reader;
	struct document *d = job->document;
	struct slice bytes = buffer_slice(&r->stream);
	struct stream_piece piece = {
	    .bytes = bytes, .file = job->name->shown, .line = 1, .lines = count_lines(bytes)};

	if (!stream_read(&r->reader, &piece, d, job->diagnostics)) {
		document_begin(d, d->arena, d->names, d->words);
		fail(job, STATUS_CRASHED, SLICE("the document reader wrote no proper stream"));
		return;
	}
	job->result.status = status_of(document_attribute(d, NAME_STATUS));
	job->result.reason = document_attribute(d, NAME_REASON);
	struct slice format = document_attribute(d, NAME_FORMAT);

	/* The reader of zip files knows better, unless it could not look into this one. */
	if (format.length || job->result.status == STATUS_UNSUPPORTED)
		job->result.format = format.length ? arena_copy(d->arena, format).at : NULL;
}

/* A PDF, a web page or an office file. */
static void read_foreign(struct job *job, enum reader_format format)
{
	struct file_reader *r = job->reader;
	struct reader_limits limits = limits_for(&r->limits, format);

	buffer_reset(&r->result.reason);
	buffer_reset(&r->result.weak);
	bool whole = reader_client_read(&r->client, format, job->descriptor, &limits, &r->stream,
					&r->result);

	if (r->result.weak.length && !r->weak.length)
		buffer_append(&r->weak, buffer_slice(&r->result.weak));
	if (whole) {
		take_stream(job);
		return;
	}
	fail_as_reader(job);
}

/* A PDF behind a good deal of something else, which its name gives away. */
static bool is_hidden_pdf(const char *path, struct slice bytes)
{
	return ending_is(file_ending(path), "pdf") && bytes.length &&
	       memmem(bytes.at, bytes.length, "%PDF-", 5) != NULL;
}

/* A message in a file whose name says that it is a saved page, or text to be read as it stands. */
static struct recognised named_otherwise(const char *path)
{
	struct slice ending = file_ending(path);
	bool page = ending_is(ending, "mht") || ending_is(ending, "mhtml");

	return page ? (struct recognised){KIND_HTML, "html", NULL}
		    : (struct recognised){KIND_TEXT, "txt", NULL};
}

static void fail_as_table(struct job *job)
{
	job->result.format = "csv";
	fail(job, STATUS_UNSUPPORTED,
	     SLICE("a table: say which column holds the text: --rows COLUMN"));
}

static void read_by_kind(struct job *job)
{
	struct slice bytes = buffer_slice(&job->reader->bytes);
	struct recognised what = recognise(bytes);

	if (is_message(job->name->shown, bytes))
		what = (struct recognised){KIND_MAIL, "eml", NULL};
	else if (what.kind == KIND_MAIL)
		what = named_otherwise(job->name->shown);
	else if (what.kind == KIND_TEXT && is_hidden_pdf(job->name->shown, bytes))
		what = (struct recognised){KIND_PDF, "pdf", NULL};
	job->result.format = what.format;
	switch (what.kind) {
	case KIND_EMPTY:
		fail(job, STATUS_EMPTY, SLICE("the file is empty"));
		break;
	case KIND_PDF:
		read_foreign(job, READER_PDF);
		break;
	case KIND_HTML:
		read_foreign(job, READER_HTML);
		break;
	case KIND_MAIL:
		read_foreign(job, READER_MAIL);
		break;
	case KIND_OFFICE:
		if (ending_is(file_ending(job->name->shown), "pdf"))
			fail(job, STATUS_UNSUPPORTED,
			     SLICE("an Office file or an archive, but named as a PDF: give it the "
				   "name that it should have"));
		else
			read_foreign(job, READER_OFFICE);
		break;
	case KIND_TEXT:
		if (promises_table(file_ending(job->name->shown)))
			fail_as_table(job);
		else
			read_plain(job, SUBTITLES_NONE);
		break;
	case KIND_SUBTITLES:
		read_plain(job, slice_is(slice_of(what.format), "vtt") ? SUBTITLES_VTT
								       : SUBTITLES_SRT);
		break;
	case KIND_DOCUMENT:
	case KIND_OTHER:
		fail(job, STATUS_UNSUPPORTED, slice_of(what.reason));
		break;
	}
}

/* A row of a table: its text is here already. */
static void read_row(struct job *job)
{
	const struct part *row = job->name->part;

	job->result.format = row->format;
	job->result.bytes = row_text_fill(&job->reader->plain, row, job->document);
	if (!job->document->length)
		fail(job, STATUS_EMPTY, SLICE("there is nothing in the column"));
}

struct file_result file_reader_read(struct file_reader *reader, const struct file_name *name,
				    bool wants_hash, struct document *document,
				    struct diagnostics *diagnostics)
{
	struct job job = {
	    .reader = reader,
	    .name = name,
	    .descriptor = -1,
	    .wants_hash = wants_hash,
	    .document = document,
	    .diagnostics = diagnostics,
	};

	if (part_is_row(name->part)) {
		read_row(&job);
	} else if (open_part(&job, name->part) && read_first_bytes(&job)) {
		read_by_kind(&job);
		if (wants_hash && !job.result.has_hash)
			job.result.has_hash = sha256_of_file(job.descriptor, &job.result.hash);
	}
	if (job.descriptor >= 0)
		close(job.descriptor);
	return job.result;
}

bool file_reader_start(struct file_reader *reader, const struct file_name *name,
		       struct file_start *start)
{
	struct arena arena = {0};
	struct document document = {.arena = &arena};
	struct job job = {
	    .reader = reader, .name = name, .descriptor = -1, .document = &document};
	bool opened = open_part(&job, name->part) && read_first_bytes(&job);

	*start = (struct file_start){.size = job.result.bytes};
	if (opened)
		start->bytes = slice_first(buffer_slice(&reader->bytes), RECOGNISE_BYTES);
	if (opened && name->part && !sha256_of_file(job.descriptor, &start->hash))
		start->hash.digits[0] = '\0';
	if (job.descriptor >= 0)
		close(job.descriptor);
	arena_free(&arena);
	return opened;
}

bool file_reader_draw(struct file_reader *reader, const struct file_name *name, uint32_t page,
		      struct buffer *png, struct buffer *reason)
{
	struct reader_limits limits = limits_for(&reader->limits, READER_PDF);
	struct arena arena = {0};
	struct document document = {.arena = &arena};
	struct job job = {
	    .reader = reader, .name = name, .descriptor = -1, .document = &document};
	bool opened = open_part(&job, name->part);
	bool drawn = opened && reader_client_draw(&reader->client, job.descriptor, page, &limits,
						  png, &reader->result);

	if (!drawn)
		buffer_append(reason, opened ? buffer_slice(&reader->result.reason)
					     : job.result.reason);
	if (job.descriptor >= 0)
		close(job.descriptor);
	arena_free(&arena);
	return drawn;
}

void file_reader_begin(struct file_reader *reader, const struct file_limits *limits,
		       const char *program, enum sandbox sandbox, struct vocabulary *words)
{
	*reader = (struct file_reader){.limits = *limits};
	reader_client_begin(&reader->client, program, sandbox);
	reader->client.ocr = limits->ocr;
	stream_reader_begin(&reader->reader, words);
}

void file_reader_free(struct file_reader *reader)
{
	if (reader->client.program)	/* it was begun */
		reader_client_end(&reader->client);
	reader_result_free(&reader->result);
	stream_reader_free(&reader->reader);
	plain_text_free(&reader->plain);
	buffer_free(&reader->bytes);
	buffer_free(&reader->stream);
	buffer_free(&reader->weak);
}
