/*
 * SHA-256: the identity of a document.  The one file that includes Nettle.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "pipeline/base/slice.h"

enum { SHA256_HEX_LENGTH = 64 };

/* The digest as lower-case hexadecimal digits, with a NUL behind them. */
struct sha256_hex {
	char digits[SHA256_HEX_LENGTH + 1];
};

struct sha256_hex sha256_of(struct slice bytes);

/*
 * The digest of all that an open file holds, from its start; its offset
 * stays.  False, with errno set, if it cannot be read.
 */
bool sha256_of_file(int descriptor, struct sha256_hex *hex);

static inline struct slice sha256_slice(const struct sha256_hex *hex)
{
	return (struct slice){hex->digits, SHA256_HEX_LENGTH};
}

/* Nettle's version: "3.8". */
struct sha256_library_version {
	int major, minor;
};
struct sha256_library_version sha256_library_version(void);

#endif
