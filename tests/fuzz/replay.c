/*
 * Replays inputs through a fuzz target without a fuzzing engine: the files
 * named, and those in the folders named.
 */
#include "pipeline/base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LARGEST = 16 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void replay_file(const char *path)
{
	struct buffer bytes = {0};
	int failure = file_read(&bytes, path, LARGEST);

	if (failure) {
		fprintf(stderr, "%s: %s\n", path, strerror(failure));
		exit(66);
	}
	/* Of its own size, so that a sanitizer sees a read behind it. */
	uint8_t *copy = malloc(bytes.length + !bytes.length);

	if (!copy)
		abort();
	if (bytes.length)
		memcpy(copy, bytes.at, bytes.length);
	printf("%s\n", path);
	fflush(stdout);		/* the last line names what crashed */
	LLVMFuzzerTestOneInput(copy, bytes.length);
	free(copy);
	buffer_free(&bytes);
}

static void replay_folder(const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, NULL, alphasort);

	if (count < 0) {
		perror(folder);
		exit(66);
	}
	for (int i = 0; i < count; i++) {
		struct buffer path = {0};

		buffer_printf(&path, "%s/%s%c", folder, entries[i]->d_name, '\0');
		if (entries[i]->d_name[0] != '.')
			replay_file(path.at);
		buffer_free(&path);
		free(entries[i]);
	}
	free(entries);
}

int main(int count, char **words)
{
	for (int i = 1; i < count; i++) {
		struct stat about;

		if (stat(words[i], &about) == 0 && S_ISDIR(about.st_mode))
			replay_folder(words[i]);
		else
			replay_file(words[i]);
	}
	return 0;
}
