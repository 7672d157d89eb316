/*
 * concordat-read: reads PDFs, web pages, office files and mail for `concordat extract`.
 *
 * As a filter it makes the stream of the one document on standard input; as
 * a server (--server, for extract alone) it waits for jobs on a socket.
 */
#include "pipeline/base/unicode.h"
#include "stages/read/reader/child.h"
#include "stages/read/reader/sandbox.h"
#include "stages/read/reader/server.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
/* Fonts that are looked for before the first picture stay found; the library loses a few. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

struct choices {
	const char *format, *id, *sandbox, *picture, *part;
	bool report, places, server, help, version;
};

static void print_help(void)
{
	puts("Usage: concordat-read --format pdf|html|office|mail [--id ID]\n"
	     "                      [--sandbox require|auto|off] [--report] [--places]\n"
	     "                      [--picture N] [--part N] < FILE\n"
	     "\n"
	     "Writes the document on standard input as a stream, concordat-stream(5).\n"
	     "People use `concordat extract`, which starts this program and recognises\n"
	     "the format.\n"
	     "\n"
	     "  --format FORMAT   pdf, html, mail, or office: DOCX, PPTX, ODT, ODP, EPUB\n"
	     "  --id ID           the document's id (default: document)\n"
	     "  --sandbox MODE    require: only in a full sandbox; auto (the default): in as\n"
	     "                    much of one as the kernel has; off: none\n"
	     "  --report          before </text>, a milestone for each repair and decision\n"
	     "  --places          say of each block where it stands, in an attribute `at`\n"
	     "  --picture N       write page N of a PDF as a picture (PNG), no stream\n"
	     "  --part N          write attachment N of a mail, no stream\n"
	     "  --server          wait for jobs on descriptor 3\n"
	     "  --version         print the versions of this program and its libraries\n"
	     "  --help            print this");
}

static void print_version(void)
{
	unsigned sandbox[3];

	sandbox_library_version(sandbox);
	printf("concordat-read %s\npoppler %s\nlibxml2 %s\nlibarchive %s\nlibseccomp %u.%u.%u\nicu %s\n",
	       VERSION, pdf_library_version(), html_library_version(), office_library_version(),
	       sandbox[0], sandbox[1], sandbox[2],
	       unicode_library_version());
}

/* The value of --name VALUE or --name=VALUE; moves *i on. */
static bool takes(const char *name, int count, char **words, int *i, const char **value)
{
	size_t length = strlen(name);

	if (strncmp(words[*i], name, length) != 0)
		return false;
	if (words[*i][length] == '=') {
		*value = words[*i] + length + 1;
		return true;
	}
	if (words[*i][length] != '\0' || *i + 1 >= count)
		return false;
	*value = words[++*i];
	return true;
}

static bool parse(int count, char **words, struct choices *choices)
{
	for (int i = 1; i < count; i++) {
		if (strcmp(words[i], "--help") == 0)
			choices->help = true;
		else if (strcmp(words[i], "--version") == 0)
			choices->version = true;
		else if (strcmp(words[i], "--server") == 0)
			choices->server = true;
		else if (strcmp(words[i], "--report") == 0)
			choices->report = true;
		else if (strcmp(words[i], "--places") == 0)
			choices->places = true;
		else if (!takes("--picture", count, words, &i, &choices->picture) &&
			 !takes("--part", count, words, &i, &choices->part) &&
			 !takes("--format", count, words, &i, &choices->format) &&
			 !takes("--id", count, words, &i, &choices->id) &&
			 !takes("--sandbox", count, words, &i, &choices->sandbox)) {
			fprintf(stderr, "concordat-read: '%s' is no option, or lacks its value: "
				"see concordat-read --help\n", words[i]);
			return false;
		}
	}
	return true;
}

static bool find_format(const char *name, enum reader_format *format)
{
	if (name && strcmp(name, "pdf") == 0)
		*format = READER_PDF;
	else if (name && strcmp(name, "html") == 0)
		*format = READER_HTML;
	else if (name && strcmp(name, "office") == 0)
		*format = READER_OFFICE;
	else if (name && strcmp(name, "mail") == 0)
		*format = READER_MAIL;
	else
		return false;
	return true;
}

static bool find_sandbox(const char *name, enum sandbox *sandbox)
{
	if (!name || strcmp(name, "auto") == 0)
		*sandbox = SANDBOX_AUTO;
	else if (strcmp(name, "require") == 0)
		*sandbox = SANDBOX_REQUIRE;
	else if (strcmp(name, "off") == 0)
		*sandbox = SANDBOX_OFF;
	else
		return false;
	return true;
}

