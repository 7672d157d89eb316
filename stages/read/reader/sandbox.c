/*
 * Sandbox: resource limits, no_new_privs, Landlock, seccomp, in this order.
 *
 * The calls allowed are those that Poppler and libxml2 were seen to make
 * over some thousand documents.  A PDF can name a character map by a path,
 * which Poppler opens: Landlock is what keeps it to the data folder.
 * Sanitizers need address space and calls of their own: there, only the
 * limits that they can live with are set.
 *
 * A program of its own (Tesseract) needs its libraries and data, and calls
 * that differ from version to version: it may read what the system has
 * installed and write nothing, and calls that are not listed fail.
 */
#include "stages/read/reader/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

#ifndef POPPLER_DATA
#define POPPLER_DATA "/usr/share/poppler"
#endif

/* Rights of version 3 and 5, which older headers do not have. */
#define ACCESS_TRUNCATE (UINT64_C(1) << 14)
#define ACCESS_DEVICE_CONTROL (UINT64_C(1) << 15)
#define ACCESS_VERSION_1 ((UINT64_C(1) << 13) - 1)

/* Every right over files that this version of Landlock knows. */
static uint64_t rights_of_version(long version)
{
	uint64_t rights = ACCESS_VERSION_1;

	if (version >= 2)
		rights |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		rights |= ACCESS_TRUNCATE;
	if (version >= 5)
		rights |= ACCESS_DEVICE_CONTROL;
	return rights;
}

enum { READ_BELOW = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR };

/* A machine without the data folder loses the characters that need it, no more. */
static bool allow(int ruleset, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = rights,
		.parent_fd = open(path, O_PATH | O_CLOEXEC),
	};

	if (rule.parent_fd < 0)
		return errno == ENOENT;
	long failed = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);

	close(rule.parent_fd);
	return !failed;
}

/* Where Debian has fonts and what is known of them. */
static const char *const font_folders[] = {
	"/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts",
	"/usr/share/ghostscript", "/usr/share/X11/fonts", "/var/cache/fontconfig",
};

static bool allow_folders(int ruleset, enum sandbox_needs needs)
{
	bool allowed = needs == SANDBOX_NO_FILES || allow(ruleset, POPPLER_DATA, READ_BELOW);

	for (size_t i = 0; needs == SANDBOX_FONTS && allowed && i < COUNT_OF(font_folders); i++)
		allowed = allow(ruleset, font_folders[i], READ_BELOW);
	return allowed;
}

/* A ruleset that has no rule yet: nothing may be done with files.  Below 0: none to be had. */
static int new_ruleset(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);

	if (version < 1)
		return -1;
	struct landlock_ruleset_attr all = {.handled_access_fs = rights_of_version(version)};

	return (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all.handled_access_fs, 0);
}

static bool enter_landlock(enum sandbox_needs needs)
{
	int ruleset = new_ruleset();

	if (ruleset < 0)
		return false;
	bool entered = allow_folders(ruleset, needs) &&
		       !syscall(SYS_landlock_restrict_self, ruleset, 0);

	close(ruleset);
	return entered;
}

/* What the system has installed, and the folders: to be read and run. */
static bool enter_program_landlock(const char *const *folders)
{
	static const char *const installed[] = {"/usr", "/lib", "/lib64", "/opt"};
	const uint64_t run_below = READ_BELOW | LANDLOCK_ACCESS_FS_EXECUTE;
	int ruleset = new_ruleset();

	if (ruleset < 0)
		return false;
	bool entered = allow(ruleset, "/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE);

	for (size_t i = 0; i < COUNT_OF(installed); i++)
		entered = entered && allow(ruleset, installed[i], run_below);
	for (; *folders; folders++)
		entered = entered && allow(ruleset, *folders, run_below);
	entered = entered && !syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
	return entered;
}

/* Allowed whatever their arguments are. */
static const int allowed_calls[] = {
	SCMP_SYS(newfstatat), SCMP_SYS(fstat), SCMP_SYS(close), SCMP_SYS(getdents64),
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(lseek), SCMP_SYS(brk), SCMP_SYS(munmap),
	SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid),
	SCMP_SYS(sysinfo), SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* What fontconfig does besides, when it looks for a font: none of it opens or changes a file. */
static const int font_calls[] = {
	SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(stat),
	SCMP_SYS(lstat), SCMP_SYS(pread64), SCMP_SYS(fadvise64),
};

/* What starting a program takes beyond both; memory that can be run among it. */
static const int program_calls[] = {
	SCMP_SYS(execve), SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(getcwd), SCMP_SYS(readv),
	SCMP_SYS(writev), SCMP_SYS(fcntl), SCMP_SYS(ioctl), SCMP_SYS(uname),
	SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq), SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield), SCMP_SYS(prlimit64),
	SCMP_SYS(getrlimit), SCMP_SYS(getrusage), SCMP_SYS(getuid), SCMP_SYS(geteuid),
	SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getppid), SCMP_SYS(sigaltstack),
	SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
	SCMP_SYS(getdents), SCMP_SYS(dup), SCMP_SYS(dup2),
};

