/*
 * Server: small, single-threaded, and looks at no document itself.
 *
 * For each job it has a child: a fresh one for a PDF or an office file, the shared one for a
 * web page.  While the child works the server waits for its answer, its
 * death, the deadline, or the client's end, whichever comes first.  A child
 * that has failed is never used again.
 */
#include "stages/read/reader/server.h"

#include "stages/read/reader/child.h"
#include "stages/read/reader/packet.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum {
	LONGEST_WAIT = 60000,	/* milliseconds, then the deadline is looked at again */
	LEAST_WORK = 100,	/* milliseconds of it in clock_seconds: less is none */
};

struct child {
	pid_t pid;		/* 0: none */
	int process;		/* a descriptor of it */
	int socket;
	int errors;		/* what it said before it died */
};

struct server {
	struct child shared;	/* of the web pages */
	struct child_shares shares;
	bool warm[READER_FORMAT_COUNT];
	bool warm_to_draw;
};

static uint64_t milliseconds(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		return 0;
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Processor time of all children that are gone, in milliseconds. */
static uint64_t time_of_children(void)
{
	struct rusage used;

	if (getrusage(RUSAGE_CHILDREN, &used))
		return 0;
	return (uint64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
	       (uint64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

/* Processor time of a child that is still there, in milliseconds. */
static uint64_t time_of_child(const struct child *child)
{
	clockid_t clock;
	struct timespec used;

	if (clock_getcpuclockid(child->pid, &clock) || clock_gettime(clock, &used))
		return 0;
	return (uint64_t)used.tv_sec * 1000 + (uint64_t)used.tv_nsec / 1000000;
}

/*
 * Ends the child, whatever it does, and forgets it.  `end`, if not null: how
 * it ended; of its own doing, where it was dying already.
 */
static void child_drop(struct child *child, siginfo_t *end)
{
	siginfo_t ignored;

	if (!child->pid)
		return;
	kill(child->pid, SIGKILL);
	while (waitid(P_PID, (id_t)child->pid, end ? end : &ignored, WEXITED) && errno == EINTR)
		continue;
	close(child->process);
	close(child->socket);
	close(child->errors);
	*child = (struct child){0};
}

/* In the child: only the four descriptors of child.h stay open. */
static bool arrange_descriptors(const int *descriptors, int socket, int errors)
{
	return dup2(descriptors[0], CHILD_DOCUMENT) >= 0 &&
	       dup2(descriptors[1], CHILD_OUTPUT) >= 0 && dup2(errors, CHILD_ERRORS) >= 0 &&
	       dup2(socket, CHILD_SOCKET) >= 0 && !close_range(CHILD_SOCKET + 1, ~0U, 0);
}

/* Forks a child for this job; false if the system gives none. */
static bool child_start(struct child *child, const struct reader_job *job,
			const int *descriptors, const struct child_shares *shares)
{
	int sockets[2], errors[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets))
		return false;
	if (pipe2(errors, O_CLOEXEC | O_NONBLOCK)) {
		close(sockets[0]);
		close(sockets[1]);
		return false;
	}
	pid_t pid = fork();

	if (pid == 0) {
		if (!arrange_descriptors(descriptors, sockets[1], errors[1]))
			_exit(1);
		child_run(job, shares);
	}
	close(sockets[1]);
	close(errors[1]);
	*child = (struct child){.pid = pid, .socket = sockets[0], .errors = errors[0]};
	child->process = pid > 0 ? pidfd_open(pid, 0) : -1;
	if (child->process >= 0)
		return true;
	close(sockets[0]);
	close(errors[0]);
	if (pid > 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	*child = (struct child){0};
	return false;
}

enum event { EVENT_ANSWER, EVENT_DEATH, EVENT_DEADLINE, EVENT_CLIENT_GONE };

/*
 * `start` is when the job was handed out, in milliseconds().  The deadline is
 * for a child that does nothing.  One that works, but has to share the
 * processors with many others, has a limit on processor time.
 */
static enum event wait_for(const struct server *server, const struct child *child,
			   const struct reader_limits *limits, uint64_t start)
{
	struct pollfd watched[] = {
		{.fd = child->socket, .events = POLLIN},
		{.fd = child->process, .events = POLLIN},
		{.fd = READER_SOCKET, .events = POLLRDHUP},
	};
	uint64_t used = time_of_child(child);
	uint64_t grace = (uint64_t)limits->clock_seconds * 1000;

	for (;;) {
		uint64_t finished = atomic_load(&server->shares.progress->finished);
		uint64_t allowed = reader_time_allowed(limits, finished) + grace;
		uint64_t taken = milliseconds() - start;

		if (taken >= allowed) {
			uint64_t before = used;

			if ((used = time_of_child(child)) < before + LEAST_WORK)
				return EVENT_DEADLINE;
			grace += (uint64_t)limits->clock_seconds * 1000;
			continue;
		}
		int wait = allowed - taken < LONGEST_WAIT ? (int)(allowed - taken) : LONGEST_WAIT;

		if (poll(watched, COUNT_OF(watched), wait) <= 0)
			continue;
		if (watched[0].revents & POLLIN)
			return EVENT_ANSWER;
		if (watched[1].revents)
			return EVENT_DEATH;
		if (watched[2].revents)
			return EVENT_CLIENT_GONE;
		if (watched[0].revents)		/* hung up, but not yet dead */
			watched[0].fd = -1;
	}
}

/* Whether its last words are those of a library that found no memory. */
static bool died_of_memory(const struct child *child)
{
	static const char *const words[] = {
		"ut of memory", "bad_alloc", "failed to allocate", "memory exhausted",
	};
	char said[4096];
	ssize_t length = read(child->errors, said, sizeof said);

	for (size_t i = 0; length > 0 && i < COUNT_OF(words); i++)
		if (memmem(said, (size_t)length, words[i], strlen(words[i])))
			return true;
	return false;
}

static void say_timeout(struct reader_answer *answer, const struct reader_limits *limits)
{
	answer->status = READING_TIMEOUT;
	snprintf(answer->reason, sizeof answer->reason,
		 "took too long: over %u s of processor time; raise --max-seconds",
		 limits->seconds);
}

/* What the end of a child means for the document it was at. */
static void say_death(struct reader_answer *answer, const struct reader_limits *limits,
		      const siginfo_t *end, bool memory)
{
	bool signalled = end->si_code == CLD_KILLED || end->si_code == CLD_DUMPED;

	if (signalled && end->si_status == SIGXCPU) {
		say_timeout(answer, limits);
	} else if (memory || (!signalled && end->si_status == CHILD_OUT_OF_MEMORY) ||
		   (signalled && end->si_status == SIGKILL)) {
		answer->status = READING_TOO_LARGE;
		snprintf(answer->reason, sizeof answer->reason,
			 "needs more than %llu MB of memory: raise --max-memory",
			 (unsigned long long)(limits->memory_bytes >> 20));
	} else {
		const char *name = signalled ? sigabbrev_np(end->si_status) : NULL;

		answer->status = READING_CRASHED;
		snprintf(answer->reason, sizeof answer->reason,
			 "the reader died of it (%s): open it, print it to a new PDF and use that",
			 name ? name : "it just ended");
	}
}

/* The child has not answered in time, or never will: ends it and says why. */
static void bury(struct server *server, struct child *child, const struct reader_job *job,
		 bool too_late, struct reader_answer *answer)
{
	siginfo_t end = {0};
	uint64_t before = time_of_children();
	bool memory = died_of_memory(child);

	child_drop(child, &end);
	answer->page = atomic_load(&server->shares.progress->page);
	answer->before_page = atomic_load(&server->shares.progress->before_page);
	answer->spent = (uint32_t)(time_of_children() - before);
	if (too_late)
		say_timeout(answer, &job->limits);
	else
		say_death(answer, &job->limits, &end, memory);
}

/* Gives the job to a child: to the one that is there, or to a fresh one. */
static bool hand_out(struct server *server, struct child *child, struct reader_job *job,
		     const int *descriptors)
{
	atomic_store(&server->shares.progress->finished, 0);
	atomic_store(&server->shares.progress->page, 0);
	if (child->pid) {
		if (packet_send(child->socket, job, sizeof *job, descriptors))
			return true;
		child_drop(child, NULL);
	}
	return child_start(child, job, descriptors, &server->shares);
}

static void warm_up(struct server *server, enum reader_format format)
{
	if (server->warm[format])
		return;
	server->warm[format] = true;
	if (!reader_warm_up(format))
		return;		/* each document will say so itself */
}

static void warm_up_drawing(struct server *server)
{
	if (server->warm_to_draw)
		return;
	server->warm_to_draw = true;
	if (!drawing_warm_up())
		return;		/* and so will each picture */
}

static bool refuse(const char *reason)
{
	struct reader_answer answer = {.magic = READER_MAGIC, .alone = true,
				       .status = READING_UNREADABLE};

	snprintf(answer.reason, sizeof answer.reason, "%s", reason);
	return packet_send(READER_SOCKET, &answer, sizeof answer, NULL);
}

/*
 * Waits for the child's answer; the pictures that it wants read meanwhile are,
 * and the time that takes is not its own.
 */
static enum event await_answer(const struct server *server, const struct child *child,
			       const struct reader_job *job, struct reader_answer *answer)
{
	uint64_t start = milliseconds();

	for (uint32_t pictures = 0; pictures <= job->limits.pages; pictures++) {
		enum event event = wait_for(server, child, &job->limits, start);
		uint64_t now = milliseconds();
		char done = 0;

		if (event != EVENT_ANSWER)
			return event;
		if (!packet_receive(child->socket, answer, sizeof *answer, NULL))
			return EVENT_DEATH;
		if (!answer->asks)
			return EVENT_ANSWER;
		if (!job->ocr[0] || !server->shares.desk)
			return EVENT_DEATH;
		if (!ocr_run(server->shares.desk, job, READER_SOCKET))
			return EVENT_CLIENT_GONE;
		if (!packet_send(child->socket, &done, sizeof done, NULL))
			return EVENT_DEATH;
		start += milliseconds() - now;
	}
	return EVENT_DEATH;
}

/* Has the job done and answers it.  False when the client has gone. */
static bool do_job(struct server *server, struct reader_job *job, const int *descriptors)
{
	struct reader_answer answer;
	struct child own = {0};
	struct child *child = reader_shares_child(job->format) && !job->alone ? &server->shared : &own;
	bool fresh = !child->pid;

	warm_up(server, job->format);
	if (job->picture || job->ocr[0])
		warm_up_drawing(server);
	if (job->ocr[0] && !server->shares.desk)
		server->shares.desk = ocr_desk_new();
	bool handed = hand_out(server, child, job, descriptors);

	packet_close(descriptors);	/* the pipe is to end when the child ends */
	if (!handed)
		return refuse("the system gave no process to read it in: try again with -j 1");
	enum event event = await_answer(server, child, job, &answer);

	if (event == EVENT_CLIENT_GONE) {
		child_drop(child, NULL);
		return false;
	}
	if (event != EVENT_ANSWER) {
		answer = (struct reader_answer){.magic = READER_MAGIC, .alone = fresh};
		bury(server, child, job, event == EVENT_DEADLINE, &answer);
	}
	bool sent = packet_send(READER_SOCKET, &answer, sizeof answer, NULL);

	if (answer.last || child == &own)
		child_drop(child, NULL);
	return sent;
}

/* Descriptors 0 to 2 must be taken, or a document could get one of them. */
static bool take_standard_descriptors(void)
{
	int null;

	do
		null = open("/dev/null", O_RDWR);
	while (null >= 0 && null < READER_SOCKET);
	return null >= 0 && !close(null);
}

int server_run(void)
{
	struct server server = {0};
	struct reader_job job;
	int descriptors[PACKET_DESCRIPTORS];
	void *shared = mmap(NULL, sizeof *server.shares.progress, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED || !take_standard_descriptors() ||
	    signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return 71;
	server.shares.progress = shared;
	tzset();
	while (packet_receive(READER_SOCKET, &job, sizeof job, descriptors)) {
		if (job.magic != READER_MAGIC || job.format >= READER_FORMAT_COUNT ||
		    job.ocr[OCR_LANGUAGES_SIZE - 1]) {
			packet_close(descriptors);
			refuse("concordat-read is of another version: install both programs anew");
			break;
		}
		if (!do_job(&server, &job, descriptors))
			break;
	}
	child_drop(&server.shared, NULL);
	return 0;
}
