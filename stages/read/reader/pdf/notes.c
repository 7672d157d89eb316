/*
 * Notes: lines smaller than the text, with nothing but such lines below them,
 * from the first that begins with a note's number.  The number must be one
 * that the text refers to, or be raised itself; small print is no note
 * otherwise.
 */
#include "stages/read/reader/pdf/notes.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "stages/read/reader/pdf/lines.h"
#include "stages/read/reader/pdf/segments.h"
#include "stages/read/reader/pdf/text.h"

#include <stdlib.h>

static const float note_size = 0.93f;		/* of the body's, at most */
enum { MOST_SPANS = 64, MOST_DIGITS = 3 };

struct span {
	float left, right;
};

struct search {
	struct layout *layout;
	struct arena scratch;
	uint32_t last;			/* number of the last note seen */
	struct block *open;		/* the last note, which may go on */
	struct block *last_of_page;
};

static bool add_span(struct span *spans, uint32_t *count, struct span span, float gap)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < *count; i++) {
		if (spans[i].left < span.right + gap && spans[i].right > span.left - gap) {
			span.left = smaller(span.left, spans[i].left);
			span.right = larger(span.right, spans[i].right);
		} else {
			spans[kept++] = spans[i];
		}
	}
	if (kept == MOST_SPANS)
		return false;
	spans[kept++] = span;
	*count = kept;
	return true;
}

static bool is_below_all(const struct span *taken, uint32_t count, const struct segment *s)
{
	for (uint32_t i = 0; i < count; i++)
		if (taken[i].left < s->box.right && taken[i].right > s->box.left)
			return false;
	return true;
}

static bool is_small(const struct search *search, const struct segment *s)
{
	return s->size <= note_size * search->layout->body_size && !(s->style & STYLE_BOLD);
}

/*
 * The lines that go on below what has been found, from the top down; is_found
 * says which of the sorted segments have been.
 */
static size_t add_followers(const struct search *search, struct segment *const *sorted,
			    size_t count, const bool *is_found, struct segment **found,
			    size_t kept)
{
	enum { NEAR = 200 };

	for (size_t i = 0; i < count; i++) {
		struct segment *s = sorted[i];
		bool follows = false;

		if (is_found[i] || !is_small(search, s))
			continue;
		for (size_t j = kept; !follows && j-- > 0 && kept - j < NEAR;) {
			float step = s->baseline - found[j]->baseline;

			follows = step > 0.5f * s->size && step < 1.5f * s->size &&
				  above(&s->box, &found[j]->box) > 0.5f;
		}
		if (follows)
			found[kept++] = s;
	}
	return kept;
}

/*
 * Small segments of the page that have only small ones below them; and those
 * that begin with a raised number, wherever they stand, for columns may end
 * above the foot of the page.
 */
static size_t small_print(struct search *search, struct page *page, struct segment **found)
{
	struct segment **sorted = arena_new(&search->scratch, page->count, sizeof *sorted);
	bool *is_found = arena_new(&search->scratch, page->count, sizeof *is_found);
	struct span taken[MOST_SPANS];
	uint32_t taken_count = 0;
	size_t count = 0, kept = 0;

	memset(is_found, 0, page->count * sizeof *is_found);
	for (uint32_t i = 0; i < page->count; i++)
		if (page->segments[i].role == ROLE_BODY)
			sorted[count++] = &page->segments[i];
	if (count)
		qsort(sorted, count, sizeof *sorted, compare_segments_down);
	for (size_t i = count; i-- > 0;) {
		struct segment *s = sorted[i];

		is_found[i] = is_small(search, s) && (is_below_all(taken, taken_count, s) ||
						      (s->count > 1 && s->words[0].mark));
		if (is_found[i])
			found[kept++] = s;
		else if (!add_span(taken, &taken_count, (struct span){s->box.left, s->box.right},
				   0))
			break;
	}
	return add_followers(search, sorted, count, is_found, found, kept);
}

static int compare_spans(const void *a, const void *b)
{
	const struct span *p = a, *q = b;

	return p->left < q->left ? -1 : p->left > q->left;
}

/* The columns of x that the small print makes, from left to right. */
static uint32_t spans_of(struct segment *const *segments, size_t count, struct span *spans)
{
	uint32_t found = 0, kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct span span = {segments[i]->box.left, segments[i]->box.right};

		if (!add_span(spans, &found, span, 0.3f * segments[i]->size))
			return 0;
	}
	qsort(spans, found, sizeof *spans, compare_spans);
	for (uint32_t i = 0; i < found; i++) {
		/* Labels set apart from their text are no column. */
		if (i + 1 < found && spans[i].right - spans[i].left < 20 &&
		    spans[i + 1].left - spans[i].right < 30)
			spans[i + 1].left = spans[i].left;
		else
			spans[kept++] = spans[i];
	}
	return kept;
}

