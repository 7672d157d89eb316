/*
 * Pruning: what is left inside the main content that is not content.
 *
 * Headings such as "Related articles" with what follows them, lists of
 * links, words to click on, what stands before an article's first sentence,
 * the copyright line and what is below, blocks said twice.
 *
 * Invariant: lengths are those of what was kept when pruning began, so that
 * the order of the rules does not change what a share means.
 */
#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"
#include "stages/read/reader/html/phrases.h"
#include "stages/read/reader/html/prune.h"

#include <stdlib.h>

enum { ENOUGH_PROSE = 600, LEAST_DUPLICATE = 25, LONGEST_CONTROL = 70, LEAST_LINKS = 3,
	LEAST_CONTENTS = 2, LONGEST_CONTENTS = 8192,
	LEAST_NAME = 3, LONGEST_BYLINE = 2000 };

bool block_is_kept(const struct page *page, size_t i)
{
	return page->blocks[i].mark == MARK_KEPT && page->blocks[i].length > 0;
}

void block_drop(struct page *page, struct block *block)
{
	for (uint32_t i = block->first; i <= block->last; i++)
		if (page->nodes[i].mark == MARK_KEPT)
			page->nodes[i].mark = MARK_SITE;
	block->mark = MARK_SITE;
}

void blocks_drop_inside(struct page *page, uint32_t element, size_t from)
{
	for (size_t i = from; i < page->block_count && page->blocks[i].first < page->nodes[element].end;
	     i++)
		if (page->blocks[i].first >= element && block_is_kept(page, i))
			block_drop(page, &page->blocks[i]);
}

bool is_below_share(const struct page *page, uint64_t length, unsigned percent)
{
	return length * 100 < (uint64_t)page->nodes[page->root].length * percent;
}

unsigned block_rank(const struct page *page, size_t i)
{
	uint32_t holder = page->nodes[page->blocks[i].first].holder;
	enum html_tag tag = holder == NO_NODE ? HTML_P : page->nodes[holder].tag;

	return html_tag_is_heading(tag) ? (unsigned)(tag - HTML_H1) + 1 : 7;
}

bool block_is_in_data(const struct page *page, size_t i)
{
	uint32_t cell = page->nodes[page->blocks[i].first].cell;

	return cell != NO_NODE && page->nodes[cell].table != NO_NODE &&
	       page->nodes[page->nodes[cell].table].data;
}

/* What stands before the h1, if none of it is prose. */
static void drop_before_headline(struct page *page)
{
	size_t h1 = 0;

	if (page->headline != NO_NODE) {
		for (size_t i = 0; i < page->headline; i++)
			if (block_is_kept(page, i))
				block_drop(page, &page->blocks[i]);
		return;
	}
	while (h1 < page->block_count && !(block_is_kept(page, h1) && block_rank(page, h1) == 1))
		if (block_is_kept(page, h1) && page->blocks[h1].good)
			return;
		else
			h1++;
	for (size_t i = 0; h1 < page->block_count && i < h1; i++)
		if (block_is_kept(page, i))
			block_drop(page, &page->blocks[i]);
}

/* In the last quarter; a heading or a whole paragraph about copyright ends nothing. */
static void drop_after_end(struct page *page)
{
	struct buffer text = {0};
	uint64_t seen = 0;
	bool ended = false;

	for (size_t i = 0; i < page->block_count; i++) {
		if (!block_is_kept(page, i))
			continue;
		if (!is_below_share(page, seen, 75) && !ended && !block_is_in_data(page, i) &&
		    block_rank(page, i) == 7 && !page->blocks[i].good) {
			buffer_reset(&text);
			block_text(page, &page->blocks[i], MARK_KEPT, &text);
			ended = phrase_ends_page(buffer_slice(&text));
		}
		seen += page->blocks[i].length;
		if (ended)
			block_drop(page, &page->blocks[i]);
	}
	buffer_free(&text);
}

/* Forms or minutes to download are content, whatever is around them: from .. end - 1 are nodes. */
static bool lists_documents(const struct page *page, uint32_t from, uint32_t end)
{
	unsigned documents = 0, links = 0;

	for (uint32_t i = from; i < end; i++) {
		if (page->nodes[i].tag != HTML_A || page->nodes[i].mark != MARK_KEPT)
			continue;
		documents += html_link_format(page, i, (struct slice){NULL, 0}) != NULL;
		links++;
	}
	return documents && documents * 2 >= links;
}

