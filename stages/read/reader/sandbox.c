/*
 * Sandbox: resource limits, no_new_privs, Landlock, seccomp, in this order.
 *
 * The calls allowed are those that Poppler and libxml2 were seen to make
 * over some thousand documents.  A PDF can name a character map by a path,
 * which Poppler opens: Landlock is what keeps it to the data folder.
 * Sanitizers need address space and calls of their own: there, only the
 * limits that they can live with are set.
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

/* A machine without the data folder loses the characters that need it, no more. */
static bool allow_reading(int ruleset, const char *folder)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = open(folder, O_PATH | O_CLOEXEC),
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
	bool allowed = needs == SANDBOX_NO_FILES || allow_reading(ruleset, POPPLER_DATA);

	for (size_t i = 0; needs == SANDBOX_FONTS && allowed && i < COUNT_OF(font_folders); i++)
		allowed = allow_reading(ruleset, font_folders[i]);
	return allowed;
}

static bool enter_landlock(enum sandbox_needs needs)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);

	if (version < 1)
		return false;
	struct landlock_ruleset_attr all = {.handled_access_fs = rights_of_version(version)};
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all,
				   sizeof all.handled_access_fs, 0);

	if (ruleset < 0)
		return false;
	bool entered = allow_folders(ruleset, needs) &&
		       !syscall(SYS_landlock_restrict_self, ruleset, 0);

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

static int add_font_rules(scmp_filter_ctx filter)
{
	int failed = 0;

	for (size_t i = 0; i < COUNT_OF(font_calls); i++)
		failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, font_calls[i], 0);
	return failed | seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
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

static int add_rules(scmp_filter_ctx filter, enum sandbox_needs needs, bool serves)
{
	int failed = 0;

	for (size_t i = 0; i < COUNT_OF(allowed_calls); i++)
		failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed_calls[i], 0);
	if (needs == SANDBOX_FONTS)
		failed |= add_font_rules(filter);
	failed |= add_memory_rules(filter);
	failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
				   SCMP_A2(SCMP_CMP_MASKED_EQ,
					   O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY));
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
