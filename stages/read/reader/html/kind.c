/*
 * Kind: what sort of page it is, since sorts differ in what is content.  The
 * first sign that fits decides.
 */
#include "stages/read/reader/html/page.h"
#include "stages/read/reader/html/phrases.h"

enum { MANY_GOOD_BLOCKS = 5, MOST_OFFERS = 3, BODY_PERCENT = 60 };

static bool contains(struct slice s, const char *part)
{
	return s.length && memmem(s.at, s.length, part, strlen(part));
}

static bool contains_any(struct slice s, const char *const *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (contains(s, parts[i]))
			return true;
	return false;
}

#define CONTAINS_ANY(s, ...) \
	contains_any(s, (const char *const[]){__VA_ARGS__}, \
		     sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* The page's own address: canonical or og:url; perhaps empty. */
static struct slice address(const struct page *page)
{
	for (uint32_t i = 0; i < page->count; i++)
		if (page->nodes[i].tag == HTML_LINK &&
		    slice_is(node_attribute(page, i, ATTRIBUTE_REL), "canonical"))
			return node_attribute(page, i, ATTRIBUTE_HREF);
	return page_meta(page, "og:url");
}

static bool has_data(const struct page *page, const char *type)
{
	for (uint32_t i = 0; i < page->data.count; i++)
		if (data_is(page, i, type))
			return true;
	return false;
}

/* Class and id of html and body. */
static bool outer_names(const struct page *page, const char *name)
{
	return contains(node_attribute(page, 0, ATTRIBUTE_CLASS), name) ||
	       contains(node_attribute(page, 0, ATTRIBUTE_ID), name) ||
	       contains(node_attribute(page, page->body, ATTRIBUTE_CLASS), name) ||
	       contains(node_attribute(page, page->body, ATTRIBUTE_ID), name);
}

static bool is_forum(const struct page *page, struct slice generator, struct slice url)
{
	return CONTAINS_ANY(generator, "phpBB", "vBulletin", "Discourse", "XenForo", "Invision",
			    "MyBB", "SMF") ||
	       outer_names(page, "phpbb") || outer_names(page, "ipsApp") ||
	       outer_names(page, "vbulletin") || has_data(page, "DiscussionForumPosting") ||
	       has_data(page, "QAPage") ||
	       CONTAINS_ANY(url, "viewtopic", "showthread", "/threads/", "/topic/", "/questions/",
			    "/t/", "//forum.", "//community.", "//forums.");
}

static bool is_product(const struct page *page, struct slice url)
{
	for (uint32_t i = 0; i < page->data.count; i++)
		if (data_is(page, i, "Product") &&
		    (json_member(&page->data, i, "offers") != UINT32_MAX ||
		     json_member(&page->data, i, "sku") != UINT32_MAX))
			return true;
	return (slice_is(page_meta(page, "og:type"), "product") ||
		page_meta(page, "product:price:amount").at ||
		CONTAINS_ANY(url, "/product/", "/products/", "/dp/", "/p/")) &&
	       !html_is_collection(page);
}

/* One thing to buy, or a few; many are a collection. */
static bool sells_something(const struct page *page)
{
	unsigned count = 0;

	for (uint32_t i = page->body; i < page->count; i++)
		count += page->nodes[i].tag == HTML_TEXT && phrase_sells(slice_trim(page->nodes[i].text));
	return count >= 1 && count <= MOST_OFFERS;
}

static bool is_documentation(struct slice generator, struct slice url)
{
	return CONTAINS_ANY(generator, "Docusaurus", "Sphinx", "MkDocs", "VuePress", "GitBook",
			    "Jekyll", "VitePress", "Doxygen") ||
	       CONTAINS_ANY(url, "//docs.", "//developer.", "/docs/", "/reference/", "/guide/");
}

static unsigned good_blocks(const struct page *page)
{
	unsigned count = 0;

	for (size_t i = 0; i < page->block_count; i++)
		count += page->blocks[i].good;
	return count;
}

static bool is_article(const struct page *page)
{
	const struct node *body = &page->nodes[page->body];

	if (has_data(page, "*Article") || has_data(page, "BlogPosting") ||
	    page_meta(page, "article:published_time").length)
		return true;
	return slice_is(page_meta(page, "og:type"), "article") &&
	       good_blocks(page) >= MANY_GOOD_BLOCKS && body->good * UINT64_C(2) > body->length &&
	       !page_meta(page, "article:modified_time").length;
}

/* An element that is called the body of an article, with most of the prose, or that is marked so. */
static bool has_article_body(const struct page *page)
{
	uint64_t prose = page->nodes[page->body].good;
	bool dated = false, body = false;
	unsigned marked = 0;

	for (uint32_t i = page->body; i < page->count; i++) {
		const struct node *node = &page->nodes[i];
		bool most = node->good && node->good * UINT64_C(100) >= prose * BODY_PERCENT;

		if (!node->attribute_count || node->mark == MARK_GONE)
			continue;
		marked += node->good && slice_is(node_attribute(page, i, ATTRIBUTE_ITEMPROP), "articleBody");
		body = body || (most && (node->names & NAMES_BODY));
		dated = dated || node->tag == HTML_TIME || (node->names & (NAMES_DATE | NAMES_BYLINE));
	}
	return marked == 1 || (body && dated);
}

static bool is_paper(const struct page *page)
{
	return page_meta(page, "citation_title").length || outer_names(page, "govuk-");
}

void html_find_kind(struct page *page)
{
	struct slice generator = page_meta(page, "generator");
	struct slice url = address(page);

	page->kind = KIND_OTHER;
	if (is_forum(page, generator, url))
		page->kind = KIND_FORUM;
	else if (is_paper(page))
		page->kind = KIND_PAPER;
	else if (is_product(page, url))
		page->kind = KIND_PRODUCT;
	else if (CONTAINS_ANY(url, "/collections/", "/collection/", "/category/", "/product-category/",
			      "/categories/", "/shop/", "/c/") || html_is_collection(page))
		page->kind = KIND_COLLECTION;
	else if (sells_something(page))
		page->kind = KIND_PRODUCT;
	else if (is_documentation(generator, url))
		page->kind = KIND_DOCUMENTATION;
	else if (is_article(page))
		page->kind = KIND_ARTICLE;
	else if (html_is_thread(page))
		page->kind = KIND_FORUM;
	else if (has_article_body(page))
		page->kind = KIND_ARTICLE;
}
