/* Block languages: a walk over the tags, only where some element names a language. */
#include "pipeline/model/block_language.h"

#include "pipeline/model/structure.h"
#include "pipeline/model/vocabulary.h"

bool next_block_language(const struct document *d, size_t *tag, struct slice *language)
{
	while (*tag < d->tag_count) {
		const struct tag *t = &d->tags[(*tag)++];

		if (t->kind != TAG_OPEN || !t->attribute_count)
			continue;
		*language = tag_attribute(d, t, NAME_LANG);
		if (language->length)
			return true;
	}
	return false;
}

/* What the innermost open element says that names a language; else empty. */
static struct slice language_in_force(const struct walk *walk)
{
	const struct document *d = walk->document;
	size_t depth = walk->depth < STRUCTURE_DEPTH ? walk->depth : STRUCTURE_DEPTH;

	while (depth-- > 0) {
		struct slice language = tag_attribute(d, &d->tags[walk->open[depth]], NAME_LANG);

		if (language.length)
			return language;
	}
	return (struct slice){"", 0};
}

void give_words_their_language(struct document *d)
{
	struct walk walk = {.document = d};
	struct slice own = document_attribute(d, NAME_LANG), language;
	size_t tag = 0;

	if (d->phase != PHASE_TOKENS || !next_block_language(d, &tag, &language))
		return;
	for (uint32_t at = 0, end; at < d->length; at = end) {
		walk_to(&walk, at);
		end = walk.next_tag < d->tag_count ? d->tags[walk.next_tag].position : d->length;
		language = language_in_force(&walk);
		if (!language.length || slice_equal(language, own))
			continue;
		for (uint32_t i = at; i < end; i++)
			d->tokens[i] = vocabulary_in_language(d->words, d->tokens[i], language);
	}
}
