/*
 * Blocks: a column's lines from the top down.  At each line the question is
 * first what begins there (caption, heading, item) and else whether the
 * paragraph goes on; tables are found first and stand between.
 */
#include "stages/read/reader/pdf/blocks.h"

#include "pipeline/base/memory.h"
#include "stages/read/reader/pdf/insets.h"
#include "stages/read/reader/pdf/starts.h"
#include "stages/read/reader/pdf/tables.h"
#include "stages/read/reader/pdf/text.h"

#include <stdlib.h>

static const float paragraph_step = 1.27f;	/* of the leading */
static const float heading_step = 1.7f;		/* em: lines of one heading */
static const float least_indent = 0.7f;		/* em */
static const float most_indent = 6.0f;		/* em */
static const float hanging = 0.8f;		/* em: on the indent of an item's text */
static const float bare_indent = 1.2f;		/* em: of items whose bullets are drawn */

struct maker {
	struct layout *layout;
	struct line_list lines;		/* the column's, or a part of it */
	struct line_list page, column_lines;	/* for edges */
	uint32_t page_index, column;
	uint8_t role;
	bool bare;			/* among items without a label */
	bool listing;			/* the last block was an item */
	float bare_left;		/* of items without a label, first level */
	float list_left;		/* of items of the first level */
	float parent_left;		/* of the paragraph before a list */
	float leading;			/* em: the column's, or the document's */
};

struct block *append_block(struct layout *layout, uint32_t page_index, enum block_kind kind)
{
	struct page *page = &layout->pages[page_index];
	struct block *block = arena_new(&layout->arena, 1, sizeof *block);

	*block = (struct block){.kind = kind, .page = page_index};
	if (page->last)
		page->last->next = block;
	else
		page->blocks = block;
	page->last = block;
	return block;
}

static struct edges edges_at(struct maker *m, uint32_t line)
{
	return edges_of(&m->page, &m->column_lines, &m->lines.lines[line]);
}

static struct block *add_block(struct maker *m, enum block_kind kind, uint32_t first, uint32_t end)
{
	struct block *block = append_block(m->layout, m->page_index, kind);
	const struct text_line *last = &m->lines.lines[end - 1];
	struct edges edges = edges_at(m, end - 1);
	struct edges own = edges_at(m, first);

	block->boxed = block->floating = m->role == ROLE_BOX;
	block->column = m->column;
	block->lines = &m->lines.lines[first];
	block->count = end - first;
	block->size = block->lines[0].size;
	block->style = block->lines[0].style;
	block->full = edges.right - last->box.right < 0.12f * (edges.right - edges.left);
	block->indented = block->lines[0].box.left - own.left > least_indent * block->size;
	return block;
}

/* The usual step between lines: of the block so far if it tells, else the document's. */
static float leading_of(const struct maker *m, uint32_t first, uint32_t line)
{
	const struct text_line *lines = m->lines.lines;

	if (line >= first + 3)
		return (lines[line - 1].baseline - lines[first].baseline) /
		       (float)(line - 1 - first);
	return m->leading * lines[line].size;
}

/* The right edge that counts: of inset lines with one edge, their own. */
static float right_edge(struct maker *m, uint32_t first, uint32_t line)
{
	const struct text_line *lines = m->lines.lines;
	struct edges edges = edges_at(m, line - 1);
	float right = 0;

	if (line - first < 2 ||
	    lines[line - 1].box.left - edges.left < least_indent * lines[line].size)
		return edges.right;
	for (uint32_t i = first; i <= line; i++) {
		if (distance(lines[i].box.left, lines[line].box.left) > 0.3f * lines[line].size)
			return edges.right;
		right = larger(right, lines[i].box.right);
	}
	return right;
}

static bool leaves_room(struct maker *m, uint32_t first, uint32_t line)
{
	const struct text_line *a = &m->lines.lines[line - 1], *b = a + 1;
	struct edges edges = edges_at(m, line - 1);
	float right = right_edge(m, first, line), room = right - a->box.right;
	float width = right - edges.left;

	if (ends_sentence(last_word(a)->text) || (a->style & ~b->style & STYLE_BOLD))
		return room > first_word_width(b) + 0.6f * a->size && room > 0.12f * width;
	return room > 0.45f * width;
}

