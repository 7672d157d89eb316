/*
 * Title: what the document is called.
 *
 * What a page says exactly comes first: citation tags, then Dublin Core, if it
 * has a word in common with another title (some sites give all their pages
 * the same one).  Else it is an h1, if the page's other titles bear it out:
 * "Admissions | Ashdale Council" does so for "Admissions", not for "Ashdale
 * Council", which is the site's name.  Else a part of the title.
 */
#include "stages/read/reader/html/page.h"
#include "stages/read/reader/html/prune.h"

#include <strings.h>

enum { MOST_PARTS = 8, MOST_WORDS = 24, LEAST_WORD = 3, LEAST_NAME = 4,
	SURE_HEADLINE = 4, LEAST_CONTENT = 200, LEAST_MENU = 3 };

/* The titles that a page has beside its h1, cut into their parts. */
struct titles {
	struct buffer text, headline, open;	/* of <title>, JSON-LD, og:title: clean */
	struct slice parts[MOST_PARTS * 2];	/* of <title>, then of the others */
	size_t count, own;		/* the first `own` are of <title> */
	struct slice site, host;	/* og:site_name; of the page's address */
	bool first_is_printed;		/* a heading says the first part */
};

/* Letters and digits alone, for comparing: marks are written in many ways. */
static void append_letters(struct buffer *to, struct slice s)
{
	for (size_t i = 0; i < s.length; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == 0xe2 && i + 2 < s.length && (unsigned char)s.at[i + 1] < 0xb0)
			i += 2;		/* U+2000 to U+2BFF: quotation marks, dashes, signs */
		else if (slice_starts(slice_from(s, i), SLICE("\u00a0")) ||
			 slice_starts(slice_from(s, i), SLICE("\u00ad")))
			i++;
		else if (c >= 'A' && c <= 'Z')
			buffer_byte(to, (char)(c | 0x20));
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
			buffer_byte(to, (char)c);
	}
}

enum comparison { UNLIKE, SAME, HOLDS };

/* Whether the letters of both are the same, or `outer` holds those of `inner`. */
static enum comparison compare(struct slice outer, struct slice inner)
{
	struct buffer a = {0}, b = {0};
	enum comparison result = UNLIKE;

	append_letters(&a, outer);
	append_letters(&b, inner);
	if (b.length && a.length == b.length && memcmp(a.at, b.at, a.length) == 0)
		result = SAME;
	else if (b.length && a.length && memmem(a.at, a.length, b.at, b.length))
		result = HOLDS;
	buffer_free(&a);
	buffer_free(&b);
	return result;
}

/* The bytes of a separator with spaces around it at the start; 0: there is none. */
static size_t separator_length(struct slice s, bool bars_only)
{
	static const struct slice marks[] = {
		{" | ", 3}, {" \u00bb ", 4}, {" :: ", 4},
		{" - ", 3}, {" \u2013 ", 5}, {" \u2014 ", 5}, {" \u2022 ", 5}, {" \u00b7 ", 4},
		{" / ", 3},
	};
	size_t count = bars_only ? 3 : COUNT_OF(marks);

	for (size_t i = 0; i < count; i++)
		if (slice_starts(s, marks[i]))
			return marks[i].length;
	return 0;
}

static bool has_bar(struct slice title)
{
	for (size_t i = 0; i < title.length; i++)
		if (separator_length(slice_from(title, i), true))
			return true;
	return false;
}

static void add_parts(struct titles *titles, struct slice title, size_t most, bool bars_only)
{
	size_t start = 0;

	for (size_t i = 0; i <= title.length && titles->count < most; i++) {
		size_t length = separator_length(slice_from(title, i), bars_only);
		struct slice part = slice_trim((struct slice){title.at + start, i - start});

		if (!length && i < title.length)
			continue;
		if (part.length)
			titles->parts[titles->count++] = part;
		i += length;
		start = i;
	}
}

/*
 * The site's name, as the page or its address says, or the last of several
 * parts of the title, unless the page gives that for its own name elsewhere.
 */
