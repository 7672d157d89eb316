/*
 * Fuzz target: a query and a document, through parser and matcher.
 *
 * The first line is the query; of the rest each word is a token, `[` and `]`
 * stand for the tags of a sentence, `{` and `}` of an fw.  All three targets
 * are tried, and what is found must be whole: rising, selected, in the
 * document.
 */
#include "pipeline/base/memory.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/query.h"
#include "pipeline/model/vocabulary.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { LONGEST_DOCUMENT = 4096 };

struct builder {
	struct document *document;
	size_t depth;
	uint32_t open[8];
};

static bool tag(struct builder *b, char mark)
{
	uint32_t name = mark == '[' || mark == ']' ? NAME_S : NAME_FW;
	bool opens = mark == '[' || mark == '{';

	if (opens && b->depth < COUNT_OF(b->open)) {
		b->open[b->depth++] = name;
		document_add_tag(b->document, TAG_OPEN, name, b->document->length);
		return true;
	}
	if (!opens && b->depth && b->open[b->depth - 1] == name) {
		b->depth--;
		document_add_tag(b->document, TAG_CLOSE, name, b->document->length);
		return true;
	}
	return false;
}

static void add_word(struct document *d, struct slice word)
{
	uint32_t position = d->length++;

	d->tokens[position] = vocabulary_add(d->words, word, false, (struct slice){NULL, 0});
	if (word.at[0] == '~')
		token_set_glue(d, position);
}

static void build(struct document *d, struct slice text)
{
	struct builder builder = {.document = d};
	struct slice word;

	d->phase = PHASE_TOKENS;
	d->terms = d->words->base;
	d->tokens = arena_new(d->arena, text.length + 1, sizeof *d->tokens);
	d->glue = arena_new(d->arena, text.length / 64 + 1, sizeof *d->glue);
	memset(d->glue, 0, (text.length / 64 + 1) * sizeof *d->glue);
	document_set_attribute(d, NAME_ID, SLICE("fuzz"));
	document_set_attribute(d, NAME_LANG, SLICE("en"));
	while (slice_cut(&text, ' ', &word)) {
		if (!word.length)
			continue;
		if (word.length > 1 || !strchr("[]{}", word.at[0]) || !tag(&builder, word.at[0]))
			add_word(d, word);
	}
	while (builder.depth)
		tag(&builder, builder.open[builder.depth - 1] == NAME_S ? ']' : '}');
}

static void check(const struct query_set *set, const struct document *d, const struct scope *scope)
{
	for (size_t i = 0; i < set->hit_count; i++) {
		const struct query_hit *hit = &set->hits[i];

		if (hit->first > hit->last || hit->last >= d->length ||
		    !stretches_have(scope->selected, scope->selected_count, hit->first) ||
		    !stretches_have(scope->selected, scope->selected_count, hit->last) ||
		    (i && hit->first <= hit[-1].first))
			abort();
	}
}

static void search(struct document *d, struct slice query, enum query_target target)
{
	const struct selection usual = {0};
	struct query_set set = {.target = target};
	struct diagnostics diagnostics = {0};
	struct scope scope = scope_of(&usual, d);

	if (query_add(&set, query, &diagnostics) == DONE) {
		query_find(&set, d, &scope, &diagnostics);
		check(&set, d, &scope);
	} else if (!diagnostics.lines.length) {
		abort();
	}
	query_set_free(&set);
	diagnostics_free(&diagnostics);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct slice text = {(const char *)bytes, size};
	size_t line = slice_find_byte(text, '\n');
	struct slice query = slice_first(text, line);
	struct slice body = slice_first(slice_from(text, line + 1), LONGEST_DOCUMENT);
	struct arena arena = {0};
	struct names names;
	struct vocabulary words;
	struct document document;

	body.length = utf8_valid_prefix(body);
	names_begin(&names);
	vocabulary_begin(&words);
	document_begin(&document, &arena, &names, &words);
	build(&document, body.length ? body : SLICE(""));
	search(&document, query, QUERY_FOLDED);
	search(&document, query, QUERY_PRINTED);
	search(&document, query, QUERY_TERM);
	vocabulary_free(&words);
	names_free(&names);
	arena_free(&arena);
	return 0;
}
