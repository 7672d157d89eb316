/*
 * Package: one pass over the zip file's directory for each wish.  The one
 * file that includes libarchive.
 *
 * What an entry says of its own size is not believed: the caps hold for what
 * has come out.
 */
#include "stages/read/reader/office/package.h"

#include "pipeline/base/memory.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

enum {
	MOST_ENTRIES = 65536,
	MOST_UNPACKED = 64 << 20,	/* bytes, or --max-text if that is more */
	UNRATED = 1 << 20,		/* so much of a part may come out of anything */
	MOST_RATIO = 200,		/* then so many times what went in */
	PIECE = 64 << 10,
};

static bool fail_damaged(struct package *package, struct archive *archive, struct slice name)
{
	const char *why = archive_error_string(archive);

	reading_fail(package->reading, READING_DAMAGED,
		     "%.*s cannot be unpacked (%s): get it anew", SLICE_ARGUMENTS(name),
		     why ? why : "no error is given");
	return false;
}

static bool is_within_limits(struct package *package, struct part *part, int64_t packed)
{
	uint64_t most = package->reading->limits->text_bytes;
	uint64_t bytes = part->bytes.length;

	if (most < MOST_UNPACKED)
		most = MOST_UNPACKED;
	if (package->unpacked > most) {
		reading_fail(package->reading, READING_TOO_LARGE,
			     "it holds more than %llu MB when unpacked: raise --max-text",
			     (unsigned long long)(most >> 20));
		return false;
	}
	if (bytes > UNRATED && (bytes - UNRATED) / MOST_RATIO > (packed > 0 ? (uint64_t)packed : 0)) {
		reading_fail(package->reading, READING_TOO_LARGE,
			     "%.*s is packed %d times smaller than it is: nothing that a person "
			     "has written; save it as PDF", SLICE_ARGUMENTS(part->name), MOST_RATIO);
		return false;
	}
	return true;
}

static bool unpack(struct package *package, struct part *part, struct archive *archive)
{
	int64_t start = archive_filter_bytes(archive, -1);

	for (;;) {
		buffer_reserve(&part->bytes, PIECE);
		la_ssize_t got = archive_read_data(archive, part->bytes.at + part->bytes.length,
						   PIECE);

		if (got < 0)
			return fail_damaged(package, archive, part->name);
		if (got == 0)
			return true;
		part->bytes.length += (size_t)got;
		package->unpacked += (uint64_t)got;
		if (!is_within_limits(package, part, archive_filter_bytes(archive, -1) - start))
			return false;
	}
}

static struct part *add_part(struct package *package, struct slice name)
{
	package->parts = memory_reserve(package->parts, &package->capacity, package->count + 1,
					sizeof package->parts[0]);
	struct part *part = &package->parts[package->count++];

	*part = (struct part){.name = arena_copy(&package->arena, name)};
	return part;
}

/* `before`: how many parts there were when this pass began. */
static bool take_entry(struct package *package, struct archive *archive,
		       struct archive_entry *entry, size_t before)
{
	struct reading *reading = package->reading;
	struct slice name = slice_of(archive_entry_pathname(entry));

	for (size_t i = 0; i < package->count; i++) {
		if (!slice_equal(package->parts[i].name, name))
			continue;
		if (i < before)
			return true;
		reading_fail(reading, READING_DAMAGED, "%.*s is in it twice: save it anew",
			     SLICE_ARGUMENTS(name));
		return false;
	}
	if (archive_entry_filetype(entry) != AE_IFREG) {
		reading_fail(reading, READING_DAMAGED, "%.*s is no file in it: save it anew",
			     SLICE_ARGUMENTS(name));
		return false;
	}
	return unpack(package, add_part(package, name), archive);
}

static bool take_entries(struct package *package, struct archive *archive,
			 bool (*wanted)(struct slice name))
{
	struct archive_entry *entry;
	size_t before = package->count;

	for (unsigned i = 0; i < MOST_ENTRIES; i++) {
		int result = archive_read_next_header(archive, &entry);

		if (result == ARCHIVE_EOF)
			return true;
		if (result < ARCHIVE_WARN)
			return fail_damaged(package, archive, SLICE("the list of its parts"));
		if (archive_read_has_encrypted_entries(archive) > 0) {
			reading_fail(package->reading, READING_ENCRYPTED,
				     "it needs a password: save it without one");
			return false;
		}
		struct slice name = slice_of(archive_entry_pathname(entry));

		if (!name.length || !wanted(name))
			continue;
		/* What is said twice about a part, and differs, comes as a warning. */
		if (result != ARCHIVE_OK)
			return fail_damaged(package, archive, name);
		if (!take_entry(package, archive, entry, before))
			return false;
	}
	reading_fail(package->reading, READING_TOO_LARGE, "more than %d files are in it",
		     MOST_ENTRIES);
	return false;
}

