/*
 * The reader client, the server, its children and their sandbox, together.
 *
 * This program is also the reader: called with --server it serves, with
 * parsers of its own that do what the "document" tells them to.
 */
#include "pipeline/base/memory.h"
#include "pipeline/stream/write.h"
#include "stages/read/reader/pdf/gaps.h"
#include "stages/read/reader/reader.h"
#include "stages/read/reader/server.h"
#include "stages/read/reader_client.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

/* ---- the reader that does as it is told ---- */

static bool poisoned;

static bool is_told(const struct reading *reading, const char *word)
{
	return memmem(reading->bytes.at, reading->bytes.length, word, strlen(word));
}

static void write_p(struct reading *reading, struct slice text)
{
	write_open(&reading->body, SLICE("p"));
	write_end(&reading->body);
	write_running_text(&reading->body, text);
	write_close(&reading->body, SLICE("p"));
}

static void write_pages(struct reading *reading, unsigned pages)
{
	char text[1000];

	memset(text, 'x', sizeof text);
	for (unsigned i = 0; i < pages && !reading->over; i++) {
		write_p(reading, (struct slice){text, sizeof text});
		reading->page_done(reading);
	}
}

static void spin(void)
{
	for (volatile bool more = true; more;)
		continue;
}

/* Ten pages: the "document" says which of them end the reader or never end. */
static void read_numbered_pages(struct reading *reading)
{
	for (uint32_t page = 1; page <= 10; page++) {
		char dies[] = "dies at 0", spins[] = "spins at 0", text[] = "page 0";

		dies[sizeof dies - 2] = spins[sizeof spins - 2] = text[sizeof text - 2] =
		    (char)('0' + page % 10);
		if (gap_at(reading->gaps, page))
			continue;
		reading->page_begun(reading, page);
		if (is_told(reading, dies)) {
			signal(SIGSEGV, SIG_DFL);
			raise(SIGSEGV);
		}
		if (is_told(reading, spins))
			spin();
		write_p(reading, slice_of(text));
		reading->page_done(reading);
	}
}

static void obey(struct reading *reading)
{
	if (is_told(reading, "numbered")) {
		read_numbered_pages(reading);
		if (is_told(reading, "dies behind them"))
			raise(SIGKILL);
	}
	if (is_told(reading, "segv") || poisoned) {
		signal(SIGSEGV, SIG_DFL);	/* sanitizers catch it */
		raise(SIGSEGV);
	}
	if (is_told(reading, "spin forever"))
		spin();
	if (is_told(reading, "memory"))
		free(memory_new((size_t)1 << 32, 1));
	if (is_told(reading, "socket") && socket(AF_UNIX, SOCK_STREAM, 0) >= 0)
		write_p(reading, SLICE("got a socket"));
	if (is_told(reading, "open") && open("/etc/passwd", O_RDONLY) >= 0)
		write_p(reading, SLICE("opened a file"));
	if (is_told(reading, "orphan"))
		kill(getppid(), SIGKILL);
	poisoned = is_told(reading, "poison");
	if (is_told(reading, "pages"))
		write_pages(reading, 100);
	if (is_told(reading, "encrypted"))
		reading_fail(reading, READING_ENCRYPTED, "needs a password");
	write_p(reading, SLICE("text"));
	reading_report(reading, "title", 2, SLICE("1 2"), SLICE(" a\tb "), SLICE("c"));
}

void read_pdf(struct reading *reading)
{
	obey(reading);
}

void read_html(struct reading *reading)
{
	obey(reading);
}

void read_office(struct reading *reading)
{
	obey(reading);
}

void read_mail(struct reading *reading)
{
	obey(reading);
}

bool unpack_mail_part(struct slice bytes, uint32_t number, struct buffer *to)
{
	if (!memmem(bytes.at, bytes.length, "mail", 4) || number > 3)
		return false;
	buffer_printf(to, "part %u", number);
	return true;
}

