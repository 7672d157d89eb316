/* Story: frames, blocks, tables. */
#include "stages/read/reader/office/story.h"

#include "pipeline/stream/write.h"

#include <stdio.h>

enum { DEEPEST_HEAD = 6, DEEPEST_ITEM = 9 };

/* What becomes of a table. */
enum { TABLE_REAL, TABLE_BOX, TABLE_FLAT };

static struct story_frame *frame_of(struct story *story)
{
	return &story->frames[story->depth];
}

static void begin_frame(struct story_frame *frame, enum story_frame_kind kind, struct buffer *out)
{
	*frame = (struct story_frame){.kind = kind, .out = out, .spaced = true};
	if (!out)
		frame->out = &frame->own;
}

void story_begin(struct story *story, struct reading *reading)
{
	*story = (struct story){.reading = reading};
	begin_frame(&story->frames[0], STORY_BLOCKS, &reading->body);
}

void story_begin_lines(struct story *story, struct reading *reading, struct buffer *to)
{
	*story = (struct story){.reading = reading};
	begin_frame(&story->frames[0], STORY_LINES, to);
}

static void free_frame(struct story_frame *frame)
{
	buffer_free(&frame->own);
	buffer_free(&frame->after);
	buffer_free(&frame->lines);
	buffer_free(&frame->text);
	buffer_free(&frame->marks);
	buffer_free(&frame->tag);
}

/* No blocks can be written here: what comes are lines of what is open. */
static bool is_flat(const struct story_frame *frame)
{
	return frame->kind == STORY_LINES || frame->cell_open;
}

static void write_type(struct buffer *to, struct slice name, const char *type)
{
	write_open(to, name);
	write_attribute(to, SLICE("type"), slice_of(type));
	write_end(to);
}

static void write_number(struct buffer *to, struct slice name, unsigned number)
{
	char digits[16];
	int length = snprintf(digits, sizeof digits, "%u", number);

	write_attribute(to, name, (struct slice){digits, (size_t)length});
}

/* --- text --- */

static void finish_line(struct story_frame *frame)
{
	if (frame->text.length)
		frame->spaced = frame->text.at[frame->text.length - 1] == ' ';
	trim_end(&frame->text);
	write_running_text(&frame->lines, buffer_slice(&frame->text));
	buffer_reset(&frame->text);
}

static bool starts_with_space(struct slice text)
{
	return text.at[0] == ' ' || (text.at[0] >= '\t' && text.at[0] <= '\r');
}

static void put_marks(struct story_frame *frame)
{
	buffer_append(&frame->lines, buffer_slice(&frame->marks));
	buffer_reset(&frame->marks);
}

void story_text(struct story *story, struct slice text)
{
	struct story_frame *frame = frame_of(story);

	if (!text.length || story->reading->over)
		return;
	if (frame->marks.length) {
		if (!frame->spaced && !starts_with_space(text))
			write_glue(&frame->lines);
		put_marks(frame);
	}
	append_clean_text(&frame->text, text);
	story->languages[story->language].bytes += text.length;
}

void story_set_language(struct story *story, struct slice name)
{
	size_t i = 1;

	story->language = 0;
	if (!name.length || name.length >= STORY_LONGEST_LANGUAGE)
		return;
	while (i < STORY_LANGUAGES && story->languages[i].name[0] &&
	       !slice_is(name, story->languages[i].name))
		i++;
	if (i == STORY_LANGUAGES)
		return;
	memcpy(story->languages[i].name, name.at, name.length);
	story->language = i;
}

/* Empty where most of the text says nothing. */
static struct slice main_language(const struct story *story)
{
	size_t best = 0;

	for (size_t i = 1; i < STORY_LANGUAGES; i++)
		if (story->languages[i].bytes > story->languages[best].bytes)
			best = i;
	return slice_of(story->languages[best].name);
}

void story_mark(struct story *story, struct slice n)
{
	struct story_frame *frame = frame_of(story);

	if (story->reading->over)
		return;
	if (!frame->marks.length)
		finish_line(frame);
	write_open(&frame->marks, SLICE("ptr"));
	write_clean_attribute(&frame->marks, SLICE("n"), n);
	write_milestone_end(&frame->marks);
}

/* --- blocks --- */

static void close_part(struct story_frame *frame)
{
	if (frame->part)
		write_close(frame->out, SLICE("div"));
	frame->part = NULL;
}

static void set_part(struct story_frame *frame, const char *part)
{
	if (frame->part == part)
		return;
	close_part(frame);
	if (part)
		write_type(frame->out, SLICE("div"), part);
	frame->part = part;
}

static void open_block(struct buffer *to, const struct story_block *block)
{
	bool head = strcmp(block->name, "head") == 0, item = strcmp(block->name, "item") == 0;
	unsigned deepest = head ? DEEPEST_HEAD : DEEPEST_ITEM;

	write_open(to, slice_of(block->name));
	if (head || item)
		write_number(to, SLICE("level"), block->level < deepest ? block->level : deepest);
	if (block->title)
		write_attribute(to, SLICE("type"), SLICE("title"));
	write_clean_attribute(to, SLICE("label"), block->label);
	write_end(to);
}

