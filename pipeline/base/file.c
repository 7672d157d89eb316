/* Files read whole. */
#include "pipeline/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

/* One read(2) of at most `room` bytes, tried again when a signal came between. */
static ssize_t read_once(struct buffer *to, int descriptor, size_t room)
{
	ssize_t got;

	buffer_reserve(to, room);
	do
		got = read(descriptor, to->at + to->length, room);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		to->length += (size_t)got;
	return got;
}

int file_read_descriptor(struct buffer *to, int descriptor, size_t expected, size_t most)
{
	size_t start = to->length;

	/* One byte more than expected: a short read then shows the end of a file. */
	size_t room = expected && expected < most ? expected + 1 : PIECE;

	for (;;) {
		size_t before = to->length;
		ssize_t got = read_once(to, descriptor, room);

		if (got < 0)
			return errno;
		if (to->length - start > most) {
			to->length = start + most;
			return EFBIG;
		}
		if (got == 0 || (expected && to->length - start == expected &&
				 to->length - before < room))
			return 0;
		room = PIECE;
	}
}

/* Opens at once even a named pipe that nobody writes to; reading then waits as usual. */
static int open_waiting(const char *path)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (descriptor < 0)
		return -1;
	int flags = fcntl(descriptor, F_GETFL);

	if (flags < 0 || fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) < 0) {
		int failure = errno;

		close(descriptor);
		errno = failure;
		return -1;
	}
	return descriptor;
}

int file_read(struct buffer *to, const char *path, size_t most)
{
	struct stat about;
	int descriptor = open_waiting(path);
	int failure = 0;

	if (descriptor < 0)
		return errno;
	if (fstat(descriptor, &about) < 0)
		failure = errno;
	else if (S_ISDIR(about.st_mode))
		failure = EISDIR;
	else
		failure = file_read_descriptor(
		    to, descriptor, about.st_size > 0 ? (size_t)about.st_size : 0, most);
	if (close(descriptor) < 0 && !failure)
		failure = errno;
	return failure;
}
