/*
 * Child: reads documents under limits, in the sandbox, and answers.
 *
 * One document is a job: its bytes are mapped, parsed into a buffer, and the
 * finished stream is written to the pipe.  Whatever goes wrong on the way is
 * seen from outside: the child dies, and the server says of what.
 */
#include "stages/read/reader/child.h"

#include "pipeline/stream/write.h"
#include "stages/read/reader/packet.h"

#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void page_begun(struct reading *reading, uint32_t page)
{
	struct reader_progress *progress = reading->caller;

	if (!progress)
		return;
	atomic_store(&progress->before_page, (unsigned)sandbox_time_used());
	atomic_store(&progress->page, page);
}

static void page_done(struct reading *reading)
{
	const struct reader_limits *limits = reading->limits;
	struct reader_progress *progress = reading->caller;

	if (progress) {
		uint64_t allowed =
		    reader_time_allowed(limits, atomic_fetch_add(&progress->finished, 1) + 1);
		uint64_t used = sandbox_time_used();

		atomic_store(&progress->page, 0);
		if (!sandbox_limit_time(allowed > used ? allowed - used : 0))
			_exit(1);
	}
	if (!reading->over && reading->body.length > limits->text_bytes) {
		reading->over = true;
		reading_fail(reading, READING_PARTIAL,
			     "the rest is left out: more than %llu MB of text; raise --max-text",
			     (unsigned long long)(limits->text_bytes >> 20));
	}
}

/* One page or a page without pages can be over the limit by any amount. */
static void check_size(struct reading *reading)
{
	if (reading->body.length / 2 > reading->limits->text_bytes)
		reading_fail(reading, READING_TOO_LARGE,
			     "more than %llu MB of text: raise --max-text",
			     (unsigned long long)(reading->limits->text_bytes >> 20));
}

static void write_reading(struct buffer *stream, enum reader_format format, struct slice id,
			  const struct reading *reading)
{
	static const char *const spellings[READER_FORMAT_COUNT] = {
		[READER_PDF] = "pdf", [READER_HTML] = "html", [READER_OFFICE] = "",
		[READER_MAIL] = "eml",
	};
	struct slice own = slice_of(reading->format ? reading->format : spellings[format]);
	bool has_content = reading->status == READING_OK || reading->status == READING_PARTIAL;

	write_open(stream, SLICE("text"));
	write_attribute(stream, SLICE("id"), id);
	if (own.length)
		write_attribute(stream, SLICE("format"), own);
	write_attribute(stream, SLICE("status"),
			slice_of(reading_status_spelling(reading->status)));
	if (reading->reason.length)
		write_attribute(stream, SLICE("reason"), buffer_slice(&reading->reason));
	buffer_append(stream, buffer_slice(&reading->attributes));
	write_end(stream);
	if (has_content)
		buffer_append(stream, buffer_slice(&reading->body));
	buffer_append(stream, buffer_slice(&reading->report));
	write_close(stream, SLICE("text"));
}

bool reader_warm_up(enum reader_format format)
{
	if (format == READER_PDF)
		return pdf_warm_up();
	if (format == READER_OFFICE)
		office_warm_up();
	else
		html_warm_up();
	return true;
}

enum sandbox_needs reader_needs(enum reader_format format, bool draws)
{
	if (format != READER_PDF)
		return SANDBOX_NO_FILES;
	return draws ? SANDBOX_FONTS : SANDBOX_PDF_DATA;
}

void read_document(struct buffer *stream, const struct reader_job *job, struct slice id,
		   struct slice bytes, struct reader_progress *progress, const struct ocr *ocr)
{
	static void (*const parsers[READER_FORMAT_COUNT])(struct reading *reading) = {
		[READER_PDF] = read_pdf, [READER_HTML] = read_html, [READER_OFFICE] = read_office,
		[READER_MAIL] = read_mail,
	};
	struct reading reading = {
		.bytes = bytes, .limits = &job->limits, .wants = job->wants, .gaps = &job->gaps,
		.page_begun = page_begun, .page_done = page_done, .caller = progress, .ocr = ocr,
	};

	parsers[job->format](&reading);
	check_size(&reading);
	write_reading(stream, job->format, id, &reading);
	buffer_free(&reading.attributes);
	buffer_free(&reading.body);
	buffer_free(&reading.reason);
	buffer_free(&reading.report);
}

bool write_all(int to, struct slice bytes)
{
	while (bytes.length) {
		ssize_t written = write(to, bytes.at, bytes.length);

		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0)
			bytes = slice_from(bytes, (size_t)written);
	}
	return true;
}