/* What waited for the end of the block or table. */
static void write_after(struct story_frame *frame)
{
	if (is_flat(frame) || frame->table_open)
		return;
	buffer_append(frame->out, buffer_slice(&frame->after));
	buffer_reset(&frame->after);
}

static bool keep_title(struct story *story, const struct story_block *block)
{
	bool better = block->title ? !story->title_is_sure
				   : !story->title.length && strcmp(block->name, "head") == 0;
	struct story_frame *frame = frame_of(story);

	if (better && !frame->lines.length) {
		buffer_reset(&story->title);
		buffer_append(&story->title, buffer_slice(&frame->text));
	}
	bool first = block->title && !story->title_is_sure;

	story->title_is_sure |= block->title;
	return first;
}

void story_end_block(struct story *story, const struct story_block *block)
{
	struct story_frame *frame = frame_of(story);
	struct reading *reading = story->reading;
	struct story_block own = *block;

	if (!frame->text.length && !frame->lines.length && !frame->marks.length)
		return;
	if (!is_flat(frame))
		own.title = keep_title(story, block);
	finish_line(frame);
	put_marks(frame);
	story->blocks += frame->lines.length > 0;
	if (is_flat(frame)) {
		buffer_append(frame->out, buffer_slice(&frame->lines));
	} else if (frame->lines.length) {
		set_part(frame, own.part);
		open_block(frame->out, &own);
		buffer_append(frame->out, buffer_slice(&frame->lines));
		write_close(frame->out, slice_of(own.name));
	}
	buffer_reset(&frame->lines);
	frame->spaced = true;
	write_after(frame);
	if (reading->body.length > reading->limits->text_bytes && !reading->over)
		reading->page_done(reading);
}

/* Text that has not been ended by whoever wrote it. */
static void end_stray_text(struct story *story)
{
	story_end_block(story, &(struct story_block){.name = "p"});
}

/* --- notes and boxes --- */

/* The frame around this one takes it, behind the block in hand. */
void story_note(struct story *story, struct slice n, const char *place, struct slice lines)
{
	struct story_frame *frame = frame_of(story);

	if (!lines.length)
		return;
	write_open(&frame->after, SLICE("note"));
	write_clean_attribute(&frame->after, SLICE("n"), n);
	write_attribute(&frame->after, SLICE("place"), slice_of(place));
	write_end(&frame->after);
	buffer_append(&frame->after, lines);
	write_close(&frame->after, SLICE("note"));
}

static bool push(struct story *story, enum story_frame_kind kind)
{
	if (story->depth + 1 >= STORY_DEEPEST) {
		story->too_deep++;
		return false;
	}
	begin_frame(&story->frames[++story->depth], kind, NULL);
	return true;
}

/* Ends what is open in the frame in hand; it stays. */
static void close_frame(struct story *story)
{
	struct story_frame *frame = frame_of(story);

	end_stray_text(story);
	while (frame->table_count)
		story_end_table(story);
	close_part(frame);
	write_after(frame);
}

/* Forgets the frame in hand; what still waits in it waits in the one around it. */
static void pop(struct story *story)
{
	struct story_frame *frame = frame_of(story);

	story->depth--;
	struct story_frame *around = frame_of(story);

	buffer_append(&around->after, buffer_slice(&frame->after));
	free_frame(frame);
	if (!around->text.length && !around->lines.length && !around->marks.length) {
		close_part(around);
		write_after(around);
	}
}

void story_begin_note(struct story *story, struct slice n, const char *place)
{
	if (!push(story, STORY_LINES))
		return;
	struct buffer *tag = &frame_of(story)->tag;

	write_open(tag, SLICE("note"));
	write_clean_attribute(tag, SLICE("n"), n);
	write_attribute(tag, SLICE("place"), slice_of(place));
	write_end(tag);
}

void story_end_note(struct story *story)
{
	if (story->too_deep) {
		story->too_deep--;
		return;
	}
	if (!story->depth)
		return;
	close_frame(story);
	struct story_frame *frame = frame_of(story);
	struct buffer *after = &story->frames[story->depth - 1].after;

	if (frame->own.length) {
		buffer_append(after, buffer_slice(&frame->tag));
		buffer_append(after, buffer_slice(&frame->own));
		write_close(after, SLICE("note"));
	}
	pop(story);
}

void story_begin_box(struct story *story)
{
	struct story_frame *frame = frame_of(story);

	if (!is_flat(frame) && push(story, STORY_BOX))
		return;
	if (is_flat(frame))
		frame->flat++;
	end_stray_text(story);
}

