/* Body: lines of a message to blocks; then which blocks are somebody else's. */
#include "stages/read/reader/mail/body.h"

#include "pipeline/stream/write.h"
#include "stages/read/reader/mail/mime.h"
#include "stages/read/reader/reader.h"

enum {
	WRAPPED_MOST = 100,	/* bytes: a longer line was not wrapped by anybody */
	DEEPEST_QUOTE = 64,
	HEAD_WITHIN = 600,	/* bytes: the lines at the head of an older message */
	LONGEST_ATTRIBUTION = 500,
};

enum line_kind { LINE_BLANK, LINE_TEXT, LINE_ITEM, LINE_SIGNATURE };

struct body {
	struct buffer *to;
	enum body_layout layout;
	const char *block;		/* the open one, or NULL */
	unsigned depth;			/* of the quotation in hand */
	bool in_signature;
	struct buffer clean;
};

static void close_block(struct body *b)
{
	if (b->block)
		write_close(b->to, slice_of(b->block));
	b->block = NULL;
}

static void close_signature(struct body *b)
{
	close_block(b);
	if (b->in_signature)
		write_close(b->to, SLICE("div"));
	b->in_signature = false;
}

static void open_block(struct body *b, const char *name, struct slice label)
{
	close_block(b);
	write_open(b->to, slice_of(name));
	if (label.length)
		write_attribute(b->to, SLICE("label"), label);
	write_end(b->to);
	b->block = name;
}

/* Takes the signs of quotation off the front; ">From" is no quotation but an escape. */
static unsigned take_depth(struct slice *line)
{
	unsigned depth = 0;

	if (slice_starts(*line, SLICE(">From ")))
		*line = slice_from(*line, 1);
	while (depth < DEEPEST_QUOTE && line->length) {
		struct slice rest = slice_from(*line, depth && line->at[0] == ' ');

		if (!rest.length || rest.at[0] != '>')
			break;
		*line = slice_from(rest, 1);
		depth++;
	}
	return depth;
}

/* "- ", "* ", "• " in front of an item. */
static struct slice bullet_of(struct slice text)
{
	static const char *const bullets[] = {"-", "*", "\u2022"};

	for (size_t i = 0; i < COUNT_OF(bullets); i++) {
		struct slice bullet = slice_of(bullets[i]);

		if (slice_starts(text, bullet) && text.length > bullet.length + 1 &&
		    text.at[bullet.length] == ' ')
			return slice_first(text, bullet.length);
	}
	return (struct slice){NULL, 0};
}

static enum line_kind kind_of(struct slice text, unsigned depth)
{
	if (!text.length)
		return LINE_BLANK;
	if (!depth && slice_is(text, "--"))
		return LINE_SIGNATURE;
	return !depth && bullet_of(text).length ? LINE_ITEM : LINE_TEXT;
}

static void begin_signature(struct body *b)
{
	close_signature(b);
	write_open(b->to, SLICE("div"));
	write_attribute(b->to, SLICE("type"), SLICE("signature"));
	write_end(b->to);
	b->in_signature = true;
}

static void add_text(struct body *b, enum line_kind kind, unsigned depth)
{
	struct slice text = buffer_slice(&b->clean);

	if (depth && b->in_signature)
		close_signature(b);
	if (kind == LINE_ITEM) {
		struct slice bullet = bullet_of(text);

		open_block(b, "item", bullet);
		text = slice_from(text, bullet.length + 1);
	} else if (!b->block || depth != b->depth) {
		open_block(b, depth ? "quote" : "p", SLICE(""));
	}
	b->depth = depth;
	write_running_text(b->to, text);
}

static void take_line(struct body *b, struct slice line)
{
	if (slice_ends(line, SLICE("\r")))
		line.length--;
	unsigned depth = take_depth(&line);
	bool soft = slice_ends(line, SLICE(" ")) && b->layout != BODY_FIXED;

	buffer_reset(&b->clean);
	append_clean_text(&b->clean, line);
	trim_end(&b->clean);
	enum line_kind kind = kind_of(slice_trim(buffer_slice(&b->clean)), depth);

	if (kind == LINE_BLANK) {
		close_block(b);
	} else if (kind == LINE_SIGNATURE) {
		begin_signature(b);
	} else {
		add_text(b, kind, depth);
		if (b->layout == BODY_FIXED ? line.length > WRAPPED_MOST : !soft)
			close_block(b);
		else if (soft && b->layout == BODY_FLOWED_GLUED)
			write_glue(b->to);
	}
}

/* Whether any line is soft: programs claim the layout without making it. */
static bool has_soft_lines(struct slice text)
{
	struct slice line;

	while (slice_line(&text, &line)) {
		if (slice_ends(line, SLICE("\r")))
			line.length--;
		if (slice_ends(line, SLICE(" ")) && slice_trim(line).length > 2)
			return true;
	}
	return false;
}

