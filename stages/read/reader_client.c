/*
 * Reader client: drives one concordat-read.
 *
 * A job goes out with two descriptors: the document and the end of a fresh
 * pipe.  While the stream comes in, the answer may; the stream counts only
 * when an answer says that it is whole and the pipe has ended.  The server
 * keeps the document's deadline; the client keeps a later one of its own, in
 * case the server itself is stuck.
 */
#include "stages/read/reader_client.h"

#include "stages/read/reader/packet.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

enum { SERVER_GRACE = 30000, READ_SIZE = 1 << 16 };

/* How one try to have a document read has ended. */
enum trial { TRIAL_ANSWERED, TRIAL_SERVER_LOST, TRIAL_NOT_STARTED, TRIAL_TOO_MUCH };

static uint64_t milliseconds(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		return 0;
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void reader_client_begin(struct reader_client *client, const char *program, enum sandbox sandbox)
{
	*client = (struct reader_client){.program = program, .sandbox = sandbox, .socket = -1};
}

void reader_client_end(struct reader_client *client)
{
	if (client->socket >= 0)
		close(client->socket);
	if (client->pid > 0)
		while (waitpid(client->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	client->socket = -1;
	client->pid = 0;
}

static void drop_server(struct reader_client *client)
{
	if (client->pid > 0)
		kill(client->pid, SIGKILL);
	reader_client_end(client);
}

/* The server's signals and descriptors do not depend on the caller's. */
static int spawn(pid_t *pid, const char *program, int socket)
{
	char *const words[] = {(char[]){"concordat-read"}, (char[]){"--server"}, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, pipe_signal;

	sigemptyset(&none);
	sigemptyset(&pipe_signal);
	sigaddset(&pipe_signal, SIGPIPE);
	int failed = posix_spawn_file_actions_init(&actions);

	if (failed)
		return failed;
	failed = posix_spawnattr_init(&attributes);
	if (failed) {
		posix_spawn_file_actions_destroy(&actions);
		return failed;
	}
	if (!(failed = posix_spawn_file_actions_adddup2(&actions, socket, READER_SOCKET)) &&
	    !(failed = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)) &&
	    !(failed = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_RDWR, 0)) &&
	    !(failed = posix_spawnattr_setsigmask(&attributes, &none)) &&
	    !(failed = posix_spawnattr_setsigdefault(&attributes, &pipe_signal)) &&
	    !(failed = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK |
							     POSIX_SPAWN_SETSIGDEF)))
		failed = posix_spawn(pid, program, &actions, &attributes, words, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

/* Starts the server, if it is not running.  An errno, or 0. */
static int start_server(struct reader_client *client)
{
	int sockets[2];

	if (client->pid > 0)
		return 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets))
		return errno;
	int failed = spawn(&client->pid, client->program, sockets[1]);

	close(sockets[1]);
	if (failed) {
		close(sockets[0]);
		client->pid = 0;
		return failed;
	}
	client->socket = sockets[0];
	return 0;
}

static enum trial lose_server(struct reader_client *client)
{
	drop_server(client);
	return TRIAL_SERVER_LOST;
}

/* Reads what is there; false at the end of the pipe. */
static bool read_some(int pipe, struct buffer *stream)
{
	buffer_reserve(stream, READ_SIZE);
	ssize_t got = read(pipe, stream->at + stream->length, READ_SIZE);

	if (got > 0)
		stream->length += (size_t)got;
	return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* How long the server may take, in milliseconds on the clock. */
static uint64_t longest(const struct reader_job *job)
{
	const struct reader_limits *limits = &job->limits;
	uint64_t page = 2 * OCR_PAGE_SECONDS + limits->clock_seconds;
	uint64_t seconds = (uint64_t)limits->most_seconds + limits->clock_seconds;

	return (seconds + (job->ocr[0] ? page * limits->pages : 0)) * 1000;
}

/* Takes in the stream and the answer, in whichever order they come. */
static enum trial take_in(struct reader_client *client, const struct reader_job *job, int pipe,
			   struct buffer *stream, struct reader_answer *answer)
{
	struct pollfd watched[] = {
		{.fd = pipe, .events = POLLIN}, {.fd = client->socket, .events = POLLIN},
	};
	uint64_t most = 2 * job->limits.text_bytes + READ_SIZE;
	uint64_t deadline = milliseconds() + SERVER_GRACE + longest(job);

	while (watched[0].fd >= 0 || watched[1].fd >= 0) {
		uint64_t now = milliseconds();

		if (now >= deadline)
			return lose_server(client);
		int wait = deadline - now < SERVER_GRACE ? (int)(deadline - now) : SERVER_GRACE;

		if (poll(watched, COUNT_OF(watched), wait) <= 0)
			continue;
		if (watched[0].revents && !read_some(pipe, stream))
			watched[0].fd = -1;
		if (stream->length > most) {
			drop_server(client);
			return TRIAL_TOO_MUCH;
		}
		if (watched[1].revents) {
			if (!packet_receive(client->socket, answer, sizeof *answer, NULL) ||
			    answer->magic != READER_MAGIC ||
			    answer->status >= READING_STATUS_COUNT)
				return lose_server(client);
			watched[1].fd = -1;
			if (!answer->complete)
				return TRIAL_ANSWERED;
		}
	}
	return TRIAL_ANSWERED;
}

static enum trial try_once(struct reader_client *client, struct reader_job *job, int descriptor,
			   struct buffer *stream, struct reader_answer *answer)
{
	int ends[2];

	buffer_reset(stream);
	*answer = (struct reader_answer){0};
	if ((errno = start_server(client)) || pipe2(ends, O_CLOEXEC))
		return TRIAL_NOT_STARTED;
	const int descriptors[PACKET_DESCRIPTORS] = {descriptor, ends[1]};
	bool sent = packet_send(client->socket, job, sizeof *job, descriptors);
	enum trial trial = TRIAL_SERVER_LOST;

	close(ends[1]);
	if (sent)
		trial = take_in(client, job, ends[0], stream, answer);
	else
		drop_server(client);
	close(ends[0]);
	return trial;
}

/*
 * A server that is lost is started anew, once.  A page that failed in a child
 * that had read others before it gets a child of its own: it may not have
 * been the one to blame.
 */
static enum trial try_twice(struct reader_client *client, struct reader_job *job, int descriptor,
			    struct buffer *stream, struct reader_answer *answer)
{
	enum trial trial = try_once(client, job, descriptor, stream, answer);

	if (trial == TRIAL_SERVER_LOST)
		trial = try_once(client, job, descriptor, stream, answer);
	if (trial == TRIAL_ANSWERED && !answer->complete && !answer->alone &&
	    (answer->status == READING_CRASHED || answer->status == READING_TOO_LARGE)) {
		job->alone = true;
		trial = try_once(client, job, descriptor, stream, answer);
	}
	return trial;
}

/* The status of a child that failed at its work, which another one may fare better in. */
static bool is_failure(uint32_t status)
{
	return status == READING_CRASHED || status == READING_TIMEOUT ||
	       status == READING_TOO_LARGE;
}

/* Whether it was this page that took the time, half of these seconds, and not all of them. */
static bool is_slow_page(const struct reader_answer *answer, uint32_t seconds)
{
	return answer->spent >= answer->before_page &&
	       answer->spent - answer->before_page >= (uint64_t)seconds * 500;
}

/*
 * Has the page at which a child failed left out of the job: all pages behind
 * it too where the document as a whole takes too long or fails too often.
 * What was read before the page needs little more time than it took.  False:
 * no page is to blame.
 */
static bool leave_out(struct reader_job *job, const struct reader_limits *limits,
		      const struct reader_answer *answer, uint64_t *spent)
{
	struct reader_gaps *gaps = &job->gaps;
	uint32_t part = limits->seconds / 3 + 1, needed = answer->before_page / 1000 + part;
	uint64_t allowed = reader_time_allowed(limits, answer->page);

	if (!answer->page || !is_failure(answer->status) || gaps->rest_too)
		return false;
	gaps->at[gaps->count].page = answer->page;
	gaps->at[gaps->count++].status = answer->status;
	*spent += answer->spent;
	gaps->rest_too = gaps->count == READER_GAPS || *spent > allowed + allowed / 2 ||
			 (answer->status == READING_TIMEOUT && !is_slow_page(answer, part));
	if (gaps->rest_too)
		job->limits.seconds = limits->seconds + part;
	else if (needed < limits->seconds)
		job->limits.seconds = needed;
	return true;
}

/* A page at which a child failed costs itself alone: the others are read once more. */
static enum trial try_around(struct reader_client *client, struct reader_job *job, int descriptor,
			     struct buffer *stream, struct reader_answer *answer)
{
	enum trial trial = try_twice(client, job, descriptor, stream, answer);
	const struct reader_answer first = *answer;
	const struct reader_limits limits = job->limits;
	uint64_t spent = 0;

	while (trial == TRIAL_ANSWERED && !answer->complete &&
	       leave_out(job, &limits, answer, &spent))
		trial = try_once(client, job, descriptor, stream, answer);
	if (job->gaps.count && !(trial == TRIAL_ANSWERED && answer->complete)) {
		*answer = first;
		trial = TRIAL_ANSWERED;
	}
	return trial;
}

static bool fail(struct reader_result *result, struct buffer *stream, enum reading_status status)
{
	buffer_reset(stream);
	result->status = status;
	return false;
}

/* A child may have written the answer: its words are not trusted to be any, nor to end. */
static void append_words(struct buffer *to, const char *words)
{
	for (size_t i = 0; i < READER_REASON_SIZE && words[i]; i++)
		buffer_byte(to, words[i] >= ' ' && words[i] <= '~' ? words[i] : '?');
}

static bool conclude(enum trial trial, const struct reader_client *client,
		     const struct reader_limits *limits, const struct reader_answer *answer,
		     struct buffer *stream, struct reader_result *result)
{
	switch (trial) {
	case TRIAL_ANSWERED:
		append_words(&result->weak, answer->lacks);
		if (answer->complete)
			return true;
		append_words(&result->reason, answer->reason);
		return fail(result, stream, answer->status);
	case TRIAL_TOO_MUCH:
		buffer_printf(&result->reason, "more than %" PRIu64 " MB of text: raise --max-text",
			      limits->text_bytes >> 20);
		return fail(result, stream, READING_TOO_LARGE);
	case TRIAL_SERVER_LOST:
		buffer_printf(&result->reason, "the reader itself died of it: open it, print it to "
			      "a new PDF and use that");
		return fail(result, stream, READING_CRASHED);
	case TRIAL_NOT_STARTED:
		break;
	}
	buffer_printf(&result->reason, "the document reader %s could not be started: %s",
		      client->program, strerrordesc_np(errno));
	return fail(result, stream, READING_UNREADABLE);
}

static bool do_job(struct reader_client *client, struct reader_job *job, int descriptor,
		   struct buffer *stream, struct reader_result *result)
{
	const struct reader_limits *limits = &job->limits;
	struct reader_answer answer;
	struct stat about;

	buffer_reset(stream);
	buffer_reset(&result->reason);
	buffer_reset(&result->weak);
	result->status = READING_OK;
	if (fstat(descriptor, &about) || !S_ISREG(about.st_mode)) {
		buffer_append(&result->reason, SLICE("is not a regular file"));
		return fail(result, stream, READING_UNREADABLE);
	}
	if ((uint64_t)about.st_size > limits->input_bytes) {
		buffer_printf(&result->reason, "is %" PRIu64 " MB long, %" PRIu64
			      " are allowed: raise --max-input",
			      ((uint64_t)about.st_size >> 20) + 1, limits->input_bytes >> 20);
		return fail(result, stream, READING_TOO_LARGE);
	}
	enum trial trial = try_around(client, job, descriptor, stream, &answer);

	return conclude(trial, client, limits, &answer, stream, result);
}

bool reader_client_read(struct reader_client *client, enum reader_format format, int descriptor,
			const struct reader_limits *limits, struct buffer *stream,
			struct reader_result *result)
{
	struct reader_job job = {
		.magic = READER_MAGIC, .format = format, .sandbox = client->sandbox,
		.wants = client->wants, .limits = *limits,
	};

	if (client->ocr && format == READER_PDF)
		snprintf(job.ocr, sizeof job.ocr, "%s", client->ocr);

	return do_job(client, &job, descriptor, stream, result);
}

bool reader_client_draw(struct reader_client *client, int descriptor, uint32_t page,
			const struct reader_limits *limits, struct buffer *png,
			struct reader_result *result)
{
	struct reader_job job = {
		.magic = READER_MAGIC, .format = READER_PDF, .sandbox = client->sandbox,
		.picture = page, .limits = *limits,
	};

	return do_job(client, &job, descriptor, png, result);
}

bool reader_client_unpack(struct reader_client *client, int descriptor, uint32_t part,
			  const struct reader_limits *limits, struct buffer *bytes,
			  struct reader_result *result)
{
	struct reader_job job = {
		.magic = READER_MAGIC, .format = READER_MAIL, .sandbox = client->sandbox,
		.part = part, .limits = *limits,
	};

	job.limits.text_bytes = limits->input_bytes;	/* it is no longer than the mail */
	return do_job(client, &job, descriptor, bytes, result);
}

void reader_result_free(struct reader_result *result)
{
	buffer_free(&result->reason);
	buffer_free(&result->weak);
}
