/*
 * Subtitles: lines to cues, cues to what was said, what was said to blocks.
 *
 * A cue is known by its timing alone, so the line before a timing belongs to
 * the cue that it follows until the timing is seen; then it is the new cue's
 * name or number and is taken back.
 */
#include "stages/read/subtitles.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/model/word_index.h"
#include "stages/read/caption_text.h"

#include <stdlib.h>

enum {
	PAUSE = 2500,			/* milliseconds between cues: a new paragraph */
	TOUCHING = 250,			/* no further apart, one cue may repeat the other */
	LONG_UTTERANCE = 600,		/* bytes: it ends with the next sentence */
	CUE_LINES_MOST = 256,		/* of more, cues are made that go on with it */
};

struct cue {
	uint64_t start, end;		/* milliseconds */
	size_t first, last;		/* its lines: first .. last - 1 */
	bool goes_on;			/* with the cue before it */
};

/* A line as it stands in the file. */
struct raw_line {
	struct slice text;
	bool after_blank;
};

struct subtitle_file {
	enum subtitles kind;
	struct raw_line *lines;
	size_t line_count, line_capacity;
	struct cue *cues;
	size_t cue_count, cue_capacity;
	struct slice language;
	struct word_index names;	/* labels of one word -> index of `uses` */
	uint32_t *uses;			/* of each such label */
	size_t name_count, name_capacity;
};

/* The blocks being made. */
struct speech {
	struct document *document;
	struct plain_text *kept;
	struct caption_line *shown, *before;	/* of the cue in hand and of the one before it */
	size_t shown_count, before_count;
	size_t shown_capacity, before_capacity;
	uint64_t end;			/* of the last cue */
	struct slice who;
	bool who_is_for_cue;		/* named by a voice tag, which names for its cue alone */
	bool is_open;
	size_t length;			/* bytes in the open block */
};

/* Digits up to `byte`, which goes too; at most seven of them. */
static bool take_number(struct slice *s, uint64_t *number)
{
	size_t length = 0;

	*number = 0;
	while (length < s->length && s->at[length] >= '0' && s->at[length] <= '9' && length < 7)
		*number = *number * 10 + (uint64_t)(s->at[length++] - '0');
	*s = slice_from(*s, length);
	return length > 0;
}

/* "01:02:03.450", "02:03,45" */
static bool take_time(struct slice *s, uint64_t *milliseconds)
{
	uint64_t parts[3] = {0}, total = 0;
	size_t count = 0;

	*s = slice_trim(*s);
	do {
		if (count && s->length)
			*s = slice_from(*s, 1);
		if (count == COUNT_OF(parts) || !take_number(s, &parts[count++]))
			return false;
	} while (s->length && s->at[0] == ':');
	for (size_t i = 0; i < count; i++)
		total = total * 60 + parts[i];
	*milliseconds = total * 1000;
	if (s->length && (s->at[0] == '.' || s->at[0] == ',')) {
		uint64_t fraction, scale = 100;

		*s = slice_from(*s, 1);
		for (size_t i = 0; i < 3 && i < s->length; i++, scale /= 10) {
			fraction = (uint64_t)(s->at[i] - '0');
			if (fraction > 9)
				break;
			*milliseconds += fraction * scale;
		}
		(void)take_number(s, &fraction);
	}
	return count >= 2;
}

static bool is_timing(struct slice line, struct cue *cue)
{
	if (!take_time(&line, &cue->start))
		return false;
	line = slice_trim(line);
	if (!slice_starts(line, SLICE("-->")))
		return false;
	line = slice_from(line, 3);
	return take_time(&line, &cue->end);
}

static bool is_number(struct slice line)
{
	uint64_t number;

	return slice_to_integer(line, &number);
}

enum subtitles subtitles_recognise(struct slice text)
{
	struct slice line = {NULL, 0};
	struct cue cue;

	if (slice_starts(text, SLICE("\xef\xbb\xbf")))
		text = slice_from(text, 3);
	if (slice_starts(text, SLICE("WEBVTT")) && (text.length == 6 || byte_is_blank(text.at[6])))
		return SUBTITLES_VTT;
	while (slice_line(&text, &line) && !slice_trim(line).length)
		continue;
	if (is_number(slice_trim(line)) && slice_line(&text, &line))
		return is_timing(slice_trim(line), &cue) ? SUBTITLES_SRT : SUBTITLES_NONE;
	return SUBTITLES_NONE;
}

/* The line before a timing is no text: a number, or, behind a blank line, a name. */
static void take_back_name(struct subtitle_file *f, size_t first)
{
	const struct raw_line *last;

	if (f->line_count == first)
		return;
	last = &f->lines[f->line_count - 1];
	if (last->after_blank || is_number(last->text))
		f->line_count--;
}