/* Whether the distance or the looks part a line from the one before. */
static bool is_parted(const struct maker *m, uint32_t first, uint32_t line)
{
	const struct text_line *a = &m->lines.lines[line - 1], *b = a + 1;
	float step = step_between_lines(a, b);

	if (step <= 0 || step > paragraph_step * leading_of(m, first, line))
		return true;
	if (!same_size(a->size, b->size))
		return true;
	if (m->role == ROLE_BOX && (a->style ^ b->style) & STYLE_BOLD)
		return true;		/* a box has its own small heading */
	return b->style & STYLE_BOLD && !(a->style & STYLE_BOLD);
}

static bool is_indented_start(struct maker *m, uint32_t first, uint32_t line)
{
	const struct text_line *a = &m->lines.lines[line - 1], *b = a + 1;
	float left = edges_at(m, line).left;
	float in = b->box.left - left;

	if (in > least_indent * b->size && in < most_indent * b->size &&
	    a->box.left - left < 0.35f * b->size)
		return true;
	return line - 1 > first && a->box.left - b->box.left > least_indent * b->size;
}

/* A line that the one before leaves unfinished: it cannot begin a numbered item. */
static bool is_unfinished(struct maker *m, uint32_t line)
{
	const struct text_line *a = &m->lines.lines[line - 1], *b = a + 1;
	struct edges edges = edges_at(m, line - 1);

	if (step_between_lines(a, b) > paragraph_step * m->leading * b->size)
		return false;
	if (ends_sentence(last_word(a)->text) || !same_size(a->size, b->size) ||
	    a->style != b->style)
		return false;
	return edges.right - a->box.right < 0.2f * (edges.right - edges.left);
}

static bool is_item_start(struct maker *m, uint32_t line)
{
	const struct text_line *l = &m->lines.lines[line];
	enum start start = start_of_line(l);
	uint32_t point = first_point(first_word(l)->text);
	bool sure = point != '-' && point != '*' && point != 0x2013 && point != 0x2014 &&
		    point != 0x2212 && point != 0xb7;

	if (start != START_BULLET && start != START_NUMBER)
		return false;
	if (l->count == 1 && l->segments[0]->count == 1 && start == START_NUMBER &&
	    line + 1 == m->lines.count)
		return false;
	if (start == START_BULLET && sure)
		return true;
	if (!line || m->listing || !is_unfinished(m, line))
		return true;
	return l->box.left - m->lines.lines[line - 1].box.left > least_indent * l->size;
}

static bool is_caption_start(struct maker *m, uint32_t line)
{
	return start_of_line(&m->lines.lines[line]) == START_CAPTION &&
	       (!line || !is_unfinished(m, line));
}

static bool has_heading_looks(const struct maker *m, const struct text_line *line)
{
	return line->size >= 1.08f * m->layout->body_size ||
	       (line->style & STYLE_BOLD && !m->layout->body_bold);
}

