/*
 * Packets: one struct and some descriptors over a SOCK_SEQPACKET socket.
 *
 * Inline, since the main program's client and the reader both use it and
 * are linked from different files.
 */
#ifndef READER_PACKET_H
#define READER_PACKET_H

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PACKET_DESCRIPTORS = 2 };

union packet_control {
	struct cmsghdr header;
	char room[CMSG_SPACE(PACKET_DESCRIPTORS * sizeof(int))];
};

static inline void packet_close(const int *descriptors)
{
	for (int i = 0; i < PACKET_DESCRIPTORS; i++)
		if (descriptors[i] >= 0)
			close(descriptors[i]);
}

/* `descriptors`: PACKET_DESCRIPTORS of them, or NULL.  False: the other side is gone. */
static inline bool packet_send(int socket, void *at, size_t size, const int *descriptors)
{
	struct iovec bytes = {at, size};
	union packet_control control = {0};
	struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1};
	ssize_t sent;

	if (descriptors) {
		message.msg_control = control.room;
		message.msg_controllen = sizeof control.room;
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);

		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(PACKET_DESCRIPTORS * sizeof(int));
		memcpy(CMSG_DATA(header), descriptors, PACKET_DESCRIPTORS * sizeof(int));
	}
	do
		sent = sendmsg(socket, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)size;
}

/* Takes the descriptors that came with a message, or -1 in their places. */
static inline void packet_take(struct msghdr *message, int *descriptors)
{
	struct cmsghdr *header = CMSG_FIRSTHDR(message);

	for (int i = 0; i < PACKET_DESCRIPTORS; i++)
		descriptors[i] = -1;
	if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
		memcpy(descriptors, CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0));
}

/*
 * Receives exactly `size` bytes, and with `descriptors` exactly
 * PACKET_DESCRIPTORS of them, close-on-exec.  False: the other side is gone,
 * or sent something else (no descriptor stays open then).
 */
static inline bool packet_receive(int socket, void *at, size_t size, int *descriptors)
{
	struct iovec bytes = {at, size};
	union packet_control control = {0};
	struct msghdr message = {
		.msg_iov = &bytes, .msg_iovlen = 1,
		.msg_control = control.room, .msg_controllen = sizeof control.room,
	};
	int taken[PACKET_DESCRIPTORS];
	ssize_t received;

	do
		received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (received < 0 && errno == EINTR);
	if (received < 0)
		return false;
	packet_take(&message, taken);
	bool whole = received == (ssize_t)size && !(message.msg_flags & (MSG_TRUNC | MSG_CTRUNC));

	for (int i = 0; i < PACKET_DESCRIPTORS; i++)
		whole = whole && (taken[i] >= 0) == (descriptors != NULL);
	if (!whole)
		packet_close(taken);
	else if (descriptors)
		memcpy(descriptors, taken, sizeof taken);
	return whole;
}

#endif
