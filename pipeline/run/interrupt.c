/* Interrupt: a thread in sigwait(). */
#include "pipeline/run/interrupt.h"

static void die_of(int number)
{
	sigset_t only;

	sigemptyset(&only);
	sigaddset(&only, number);
	signal(number, SIG_DFL);
	pthread_sigmask(SIG_UNBLOCK, &only, NULL);
	raise(number);
}

static void *watch(void *argument)
{
	struct interrupt *interrupt = argument;
	int number, unused;

	if (sigwait(&interrupt->awaited, &number) != 0)
		return NULL;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &unused);
	/* Kept until the end: what is being moved into place is moved, and no more is begun. */
	pthread_mutex_lock(&interrupt->lock);
	interrupt->tidy(interrupt->context);
	die_of(number);
	return NULL;
}

static void find_awaited(sigset_t *awaited)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action;

	sigemptyset(awaited);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
			sigaddset(awaited, numbers[i]);
}

void interrupt_begin(struct interrupt *interrupt, void (*tidy)(void *context), void *context)
{
	*interrupt = (struct interrupt){.tidy = tidy, .context = context};
	find_awaited(&interrupt->awaited);
	if (pthread_sigmask(SIG_BLOCK, &interrupt->awaited, &interrupt->before) != 0)
		return;
	pthread_mutex_init(&interrupt->lock, NULL);
	interrupt->waits = pthread_create(&interrupt->watcher, NULL, watch, interrupt) == 0;
	if (interrupt->waits)
		return;
	pthread_sigmask(SIG_SETMASK, &interrupt->before, NULL);
	pthread_mutex_destroy(&interrupt->lock);
}

void interrupt_hold(struct interrupt *interrupt)
{
	if (interrupt->waits)
		pthread_mutex_lock(&interrupt->lock);
}

void interrupt_release(struct interrupt *interrupt)
{
	if (interrupt->waits)
		pthread_mutex_unlock(&interrupt->lock);
}

void interrupt_end(struct interrupt *interrupt)
{
	if (!interrupt->waits)
		return;
	pthread_cancel(interrupt->watcher);
	pthread_join(interrupt->watcher, NULL);
	pthread_sigmask(SIG_SETMASK, &interrupt->before, NULL);
	pthread_mutex_destroy(&interrupt->lock);
	interrupt->waits = false;
}