/* The largest element that begins with the block and is no more than half of the root. */
static uint32_t element_begun_by(const struct page *page, size_t block, size_t previous)
{
	uint32_t begun = NO_NODE;
	uint32_t after = previous < block ? page->blocks[previous].last : page->root;

	for (uint32_t i = page->blocks[block].owner; i != NO_NODE && i > after && i > page->root;
	     i = page->nodes[i].parent)
		if (is_below_share(page, page->nodes[i].length, 50))
			begun = i;
	return begun;
}

/*
 * The blocks up to the next heading of the same rank, if they are not too
 * much; behind a line that is no heading, up to the next prose.
 */
static void drop_section(struct page *page, size_t heading)
{
	size_t end = heading + 1;
	uint64_t length = page->blocks[heading].length;
	bool is_heading = block_rank(page, heading) < 7;

	for (; end < page->block_count; end++) {
		if (!block_is_kept(page, end))
			continue;
		if (is_heading ? block_rank(page, end) <= block_rank(page, heading) :
				 block_rank(page, end) < 7 || page->blocks[end].good)
			break;
		length += page->blocks[end].length;
	}
	uint32_t first = page->blocks[heading].first, last = page->blocks[end - 1].last;

	if (lists_documents(page, first, last + 1))
		return;
	for (size_t i = heading; i < end && is_below_share(page, length, 40); i++)
		if (block_is_kept(page, i))
			block_drop(page, &page->blocks[i]);
}

static bool heads_junk(const struct page *page, size_t i, struct slice line)
{
	return phrase_heads_junk(line) || (page->kind == KIND_ARTICLE && phrase_heads_list(line)) ||
	       (page->kind == KIND_PRODUCT && block_rank(page, i) < 7 &&
					   phrase_heads_reviews(line));
}

static void drop_junk_headings(struct page *page)
{
	struct buffer text = {0};
	size_t previous = SIZE_MAX;

	for (size_t i = 0; i < page->block_count; i++) {
		if (!block_is_kept(page, i))
			continue;
		buffer_reset(&text);
		block_text(page, &page->blocks[i], MARK_KEPT, &text);
		if (block_rank(page, i) > 1 && heads_junk(page, i, buffer_slice(&text))) {
			uint32_t element = element_begun_by(page, i, previous);
			bool more = element != NO_NODE &&
				    page->nodes[element].length > page->blocks[i].length;

			if (!more)
				drop_section(page, i);
			else if (!lists_documents(page, element, page->nodes[element].end))
				blocks_drop_inside(page, element, i);
		}
		if (block_is_kept(page, i))
			previous = i;
	}
	buffer_free(&text);
}

static void drop_controls(struct page *page)
{
	struct buffer text = {0};

	for (size_t i = 0; i < page->block_count; i++) {
		if (!block_is_kept(page, i) || page->blocks[i].length >= LONGEST_CONTROL ||
		    block_rank(page, i) < 7 || block_is_in_data(page, i))
			continue;
		buffer_reset(&text);
		block_text(page, &page->blocks[i], MARK_KEPT, &text);
		if (phrase_is_control(buffer_slice(&text)) ||
		    (page->blocks[i].links == page->blocks[i].length &&
		     phrase_leads_back(buffer_slice(&text))))
			block_drop(page, &page->blocks[i]);
	}
	buffer_free(&text);
}

static bool is_link_list(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];
	unsigned percent = node->tag == HTML_TABLE ? 90 : 60;

	if (node->tag != HTML_DIV && node->tag != HTML_UL && node->tag != HTML_OL &&
	    node->tag != HTML_SECTION && node->tag != HTML_P && node->tag != HTML_DL &&
	    node->tag != HTML_TABLE)
		return false;
	return (uint64_t)node->links * 100 > (uint64_t)node->length * percent && !node->good &&
	       node->anchors >= LEAST_LINKS && is_below_share(page, node->length, 30);
}

/* The surname of a paper's first author; perhaps empty. */
static struct slice first_surname(const struct page *page)
{
	struct slice name = page->kind == KIND_PAPER ? page_meta(page, "citation_author") : SLICE("");
	size_t comma = slice_find_byte(name, ',');

	if (comma < name.length)
		return slice_trim(slice_first(name, comma));
	name = slice_trim(name);
	for (size_t i = name.length; i-- > 0;)
		if (name.at[i] == ' ')
			return slice_from(name, i + 1);
	return name;
}

/* Whether the list is the line of authors of a paper. */
static bool is_byline(const struct page *page, uint32_t list, struct slice surname)
{
	struct buffer text = {0};

	if (surname.length < LEAST_NAME || page->nodes[list].length > LONGEST_BYLINE)
		return false;
	node_text(page, list, &text);
	bool found = text.length && memmem(text.at, text.length, surname.at, surname.length);

	buffer_free(&text);
	return found;
}

