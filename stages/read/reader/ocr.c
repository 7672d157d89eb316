/*
 * OCR: one run of Tesseract for each page.
 *
 * Picture, answer and messages are files in memory, so that there is nothing
 * to wait for but the end of the process.  It inherits nothing else, and of
 * the environment only where its data lie.  One thread, since the documents
 * are divided over the cores already.
 */
#include "stages/read/reader/ocr.h"

#include "stages/read/reader/sandbox.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT_RUN = 127, LONGEST_PATH = 4096 };

/* Tesseract's standard descriptors. */
struct files {
	int picture, answer, messages;
};

struct ocr_desk *ocr_desk_new(void)
{
	void *desk = mmap(NULL, sizeof(struct ocr_desk), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return desk == MAP_FAILED ? NULL : desk;
}

static bool write_whole(int file, const void *at, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t written = write(file, (const char *)at + done, size - done);

		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0)
			done += (size_t)written;
	}
	return true;
}

/* As a portable grey map, netpbm's PGM: a header of text and the bytes. */
static bool write_picture(int file, const struct ocr_desk *desk, uint32_t width, uint32_t height)
{
	char header[64];
	int length = snprintf(header, sizeof header, "P5\n%u %u\n255\n", width, height);

	return write_whole(file, header, (size_t)length) &&
	       write_whole(file, desk->pixels, (size_t)width * height) &&
	       !lseek(file, 0, SEEK_SET);
}

/* The folder of the program, as a path in `folder`; false if there is none in PATH. */
static bool find_program(char *folder, size_t size)
{
	struct slice rest = slice_of(getenv("PATH")), part;
	char path[LONGEST_PATH];

	while (slice_cut(&rest, ':', &part)) {
		int length = snprintf(folder, size, "%.*s", SLICE_ARGUMENTS(part));

		if (!part.length || length < 0 || (size_t)length >= size)
			continue;
		length = snprintf(path, sizeof path, "%s/tesseract", folder);
		if (length > 0 && (size_t)length < sizeof path && !access(path, X_OK))
			return true;
	}
	return false;
}

/* In the process that becomes Tesseract.  Returns if that fails. */
static void become_tesseract(const struct files *files, const struct reader_job *job,
			     uint32_t resolution)
{
	char folder[LONGEST_PATH], program[LONGEST_PATH + 16], data[LONGEST_PATH + 24], dots[16];
	const char *own_data = getenv("TESSDATA_PREFIX");
	char languages[OCR_LANGUAGES_SIZE];
	char threads[] = "OMP_THREAD_LIMIT=1", locale[] = "LC_ALL=C";
	char *environment[] = {threads, locale, own_data ? data : NULL, NULL};
	char *words[] = {
		(char[]){"tesseract"}, (char[]){"stdin"}, (char[]){"stdout"}, (char[]){"-l"},
		languages, (char[]){"--dpi"}, dots, (char[]){"-c"},
		(char[]){"tessedit_create_hocr=1"}, NULL,
	};

	memcpy(languages, job->ocr, sizeof languages);
	snprintf(dots, sizeof dots, "%u", resolution);
	snprintf(data, sizeof data, "TESSDATA_PREFIX=%s", own_data ? own_data : "");
	if (!find_program(folder, sizeof folder) ||
	    snprintf(program, sizeof program, "%s/tesseract", folder) < 0)
		return;
	if (dup2(files->picture, STDIN_FILENO) < 0 || dup2(files->answer, STDOUT_FILENO) < 0 ||
	    dup2(files->messages, STDERR_FILENO) < 0 || close_range(STDERR_FILENO + 1, ~0U, 0) ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0))
		return;
	const char *const folders[] = {folder, own_data, NULL};

	if (!sandbox_limit_program(&job->limits, OCR_PAGE_SECONDS, OCR_MOST_TEXT))
		return;
	if (job->sandbox != SANDBOX_OFF && !sandbox_enter_program(folders) &&
	    job->sandbox == SANDBOX_REQUIRE)
		return;
	execve(program, words, environment);
}

enum ending { ENDED, TOOK_TOO_LONG, CLIENT_GONE };

static enum ending wait_for(int process, int client, const struct reader_limits *limits)
{
	struct pollfd watched[] = {
		{.fd = process, .events = POLLIN}, {.fd = client, .events = POLLRDHUP},
	};
	int wait = (int)(2 * OCR_PAGE_SECONDS + limits->clock_seconds) * 1000;
	int ready;