static void begin_cue(struct subtitle_file *f, struct cue cue)
{
	if (f->cue_count)
		f->cues[f->cue_count - 1].last = f->line_count;
	cue.first = f->line_count;
	f->cues = memory_reserve(f->cues, &f->cue_capacity, f->cue_count + 1, sizeof *f->cues);
	f->cues[f->cue_count++] = cue;
}

static void add_line(struct subtitle_file *f, struct slice line, bool after_blank)
{
	struct cue last = f->cues[f->cue_count - 1];

	last.goes_on = true;
	if (f->line_count - last.first == CUE_LINES_MOST)
		begin_cue(f, last);
	f->lines = memory_reserve(f->lines, &f->line_capacity, f->line_count + 1,
				  sizeof *f->lines);
	f->lines[f->line_count++] = (struct raw_line){line, after_blank};
}

/* The first line of what WebVTT has beside cues. */
static bool starts_aside(struct slice line)
{
	static const char *const words[] = {"NOTE", "STYLE", "REGION"};

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		struct slice word = slice_of(words[i]);

		if (slice_starts(line, word) &&
		    (line.length == word.length || line.at[word.length] == ' '))
			return true;
	}
	return false;
}

/* Text behind a blank line is the cue's all the same, where it is nothing else. */
static void read_cues(struct subtitle_file *f, struct slice text)
{
	bool after_blank = false, aside = false;
	struct slice line;
	struct cue cue = {0};

	while (slice_line(&text, &line)) {
		line = slice_trim(line);
		if (!f->cue_count && slice_starts(line, SLICE("Language:")))
			f->language = slice_trim(slice_from(line, 9));
		if (is_timing(line, &cue)) {
			if (f->cue_count && !after_blank)
				take_back_name(f, f->cues[f->cue_count - 1].first);
			begin_cue(f, cue);
			aside = false;
		} else if (line.length && f->cue_count) {
			if (after_blank)
				aside = f->kind == SUBTITLES_VTT && starts_aside(line);
			if (!aside)
				add_line(f, line, after_blank);
		}
		after_blank = !line.length;
	}
	if (f->cue_count)
		f->cues[f->cue_count - 1].last = f->line_count;
}

static uint32_t add_name(void *context, struct slice key)
{
	struct subtitle_file *f = context;

	(void)key;
	f->uses = memory_reserve(f->uses, &f->name_capacity, f->name_count + 1, sizeof *f->uses);
	f->uses[f->name_count] = 0;
	return (uint32_t)f->name_count++;
}

static uint32_t *uses_of(struct subtitle_file *f, struct slice name)
{
	uint32_t number = word_index_number(&f->names, name, add_name, f);

	return &f->uses[number];
}

/* Shows the lines of a cue; a label counts here or in the whole file. */
static void show(struct subtitle_file *f, const struct cue *cue, struct speech *s, bool count)
{
	struct caption_voice voice = {.arena = s->document->arena};

	s->shown_count = 0;
	for (size_t i = cue->first; i < cue->last; i++) {
		s->shown = memory_reserve(s->shown, &s->shown_capacity,
					  s->shown_count + CAPTION_PIECES_MOST, sizeof *s->shown);
		size_t pieces = caption_pieces(f->lines[i].text, &voice, s->shown + s->shown_count);

		for (size_t k = 0; k < pieces; k++) {
			struct caption_line *line = &s->shown[s->shown_count + k];

			if (line->label.length && line->label_is_doubtful && count)
				++*uses_of(f, line->label);
			else if (line->label.length && line->label_is_doubtful &&
				 *uses_of(f, line->label) < CAPTION_LABEL_USES)
				line->label = (struct slice){NULL, 0};
		}
		s->shown_count += pieces;
	}
}

static void close_block(struct speech *s)
{
	if (s->is_open)
		document_add_tag(s->document, TAG_CLOSE, NAME_U, s->document->length);
	s->is_open = false;
	s->length = 0;
}

static void open_block(struct speech *s, uint64_t start)
{
	struct document *d = s->document;
	uint64_t seconds = start / 1000;

	document_add_tag(d, TAG_OPEN, NAME_U, d->length);
	if (s->who.length)
		document_add_tag_attribute(d, NAME_WHO, s->who);
	document_add_tag_attribute(d, NAME_START,
				   arena_printf(d->arena, "%02u:%02u:%02u",
						(unsigned)(seconds / 3600),
						(unsigned)(seconds / 60 % 60),
						(unsigned)(seconds % 60)));
	s->is_open = true;
}

