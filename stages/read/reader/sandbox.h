/*
 * Sandbox: what a child gives up before it looks at a document.
 */
#ifndef READER_SANDBOX_H
#define READER_SANDBOX_H

#include "stages/read/reader/protocol.h"

/* What files a child can do with. */
enum sandbox_needs {
	SANDBOX_NO_FILES,
	SANDBOX_PDF_DATA,	/* Poppler's own data */
	SANDBOX_FONTS,		/* these, and the system's fonts: to draw pages */
};

/*
 * No new privileges; Landlock: files can be read where `needs` says, and
 * nowhere else; seccomp: only the calls that parsing takes, with fonts those
 * that find them, and with `serves` those that take the next document from a
 * socket.
 * For ever, for this process.  Returns NULL, or what the system lacks, in
 * words; whether to go on without it is the caller's to decide.
 */
const char *sandbox_enter(enum sandbox_needs needs, bool serves);

/*
 * The same for a process that is about to become another program: it may
 * read and run what is installed (/usr, /lib, /opt) and what lies below the
 * folders (to NULL), write to the descriptors that it has, and has no
 * network; calls it may not make fail.  False: not all of it could be done.
 */
bool sandbox_enter_program(const char *const *folders);

/*
 * The resource limits of a child, except processor time: address space, no
 * core file, 16 descriptors, and no byte written to a file unless
 * `may_write_files`.
 */
bool sandbox_limit_resources(const struct reader_limits *limits, bool may_write_files);

/* The limits of such a program: `seconds` of processor time, `bytes` of each file it writes. */
bool sandbox_limit_program(const struct reader_limits *limits, uint64_t seconds, uint64_t bytes);

/*
 * From now on SIGXCPU comes after `allowance` milliseconds of processor time
 * more, rounded up to whole seconds.
 */
bool sandbox_limit_time(uint64_t allowance);

/* Processor time this process has used, in milliseconds. */
uint64_t sandbox_time_used(void);

/* The three numbers of the version of libseccomp, which this file alone includes. */
void sandbox_library_version(unsigned numbers[3]);

#endif
