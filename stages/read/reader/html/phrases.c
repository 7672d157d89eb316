/*
 * Phrases: lines that tell what follows them, or that they are no content.
 */
#include "stages/read/reader/html/phrases.h"

#include <strings.h>

enum { LONGEST_LINE = 70 };

/* A phrase that ends in '*' may go on. */
static bool is_one_of(struct slice line, const char *const *phrases, size_t count)
{
	while (line.length && strchr(" :.!?>\u00bb+", line.at[line.length - 1]))
		line.length--;
	if (!line.length || line.length > LONGEST_LINE)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(phrases[i]);
		bool open = phrases[i][length - 1] == '*';

		length -= open;
		if ((open ? line.length >= length : line.length == length) &&
		    strncasecmp(line.at, phrases[i], length) == 0)
			return true;
	}
	return false;
}

/* "12 comments" */
static bool counts_comments(struct slice line)
{
	size_t i = 0;

	while (i < line.length && line.at[i] >= '0' && line.at[i] <= '9')
		i++;
	line = slice_trim(slice_from(line, i));
	return i > 0 && line.length >= 7 && line.length <= 8 &&
	       strncasecmp(line.at, "comments", line.length) == 0;
}

bool phrase_heads_junk(struct slice line)
{
	static const char *const phrases[] = {
		"related*", "you may also like*", "you might also like*",
		"you may also be interested*", "you might be interested*", "recommended*",
		"more from*", "more in*", "more on this*", "recent comments", "read next*",
		"up next*", "what to read next*", "comments", "leave a comment*", "leave a reply*",
		"post a comment*", "join the conversation", "share", "share this*", "share on*",
		"share article", "share via*", "subscribe*", "sign up*", "newsletter*",
		"get the newsletter*", "about the author*", "follow us*", "customers also bought*",
		"customers who*", "recently viewed*", "frequently bought*", "similar products*",
		"advertisement*", "sponsored*", "from our partners*", "stay connected*",
		"stay up to date*", "get updates*", "is this page useful*",
		"was this page helpful*", "was this helpful*", "rate this page*",
		"help us improve*", "did you find this page*", "did you find what you were*",
		"give feedback*", "an official website of*", "the .gov means*",
		"here's how you know*", "here\u2019s how you know*",
		"tell us what you think of this page*", "footer", "footer menu", "footer links",
		"breadcrumb", "breadcrumbs", "site navigation",
	};

	return is_one_of(line, phrases, COUNT_OF(phrases)) || counts_comments(line);
}

bool phrase_heads_list(struct slice line)
{
	static const char *const phrases[] = {
		"more stories*", "more news*", "more articles*", "popular posts",
		"popular articles", "latest posts", "latest news", "latest articles",
		"latest stories", "recent posts", "recent articles", "recent news", "most read*",
		"most popular*", "most viewed*", "top stories", "trending*",
	};

	return is_one_of(line, phrases, COUNT_OF(phrases));
}

bool phrase_heads_contents(struct slice line)
{
	static const char *const phrases[] = {
		"on this page*", "contents", "page contents*", "table of contents*",
		"in this section*", "in this article*", "in this guide*", "in this document*",
		"in this policy*", "jump to*", "skip to*", "quick links*", "page sections*",
		"sections", "guide contents*", "ar y dudalen hon*", "cynnwys",
	};

	return is_one_of(line, phrases, COUNT_OF(phrases));
}

bool phrase_is_credit(struct slice line)
{
	static const char *const phrases[] = {
		"photo:*", "photos:*", "photo by*", "photo credit*", "photograph:*",
		"photograph by*", "image:*", "images:*", "image by*", "image credit*", "(image*",
		"(photo*", "(credit*", "credit:*", "picture:*", "pictured:*", "photo illustration*",
		"illustration by*", "back to gallery*", "caption", "image 1 of*", "image 2 of*",
		"image 3 of*", "image 4 of*", "image 5 of*", "getty images*", "foto:*", "bild:*",
		"cr\u00e9dit photo*",
	};

	return is_one_of(slice_first(line, LONGEST_LINE), phrases, COUNT_OF(phrases));
}

