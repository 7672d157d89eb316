/*
 * Root: the element that holds the main content.
 *
 * What a page says itself comes first (main, article, the body of an
 * article by name); where it says nothing, the search goes down as long as
 * one child holds nearly all of the prose.
 */
#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"

#include <stdlib.h>

enum { ENOUGH_TEXT = 200, ENOUGH_PROSE = 600, MOST_PIECES = 12 };

static bool has_share(const struct page *page, uint32_t i, uint32_t of, uint32_t percent)
{
	return (uint64_t)page->nodes[i].good * 100 >= (uint64_t)page->nodes[of].good * percent &&
	       page->nodes[i].good > 0;
}

static bool is_main(const struct page *page, uint32_t i)
{
	return page->nodes[i].tag == HTML_MAIN ||
	       slice_is(node_attribute(page, i, ATTRIBUTE_ROLE), "main");
}

/* The main element with most prose, if it has half of the page's. */
static uint32_t find_main(const struct page *page)
{
	uint32_t best = NO_NODE;

	for (uint32_t i = page->body + 1; i < page->nodes[page->body].end; i++)
		if (page->nodes[i].mark == MARK_KEPT && is_main(page, i) &&
		    (best == NO_NODE || page->nodes[i].good > page->nodes[best].good))
			best = i;
	if (best == NO_NODE)
		return NO_NODE;
	bool has_prose = has_share(page, best, page->body, 50);
	bool all_short = !page->nodes[page->body].good &&
			 page->nodes[best].length * UINT64_C(2) >= page->nodes[page->body].length;

	return (has_prose && page->nodes[best].length > ENOUGH_TEXT) || all_short ? best : NO_NODE;
}

/* An article with most of the prose of `root`, or the only one there. */
static uint32_t find_article(const struct page *page, uint32_t root)
{
	uint32_t only = NO_NODE;
	unsigned count = 0;

	for (uint32_t i = root + 1; i < page->nodes[root].end;) {
		bool is_article = page->nodes[i].tag == HTML_ARTICLE &&
				  page->nodes[i].mark == MARK_KEPT;

		if (is_article && has_share(page, i, root, 60))
			return i;
		if (is_article) {
			only = i;
			count++;
		}
		i = is_article ? page->nodes[i].end : i + 1;
	}
	if (page->kind == KIND_ARTICLE && count == 1 && has_share(page, only, root, 30))
		return only;
	return root;
}

/* Papers put their abstract before main, in the article around it. */
static uint32_t outermost_article(const struct page *page, uint32_t root)
{
	for (uint32_t i = root; i != NO_NODE; i = page->nodes[i].parent)
		if (page->nodes[i].tag == HTML_ARTICLE)
			root = i;
	return root;
}

static bool is_article_body(const struct page *page, uint32_t i)
{
	return page->nodes[i].mark == MARK_KEPT &&
	       (slice_is(node_attribute(page, i, ATTRIBUTE_ITEMPROP), "articleBody") ||
		(page->nodes[i].names & NAMES_BODY));
}

/* The largest element with such a name; of nested ones the innermost with nine tenths of it. */
static uint32_t find_article_body(const struct page *page, uint32_t root)
{
	uint32_t best = NO_NODE;

	for (uint32_t i = root; i < page->nodes[root].end; i++) {
		if (!is_article_body(page, i) || !page->nodes[i].good)
			continue;
		if (best == NO_NODE || page->nodes[i].good > page->nodes[best].good ||
		    (node_holds(page, best, i) && has_share(page, i, best, 90)))
			best = i;
	}
	return best != NO_NODE && has_share(page, best, root, 25) ? best : NO_NODE;
}

static bool is_like(const struct page *page, uint32_t i, uint32_t model)
{
	struct slice class = node_attribute(page, model, ATTRIBUTE_CLASS);

	return class.length && page->nodes[i].mark == MARK_KEPT &&
	       slice_equal(node_attribute(page, i, ATTRIBUTE_CLASS), class);
}

/*
 * A body that comes in pieces of the same class: the element around them
 * all, and what stands between them is the site's.  `body` itself if there
 * are no others, or hardly anything in them.
 */