/*
 * Only beside enough prose, on pages that are more than lists by nature:
 * on those of councils and schools a list of links is content.
 */
static void drop_link_lists(struct page *page)
{
	const struct node *root = &page->nodes[page->root];

	if (root->good < ENOUGH_PROSE || is_below_share(page, root->good, 25) ||
	    page->kind == KIND_COLLECTION ||
	    page->kind == KIND_OTHER)
		return;
	struct slice surname = first_surname(page);
	size_t block = 0;

	for (uint32_t i = page->root + 1; i < root->end;) {
		bool is_list = page->nodes[i].mark == MARK_KEPT && is_link_list(page, i);

		while (block < page->block_count && page->blocks[block].first < i)
			block++;
		if (is_list && !lists_documents(page, i, page->nodes[i].end) &&
		    !is_byline(page, i, surname))
			blocks_drop_inside(page, i, block);
		i = is_list ? page->nodes[i].end : i + 1;
	}
}

/* Whether all that the list holds are links to places on the same page. */
static bool is_contents(const struct page *page, uint32_t list)
{
	const struct node *node = &page->nodes[list];

	if ((node->tag != HTML_UL && node->tag != HTML_OL) || node->anchors < LEAST_CONTENTS ||
	    node->end - list > LONGEST_CONTENTS ||
	    node->links * UINT64_C(10) < node->length * UINT64_C(9))
		return false;
	for (uint32_t i = list; i < node->end; i++)
		if (page->nodes[i].tag == HTML_A &&
		    !slice_starts(node_attribute(page, i, ATTRIBUTE_HREF), SLICE("#")))
			return false;
	return true;
}

/* "On this page": the list, and the line before it that says so. */
static void drop_contents(struct page *page)
{
	struct buffer text = {0};
	size_t block = 0, before = SIZE_MAX;

	for (uint32_t i = page->root + 1; i < page->nodes[page->root].end;) {
		for (; block < page->block_count && page->blocks[block].first < i; block++)
			if (block_is_kept(page, block))
				before = block;
		bool drops = page->nodes[i].mark == MARK_KEPT && is_contents(page, i);

		if (drops) {
			blocks_drop_inside(page, i, block);
			buffer_reset(&text);
			if (before != SIZE_MAX)
				block_text(page, &page->blocks[before], MARK_KEPT, &text);
			if (phrase_heads_contents(buffer_slice(&text)))
				block_drop(page, &page->blocks[before]);
		}
		i = drops ? page->nodes[i].end : i + 1;
	}
	buffer_free(&text);
}

struct told {
	uint64_t hash;		/* of its text */
	uint32_t block;
};

static int compare_told(const void *a, const void *b)
{
	const struct told *one = a, *other = b;

	if (one->hash != other->hash)
		return one->hash > other->hash ? 1 : -1;
	return (one->block > other->block) - (one->block < other->block);
}

/* FNV-1a */
static uint64_t hash_of(struct slice text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < text.length; i++)
		hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(0x100000001b3);
	return hash;
}

static void take_text(const struct page *page, size_t block, struct buffer *text)
{
	buffer_reset(text);
	block_text(page, &page->blocks[block], MARK_KEPT, text);
}

static void drop_duplicates(struct page *page)
{
	struct told *told = memory_new(page->block_count + 1, sizeof *told);
	struct buffer text = {0}, before = {0};
	size_t count = 0;

	for (uint32_t i = 0; i < page->block_count; i++) {
		if (!block_is_kept(page, i) || page->blocks[i].length < LEAST_DUPLICATE ||
		    block_is_in_data(page, i))
			continue;
		take_text(page, i, &text);
		told[count++] = (struct told){hash_of(buffer_slice(&text)), i};
	}
	qsort(told, count, sizeof *told, compare_told);
	for (size_t first = 0, i = 1; i < count; i++) {
		if (told[i].hash != told[first].hash) {
			first = i;
			continue;
		}
		take_text(page, told[first].block, &before);
		take_text(page, told[i].block, &text);
		if (slice_equal(buffer_slice(&text), buffer_slice(&before)))
			block_drop(page, &page->blocks[told[i].block]);
	}
	buffer_free(&text);
	buffer_free(&before);
	free(told);
}

void html_prune(struct page *page)
{
	html_find_logo(page);
	drop_before_headline(page);
	drop_after_end(page);
	drop_link_lists(page);
	drop_contents(page);
	drop_junk_headings(page);
	drop_controls(page);
	if (page->kind == KIND_ARTICLE)
		html_prune_article(page);
	if (page->kind != KIND_FORUM && page->kind != KIND_DOCUMENTATION)
		drop_duplicates(page);
}
