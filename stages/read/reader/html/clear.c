/*
 * Clearing: what nobody sees, then what the site puts around its pages.
 *
 * Every share is of the prose (G) or the text (T) of the whole page, so that
 * a page that is nothing but a list of links, or whose maker calls the whole
 * page "menu", keeps its text.
 */
#include "stages/read/reader/html/page.h"

#include <strings.h>

enum { LITTLE_TEXT = 400, LONG_NOSCRIPT = 1000, ASIDE_PROSE = 150,
	NEAR_HEADING = 16,	/* nodes from the start of a chapter to its heading, at most */
	LEAST_MENU = 2, MENU_PERCENT = 75,
	LEAST_SLUG = 12,		/* letters of an id that is made of a heading */
};

static bool is_word(struct slice value, const char *word)
{
	return value.length == strlen(word) && strncasecmp(value.at, word, value.length) == 0;
}

/* One of the words in a list with spaces around each: " nav menu ". */
static bool is_listed(struct slice value, const char *list)
{
	char word[32];

	value = slice_trim(value);
	if (value.length == 0 || value.length > sizeof word - 3)
		return false;
	word[0] = ' ';
	for (size_t i = 0; i < value.length; i++)
		word[i + 1] = (char)(value.at[i] | 0x20);
	word[value.length + 1] = ' ';
	word[value.length + 2] = '\0';
	return strstr(list, word) != NULL;
}

/* display:none, with or without spaces. */
static bool style_hides(struct slice style)
{
	char packed[256];
	size_t length = 0;

	for (size_t i = 0; i < style.length && length < sizeof packed; i++)
		if (style.at[i] != ' ' && style.at[i] != '\t')
			packed[length++] = (char)(style.at[i] | 0x20);
	return memmem(packed, length, "display:none", 12) ||
	       memmem(packed, length, "visibility:hidden", 17);
}

/* Tabs, accordions, answers: hidden until somebody asks for them. */
static bool is_panel(const struct page *page, uint32_t i)
{
	unsigned names = page->nodes[i].names;

	return ((names & NAMES_PANEL) ||
		slice_is(node_attribute(page, i, ATTRIBUTE_ROLE), "tabpanel")) &&
	       !(names & (NAMES_NO_PANEL | NAMES_COOKIE));
}

static bool is_hidden(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];

	if (node->tag == HTML_HTML || node->tag == HTML_BODY || !node->attribute_count)
		return false;
	struct slice hidden = node_attribute(page, i, ATTRIBUTE_HIDDEN);
	bool hides = (hidden.at && !is_word(hidden, "until-found")) ||
		     style_hides(node_attribute(page, i, ATTRIBUTE_STYLE)) ||
		     is_word(node_attribute(page, i, ATTRIBUTE_ARIA_HIDDEN), "true");

	return hides && !is_panel(page, i);
}

/* A pilcrow or the like, which shows the address of a heading. */
static bool is_sign(const struct page *page, uint32_t link)
{
	static const struct slice signs[] = {
		{"\u00b6", 2}, {"#", 1}, {"\u00a7", 2}, {"\u2693", 3}, {"\U0001f517", 4},
	};
	uint32_t text = link + 1;

	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (page->nodes[link].end == text + 1 && page->nodes[text].tag == HTML_TEXT &&
		    slice_equal(slice_trim(page->nodes[text].text), signs[i]))
			return true;
	return false;
}

static bool is_gone(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];

	if (node->tag == HTML_BUTTON && node->parent != NO_NODE) {
		enum html_tag around = page->nodes[node->parent].tag;

		return !html_tag_is_heading(around) && around != HTML_SUMMARY;
	}
	if (node->tag == HTML_A && node->parent != NO_NODE)
		return html_tag_is_heading(page->nodes[node->parent].tag) && is_sign(page, i);
	return html_tag_layout(node->tag) == LAYOUT_GONE || node->tag == HTML_HEAD ||
	       node->tag == HTML_TITLE;
}

