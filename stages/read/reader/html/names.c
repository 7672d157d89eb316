/*
 * Names: what class and id say of an element.
 *
 * "relatedArticles main_nav" is read as -related-articles-main-nav-, and the
 * phrases of the table match between two hyphens.  The table was drawn up
 * from the names that public pages use.
 */
#include "stages/read/reader/html/tags.h"

enum { LONGEST_NAMES = 512 };

struct phrase {
	struct slice words;	/* ends in '*': the last word may go on */
	unsigned names;
};

#define PHRASE(words, class) {{words, sizeof words - 1}, NAMES_##class}

/* Grouped by their first letter. */
static const struct phrase phrases[] = {
	PHRASE("acc-content", PANEL),
	PHRASE("accordion*", PANEL),
	PHRASE("acd*", PANEL),
	PHRASE("ad", EXTRA),
	PHRASE("ads", EXTRA),
	PHRASE("advert*", EXTRA),
	PHRASE("also-bought", REVIEWS),
	PHRASE("also-like", REVIEWS),
	PHRASE("answer", PANEL),
	PHRASE("article-body", BODY),
	PHRASE("article-content", BODY),
	PHRASE("article-text", BODY),
	PHRASE("articlebody", BODY),
	PHRASE("author", BYLINE),
	PHRASE("author-bio", EXTRA),
	PHRASE("author-box", EXTRA),
	PHRASE("author-name", BYLINE),
	PHRASE("banner-cookie", COOKIE),
	PHRASE("body-copy", BODY),
	PHRASE("body-text", BODY),
	PHRASE("bought-together", REVIEWS),
	PHRASE("breadcrumb", FOOTER),
	PHRASE("breadcrumbs", FOOTER),
	PHRASE("byline", BYLINE),
	PHRASE("caption", CAPTION),
	PHRASE("carousel*", REVIEWS),
	PHRASE("cart", NO_PANEL),
	PHRASE("cart", REVIEWS),
	PHRASE("ccpa", COOKIE),
	PHRASE("cmplz", COOKIE),
	PHRASE("collapse*", PANEL),
	PHRASE("comment", COMMENTS),
	PHRASE("commentlist", COMMENTS),
	PHRASE("comments", COMMENTS),
	PHRASE("consent", COOKIE),
	PHRASE("cookie", COOKIE),
	PHRASE("cookiebot", COOKIE),
	PHRASE("cookies", COOKIE),
	PHRASE("copyright", FOOTER),
	PHRASE("creator", USER),
	PHRASE("credit", CAPTION),
	PHRASE("cross-sell*", REVIEWS),
	PHRASE("crumbs", FOOTER),
	PHRASE("d-none", HIDDEN),
	PHRASE("date", DATE),
	PHRASE("dateline", DATE),
	PHRASE("debug", NO_PANEL),
	PHRASE("delivery", REVIEWS),
	PHRASE("description", PANEL),
	PHRASE("disqus", COMMENTS),
	PHRASE("embed", EMBED),
	PHRASE("entry-content", BODY),
	PHRASE("entry-date", DATE),
	PHRASE("expand*", PANEL),
	PHRASE("facet*", FACET),
	PHRASE("faq*", PANEL),
	PHRASE("feedback", EXTRA),
	PHRASE("filter", FACET),
	PHRASE("filters", FACET),
	PHRASE("footer", FOOTER),
	PHRASE("gdpr", COOKIE),
	PHRASE("gm-style", EXTRA),
	PHRASE("gov-banner", EXTRA),
	PHRASE("leftnav", NAVIGATION),
	PHRASE("login", EXTRA),
	PHRASE("login-form", EXTRA),
	PHRASE("mainmenu", NAVIGATION),
	PHRASE("mainnav", NAVIGATION),
	PHRASE("masthead", NAVIGATION),
	PHRASE("menu", NAVIGATION),
	PHRASE("menu", NO_PANEL),
	PHRASE("menus", NAVIGATION),
	PHRASE("mini-cart", REVIEWS),
	PHRASE("mini-nav", FOOTER),
	PHRASE("minicart", REVIEWS),
	PHRASE("modal", EXTRA),
	PHRASE("modal", NO_PANEL),
	PHRASE("nav", NAVIGATION),
	PHRASE("nav", NO_PANEL),
	PHRASE("navbar", NAVIGATION),
	PHRASE("navigation", NAVIGATION),
	PHRASE("newsletter", EXTRA),
	PHRASE("offscreen", HIDDEN),
	PHRASE("onetrust*", COOKIE),
	PHRASE("pager", NAVIGATION),
	PHRASE("pagination", NAVIGATION),
	PHRASE("panel", PANEL),
	PHRASE("paywall", EXTRA),
	PHRASE("popular", EXTRA),
	PHRASE("popup", EXTRA),
	PHRASE("post-body", BODY),
	PHRASE("post-content", BODY),
	PHRASE("post-date", DATE),
	PHRASE("poster", USER),
	PHRASE("print", EXTRA),
	PHRASE("promo", EXTRA),
	PHRASE("pubdate", DATE),
	PHRASE("published", DATE),
	PHRASE("qa", REVIEWS),
	PHRASE("quicklinks", EXTRA),
	PHRASE("rail", NAVIGATION),
	PHRASE("rating*", REVIEWS),
	PHRASE("reactions", SIGNATURE),
	PHRASE("recently-viewed", REVIEWS),
	PHRASE("recommended", EXTRA),
	PHRASE("related*", EXTRA),
	PHRASE("respond", COMMENTS),
	PHRASE("review", REVIEWS),
	PHRASE("reviews", REVIEWS),
	PHRASE("screen-reader-text", HIDDEN),
	PHRASE("search", NO_PANEL),
	PHRASE("search-form", EXTRA),
	PHRASE("seller*", REVIEWS),
	PHRASE("share", EXTRA),
	PHRASE("sidebar", NAVIGATION),
	PHRASE("sidemenu", NAVIGATION),
	PHRASE("sidenav", NAVIGATION),
	PHRASE("sig", SIGNATURE),
	PHRASE("signature", SIGNATURE),
	PHRASE("signup", EXTRA),
	PHRASE("similar*", REVIEWS),
	PHRASE("single-content", BODY),
	PHRASE("site-header", NAVIGATION),
	PHRASE("skip-link", FOOTER),
	PHRASE("skip-links", FOOTER),
	PHRASE("slide*", PANEL),
	PHRASE("social*", EXTRA),
	PHRASE("sort-by", FACET),
	PHRASE("specification*", PANEL),
	PHRASE("specs", PANEL),
	PHRASE("sponsor*", EXTRA),
	PHRASE("sr-only", HIDDEN),
	PHRASE("story-body", BODY),
	PHRASE("story-content", BODY),
	PHRASE("submenu", NAVIGATION),
	PHRASE("subnav", NAVIGATION),
	PHRASE("subscribe", EXTRA),
	PHRASE("swatch*", REVIEWS),
	PHRASE("tab", PANEL),
	PHRASE("tab-pane", PANEL),
	PHRASE("table-responsive-heading", HIDDEN),
	PHRASE("tabpanel", PANEL),
	PHRASE("tabs", PANEL),
	PHRASE("tags", EXTRA),
	PHRASE("td-post-content", BODY),
	PHRASE("testimonial*", REVIEWS),
	PHRASE("timestamp", DATE),
	PHRASE("toc", NAVIGATION),
	PHRASE("toolbar", NAVIGATION),
	PHRASE("topbar", NAVIGATION),
	PHRASE("topmenu", NAVIGATION),
	PHRASE("topnav", NAVIGATION),
	PHRASE("trending", EXTRA),
	PHRASE("tweet", EMBED),
	PHRASE("twitter-tweet", EMBED),
	PHRASE("upsell*", REVIEWS),
	PHRASE("usa-banner", EXTRA),
	PHRASE("user-details", USER),
	PHRASE("user-info", SIGNATURE),
	PHRASE("user-name", USER),
	PHRASE("username", USER),
	PHRASE("utility-links", FOOTER),
	PHRASE("visually-hidden", HIDDEN),
};

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_word(char c)
{
	return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Appends the words of a value, each with a hyphen before it. */
static size_t append_words(char *to, size_t length, struct slice value)
{
	for (size_t i = 0; i < value.length && length + 2 < LONGEST_NAMES; i++) {
		char c = value.at[i];
		bool starts = is_upper(c) && i > 0 && is_word(value.at[i - 1]) &&
			      !is_upper(value.at[i - 1]);

		if ((starts || !is_word(c)) && length && to[length - 1] != '-')
			to[length++] = '-';
		if (is_word(c))
			to[length++] = is_upper(c) ? (char)(c + ('a' - 'A')) : c;
	}
	if (length && to[length - 1] != '-')
		to[length++] = '-';
	return length;
}

static bool matches(const struct phrase *phrase, struct slice rest)
{
	struct slice words = phrase->words;

	if (words.at[words.length - 1] == '*')
		return slice_starts(rest, slice_first(words, words.length - 1));
	return rest.length > words.length && rest.at[words.length] == '-' &&
	       slice_starts(rest, words);
}

/* The first phrase that starts with this letter, or one behind it. */
static size_t first_phrase(char letter)
{
	size_t low = 0, high = COUNT_OF(phrases);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (phrases[middle].words.at[0] < letter)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

unsigned html_names_of(struct slice class_value, struct slice id_value)
{
	char words[LONGEST_NAMES];
	size_t length = append_words(words, append_words(words, 0, class_value), id_value);
	struct slice rest = {words, length};
	unsigned names = 0;

	while (rest.length) {
		for (size_t i = first_phrase(rest.at[0]);
		     i < COUNT_OF(phrases) && phrases[i].words.at[0] == rest.at[0]; i++)
			if (matches(&phrases[i], rest))
				names |= phrases[i].names;
		rest = slice_from(rest, slice_find_byte(rest, '-') + 1);
	}
	return names;
}