void body_write_plain(struct buffer *to, struct slice text, enum body_layout layout)
{
	struct body body = {.to = to, .layout = layout};
	struct slice line;

	if (layout != BODY_FIXED && !has_soft_lines(text))
		body.layout = BODY_FIXED;
	while (slice_line(&text, &line))
		take_line(&body, line);
	close_signature(&body);
	buffer_free(&body.clean);
}

static bool contains(struct slice s, const char *words)
{
	return s.length && memmem(s.at, s.length, words, strlen(words)) != NULL;
}

static bool has_number(struct slice s)
{
	for (size_t i = 0; i + 1 < s.length; i++)
		if (s.at[i] >= '0' && s.at[i] <= '9' && s.at[i + 1] >= '0' && s.at[i + 1] <= '9')
			return true;
	return false;
}

/* "On Tue, 3 May 2022 at 10:14, Ann Lee <ann@...> wrote:" */
static bool is_attribution(struct slice text)
{
	static const struct { const char *first, *verb; } forms[] = {
		{"On ", "wrote"}, {"Ar ", "ysgrifennodd"}, {"Le ", "crit"}, {"Am ", "schrieb"},
		{"El ", "escribi"}, {"Il ", "scritto"}, {"Op ", "schreef"}, {"Em ", "escreveu"},
		{"Den ", "skrev"},
	};

	if (!slice_ends(text, SLICE(":")) || text.length > LONGEST_ATTRIBUTION || !has_number(text))
		return false;
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		if (slice_starts(text, slice_of(forms[i].first)) && contains(text, forms[i].verb))
			return true;
	return false;
}

/* "-----Original Message-----", "Begin forwarded message:" */
static bool is_announcement(struct slice text)
{
	return slice_is(text, "Begin forwarded message:") ||
	       (slice_starts(text, SLICE("---")) &&
		(contains(slice_first(text, 60), "Original Message") ||
		 contains(slice_first(text, 60), "riginal message") ||
		 contains(slice_first(text, 60), "orwarded message") ||
		 contains(slice_first(text, 60), "orwarded Message")));
}

/* "From: ... Sent: ...", in one paragraph or several; `ahead` starts at the text. */
static bool is_head(struct slice ahead)
{
	static const struct { const char *from, *sent; } forms[] = {
		{"From:", "Sent:"}, {"From:", "Date:"}, {"Oddi wrth:", "Anfonwyd:"},
		{"Von:", "Gesendet:"}, {"De\u00a0:", "Envoy\u00e9"}, {"De :", "Envoy\u00e9"},
		{"De:", "Enviado"}, {"Da:", "Inviato:"}, {"Van:", "Verzonden:"},
	};

	while (slice_starts(ahead, SLICE("_")))
		ahead = slice_from(ahead, 1);		/* a line of them stands before it */
	ahead = slice_trim(ahead);
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		if (slice_starts(ahead, slice_of(forms[i].from)) &&
		    contains(slice_first(ahead, HEAD_WITHIN), forms[i].sent))
			return true;
	return false;
}

/* The lines up to the tag that ends a block; *rest moves behind that. */
static struct slice take_content(struct slice *rest)
{
	struct slice content = {rest->at, 0}, line;

	while (slice_line(rest, &line) && !slice_starts(line, SLICE("</")))
		content.length = (size_t)(line.at - content.at) + line.length;
	return content;
}

static void write_block(struct buffer *to, const char *name, struct slice content)
{
	buffer_printf(to, "<%s>\n", name);
	buffer_append(to, content);
	buffer_printf(to, "\n</%s>\n", name);
}

static struct slice on_one_line(struct buffer *room, struct slice content)
{
	struct slice line;

	buffer_reset(room);
	for (content = slice_first(content, HEAD_WITHIN); slice_line(&content, &line);) {
		if (room->length)
			buffer_byte(room, ' ');
		buffer_append(room, line);
	}
	return slice_trim(buffer_slice(room));
}

void body_mark_quoted(struct buffer *to, struct slice blocks)
{
	struct buffer room = {0};
	bool quoting = false;
	struct slice line;

	while (slice_line(&blocks, &line)) {
		if (!slice_is(line, "<p>")) {
			buffer_append(to, line);
			buffer_byte(to, '\n');
			continue;
		}
		struct slice ahead = blocks, content = take_content(&blocks);
		struct slice text = on_one_line(&room, content);
		bool attribution = is_attribution(text);
		bool before_quote = attribution && slice_starts(blocks, SLICE("<quote"));

		quoting |= (attribution && !before_quote) || is_announcement(text) || is_head(ahead);
		write_block(to, quoting || before_quote ? "quote" : "p", content);
	}
	buffer_free(&room);
}