/* From 1, if it is given at all, which is not always allowed. */
static bool find_number(const char *digits, bool allowed, uint32_t *number)
{
	uint64_t value = 0;

	if (digits && (!allowed || !slice_to_integer(slice_of(digits), &value) || value == 0 ||
		       value > UINT32_MAX))
		return false;
	*number = (uint32_t)value;
	return true;
}

static bool make_job(const struct choices *choices, struct reader_job *job)
{
	enum reader_format format;
	enum sandbox sandbox;
	uint32_t page, part;

	if (!find_format(choices->format, &format) || !find_sandbox(choices->sandbox, &sandbox) ||
	    !find_number(choices->picture, format == READER_PDF, &page) ||
	    !find_number(choices->part, format == READER_MAIL, &part))
		return false;
	*job = (struct reader_job){
		.format = format, .sandbox = sandbox, .picture = page, .part = part,
		.wants = (choices->report ? READER_REPORT : 0) |
			 (choices->places ? READER_PLACES : 0),
		.limits = reader_default_limits(format),
	};
	return true;
}

static bool read_input(struct buffer *input, uint64_t most)
{
	for (;;) {
		buffer_reserve(input, 1 << 16);
		ssize_t got = read(STDIN_FILENO, input->at + input->length, 1 << 16);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		input->length += (size_t)got;
		if (input->length > most) {
			errno = EFBIG;
			return false;
		}
	}
}

static bool confine(const struct reader_job *job)
{
	if (!sandbox_limit_resources(&job->limits, true) ||
	    !sandbox_limit_time((uint64_t)job->limits.seconds * 1000))
		return false;
	const char *lacking = job->sandbox == SANDBOX_OFF ? NULL :
			      sandbox_enter(reader_needs(job->format, job->picture), false);

	if (lacking)
		fprintf(stderr, "concordat-read: %s\n", lacking);
	return !lacking || job->sandbox != SANDBOX_REQUIRE;
}

/* In the same process, so that a debugger, a profiler or a fuzzer sees it all. */
static int filter(const struct reader_job *job, struct slice id)
{
	struct buffer input = {0}, stream = {0};
	struct reader_answer answer = {0};
	struct reader_progress progress = {0};
	const struct child_shares shares = {.progress = &progress};

	if (!read_input(&input, job->limits.input_bytes)) {
		perror("concordat-read: standard input");
		return EX_IOERR;
	}
	if (!reader_warm_up(job->format) || (job->picture && !drawing_warm_up()))
		return EX_SOFTWARE;
	if (!confine(job))
		return EX_OSERR;
	if (!do_reading(&stream, job, id, buffer_slice(&input), &shares, &answer)) {
		fprintf(stderr, "concordat-read: %s\n", answer.reason);
		return EX_DATAERR;
	}
	int status = write_all(STDOUT_FILENO, buffer_slice(&stream)) ? EX_OK : EX_IOERR;

	buffer_reset(&stream);
	if (status != EX_OK) {
		buffer_printf(&stream, "concordat-read: standard output: %s\n", strerrordesc_np(errno));
		write_all(STDERR_FILENO, buffer_slice(&stream));
	}
	buffer_free(&input);
	buffer_free(&stream);
	if (job->sandbox != SANDBOX_OFF)
		_exit(status);		/* what runs at exit may need more than is allowed */
	return status;
}

/* A child lives for one document or a few: its heap grows in large steps, and hardly shrinks. */
static void grow_in_large_steps(void)
{
	mallopt(M_TOP_PAD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

int main(int count, char **words)
{
	struct choices choices = {.id = "document"};
	struct reader_job job;

	grow_in_large_steps();
	if (!parse(count, words, &choices))
		return EX_USAGE;
	if (choices.help || choices.version) {
		if (choices.help)
			print_help();
		else
			print_version();
		return fflush(stdout) ? EX_IOERR : EX_OK;
	}
	if (choices.server)
		return server_run();
	if (!make_job(&choices, &job) || !choices.id[0]) {
		fputs("concordat-read: takes --format pdf, html, office or mail, a document on standard "
		      "input: see concordat-read --help\n", stderr);
		return EX_USAGE;
	}
	return filter(&job, slice_of(choices.id));
}
