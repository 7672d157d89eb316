/*
 * Metadata: what a page says of itself, the most exact source first.
 *
 * Citation tags (papers), JSON-LD, Open Graph, Dublin Core, microdata, then
 * what is printed.  An address is no author.
 */
#include "stages/read/reader/html/dates.h"
#include "stages/read/reader/html/page.h"

#include <strings.h>

enum { LONGEST_BYLINE = 100, LONGEST_DATE_LINE = 80 };

static bool is_word(struct slice value, const char *word)
{
	return value.length == strlen(word) && strncasecmp(value.at, word, value.length) == 0;
}

void html_read_data(struct page *page)
{
	for (uint32_t i = 0; i < page->count; i++) {
		const struct node *node = &page->nodes[i];

		if (node->tag == HTML_SCRIPT && node->end > i + 1 &&
		    is_word(node_attribute(page, i, ATTRIBUTE_TYPE), "application/ld+json"))
			json_add(&page->data, &page->arena, page->nodes[i + 1].text);
	}
}

static bool type_fits(struct slice type, const char *wanted)
{
	return wanted[0] == '*' ? slice_ends(type, slice_of(wanted + 1)) : slice_is(type, wanted);
}

bool data_is(const struct page *page, uint32_t object, const char *type)
{
	const struct json *data = &page->data;

	if (data->at[object].kind != JSON_OBJECT)
		return false;
	uint32_t i = json_member(data, object, "@type");

	if (i == UINT32_MAX)
		return false;
	if (data->at[i].kind != JSON_ARRAY)
		return type_fits(data->at[i].text, type);
	for (uint32_t k = i + 1; k < data->at[i].end; k++)
		if (type_fits(data->at[k].text, type))
			return true;
	return false;
}

/* The JSON-LD object that is this page; UINT32_MAX: none. */
static uint32_t page_object(const struct page *page)
{
	static const char *const types[] = {
		"*Article", "BlogPosting", "Report", "Event", "Course", "WebPage"};

	for (size_t t = 0; t < COUNT_OF(types); t++)
		for (uint32_t i = 0; i < page->data.count; i++)
			if (data_is(page, i, types[t]))
				return i;
	return UINT32_MAX;
}

struct slice page_data(const struct page *page, const char *key)
{
	uint32_t object = page_object(page);

	if (object == UINT32_MAX)
		return (struct slice){NULL, 0};
	return json_string(&page->data, object, key);
}

/* The first of these that has something. */
static struct slice first_meta(const struct page *page, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct slice value = slice_trim(page_meta(page, names[i]));

		if (value.length)
			return value;
	}
	return (struct slice){NULL, 0};
}

