/*
 * Tesseract: its list of languages comes with a line of words before it.
 */
#include "stages/read/tesseract.h"

#include "stages/read/reader/protocol.h"

#include <stdio.h>

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

bool tesseract_are_languages(struct slice languages)
{
	struct slice rest = languages, name;

	if (!languages.length || languages.length >= OCR_LANGUAGES_SIZE)
		return false;
	while (slice_cut(&rest, '+', &name)) {
		for (size_t i = 0; i < name.length; i++)
			if (!is_name_byte(name.at[i]))
				return false;
		if (!name.length)
			return false;
	}
	return true;
}

/* The languages, a space before each.  False: there is no such program. */
static bool list_languages(struct buffer *list)
{
	FILE *answer = popen("tesseract --list-langs 2>/dev/null", "re");
	char line[256];

	if (!answer)
		return false;
	while (fgets(line, sizeof line, answer)) {
		struct slice name = slice_trim(slice_of(line));

		if (tesseract_are_languages(name) && !slice_is(name, "osd"))
			buffer_printf(list, " %.*s", SLICE_ARGUMENTS(name));
	}
	return pclose(answer) == 0;
}

static bool has(struct slice list, struct slice name)
{
	struct slice one;

	while (slice_cut(&list, ' ', &one))
		if (slice_equal(one, name))
			return true;
	return false;
}

/* Debian's package for each that is not in the list: chi_sim is in tesseract-ocr-chi-sim. */
static void append_packages(struct buffer *to, struct slice languages, struct slice list)
{
	struct slice name;

	while (slice_cut(&languages, '+', &name)) {
		if (has(list, name))
			continue;
		buffer_append(to, SLICE(" tesseract-ocr-"));
		for (size_t i = 0; i < name.length; i++)
			buffer_byte(to, name.at[i] == '_' ? '-' : name.at[i]);
	}
}

bool tesseract_can_read(struct slice languages, struct buffer *lacking)
{
	struct buffer list = {0}, packages = {0};
	bool installed = list_languages(&list);

	append_packages(&packages, languages, buffer_slice(&list));
	if (!installed)
		buffer_printf(lacking, "Tesseract is not installed: packages tesseract-ocr%.*s",
			      SLICE_ARGUMENTS(buffer_slice(&packages)));
	else if (packages.length)
		buffer_printf(lacking, "Tesseract has not all of these languages, only%.*s: "
			      "packages%.*s", SLICE_ARGUMENTS(buffer_slice(&list)),
			      SLICE_ARGUMENTS(buffer_slice(&packages)));
	bool can = installed && !packages.length;

	buffer_free(&list);
	buffer_free(&packages);
	return can;
}
