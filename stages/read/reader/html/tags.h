/*
 * Tags and attributes of HTML that mean something to the reader.
 */
#ifndef HTML_TAGS_H
#define HTML_TAGS_H

#include "pipeline/base/slice.h"

/* How an element lies in the text. */
enum layout {
	LAYOUT_INLINE,		/* runs on: also every element that is not known */
	LAYOUT_BLOCK,		/* stands for itself */
	LAYOUT_GONE,		/* holds no text to read */
};

/* constant, spelling, layout; in the order of spelling */
#define HTML_TAGS(X) \
	X(A, "a", INLINE) X(ADDRESS, "address", BLOCK) X(ARTICLE, "article", BLOCK) \
	X(ASIDE, "aside", BLOCK) X(AUDIO, "audio", GONE) X(BASE, "base", INLINE) \
	X(BLOCKQUOTE, "blockquote", BLOCK) X(BODY, "body", BLOCK) X(BR, "br", INLINE) \
	X(BUTTON, "button", GONE) X(CANVAS, "canvas", GONE) X(CAPTION, "caption", BLOCK) \
	X(CENTER, "center", BLOCK) X(DATALIST, "datalist", GONE) X(DD, "dd", BLOCK) \
	X(DEL, "del", INLINE) X(DETAILS, "details", BLOCK) X(DIALOG, "dialog", BLOCK) \
	X(DIV, "div", BLOCK) X(DL, "dl", BLOCK) X(DT, "dt", BLOCK) X(EMBED, "embed", GONE) \
	X(FIELDSET, "fieldset", BLOCK) X(FIGCAPTION, "figcaption", BLOCK) \
	X(FIGURE, "figure", BLOCK) X(FOOTER, "footer", BLOCK) X(FORM, "form", BLOCK) \
	X(FRAMESET, "frameset", BLOCK) X(H1, "h1", BLOCK) X(H2, "h2", BLOCK) X(H3, "h3", BLOCK) \
	X(H4, "h4", BLOCK) X(H5, "h5", BLOCK) X(H6, "h6", BLOCK) X(HEAD, "head", BLOCK) \
	X(HEADER, "header", BLOCK) X(HGROUP, "hgroup", BLOCK) X(HR, "hr", BLOCK) \
	X(HTML, "html", BLOCK) X(IFRAME, "iframe", GONE) X(INPUT, "input", GONE) \
	X(LEGEND, "legend", BLOCK) X(LI, "li", BLOCK) X(LINK, "link", INLINE) \
	X(MAIN, "main", BLOCK) X(MATH, "math", INLINE) X(MENU, "menu", BLOCK) \
	X(META, "meta", INLINE) X(NAV, "nav", BLOCK) X(NOFRAMES, "noframes", BLOCK) \
	X(NOSCRIPT, "noscript", BLOCK) X(OBJECT, "object", GONE) X(OL, "ol", BLOCK) \
	X(OPTION, "option", GONE) X(P, "p", BLOCK) X(PLAINTEXT, "plaintext", BLOCK) \
	X(PRE, "pre", BLOCK) X(SCRIPT, "script", GONE) X(SEARCH, "search", BLOCK) \
	X(SECTION, "section", BLOCK) X(SELECT, "select", GONE) X(STYLE, "style", GONE) \
	X(SUMMARY, "summary", BLOCK) X(SUP, "sup", INLINE) X(SVG, "svg", GONE) \
	X(TABLE, "table", BLOCK) X(TBODY, "tbody", BLOCK) X(TD, "td", BLOCK) \
	X(TEMPLATE, "template", GONE) X(TEXTAREA, "textarea", GONE) X(TFOOT, "tfoot", BLOCK) \
	X(TH, "th", BLOCK) X(THEAD, "thead", BLOCK) X(TIME, "time", INLINE) \
	X(TITLE, "title", BLOCK) X(TR, "tr", BLOCK) X(UL, "ul", BLOCK) X(VIDEO, "video", GONE)

enum html_tag {
#define X(constant, spelling, layout) HTML_##constant,
	HTML_TAGS(X)
#undef X
	HTML_OTHER,
	HTML_TEXT,
};

/* In the order of spelling. */
#define HTML_ATTRIBUTES(X) \
	X(ARIA_HIDDEN, "aria-hidden") X(CLASS, "class") X(CONTENT, "content") \
	X(DATETIME, "datetime") X(HIDDEN, "hidden") X(HREF, "href") \
	X(HTTP_EQUIV, "http-equiv") X(ID, "id") \
	X(ITEMPROP, "itemprop") X(ITEMTYPE, "itemtype") X(LANG, "lang") X(NAME, "name") \
	X(PROPERTY, "property") X(REL, "rel") X(ROLE, "role") X(START, "start") \
	X(STYLE, "style") X(TYPE, "type") X(VALUE, "value") X(XML_LANG, "xml:lang")

enum html_attribute_name {
#define X(constant, spelling) ATTRIBUTE_##constant,
	HTML_ATTRIBUTES(X)
#undef X
	ATTRIBUTE_OTHER,
};

/* By the lower-case name; a prefix ("html:p") is passed over. */
enum html_tag html_tag_of(struct slice name);
enum layout html_tag_layout(enum html_tag tag);

enum html_attribute_name html_attribute_of(struct slice name);

static inline bool html_tag_is_heading(enum html_tag tag)
{
	return tag >= HTML_H1 && tag <= HTML_H6;
}

/*
 * What class and id say of an element: both cut into words at capitals and
 * at all but letters and digits, and looked up in one table of phrases.
 */
enum name_class {
	NAMES_COOKIE = 1,
	NAMES_HIDDEN = 2,	/* text for screen readers */
	NAMES_FOOTER = 4,
	NAMES_NAVIGATION = 8,
	NAMES_EXTRA = 16,	/* share, related, newsletter, ... */
	NAMES_COMMENTS = 32,
	NAMES_PANEL = 64,	/* tabs and the like: hidden until asked for */
	NAMES_NO_PANEL = 128,	/* menus and dialogs, which are hidden for good */
	NAMES_BODY = 256,	/* the body of an article */
	NAMES_BYLINE = 512,
	NAMES_DATE = 1024,
	NAMES_CAPTION = 2048,
	NAMES_EMBED = 4096,
	NAMES_USER = 8192,	/* whose post it is */
	NAMES_SIGNATURE = 16384,
	NAMES_REVIEWS = 32768,	/* of a product, and what else is sold with it */
	NAMES_FACET = 65536,	/* filters, swatches */
};

/* The classes of name (enum name_class, added) for the values of class and id. */
unsigned html_names_of(struct slice class_value, struct slice id_value);

#endif
