/*
 * Interrupt: tidying up before SIGINT, SIGTERM or SIGHUP ends the process.
 *
 * The one place that handles signals.  They are blocked in all threads, and a
 * thread of its own waits for them: so what tidies is ordinary code, and the
 * process then dies of the signal as it would have done.  A signal that was
 * ignored before (nohup) stays so.
 */
#ifndef RUN_INTERRUPT_H
#define RUN_INTERRUPT_H

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

/* All zero is one that has not begun.  Must not move while it waits. */
struct interrupt {
	sigset_t awaited, before;	/* the signals; the mask that they are added to */
	pthread_t watcher;
	pthread_mutex_t lock;
	void (*tidy)(void *context);	/* runs beside all other threads */
	void *context;
	bool waits;
};

/* Call it before other threads start, which inherit the mask. */
void interrupt_begin(struct interrupt *interrupt, void (*tidy)(void *context), void *context);

/* Between these two a signal has to wait. */
void interrupt_hold(struct interrupt *interrupt);
void interrupt_release(struct interrupt *interrupt);

/* From here on a signal ends the process at once; nothing is tidied. */
void interrupt_end(struct interrupt *interrupt);

#endif
