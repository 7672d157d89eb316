/*
 * parse_html FILE...: what libxml2 alone takes to make trees of web pages, one
 * after the other in one process, and nothing else.
 */
#include "pipeline/base/file.h"

#include <libxml/HTMLparser.h>

#include <limits.h>
#include <stdio.h>

int main(int count, char **words)
{
	struct buffer bytes = {0};

	for (int i = 1; i < count; i++) {
		int failure = file_read(&bytes, words[i], INT_MAX);

		if (failure) {
			fprintf(stderr, "%s: %s\n", words[i], strerror(failure));
			return 66;
		}
		xmlFreeDoc(htmlReadMemory(bytes.at, (int)bytes.length, NULL, NULL,
					  HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
					  HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
					  HTML_PARSE_COMPACT));
		buffer_reset(&bytes);
	}
	buffer_free(&bytes);
	return 0;
}
