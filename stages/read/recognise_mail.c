/* Recognise: a message, by the fields it starts with. */
#include "stages/read/recognise.h"

#include <strings.h>

enum { LONGEST_NAME = 60 };

/* Words of a list that starts and ends with a space. */
static bool is_listed(struct slice name, const char *list)
{
	char word[LONGEST_NAME + 3] = " ";

	if (name.length > LONGEST_NAME)
		return false;
	memcpy(word + 1, name.at, name.length);
	memcpy(word + 1 + name.length, " ", 2);
	return strcasestr(list, word) != NULL;
}

/* The name of the field in a line; empty: it is no field. */
static struct slice field_name(struct slice line)
{
	size_t colon = slice_find_byte(line, ':');

	for (size_t i = 0; i < colon; i++)
		if (line.at[i] <= ' ' || line.at[i] > '~')
			return (struct slice){NULL, 0};
	return slice_first(line, colon == line.length ? 0 : colon);
}

static bool is_continued(struct slice line)
{
	return line.length && (line.at[0] == ' ' || line.at[0] == '\t');
}

bool recognise_mail(struct slice start, bool named)
{
	size_t known = 0, of_mail = 0, about = 0;
	struct slice line;

	if (slice_starts(start, SLICE("\xef\xbb\xbf")))
		start = slice_from(start, 3);
	while (start.length && byte_is_blank(start.at[0]))
		start = slice_from(start, 1);
	if (slice_starts(start, SLICE("From ")))
		(void)slice_line(&start, &line);
	while (slice_line(&start, &line) && slice_trim(line).length) {
		bool whole = start.at != NULL;		/* else the bytes may end in it */
		struct slice name = field_name(line);

		if (is_continued(line) || (!whole && !name.length))
			continue;
		if (!name.length)
			return false;
		about += is_listed(name, " From Subject To Date ");
		of_mail += is_listed(name, " Received Message-ID MIME-Version Return-Path Delivered-To "
					   "DKIM-Signature X-Mailer In-Reply-To References ARC-Seal "
					   "X-Received Authentication-Results ");
		known += is_listed(name, " Sender Reply-To Cc Content-Type ");
	}
	if (named)
		return about || of_mail || known;
	/* What servers write may fill all of the bytes, before any other field. */
	return of_mail >= 2 || (of_mail && about && about + known >= 2);
}
