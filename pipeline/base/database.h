/*
 * Database: one SQLite file, and the only code that knows SQLite.
 *
 * Statements are prepared when they are first needed and live as long as the
 * connection.  A connection belongs to one thread at a time.  Whatever fails
 * is kept by the connection until database_failure() says it.
 *
 * Written in write-ahead mode, so that readers and the one writer do not wait
 * for each other, and what was committed outlives the process.
 */
#ifndef BASE_DATABASE_H
#define BASE_DATABASE_H

#include "pipeline/base/diagnostics.h"

struct database;
struct statement;

enum database_use {
	DATABASE_READ,
	DATABASE_WRITE,		/* made if it is not there: for its owner only */
};

/* What a new database is told about itself, and an old one must say. */
struct database_kind {
	uint32_t application;	/* PRAGMA application_id */
	uint32_t version;	/* PRAGMA user_version: of the schema */
	const char *schema;	/* SQL that makes the tables */
	const char *what;	/* "corpus", for messages */
};

/* Whether the first bytes of a file say that it is of this kind; at least 100 of them. */
bool database_recognise(struct slice start, const struct database_kind *kind);

enum { DATABASE_START = 100 };

/*
 * Opens; *database is to be closed whatever the outcome.  The path is
 * borrowed.
 */
enum outcome database_open(struct database **database, const char *path, enum database_use use,
			   const struct database_kind *kind, struct diagnostics *d);
void database_close(struct database *database);

/* Statements without results, separated by semicolons. */
bool database_run(struct database *database, const char *sql);

/*
 * Prepares a statement; NULL if that fails.  Parameters are numbered from 1
 * as they stand, and columns from 0.
 */
struct statement *database_prepare(struct database *database, const char *sql);

/*
 * Text and bytes must live until the statement is reset; a null pointer is
 * NULL.  A failure is that of the next step.
 */
void statement_bind_integer(struct statement *statement, int parameter, int64_t value);
void statement_bind_text(struct statement *statement, int parameter, struct slice value);
void statement_bind_bytes(struct statement *statement, int parameter, struct slice value);

enum step { STEP_ROW, STEP_END, STEP_FAILED };

/* The next row.  After the end or a failure the statement is reset by itself. */
enum step statement_step(struct statement *statement);

/* Runs to the end; false if that fails. */
bool statement_finish(struct statement *statement);
void statement_reset(struct statement *statement);

/* Of the row in hand; valid until the next step or reset.  A null pointer is NULL. */
int64_t statement_integer(struct statement *statement, int column);
struct slice statement_text(struct statement *statement, int column);
struct slice statement_bytes(struct statement *statement, int column);

/* The number of the row that was inserted last. */
int64_t database_last_row(struct database *database);

/* SQLite's own check of the file: appends a line for each fault. */
bool database_check(struct database *database, struct buffer *faults);

/*
 * Says what failed last, with what to do, as an error that ends the command:
 * TRY_LATER if another holds the database, NOT_A_STREAM if it is damaged, ...
 */
enum outcome database_failure(struct database *database, struct diagnostics *d);

const char *database_library_version(void);

#endif