/* The number at the start of a text, its length in *length; 0 if none. */
static uint32_t leading_number(struct slice text, size_t *length)
{
	uint32_t number = 0;

	for (*length = 0; *length < text.length && *length < MOST_DIGITS; ++*length) {
		char c = text.at[*length];

		if (c < '0' || c > '9')
			break;
		number = number * 10 + (uint32_t)(c - '0');
	}
	return number;
}

static bool is_symbol(struct slice text)
{
	size_t place = 0;

	while (place < text.length) {
		uint32_t point = utf8_next(text, &place);

		if (point != '*' && point != 0x2020 && point != 0x2021 && point != 0xa7)
			return false;
	}
	return text.length > 0;
}

/* How a note begins: its label, and what of the line is label. */
struct beginning {
	struct slice label;
	uint32_t number;	/* 0 for a symbol */
	uint32_t words, bytes;
	bool raised;
};

static const struct word *second_word(const struct text_line *line)
{
	if (line->segments[0]->count > 1)
		return &line->segments[0]->words[1];
	return line->count > 1 ? &line->segments[1]->words[0] : NULL;
}

static bool is_expected(const struct search *search, uint32_t number, bool first)
{
	return number == search->last + 1 || (number == 1 && first) ||
	       (first && number > search->last && number < search->last + 6);
}

/* What a note's number may be glued to: a word, or the stop behind a word or a year. */
bool is_marked_text(struct slice text)
{
	size_t place = text.length, digits = 0, stops = 0;

	while (place > 0) {
		uint32_t point = utf8_previous(text, &place);

		if (!digits && ((point < 0x80 && strchr(".,;:)\"'!?", (int)point)) ||
				point == 0x2019 || point == 0x201d))
			stops++;
		else if (point >= '0' && point <= '9')
			digits++;
		else
			return digits ? digits >= 4 && stops : unicode_is_letter(point);
	}
	return digits >= 4 && stops;
}

/* Whether the text of the page has the mark of this note. */
static bool is_referred_to(const struct page *page, struct slice label)
{
	for (uint32_t i = 0; i < page->count; i++) {
		const struct segment *s = &page->segments[i];

		for (uint32_t j = 0; j < s->count; j++) {
			const struct word *word = &s->words[j];

			if (word->mark && j > 0 && slice_equal(word->text, label))
				return true;
			if (word->text.length > label.length + 1 &&
			    slice_ends(word->text, label)) {
				struct slice front = slice_first(word->text,
								 word->text.length - label.length);

				if (is_marked_text(front))
					return true;
			}
		}
	}
	return false;
}

/* Whether a note begins with the line; `first`: none has on this page. */
static bool begins_note(const struct search *search, uint32_t page,
			const struct text_line *line, bool first, struct beginning *b)
{
	const struct word *word = first_word(line), *next = second_word(line);
	size_t length;
	uint32_t number = leading_number(word->text, &length);

	*b = (struct beginning){
		.label = slice_first(word->text, length), .number = number, .words = 1,
		.raised = word->mark || (next && word->size <= 0.85f * next->size),
	};
	if (!next)
		return false;
	if (!length) {
		b->label = word->text;
		return is_symbol(word->text);
	}
	struct slice rest = slice_from(word->text, length);

	if (!rest.length || slice_is(rest, ".") || slice_is(rest, ")") || slice_is(rest, ":"))
		return b->raised || is_expected(search, number, first);
	b->words = 0;
	b->bytes = (uint32_t)length;
	b->raised = false;
	uint32_t point = first_point(rest);

	return (number == search->last + 1 ||
		(number > search->last &&
		 is_referred_to(&search->layout->pages[page], b->label))) &&
	       point != '.' && point != ',' && point != '%' && point != '/' && point != '-' &&
	       point != 0x2013 && point > 0x2f;
}

/* Whether the open note runs over into a line at the head of the small print of a page. */
static bool goes_on(const struct search *search, uint32_t page, const struct text_line *line)
{
	const struct block *open = search->open;

	if (!open)
		return false;
	while (open->rest)
		open = open->rest;
	if (page > open->page + 1)
		return false;
	const struct text_line *last = &open->lines[open->count - 1];

	return same_size(last->size, line->size) &&
	       (!ends_sentence(last_word(last)->text) || starts_lower_case(first_word(line)->text));
}

static struct block *new_note(struct search *search, uint32_t page, struct text_line *lines)
{
	struct block *note = arena_new(&search->layout->arena, 1, sizeof *note);

	*note = (struct block){
		.kind = BLOCK_NOTE, .page = page, .lines = lines, .size = lines->size,
	};
	return note;
}

