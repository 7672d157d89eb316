/*
 * Labels: of the numbers in a page's furniture, the one that its neighbours
 * bear out best.
 */
#include "stages/read/reader/pdf/labels.h"

#include "stages/read/reader/pdf/text.h"

enum {
	NEAR = 2,		/* pages on either side that bear a number out */
	NUMBERS_MOST = 16,	/* on one page */
	ROMAN_MOST = 200, DIGITS_MOST = 5, PREFIX_MOST = 4, ROMAN_ROOM = 16,
};

static const char around[] = "-|/[]().";	/* signs beside a number */

enum numerals { ARABIC, ROMAN, ROMAN_CAPITALS };

/* A number on a page that may be the page's; value 0: none. */
struct printed {
	uint64_t value;
	enum numerals numerals;
	struct slice prefix;		/* "9-" of "9-2": the chapter's; or empty */
	struct segment *segment;
	bool whole;			/* nothing else stands in the segment */
};

struct page_numbers {
	struct printed at[NUMBERS_MOST];
	uint32_t count;
	const struct printed *believed;	/* the one that is the page's, or NULL */
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
		return word.at[0] != '0' && slice_to_integer(word, &printed->value);
	if (!word.length || !strchr("ivxlcIVXLC", word.at[0]))
		return false;
	for (uint64_t value = 1; value < ROMAN_MOST; value++) {
		for (enum numerals kind = ROMAN; kind <= ROMAN_CAPITALS; kind++) {
			if (!slice_equal(word, write_roman(room, value, kind == ROMAN_CAPITALS)))
				continue;
			printed->value = value;
			printed->numerals = kind;
			return true;
		}
	}
	return false;
}

static struct slice strip(struct slice word)
{
	while (word.length && strchr(around, word.at[0]))
		word = slice_from(word, 1);
	while (word.length && strchr(around, word.at[word.length - 1]))
		word.length--;
	return word;
}

/* "9-2", "A.14": the page of a chapter. */
static bool read_chapter_page(struct slice word, struct printed *printed)
{
	size_t end = 0;

	while (end < word.length && word.at[end] != '-' && word.at[end] != '.')
		end++;
	if (!end || end > PREFIX_MOST || end + 1 >= word.length ||
	    !is_digits(slice_from(word, end + 1)) || !read_number(slice_from(word, end + 1), printed))
		return false;
	printed->prefix = slice_first(word, end + 1);
	return true;
}

/* "Page 3 of 12", "- 3 -", "3/12": the first number. */
static bool read_text(struct slice text, struct printed *printed)
{
	struct slice word;

	while (slice_cut(&text, ' ', &word)) {
		word = strip(word);
		size_t end = 0;

		while (end < word.length && !strchr(around, word.at[end]))
			end++;
		if (read_number(slice_first(word, end), printed))
			return true;
	}
	return false;
}

static void add_number(struct page_numbers *numbers, const struct printed *printed)
{
	if (numbers->count < NUMBERS_MOST)
		numbers->at[numbers->count++] = *printed;
}

/* Of a header or footer, its first and last words. */
static void read_furniture(struct segment *segment, struct page_numbers *numbers)
{
	for (uint32_t i = 0; i < segment->count; i += segment->count > 1 ? segment->count - 1 : 1) {
		struct printed printed = {.segment = segment, .whole = segment->count == 1};
		struct slice word = strip(segment->words[i].text);

		if (read_number(word, &printed) || read_chapter_page(word, &printed))
			add_number(numbers, &printed);
	}
}

static void read_page_numbers(struct page *page, struct page_numbers *numbers)
{
	struct buffer text = {0};

	for (uint32_t i = 0; i < page->count; i++) {
		struct segment *segment = &page->segments[i];
		struct printed printed = {.segment = segment, .whole = true};

		if (segment->role == ROLE_HEADER || segment->role == ROLE_FOOTER)
			read_furniture(segment, numbers);
		if (segment->role != ROLE_PAGE_NUMBER)
			continue;
		buffer_reset(&text);
		append_segment_text(&text, segment);
		if (read_text(buffer_slice(&text), &printed))
			add_number(numbers, &printed);
	}
	buffer_free(&text);
}

