/* The concordance on a terminal: escape, cut by clusters, pad, isolate. */
#include "stages/count/kwic_terminal.h"

#include "pipeline/base/harmless.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

void terminal_begin(struct terminal *terminal, unsigned columns)
{
	size_t width = columns ? columns : 80;

	if (width < TERMINAL_NARROWEST)
		width = TERMINAL_NARROWEST;
	if (width > TERMINAL_WIDEST)
		width = TERMINAL_WIDEST;
	*terminal = (struct terminal){.breaker = unicode_breaker_new(UNICODE_GRAPHEMES)};
	terminal->document = width / 5 < 24 ? width / 5 : 24;
	terminal->page = 4;
	width -= terminal->document + terminal->page + 3;	/* two spaces, the last column */
	terminal->left = width * 9 / 20;
	terminal->rest = width - terminal->left;
}

void terminal_free(struct terminal *terminal)
{
	if (terminal->breaker)
		unicode_breaker_free(terminal->breaker);
	buffer_free(&terminal->shown);
	*terminal = (struct terminal){0};
}

/* The scripts that run from right to left, by their blocks. */
static bool runs_left(struct slice text)
{
	for (size_t i = utf8_ascii_prefix(text); i < text.length;) {
		uint32_t point = utf8_next(text, &i);

		if ((point >= 0x590 && point < 0x900) || (point >= 0xfb1d && point < 0xfe00) ||
		    (point >= 0xfe70 && point < 0xff00) || (point >= 0x10800 && point < 0x11000) ||
		    (point >= 0x1e800 && point < 0x1f000))
			return true;
	}
	return false;
}

/* What fits into `width` columns, from the start or from the end; *used is its width. */
static struct slice fit(struct terminal *terminal, struct slice text, size_t width, bool from_end,
			size_t *used)
{
	size_t count, taken = 0;
	const uint32_t *ends = unicode_boundaries(terminal->breaker, text, &count);

	*used = 0;
	while (taken < count) {
		size_t i = from_end ? count - 1 - taken : taken;
		size_t start = i ? ends[i - 1] : 0;
		size_t more = unicode_width((struct slice){text.at + start, ends[i] - start});

		if (*used + more > width)
			break;
		*used += more;
		taken++;
	}
	if (!from_end)
		return slice_first(text, taken ? ends[taken - 1] : 0);
	return slice_from(text, taken < count ? ends[count - 1 - taken] : 0);
}

static void append(struct buffer *to, struct slice text)
{
	bool isolate = runs_left(text);

	if (isolate)
		buffer_append(to, SLICE("\xe2\x81\xa8"));	/* U+2068 */
	buffer_append(to, text);
	if (isolate)
		buffer_append(to, SLICE("\xe2\x81\xa9"));	/* U+2069 */
}

static void pad(struct buffer *to, size_t columns)
{
	while (columns--)
		buffer_byte(to, ' ');
}

static struct slice shown(struct terminal *terminal, struct slice text)
{
	buffer_reset(&terminal->shown);
	harmless_append(&terminal->shown, text, "");
	return buffer_slice(&terminal->shown);
}

/* The end of the path tells documents apart: it stays. */
static void put_document(struct terminal *terminal, struct buffer *to, struct slice id)
{
	struct slice text = shown(terminal, id);
	size_t used;
	struct slice part = fit(terminal, text, terminal->document, true, &used);

	if (part.length < text.length) {
		part = fit(terminal, text, terminal->document - 1, true, &used);
		buffer_append(to, SLICE("\xe2\x80\xa6"));
		used++;
	}
	append(to, part);
	pad(to, terminal->document - used + 1);
}

/* Aligned to the right, with `gap` columns behind it. */
static void put_right(struct terminal *terminal, struct buffer *to, struct slice text, size_t width,
		      size_t gap)
{
	size_t used;
	struct slice part = fit(terminal, shown(terminal, text), width - gap, true, &used);

	pad(to, width - gap - used);
	append(to, part);
	pad(to, gap);
}

void terminal_write(struct terminal *terminal, struct buffer *to,
		    const struct concordance_line *line)
{
	size_t used, node;

	put_document(terminal, to, line->document);
	put_right(terminal, to, line->page, terminal->page, 0);
	pad(to, 1);
	put_right(terminal, to, line->left, terminal->left, line->glued_left ? 0 : 1);
	buffer_append(to, SLICE("\033[1m"));
	append(to, fit(terminal, shown(terminal, line->node), terminal->rest, false, &node));
	buffer_append(to, SLICE("\033[0m"));
	size_t gap = line->glued_right ? 0 : 1;

	if (node + gap < terminal->rest && line->right.length) {
		pad(to, gap);
		append(to, fit(terminal, shown(terminal, line->right), terminal->rest - node - gap,
			       false, &used));
	}
	buffer_byte(to, '\n');
}
