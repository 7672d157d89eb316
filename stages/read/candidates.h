/*
 * Candidates: from what the user named to the files that will be documents.
 *
 * Operands are files and folders; a file that is named is always taken, a
 * file found in a folder only if it is a document (see is_document() in the
 * source).  Ids are as concordat-stream(5) has them.
 */
#ifndef READ_CANDIDATES_H
#define READ_CANDIDATES_H

#include "pipeline/base/arena.h"
#include "pipeline/base/diagnostics.h"
#include "pipeline/model/document.h"
#include "stages/read/parts.h"
#include "stages/read/walk.h"

struct candidate {
	struct slice id;
	const char *path;		/* to be opened */
	const struct part *part;	/* of that file; NULL: all of it */
	struct slice file_id;		/* of the file; the same for all of it */
	size_t below;			/* where in it the path below its folder starts; 0 if named */
	uint64_t bytes;
	size_t operand;			/* by which it came */
	struct attribute *attributes;	/* of the user, set later; in the arena */
	size_t attribute_count;
	bool dropped;
};

struct operand {
	const char *path;
	bool is_folder;
	bool is_written;	/* a file that this command writes */
};

struct candidates {
	struct candidate *at;		/* in the order of the operands, then of the paths */
	size_t count, capacity;
	struct operand *operands;
	size_t operand_count, operand_capacity;
	struct file_identity *except;
	size_t except_count;
	struct arena *arena;		/* borrowed: owns all strings */
	bool with_tables;		/* tables in folders are documents too */
};

void candidates_add_operand(struct candidates *candidates, const char *path);

/*
 * Adds the operands a file names (`-`: standard input): one a line, or, if
 * it holds a NUL, parted by NULs.
 */
enum outcome candidates_add_list(struct candidates *candidates, const char *file,
				 struct diagnostics *d);

/* A folder that is not walked into; one that is not there is none. */
void candidates_except(struct candidates *candidates, const char *folder);

/* A file that is not read, as this command writes it: one that is named is a failure. */
void candidates_except_written(struct candidates *candidates, struct file_identity file);

/*
 * Lists the files of all operands.  Operands that are not there are named
 * and end the command with NO_INPUT before anything is read.  Of two files
 * with one id the second is dropped and named.
 */
enum outcome candidates_list(struct candidates *candidates, struct diagnostics *d);

/* Appends one as it is; puts those of another list (its array alone) in place of all. */
void candidates_put(struct candidates *candidates, struct candidate candidate);
void candidates_replace(struct candidates *candidates, const struct candidates *others);

void candidates_free(struct candidates *candidates);

/* "Notes.TXT" ends in "txt"; "No. 3", "2.10.2022" and "LICENSE" have no ending. */
struct slice file_ending(const char *path);
bool ending_is(struct slice ending, const char *lower);

/* Files of these are documents whatever they hold, so that none is passed over by mistake. */
bool promises_document(struct slice ending);

/* Tables: csv, tsv, tab, xlsx, xlsm. */
bool promises_table(struct slice ending);

/*
 * Whether a file found in a folder is a document: by its name where that
 * promises one, else by its first bytes.  Plain text needs the right name (so
 * csv, json and source code are none) or a name without an ending.  What is
 * passed over is noted.
 */
bool is_document(const char *path, struct slice start, struct diagnostics *d);

/* Whether a file with this name and these first bytes is read as a message. */
bool is_message(const char *path, struct slice start);

#endif
