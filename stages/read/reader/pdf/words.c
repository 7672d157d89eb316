/*
 * Words: where one ends is told by gaps between boxes, jumps and changes of
 * size, since Poppler glues marks of notes, cells and large initials to their
 * neighbours; a space that it gives ends a word too.
 */
#include "stages/read/reader/pdf/words.h"

#include "pipeline/base/utf8.h"
#include "stages/read/reader/pdf/changes.h"

static const float least_size = 2.5f;		/* points: nobody reads less */
static const float doubled_within = 0.12f;	/* em */
static const float word_gap = 0.25f;		/* em */
static const float word_back = 0.6f;		/* em: a jump to the left */

/* The letters of a ligature, or an empty slice. */
static struct slice ligature(uint32_t point)
{
	static const char *const letters[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

	if (point >= 0xfb00 && point <= 0xfb06)
		return slice_of(letters[point - 0xfb00]);
	if (point >= 0xf000 && point <= 0xf004)	/* fonts that map them to private use */
		return slice_of(letters[point - 0xf000]);
	return (struct slice){0};
}

/*
 * The box is ascent and descent of the font.  Where a font says neither,
 * Poppler takes 0.95 and 0.35 em; else the descent is near a fifth.
 */
static float baseline_of(const struct glyph *glyph)
{
	float height = box_height(&glyph->box);

	if (distance(height, 1.3f * glyph->size) < 0.01f * glyph->size)
		return glyph->box.bottom - 0.35f * glyph->size;
	return glyph->box.bottom - 0.215f * height;
}

static bool is_ascii_digit(uint32_t point)
{
	return point >= '0' && point <= '9';
}

static bool is_right_to_left(uint32_t point)
{
	return (point >= 0x590 && point < 0x900) || (point >= 0xfb1d && point < 0xfe00) ||
	       (point >= 0xfe70 && point < 0xff00);
}

static bool is_doubled(const struct glyph *a, const struct glyph *b)
{
	float near = doubled_within * b->size;

	return a->point == b->point && distance(a->box.left, b->box.left) < near &&
	       distance(a->box.top, b->box.top) < near;
}

/* From one letter to the next straight up or down. */
static bool steps_sideways(const struct glyph *a, const struct glyph *b)
{
	float across = distance((a->box.left + a->box.right) / 2, (b->box.left + b->box.right) / 2);
	float along = distance((a->box.top + a->box.bottom) / 2, (b->box.top + b->box.bottom) / 2);

	return !b->after_space && across < 0.25f * b->size && along > 0.15f * b->size &&
	       along < 1.3f * b->size;
}

enum step { STEP_ON, STEP_BREAK, STEP_PART };

/* What lies between two letters: nothing, the end of a word, or of a part of it. */
static enum step step_between(const struct glyph *a, const struct glyph *b)
{
	float em = larger(a->size, b->size);
	float gap = b->box.left - a->box.right;
	float ratio = em / smaller(a->size, b->size);

