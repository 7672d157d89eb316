/* Starts: labels, captions and the looks of headings. */
#include "stages/read/reader/pdf/starts.h"

#include "stages/read/reader/pdf/text.h"

#include <stdlib.h>

static const float heading_size = 1.08f;	/* of the body's */
static const float least_heading = 0.93f;	/* of the body's, for bold and capitals */

static const float number_gap = 0.6f;		/* em: behind a number that is a label */
static const float letter_gap = 0.45f;		/* em: behind a letter that is a label */

static const struct word *word_at(const struct text_line *line, uint32_t index)
{
	for (uint32_t i = 0; i < line->count; i++) {
		if (index < line->segments[i]->count)
			return &line->segments[i]->words[index];
		index -= line->segments[i]->count;
	}
	return NULL;
}

static bool is_caption_word(struct slice word)
{
	static const char *const words[] = {
		"Table", "Figure", "Fig.", "Chart", "Map", "Box", "Graph", "Diagram", "Exhibit",
		"Plate", "TABLE", "FIGURE", "CHART", "Tableau", "Graphique", "Carte", "Encadré",
		"Tabelle", "Abbildung", "Abb.", "Karte", "Tabla", "Cuadro", "Gráfico", "Figura",
		"Tabella", "Tabela", "Tabel", "Tabl", "Ffigur",
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (slice_is(word, words[i]))
			return true;
	return false;
}

/* "3" "3." "3:" "2.1" "A1" "IV" */
static bool is_caption_number(struct slice word, bool *closed)
{
	bool digit = false;

	*closed = word.length > 1 && strchr(".:)", word.at[word.length - 1]);
	if (*closed)
		word.length--;
	if (!word.length || word.length > 6)
		return false;
	for (size_t i = 0; i < word.length; i++) {
		char c = word.at[i];

		digit |= c >= '0' && c <= '9';
		if (!(c >= '0' && c <= '9') && !strchr(".-", c) && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return digit || strspn(word.at, "IVX") >= word.length;
}

static bool is_caption(const struct text_line *line)
{
	const struct word *first = word_at(line, 0), *second = word_at(line, 1);
	const struct word *third = word_at(line, 2);
	bool closed;

	if (!second || !is_caption_word(first->text) || !is_caption_number(second->text, &closed))
		return false;
	/* "Table 3 shows" begins a sentence. */
	return closed || !third || line->style || !starts_lower_case(third->text);
}

/* "7", well apart from a text that begins with a capital: the number of a paragraph. */
static bool is_set_apart_number(const struct word *first, const struct word *second, float em)
{
	return second && is_digits(first->text) && first->text.length <= 3 &&
	       second->box.left - first->box.right > number_gap * em &&
	       starts_upper_case(second->text);
}

/* A letter that stands for a hollow bullet, well apart from its text. */
static bool is_letter_bullet(const struct text_line *line)
{
	const struct word *first = first_word(line), *second = word_at(line, 1);

	return second && (slice_is(first->text, "o") || slice_is(first->text, "\xce\xbf")) &&
	       second->box.left - first->box.right > letter_gap * line->size;
}

enum start start_of_line(const struct text_line *line)
{
	const struct word *first = first_word(line), *second = word_at(line, 1);
	size_t place = first->text.length;

	if (first->mark)
		return START_TEXT;
	if (is_bullet(first->text) || is_letter_bullet(line))
		return START_BULLET;
	if (is_item_label(first->text)) {
		uint32_t letter = first_point(first->text);
		float gap = second ? second->box.left - first->box.right : 10 * line->size;

		/* "J. Smith" begins no item: after a capital the text stands apart. */
		if (letter >= 'A' && letter <= 'Z' && gap < letter_gap * line->size)
			return START_TEXT;
		return START_NUMBER;
	}
	if (is_clause_number(first->text) && second && place > 2)
		return START_CLAUSE;
	if (is_set_apart_number(first, second, line->size))
		return START_CLAUSE;
	return is_caption(line) ? START_CAPTION : START_TEXT;
}

bool is_led_line(const struct text_line *line)
{
	enum start start = start_of_line(line);

	return start == START_BULLET || start == START_NUMBER || start == START_CLAUSE;
}

float left_of_text(const struct text_line *line)
{
	enum start start = start_of_line(line);
	const struct word *second = word_at(line, 1);

	if (start == START_TEXT || start == START_CAPTION || !second)
		return line->box.left;
	return second->box.left;
}

static bool is_capitals_line(const struct text_line *line)
{
	struct buffer text = {0};

	append_line_text(&text, line);
	bool capitals = is_capitals(buffer_slice(&text));

	buffer_free(&text);
	return capitals;
}

static bool is_numbered_heading(const struct text_line *line, float right)
{
	const struct word *first = word_at(line, 0), *second = word_at(line, 1);

	return second && (is_clause_number(first->text) ||
			  (is_digits(first->text) && first->text.length < 3)) &&
	       starts_upper_case(second->text) && words_of_line(line) <= 12 &&
	       !ends_sentence(last_word(line)->text) &&
	       right - line->box.right > 4 * line->size;
}

bool is_heading_line(const struct layout *layout, const struct text_line *line, float right)
{
	enum start start = start_of_line(line);

	if (start == START_BULLET || first_word(line)->field)
		return false;
	if (line->size >= heading_size * layout->body_size)
		return true;
	if (line->size < least_heading * layout->body_size || start == START_CAPTION)
		return false;
	if (line->style & STYLE_BOLD && !layout->body_bold)
		return true;
	if (is_capitals_line(line) && words_of_line(line) <= 14)
		return true;
	return is_numbered_heading(line, right);
}

uint32_t longest_heading(const struct layout *layout, const struct text_line *line)
{
	if (line->size >= heading_size * layout->body_size)
		return 25;
	return line->style & STYLE_BOLD ? 22 : 14;
}