bool draw_pdf_page(struct slice bytes, uint32_t page, struct buffer *png)
{
	if (!memmem(bytes.at, bytes.length, "picture", 7) || page > 3)
		return false;
	buffer_printf(png, "page %u", page);
	return true;
}

bool drawing_warm_up(void)
{
	return true;
}

bool pdf_warm_up(void)
{
	return true;
}

void html_warm_up(void)
{
}

void office_warm_up(void)
{
}

/* ---- the tests ---- */

struct fixture {
	struct reader_client client;
	struct reader_result result;
	struct reader_limits limits;
	struct buffer stream;
};

static void *set_up(struct fixture *f, enum sandbox sandbox)
{
	*f = (struct fixture){.limits = reader_default_limits(READER_HTML)};
	reader_client_begin(&f->client, "/proc/self/exe", sandbox);
	return f;
}

static void tear_down(struct fixture *f)
{
	reader_client_end(&f->client);
	reader_result_free(&f->result);
	buffer_free(&f->stream);
}

static bool give(struct fixture *f, enum reader_format format, const char *document)
{
	int descriptor = memfd_create("document", MFD_CLOEXEC);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, document, strlen(document)), strlen(document));
	bool whole = reader_client_read(&f->client, format, descriptor, &f->limits, &f->stream,
					&f->result);

	close(descriptor);
	return whole;
}

static bool says(const struct buffer *buffer, const char *words)
{
	return buffer->length && memmem(buffer->at, buffer->length, words, strlen(words));
}

static void assert_reads(struct fixture *f, enum reader_format format, const char *document)
{
	assert_true(give(f, format, document));
	assert_int_equal(f->result.status, READING_OK);
	assert_true(says(&f->stream, "<p>\ntext\n</p>\n</text>\n"));
}

static void assert_fails(struct fixture *f, enum reader_format format, const char *document,
			 enum reading_status status, const char *reason)
{
	assert_false(give(f, format, document));
	assert_int_equal(f->result.status, status);
	assert_true(says(&f->result.reason, reason));
	assert_int_equal(f->stream.length, 0);
}

static void test_whole_stream(void **state)
{
	static const char whole[] = "<text id=\"document\" format=\"pdf\" status=\"ok\">\n"
				    "<p>\ntext\n</p>\n</text>\n";
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	assert_true(give(&f, READER_PDF, "fine"));
	assert_int_equal(f.stream.length, sizeof whole - 1);
	assert_memory_equal(f.stream.at, whole, sizeof whole - 1);
	assert_true(give(&f, READER_PDF, "encrypted"));
	assert_true(says(&f.stream, "status=\"encrypted\" reason=\"needs a password\">\n</text>\n"));
	assert_reads(&f, READER_HTML, "");
	tear_down(&f);
}

static void test_report_is_for_who_wants_it(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	f.client.wants = READER_REPORT;
	assert_true(give(&f, READER_HTML, "fine"));
	assert_true(says(&f.stream, "</p>\n<repair kind=\"title\" page=\"2\" before=\"a b\" "
				    "after=\"c\"/>\n</text>\n"));
	f.client.wants = READER_REPORT | READER_PLACES;
	assert_true(give(&f, READER_HTML, "fine"));
	assert_true(says(&f.stream, "page=\"2\" at=\"1 2\" before="));
	f.client.wants = READER_PLACES;
	assert_reads(&f, READER_HTML, "fine");
	tear_down(&f);
}

static bool draw(struct fixture *f, const char *document, uint32_t page)
{
	int descriptor = memfd_create("document", MFD_CLOEXEC);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, document, strlen(document)), strlen(document));
	bool drawn = reader_client_draw(&f->client, descriptor, page, &f->limits, &f->stream,
					&f->result);

	close(descriptor);
	return drawn;
}

static bool unpack(struct fixture *f, const char *document, uint32_t part)
{
	int descriptor = memfd_create("document", MFD_CLOEXEC);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, document, strlen(document)), strlen(document));
	bool found = reader_client_unpack(&f->client, descriptor, part, &f->limits, &f->stream,
					  &f->result);

	close(descriptor);
	return found;
}

