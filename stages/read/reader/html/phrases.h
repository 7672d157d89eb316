/*
 * Phrases: lines by which a page says what is no part of its content.
 */
#ifndef HTML_PHRASES_H
#define HTML_PHRASES_H

#include "pipeline/base/slice.h"

/* "Related articles", "Leave a comment": it and what follows is the site's. */
bool phrase_heads_junk(struct slice line);

/* "Latest news": beside an article, though it may be all there is on another page. */
bool phrase_heads_list(struct slice line);

/* "On this page": what follows leads to places on the same page. */
bool phrase_heads_contents(struct slice line);

/* "Photo: AP", "Back to gallery": what belongs to a picture. */
bool phrase_is_credit(struct slice line);

/* "Read more: ...": a link to another article, among the paragraphs of this one. */
bool phrase_points_away(struct slice line);

/* "Customer reviews": no part of a product's description. */
bool phrase_heads_reviews(struct slice line);

/* "Add to cart", "Add to bag": what is on the page is for sale. */
bool phrase_sells(struct slice line);

/* "Add to cart", "Share": words to click on, as a block of their own. */
bool phrase_is_control(struct slice line);

/* "Back to meetings": of a block that is one link. */
bool phrase_leads_back(struct slice line);

/* A copyright line, "Privacy policy": the page ends before it. */
bool phrase_ends_page(struct slice line);

#endif