	do
		ready = poll(watched, COUNT_OF(watched), wait);
	while (ready < 0 && errno == EINTR);
	if (ready <= 0)
		return TOOK_TOO_LONG;
	return watched[0].revents ? ENDED : CLIENT_GONE;
}

/* The last line of what it said, as plain ASCII. */
static void take_message(int file, char *to, size_t size)
{
	char said[4096];
	ssize_t length = pread(file, said, sizeof said, 0);
	struct slice text = slice_trim((struct slice){said, length > 0 ? (size_t)length : 0});

	for (size_t i = text.length; i > 0; i--)
		if (text.at[i - 1] == '\n') {
			text = slice_from(text, i);
			break;
		}
	snprintf(to, size, "%.*s", SLICE_ARGUMENTS(text));
	for (; *to; to++)
		*to = *to >= ' ' && *to <= '~' ? *to : '?';
}

static void say_failure(struct ocr_desk *desk, const siginfo_t *end, int messages)
{
	char said[200];

	if (end->si_code != CLD_EXITED) {
		const char *name = sigabbrev_np(end->si_status);

		snprintf(desk->failure, sizeof desk->failure, "tesseract was ended by %s%s",
			 name ? name : "a signal",
			 end->si_status == SIGXCPU || end->si_status == SIGKILL
			     ? ": the page took too long" : "");
		return;
	}
	take_message(messages, said, sizeof said);
	if (end->si_status == CANNOT_RUN)
		snprintf(said, sizeof said, "it cannot be started here");
	snprintf(desk->failure, sizeof desk->failure, "tesseract: %s",
		 said[0] ? said : "it failed without a word");
}

static void take_answer(struct ocr_desk *desk, int file)
{
	size_t length = 0;
	ssize_t got;

	while (length < sizeof desk->hocr &&
	       (got = pread(file, desk->hocr + length, sizeof desk->hocr - length,
			    (off_t)length)) > 0)
		length += (size_t)got;
	desk->length = (uint32_t)length;
}

/* Runs it on the files.  False when the client has gone. */
static bool run(struct ocr_desk *desk, const struct files *files, const struct reader_job *job,
		uint32_t resolution, int client)
{
	siginfo_t end = {0};
	pid_t pid = fork();

	if (pid == 0) {
		become_tesseract(files, job, resolution);
		_exit(CANNOT_RUN);
	}
	int process = pid > 0 ? pidfd_open(pid, 0) : -1;
	enum ending ending = process >= 0 ? wait_for(process, client, &job->limits)
					  : TOOK_TOO_LONG;

	if (pid > 0) {
		if (ending != ENDED)
			kill(pid, SIGKILL);
		while (waitid(P_PID, (id_t)pid, &end, WEXITED) && errno == EINTR)
			continue;
	}
	if (process >= 0)
		close(process);
	if (process < 0)
		snprintf(desk->failure, sizeof desk->failure, "no process for tesseract");
	else if (ending == ENDED && end.si_code == CLD_EXITED && end.si_status == 0)
		take_answer(desk, files->answer);
	else
		say_failure(desk, &end, files->messages);
	return ending != CLIENT_GONE;
}

static void close_files(const struct files *files)
{
	const int all[] = {files->picture, files->answer, files->messages};

	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (all[i] >= 0)
			close(all[i]);
}

bool ocr_run(struct ocr_desk *desk, const struct reader_job *job, int client)
{
	/* Once: the child could change them at any time. */
	uint32_t width = desk->width, height = desk->height, resolution = desk->resolution;
	struct files files = {
		.picture = memfd_create("picture", MFD_CLOEXEC),
		.answer = memfd_create("answer", MFD_CLOEXEC),
		.messages = memfd_create("messages", MFD_CLOEXEC),
	};
	bool there = true;

	desk->length = 0;
	desk->failure[0] = '\0';
	if (!width || !height || (uint64_t)width * height > OCR_MOST_PIXELS)
		snprintf(desk->failure, sizeof desk->failure, "no picture of that size");
	else if (files.picture < 0 || files.answer < 0 || files.messages < 0 ||
		 !write_picture(files.picture, desk, width, height))
		snprintf(desk->failure, sizeof desk->failure, "no memory for the picture");
	else
		there = run(desk, &files, job, resolution, client);
	close_files(&files);
	return there;
}