#define FIRST_META(page, ...) \
	first_meta(page, (const char *const[]){__VA_ARGS__}, \
		   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static bool contains(struct slice s, struct slice part)
{
	for (size_t i = 0; part.length && i + part.length <= s.length; i++)
		if (strncasecmp(s.at + i, part.at, part.length) == 0)
			return true;
	return false;
}

static bool is_address(struct slice value)
{
	return contains(value, SLICE("://")) || slice_starts(value, SLICE("@")) ||
	       slice_starts(value, SLICE("www."));
}

static void add_author(struct buffer *authors, struct slice name)
{
	name = slice_trim(name);
	if (name.length > 3 && strncasecmp(name.at, "by ", 3) == 0)
		name = slice_trim(slice_from(name, 3));
	if (!name.length || name.length > LONGEST_BYLINE || is_address(name) ||
	    contains(buffer_slice(authors), name))
		return;
	if (authors->length)
		buffer_append(authors, SLICE("; "));
	append_clean_text(authors, name);
}

/* Every <meta> of this name: papers and Dublin Core name one author in each. */
static void authors_of_meta(const struct page *page, const char *name, struct buffer *to)
{
	for (uint32_t i = 0; i < page->count; i++)
		if (page->nodes[i].tag == HTML_META &&
		    (is_word(node_attribute(page, i, ATTRIBUTE_NAME), name) ||
		     is_word(node_attribute(page, i, ATTRIBUTE_PROPERTY), name)))
			add_author(to, node_attribute(page, i, ATTRIBUTE_CONTENT));
}

static void authors_of_data(const struct page *page, struct buffer *to)
{
	uint32_t object = page_object(page);

	if (object == UINT32_MAX)
		return;
	uint32_t author = json_member(&page->data, object, "author");

	if (author == UINT32_MAX)
		return;
	const struct json_value *value = &page->data.at[author];

	if (value->kind == JSON_STRING || value->kind == JSON_OBJECT)
		add_author(to, json_string(&page->data, object, "author"));
	for (uint32_t i = author + 1; value->kind == JSON_ARRAY && i < value->end;
	     i = page->data.at[i].end)
		add_author(to, page->data.at[i].kind == JSON_STRING ? page->data.at[i].text :
			   json_string(&page->data, i, "name"));
}

/* itemprop="author", rel="author", then names such as byline. */
static void authors_in_print(const struct page *page, struct buffer *to)
{
	struct buffer text = {0};

	for (int pass = 0; pass < 2 && !to->length; pass++) {
		for (uint32_t i = 0; i < page->count; i++) {
			bool exact = is_word(node_attribute(page, i, ATTRIBUTE_ITEMPROP), "author") ||
				     is_word(node_attribute(page, i, ATTRIBUTE_REL), "author");

			if (page->nodes[i].mark == MARK_GONE ||
			    !(pass ? (page->nodes[i].names & NAMES_BYLINE) != 0 : exact))
				continue;
			buffer_reset(&text);
			node_text(page, i, &text);
			add_author(to, buffer_slice(&text));
			if (pass && to->length)
				break;
		}
	}
	buffer_free(&text);
}

static void find_author(const struct page *page, struct buffer *to)
{
	static const char *const names[] = {
		"citation_author", NULL, "dc.creator", "dcterms.creator", "author",
		"article:author", "parsely-author", "sailthru.author", "byl"};

	for (size_t i = 0; i < COUNT_OF(names) && !to->length; i++)
		if (names[i])
			authors_of_meta(page, names[i], to);
		else
			authors_of_data(page, to);
	if (!to->length && page->post_count)
		add_author(to, page->posts[0].who);
	if (!to->length)
		authors_in_print(page, to);
}

static bool is_american(const struct page *page)
{
	return is_word(node_attribute(page, 0, ATTRIBUTE_LANG), "en-US");
}

/* A date that is printed on its own: time elements and names, then "Published ...". */
static bool date_in_print(const struct page *page, char iso[DATE_SIZE])
{
	struct buffer text = {0};
	bool found = false;

	for (int pass = 0; pass < 3 && !found; pass++) {
		for (uint32_t i = 0; i < page->count && !found; i++) {
			const struct node *node = &page->nodes[i];
			struct slice value = node_attribute(page, i, ATTRIBUTE_DATETIME);
			bool fits = pass == 0 ? is_word(node_attribute(page, i, ATTRIBUTE_ITEMPROP),
							"datePublished") :
				    pass == 1 ? node->tag == HTML_TIME && value.length :
						(node->names & NAMES_DATE) != 0;

			if (!fits || node->mark == MARK_GONE || !node_holds(page, page->body, i))
				continue;
			buffer_reset(&text);
			if (node->tag != HTML_META)
				node_text(page, i, &text);
			if (!value.length)
				value = node_attribute(page, i, ATTRIBUTE_CONTENT);
			if (!value.length && text.length <= LONGEST_DATE_LINE)
				value = buffer_slice(&text);
			found = date_read(value, is_american(page), iso);
		}
	}
	buffer_free(&text);
	return found;
}

/* "Posted on Monday 2nd September, 2019": a short line that starts with such a word. */
static bool date_in_words(const struct page *page, char iso[DATE_SIZE])
{
	static const char *const starts[] = {
		"published", "posted", "last updated", "updated", "date", "first published"};
	struct buffer text = {0};
	bool found = false;

	for (size_t i = 0; i < page->block_count && !found; i++) {
		const struct block *block = &page->blocks[i];

		if (block->length > LONGEST_DATE_LINE || block->mark == MARK_GONE)
			continue;
		buffer_reset(&text);
		block_text(page, block, block->mark, &text);
		for (size_t k = 0; k < COUNT_OF(starts) && !found; k++)
			if (strncasecmp(text.length ? text.at : "", starts[k],
					strlen(starts[k]) < text.length ? strlen(starts[k]) : 0) == 0 &&
			    text.length > strlen(starts[k]))
				found = date_read(slice_from(buffer_slice(&text), strlen(starts[k])),
						  is_american(page), iso);
	}
	buffer_free(&text);
	return found;
}

static bool find_date(const struct page *page, char iso[DATE_SIZE])
{
	struct slice value = FIRST_META(page, "citation_publication_date", "citation_date",
					"citation_online_date");

	if (date_read(value, false, iso))
		return true;
	if (date_read(page_data(page, "datePublished"), false, iso))
		return true;
	value = FIRST_META(page, "article:published_time", "dc.date", "dcterms.date", "dc.date.issued",
			   "dcterms.issued", "dcterms.created", "date", "pubdate", "datepublished",
			   "parsely-pub-date", "publish-date", "dcterms.modified",
			   "article:modified_time", "last-modified");
	return date_read(value, is_american(page), iso) || date_in_print(page, iso) ||
	       date_in_words(page, iso);
}

static void find_language(const struct page *page, struct buffer *to)
{
	struct slice lang = {NULL, 0};

	for (uint32_t i = 0; i < page->count && i < 3 && !lang.length; i++) {
		lang = slice_trim(node_attribute(page, i, ATTRIBUTE_LANG));
		if (!lang.length)
			lang = slice_trim(node_attribute(page, i, ATTRIBUTE_XML_LANG));
	}
	if (!lang.length)
		lang = FIRST_META(page, "dc.language", "dcterms.language", "content-language",
				  "og:locale", "citation_language");
	if (!lang.length)
		lang = page_data(page, "inLanguage");
	lang = slice_first(lang, slice_find_byte(lang, ','));
	for (size_t i = 0; i < lang.length && i < 35; i++)
		buffer_byte(to, lang.at[i] == '_' ? '-' : lang.at[i]);
}

static struct slice find_source(const struct page *page)
{
	struct slice open = page_meta(page, "og:url");

	for (uint32_t i = 0; i < page->count; i++)
		if (page->nodes[i].tag == HTML_LINK &&
		    is_word(node_attribute(page, i, ATTRIBUTE_REL), "canonical") &&
		    contains(node_attribute(page, i, ATTRIBUTE_HREF), SLICE("://")))
			return node_attribute(page, i, ATTRIBUTE_HREF);
	return contains(open, SLICE("://")) ? open : (struct slice){NULL, 0};
}

static struct slice find_description(const struct page *page)
{
	struct slice value = FIRST_META(page, "description", "og:description", "dc.description",
					"dcterms.description", "dcterms.abstract",
					"citation_abstract", "twitter:description");

	return value.length ? value : page_data(page, "description");
}

/* What <title> says, where another title was chosen. */
static void report_title(const struct page *page, struct slice title, struct reading *reading)
{
	uint32_t node = node_next(page, 0, (uint32_t)page->count, HTML_TITLE);
	struct buffer declared = {0};

	if (node != NO_NODE)
		node_text(page, node, &declared);
	if (!slice_equal(title, buffer_slice(&declared)))
		reading_report(reading, "title", 0, SLICE(""), buffer_slice(&declared), title);
	buffer_free(&declared);
}

void html_metadata(struct page *page, struct reading *reading)
{
	struct buffer title = {0}, author = {0}, lang = {0};
	char iso[DATE_SIZE];

	page->address = find_source(page);
	html_find_title(page, &title);
	find_author(page, &author);
	find_language(page, &lang);
	html_find_headline(page, buffer_slice(&title));
	reading_attribute(reading, SLICE("title"), buffer_slice(&title));
	report_title(page, buffer_slice(&title), reading);
	reading_attribute(reading, SLICE("author"), buffer_slice(&author));
	if (find_date(page, iso))
		reading_attribute(reading, SLICE("date"), slice_of(iso));
	if (lang.length) {
		reading_attribute(reading, SLICE("lang"), buffer_slice(&lang));
		reading_attribute(reading, SLICE("lang-by"), SLICE("declared"));
	}
	reading_attribute(reading, SLICE("source"), page->address);
	reading_attribute(reading, SLICE("description"), find_description(page));
	buffer_free(&title);
	buffer_free(&author);
	buffer_free(&lang);
}
