/*
 * Options: one table for parsing, --help, completion and synopsis.
 *
 * A stage has an array of these and a struct they are stored in, zeroed
 * before parsing; numbers start at their preset.  Strings are borrowed from
 * the command line.  --name VALUE and --name=VALUE, -x VALUE and -xVALUE;
 * `--` ends options.  Every stage also has --help.
 */
#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H

#include "pipeline/base/diagnostics.h"

struct option_list {		/* a repeatable option: its values in order */
	const char **at;	/* freed by options_free() */
	size_t count;
};

struct option_number {
	uint64_t value;
	bool given;
};

enum option_kind {
	OPTION_FLAG,		/* bool */
	OPTION_TEXT,		/* const char * */
	OPTION_NUMBER,		/* struct option_number */
	OPTION_LIST,		/* struct option_list */
};

struct option {
	enum option_kind kind;
	char letter;		/* or 0 */
	const char *name;
	const char *argument;	/* what --help calls the value, or NULL for flags */
	size_t offset;		/* in the options struct */
	uint64_t preset, least, most;	/* of numbers */
	const char *help;	/* one line, no full stop */
};

#define FLAG(type, field, letter, name, help) \
	{OPTION_FLAG, letter, name, NULL, offsetof(type, field), 0, 0, 0, help}
#define TEXT(type, field, letter, name, argument, help) \
	{OPTION_TEXT, letter, name, argument, offsetof(type, field), 0, 0, 0, help}
#define LIST(type, field, letter, name, argument, help) \
	{OPTION_LIST, letter, name, argument, offsetof(type, field), 0, 0, 0, help}
#define NUMBER(type, field, letter, name, argument, preset, least, most, help) \
	{OPTION_NUMBER, letter, name, argument, offsetof(type, field), preset, least, most, help}

/* The options that several stages share, worded once. */
#define WHERE_OPTION(type, field) \
	LIST(type, field, 0, "where", "CONDITION", \
	     "only documents whose metadata meet it: region=Ashdale, 'date>=2019'; repeated ones must all hold")
#define IN_OPTION(type, field) \
	LIST(type, field, 0, "in", "NAME,...", \
	     "only these parts: head,p or references; -note leaves one out")
#define ALL_OPTION(type, field) \
	FLAG(type, field, 0, "all", "count running headers, footers and site boilerplate (fw) too")
#define BY_OPTION(type, field) \
	TEXT(type, field, 0, "by", "ATTRIBUTE,...", "count each group of documents apart")

struct arguments {
	const char *const *at;
	size_t count;
};

/*
 * Parses the words of one stage, up to an operand `then` (also behind `--`; a
 * file of that name is ./then), and says in *used
 * how many words that were (without the `then`).  Operands are gathered into
 * `operands` (room for words.count); an unknown option names the nearest
 * one.  Sets *help for --help.
 */
enum outcome options_parse(const struct option *options, size_t option_count, void *values,
			   struct arguments words, const char **operands, size_t *operand_count,
			   size_t *used, bool *help, struct diagnostics *diagnostics);

/* Frees what options_parse() allocated inside the struct. */
void options_free(const struct option *options, size_t option_count, void *values);

#endif