static bool is_site(const struct titles *titles, struct slice name)
{
	if (compare(titles->site, name) == SAME)
		return true;
	for (size_t i = titles->own; i < titles->count; i++)
		if (compare(titles->parts[i], name) == SAME)
			return false;
	return titles->own > 1 && (compare(titles->parts[titles->own - 1], name) != UNLIKE ||
				   (name.length >= LEAST_NAME && compare(titles->host, name) == HOLDS));
}

/* Behind the last dash with spaces around it; empty: there is none. */
static struct slice behind_dash(struct slice title)
{
	for (size_t i = title.length; i-- > 0;) {
		size_t length = separator_length(slice_from(title, i), false);

		if (length)
			return slice_from(title, i + length);
	}
	return (struct slice){NULL, 0};
}

/* Clean, with a plain space for every one that does not break, and without soft hyphens. */
static void append_title(struct buffer *to, struct slice title)
{
	while (title.length) {
		size_t length = 0;
		struct slice rest = title;

		while (rest.length && !slice_starts(rest, SLICE("\u00a0")) &&
		       !slice_starts(rest, SLICE("\u00ad")))
			rest = slice_from(title, ++length);
		append_clean_text(to, slice_first(title, length));
		if (slice_starts(rest, SLICE("\u00a0")))
			append_clean_text(to, SLICE(" "));
		title = slice_from(rest, 2);
	}
	trim_end(to);
}

/* What the page says of itself elsewhere; the site's name may stand behind a dash. */
static void add_other(struct titles *titles, struct slice title)
{
	bool names_site = is_site(titles, behind_dash(title));

	add_parts(titles, title, MOST_PARTS * 2, has_bar(title) || !names_site);
}

/* Whether a heading says this, letter by letter. */
static bool is_heading(const struct page *page, struct slice words)
{
	struct buffer text = {0};
	bool found = false;

	for (uint32_t i = page->body; i < page->count && !found; i++) {
		if (!html_tag_is_heading(page->nodes[i].tag) || page->nodes[i].mark == MARK_GONE)
			continue;
		buffer_reset(&text);
		node_seen_text(page, i, &text);
		found = compare(buffer_slice(&text), words) == SAME;
	}
	buffer_free(&text);
	return found;
}

static void find_titles(const struct page *page, struct titles *titles)
{
	uint32_t title = node_next(page, 0, (uint32_t)page->count, HTML_TITLE);
	struct slice host = slice_from(page->address, slice_find_byte(page->address, '/') + 2);

	struct buffer text = {0};

	if (title != NO_NODE)
		node_text(page, title, &text);
	append_title(&titles->text, buffer_slice(&text));
	buffer_free(&text);
	titles->site = slice_trim(page_meta(page, "og:site_name"));
	titles->host = slice_first(host, slice_find_byte(host, '/'));
	add_parts(titles, buffer_slice(&titles->text), MOST_PARTS,
		  has_bar(buffer_slice(&titles->text)));
	titles->own = titles->count;
	titles->first_is_printed = titles->own > 1 && is_heading(page, titles->parts[0]);
	append_title(&titles->headline, page_data(page, "headline"));
	append_title(&titles->open, page_meta(page, "og:title"));
	add_other(titles, buffer_slice(&titles->headline));
	add_other(titles, buffer_slice(&titles->open));
}

static void titles_free(struct titles *titles)
{
	buffer_free(&titles->text);
	buffer_free(&titles->headline);
	buffer_free(&titles->open);
}

/* Whether another title is this, or starts or ends with it at a mark ("Plans: a guide"). */
static bool bears_out(struct slice title, struct slice h1)
{
	if (compare(title, h1) == SAME)
		return true;
	if (!h1.length || title.length <= h1.length)
		return false;
	if (strncasecmp(title.at, h1.at, h1.length) == 0) {
		struct slice behind = slice_trim(slice_from(title, h1.length));

		return behind.length && strchr(":,;(-|?!", behind.at[0]) != NULL;
	}
	struct slice before = slice_trim(slice_first(title, title.length - h1.length));

	return before.length && before.length < title.length &&
	       strncasecmp(title.at + title.length - h1.length, h1.at, h1.length) == 0 &&
	       strchr(":|-", before.at[before.length - 1]) != NULL;
}