static bool ends_sentence(struct slice text)
{
	while (text.length) {
		size_t place = text.length;
		uint32_t point = utf8_previous(text, &place);

		if (unicode_sentence_class(point) != SENTENCE_CLOSE)
			return unicode_is_sentence_terminal(point);
		text = slice_first(text, place);
	}
	return false;
}

static struct line *last_line(const struct speech *s)
{
	return &s->kept->lines[s->document->length - 1];
}

/* Without the label. */
static struct slice said_text(const struct caption_line *line)
{
	return line->label.length ? slice_trim(slice_from(line->text, line->label.length + 1))
				  : line->text;
}

static void say_line(struct speech *s, const struct caption_line *line, const struct cue *cue)
{
	struct slice who = line->label.length ? line->label : line->voice;
	struct slice text = said_text(line);
	struct document *d = s->document;
	bool other = line->turn || (who.length && !slice_equal(who, s->who));

	if (other || (!who.length && s->who_is_for_cue && s->who.length)) {
		close_block(s);
		s->who = who;
	}
	if (who.length)
		s->who_is_for_cue = !line->label.length;
	if (s->is_open && s->length > LONG_UTTERANCE && ends_sentence(line_slice(last_line(s))))
		close_block(s);
	if (!text.length)
		return;
	if (!s->is_open)
		open_block(s, cue->start);
	plain_text_add(s->kept, d, text);
	s->length += text.length;
}

static bool is_same(const struct caption_line *a, const struct caption_line *b)
{
	return slice_equal(a->text, b->text) &&
	       (!b->voice.length || slice_equal(a->voice, b->voice));
}

/* How many of the first lines shown are the last ones that were shown before. */
static size_t count_repeated(const struct speech *s)
{
	size_t most = s->shown_count < s->before_count ? s->shown_count : s->before_count;

	for (size_t count = most < CAPTION_LINES_COMPARED ? most : CAPTION_LINES_COMPARED; count;
	     count--) {
		size_t i = 0;

		while (i < count && is_same(&s->before[s->before_count - count + i], &s->shown[i]))
			i++;
		if (i == count)
			return count;
	}
	return 0;
}

/* A caption that is built up word by word: its line has the last one at its start. */
static bool goes_on(const struct speech *s)
{
	if (!s->is_open || !s->before_count || !s->shown_count || s->shown[0].turn)
		return false;
	struct slice longer = said_text(&s->shown[0]);
	struct slice shorter = said_text(&s->before[s->before_count - 1]);

	return shorter.length && longer.length > shorter.length &&
	       slice_starts(longer, shorter) && longer.at[shorter.length] == ' ' &&
	       slice_equal(shorter, line_slice(last_line(s)));
}

static void keep_shown(struct speech *s, const struct cue *cue)
{
	struct caption_line *lines = s->before;
	size_t capacity = s->before_capacity;

	s->before = s->shown;
	s->before_count = s->shown_count;
	s->before_capacity = s->shown_capacity;
	s->shown = lines;
	s->shown_capacity = capacity;
	s->end = cue->end;
}

static void say_cue(struct speech *s, const struct cue *cue)
{
	bool touches = !cue->goes_on && cue->start <= s->end + TOUCHING;
	size_t said = touches ? count_repeated(s) : 0;

	if (cue->start > s->end + PAUSE)
		close_block(s);
	if (touches && !said && goes_on(s)) {
		struct slice longer = said_text(&s->shown[0]);

		s->length += longer.length - last_line(s)->length;
		*last_line(s) = (struct line){longer.at, (uint32_t)longer.length, false};
		said = 1;
	}
	for (size_t i = said; i < s->shown_count; i++)
		say_line(s, &s->shown[i], cue);
	keep_shown(s, cue);
}

struct plain_text_found subtitles_read(struct plain_text *kept, struct buffer *bytes,
				       enum subtitles kind, struct document *document)
{
	struct plain_text_found found;
	struct slice text = plain_text_clean(kept, bytes, &found);
	struct subtitle_file file = {.kind = kind};
	struct speech speech = {.document = document, .kept = kept};

	if (!found.not_text)
		read_cues(&file, text);
	for (size_t i = 0; i < file.cue_count; i++)
		show(&file, &file.cues[i], &speech, true);
	for (size_t i = 0; i < file.cue_count; i++) {
		show(&file, &file.cues[i], &speech, false);
		say_cue(&speech, &file.cues[i]);
	}
	close_block(&speech);
	if (file.language.length)
		document_set_attribute(document, NAME_LANG, file.language);
	plain_text_finish(kept, document);
	free(file.lines);
	free(file.cues);
	free(file.uses);
	word_index_free(&file.names);
	free(speech.shown);
	free(speech.before);
	return found;
}
