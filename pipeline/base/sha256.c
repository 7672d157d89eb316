/* SHA-256, by Nettle. */
#include "pipeline/base/sha256.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <unistd.h>

static struct sha256_hex finish(struct sha256_ctx *context)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_hex hex;

	sha256_digest(context, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++) {
		hex.digits[2 * i] = digits[digest[i] >> 4];
		hex.digits[2 * i + 1] = digits[digest[i] & 15];
	}
	hex.digits[SHA256_HEX_LENGTH] = '\0';
	return hex;
}

struct sha256_hex sha256_of(struct slice bytes)
{
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, bytes.length, (const uint8_t *)bytes.at);
	return finish(&context);
}

bool sha256_of_file(int descriptor, struct sha256_hex *hex)
{
	struct sha256_ctx context;
	uint8_t bytes[32 * 1024];
	off_t place = 0;

	sha256_init(&context);
	for (;;) {
		ssize_t got = pread(descriptor, bytes, sizeof bytes, place);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		sha256_update(&context, (size_t)got, bytes);
		place += got;
	}
	*hex = finish(&context);
	return true;
}

struct sha256_library_version sha256_library_version(void)
{
	return (struct sha256_library_version){nettle_version_major(), nettle_version_minor()};
}