static void refuse(struct reader_answer *answer, enum reading_status status, const char *reason)
{
	answer->complete = false;
	answer->status = status;
	snprintf(answer->reason, sizeof answer->reason, "%s", reason);
}

/* The server sees to it while this process waits. */
static void ask_server(struct ocr_desk *desk)
{
	struct reader_answer request = {.magic = READER_MAGIC, .asks = true};
	char done;

	(void)desk;
	if (write(CHILD_SOCKET, &request, sizeof request) != sizeof request ||
	    read(CHILD_SOCKET, &done, sizeof done) != sizeof done)
		_exit(1);
}

bool do_reading(struct buffer *to, const struct reader_job *job, struct slice id,
		struct slice bytes, const struct child_shares *shares,
		struct reader_answer *answer)
{
	const struct ocr ocr = {shares->desk, job->ocr, ask_server};

	if (job->picture) {
		if (job->format == READER_PDF && draw_pdf_page(bytes, job->picture, to))
			return true;
		refuse(answer, READING_DAMAGED, "the page cannot be drawn");
		return false;
	}
	if (job->part) {
		if (job->format == READER_MAIL && unpack_mail_part(bytes, job->part, to))
			return true;
		refuse(answer, READING_DAMAGED, "the attachment is not there any more");
		return false;
	}
	read_document(to, job, id, bytes, shares->progress,
		      job->ocr[0] && shares->desk ? &ocr : NULL);
	return true;
}

/* Maps, reads, writes.  The answer is complete, or says what failed. */
static void do_job(const struct reader_job *job, int document, int output,
		   const struct child_shares *shares, struct reader_answer *answer)
{
	struct stat about;
	struct buffer stream = {0};
	void *map = NULL;

	if (!sandbox_limit_time((uint64_t)job->limits.seconds * 1000) ||
	    fstat(document, &about) || about.st_size < 0) {
		refuse(answer, READING_UNREADABLE, "its size or the reader's limits are unknown");
		return;
	}
	size_t size = (size_t)about.st_size;

	if (size && (map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, document, 0)) == MAP_FAILED) {
		refuse(answer, READING_TOO_LARGE,
		       "does not fit into the reader's memory: raise --max-memory");
		return;
	}
	struct slice bytes = {size ? map : "", size};

	if (do_reading(&stream, job, SLICE("document"), bytes, shares, answer))
		answer->complete = write_all(output, buffer_slice(&stream));
	buffer_free(&stream);
	if (size && munmap(map, size))
		_exit(1);
}

/* Confines the process; false if it must not go on, with the reason in the answer. */
static bool confine(const struct reader_job *job, bool serves, struct reader_answer *answer)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) ||
	    !sandbox_limit_resources(&job->limits, false)) {
		refuse(answer, READING_UNREADABLE, "the reader's limits could not be set");
		return false;
	}
	if (job->sandbox == SANDBOX_OFF)
		return true;
	const char *lacking = sandbox_enter(reader_needs(job->format, job->picture || job->ocr[0]),
					    serves);

	if (!lacking)
		return true;
	snprintf(answer->lacks, sizeof answer->lacks, "%s", lacking);
	if (job->sandbox == SANDBOX_AUTO)
		return true;
	refuse(answer, READING_UNREADABLE,
	       "no sandbox can be made here; --sandbox=auto reads without one");
	return false;
}

static bool serves_on(const struct reader_job *job, unsigned done)
{
	return reader_shares_child(job->format) && !job->alone && done < CHILD_LONGEST_SERVICE &&
	       sandbox_time_used() < (uint64_t)job->limits.seconds * 2000;
}

_Noreturn void child_run(const struct reader_job *first, const struct child_shares *shares)
{
	struct reader_job job = *first;
	struct reader_answer answer = {.magic = READER_MAGIC, .last = true,
				       .status = READING_UNREADABLE};
	int descriptors[PACKET_DESCRIPTORS] = {CHILD_DOCUMENT, CHILD_OUTPUT};
	unsigned done = 0;
	bool confined = confine(&job, serves_on(&job, 0), &answer);

	do {
		answer.alone = done == 0;
		answer.complete = false;
		if (confined)
			do_job(&job, descriptors[0], descriptors[1], shares, &answer);
		packet_close(descriptors);
		answer.last = !confined || !serves_on(&job, ++done);
		if (write(CHILD_SOCKET, &answer, sizeof answer) != sizeof answer)
			_exit(1);
	} while (!answer.last && packet_receive(CHILD_SOCKET, &job, sizeof job, descriptors));
	_exit(0);
}
