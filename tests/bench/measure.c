/*
 * measure RUNS < LIST: processor time, wall time and peak memory of whole
 * processes, side by side.
 *
 * A line of the list is `NAME TAB COMMAND`.  All commands are run in turn,
 * RUNS rounds of them, so that what else the machine does falls on all alike.
 * One row for each: name, and the medians of user + system milliseconds, of
 * wall milliseconds, and the largest peak memory in KiB; or `failed`.
 * A command with none of the shell's own characters is started without one.
 * Standard input is empty and standard output /dev/null.
 */
#include "pipeline/base/buffer.h"
#include "pipeline/base/memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_MOST = 64, RUNS_MOST = 1000 };

struct command {
	char *name, *line;
	double *processor, *wall;	/* milliseconds, one for each run */
	long memory;			/* KiB */
	bool failed;
};

struct commands {
	struct command *at;
	size_t count, capacity;
};

static void add_command(struct commands *commands, char *line, size_t runs)
{
	char *tab = strchr(line, '\t');
	char *end = strchr(line, '\n');

	if (end)
		*end = '\0';
	if (!tab) {
		fprintf(stderr, "measure: no tab in: %s\n", line);
		exit(64);
	}
	commands->at = memory_reserve(commands->at, &commands->capacity, commands->count + 1,
				      sizeof *commands->at);
	commands->at[commands->count++] = (struct command){
	    .name = memory_string(line, (size_t)(tab - line)),
	    .line = memory_string(tab + 1, strlen(tab + 1)),
	    .processor = memory_new(runs, sizeof(double)),
	    .wall = memory_new(runs, sizeof(double)),
	};
}

/* In the child: becomes the command. */
static _Noreturn void become(char *line)
{
	char *words[WORDS_MOST + 1], *rest = line;
	size_t count = 0;
	int nothing = open("/dev/null", O_RDWR);

	if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0)
		_exit(126);
	if (strpbrk(line, "|<>;&$`'\"*?()\\#~=[")) {
		execl("/bin/sh", "sh", "-c", line, (char *)NULL);
		_exit(127);
	}
	for (char *word; count < WORDS_MOST && (word = strsep(&rest, " ")) != NULL;)
		if (*word)
			words[count++] = word;
	words[count] = NULL;
	if (count)
		execvp(words[0], words);
	_exit(127);
}

static double milliseconds(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static void run(struct command *command, size_t round)
{
	struct timespec before, after;
	struct rusage usage;
	int status;

	clock_gettime(CLOCK_MONOTONIC, &before);
	pid_t child = fork();

	if (child == 0)
		become(command->line);
	if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
		perror("measure");
		exit(71);
	}
	clock_gettime(CLOCK_MONOTONIC, &after);
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
		command->failed = true;
	command->processor[round] = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
	command->wall[round] = (double)(after.tv_sec - before.tv_sec) * 1e3 +
			       (double)(after.tv_nsec - before.tv_nsec) / 1e6;
	if (usage.ru_maxrss > command->memory)
		command->memory = usage.ru_maxrss;
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof *values, compare_numbers);
	return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

int main(int count, char **words)
{
	struct commands commands = {0};
	uint64_t runs = 0;
	char *line = NULL;
	size_t capacity = 0;

	if (count != 2 || !slice_to_integer(slice_of(words[1]), &runs) || !runs || runs > RUNS_MOST) {
		fputs("usage: measure RUNS < LIST\n", stderr);
		return 64;
	}
	while (getline(&line, &capacity, stdin) > 0)
		add_command(&commands, line, runs);
	free(line);
	for (size_t round = 0; round < runs; round++)
		for (size_t i = 0; i < commands.count; i++)
			run(&commands.at[i], round);
	for (size_t i = 0; i < commands.count; i++) {
		struct command *command = &commands.at[i];

		printf("%s\t%.2f\t%.2f\t%ld%s\n", command->name, median(command->processor, runs),
		       median(command->wall, runs), command->memory,
		       command->failed ? "\tfailed" : "");
		free(command->name);
		free(command->line);
		free(command->processor);
		free(command->wall);
	}
	free(commands.at);
	return 0;
}