static void begin_note(struct search *search, uint32_t page, struct text_line *lines,
		       const struct beginning *b)
{
	struct block *note = new_note(search, page, lines);

	note->label = b->label;
	note->label_words = b->words;
	note->label_bytes = b->bytes;
	if (search->last_of_page)
		search->last_of_page->next = note;
	else
		search->layout->pages[page].notes = note;
	search->last_of_page = note;
	search->open = note;
	if (b->number)
		search->last = b->number;
}

static void take_line(struct block *note, struct text_line *line)
{
	while (note->rest)
		note = note->rest;
	note->count++;
	for (uint32_t i = 0; i < line->count; i++)
		line->segments[i]->role = ROLE_NOTE;
}

/* The notes of one column of small print. */
static void read_column(struct search *search, uint32_t index, const struct line_list *lines)
{
	struct page *page = &search->layout->pages[index];
	bool inside = false;

	for (uint32_t i = 0; i < lines->count; i++) {
		struct text_line *line = &lines->lines[i];
		struct beginning b;

		if (begins_note(search, index, line, !search->last_of_page, &b) &&
		    (inside || b.raised || search->last_of_page || is_referred_to(page, b.label))) {
			begin_note(search, index, line, &b);
			inside = true;
		} else if (!inside && i == 0 && goes_on(search, index, line)) {
			struct block *part = search->open;

			while (part->rest)
				part = part->rest;
			part->rest = new_note(search, index, line);
			inside = true;
		} else if (inside && step_between_lines(line - 1, line) > 2.2f * line->size) {
			inside = false;
		}
		if (inside)
			take_line(search->open, line);
	}
}

static void read_page(struct search *search, uint32_t index)
{
	struct page *page = &search->layout->pages[index];
	struct segment **found = arena_new(&search->scratch, page->count, sizeof *found);
	struct segment **own = arena_new(&search->scratch, page->count, sizeof *own);
	struct span spans[MOST_SPANS];
	size_t count = small_print(search, page, found);
	uint32_t span_count = spans_of(found, count, spans);

	search->last_of_page = NULL;
	for (uint32_t i = 0; i < span_count; i++) {
		struct column column = {.segments = own};

		for (size_t j = 0; j < count; j++)
			if (found[j]->box.left >= spans[i].left - 0.1f &&
			    found[j]->box.right <= spans[i].right + 0.1f)
				own[column.count++] = found[j];
		struct line_list lines = lines_of_column(&column, &search->layout->arena);

		read_column(search, index, &lines);
	}
	arena_reset(&search->scratch);
}

void find_notes(struct layout *layout)
{
	struct search search = {.layout = layout};

	for (uint32_t i = 0; i < layout->page_count; i++)
		read_page(&search, i);
	arena_free(&search.scratch);
}

static bool is_notes_heading(const struct block *block)
{
	static const char *const names[] = {
		"notes", "references", "endnotes", "footnotes", "notes and references",
		"références", "anmerkungen", "notas", "referencias", "nodiadau", "fußnoten",
	};
	struct buffer text = {0}, folded = {0};
	bool found = false;

	for (uint32_t i = 0; i < block->count; i++)
		append_line_text(&text, &block->lines[i]);
	unicode_fold(&folded, slice_trim(buffer_slice(&text)), false);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		found |= slice_is(buffer_slice(&folded), names[i]);
	buffer_free(&text);
	buffer_free(&folded);
	return found;
}

static void make_end_notes(struct layout *layout)
{
	bool among = false;

	for (uint32_t p = 0; p < layout->page_count; p++)
		for (struct block *b = layout->pages[p].blocks; b; b = b->next) {
			size_t length;

			if (b->kind == BLOCK_HEAD)
				among = is_notes_heading(b);
			if (!among || b->kind != BLOCK_ITEM || !leading_number(b->label, &length))
				continue;
			b->kind = BLOCK_NOTE;
			b->label = slice_first(b->label, length);
		}
}

/*
 * Notes stand behind the last block that begins on their page, also where
 * it runs over to the next: the order of reading wins over the page.
 */
void place_notes(struct layout *layout)
{
	make_end_notes(layout);
	for (uint32_t p = 0; p < layout->page_count; p++) {
		struct page *page = &layout->pages[p];

		if (!page->notes)
			continue;
		if (page->last)
			page->last->next = page->notes;
		else
			page->blocks = page->notes;
		while (!page->last || page->last->next)
			page->last = page->last ? page->last->next : page->notes;
	}
}

bool page_has_note(const struct page *page, struct slice label)
{
	for (const struct block *note = page->notes; note && note->kind == BLOCK_NOTE;
	     note = note->next)
		if (slice_equal(note->label, label))
			return true;
	return false;
}

bool layout_has_note(const struct layout *layout, struct slice label)
{
	for (uint32_t p = 0; p < layout->page_count; p++)
		for (const struct block *b = layout->pages[p].blocks; b; b = b->next)
			if (b->kind == BLOCK_NOTE && slice_equal(b->label, label))
				return true;
	return false;
}