	if (b->after_space)
		return STEP_BREAK;
	if (is_right_to_left(a->point) && is_right_to_left(b->point))
		gap = a->box.left - b->box.right;
	if (gap > word_gap * em || gap < -word_back * em)
		return STEP_BREAK;
	if (ratio > 1.6f ||
	    (ratio > 1.15f && (is_ascii_digit(a->point) || is_ascii_digit(b->point))))
		return STEP_PART;
	return distance(baseline_of(a), baseline_of(b)) > 0.5f * em ? STEP_PART : STEP_ON;
}

/* Letters that are left out one behind the other. */
struct omission {
	const char *kind;	/* NULL: none */
	struct buffer text;
	struct box box;
	float last_right, size;
};

struct builder {
	struct layout *layout;
	uint32_t page;
	struct omission omission;
	char *text;		/* room for all */
	size_t used;
	struct word *words;
	uint32_t count;
	const struct glyph *last;
};

static void end_omission(struct builder *to)
{
	struct omission *o = &to->omission;

	if (o->kind)
		add_change(to->layout, o->kind, to->page, &o->box, buffer_slice(&o->text),
			   (struct slice){0});
	o->kind = NULL;
	buffer_reset(&o->text);
}

/* What is left out of one line, for one reason, is one omission. */
static void leave_out(struct builder *to, const char *kind, const struct glyph *glyph)
{
	struct omission *o = &to->omission;
	float gap = glyph->box.left - o->last_right;

	if (!to->layout->reports)
		return;
	if (!o->kind || strcmp(o->kind, kind) != 0 || distance(gap, 0) > 3 * o->size ||
	    distance(glyph->box.bottom, o->box.bottom) > 0.5f * o->size) {
		end_omission(to);
		o->kind = kind;
		o->box = glyph->box;
	} else if (gap > word_gap * o->size) {
		buffer_byte(&o->text, ' ');
	}
	utf8_append(&o->text, glyph->point);
	box_cover(&o->box, &glyph->box);
	o->last_right = glyph->box.right;
	o->size = glyph->size;
}

/* A ligature is written out. */
static void spell_out(struct builder *to, uint32_t point, struct slice letters)
{
	struct buffer sign = {0};

	if (to->layout->reports) {
		utf8_append(&sign, point);
		add_change(to->layout, "ligature", to->page, NULL, buffer_slice(&sign), letters);
		buffer_free(&sign);
	}
}

static void add_letters(struct builder *to, const struct glyph *glyph)
{
	struct word *word = &to->words[to->count - 1];
	struct slice letters = ligature(glyph->point);
	char *end = to->text + to->used;
	struct buffer one = {.at = end, .capacity = 4};

	if (letters.length) {
		spell_out(to, glyph->point, letters);
		memcpy(end, letters.at, letters.length);
		one.length = letters.length;
	} else {
		utf8_append(&one, glyph->point);
	}
	to->used += one.length;
	word->text.length += one.length;
	box_cover(&word->box, &glyph->box);
}

static void begin_word(struct builder *to, const struct glyph *glyph, bool joined)
{
	to->words[to->count++] = (struct word){
		.box = glyph->box, .baseline = baseline_of(glyph), .size = glyph->size,
		.text = {to->text + to->used, 0}, .style = glyph->style, .joined = joined,
		.white = glyph->white,
	};
}

static void add_glyph(struct builder *to, const struct glyph *glyph)
{
	const struct glyph *last = to->last;

	if (glyph->size < least_size || (last && is_doubled(last, glyph))) {
		leave_out(to, glyph->size < least_size ? "hidden" : "duplicate", glyph);
		return;
	}
	struct word *word = to->count ? &to->words[to->count - 1] : NULL;
	bool first_two = word && word->text.length <= 4 && last &&
			 word->box.left == last->box.left && word->box.top == last->box.top;

	if (word && steps_sideways(last, glyph) && (word->sideways || first_two)) {
		word->sideways = true;
	} else {
		enum step step = word && !word->sideways ? step_between(last, glyph) : STEP_BREAK;

		if (step != STEP_ON)
			begin_word(to, glyph, step == STEP_PART);
	}
	add_letters(to, glyph);
	to->last = glyph;
}

/* A letter alone shows no direction: it runs as the word does that stands over or under it. */
static void follow_sideways(struct word *word, const struct word *beside_it)
{
	float gap = larger(word->box.top, beside_it->box.top) -
		    smaller(word->box.bottom, beside_it->box.bottom);

	if (beside_it->sideways && word->text.length == 1 && same_size(word->size, beside_it->size) &&
	    above(&word->box, &beside_it->box) > 0.7f && gap < word->size)
		word->sideways = true;
}

static void build(struct builder *to, const struct glyph *glyphs, size_t count)
{
	to->used = 0;
	to->count = 0;
	to->last = NULL;
	for (size_t i = 0; i < count; i++)
		add_glyph(to, &glyphs[i]);
	end_omission(to);
	for (uint32_t i = 1; i < to->count; i++)
		follow_sideways(&to->words[i], &to->words[i - 1]);
	for (uint32_t i = to->count; i-- > 1;)
		follow_sideways(&to->words[i - 1], &to->words[i]);
}

/* Letters of words that run down the page; of all in *whole; *up: those that run up. */
static size_t sideways_letters(const struct builder *built, size_t *whole)
{
	size_t letters = 0;

	*whole = 0;
	for (uint32_t i = 0; i < built->count; i++) {
		*whole += built->words[i].text.length;
		if (built->words[i].sideways)
			letters += built->words[i].text.length;
	}
	return letters;
}

static bool runs_up(const struct glyph *glyphs, size_t count)
{
	size_t up = 0, down = 0;

	for (size_t i = 1; i < count; i++)
		if (steps_sideways(&glyphs[i - 1], &glyphs[i])) {
			if (glyphs[i].box.top < glyphs[i - 1].box.top)
				up++;
			else
				down++;
		}
	return up > down;
}

static void turn_glyphs(struct glyph *glyphs, size_t count, float width, float height,
			enum turn turn)
{
	for (size_t i = 0; i < count; i++) {
		struct box b = glyphs[i].box;

		glyphs[i].box =
		    turn == TURN_UP
		       ? (struct box){height - b.bottom, b.left, height - b.top, b.right}
		       : (struct box){b.top, width - b.right, b.bottom, width - b.left};
	}
}

/* Into memory of just the size that is needed. */
static struct word_list keep(const struct builder *built, struct arena *arena)
{
	struct word_list kept = {
		arena_new(arena, built->count, sizeof *kept.words), built->count,
	};
	struct slice text = arena_copy(arena, (struct slice){built->text, built->used});

	for (uint32_t i = 0; i < built->count; i++) {
		kept.words[i] = built->words[i];
		kept.words[i].text.at = text.at + (built->words[i].text.at - built->text);
	}
	return kept;
}

struct word_list words_of_glyphs(struct layout *layout, uint32_t page, struct glyph *glyphs,
				 size_t count, float width, float height, struct arena *scratch,
				 enum turn *turn)
{
	const struct change *changes = layout->changes;
	struct builder built = {
		.layout = layout, .page = page,
		.text = arena_new(scratch, count + 1, 4),
		.words = arena_new(scratch, count + 1, sizeof(struct word)),
	};
	size_t whole;

	build(&built, glyphs, count);
	size_t sideways = sideways_letters(&built, &whole);

	*turn = TURN_NONE;
	if (whole > 40 && sideways > whole * 6 / 10) {
		*turn = runs_up(glyphs, count) ? TURN_UP : TURN_DOWN;
		turn_glyphs(glyphs, count, width, height, *turn);
		layout->changes = changes;
		build(&built, glyphs, count);
	}
	buffer_free(&built.omission.text);
	return keep(&built, &layout->arena);
}
