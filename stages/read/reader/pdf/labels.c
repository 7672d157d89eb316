/* Labels: from the numbers printed on pages, borne out by their neighbours. */
#include "stages/read/reader/pdf/labels.h"

#include "stages/read/reader/pdf/text.h"

enum { NEAR = 2, ROMAN_MOST = 200, DIGITS_MOST = 5, ROMAN_ROOM = 16 };

enum numerals { ARABIC, ROMAN, ROMAN_CAPITALS };

/* The number of a page; 0: none. */
struct printed {
	uint64_t value;
	enum numerals numerals;
	bool believed;
};

static struct slice write_roman(char room[ROMAN_ROOM], uint64_t value, bool capitals)
{
	static const struct { uint64_t value; const char *small, *capital; } signs[] = {
		{100, "c", "C"}, {90, "xc", "XC"}, {50, "l", "L"}, {40, "xl", "XL"},
		{10, "x", "X"},	 {9, "ix", "IX"},  {5, "v", "V"},  {4, "iv", "IV"}, {1, "i", "I"},
	};
	size_t length = 0;

	for (size_t i = 0; i < COUNT_OF(signs); i++)
		for (; value >= signs[i].value; value -= signs[i].value)
			for (const char *at = capitals ? signs[i].capital : signs[i].small; *at; at++)
				room[length++] = *at;
	return (struct slice){room, length};
}

static bool read_number(struct slice word, struct printed *printed)
{
	char room[ROMAN_ROOM];

	if (is_digits(word) && word.length <= DIGITS_MOST)
		return slice_to_integer(word, &printed->value) && printed->value > 0;
	if (!word.length || !strchr("ivxlcIVXLC", word.at[0]))
		return false;
	for (uint64_t value = 1; value < ROMAN_MOST; value++) {
		for (enum numerals kind = ROMAN; kind <= ROMAN_CAPITALS; kind++) {
			if (!slice_equal(word, write_roman(room, value, kind == ROMAN_CAPITALS)))
				continue;
			*printed = (struct printed){.value = value, .numerals = kind};
			return true;
		}
	}
	return false;
}

/* "Page 3 of 12", "- 3 -", "3/12": the first number. */
static void read_text(struct slice text, struct printed *printed)
{
	struct slice word;

	while (slice_cut(&text, ' ', &word)) {
		while (word.length && strchr("-|/[]().", word.at[0]))
			word = slice_from(word, 1);
		size_t end = 0;

		while (end < word.length && !strchr("-|/[]().", word.at[end]))
			end++;
		if (read_number(slice_first(word, end), printed))
			return;
	}
}

static void read_page_number(const struct page *page, struct printed *printed)
{
	for (uint32_t i = 0; i < page->count && !printed->value; i++) {
		struct buffer text = {0};

		if (page->segments[i].role != ROLE_PAGE_NUMBER)
			continue;
		append_segment_text(&text, &page->segments[i]);
		read_text(buffer_slice(&text), printed);
		buffer_free(&text);
	}
}

static bool goes_on(const struct printed *from, const struct printed *to, uint64_t pages)
{
	return from->value && to->value == from->value + pages && from->numerals == to->numerals;
}

static bool is_borne_out(const struct printed *all, uint32_t count, uint32_t i)
{
	if (!all[i].value)
		return false;
	if (all[i].value == (uint64_t)i + 1)
		return true;
	for (uint32_t by = 1; by <= NEAR; by++) {
		if (i >= by && goes_on(&all[i - by], &all[i], by))
			return true;
		if (by < count - i && goes_on(&all[i], &all[i + by], by))
			return true;
	}
	return false;
}

static struct slice write_label(struct layout *layout, const struct printed *printed,
				uint64_t value)
{
	char room[ROMAN_ROOM];

	if (printed->numerals == ARABIC || value >= ROMAN_MOST)
		return arena_printf(&layout->arena, "%llu", (unsigned long long)value);
	return arena_copy(&layout->arena,
			  write_roman(room, value, printed->numerals == ROMAN_CAPITALS));
}

/*
 * From the last page to the first, each by the next page with a number; then,
 * for those that got none, from the first to the last by the page before.
 */
static void give_labels(struct layout *layout, const struct printed *all)
{
	uint32_t known = layout->page_count;

	for (uint32_t i = layout->page_count; i-- > 0;) {
		struct slice *label = &layout->pages[i].label;

		if (all[i].believed)
			known = i;
		*label = (struct slice){"", 0};
		if (known < layout->page_count && all[known].value > known - i)
			*label = write_label(layout, &all[known], all[known].value - (known - i));
	}
	known = layout->page_count;
	for (uint32_t i = 0; i < layout->page_count; i++) {
		struct slice *label = &layout->pages[i].label;

		if (all[i].believed)
			known = i;
		if (!label->length && known < layout->page_count)
			*label = write_label(layout, &all[known], all[known].value + (i - known));
	}
}

/* Whether the file says more than 1, 2, 3. */
static bool has_own_labels(const struct layout *layout)
{
	for (uint32_t i = 0; i < layout->page_count; i++) {
		struct slice label = layout->pages[i].label;
		uint64_t number;

		if (label.length && !(slice_to_integer(label, &number) && number == (uint64_t)i + 1))
			return true;
	}
	return false;
}

void find_labels(struct layout *layout)
{
	uint32_t count = layout->page_count;
	struct printed *all = arena_new(&layout->arena, count, sizeof *all);
	bool any = false;

	if (has_own_labels(layout))
		return;
	for (uint32_t i = 0; i < count; i++) {
		all[i] = (struct printed){.value = 0};
		read_page_number(&layout->pages[i], &all[i]);
	}
	for (uint32_t i = 0; i < count; i++) {
		all[i].believed = is_borne_out(all, count, i);
		any = any || all[i].believed;
	}
	if (any)
		give_labels(layout, all);
}