static void test_parts(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	assert_true(unpack(&f, "mail", 3));
	assert_int_equal(f.stream.length, 6);
	assert_memory_equal(f.stream.at, "part 3", 6);
	assert_false(unpack(&f, "mail", 4));
	assert_int_equal(f.result.status, READING_DAMAGED);
	assert_int_equal(f.stream.length, 0);
	assert_reads(&f, READER_MAIL, "fine");
	tear_down(&f);
}

static void test_pictures(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	assert_true(draw(&f, "picture", 3));
	assert_int_equal(f.stream.length, 6);
	assert_memory_equal(f.stream.at, "page 3", 6);
	assert_false(draw(&f, "picture", 4));
	assert_int_equal(f.result.status, READING_DAMAGED);
	assert_int_equal(f.stream.length, 0);
	assert_reads(&f, READER_PDF, "fine");
	tear_down(&f);
}

static void test_crash_costs_one_document(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	for (enum reader_format format = READER_PDF; format < READER_FORMAT_COUNT; format++) {
		assert_reads(&f, format, "fine");
		assert_fails(&f, format, "segv", READING_CRASHED, "died of it (SEGV)");
		assert_reads(&f, format, "fine");
	}
	tear_down(&f);
}

/* A page that upsets the child is read; the next one must not pay for it. */
static void test_culprit_alone_bears_failure(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	assert_reads(&f, READER_HTML, "poison");
	assert_reads(&f, READER_HTML, "fine");
	assert_reads(&f, READER_HTML, "poison");
	assert_reads(&f, READER_PDF, "fine");
	tear_down(&f);
}

static void test_many_pages_share_children(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	for (int i = 0; i < 200; i++)
		assert_reads(&f, READER_HTML, "fine");
	tear_down(&f);
}

static void test_timeout(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	f.limits.seconds = 1;
	assert_fails(&f, READER_PDF, "spin forever", READING_TIMEOUT, "--max-seconds");
	assert_reads(&f, READER_HTML, "fine");
	assert_fails(&f, READER_HTML, "spin forever", READING_TIMEOUT, "--max-seconds");
	tear_down(&f);
}

/* The pages of a document that is read, of "numbered". */
static void assert_pages(struct fixture *f, const char *document, const char *pages)
{
	assert_true(give(f, READER_PDF, document));
	for (const char *page = "1234567890"; *page; page++) {
		char text[] = "<p>\npage 0\n</p>\n";

		text[9] = *page;
		assert_int_equal(says(&f->stream, text), strchr(pages, *page) != NULL);
	}
}

static void test_page_alone_bears_failure(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	assert_pages(&f, "numbered", "1234567890");
	assert_pages(&f, "numbered, dies at 4", "123567890");
	assert_pages(&f, "numbered, dies at 1, dies at 7, dies at 0", "2345689");
	assert_fails(&f, READER_PDF, "numbered, dies behind them", READING_TOO_LARGE, "memory");
	assert_fails(&f, READER_PDF, "numbered, dies at 2, dies behind them", READING_CRASHED,
		     "(SEGV)");
	tear_down(&f);
}

/* After the eighth page that failed, or when they have cost too much, the rest is left. */
static void test_failing_pages_are_bounded(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	assert_pages(&f,
		     "numbered, dies at 1, dies at 2, dies at 3, dies at 4, dies at 5, "
		     "dies at 6, dies at 7, dies at 8", "");
	f.limits.seconds = 3;
	f.limits.page_milliseconds = 0;
	assert_pages(&f, "numbered, spins at 2", "134567890");
	assert_pages(&f, "numbered, spins at 2, spins at 4, spins at 6", "13");
	tear_down(&f);
}

static void test_memory(void **state)
{
	struct fixture f;

	(void)state;
	if (SANITIZED)
		skip();
	set_up(&f, SANDBOX_AUTO);
	assert_fails(&f, READER_PDF, "memory", READING_TOO_LARGE, "--max-memory");
	assert_fails(&f, READER_HTML, "memory", READING_TOO_LARGE, "--max-memory");
	tear_down(&f);
}

