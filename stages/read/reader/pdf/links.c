/* Links: areas on the page, whose words and whose block are found by place. */
#include "stages/read/reader/pdf/links.h"

#include "pipeline/stream/write.h"
#include "stages/read/reader/addresses.h"
#include "stages/read/reader/reader.h"

enum { LONGEST_TITLE = 300 };	/* bytes */

static bool lies_on(const struct box *area, const struct box *box)
{
	return beside(area, box) > 0.5f && above(area, box) > 0.5f;
}

static void append_words(struct buffer *to, const struct link *link, const struct word_list *words)
{
	for (uint32_t i = 0; i < words->count; i++) {
		const struct word *word = &words->words[i];

		if (!lies_on(&link->area, &word->box) || to->length > LONGEST_TITLE)
			continue;
		if (to->length && !word->joined)
			buffer_byte(to, ' ');
		append_clean_text(to, word->text);
	}
}

void name_links(struct page *page, const struct word_list *words, struct arena *arena)
{
	struct link *kept = NULL, **end = &page->links;
	struct buffer title = {0};

	for (struct link *link = page->links, *next; link; link = next) {
		bool goes_on = kept && slice_equal(kept->href, link->href);

		next = link->next;
		buffer_reset(&title);
		if (goes_on)
			buffer_append(&title, kept->title);
		append_words(&title, link, words);
		if (goes_on) {
			kept->title = arena_copy(arena, buffer_slice(&title));
		} else if (linked_format(link->href, (struct slice){0}, buffer_slice(&title))) {
			link->title = arena_copy(arena, buffer_slice(&title));
			*end = kept = link;
			end = &link->next;
		}
	}
	*end = NULL;
	buffer_free(&title);
}

/* An address that is printed is no title. */
static bool is_address(struct slice title)
{
	return slice_starts(title, SLICE("www.")) ||
	       (title.length && memmem(title.at, title.length, "://", 3));
}

static void write_link(struct buffer *to, struct link *link)
{
	const char *format = linked_format(link->href, (struct slice){0}, link->title);

	link->written = true;
	write_open(to, SLICE("attach"));
	write_clean_attribute(to, SLICE("href"), link->href);
	if (link->title.length <= LONGEST_TITLE && !is_address(link->title))
		write_clean_attribute(to, SLICE("title"), link->title);
	if (format && format[0])
		write_attribute(to, SLICE("format"), slice_of(format));
	write_milestone_end(to);
}

void write_links_of_block(struct buffer *to, struct page *pages, const struct block *block)
{
	for (const struct block *part = block; part; part = part->rest)
		for (struct link *link = pages[part->page].links; link; link = link->next)
			for (uint32_t i = 0; i < part->count && !link->written; i++)
				if (lies_on(&link->area, &part->lines[i].box))
					write_link(to, link);
}

void write_links_of_page(struct buffer *to, struct page *page)
{
	for (struct link *link = page->links; link; link = link->next)
		if (!link->written)
			write_link(to, link);
}
