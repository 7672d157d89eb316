/* Look text: elements to elements of HTML. */
#include "stages/read/look_text.h"

#include "stages/read/look_kinds.h"

enum { FLUSHED_AT = 1 << 18 };

void look_text_flush(struct look_text *w)
{
	if (w->to->outcome == DONE)
		outlet_deliver(w->to, buffer_slice(&w->html));
	buffer_reset(&w->html);
}

static void append_attribute(struct look_text *w, const struct tag *tag, uint32_t name)
{
	struct slice value = tag_attribute(w->document, tag, name);

	if (!value.length)
		return;
	buffer_byte(&w->html, ' ');
	append_html(&w->html, value);
}

/* "12 list item (a)": what stands before the text of a block. */
static void append_chip(struct look_text *w, const struct tag *tag, enum look_kind kind,
			bool again)
{
	static const uint32_t shown[] = {NAME_TYPE, NAME_LEVEL, NAME_LABEL, NAME_N, NAME_WHO,
					 NAME_LANG};
	const struct look_kind_about *about = look_about(kind);

	buffer_printf(&w->html, "<span class=\"tag %s\">%u ", about->class, w->number);
	append_html(&w->html, kind == LOOK_OTHER || kind == LOOK_FW
				  ? tag_spelling(w->document, tag) : slice_of(about->name));
	for (size_t i = 0; i < COUNT_OF(shown); i++)
		append_attribute(w, tag, shown[i]);
	if (again)
		buffer_append(&w->html, SLICE(" (goes on)"));
	buffer_append(&w->html, SLICE("</span>"));
}

static void open_block(struct look_text *w, const struct tag *tag, bool again)
{
	enum look_kind kind = look_kind_of(tag->name);

	w->number += !again;
	buffer_printf(&w->html, "<div class=\"block %s\"", look_about(kind)->class);
	if (!again)
		buffer_printf(&w->html, " id=\"b%u\"", w->number);
	buffer_byte(&w->html, '>');
	append_chip(w, tag, kind, again);
	buffer_append(&w->html, tag->name == NAME_TABLE ? SLICE("<table>\n")
							: SLICE("<span class=\"text\">"));
}

static void open_division(struct look_text *w, const struct tag *tag)
{
	buffer_append(&w->html, SLICE("<div class=\"division\"><span class=\"tag box\">"));
	append_html(&w->html, tag_spelling(w->document, tag));
	append_attribute(w, tag, NAME_TYPE);
	append_attribute(w, tag, NAME_HEAD);
	append_attribute(w, tag, NAME_WHO);
	buffer_append(&w->html, SLICE("</span>\n"));
}

static bool is_head_cell(const struct look_text *w, const struct tag *tag)
{
	return slice_is(tag_attribute(w->document, tag, NAME_ROLE), "head");
}

static void open_element(struct look_text *w, const struct tag *tag, bool again)
{
	w->space = w->space && again;
	if (tag->name == NAME_DIV)
		open_division(w, tag);
	else if (tag->name == NAME_ROW)
		buffer_append(&w->html, SLICE("<tr>"));
	else if (tag->name == NAME_CELL)
		buffer_append(&w->html, is_head_cell(w, tag) ? SLICE("<th>") : SLICE("<td>"));
	else if (look_is_numbered(tag->name))
		open_block(w, tag, again);
}

static void close_element(struct look_text *w, const struct tag *tag)
{
	if (tag->name == NAME_DIV)
		buffer_append(&w->html, SLICE("</div>\n"));
	else if (tag->name == NAME_ROW)
		buffer_append(&w->html, SLICE("</tr>\n"));
	else if (tag->name == NAME_CELL)
		buffer_append(&w->html, is_head_cell(w, tag) ? SLICE("</th>") : SLICE("</td>"));
	else if (tag->name == NAME_TABLE)
		buffer_append(&w->html, SLICE("</table></div>\n"));
	else if (look_is_numbered(tag->name))
		buffer_append(&w->html, SLICE("</span></div>\n"));
}

static void write_milestone(struct look_text *w, const struct tag *tag)
{
	if (tag->name == NAME_PTR) {
		buffer_append(&w->html, SLICE("<sup>"));
		append_attribute(w, tag, NAME_N);
		buffer_append(&w->html, SLICE("</sup>"));
	} else if (tag->name == NAME_ATTACH) {
		buffer_append(&w->html, SLICE("<small class=\"attach\">[attached:"));
		append_attribute(w, tag, NAME_TITLE);
		append_attribute(w, tag, NAME_HREF);
		buffer_append(&w->html, SLICE("]</small>\n"));
	}
}

static void take_tag(struct look_text *w, size_t index)
{
	const struct tag *tag = &w->document->tags[index];

	if (tag->kind == TAG_MILESTONE) {
		write_milestone(w, tag);
	} else if (tag->kind == TAG_OPEN && (w->depth == LOOK_DEEPEST || w->passed_over)) {
		w->passed_over++;
	} else if (tag->kind == TAG_OPEN) {
		w->open[w->depth++] = index;
		open_element(w, tag, false);
	} else if (w->passed_over) {
		w->passed_over--;
	} else if (w->depth > 0) {
		close_element(w, &w->document->tags[w->open[--w->depth]]);
	}
}

/* A hyphen printed at the line's end is shown, in colour: normalise decides of it. */
static void write_line(struct look_text *w, const struct line *line)
{
	struct slice text = line_slice(line), soft = SLICE("\u00ad");
	bool cut = line->glue && slice_ends(text, soft);

	if (w->space)
		buffer_byte(&w->html, ' ');
	text.length -= cut ? soft.length : 0;
	append_html(&w->html, text);
	if (cut)
		buffer_append(&w->html, SLICE("<span class=\"cut\">-</span>"));
	w->space = !line->glue;
	if (w->html.length > FLUSHED_AT)
		look_text_flush(w);
}

void look_text_write(struct look_text *w, size_t first, size_t end)
{
	const struct document *d = w->document;

	if (d->phase == PHASE_TOKENS)
		return;
	for (size_t i = first; i < end; i++) {
		for (; w->next_line < d->tags[i].position; w->next_line++)
			write_line(w, &d->lines[w->next_line]);
		take_tag(w, i);
	}
	uint32_t last = end < d->tag_count ? d->tags[end].position : d->length;

	for (; w->next_line < last; w->next_line++)
		write_line(w, &d->lines[w->next_line]);
}

void look_text_interrupt(struct look_text *w)
{
	for (uint32_t i = w->depth; i-- > 0;)
		close_element(w, &w->document->tags[w->open[i]]);
}

void look_text_resume(struct look_text *w)
{
	for (uint32_t i = 0; i < w->depth; i++)
		open_element(w, &w->document->tags[w->open[i]], true);
}

void look_text_left_out(struct look_text *w, const struct tag *repair)
{
	const struct document *d = w->document;

	buffer_append(&w->html, SLICE("<div class=\"block hidden\"><span class=\"tag hidden\">"
				      "left out:"));
	append_attribute(w, repair, NAME_KIND);
	buffer_append(&w->html, SLICE("</span><span class=\"text\">"));
	append_html(&w->html, tag_attribute(d, repair, NAME_BEFORE));
	buffer_append(&w->html, SLICE("</span></div>\n"));
}
