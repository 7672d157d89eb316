/* Gaps: the pages that are missing, in words. */
#include "stages/read/reader/pdf/gaps.h"

enum { MOST_NAMED = 8 };	/* pages, or runs of them */

/* Pages that follow each other and are missing for one reason: indices, the end exclusive.
 * Two pages are not worth a run. */
struct gap {
	uint32_t first, end;
};

enum reading_status gap_at(const struct reader_gaps *gaps, uint32_t page)
{
	uint32_t count = gaps && gaps->count <= READER_GAPS ? gaps->count : 0;

	for (uint32_t i = 0; i < count; i++)
		if (gaps->at[i].page == page ||
		    (gaps->rest_too && i + 1 == count && gaps->at[i].page < page))
			return gaps->at[i].status;
	return READING_OK;
}

static bool next_gap(const struct layout *layout, enum reading_status why, uint32_t from,
		     struct gap *gap)
{
	while (from < layout->page_count && layout->pages[from].missing != why)
		from++;
	gap->first = gap->end = from;
	while (gap->end < layout->page_count && layout->pages[gap->end].missing == why)
		gap->end++;
	if (gap->end - gap->first == 2)
		gap->end--;
	return gap->end > gap->first;
}

/* "page 3", "pages 3 and 7", "pages 3 to 5, 7, 9 and 12 more". */
static void append_pages(struct buffer *to, const struct layout *layout, enum reading_status why)
{
	struct gap gap = {0}, after;
	uint32_t pages = 0, named = 0;

	for (uint32_t i = 0; i < layout->page_count; i++)
		pages += layout->pages[i].missing == why;
	buffer_printf(to, pages == 1 ? "page " : "pages ");
	for (uint32_t runs = 0; next_gap(layout, why, gap.end, &gap); runs++) {
		bool last = !next_gap(layout, why, gap.end, &after);

		if (runs)
			buffer_printf(to, last || runs == MOST_NAMED ? " and " : ", ");
		if (runs == MOST_NAMED) {
			buffer_printf(to, "%u more", pages - named);
			return;
		}
		buffer_printf(to, "%u", gap.first + 1);
		if (gap.end - gap.first > 1)
			buffer_printf(to, " to %u", gap.end);
		named += gap.end - gap.first;
	}
}

void append_gaps(struct buffer *to, const struct layout *layout)
{
	static const struct { enum reading_status why; const char *words; } whys[] = {
		{READING_DAMAGED, "damaged"},
		{READING_CRASHED, "the reader died"},
		{READING_TIMEOUT, "out of time; raise --max-seconds"},
		{READING_TOO_LARGE, "out of memory; raise --max-memory"},
	};
	struct gap gap;

	for (size_t i = 0; i < COUNT_OF(whys); i++) {
		if (!next_gap(layout, whys[i].why, 0, &gap))
			continue;
		if (to->length)
			buffer_append(to, SLICE("; "));
		append_pages(to, layout, whys[i].why);
		buffer_printf(to, " could not be read: %s", whys[i].words);
	}
}
