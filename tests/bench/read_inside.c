/*
 * read_inside pdf|html FILE...: reads documents as concordat-read does, but
 * all in this one process, without sandbox or children.  What it costs is
 * what the isolation is measured against.
 */
#include "pipeline/base/file.h"
#include "stages/read/reader/child.h"

#include <stdio.h>
#include <string.h>

int main(int count, char **words)
{
	enum reader_format format = count > 1 && !strcmp(words[1], "pdf") ? READER_PDF : READER_HTML;
	struct reader_job job = {.format = format, .limits = reader_default_limits(format)};
	struct buffer bytes = {0}, stream = {0};

	if (!pdf_warm_up())
		return 70;
	html_warm_up();
	for (int i = 2; i < count; i++) {
		int failure = file_read(&bytes, words[i], job.limits.input_bytes);

		if (failure) {
			fprintf(stderr, "%s: %s\n", words[i], strerror(failure));
			return 66;
		}
		read_document(&stream, &job, slice_of(words[i]), buffer_slice(&bytes), NULL, NULL);
		fwrite(stream.at, 1, stream.length, stdout);
		buffer_reset(&bytes);
		buffer_reset(&stream);
	}
	buffer_free(&bytes);
	buffer_free(&stream);
	return fclose(stdout) ? 74 : 0;
}
