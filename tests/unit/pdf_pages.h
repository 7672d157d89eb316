/* Pages of a PDF made by hand: lines of text at given places. */
#ifndef UNIT_PDF_PAGES_H
#define UNIT_PDF_PAGES_H

#include "stages/read/reader/pdf/segments.h"

/* Every letter is half an em wide, every space a quarter. */
struct printed {
	float left, baseline, size;
	const char *text;
	uint8_t style;
};

static inline uint32_t pdf_words(struct arena *arena, const struct printed *lines, size_t count,
				 struct word *words)
{
	uint32_t made = 0;

	for (size_t i = 0; i < count; i++) {
		struct slice rest = slice_of(lines[i].text), word;
		float left = lines[i].left, em = lines[i].size;

		while (slice_cut(&rest, ' ', &word)) {
			float right = left + 0.5f * em * (float)word.length;

			words[made++] = (struct word){
				.box = {left, lines[i].baseline - 0.75f * em, right,
					lines[i].baseline + 0.25f * em},
				.baseline = lines[i].baseline, .size = em,
				.text = arena_copy(arena, word), .style = lines[i].style,
			};
			left = right + 0.25f * em;
		}
	}
	return made;
}

/* The page gets its segments; the body's size is 10. */
static inline void pdf_page(struct layout *layout, uint32_t index, const struct printed *lines,
			    size_t count)
{
	struct word *words = arena_new(&layout->arena, 4096, sizeof *words);
	struct page *page = &layout->pages[index];

	page->width = 600;
	page->height = 800;
	page->has_text = true;
	layout->body_size = 10;
	layout->leading = 1.2f;
	make_segments(layout, page, index, words,
		      pdf_words(&layout->arena, lines, count, words));
}

static inline struct slice pdf_text(struct arena *arena, const struct segment *segment)
{
	struct slice text = segment->words[0].text;

	for (uint32_t i = 1; i < segment->count; i++)
		text = arena_printf(arena, "%.*s%s%.*s", SLICE_ARGUMENTS(text),
				    segment->words[i].joined ? "" : " ",
				    SLICE_ARGUMENTS(segment->words[i].text));
	return text;
}

#endif