/* Lines from `first` on that are one heading; 0 if it is none. */
static uint32_t heading_run(struct maker *m, uint32_t first)
{
	const struct text_line *lines = m->lines.lines;
	uint32_t words = words_of_line(&lines[first]), end = first + 1;
	float right = edges_at(m, first).right;

	if (!is_heading_line(m->layout, &lines[first], right))
		return 0;
	if (first && starts_lower_case(first_word(&lines[first])->text) &&
	    !ends_sentence(last_word(&lines[first - 1])->text))
		return 0;	/* a sentence runs on */
	uint32_t most = longest_heading(m->layout, &lines[first]);
	bool by_looks = has_heading_looks(m, &lines[first]);

	/* Capitals in the middle of a sentence. */
	if (!by_looks && first && is_unfinished(m, first) &&
	    !is_heading_line(m->layout, &lines[first - 1], right))
		return 0;
	while (by_looks && end < m->lines.count && words <= most) {
		const struct text_line *a = &lines[end - 1], *b = &lines[end];
		float step = step_between_lines(a, b);

		if (step <= 0 || step > heading_step * b->size ||
		    larger(a->size, b->size) > 1.04f * smaller(a->size, b->size) ||
		    (a->style & STYLE_BOLD) != (b->style & STYLE_BOLD) ||
		    start_of_line(b) != START_TEXT)
			break;
		words += words_of_line(b);
		end++;
	}
	if (words > most)
		return 0;
	/* A numbered line that is the beginning of a list's sentence. */
	if (!by_looks && end < m->lines.count && is_item_start(m, end) &&
	    start_of_line(&lines[first]) == START_CLAUSE)
		return 0;
	/* Bold words at the start of a paragraph that runs on in the text's style. */
	if (end < m->lines.count && lines[first].size < 1.08f * m->layout->body_size) {
		const struct text_line *a = &lines[end - 1], *b = &lines[end];

		if (step_between_lines(a, b) < paragraph_step * m->leading * b->size &&
		    same_size(a->size, b->size) && starts_lower_case(first_word(b)->text) &&
		    right - a->box.right < first_word_width(b) + a->size)
			return 0;
	}
	return end - first;
}

static uint8_t level_of_item(struct maker *m, const struct text_line *line)
{
	if (!m->listing || line->box.left < m->list_left - least_indent * line->size)
		m->list_left = line->box.left;
	return line->box.left > m->list_left + least_indent * line->size ? 2 : 1;
}

/* Large or bold as the line before, which is full and no heading: a long passage in that style. */
static bool keeps_looks(struct maker *m, uint32_t line)
{
	const struct text_line *a = &m->lines.lines[line - 1], *b = a + 1;

	return larger(a->size, b->size) <= 1.04f * smaller(a->size, b->size) &&
	       !((a->style ^ b->style) & STYLE_BOLD) && has_heading_looks(m, b) &&
	       step_between_lines(a, b) <= heading_step * b->size &&
	       edges_at(m, line - 1).right - a->box.right < first_word_width(b) + 0.5f * a->size;
}

static bool starts_anything(struct maker *m, uint32_t line)
{
	return is_item_start(m, line) || is_caption_start(m, line) ||
	       (!keeps_looks(m, line) && heading_run(m, line) > 0);
}

/* A line on its own indent behind a full stop, as the next, left of the list, shows. */
static bool begins_indented_paragraph(const struct maker *m, uint32_t line, float list_left)
{
	const struct text_line *a = &m->lines.lines[line - 1], *b = a + 1, *c = b + 1;

	return ends_sentence(last_word(a)->text) && line + 1 < m->lines.count &&
	       starts_upper_case(first_word(b)->text) && starts_lower_case(first_word(c)->text) &&
	       c->box.left < b->box.left - least_indent * b->size &&
	       c->box.left < list_left + least_indent * b->size;
}

/* The end of an item's lines: on the indent of its text, or wrapped below its label. */
static uint32_t item_end(struct maker *m, uint32_t first, float text_left)
{
	const struct text_line *lines = m->lines.lines;
	uint32_t end = first + 1;

	while (end < m->lines.count) {
		const struct text_line *b = &lines[end];
		bool on_indent = distance(b->box.left, text_left) < hanging * b->size;
		bool runs_on = on_indent && starts_lower_case(first_word(b)->text) &&
			       !ends_sentence(last_word(b - 1)->text);

		if (is_parted(m, first, end) || starts_anything(m, end) ||
		    begins_indented_paragraph(m, end, lines[first].box.left) ||
		    (!runs_on && leaves_room(m, first, end)))
			break;
		if (!on_indent && end > first + 1 &&
		    distance(b->box.left, lines[first + 1].box.left) > 0.5f * b->size)
			break;
		if (!on_indent && ends_sentence(last_word(b - 1)->text))
			break;
		end++;
	}
	return end;
}

