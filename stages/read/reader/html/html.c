/*
 * Web pages: from bytes to blocks, one pass after the other (page.h).
 */
#include "stages/read/reader/html/page.h"

#include <strings.h>

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
	page->headline = NO_NODE;
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
	html_find_notes(page);
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

/* An encoding that is not the one declared, or not the one that everybody takes. */
static void report_encoding(struct reading *reading, const struct decoding *how)
{
	struct buffer count = {0};

	if (strcasecmp(how->declared[0] ? how->declared : "utf-8", how->used) != 0)
		reading_report(reading, "encoding", 0, SLICE(""), slice_of(how->declared),
			       slice_of(how->used));
	if (how->repaired) {
		buffer_printf(&count, "ill-formed sequences: %zu", how->repaired);
		reading_report(reading, "encoding", 0, SLICE(""), buffer_slice(&count),
			       SLICE("U+FFFD"));
	}
	buffer_free(&count);
}

static void decode(struct buffer *to, struct slice bytes, struct slice charset,
		   struct reading *reading)
{
	struct decoding how;
	bool asked = reading->wants & READER_REPORT;

	html_decode(to, bytes, charset, asked ? &how : NULL);
	if (asked)
		report_encoding(reading, &how);
}

/* The mark of a note, or a sign that leads to a heading. */
static bool is_mark(const struct page *page, uint32_t i)
{
	return page->nodes[i].tag == HTML_A &&
	       slice_starts(node_attribute(page, i, ATTRIBUTE_HREF), SLICE("#"));
}

/* What was hidden; not scripts and the like, which nobody means to read. */
static void report_hidden(const struct page *page, struct reading *reading)
{
	struct buffer text = {0}, at = {0};

	for (uint32_t i = page->body; i < page->nodes[page->body].end;) {
		const struct node *node = &page->nodes[i];
		bool gone = node->mark == MARK_GONE;

		buffer_reset(&text);
		buffer_reset(&at);
		if (gone && html_tag_layout(node->tag) != LAYOUT_GONE && node->tag != HTML_TITLE &&
		    node->tag != HTML_BUTTON && !is_mark(page, i))
			node_text(page, i, &text);
		buffer_printf(&at, "%u", i);
		if (text.length)
			reading_report(reading, "hidden", 0, buffer_slice(&at),
				       buffer_slice(&text), SLICE(""));
		i = gone ? node->end : i + 1;
	}
	buffer_free(&text);
	buffer_free(&at);
}

void read_html(struct reading *reading)
{
	struct page page = {0};
	struct buffer decoded = {0}, unpacked = {0}, charset = {0};

	if (is_refused(reading))
		return;
	bool packed = html_unpack_archive(&unpacked, reading->bytes, &charset);

	decode(&decoded, packed ? buffer_slice(&unpacked) : reading->bytes, buffer_slice(&charset),
	       reading);
	html_repair_source(&page.source, buffer_slice(&decoded));
	buffer_free(&decoded);
	buffer_free(&unpacked);
	buffer_free(&charset);
	bool parsed = html_parse(&page);

	buffer_free(&page.source);	/* the text lies elsewhere by now */
	if (parsed) {
		understand(&page, reading);
		html_write_blocks(&page, &reading->body, reading->wants & READER_PLACES);
		if (reading->wants & READER_REPORT)
			report_hidden(&page, reading);
	}
	if (!reading->body.length)
		reading_fail(reading, READING_EMPTY, "there is no text in it");
	page_free(&page);
}

bool html_write_all(struct buffer *to, struct slice bytes, struct slice charset)
{
	struct page page = {0};
	struct buffer decoded = {0};

	html_decode(&decoded, bytes, charset, NULL);
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
		html_write_blocks(&page, to, false);
	}
	page_free(&page);
	return parsed;
}