static bool goes_on(const struct printed *from, const struct printed *to, uint64_t pages)
{
	return to->value == from->value + pages && from->numerals == to->numerals &&
	       slice_equal(from->prefix, to->prefix);
}

static bool any_goes_on(const struct page_numbers *numbers, const struct printed *printed,
			uint64_t pages, bool before)
{
	for (uint32_t i = 0; i < numbers->count; i++)
		if (before ? goes_on(&numbers->at[i], printed, pages)
			   : goes_on(printed, &numbers->at[i], pages))
			return true;
	return false;
}

/* How many things say that the number is the page's. */
static uint32_t support(const struct page_numbers *all, uint32_t count, uint32_t page,
			const struct printed *printed)
{
	bool marked = printed->segment->role == ROLE_PAGE_NUMBER;
	uint32_t sum = marked && printed->value == (uint64_t)page + 1;

	for (uint32_t by = 1; by <= NEAR; by++) {
		sum += by <= page && any_goes_on(&all[page - by], printed, by, true);
		sum += by < count - page && any_goes_on(&all[page + by], printed, by, false);
	}
	return sum ? 2 * sum + marked : 0;
}

static void believe(struct page_numbers *all, uint32_t count, uint32_t page)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < all[page].count; i++) {
		uint32_t sum = support(all, count, page, &all[page].at[i]);

		if (sum > most) {
			most = sum;
			all[page].believed = &all[page].at[i];
		}
	}
}

static struct slice write_label(struct layout *layout, const struct printed *printed,
				uint64_t value)
{
	char room[ROMAN_ROOM];

	if (printed->numerals == ARABIC || value >= ROMAN_MOST)
		return arena_printf(&layout->arena, "%.*s%llu", SLICE_ARGUMENTS(printed->prefix),
				    (unsigned long long)value);
	return arena_copy(&layout->arena,
			  write_roman(room, value, printed->numerals == ROMAN_CAPITALS));
}

/*
 * From the last page to the first, each by the next page with a number; then,
 * for those that got none, from the first to the last by the page before.
 */
static void give_labels(struct layout *layout, const struct page_numbers *all)
{
	uint32_t known = layout->page_count;

	for (uint32_t i = layout->page_count; i-- > 0;) {
		struct slice *label = &layout->pages[i].label;

		if (all[i].believed)
			known = i;
		*label = (struct slice){"", 0};
		if (known < layout->page_count && all[known].believed->value > known - i)
			*label = write_label(layout, all[known].believed,
					     all[known].believed->value - (known - i));
	}
	known = layout->page_count;
	for (uint32_t i = 0; i < layout->page_count; i++) {
		struct slice *label = &layout->pages[i].label;

		if (all[i].believed)
			known = i;
		if (!label->length && known < layout->page_count)
			*label = write_label(layout, all[known].believed,
					     all[known].believed->value + (i - known));
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

/* What stands alone and is the page's number is marked; "4." that is not is the label of an item. */
static void give_roles(struct page *page, const struct printed *believed)
{
	for (uint32_t i = 0; i < page->count; i++) {
		struct segment *segment = &page->segments[i];
		const struct word *word = segment->words;

		if (believed && believed->segment == segment) {
			if (believed->whole)
				segment->role = ROLE_PAGE_NUMBER;
		} else if (segment->role == ROLE_PAGE_NUMBER && segment->count == 1 &&
			   last_point(word->text) == '.') {
			segment->role = ROLE_BODY;
		}
	}
}

void find_labels(struct layout *layout)
{
	uint32_t count = layout->page_count;
	struct page_numbers *all = arena_new(&layout->arena, count, sizeof *all);
	bool any = false;

	for (uint32_t i = 0; i < count; i++) {
		all[i] = (struct page_numbers){.count = 0};
		read_page_numbers(&layout->pages[i], &all[i]);
	}
	for (uint32_t i = 0; i < count; i++) {
		believe(all, count, i);
		any = any || all[i].believed;
	}
	for (uint32_t i = 0; i < count; i++)
		give_roles(&layout->pages[i], all[i].believed);
	if (any && !has_own_labels(layout))
		give_labels(layout, all);
}