bool phrase_points_away(struct slice line)
{
	static const char *const phrases[] = {
		"read more*", "read also*", "also read*", "read:*", "related:*", "related article*",
		"related stor*", "see also*", "see more*", "more:*", "watch:*", "watch now*",
		"don't miss*", "don\u2019t miss*", "also on*", "recommended:*", "must read*",
		"further reading*", "next:*", "lire aussi*", "leer m\u00e1s*", "lesen sie auch*",
	};

	return is_one_of(slice_first(line, LONGEST_LINE), phrases, COUNT_OF(phrases));
}

bool phrase_heads_reviews(struct slice line)
{
	static const char *const phrases[] = {
		"reviews*", "customer reviews*", "product reviews*", "user reviews*", "ratings*",
		"customer ratings*", "write a review*", "ratings & reviews*",
		"ratings and reviews*", "most helpful*", "what our customers say*",
		"what our clients say*", "what people are saying*", "testimonials*",
		"customer questions*", "questions & answers*", "questions and answers*", "q&a",
		"ask a question*", "similar items*", "similar products*", "compare with*",
		"compare similar*", "bundles*", "complete your*", "complete the*",
		"pairs well with*", "goes well with*", "shop the look*", "more like this*",
		"what curators say*", "buyers also*", "delivery & returns*",
		"delivery and returns*", "shipping & returns*", "shipping and returns*",
		"shipping*", "delivery*", "returns*",
	};

	return is_one_of(line, phrases, COUNT_OF(phrases));
}

bool phrase_sells(struct slice line)
{
	static const char *const phrases[] = {
		"add to cart", "add to basket", "add to bag", "add to trolley", "in den warenkorb",
		"ajouter au panier", "añadir al carrito",
	};

	return is_one_of(line, phrases, COUNT_OF(phrases));
}

bool phrase_is_control(struct slice line)
{
	static const char *const phrases[] = {
		"quick view", "add to cart", "add to basket", "add to wishlist", "sort by*",
		"click to expand*", "click to enlarge*", "log in", "login", "sign in", "log in or*",
		"register", "share", "reply", "load more*", "show more", "read more", "see more",
		"view all", "see all", "print", "print this page", "email", "e-mail", "tweet",
		"facebook", "twitter", "linkedin", "whatsapp", "pinterest", "copy link", "save",
		"back to top", "top of page", "skip to*", "advertisement", "close", "menu", "next",
		"previous", "add to favorites", "expand all", "collapse all", "hide all",
		"show all", "loading*", "image", "play", "scroll to top", "buy now",
		"continue reading*", "copy to clipboard", "you are here*", "map data \u00a9*",
		"report a map error", "add to google calendar", "add to calendar",
		"save to your calendar", "add to outlook*", "download ical*",
	};

	return is_one_of(line, phrases, COUNT_OF(phrases));
}

bool phrase_leads_back(struct slice line)
{
	static const char *const phrases[] = {
		"back", "back to*", "go back*", "return to*", "\u00ab back*", "\u2039 back*",
		"< back*", "\u2190 back*", "retour*", "zur\u00fcck*", "volver*", "yn \u00f4l*",
	};

	return is_one_of(line, phrases, COUNT_OF(phrases));
}

bool phrase_ends_page(struct slice line)
{
	static const char *const phrases[] = {
		"copyright*", "\u00a9*", "(c) *", "all rights reserved*", "designed by*",
		"powered by*", "website by*", "site by*", "website designed*", "privacy policy*",
		"privacy notice*", "privacy", "terms of use*", "terms of service*",
		"terms and conditions*", "terms & conditions*", "sitemap", "site map",
		"web hosting by*", "cookie policy*", "best viewed*", "page visited*",
		"you are visitor*", "last updated by*", "report a problem with this page*",
		"hit counter*",
	};

	return is_one_of(slice_first(line, LONGEST_LINE), phrases, COUNT_OF(phrases));
}