static int add_calls(scmp_filter_ctx filter, const int *calls, size_t count)
{
	int failed = 0;

	for (size_t i = 0; i < count; i++)
		failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	return failed;
}

static int add_font_rules(scmp_filter_ctx filter)
{
	return add_calls(filter, font_calls, COUNT_OF(font_calls)) |
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
				SCMP_A1(SCMP_CMP_EQ, F_SETFD));
}

/*
 * Memory that can be run is refused, not deadly: the C library looks for
 * character converters that way and can do without.
 */
static int add_memory_rules(scmp_filter_ctx filter)
{
	int failed = 0;
	const int calls[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};

	for (size_t i = 0; i < COUNT_OF(calls); i++) {
		failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 1,
					   SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
		failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), calls[i], 1,
					   SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
	}
	return failed;
}

static int add_opening_rule(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC,
					O_RDONLY));
}

static int add_rules(scmp_filter_ctx filter, enum sandbox_needs needs, bool serves)
{
	int failed = add_calls(filter, allowed_calls, COUNT_OF(allowed_calls));

	if (needs == SANDBOX_FONTS)
		failed |= add_font_rules(filter);
	failed |= add_memory_rules(filter);
	failed |= add_opening_rule(filter);
	failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				   SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2,
				   SCMP_A0(SCMP_CMP_EQ, 0),
				   SCMP_A1(SCMP_CMP_EQ, RLIMIT_CPU));
	if (serves)
		failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(recvmsg), 0);
	return failed;
}

static bool enter_seccomp(enum sandbox_needs needs, bool serves)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);

	if (!filter)
		return false;
	bool entered = !add_rules(filter, needs, serves) && !seccomp_load(filter);

	seccomp_release(filter);
	return entered;
}

const char *sandbox_enter(enum sandbox_needs needs, bool serves)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return "the kernel has no no_new_privs";
	bool landlock = enter_landlock(needs);

	if (!SANITIZED && !enter_seccomp(needs, serves))
		return "the kernel has no seccomp filters";
	return landlock ? NULL : "the kernel has no Landlock, or it is switched off";
}

static bool enter_program_seccomp(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));

	if (!filter)
		return false;
	bool entered = !add_calls(filter, allowed_calls, COUNT_OF(allowed_calls)) &&
		       !add_calls(filter, font_calls, COUNT_OF(font_calls)) &&
		       !add_calls(filter, program_calls, COUNT_OF(program_calls)) &&
		       !add_opening_rule(filter) && !seccomp_load(filter);

	seccomp_release(filter);
	return entered;
}

bool sandbox_enter_program(const char *const *folders)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return false;
	bool landlock = enter_program_landlock(folders);

	return (SANITIZED || enter_program_seccomp()) && landlock;
}

static bool limit(__rlimit_resource_t resource, uint64_t soft, uint64_t hard)
{
	struct rlimit now;

	if (getrlimit(resource, &now))
		return false;
	if (hard > now.rlim_max)
		hard = now.rlim_max;
	if (soft > hard)
		soft = hard;
	return !setrlimit(resource, &(struct rlimit){.rlim_cur = soft, .rlim_max = hard});
}

bool sandbox_limit_resources(const struct reader_limits *limits, bool may_write_files)
{
	uint64_t memory = limits->memory_bytes;

	if (memory && !SANITIZED && !limit(RLIMIT_AS, memory, memory))
		return false;
	return limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NOFILE, 16, 16) &&
	       (may_write_files || limit(RLIMIT_FSIZE, 0, 0));
}

bool sandbox_limit_program(const struct reader_limits *limits, uint64_t seconds, uint64_t bytes)
{
	return sandbox_limit_resources(limits, true) && limit(RLIMIT_CPU, seconds, seconds + 1) &&
	       limit(RLIMIT_FSIZE, bytes, bytes);
}

bool sandbox_limit_time(uint64_t allowance)
{
	return limit(RLIMIT_CPU, (sandbox_time_used() + allowance + 999) / 1000, RLIM_INFINITY);
}

uint64_t sandbox_time_used(void)
{
	struct timespec used;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used))
		return 0;
	return (uint64_t)used.tv_sec * 1000 + (uint64_t)used.tv_nsec / 1000000;
}

void sandbox_library_version(unsigned numbers[3])
{
	const struct scmp_version *version = seccomp_version();

	numbers[0] = version->major;
	numbers[1] = version->minor;
	numbers[2] = version->micro;
}