/* Text for browsers without scripts, which may be all the text there is. */
static void clear_noscript(struct page *page)
{
	for (uint32_t i = 0; i < page->count; i = page->nodes[i].tag == HTML_NOSCRIPT ?
	     page->nodes[i].end : i + 1) {
		const struct node *node = &page->nodes[i];

		if (node->tag != HTML_NOSCRIPT || node->mark == MARK_GONE)
			continue;
		uint64_t rest = page->nodes[0].length - node->length;

		if (node->length <= LONG_NOSCRIPT || node->length * UINT64_C(2) <= rest * 3)
			node_set_mark(page, i, MARK_GONE);
	}
}

void html_clear_hidden(struct page *page)
{
	for (uint32_t i = 0; i < page->count;) {
		bool gone = is_gone(page, i) || is_hidden(page, i);

		if (gone)
			node_set_mark(page, i, MARK_GONE);
		i = gone ? page->nodes[i].end : i + 1;
	}
	html_find_blocks(page);
	html_measure(page, MARK_SITE);
	clear_noscript(page);
	html_measure(page, MARK_SITE);
}

/* Whether the node's prose is at most so many hundredths of the page's. */
static bool prose_within(const struct page *page, uint32_t i, uint32_t percent)
{
	return (uint64_t)page->nodes[i].good * 100 <= (uint64_t)page->nodes[page->body].good * percent;
}

static bool text_below(const struct page *page, uint32_t i, uint32_t percent)
{
	return (uint64_t)page->nodes[i].length * 100 <
	       (uint64_t)page->nodes[page->body].length * percent;
}

/* With an abstract, or, on pages that list articles, with the title of one. */
static bool is_inner_header(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];

	return (node->inside & (LANDMARK_ARTICLE | LANDMARK_MAIN)) &&
	       (node->good || page->kind != KIND_ARTICLE);
}

/* A menu in a cell of a table that lays out the page: mostly text that leads nowhere. */
static bool is_menu_cell(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];

	if (node->table == NO_NODE || page->nodes[node->table].data)
		return false;
	const struct node *table = &page->nodes[node->table];

	return node->length < table->length - table->links && !node->good &&
	       node->anchors >= LEAST_MENU &&
	       node->links * UINT64_C(100) >= node->length * (uint64_t)MENU_PERCENT;
}

/* A table of one row that holds hardly anything but links. */
static bool is_menu_table(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];
	uint32_t row = node_next(page, i, node->end, HTML_TR);

	return !node->good && node->anchors > LEAST_MENU && row != NO_NODE &&
	       node->links * UINT64_C(100) >= node->length * (uint64_t)MENU_PERCENT &&
	       node_next(page, row + 1, node->end, HTML_TR) == NO_NODE && text_below(page, i, 35);
}

/* By its element or its role. */
static bool is_site_element(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];
	bool little = page->nodes[page->body].good < LITTLE_TEXT;
	bool minor = little ? text_below(page, i, 35) : prose_within(page, i, 35);

	if (is_listed(node_attribute(page, i, ATTRIBUTE_ROLE),
		      " navigation search banner contentinfo menu menubar dialog alertdialog "
		      "toolbar tablist tooltip "))
		return prose_within(page, i, 50) && !(node->holds & LANDMARK_MAIN) &&
		       (!little || text_below(page, i, 50));
	switch (node->tag) {
	case HTML_NAV:
	case HTML_MENU:
	case HTML_DIALOG:
	case HTML_SEARCH:
		return prose_within(page, i, 50) || !(node->holds & LANDMARK_MAIN);
	case HTML_TD:
		return is_menu_cell(page, i);
	case HTML_TABLE:
		return is_menu_table(page, i);
	case HTML_FOOTER:
		if (page->kind == KIND_PAPER && (node->inside & LANDMARK_ARTICLE) && node->good)
			return false;	/* of a paper: its references and declarations */
		return prose_within(page, i, 25) && (!little || text_below(page, i, 50));
	case HTML_ASIDE:
		return minor && !(page->kind != KIND_ARTICLE && (node->inside & LANDMARK_MAIN) &&
				  node->good > ASIDE_PROSE);
	case HTML_HEADER:
		return minor && !(node->holds & LANDMARK_H1) && !is_inner_header(page, i);
	default:
		return false;
	}
}