static void test_text_limit(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	assert_true(give(&f, READER_PDF, "pages"));
	assert_true(says(&f.stream, "status=\"ok\""));
	f.limits.text_bytes = 60000;
	assert_true(give(&f, READER_PDF, "pages"));
	assert_true(says(&f.stream, "status=\"partial\" reason=\"the rest is left out"));
	assert_true(says(&f.stream, "</text>\n"));
	assert_true(f.stream.length < 65000);
	tear_down(&f);
}

static void test_input_limit(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	f.limits.input_bytes = 3;
	assert_fails(&f, READER_PDF, "fine", READING_TOO_LARGE, "--max-input");
	assert_int_equal(f.client.pid, 0);
	tear_down(&f);
}

static void test_sandbox(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	for (enum reader_format format = READER_PDF; format < READER_FORMAT_COUNT; format++) {
		assert_true(give(&f, format, "open"));
		assert_true(says(&f.stream, "opened a file") == (f.result.weak.length > 0));
		if (!SANITIZED)
			assert_fails(&f, format, "socket", READING_CRASHED, "(SYS)");
	}
	tear_down(&f);
	set_up(&f, SANDBOX_OFF);
	assert_true(give(&f, READER_PDF, "open socket"));
	assert_true(says(&f.stream, "got a socket"));
	assert_true(says(&f.stream, "opened a file"));
	tear_down(&f);
}

static void test_server_dies(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_OFF);
	assert_reads(&f, READER_PDF, "fine");
	assert_fails(&f, READER_PDF, "orphan", READING_CRASHED, "died of it");
	assert_reads(&f, READER_PDF, "fine");
	kill(f.client.pid, SIGKILL);
	assert_reads(&f, READER_PDF, "fine");
	tear_down(&f);
}

static void test_cannot_start(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	f.client.program = "/nonexistent/concordat-read";
	assert_fails(&f, READER_PDF, "fine", READING_UNREADABLE, "could not be started");
	f.client.program = "/bin/true";
	assert_fails(&f, READER_PDF, "fine", READING_CRASHED, "died of it");
	tear_down(&f);
}

static void test_not_a_file(void **state)
{
	struct fixture f;
	int ends[2];

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	assert_int_equal(pipe(ends), 0);
	assert_false(reader_client_read(&f.client, READER_PDF, ends[0], &f.limits, &f.stream,
					&f.result));
	assert_int_equal(f.result.status, READING_UNREADABLE);
	close(ends[0]);
	close(ends[1]);
	tear_down(&f);
}

/* No descriptor is left over from one document to the next. */
static void test_descriptors(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, SANDBOX_AUTO);
	assert_reads(&f, READER_PDF, "fine");
	int before = dup(0);

	close(before);
	for (int i = 0; i < 20; i++) {
		give(&f, READER_HTML, i % 3 ? "fine" : "segv");
		give(&f, READER_PDF, i % 3 ? "fine" : "segv");
	}
	int after = dup(0);

	close(after);
	assert_int_equal(before, after);
	tear_down(&f);
}

int main(int count, char **words)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_stream),
		cmocka_unit_test(test_report_is_for_who_wants_it),
		cmocka_unit_test(test_parts), cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_crash_costs_one_document),
		cmocka_unit_test(test_culprit_alone_bears_failure),
		cmocka_unit_test(test_many_pages_share_children),
		cmocka_unit_test(test_timeout),
		cmocka_unit_test(test_page_alone_bears_failure),
		cmocka_unit_test(test_failing_pages_are_bounded),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_text_limit),
		cmocka_unit_test(test_input_limit),
		cmocka_unit_test(test_sandbox),
		cmocka_unit_test(test_server_dies),
		cmocka_unit_test(test_cannot_start),
		cmocka_unit_test(test_not_a_file),
		cmocka_unit_test(test_descriptors),
	};

	if (count == 2 && strcmp(words[1], "--server") == 0)
		return server_run();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
