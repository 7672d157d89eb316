/*
 * Stage: the contract between the runner and everything in stages/.
 *
 * A stage is one constant value.  It is handed one whole document at a time
 * and hands on one whole document, or rows of a table, or nothing.  It never
 * knows whether it stands alone, in a pipe or in a chain; it has no globals,
 * prints nothing and does not exit.
 *
 * The runner makes one state for each worker thread, zeroed, and calls
 *     begin     once for each state, before any document; a refused option
 *               ends the command here (the first worker's begin comes first)
 *     inputs    files stages only, once: lists what is to be read
 *     heading   once, for the first state: the header of a table whose rows
 *               come with the documents
 *     document  for each document, on some worker; order of output is kept
 *     row       table stages only, for the header and for each row, in order
 *     merge     adds another worker's state to the first one's; the other's
 *               vocabulary lives on until the first one's end
 *     end       once, for the first state
 *     dispose   once for each state, also after a failure
 * Any of them may be NULL.  An outcome other than DONE ends the command; a
 * document that fails alone is reported with diagnose_failure() and, if it
 * must not go further, document->dropped.
 */
#ifndef RUN_STAGE_H
#define RUN_STAGE_H

#include "pipeline/base/diagnostics.h"
#include "pipeline/base/file.h"
#include "pipeline/model/document.h"
#include "pipeline/model/vocabulary.h"
#include "pipeline/run/options.h"
#include "pipeline/stream/table.h"

enum flow {
	FLOW_NOTHING,
	FLOW_FILES,
	FLOW_TEXT,
	FLOW_TOKENS,
	FLOW_DOCUMENTS,		/* text or tokens, handed on as they came */
	FLOW_TABLE,
};

/* What a later stage wants that costs something to work out. */
enum need {
	NEED_SENTENCES = 1,	/* <s> tags */
	NEED_HASH = 2,		/* the attribute sha256 */
	NEED_GLUE = 4,		/* which tokens have no space behind them, to print them */
};

/* What a files stage lists: one file to be made a document. */
struct input {
	struct slice id;
	const char *path;		/* to be opened */
	const void *part;		/* the stage's own: which part of that file; NULL: all */
	struct attribute *attributes;	/* metadata, and copy-of */
	size_t attribute_count;
	uint64_t bytes;
};

struct inputs {
	struct input *at;
	size_t count, capacity;
	struct arena arena;		/* owns what the inputs point to */
	struct names *names;		/* numbers the attributes' names, for all workers */
	struct file_identity *written;	/* files that the command itself writes, not to be read */
	size_t written_count;
};

/* Where the program's own files lie; strings are valid for the whole run. */
struct resources {
	const char *stopwords;	/* folder of xx.txt */
	const char *words;	/* folder of xx.txt: words of a language */
	const char *reader;	/* the program concordat-read */
	const char *fingerprints;	/* folder of libexttextcat's data */
};

struct run {
	const struct stage *stage;
	const void *options;		/* parsed, shared by all workers */
	void *state;			/* this worker's */
	struct arguments operands;	/* the stage's own (a QUERY), or a files stage's all */
	unsigned needs;			/* enum need: of all later stages together */
	unsigned worker;		/* from 0 */
	uint64_t ordinal;		/* of the document in hand, in the order of input; of a
					   table stage: the line in hand, from 1 */
	struct diagnostics *diagnostics;
	struct names *names;		/* used by this worker; at the end by all */
	struct vocabulary *words;
	struct output *output;		/* rows, in document, end, row and heading */
	struct output *report;		/* rows of --report, or NULL */
	const struct input *input;	/* files stages: the file in hand */
	const struct resources *resources;
	bool terminal;			/* the output is a terminal, */
	unsigned columns;		/* so many columns wide */
	bool draws;			/* set in begin: the stage makes what it writes to the
					   terminal harmless itself, as it uses escapes */
};

/* What a command stage (run, help) is given in place of all that. */
struct command {
	const struct stage *stage;
	const void *options;
	struct arguments operands;
	const struct runner *runner;	/* pipeline/run/chain.h */
	struct diagnostics *diagnostics;
};

struct stage {
	const char *name;
	const char *summary;		/* one line, no full stop */
	const char *operand;		/* own operand for the synopsis: "QUERY", or NULL */
	enum flow takes, gives;
	unsigned needs;			/* enum need */
	const struct option *options;
	size_t option_count;
	size_t options_size, state_size;

	/* How many of the first operands are the stage's own: NULL means 0. */
	size_t (*own_operands)(const void *options);
	/* A stage to put in front on documents ("stem"), or NULL. */
	const char *(*implies)(const void *options);
	/* The path of --report, or NULL. */
	const char *(*report_path)(const void *options);

	enum outcome (*begin)(struct run *run);
	enum outcome (*inputs)(struct run *run, struct inputs *inputs);
	enum outcome (*heading)(struct run *run);
	enum outcome (*document)(struct run *run, struct document *document);
	enum outcome (*row)(struct run *run, const struct slice *cells, size_t count);
	enum outcome (*merge)(struct run *run, struct run *other);
	enum outcome (*end)(struct run *run);
	void (*dispose)(struct run *run);

	enum outcome (*command)(const struct command *command);
};

#endif
