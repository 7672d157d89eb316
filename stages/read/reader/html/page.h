/*
 * Page: a web page as one array of nodes, and what is done with it in turn.
 *
 * The nodes stand in document order, so that what lies inside element i is
 * the range i + 1 .. end - 1, and every pass over the tree is a loop: no
 * depth of nesting can exhaust the stack.  parse.c is the one file that
 * knows libxml2.
 *
 * The passes: decode -> repair -> parse -> clear what is hidden -> structure
 * and notes -> kind -> clear what the site adds -> root -> prune -> metadata
 * -> parts -> write.  Blocks and measures are found anew after each that
 * changes marks.
 */
#ifndef HTML_PAGE_H
#define HTML_PAGE_H

#include "pipeline/base/arena.h"
#include "stages/read/reader/html/json.h"
#include "stages/read/reader/html/tags.h"
#include "stages/read/reader/reader.h"

/* What a node is to the reader of the page. */
enum mark {
	MARK_KEPT,	/* main content */
	MARK_SITE,	/* what the site adds: written as fw */
	MARK_GONE,	/* no text at all: scripts, styles, what is hidden */
};

/* Elements that much depends on, as bits. */
enum landmark { LANDMARK_H1 = 1, LANDMARK_MAIN = 2, LANDMARK_ARTICLE = 4 };

struct html_attribute {
	enum html_attribute_name name;
	struct slice value;
};

enum { NO_NODE = UINT32_MAX };

struct node {
	uint32_t parent;	/* NO_NODE: the root */
	uint32_t end;		/* behind the last node inside it */
	/* The nearest around it, or NO_NODE: */
	uint32_t block;		/* block-level element */
	uint32_t holder;	/* heading, list item, caption, quotation or cell */
	uint32_t cell, table;
	uint32_t link;
	uint32_t first_attribute;
	uint16_t attribute_count;
	uint8_t tag;		/* enum html_tag; HTML_TEXT for text */
	uint8_t mark;		/* enum mark */
	uint8_t inside;		/* enum landmark: what is around it */
	uint8_t holds;		/* what is in it */
	bool data;		/* of a table: it holds data, not the page's layout */
	uint16_t lists;		/* how many lists it is in */
	/* Of a list item: its number, until it is written; of a br: parts lines; scratch. */
	uint32_t ordinal;
	unsigned names;		/* enum name_class: what class and id say */
	struct slice text;	/* of a text node */
	/* Characters inside it that are not GONE: all, in links, in good blocks. */
	uint32_t length, links, good;
	uint32_t anchors;	/* links inside it, by number */
};

/* A stretch of text between two block boundaries: what may become a paragraph. */
struct block {
	uint32_t first, last;	/* its text nodes are among these */
	uint32_t owner;		/* the block-level element it stands in */
	uint32_t length, links;	/* characters */
	uint8_t mark;
	bool good;		/* long, and few links: prose */
};

enum page_kind {
	KIND_OTHER, KIND_ARTICLE, KIND_PAPER, KIND_DOCUMENTATION, KIND_FORUM, KIND_PRODUCT,
	KIND_COLLECTION,
};

/* A post of a thread: the element around it, and whose it is (perhaps empty). */
struct post {
	uint32_t frame;
	struct slice who;
};

/* A labelled part of the page: blocks first .. end - 1. */
struct labelled_part {
	uint32_t first, end;
	uint32_t around;	/* the element around the paragraph that has the label */
	uint8_t rank;		/* of its heading; RANK_OF_TEXT: it has none */
	const char *type;
	struct slice head;	/* the label as printed */
};

/* The mark of a foot- or endnote, and where the note stands. */
struct note {
	uint32_t link;
	uint32_t body;		/* a block-level element; NO_NODE: it is not known */
	struct slice number;	/* or a sign, as printed */
};

struct page {
	struct arena arena;	/* owns names and copies */
	struct buffer source;	/* the page in UTF-8, entities repaired, until it is parsed */
	struct buffer text;	/* what text nodes and attribute values point to: never moves */
	struct node *nodes;
	size_t count, capacity;
	struct html_attribute *attributes;
	size_t attribute_count, attribute_capacity;
	struct block *blocks;
	size_t block_count, block_capacity;
	struct post *posts;	/* of a forum, in document order */
	size_t post_count, post_capacity;
	struct note *notes;	/* by their links */
	size_t note_count, note_capacity;
	struct labelled_part *parts;	/* by their first block; they nest */
	size_t part_count, part_capacity;
	struct slice description;	/* of a product, where scripts alone would print it */
	struct slice address;	/* of the page itself; perhaps empty */
	struct json data;	/* all JSON-LD of the page */
	enum page_kind kind;
	uint32_t body, root;	/* nodes; root holds the main content */
	uint32_t headline;	/* a block: the page's own title; NO_NODE: none */
};

static inline bool node_is(const struct page *page, uint32_t node, enum html_tag tag)
{
	return node != NO_NODE && page->nodes[node].tag == tag;
}

static inline bool node_holds(const struct page *page, uint32_t outer, uint32_t inner)
{
	return inner >= outer && inner < page->nodes[outer].end;
}

/* The value of an attribute; a null pointer if the node has none. */
struct slice node_attribute(const struct page *page, uint32_t node,
			    enum html_attribute_name name);