/* A label that stands alone on its line is followed by its text. */
static uint32_t add_item(struct maker *m, uint32_t first)
{
	const struct text_line *line = &m->lines.lines[first];
	bool alone = line->count == 1 && line->segments[0]->count == 1;
	uint32_t from = first;
	float left = left_of_text(line);

	if (alone && first + 1 < m->lines.count &&
	    step_between_lines(line, line + 1) < 1.5f * m->leading * line->size) {
		from = first + 1;
		left = line[1].box.left;
	}
	uint8_t level = level_of_item(m, line);
	uint32_t end = item_end(m, from, left);
	struct block *block = add_block(m, BLOCK_ITEM, first, end);

	block->level = level;
	block->label = first_word(line)->text;
	block->label_words = 1;
	m->listing = true;
	m->bare = false;
	return end;
}

/* Items without a label: the next begins behind a stop, or where its first word had room above. */
static bool ends_bare_item(struct maker *m, uint32_t line)
{
	const struct text_line *a = &m->lines.lines[line - 1], *b = a + 1;
	float room = edges_at(m, line - 1).right - a->box.right;

	if (!starts_upper_case(first_word(b)->text))
		return false;
	return ends_sentence(last_word(a)->text) ? room > 0.5f * a->size
						 : room > first_word_width(b) + a->size;
}

static uint32_t paragraph_end(struct maker *m, uint32_t first, bool bare)
{
	uint32_t end = first + 1;

	while (end < m->lines.count && !is_parted(m, first, end) && !starts_anything(m, end) &&
	       !is_indented_start(m, first, end) && !leaves_room(m, first, end) &&
	       !(bare && ends_bare_item(m, end)))
		end++;
	return end;
}

/* Lines inset below a paragraph that ends in a colon: their bullets are drawn. */
static bool is_bare_item(struct maker *m, uint32_t first)
{
	const struct block *before = m->layout->pages[m->page_index].last;
	const struct text_line *line = &m->lines.lines[first];

	if (!before || before->column != m->column || before->kind == BLOCK_TABLE || !before->count)
		return false;
	if (line->box.left - m->parent_left < bare_indent * line->size)
		return false;
	if (m->bare || distance(line->box.left, m->bare_left) < 0.3f * line->size)
		return true;
	return before->kind == BLOCK_PARAGRAPH &&
	       last_point(last_word(&before->lines[before->count - 1])->text) == ':';
}

/* A clause whose text hangs beside its number: the next line is on the text's indent. */
static bool is_hanging_clause(const struct maker *m, uint32_t first)
{
	const struct text_line *line = &m->lines.lines[first];

	return first + 1 < m->lines.count && start_of_line(line) == START_CLAUSE &&
	       distance(line[1].box.left, left_of_text(line)) < hanging * line->size &&
	       left_of_text(line) - line->box.left > least_indent * line->size;
}

static uint32_t add_text(struct maker *m, uint32_t first)
{
	bool hangs = is_hanging_clause(m, first), bare = !hangs && is_bare_item(m, first);
	uint32_t end = hangs ? item_end(m, first, left_of_text(&m->lines.lines[first]))
			     : paragraph_end(m, first, bare);
	struct block *block = add_block(m, bare ? BLOCK_ITEM : BLOCK_PARAGRAPH, first, end);

	if (bare) {
		block->level = level_of_item(m, block->lines);
		if (!m->bare && block->level == 1)
			m->bare_left = block->lines[0].box.left;
	} else {
		m->bare_left = 1e9f;
		m->parent_left = block->lines[0].box.left;
		if (start_of_line(block->lines) == START_CLAUSE) {
			block->label = first_word(block->lines)->text;
			block->label_words = 1;
		}
	}
	m->bare = bare;
	m->listing = bare;
	return end;
}

static uint32_t caption_end(struct maker *m, uint32_t first)
{
	uint32_t end = first + 1;

	while (end < m->lines.count && !is_parted(m, first, end) && !leaves_room(m, first, end) &&
	       m->lines.lines[end].style == m->lines.lines[first].style)
		end++;
	return end;
}

