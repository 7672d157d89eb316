/*
 * Package: the parts of an office file or e-book, which is a zip file.
 *
 * Only the parts that somebody names are unpacked, into memory, under caps on
 * what comes out; other entries, links and folders are passed over.
 */
#ifndef OFFICE_PACKAGE_H
#define OFFICE_PACKAGE_H

#include "pipeline/base/arena.h"
#include "stages/read/reader/reader.h"

struct part {
	struct slice name;	/* "word/document.xml" */
	struct buffer bytes;
};

/* All zero but `reading` is a package of which nothing has been read. */
struct package {
	struct reading *reading;
	struct arena arena;	/* owns the names */
	struct part *parts;
	size_t count, capacity;
	uint64_t unpacked;	/* bytes of all parts */
};

/*
 * Unpacks the parts whose name `wanted` accepts, and that are not there yet.
 * False if that cannot be done: damaged, encrypted, over a limit; the reading
 * says which.
 */
bool package_read(struct package *package, bool (*wanted)(struct slice name));

/* The bytes of a part that has been read; a null pointer if there is none. */
struct slice package_part(const struct package *package, struct slice name);

/*
 * The name of the part that an address in another part points to: relative to
 * that one's folder, or from the top when it starts with a slash; without
 * "#…", with %XX resolved.  In the package's arena.
 */
struct slice package_path(struct package *package, struct slice from, struct slice address);

/* "word/" of "word/document.xml"; may be empty. */
struct slice package_folder(struct slice name);

void package_free(struct package *package);

/* Loads what libarchive looks for, before the sandbox shuts. */
void package_warm_up(void);

/* "3.6.2" */
const char *package_library_version(void);

#endif
