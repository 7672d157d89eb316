/*
 * A folder of its own for each test, which goes away with all that is in it:
 *     cmocka_unit_test_setup_teardown(test, folder_begin, folder_end)
 * and the test's state is a struct folder.
 */
#ifndef UNIT_TEMPORARY_FOLDER_H
#define UNIT_TEMPORARY_FOLDER_H

#include "tests/unit/cmocka_all.h"

#include "pipeline/base/arena.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct folder {
	char path[64];
	struct arena arena;
};

static inline int folder_begin(void **state)
{
	struct folder *folder = calloc(1, sizeof *folder);

	if (!folder)
		return -1;
	strcpy(folder->path, "/tmp/concordat-test-XXXXXX");
	*state = folder;
	return mkdtemp(folder->path) ? 0 : -1;
}

static inline int folder_remove(const char *path, const struct stat *status, int type,
				struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

static inline int folder_end(void **state)
{
	struct folder *folder = *state;
	int failed = nftw(folder->path, folder_remove, 16, FTW_DEPTH | FTW_PHYS);

	arena_free(&folder->arena);
	free(folder);
	return failed;
}

static inline const char *folder_path(struct folder *folder, const char *name)
{
	return arena_printf(&folder->arena, "%s/%s", folder->path, name).at;
}

static inline bool folder_has(struct folder *folder, const char *name)
{
	return access(folder_path(folder, name), F_OK) == 0;
}

static inline void write_path(const char *path, struct slice text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text.at, 1, text.length, file), text.length);
	assert_int_equal(fclose(file), 0);
}

/* Returns its path. */
static inline const char *folder_write(struct folder *folder, const char *name, const char *text)
{
	const char *path = folder_path(folder, name);

	write_path(path, slice_of(text));
	return path;
}

/* Fails unless the file holds this text (of less than 4,096 bytes). */
static inline void folder_holds(struct folder *folder, const char *name, const char *text)
{
	char bytes[4096];
	FILE *file = fopen(folder_path(folder, name), "r");

	assert_non_null(file);
	size_t length = fread(bytes, 1, sizeof bytes, file);

	assert_int_equal(fclose(file), 0);
	assert_slice(((struct slice){bytes, length}), text);
}

#endif
