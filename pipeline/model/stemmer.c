/* Stemmer: libstemmer behind two functions. */
#include "pipeline/model/stemmer.h"

#include "pipeline/base/memory.h"

#include <libstemmer.h>
#include <limits.h>
#include <stdlib.h>

struct stemmer {
	struct sb_stemmer *snowball;
	struct buffer whole;		/* of a hyphened word */
};

enum { NAME_MOST = 32 };

/* The primary subtag in lower case, with a NUL; both Norwegians have one stemmer. */
static bool primary(struct slice language, char name[NAME_MOST])
{
	size_t length = slice_find_byte(language, '-');

	if (length == 0 || length >= NAME_MOST)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = language.at[i];

		name[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	name[length] = '\0';
	if (!strcmp(name, "nb") || !strcmp(name, "nn"))
		memcpy(name, "no", 3);
	return true;
}

struct stemmer *stemmer_new(struct slice language)
{
	char name[NAME_MOST];

	if (!primary(language, name))
		return NULL;
	struct sb_stemmer *snowball = sb_stemmer_new(name, NULL);
	if (!snowball)
		return NULL;
	struct stemmer *stemmer = memory_new(1, sizeof *stemmer);

	stemmer->snowball = snowball;
	return stemmer;
}

void stemmer_free(struct stemmer *stemmer)
{
	if (!stemmer)
		return;
	sb_stemmer_delete(stemmer->snowball);
	buffer_free(&stemmer->whole);
	free(stemmer);
}

/* Out of memory inside libstemmer, or a word beyond its int: the word stays. */
static struct slice stem_part(struct stemmer *stemmer, struct slice part)
{
	if (part.length > INT_MAX / 4)
		return part;
	const sb_symbol *stem =
	    sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)part.at, (int)part.length);

	if (!stem)
		return part;
	return (struct slice){(const char *)stem, (size_t)sb_stemmer_length(stemmer->snowball)};
}

struct slice stemmer_stem(struct stemmer *stemmer, struct slice folded)
{
	const char *hyphen = folded.length ? memrchr(folded.at, '-', folded.length) : NULL;

	if (!hyphen)
		return stem_part(stemmer, folded);
	size_t before = (size_t)(hyphen - folded.at) + 1;

	buffer_reset(&stemmer->whole);
	buffer_append(&stemmer->whole, slice_first(folded, before));
	buffer_append(&stemmer->whole, stem_part(stemmer, slice_from(folded, before)));
	return buffer_slice(&stemmer->whole);
}