/* The next node in document order with this tag, from `from`; NO_NODE. */
uint32_t node_next(const struct page *page, uint32_t from, uint32_t end, enum html_tag tag);

/* Appends the text inside a node, clean: GONE or not; without what is GONE. */
void node_text(const struct page *page, uint32_t node, struct buffer *to);
void node_seen_text(const struct page *page, uint32_t node, struct buffer *to);

/* Appends the text of a block that has this mark, clean; block_append: with a space at its end. */
void block_append(const struct page *page, const struct block *block, enum mark mark,
		  struct buffer *to);
void block_text(const struct page *page, const struct block *block, enum mark mark,
		struct buffer *to);

/* The content of the first <meta> with this name, property or itemprop (lower case). */
struct slice page_meta(const struct page *page, const char *name);

/* The string under this key in the JSON-LD object that is the page; perhaps empty. */
struct slice page_data(const struct page *page, const char *key);

/* Whether the JSON-LD object says that it is of such a type ("Article", "*Article"). */
bool data_is(const struct page *page, uint32_t object, const char *type);

/* Gives the node and all inside it the mark, unless GONE already. */
void node_set_mark(struct page *page, uint32_t node, enum mark mark);

/*
 * mhtml.c: appends the bytes of the page in a web archive, and what their
 * encoding is said to be, if anything.  False: it is no archive.
 */
bool html_unpack_archive(struct buffer *to, struct slice bytes, struct buffer *charset);

/* How the bytes of a page were understood. */
enum { LONGEST_ENCODING = 40 };

struct decoding {
	char declared[LONGEST_ENCODING];	/* of the page; or "" */
	char used[LONGEST_ENCODING];
	size_t repaired;			/* ill-formed sequences made U+FFFD */
};

/*
 * decode.c: the bytes of a page as UTF-8 without NUL and other controls.
 * `charset`: what was said of them outside of the page; may be empty.
 * `how`: NULL if nobody asks.
 */
void html_decode(struct buffer *to, struct slice bytes, struct slice charset,
		 struct decoding *how);

/* repair.c: entities and quotes that libxml2 would not understand. */
void html_repair_source(struct buffer *to, struct slice source);

/* Characters, with runs of white space counted as one. */
size_t text_length(struct slice text);

/* parse.c: fills the nodes from the source.  False: there is no element in it. */
bool html_parse(struct page *page);

/*
 * clear.c: marks what is hidden; then, with measures, what the site adds;
 * `cautious`: only where there is hardly a doubt.
 */
void html_clear_hidden(struct page *page);
void html_clear_site(struct page *page, bool cautious);

/* measure.c: finds the blocks; sums lengths over the nodes whose mark is at most `most`. */
void html_find_blocks(struct page *page);
void html_measure(struct page *page, enum mark most);

/* structure.c: which tables hold data; the numbers of list items. */
void html_find_structure(struct page *page);

/* notes.c: the marks of notes, which are GONE then, and the notes. */
void html_find_notes(struct page *page);

/* metadata.c: reads the JSON-LD into page->data. */
void html_read_data(struct page *page);

/*
 * forum.c: whether the page holds the texts of posts; marks as kept the
 * posts of a thread and nothing else.  False: none were found, and nothing
 * has been changed.
 */
bool html_is_thread(const struct page *page);
bool html_find_posts(struct page *page);

/*
 * shop.c: whether the page is a shelf of goods; marks what a shop adds to
 * goods; and finds a product's description that the page does not print.
 */
bool html_is_collection(const struct page *page);
void html_clear_shop(struct page *page);
void html_find_description(struct page *page);

/* kind.c, root.c, prune.c */
void html_find_kind(struct page *page);
void html_find_root(struct page *page);
void html_prune(struct page *page);

/* title.c: appends the title of the document, without the name of the site; perhaps nothing. */
void html_find_title(const struct page *page, struct buffer *to);

/*
 * title.c: finds the headline where the only h1 is the site's name: a heading
 * below it, with little but links between them; and the block that prints
 * the title, unless that was found.
 */
void html_find_logo(struct page *page);
void html_find_headline(struct page *page, struct slice title);

/* metadata.c: title, author, date, lang, source; and finds the headline. */
void html_metadata(struct page *page, struct reading *reading);

/* parts.c: the labelled parts, of what is kept. */
void html_find_parts(struct page *page);

/*
 * links.c: appends the address that `href` stands for on a page whose address
 * is `base`; without a base, as it is.
 */
void html_resolve(struct buffer *to, struct slice base, struct slice href);

/*
 * "pdf", if the link, which has this text, leads to such a document; "" for a
 * document of a form that is not known; NULL: to none.
 */
const char *html_link_format(const struct page *page, uint32_t link, struct slice text);

/*
 * html.c: for pages that are all content, as in e-books and mail: appends the
 * blocks of everything that is not hidden.  False: it is no page.
 */
bool html_write_all(struct buffer *to, struct slice bytes, struct slice charset);

/*
 * blocks.c: the stream's blocks; first what is kept, then what the site adds.
 * With `places` each says with which node it starts.
 */
void html_write_blocks(struct page *page, struct buffer *to, bool places);

void page_free(struct page *page);

#endif