void story_end_box(struct story *story)
{
	struct story_frame *frame = frame_of(story);

	if (story->too_deep || frame->flat) {
		end_stray_text(story);
		if (frame->flat)
			frame->flat--;
		else
			story->too_deep--;
		return;
	}
	if (!story->depth)
		return;
	close_frame(story);
	struct buffer *after = &story->frames[story->depth - 1].after;

	if (frame->own.length) {
		write_type(after, SLICE("div"), "box");
		buffer_append(after, buffer_slice(&frame->own));
		write_close(after, SLICE("div"));
	}
	pop(story);
}

/* --- tables --- */

static int top_table(const struct story_frame *frame)
{
	if (!frame->table_count)
		return -1;
	return frame->table_count > STORY_DEEPEST_TABLE ? TABLE_FLAT
							: frame->tables[frame->table_count - 1];
}

void story_begin_table(struct story *story, unsigned columns)
{
	struct story_frame *frame = frame_of(story);
	uint8_t made = TABLE_REAL;

	end_stray_text(story);
	if (is_flat(frame) || frame->table_open)
		made = TABLE_FLAT;
	else if (columns == 1)
		made = TABLE_BOX;
	if (frame->table_count++ < STORY_DEEPEST_TABLE)
		frame->tables[frame->table_count - 1] = made;
	else
		made = TABLE_FLAT;
	if (made == TABLE_FLAT)
		return;
	close_part(frame);
	if (made == TABLE_BOX) {
		write_type(frame->out, SLICE("div"), "box");
		return;
	}
	frame->table_open = true;
	write_open(frame->out, SLICE("table"));
	write_end(frame->out);
}

void story_begin_row(struct story *story)
{
	struct story_frame *frame = frame_of(story);

	if (top_table(frame) != TABLE_REAL || frame->row_open)
		return;
	frame->row_open = true;
	write_open(frame->out, SLICE("row"));
	write_end(frame->out);
}

void story_begin_cell(struct story *story, bool head)
{
	struct story_frame *frame = frame_of(story);

	if (top_table(frame) != TABLE_REAL || !frame->row_open || frame->cell_open)
		return;
	frame->cell_open = true;
	write_open(frame->out, SLICE("cell"));
	if (head)
		write_attribute(frame->out, SLICE("role"), SLICE("head"));
	write_end(frame->out);
}

void story_end_cell(struct story *story)
{
	struct story_frame *frame = frame_of(story);

	end_stray_text(story);
	if (top_table(frame) != TABLE_REAL || !frame->cell_open)
		return;
	frame->cell_open = false;
	write_close(frame->out, SLICE("cell"));
}

void story_end_row(struct story *story)
{
	struct story_frame *frame = frame_of(story);

	story_end_cell(story);
	if (top_table(frame) != TABLE_REAL || !frame->row_open)
		return;
	frame->row_open = false;
	write_close(frame->out, SLICE("row"));
}

void story_end_table(struct story *story)
{
	struct story_frame *frame = frame_of(story);
	int made = top_table(frame);

	if (made < 0)
		return;
	story_end_row(story);
	if (made == TABLE_BOX) {
		close_part(frame);
		write_close(frame->out, SLICE("div"));
	} else if (made == TABLE_REAL) {
		frame->table_open = false;
		write_close(frame->out, SLICE("table"));
	}
	frame->table_count--;
	write_after(frame);
}

/* --- the rest --- */

void story_page(struct story *story)
{
	struct buffer *to = &story->reading->body;

	end_stray_text(story);
	close_part(frame_of(story));
	write_open(to, SLICE("pb"));
	write_number(to, SLICE("n"), ++story->pages);
	write_milestone_end(to);
}

void story_furniture(struct story *story, const char *type, struct slice lines)
{
	struct buffer *to = frame_of(story)->out;

	if (!lines.length)
		return;
	close_part(frame_of(story));
	write_type(to, SLICE("fw"), type);
	buffer_append(to, lines);
	write_close(to, SLICE("fw"));
}

void story_end_text(struct story *story)
{
	story->too_deep = 0;
	while (story->depth) {
		frame_of(story)->flat = 0;
		if (frame_of(story)->kind == STORY_BOX)
			story_end_box(story);
		else
			story_end_note(story);
	}
	close_frame(story);
}

void story_finish(struct story *story)
{
	struct reading *reading = story->reading;
	char digits[16];

	story_end_text(story);
	reading_attribute(reading, SLICE("title"), buffer_slice(&story->title));
	reading_attribute(reading, SLICE("lang"), main_language(story));
	if (story->pages) {
		snprintf(digits, sizeof digits, "%u", story->pages);
		reading_attribute(reading, SLICE("pages"), slice_of(digits));
	}
	if (!story->blocks)
		buffer_reset(&reading->body);
}

/* Lines hold no notes: what is left over is a note within a note. */
void story_end(struct story *story)
{
	story_end_text(story);
	free_frame(&story->frames[0]);
	buffer_free(&story->title);
}