/* Where a title has several parts, one may say more than the h1: "Minutes archive". */
static bool is_borne_out(const struct titles *titles, struct slice h1)
{
	for (size_t i = 0; i < titles->count; i++)
		if (bears_out(titles->parts[i], h1) ||
		    (titles->own > 1 && compare(titles->parts[i], h1) == HOLDS))
			return true;
	return false;
}

/* Whether half of the long words of one stand in the other. */
static bool shares_words(struct slice one, struct slice other)
{
	unsigned words = 0, shared = 0;
	struct slice word;

	while (words < MOST_WORDS && slice_cut(&one, ' ', &word)) {
		if (word.length < LEAST_WORD)
			continue;
		words++;
		shared += compare(other, word) != UNLIKE;
	}
	return shared && shared * 2 >= words;
}

static bool is_part(const struct titles *titles, struct slice words)
{
	for (size_t i = 0; i < titles->own; i++)
		if (compare(titles->parts[i], words) == SAME)
			return true;
	return false;
}

static bool is_related(const struct titles *titles, struct slice h1)
{
	for (size_t i = 0; i < titles->count; i++)
		if (compare(titles->parts[i], h1) != HOLDS &&
		    (shares_words(titles->parts[i], h1) || shares_words(h1, titles->parts[i])))
			return true;
	return false;
}

/*
 * Whether an h1 in the main content is the last part of the title because the
 * site's sections come first: "Policies - Uniform".
 */
static bool comes_last(const struct page *page, const struct titles *titles, uint32_t h1,
		       struct slice text)
{
	return page->nodes[h1].mark == MARK_KEPT && titles->own > 1 &&
	       compare(titles->parts[titles->own - 1], text) == SAME &&
	       compare(titles->site, text) == UNLIKE && compare(titles->host, text) == UNLIKE &&
	       !titles->first_is_printed;
}

/* The longest h1 that is borne out; else the only one, if it is like a title. */
static void append_h1(const struct page *page, const struct titles *titles, struct buffer *to)
{
	struct buffer text = {0}, raw = {0}, only = {0};
	unsigned count = 0;

	for (uint32_t i = 0; i < page->count; i++) {
		bool headline = slice_is(node_attribute(page, i, ATTRIBUTE_ITEMPROP), "headline");

		if ((page->nodes[i].tag != HTML_H1 && !headline) || page->nodes[i].mark == MARK_GONE)
			continue;
		buffer_reset(&raw);
		buffer_reset(&text);
		node_seen_text(page, i, &raw);
		append_title(&text, buffer_slice(&raw));
		struct slice h1 = buffer_slice(&text);

		if (!h1.length || (is_site(titles, h1) && !comes_last(page, titles, i, h1)))
			continue;
		if (h1.length > to->length && (headline || is_borne_out(titles, h1))) {
			buffer_reset(to);
			buffer_append(to, h1);
		}
		if (!count++)
			buffer_append(&only, h1);
	}
	if (!to->length && count == 1 &&
	    (page->kind == KIND_ARTICLE || is_related(titles, buffer_slice(&only))))
		buffer_append(to, buffer_slice(&only));
	buffer_free(&text);
	buffer_free(&raw);
	buffer_free(&only);
}

/* The first part that is not the site's name. */
static struct slice first_part(const struct titles *titles, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		if (!is_site(titles, titles->parts[i]))
			return titles->parts[i];
	return (struct slice){NULL, 0};
}

/* Dublin Core, unless it has no word in common with what the page is called elsewhere. */
static void append_dublin_core(const struct page *page, const struct titles *titles,
			       struct buffer *to)
{
	struct slice title = slice_trim(page_meta(page, "dc.title"));
	uint32_t h1 = node_next(page, 0, (uint32_t)page->count, HTML_H1);
	struct buffer text = {0};

	if (!title.length)
		title = slice_trim(page_meta(page, "dcterms.title"));
	if (h1 != NO_NODE)
		node_seen_text(page, h1, &text);
	if ((!titles->count && !text.length) || is_related(titles, title) ||
	    is_borne_out(titles, title) || shares_words(title, buffer_slice(&text)))
		append_title(to, title);
	buffer_free(&text);
}

/* What lies between an h1 and a heading below it. */
struct gap {
	uint64_t unlinked;
	unsigned links;		/* blocks that hold some */
};

