/*
 * Parts: what the labelled pieces of a paper, an abstract or a conference
 * programme are: Contribution, Method, Expected Outcomes, References, Author.
 *
 * A label is a heading, a line of its own, or the words before a colon at
 * the start of a paragraph ("Methods: We coded ...").  A part goes on to the
 * next label or heading of its rank; one that such words begin, no further
 * than the element around its paragraph.  One label alone may be chance,
 * unless it is the heading of an abstract or of references.
 */
#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"
#include "stages/read/reader/html/prune.h"

#include <stdlib.h>
#include <strings.h>

enum { LONGEST_LABEL = 90, MOST_NESTED = 8 };

struct label {
	const char *words;	/* ends in '*': may go on */
	const char *type;
};

static const struct label labels[] = {
	{"contribution*", "contribution"}, {"abstract", "abstract"}, {"summary", "summary"},
	{"abstract text", "abstract"}, {"background", "background"},
	{"introduction", "introduction"}, {"context", "background"},
	{"general description*", "contribution"}, {"proposal information", "contribution"},
	{"aim", "aims"}, {"aims", "aims"}, {"aims and objectives", "aims"},
	{"objective", "aims"}, {"objectives", "aims"}, {"purpose", "aims"},
	{"research question", "research-question"}, {"research questions", "research-question"},
	{"theoretical framework", "framework"}, {"conceptual framework", "framework"},
	{"theory", "framework"}, {"perspective(s) or theoretical framework", "framework"},
	{"method", "method"}, {"methods", "method"}, {"methodology*", "method"},
	{"methods and data", "method"}, {"data and methods", "method"},
	{"materials and methods", "method"}, {"methods, techniques*", "method"},
	{"design/methodology*", "method"}, {"design", "method"},
	{"results", "results"}, {"findings", "results"}, {"results and discussion", "results"},
	{"discussion", "discussion"}, {"discussion and conclusion*", "discussion"},
	{"conclusion", "conclusions"}, {"conclusions", "conclusions"},
	{"expected outcome*", "expected-outcomes"}, {"expected result*", "expected-outcomes"},
	{"conclusions, expected outcomes*", "expected-outcomes"},
	{"intended outcome*", "expected-outcomes"},
	{"reference", "references"}, {"references", "references"},
	{"reference list", "references"}, {"bibliography", "references"},
	{"literature cited", "references"}, {"works cited", "references"},
	{"author", "author"}, {"authors", "author"}, {"author(s)", "author"},
	{"author information", "author"}, {"author details", "author"},
	{"about the author", "author"}, {"about the authors", "author"},
	{"author biograph*", "author"}, {"author notes", "author"},
	{"keyword", "keywords"}, {"keywords", "keywords"}, {"key words", "keywords"},
	{"session information", "session"}, {"acknowledgement*", "acknowledgements"},
	{"acknowledgment*", "acknowledgements"}, {"funding", "funding"},
	{"limitations", "limitations"}, {"implications", "implications"},
	{"practical implications", "implications"}, {"originality/value", "originality"},
};

static const char *type_of_label(struct slice words)
{
	while (words.length && strchr(" :.", words.at[words.length - 1]))
		words.length--;
	while (words.length && strchr(" 0123456789.", words.at[0]))
		words = slice_from(words, 1);
	if (!words.length || words.length > LONGEST_LABEL)
		return NULL;
	for (size_t i = 0; i < COUNT_OF(labels); i++) {
		size_t length = strlen(labels[i].words);
		bool open = labels[i].words[length - 1] == '*';

		length -= open;
		if ((open ? words.length >= length : words.length == length) &&
		    strncasecmp(words.at, labels[i].words, length) == 0)
			return labels[i].type;
	}
	return NULL;
}

/* The words that may be a label before the rest of a paragraph. */
static struct slice first_words(const struct page *page, const struct block *block,
				struct slice text)
{
	struct slice start = slice_first(text, LONGEST_LABEL);
	struct slice before = slice_first(start, slice_find_byte(start, ':'));
	struct slice node = slice_trim(page->nodes[block->first].text);

	if (before.length < start.length)
		return before;
	return slice_ends(node, SLICE(".")) ? node : (struct slice){NULL, 0};
}

static bool find_label(const struct page *page, uint32_t i, struct slice text,
		       struct labelled_part *part)
{
	const struct block *block = &page->blocks[i];
	uint32_t owner = block->owner;
	bool is_heading = block_rank(page, i) < RANK_OF_TEXT;
	struct slice words = is_heading ? text : first_words(page, block, text);
	const char *type = type_of_label(words);

	if (!type && !is_heading) {
		words = text;
		type = type_of_label(text);
	}
	if (!type)
		return false;
	*part = (struct labelled_part){
		.first = i, .rank = (uint8_t)block_rank(page, i), .type = type,
		.around = page->nodes[owner].parent == NO_NODE ? owner : page->nodes[owner].parent,
	};
	while (words.length && strchr(" :.", words.at[words.length - 1]))
		words.length--;
	part->head = words;
	return true;
}

static bool ends_before(const struct page *page, const struct labelled_part *part, uint32_t block,
			bool is_label)
{
	unsigned rank = block_rank(page, block);

	if (is_label && strcmp(part->type, "session") == 0)
		return true;
	if (rank < RANK_OF_TEXT || is_label)
		return rank <= part->rank;
	return part->rank == RANK_OF_TEXT &&
	       page->blocks[block].first >= page->nodes[part->around].end;
}

static bool are_parts(const struct page *page)
{
	for (size_t i = 0; i < page->part_count; i++) {
		const struct labelled_part *part = &page->parts[i];
		bool sure = strcmp(part->type, "references") == 0 ||
			    strcmp(part->type, "abstract") == 0;

		if ((sure && part->rank < RANK_OF_TEXT) ||
		    strcmp(part->type, page->parts[0].type) != 0)
			return true;
	}
	return false;
}

void html_find_parts(struct page *page)
{
	uint32_t open[MOST_NESTED];
	size_t depth = 0;
	struct buffer text = {0};

	for (uint32_t i = 0; i < page->block_count && page->kind != KIND_FORUM; i++) {
		struct labelled_part part = {0};

		if (!block_is_kept(page, i) || block_is_in_data(page, i) || i == page->headline)
			continue;
		buffer_reset(&text);
		block_text(page, &page->blocks[i], MARK_KEPT, &text);
		bool found = find_label(page, i, buffer_slice(&text), &part);

		while (depth && ends_before(page, &page->parts[open[depth - 1]], i, found))
			page->parts[open[--depth]].end = i;
		if (!found || depth == MOST_NESTED)
			continue;
		part.head = arena_copy(&page->arena, part.head);
		part.end = (uint32_t)page->block_count;
		page->parts = memory_reserve(page->parts, &page->part_capacity,
					     page->part_count + 1, sizeof page->parts[0]);
		open[depth++] = (uint32_t)page->part_count;
		page->parts[page->part_count++] = part;
	}
	buffer_free(&text);
	if (!are_parts(page))
		page->part_count = 0;
}
