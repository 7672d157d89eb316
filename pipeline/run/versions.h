/*
 * Versions: what this program is, and what it is built from; and where its
 * own files lie.
 */
#ifndef RUN_VERSIONS_H
#define RUN_VERSIONS_H

#include "pipeline/run/chain.h"

/* The version of Concordat: "0.1.0". */
const char *version_of_concordat(void);

/* One line a library, "NAME VERSION\n", of this program and of concordat-read. */
void versions_append(const struct runner *runner, struct buffer *to);

/* `concordat --version`, with every library's for `verbose`. */
enum outcome versions_print(const struct runner *runner, bool verbose,
			    struct diagnostics *diagnostics);

/*
 * Finds lists of words and the document reader: where `make install` puts
 * them (PREFIX/bin/concordat, PREFIX/share/concordat, PREFIX/libexec/concordat),
 * else in the source folder that the program was built in.
 */
enum outcome resources_find(struct resources *resources, struct diagnostics *diagnostics);
void resources_free(struct resources *resources);

#endif