static struct archive *open_archive(struct slice bytes)
{
	struct archive *archive = archive_read_new();

	if (archive && archive_read_support_format_zip_seekable(archive) == ARCHIVE_OK &&
	    archive_read_open_memory(archive, bytes.at, bytes.length) == ARCHIVE_OK)
		return archive;
	archive_read_free(archive);
	return NULL;
}

bool package_read(struct package *package, bool (*wanted)(struct slice name))
{
	struct archive *archive = open_archive(package->reading->bytes);

	if (!archive) {
		reading_fail(package->reading, READING_DAMAGED,
			     "the list of its parts is missing, it may be cut off: get it anew");
		return false;
	}
	bool read = take_entries(package, archive, wanted);

	archive_read_free(archive);
	return read;
}

struct slice package_part(const struct package *package, struct slice name)
{
	for (size_t i = 0; i < package->count; i++) {
		const struct part *part = &package->parts[i];

		if (slice_equal(part->name, name))
			return part->bytes.at ? buffer_slice(&part->bytes) : SLICE("");
	}
	return (struct slice){NULL, 0};
}

struct slice package_folder(struct slice name)
{
	while (name.length && name.at[name.length - 1] != '/')
		name.length--;
	return name;
}

static int hexadecimal(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void append_unescaped(struct buffer *to, struct slice s)
{
	for (size_t i = 0; i < s.length; i++) {
		int high = i + 2 < s.length && s.at[i] == '%' ? hexadecimal(s.at[i + 1]) : -1;
		int low = high >= 0 ? hexadecimal(s.at[i + 2]) : -1;

		if (low >= 0)
			i += 2;
		buffer_byte(to, low >= 0 ? (char)(high * 16 + low) : s.at[i]);
	}
}

struct slice package_path(struct package *package, struct slice from, struct slice address)
{
	struct slice step, rest = slice_first(address, slice_find_byte(address, '#'));
	struct buffer path = {0};

	if (!slice_starts(rest, SLICE("/")))
		buffer_append(&path, package_folder(from));
	while (slice_cut(&rest, '/', &step)) {
		if (slice_is(step, "..")) {
			path.length -= path.length > 0;		/* the slash */
			path.length = package_folder(buffer_slice(&path)).length;
		} else if (step.length && !slice_is(step, ".")) {
			append_unescaped(&path, step);
			if (rest.at)
				buffer_byte(&path, '/');
		}
	}
	struct slice made = arena_copy(&package->arena, buffer_slice(&path));

	buffer_free(&path);
	return made;
}

void package_free(struct package *package)
{
	for (size_t i = 0; i < package->count; i++)
		buffer_free(&package->parts[i].bytes);
	free(package->parts);
	arena_free(&package->arena);
	*package = (struct package){0};
}

static bool is_anything(struct slice name)
{
	return name.length > 0;
}

/* One entry, "\u00e9", stored, marked as UTF-8: libarchive asks for a converter. */
void package_warm_up(void)
{
	static const char sample[] =
	    "PK\3\4\24\0\0\10\0\0\0\0!\0\xb5\x7e\x8a\xbf\1\0\0\0\1\0\0\0\2\0\0\0\xc3\xa9" "x"
	    "PK\1\2\24\0\24\0\0\10\0\0\0\0!\0\xb5\x7e\x8a\xbf\1\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\0\0\0\0\xc3\xa9"
	    "PK\5\6\0\0\0\0\1\0\1\0\x30\0\0\0\x21\0\0\0\0";
	struct reader_limits limits = reader_default_limits(READER_OFFICE);
	struct reading reading = {.bytes = {sample, sizeof sample}, .limits = &limits};
	struct package package = {.reading = &reading};

	package_read(&package, is_anything);
	package_free(&package);
	buffer_free(&reading.reason);
}

const char *package_library_version(void)
{
	return archive_version_string() + strlen("libarchive ");
}
