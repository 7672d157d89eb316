/*
 * Forum: the posts of a thread, each with its author and date.
 *
 * Programs that run forums give the text of every post the same class; the
 * table has those of the common ones.  Around the text of a post lies its
 * frame, the largest element that holds no other post: author and date are
 * looked for there, and the rest of the frame (ranks, signatures, counts of
 * messages) is the site's.
 *
 * Invariant: posts stand in document order and do not overlap.
 */
#include "pipeline/base/memory.h"
#include "stages/read/reader/html/page.h"

#include <stdlib.h>

enum {
	LONGEST_NAME = 60, LONGEST_DATE = 60, HIGHEST_FRAME = 8, LEAST_POSTS = 3,
	RIVAL_PERCENT = 45, THREAD_PERCENT = 30, SIGN_PERCENT = 40,
};

/* How the text of a post is told: a class, the start of an id or class, or an itemprop. */
struct family {
	const char *name;
	enum { BY_CLASS, BY_START, BY_PROPERTY } by;
	bool is_sign;		/* no page but a thread has three of these */
};

/* The surest first. */
static const struct family families[] = {
	{"bbWrapper", BY_CLASS, true}, {"text", BY_PROPERTY, false}, {"cooked", BY_CLASS, true},
	{"ipsRichText", BY_CLASS, true}, {"ipsType_richText", BY_CLASS, true},
	{"s-prose", BY_CLASS, true}, {"commtext", BY_CLASS, true}, {"postmsg", BY_CLASS, true},
	{"post_message_", BY_START, true}, {"post-message-", BY_START, true},
	{"msg_", BY_START, true}, {"posttext", BY_CLASS, true}, {"postbody", BY_CLASS, true},
	{"post_body", BY_CLASS, true}, {"messageContent", BY_CLASS, true},
	{"content", BY_CLASS, false},
};

static bool holds_word(struct slice list, struct slice word)
{
	while (list.length) {
		size_t end = slice_find_byte(list, ' ');

		if (slice_equal(slice_first(list, end), word))
			return true;
		list = slice_from(list, end + 1);
	}
	return false;
}

static bool is_of_family(const struct page *page, uint32_t i, const struct family *family)
{
	struct slice name = slice_of(family->name);
	struct slice class = node_attribute(page, i, ATTRIBUTE_CLASS);

	switch (family->by) {
	case BY_CLASS:
		return holds_word(class, name);
	case BY_START:
		return slice_starts(node_attribute(page, i, ATTRIBUTE_ID), name) ||
		       slice_starts(class, name);
	default:
		return slice_is(node_attribute(page, i, ATTRIBUTE_ITEMPROP), family->name);
	}
}

struct thread {
	uint32_t *texts;	/* the elements that hold the posts' texts */
	size_t count, capacity;
	uint64_t length;	/* of them all */
};

/* The outermost elements of the family. */
static void find_texts(const struct page *page, const struct family *family, struct thread *thread)
{
	thread->count = 0;
	thread->length = 0;
	for (uint32_t i = page->body + 1; i < page->nodes[page->body].end;) {
		const struct node *node = &page->nodes[i];
		bool fits = node->attribute_count && node->length && node->mark == MARK_KEPT &&
			    is_of_family(page, i, family);

		if (fits) {
			thread->texts = memory_reserve(thread->texts, &thread->capacity,
						       thread->count + 1, sizeof thread->texts[0]);
			thread->texts[thread->count++] = i;
			thread->length += node->length;
		}
		i = fits ? node->end : i + 1;
	}
}

/* The first family whose texts are nearly half as much as the largest family's. */
static void find_thread(const struct page *page, struct thread *thread)
{
	uint64_t lengths[COUNT_OF(families)], largest = 0;

	for (size_t f = 0; f < COUNT_OF(families); f++) {
		find_texts(page, &families[f], thread);
		lengths[f] = thread->length;
		if (largest < lengths[f])
			largest = lengths[f];
	}
	for (size_t f = 0; f < COUNT_OF(families); f++)
		if (lengths[f] * 100 > largest * RIVAL_PERCENT) {
			find_texts(page, &families[f], thread);
			return;
		}
	thread->count = 0;
	thread->length = 0;
}

