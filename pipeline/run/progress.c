/* Progress: documents, pages, and the time left by the rate so far. */
#include "pipeline/run/progress.h"

#include "pipeline/base/diagnostics.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		return 0;
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Progress is a courtesy: when it cannot be written, nothing is lost. */
static void put(const char *text, size_t length)
{
	ssize_t ignored = write(STDERR_FILENO, text, length);

	(void)ignored;
}

void progress_begin(struct progress *progress, bool shown, uint64_t total)
{
	*progress = (struct progress){.shown = shown, .total = total};
	if (shown)
		progress->started = progress->last = now();
}

static void show(struct progress *p, double time)
{
	char line[160];
	double rate = (double)p->documents / (time - p->started);
	int length;

	if (p->total > p->documents && rate > 0)
		length = snprintf(line, sizeof line,
				  "\r\033[K%llu of %llu document%s, %llu page%s, about %.0f s left",
				  (unsigned long long)p->documents, (unsigned long long)p->total,
				  plural(p->total), (unsigned long long)p->pages, plural(p->pages),
				  (double)(p->total - p->documents) / rate + 1);
	else
		length = snprintf(line, sizeof line, "\r\033[K%llu document%s, %llu page%s",
				  (unsigned long long)p->documents, plural(p->documents),
				  (unsigned long long)p->pages, plural(p->pages));
	if (length > 0)
		put(line, (size_t)length);
	p->visible = true;
}

void progress_add(struct progress *progress, uint64_t pages)
{
	progress->documents++;
	progress->pages += pages;
	if (!progress->shown)
		return;
	double time = now();

	if (time - progress->last < 0.2)
		return;
	progress->last = time;
	show(progress, time);
}

void progress_clear(struct progress *progress)
{
	static const char clear[] = "\r\033[K";

	if (progress->visible)
		put(clear, sizeof clear - 1);
	progress->visible = false;
}
