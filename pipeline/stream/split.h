/*
 * Splitting a stream: from a descriptor to the bytes of one document each.
 *
 * The reader's rule for going on after an error (the next line that starts
 * `<text `) is the rule for cutting, so pieces can be read by any worker in
 * any order.  One splitter reads several inputs one after the other as one
 * stream.  Not shared: the runner holds a lock around it.
 */
#ifndef STREAM_SPLIT_H
#define STREAM_SPLIT_H

#include "pipeline/model/word_index.h"
#include "pipeline/stream/read.h"

struct splitter {
	const char *const *files;	/* borrowed; "-" is standard input */
	size_t file_count, next_file;
	int descriptor;			/* of the input in hand, or -1 */
	struct buffer bytes;		/* read and not yet handed out: from `start` */
	size_t start, scanned;
	bool ended;			/* the input in hand */
	uint64_t line;			/* of bytes.at[start] */
	struct word_index ids;		/* seen */
	uint32_t id_count;
	struct buffer id;		/* of the document in hand */
};

/* Without files, standard input. */
void splitter_begin(struct splitter *splitter, const char *const *files, size_t count);
void splitter_free(struct splitter *splitter);

enum split_result { SPLIT_PIECE, SPLIT_END, SPLIT_FAILED };

/*
 * The next document's bytes, copied into `into` (which is emptied first).
 * SPLIT_FAILED: `*outcome` says how the command ends, and it was reported.
 */
enum split_result splitter_next(struct splitter *splitter, struct buffer *into,
				struct stream_piece *piece, enum outcome *outcome,
				struct diagnostics *diagnostics);

#endif
