/* Database: SQLite behind a dozen functions. */
#include "pipeline/base/database.h"

#include "pipeline/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 10000, APPLICATION_OFFSET = 68 };

struct statement {
	struct database *database;
	sqlite3_stmt *handle;
	struct statement *next;
	bool unbound;		/* a parameter could not be set: the next step fails */
};

struct database {
	sqlite3 *handle;
	const char *path, *what;
	struct statement *statements;
};

static const char magic[16] = "SQLite format 3";

static uint32_t big_endian(const char *at)
{
	const unsigned char *bytes = (const unsigned char *)at;

	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

bool database_recognise(struct slice start, const struct database_kind *kind)
{
	return start.length >= DATABASE_START && memcmp(start.at, magic, sizeof magic) == 0 &&
	       big_endian(start.at + APPLICATION_OFFSET) == kind->application;
}

bool database_run(struct database *database, const char *sql)
{
	return sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* The one number that a PRAGMA answers, or -1. */
static int64_t ask(struct database *database, const char *sql)
{
	struct statement *statement = database_prepare(database, sql);

	if (!statement || statement_step(statement) != STEP_ROW)
		return -1;
	int64_t number = statement_integer(statement, 0);

	statement_reset(statement);
	return number;
}

/* Readable by its owner only: interviews lie in it. */
static enum outcome create_file(const char *path, struct diagnostics *d)
{
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (file < 0)
		return diagnose_error(d, NO_OUTPUT, "%s: cannot be made: %s", path,
				      strerror(errno));
	close(file);
	return DONE;
}

/* A new file gets its tables; two who make it at once meet in the transaction. */
static enum outcome make(struct database *database, const struct database_kind *kind,
			 struct diagnostics *d)
{
	char pragmas[128];

	if (!database_run(database, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL;"
				    "BEGIN IMMEDIATE"))
		return database_failure(database, d);
	if (ask(database, "PRAGMA application_id") == 0) {
		snprintf(pragmas, sizeof pragmas,
			 "PRAGMA application_id = %u; PRAGMA user_version = %u",
			 (unsigned)kind->application, (unsigned)kind->version);
		if (!database_run(database, kind->schema) || !database_run(database, pragmas))
			return database_failure(database, d);
	}
	return database_run(database, "COMMIT") ? DONE : database_failure(database, d);
}

/* Whether it is what it should be, of a version that is understood here. */
static enum outcome check_kind(struct database *database, const struct database_kind *kind,
			       struct diagnostics *d)
{
	int64_t application = ask(database, "PRAGMA application_id");

	if (application < 0)
		return database_failure(database, d);
	if (application != kind->application)
		return diagnose_error(d, NOT_A_STREAM, "%s: is no %s: name another file",
				      database->path, kind->what);
	int64_t version = ask(database, "PRAGMA user_version");

	if (version == kind->version)
		return DONE;
	return diagnose_error(d, NOT_A_STREAM,
			      "%s: was made by another version of concordat (format %lld, this one "
			      "has %u): make it anew with this one", database->path,
			      (long long)version, (unsigned)kind->version);
}

static enum outcome open_handle(struct database *database, enum database_use use,
				struct diagnostics *d)
{
	int flags = use == DATABASE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	struct stat about;

	if (stat(database->path, &about) == 0 && !S_ISREG(about.st_mode))
		return diagnose_error(d, BAD_USAGE, "%s: is no %s: name the file that 'concordat "
				      "update' made", database->path, database->what);
	if (use == DATABASE_WRITE) {
		enum outcome outcome = create_file(database->path, d);

		if (outcome != DONE)
			return outcome;
	}
	if (sqlite3_open_v2(database->path, &database->handle,
			    flags | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK)
		return database_failure(database, d);
	sqlite3_busy_timeout(database->handle, BUSY_MS);
	return DONE;
}

static bool is_new(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && about.st_size == 0;
}

enum outcome database_open(struct database **opened, const char *path, enum database_use use,
			   const struct database_kind *kind, struct diagnostics *d)
{
	struct database *database = *opened = memory_new(1, sizeof *database);

	database->path = path;
	database->what = kind->what;
	enum outcome outcome = open_handle(database, use, d);

	if (outcome == DONE && use == DATABASE_WRITE && is_new(path))
		outcome = make(database, kind, d);
	if (outcome == DONE)
		outcome = check_kind(database, kind, d);
	if (outcome == DONE && use == DATABASE_WRITE &&
	    !database_run(database, "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON"))
		outcome = database_failure(database, d);
	return outcome;
}

void database_close(struct database *database)
{
	if (!database)
		return;
	for (struct statement *statement = database->statements, *next; statement;
	     statement = next) {
		next = statement->next;
		sqlite3_finalize(statement->handle);
		free(statement);
	}
	sqlite3_close(database->handle);
	free(database);
}

struct statement *database_prepare(struct database *database, const char *sql)
{
	sqlite3_stmt *handle;

	if (sqlite3_prepare_v2(database->handle, sql, -1, &handle, NULL) != SQLITE_OK)
		return NULL;
	struct statement *statement = memory_new(1, sizeof *statement);

	*statement = (struct statement){
	    .database = database, .handle = handle, .next = database->statements};
	database->statements = statement;
	return statement;
}

void statement_bind_integer(struct statement *statement, int parameter, int64_t value)
{
	statement->unbound |= sqlite3_bind_int64(statement->handle, parameter, value) != SQLITE_OK;
}

void statement_bind_text(struct statement *statement, int parameter, struct slice value)
{
	statement->unbound |=
	    sqlite3_bind_text64(statement->handle, parameter, value.at, value.length,
				SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK;
}

void statement_bind_bytes(struct statement *statement, int parameter, struct slice value)
{
	statement->unbound |= sqlite3_bind_blob64(statement->handle, parameter, value.at,
						  value.length, SQLITE_STATIC) != SQLITE_OK;
}

enum step statement_step(struct statement *statement)
{
	if (statement->unbound)
		return STEP_FAILED;
	int result = sqlite3_step(statement->handle);

	if (result == SQLITE_ROW)
		return STEP_ROW;
	sqlite3_reset(statement->handle);
	return result == SQLITE_DONE ? STEP_END : STEP_FAILED;
}

bool statement_finish(struct statement *statement)
{
	enum step step;

	while ((step = statement_step(statement)) == STEP_ROW)
		;
	return step == STEP_END;
}

void statement_reset(struct statement *statement)
{
	sqlite3_reset(statement->handle);
}

int64_t statement_integer(struct statement *statement, int column)
{
	return sqlite3_column_int64(statement->handle, column);
}

struct slice statement_bytes(struct statement *statement, int column)
{
	const void *at = sqlite3_column_blob(statement->handle, column);
	int length = sqlite3_column_bytes(statement->handle, column);

	/* SQLite gives no pointer for bytes that are none. */
	if (!at && sqlite3_column_type(statement->handle, column) != SQLITE_NULL)
		return (struct slice){"", 0};
	return (struct slice){at, (size_t)length};
}

struct slice statement_text(struct statement *statement, int column)
{
	const unsigned char *at = sqlite3_column_text(statement->handle, column);
	int length = sqlite3_column_bytes(statement->handle, column);

	return (struct slice){(const char *)at, (size_t)length};
}

int64_t database_last_row(struct database *database)
{
	return sqlite3_last_insert_rowid(database->handle);
}

bool database_check(struct database *database, struct buffer *faults)
{
	struct statement *statement = database_prepare(database, "PRAGMA integrity_check(20)");
	enum step step = STEP_FAILED;

	while (statement && (step = statement_step(statement)) == STEP_ROW) {
		struct slice line = statement_text(statement, 0);

		if (!slice_is(line, "ok"))
			buffer_printf(faults, "%.*s\n", SLICE_ARGUMENTS(line));
	}
	return step == STEP_END;
}

enum outcome database_failure(struct database *database, struct diagnostics *d)
{
	const char *path = database->path;

	switch (sqlite3_errcode(database->handle)) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return diagnose_error(d, TRY_LATER, "%s: another command is writing it: try again "
				      "when that is done", path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return diagnose_error(d, NOT_A_STREAM, "%s: is damaged: 'concordat check' says where; "
				      "remove it and make it anew", path);
	case SQLITE_CANTOPEN:
		return diagnose_error(d, NO_INPUT, "%s: cannot be opened: check the name, and that "
				      "its folder can be written", path);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return diagnose_error(d, NO_OUTPUT, "%s: cannot be written: check its permissions and "
				      "its folder's", path);
	case SQLITE_FULL:
		return diagnose_error(d, IO_FAILED, "%s: the disk is full: nothing that was there "
				      "before is lost; make room and try again", path);
	default:
		return diagnose_error(d, IO_FAILED, "%s: %s", path,
				      sqlite3_errmsg(database->handle));
	}
}

const char *database_library_version(void)
{
	return sqlite3_libversion();
}
