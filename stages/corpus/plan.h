/*
 * Plan: what an update has to do, document by document.
 *
 * A file is unchanged if its size, times, inode and device are those in the
 * store, and both times lie so far before the moment they were looked at
 * that a change within the same tick of the clock would show (the racy rule
 * of Git's index: git-scm.com/docs/racy-git).  Where they differ but the size
 * does not, the hash decides.  What was read by other versions or with other
 * options is read again.
 */
#ifndef CORPUS_PLAN_H
#define CORPUS_PLAN_H

#include "pipeline/run/stage.h"
#include "pipeline/store/manifest.h"

enum action {
	ACTION_KEEP,
	ACTION_STAMP,		/* same bytes, other times */
	ACTION_DESCRIBE,	/* other metadata alone */
	ACTION_ADD,
	ACTION_CHANGE,		/* other bytes */
	ACTION_AGAIN,		/* other versions or options */
	ACTION_DROP,
};

/* What is done with one input, in the order of inputs before any was taken out. */
struct planned {
	enum action action;
	struct slice id;
	const char *path;
	struct manifest_row *row;	/* NULL: new */
	struct writing writing;
};

struct plan {
	struct arguments folders;	/* as typed */
	bool *filled;			/* by folder: there was something in it */
	struct slice reading;		/* what `reading` of the store must be */
	bool verify;			/* hash every file */
	struct manifest manifest;
	struct planned *at;
	size_t count;
	const struct planned **read;	/* those to be read, by ordinal */
	size_t read_count;
	size_t actions[ACTION_DROP + 1];
	struct arena arena;
};

/*
 * Decides about every input; takes those that need not be read out of
 * *inputs, and the user's attributes (but lang, which reading needs) off the
 * others.
 */
void plan_make(struct plan *plan, struct inputs *inputs);

/* Size, times and place of a file, and the moment; false (errno) if it is not there. */
bool file_stamp_of(const char *path, struct file_stamp *stamp);

void plan_free(struct plan *plan);

#endif