void html_find_logo(struct page *page)
{
	struct titles titles = {0};
	struct buffer h1 = {0}, text = {0};
	struct gap gap = {0};

	find_titles(page, &titles);
	for (uint32_t i = 0; i < page->block_count && titles.own > 1 &&
	     gap.unlinked < LEAST_CONTENT && page->headline == NO_NODE; i++) {
		const struct block *block = &page->blocks[i];
		unsigned rank = block_rank(page, i);

		if (!block_is_kept(page, i))
			continue;
		buffer_reset(&text);
		block_text(page, block, MARK_KEPT, &text);
		if (!h1.length) {
			if (rank == 1)
				buffer_append(&h1, buffer_slice(&text));
			if (rank == 1 && !is_part(&titles, buffer_slice(&text)))
				break;
		} else if (rank < RANK_OF_TEXT && gap.links >= LEAST_MENU &&
			   is_part(&titles, buffer_slice(&text)) &&
			   compare(buffer_slice(&h1), buffer_slice(&text)) != SAME) {
			page->headline = i;
		} else {
			gap.unlinked += block->length - block->links;
			gap.links += block->links > 0;
		}
	}
	buffer_free(&h1);
	buffer_free(&text);
	titles_free(&titles);
}

void html_find_title(const struct page *page, struct buffer *to)
{
	struct titles titles = {0};

	append_title(to, page_meta(page, "citation_title"));
	if (!to->length && page->headline != NO_NODE)
		block_text(page, &page->blocks[page->headline], MARK_KEPT, to);
	if (to->length)
		return;
	find_titles(page, &titles);
	append_dublin_core(page, &titles, to);
	if (!to->length)
		append_h1(page, &titles, to);
	if (!to->length)
		append_clean_text(to, first_part(&titles, titles.own, titles.count));
	if (!to->length)
		append_clean_text(to, first_part(&titles, 0, titles.own));
	if (!to->length)
		append_clean_text(to, titles.count ? titles.parts[0] : SLICE(""));
	uint32_t h1 = node_next(page, 0, (uint32_t)page->count, HTML_H1);

	if (!to->length && h1 != NO_NODE)
		node_seen_text(page, h1, to);
	trim_end(to);
	titles_free(&titles);
}

/* How surely a heading is the title: 0 not at all, 4 the same text in an h1. */
static unsigned headline_rank(struct slice title, struct slice head, bool is_h1)
{
	bool same = compare(title, head) == SAME;
	bool part = compare(title, head) == HOLDS && head.length >= LEAST_NAME;
	bool more = compare(head, title) == HOLDS && title.length >= LEAST_NAME;

	if (same)
		return is_h1 ? SURE_HEADLINE : 3;
	if (is_h1)
		return part || more ? 2 : 0;
	return more || (part && head.length * 2 >= title.length) ? 1 : 0;
}

/* The rank of a block; its text is left in `text`. */
static unsigned block_headline_rank(const struct page *page, const struct block *block,
				    struct slice title, struct buffer *text)
{
	uint32_t holder = page->nodes[block->first].holder;

	if (block->mark == MARK_GONE || holder == NO_NODE ||
	    !html_tag_is_heading(page->nodes[holder].tag))
		return 0;
	buffer_reset(text);
	block_text(page, block, block->mark, text);
	return headline_rank(title, buffer_slice(text), page->nodes[holder].tag == HTML_H1);
}

/* Of headings of one rank, what is main content goes first, then what comes first. */
void html_find_headline(struct page *page, struct slice title)
{
	struct buffer text = {0};
	unsigned best = 0;

	if (page->headline != NO_NODE)
		return;
	for (uint32_t i = 0; i < page->block_count; i++) {
		struct block *block = &page->blocks[i];
		unsigned rank = 2 * block_headline_rank(page, block, title, &text);

		rank += rank && block->mark == MARK_KEPT;
		if (rank > best) {
			best = rank;
			page->headline = i;
		}
	}
	/* Some pages print it twice, for small screens and for large ones. */
	for (uint32_t i = 0; i < page->block_count && best >= 2 * SURE_HEADLINE; i++)
		if (i != page->headline &&
		    block_headline_rank(page, &page->blocks[i], title, &text) == SURE_HEADLINE)
			block_drop(page, &page->blocks[i]);
	buffer_free(&text);
}