/* The letters and digits of a text alone, in lower case. */
static void keep_letters(struct buffer *text)
{
	size_t length = 0;

	for (size_t i = 0; i < text->length; i++) {
		unsigned char c = (unsigned char)text->at[i];
		bool upper = c >= 'A' && c <= 'Z';

		if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
			text->at[length++] = (char)(upper ? c | 0x20 : c);
	}
	text->length = length;
}

/*
 * Whether its id is made of the heading in it: <section id="comments-on-the-plan">
 * is a chapter of a report and no place for comments.
 */
static bool is_named_by_heading(const struct page *page, uint32_t i)
{
	struct slice id = node_attribute(page, i, ATTRIBUTE_ID);
	uint32_t heading = i, end = page->nodes[i].end;

	if (end > i + NEAR_HEADING)
		end = i + NEAR_HEADING;
	struct buffer name = {0}, text = {0};

	while (heading < end && !html_tag_is_heading(page->nodes[heading].tag))
		heading++;
	if (!id.length || heading == end)
		return false;
	buffer_append(&name, id);
	node_text(page, heading, &text);
	keep_letters(&name);
	keep_letters(&text);
	bool same = name.length >= LEAST_SLUG &&
		    slice_starts(buffer_slice(&text), buffer_slice(&name));

	buffer_free(&name);
	buffer_free(&text);
	return same;
}

/* What its names say of it as a place of the site. */
static unsigned site_names(const struct page *page, uint32_t i)
{
	unsigned names = page->nodes[i].names;

	if (names && is_named_by_heading(page, i))
		return html_names_of(node_attribute(page, i, ATTRIBUTE_CLASS), SLICE(""));
	return names;
}

/* By its class and id; `cautious`: only by names that hardly ever mean anything else. */
static bool has_site_names(const struct page *page, uint32_t i, bool cautious)
{
	const struct node *node = &page->nodes[i];
	bool minor = text_below(page, i, 55) && !(node->holds & LANDMARK_H1);
	unsigned names = site_names(page, i);

	if (!names || node->tag == HTML_H1 || node->tag == HTML_MAIN ||
	    node->tag == HTML_ARTICLE || node->tag == HTML_BODY || node->tag == HTML_HTML ||
	    (names & NAMES_EMBED))
		return false;
	if (node->tag == HTML_ASIDE && page->kind != KIND_ARTICLE &&
	    (node->inside & LANDMARK_MAIN) && node->good > ASIDE_PROSE)
		return false;
	if ((names & NAMES_BODY) && node->good > LITTLE_TEXT)
		return false;
	unsigned sure = NAMES_FOOTER | NAMES_COOKIE | (cautious ? 0 : NAMES_NAVIGATION);

	if ((names & sure) && minor &&
	    (prose_within(page, i, 50) || names & NAMES_COOKIE) && !(node->holds & LANDMARK_MAIN))
		return true;
	if (cautious)
		return false;
	if ((names & NAMES_COMMENTS) && page->kind != KIND_FORUM &&
	    !(node->holds & LANDMARK_H1) && !(node->holds & LANDMARK_ARTICLE))
		return true;
	return (names & NAMES_EXTRA) && prose_within(page, i, 30) &&
	       !(node->holds & LANDMARK_H1) && !(node->holds & LANDMARK_MAIN) && text_below(page, i, 55);
}

void html_clear_site(struct page *page, bool cautious)
{
	for (uint32_t i = 0; i < page->count;) {
		const struct node *node = &page->nodes[i];
		bool inner = i > page->body && node->mark == MARK_KEPT && node->tag != HTML_TEXT;
		bool cleared = false;

		if (inner && (node->names & NAMES_HIDDEN) && node->length < LITTLE_TEXT &&
		    node->tag != HTML_H1 && !is_panel(page, i)) {
			node_set_mark(page, i, MARK_GONE);
			cleared = true;
		} else if (inner && (is_site_element(page, i) || has_site_names(page, i, cautious))) {
			node_set_mark(page, i, MARK_SITE);
			cleared = true;
		}
		i = cleared ? page->nodes[i].end : i + 1;
	}
	html_find_blocks(page);
}