static void add_lines(struct maker *m)
{
	uint32_t at = 0;

	while (at < m->lines.count) {
		uint32_t heading;

		if (is_caption_start(m, at)) {
			uint32_t end = caption_end(m, at);

			add_block(m, BLOCK_CAPTION, at, end);
			at = end;
		} else if ((heading = heading_run(m, at)) > 0) {
			add_block(m, m->role == ROLE_BOX ? BLOCK_PARAGRAPH : BLOCK_HEAD, at,
				  at + heading);
			m->listing = m->bare = false;
			at += heading;
		} else if (is_item_start(m, at)) {
			at = add_item(m, at);
		} else {
			at = add_text(m, at);
		}
	}
}

static void add_stretch(struct maker *m, uint32_t first, uint32_t end, const struct line_list *from)
{
	if (first >= end)
		return;
	m->lines = (struct line_list){from->lines + first, end - first};
	add_lines(m);
}

static void add_table(struct maker *m, const struct table *table, const struct line_list *from)
{
	if (!table->prose) {
		struct block *block = append_block(m->layout, m->page_index, BLOCK_TABLE);

		block->rows = table->rows;
		block->row_count = table->row_count;
		block->column = m->column;
		block->boxed = block->floating = m->role == ROLE_BOX;
		block->lines = from->lines + table->first;
		block->count = table->end - table->first;
		block->size = block->lines[0].size;
		return;
	}
	for (uint32_t i = 0; i < table->rows[0].count; i++) {
		struct cell *cell = &table->rows[0].cells[i];
		struct line_list page = m->page, column = m->column_lines;

		m->page = m->column_lines = (struct line_list){cell->lines, cell->count};
		add_stretch(m, 0, cell->count, &m->page);
		m->page = page;
		m->column_lines = column;
	}
}

void make_blocks(struct layout *layout, const struct page_lines *page, uint32_t column)
{
	const struct stretch *stretch = &page->stretches[column];
	struct line_list own = {page->lines.lines + stretch->first, stretch->end - stretch->first};
	struct maker m = {
		.layout = layout, .page = page->lines, .page_index = page->page, .column = column,
		.role = stretch->role, .column_lines = own, .parent_left = 1e9f, .bare_left = 1e9f,
	};
	struct block *last = layout->pages[page->page].last;
	struct table table;
	uint32_t at = 0;

	m.leading = leading_of_lines(&own, layout->leading);
	mark_justified(&own);
	if (stretch->rows && table_of_rows(&own, &layout->arena, &table)) {
		add_table(&m, &table, &own);
		return;
	}
	while (find_table(&own, at, &stretch->box, &layout->arena, &table)) {
		add_stretch(&m, at, table.first, &own);
		add_table(&m, &table, &own);
		m.listing = m.bare = false;
		at = table.end;
	}
	add_stretch(&m, at, own.count, &own);
	if (stretch->role == ROLE_BODY)
		find_inset_boxes(layout, &m.page, &own, last,
				 last ? last->next : layout->pages[page->page].blocks);
}

static int compare_ranks(const void *a, const void *b)
{
	float p = *(const float *)a, q = *(const float *)b;

	return p > q ? -1 : p < q;
}

/* The looks of a heading as one number: size first, then bold, then capitals. */
static float rank_of(const struct block *block)
{
	float size = (float)(int)(block->size * 2 + 0.5f);

	return size * 2 + (block->style & STYLE_BOLD ? 1 : 0);
}

void rank_headings(struct layout *layout)
{
	enum { MOST = 256 };
	float ranks[MOST];
	size_t count = 0;

	for (uint32_t p = 0; p < layout->page_count; p++)
		for (struct block *b = layout->pages[p].blocks; b; b = b->next) {
			size_t i = 0;

			if (b->kind != BLOCK_HEAD)
				continue;
			while (i < count && ranks[i] != rank_of(b))
				i++;
			if (i == count && count < MOST)
				ranks[count++] = rank_of(b);
		}
	qsort(ranks, count, sizeof *ranks, compare_ranks);
	for (uint32_t p = 0; p < layout->page_count; p++)
		for (struct block *b = layout->pages[p].blocks; b; b = b->next) {
			size_t i = 0;

			if (b->kind != BLOCK_HEAD)
				continue;
			while (i < count && i < 5 && ranks[i] > rank_of(b))
				i++;
			b->level = (uint8_t)(i + 1);
		}
}