static uint32_t join_pieces(struct page *page, uint32_t body, uint32_t root)
{
	uint32_t around = body, count = 0;
	uint64_t prose = 0;

	for (uint32_t i = root; i < page->nodes[root].end;) {
		bool piece = is_like(page, i, body);

		if (piece) {
			prose += page->nodes[i].good;
			count++;
			while (!node_holds(page, around, i))
				around = page->nodes[around].parent;
		}
		i = piece ? page->nodes[i].end : i + 1;
	}
	while (around != root && !node_holds(page, around, body))
		around = page->nodes[around].parent;
	if (count < 2 || count > MOST_PIECES || prose * 100 <= page->nodes[body].good * UINT64_C(115))
		return body;
	for (uint32_t i = around + 1; i < page->nodes[around].end;) {
		bool piece = is_like(page, i, body);

		if (!piece && page->nodes[i].tag == HTML_TEXT && page->nodes[i].mark == MARK_KEPT)
			page->nodes[i].mark = MARK_SITE;
		i = piece ? page->nodes[i].end : i + 1;
	}
	return around;
}

static uint32_t unlinked(const struct page *page, uint32_t i)
{
	return page->nodes[i].length - page->nodes[i].links;
}

/* Down, as long as one child holds nearly everything. */
static uint32_t descend(const struct page *page, uint32_t root)
{
	uint32_t i = root + 1;

	while (i < page->nodes[root].end && page->nodes[root].good >= ENOUGH_PROSE) {
		const struct node *child = &page->nodes[i];
		uint32_t percent = child->inside & LANDMARK_ARTICLE ? 85 : 70;

		if (child->tag != HTML_TEXT && child->mark == MARK_KEPT &&
		    html_tag_layout(child->tag) == LAYOUT_BLOCK && child->tag != HTML_P &&
		    has_share(page, i, root, 85) &&
		    unlinked(page, i) * UINT64_C(100) >= unlinked(page, root) * (uint64_t)percent) {
			root = i++;
			continue;
		}
		i = child->end;
	}
	return root;
}

/* The element whose paragraphs these are: the one around the list, for an item. */
static uint32_t holder_of_prose(const struct page *page, uint32_t owner)
{
	while (page->nodes[owner].parent != NO_NODE) {
		enum html_tag tag = page->nodes[owner].tag;

		if (tag != HTML_P && tag != HTML_LI && tag != HTML_UL && tag != HTML_OL &&
		    tag != HTML_BLOCKQUOTE)
			break;
		owner = page->nodes[owner].parent;
	}
	return owner;
}

/* Sums the prose directly in each element. */
static uint32_t *sum_direct_prose(const struct page *page, uint32_t root)
{
	uint32_t *prose = memory_new(page->count, sizeof *prose);

	for (size_t i = 0; i < page->block_count; i++) {
		const struct block *block = &page->blocks[i];

		if (block->good && block->mark == MARK_KEPT && node_holds(page, root, block->first))
			prose[holder_of_prose(page, block->owner)] += block->length;
	}
	return prose;
}

/*
 * The element with most prose directly in it, if it has much of the root's
 * and no other element beside it has nearly as much.
 */
static uint32_t find_cluster(const struct page *page, uint32_t root)
{
	uint32_t *prose = sum_direct_prose(page, root), best = root, rival = 0;

	for (uint32_t i = root + 1; i < page->nodes[root].end; i++)
		if (prose[i] > (best == root ? 0 : prose[best]))
			best = i;
	for (uint32_t i = root; best != root && i < page->nodes[root].end; i++)
		if (!node_holds(page, best, i) && prose[i] > rival)
			rival = prose[i];
	bool clear = best != root && prose[best] >= ENOUGH_PROSE / 2 &&
		     prose[best] > rival * UINT64_C(2) && has_share(page, best, root, 30);

	free(prose);
	return clear ? best : root;
}

static bool narrows(enum page_kind kind)
{
	return kind == KIND_ARTICLE || kind == KIND_PAPER || kind == KIND_DOCUMENTATION;
}

void html_find_root(struct page *page)
{
	uint32_t main = find_main(page), root = main == NO_NODE ? page->body : main;

	if (page->kind == KIND_PAPER && main != NO_NODE)
		root = outermost_article(page, main);
	if (narrows(page->kind) || (page->kind == KIND_OTHER && main != NO_NODE))
		root = find_article(page, root);
	if (page->kind == KIND_ARTICLE) {
		uint32_t body = find_article_body(page, root);

		root = body != NO_NODE ? join_pieces(page, body, root) :
					 find_cluster(page, descend(page, root));
	} else if (page->kind == KIND_OTHER && main == NO_NODE) {
		uint32_t below = descend(page, root);

		if (has_share(page, below, page->body, 60))
			root = below;
	}
	page->root = root;
	for (uint32_t i = page->body; i < page->count; i++)
		if (!node_holds(page, root, i) && page->nodes[i].mark == MARK_KEPT)
			page->nodes[i].mark = MARK_SITE;
	html_find_blocks(page);
	html_measure(page, MARK_KEPT);
}
