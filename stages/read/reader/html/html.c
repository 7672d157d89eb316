/*
 * Web pages: from bytes to blocks, one pass after the other (page.h).
 */
#include "stages/read/reader/html/page.h"

enum { LITTLE_TEXT = 250 };

static uint32_t find_body(const struct page *page)
{
	uint32_t body = node_next(page, 0, (uint32_t)page->count, HTML_BODY);

	return body == NO_NODE ? 0 : body;
}

static bool starts_like(struct slice bytes, struct slice start)
{
	return slice_starts(slice_trim(slice_first(bytes, 64)), start);
}

/* Bytes that are no text at all would come out as rubbish, not as an error. */
static bool is_refused(struct reading *reading)
{
	if (starts_like(reading->bytes, SLICE("%PDF-")))
		reading_fail(reading, READING_DAMAGED, "is a PDF, not a web page");
	else if (slice_starts(reading->bytes, SLICE("\x1f\x8b")))
		reading_fail(reading, READING_UNSUPPORTED, "is compressed by gzip: unpack it first");
	else
		return false;
	return true;
}

static uint64_t kept_length(struct page *page)
{
	html_find_blocks(page);
	html_measure(page, MARK_KEPT);
	return page->nodes[page->body].length;
}

/* The search went wrong: nearly all the prose of the page is not in what was found. */
static bool is_too_little(struct page *page, uint64_t prose)
{
	return kept_length(page) < LITTLE_TEXT && prose >= LITTLE_TEXT &&
	       page->nodes[page->body].good * UINT64_C(2) < prose;
}

/* Takes back everything but what is hardly in doubt. */
static void fall_back(struct page *page)
{
	for (size_t i = 0; i < page->count; i++)
		if (page->nodes[i].mark == MARK_SITE)
			page->nodes[i].mark = MARK_KEPT;
	page->root = page->body;
	page->post_count = 0;
	kept_length(page);
	html_clear_site(page, true);
	kept_length(page);
}

static void understand(struct page *page, struct reading *reading)
{
	page->body = page->root = find_body(page);
	page->headline = NO_NODE;
	html_read_data(page);
	html_clear_hidden(page);
	html_find_structure(page);
	html_find_kind(page);
	uint64_t prose = page->nodes[page->body].good;

	if (page->kind != KIND_FORUM || !html_find_posts(page)) {
		html_clear_site(page, false);
		html_measure(page, MARK_KEPT);
		html_clear_shop(page);
		html_find_root(page);
	}
	html_prune(page);
	if (is_too_little(page, prose))
		fall_back(page);
	if (page->kind == KIND_PRODUCT)
		html_find_description(page);
	html_metadata(page, reading);
	html_find_parts(page);
}

void read_html(struct reading *reading)
{
	struct page page = {0};
	struct buffer decoded = {0}, unpacked = {0};
	struct slice charset = {NULL, 0};

	if (is_refused(reading))
		return;
	bool packed = html_unpack_archive(&unpacked, reading->bytes, &charset);

	html_decode(&decoded, packed ? buffer_slice(&unpacked) : reading->bytes, charset);
	html_repair_source(&page.source, buffer_slice(&decoded));
	buffer_free(&decoded);
	buffer_free(&unpacked);
	if (html_parse(&page)) {
		understand(&page, reading);
		html_write_blocks(&page, &reading->body);
	}
	if (!reading->body.length)
		reading_fail(reading, READING_EMPTY, "there is no text in it");
	page_free(&page);
}

bool html_write_all(struct buffer *to, struct slice bytes, struct slice charset)
{
	struct page page = {0};
	struct buffer decoded = {0};

	html_decode(&decoded, bytes, charset);
	html_repair_source(&page.source, buffer_slice(&decoded));
	buffer_free(&decoded);
	bool parsed = html_parse(&page);

	if (parsed) {
		page.body = page.root = find_body(&page);
		page.headline = NO_NODE;
		html_clear_hidden(&page);
		html_find_structure(&page);
		html_find_blocks(&page);
		html_measure(&page, MARK_KEPT);
		html_write_blocks(&page, to);
	}
	page_free(&page);
	return parsed;
}