bool html_is_thread(const struct page *page)
{
	struct thread thread = {0};
	uint64_t least = page->nodes[page->body].length * (uint64_t)SIGN_PERCENT;
	bool found = false;

	for (size_t f = 0; f < COUNT_OF(families) && !found; f++) {
		if (!families[f].is_sign)
			continue;
		find_texts(page, &families[f], &thread);
		found = thread.count >= LEAST_POSTS && thread.length * 100 > least;
	}
	free(thread.texts);
	return found;
}

/* The largest element around a text that holds no other. */
static uint32_t frame_of(const struct page *page, const struct thread *thread, size_t text)
{
	uint32_t frame = thread->texts[text];
	uint32_t before = text ? thread->texts[text - 1] : page->body;
	uint32_t behind = text + 1 < thread->count ? thread->texts[text + 1] : NO_NODE;

	for (unsigned step = 0; step < HIGHEST_FRAME; step++) {
		uint32_t up = page->nodes[frame].parent;

		if (up == NO_NODE || up <= before || page->nodes[up].end > behind ||
		    page->nodes[up].tag == HTML_MAIN)
			break;
		frame = up;
	}
	return frame;
}

/* How surely an element is the author's name: 0 not at all. */
static unsigned author_rank(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];
	struct slice property = node_attribute(page, i, ATTRIBUTE_ITEMPROP);

	if (!node->attribute_count)
		return 0;
	if (slice_is(property, "name"))
		return 4;
	if (node->names & NAMES_USER)
		return 3;
	if (slice_is(property, "author"))
		return 2;
	return node->names & NAMES_BYLINE ? 1 : 0;
}

static unsigned date_rank(const struct page *page, uint32_t i)
{
	const struct node *node = &page->nodes[i];

	if (node->tag == HTML_TIME)
		return 2;
	return node->names & NAMES_DATE ? 1 : 0;
}

/* The first element in the frame, outside the text, with the highest rank; NO_NODE. */
static uint32_t find_ranked(const struct page *page, uint32_t frame, uint32_t text, size_t longest,
			    unsigned (*rank_of)(const struct page *, uint32_t))
{
	unsigned best_rank = 0;
	uint32_t best = NO_NODE;

	for (uint32_t i = frame + 1; i < page->nodes[frame].end;
	     i = i == text ? page->nodes[i].end : i + 1) {
		const struct node *node = &page->nodes[i];

		if (i == text || node->tag == HTML_TEXT || !node->length || node->length > longest)
			continue;
		unsigned rank = rank_of(page, i);

		if (rank > best_rank) {
			best_rank = rank;
			best = i;
		}
	}
	return best;
}

static void keep_element(struct page *page, uint32_t element)
{
	for (uint32_t i = element; element != NO_NODE && i < page->nodes[element].end; i++)
		if (page->nodes[i].mark == MARK_SITE)
			page->nodes[i].mark = MARK_KEPT;
}

/* Signatures and the like inside the text. */
static void drop_extras(struct page *page, uint32_t text)
{
	for (uint32_t i = text + 1; i < page->nodes[text].end; i++)
		if (page->nodes[i].names & NAMES_SIGNATURE)
			node_set_mark(page, i, MARK_SITE);
}

static void add_post(struct page *page, uint32_t frame, uint32_t text)
{
	uint32_t author = find_ranked(page, frame, text, LONGEST_NAME, author_rank);
	struct buffer who = {0};

	keep_element(page, text);
	keep_element(page, author);
	keep_element(page, find_ranked(page, frame, text, LONGEST_DATE, date_rank));
	drop_extras(page, text);
	if (author != NO_NODE)
		node_text(page, author, &who);
	page->posts = memory_reserve(page->posts, &page->post_capacity, page->post_count + 1,
				     sizeof page->posts[0]);
	page->posts[page->post_count++] = (struct post){
		frame, arena_copy(&page->arena, buffer_slice(&who))};
	buffer_free(&who);
}

bool html_find_posts(struct page *page)
{
	struct thread thread = {0};

	find_thread(page, &thread);
	bool found = thread.count &&
		     thread.length * 100 > page->nodes[page->body].length * (uint64_t)THREAD_PERCENT;

	for (uint32_t i = 0; found && i < page->count; i++)
		if (page->nodes[i].mark == MARK_KEPT)
			page->nodes[i].mark = MARK_SITE;
	for (size_t i = 0; found && i < thread.count; i++)
		add_post(page, frame_of(page, &thread, i), thread.texts[i]);
	free(thread.texts);
	if (!found)
		return false;
	html_find_blocks(page);
	html_measure(page, MARK_KEPT);
	return true;
}
