/*
 * Look: the page from top to bottom.
 *
 * A document with pages is a section for each, in the order of its stream.
 * A web page is written in the order of its source, where what was set aside
 * stands beside what was kept; its stream has the one behind the other.
 */
#include "stages/read/look.h"

#include "pipeline/base/memory.h"
#include "stages/read/look_outlines.h"
#include "stages/read/look_text.h"

#include <stdlib.h>

static const char style[] =
    "body{font:16px/1.45 sans-serif;margin:1em 2em;color:#111;background:#fff}\n"
    "h1{font-size:1.5em;margin:0 0 .5em}h2{font-size:1.1em;margin:1.5em 0 .5em;"
    "border-top:1px solid #999;padding-top:.5em}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em;margin:0}"
    "dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere}\n"
    ".legend{display:flex;flex-wrap:wrap;gap:.3em 1.2em;list-style:none;padding:0}\n"
    ".beside{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.5em;"
    "align-items:start}\n"
    "figure{margin:0;position:sticky;top:0}svg{width:100%;max-height:98vh;"
    "border:1px solid #999;background:#fff}\n"
    "rect{fill:transparent;stroke-width:1.2}svg text{font:bold 8px sans-serif;text-anchor:end;"
    "paint-order:stroke;stroke:#fff;stroke-width:2px}\n"
    "rect.cell{stroke-width:.5}rect.fw,rect.hidden{stroke-dasharray:3 2}"
    "rect.box{stroke-dasharray:8 3;stroke-width:2}\n"
    ".block{border-left:4px solid;padding:.1em .6em;margin:.35em 0;overflow-wrap:anywhere}\n"
    ".block>*{color:#111}.block:target{background:#fff3b0}\n"
    ".tag{font-size:.7em;font-weight:bold;margin-right:.5em}\n"
    "div.head .text{font-weight:bold}div.fw .text,div.hidden .text{color:#555}"
    "div.fw,div.hidden{border-left-style:dashed}\n"
    ".division{border:1px dashed #b0156f;padding:.2em .5em;margin:.5em 0}\n"
    "table{border-collapse:collapse}td,th{border:1px solid #00707a;padding:.1em .4em;"
    "vertical-align:top;text-align:left}\n"
    ".cut{color:#b3261e}.missing{font-weight:bold}\n"
    ".source{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,1fr);gap:0 1.5em}"
    ".source>.kept{grid-column:1}.source>.aside{grid-column:2}\n"
    "@media print{body{margin:0;font-size:9pt}figure{position:static}"
    ".page{break-before:page}svg{max-height:none}}\n";

static void append_colours(struct buffer *to)
{
	for (int i = 0; i < LOOK_KIND_COUNT; i++) {
		const struct look_kind_about *about = look_about((enum look_kind)i);

		buffer_printf(to, "rect.%s{stroke:%s}text.%s,.tag.%s{fill:%s;color:%s}"
			      "div.%s{border-color:%s}\n", about->class, about->colour,
			      about->class, about->class, about->colour, about->colour,
			      about->class, about->colour);
	}
}

static void append_head(struct buffer *to, const struct document *d)
{
	struct slice title = document_attribute(d, NAME_TITLE);

	buffer_append(to, SLICE("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
				"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
				"'none'; img-src data:; style-src 'unsafe-inline'\">\n"
				"<meta name=\"viewport\" content=\"width=device-width, "
				"initial-scale=1\">\n<title>"));
	append_html(to, document_id(d));
	buffer_append(to, SLICE(", as it was understood</title>\n<style>\n"));
	buffer_append(to, SLICE(style));
	append_colours(to);
	buffer_append(to, SLICE("</style>\n</head>\n<body>\n<header>\n<h1>"));
	append_html(to, title.length ? title : document_id(d));
	buffer_append(to, SLICE("</h1>\n<dl>\n"));
	for (size_t i = 0; i < d->attribute_count; i++) {
		buffer_append(to, SLICE("<dt>"));
		append_html(to, names_spelling(d->names, d->attributes[i].name));
		buffer_append(to, SLICE("</dt><dd>"));
		append_html(to, d->attributes[i].value);
		buffer_append(to, SLICE("</dd>\n"));
	}
	buffer_append(to, SLICE("</dl>\n<ul class=\"legend\" aria-label=\"Colours\">\n"));
	for (int i = 0; i < LOOK_KIND_COUNT; i++) {
		const struct look_kind_about *about = look_about((enum look_kind)i);

		buffer_printf(to, "<li><span class=\"tag %s\">\u25a0 %s</span></li>\n", about->class,
			      about->name);
	}
	buffer_append(to, SLICE("</ul>\n"));
}

static void append_page_links(struct buffer *to, uint32_t pages)
{
	if (pages > 1) {
		buffer_append(to, SLICE("<nav aria-label=\"Pages\">Pages:\n"));
		for (uint32_t i = 1; i <= pages; i++)
			buffer_printf(to, "<a href=\"#page%u\">%u</a>\n", i, i);
		buffer_append(to, SLICE("</nav>\n"));
	}
	buffer_append(to, SLICE("</header>\n<main>\n"));
}

struct pages {
	const struct look *look;
	struct outlines outlines;
	struct look_text text;
	struct buffer png, reason;
	uint32_t page;			/* that is open; 0: none */
};

/* The points of a page whose size nobody says: a picture has 100 dots to the inch. */
static void size_of_picture(struct slice png, float *width, float *height)
{
	uint32_t sizes[2] = {827, 1169};

	if (png.length >= 24)
		for (int i = 0; i < 8; i++)
			sizes[i / 4] = sizes[i / 4] << 8 | (unsigned char)png.at[16 + i];
	*width = (float)sizes[0] * 0.72f;
	*height = (float)sizes[1] * 0.72f;
}

static void draw(struct pages *p, uint32_t page, struct slice at)
{
	const struct look *look = p->look;
	struct buffer *to = &p->text.html;
	struct outline size;

	buffer_reset(&p->png);
	buffer_reset(&p->reason);
	if (page > look->pages)
		return;
	bool drawn = look->draw(look->context, page, &p->png, &p->reason);

	if (!next_place(&at, &size) || size.right <= 0 || size.bottom <= 0)
		size_of_picture(buffer_slice(&p->png), &size.right, &size.bottom);
	buffer_append(to, SLICE("<figure>\n"));
	if (!drawn) {
		buffer_append(to, SLICE("<p class=\"missing\">"));
		append_html(to, buffer_slice(&p->reason));
		buffer_append(to, SLICE("</p>\n"));
	}
	append_drawn_page(to, &p->outlines, page, size.right, size.bottom, buffer_slice(&p->png));
	buffer_append(to, SLICE("</figure>\n"));
}

static void begin_page(struct pages *p, uint32_t page, struct slice label, struct slice at)
{
	struct buffer *to = &p->text.html;

	p->page = page;
	buffer_printf(to, "<section class=\"page\" id=\"page%u\">\n<h2>Page %u", page, page);
	if (label.length) {
		buffer_append(to, SLICE(" <small>printed: "));
		append_html(to, label);
		buffer_append(to, SLICE("</small>"));
	}
	buffer_append(to, SLICE("</h2>\n<div class=\"beside\">\n"));
	draw(p, page, at);
	buffer_append(to, SLICE("<div class=\"text\">\n"));
}

static void end_page(struct pages *p)
{
	const struct document *d = p->look->document;

	if (!p->page)
		return;
	for (size_t i = outlines_first(&p->outlines, p->page);
	     i < p->outlines.count && p->outlines.at[i].page == p->page; i++)
		if (p->outlines.at[i].kind == LOOK_HIDDEN)
			look_text_left_out(&p->text, &d->tags[p->outlines.at[i].tag]);
	buffer_append(&p->text.html, SLICE("</div>\n</div>\n</section>\n"));
	look_text_flush(&p->text);
	p->page = 0;
}

/* Pages without a tag of their own, of a document without text, up to, not including, `until`. */
static void draw_untold(struct pages *p, uint32_t from, uint32_t until)
{
	for (uint32_t page = from; page < until; page++) {
		begin_page(p, page, SLICE(""), SLICE(""));
		buffer_append(&p->text.html, SLICE("<p class=\"missing\">No text.</p>\n"));
		end_page(p);
	}
}

static void write_pages(struct pages *p)
{
	const struct document *d = p->look->document;
	uint64_t page = 0;
	size_t tag = 0;

	outlines_gather(&p->outlines, d);
	for (size_t i = 0; i < d->tag_count; i++) {
		if (d->tags[i].name != NAME_PB)
			continue;
		look_text_write(&p->text, tag, i);
		look_text_interrupt(&p->text);
		end_page(p);
		tag = i + 1;
		page++;
		begin_page(p, (uint32_t)page, tag_attribute(d, &d->tags[i], NAME_LABEL),
			   tag_attribute(d, &d->tags[i], NAME_AT));
		look_text_resume(&p->text);
	}
	look_text_write(&p->text, tag, d->tag_count);
	end_page(p);
	draw_untold(p, (uint32_t)page + 1, p->look->pages + 1);
}

/* A block or a table of a web page, or what was left out, and where in the source it stood. */
struct unit {
	uint64_t at;
	size_t tag, end;
	bool aside;
};

static int by_source(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->tag < y->tag ? -1 : x->tag > y->tag;
}

/* The place behind the tag that closes the element. */
static size_t end_of_element(const struct document *d, size_t tag)
{
	size_t depth = 0;

	for (size_t i = tag; i < d->tag_count; i++) {
		depth += d->tags[i].kind == TAG_OPEN;
		depth -= d->tags[i].kind == TAG_CLOSE;
		if (!depth)
			return i + 1;
	}
	return d->tag_count;
}

static size_t gather_units(const struct document *d, struct unit *units)
{
	size_t count = 0;

	for (size_t i = 0; i < d->tag_count;) {
		const struct tag *tag = &d->tags[i];
		struct unit unit = {.tag = i, .end = i + 1, .aside = tag->name != NAME_TABLE};

		if (tag->kind == TAG_OPEN && look_is_numbered(tag->name)) {
			unit.end = end_of_element(d, i);
			unit.aside = tag->name == NAME_FW;
		} else if (tag->name != NAME_REPAIR || !tag_attribute(d, tag, NAME_AT).length) {
			i++;
			continue;
		}
		slice_to_integer(tag_attribute(d, tag, NAME_AT), &unit.at);
		units[count++] = unit;
		i = unit.end;
	}
	return count;
}

static void write_source(struct look_text *text, const struct document *d)
{
	struct unit *units = memory_new(d->tag_count, sizeof *units);
	size_t count = gather_units(d, units);

	if (count)
		qsort(units, count, sizeof *units, by_source);
	buffer_append(&text->html, SLICE("<div class=\"source\">\n"));
	for (size_t i = 0; i < count; i++) {
		buffer_printf(&text->html, "<div class=\"%s\">\n", units[i].aside ? "aside" : "kept");
		text->next_line = d->tags[units[i].tag].position;
		if (d->tags[units[i].tag].name == NAME_REPAIR)
			look_text_left_out(text, &d->tags[units[i].tag]);
		else
			look_text_write(text, units[i].tag, units[i].end);
		buffer_append(&text->html, SLICE("</div>\n"));
	}
	buffer_append(&text->html, SLICE("</div>\n"));
	free(units);
}

/* Repairs that have no place on a page. */
static void append_repairs(struct buffer *to, const struct document *d)
{
	static const uint32_t columns[] = {NAME_KIND, NAME_PAGE, NAME_BEFORE, NAME_AFTER};
	bool any = false;

	for (size_t i = 0; i < d->tag_count; i++) {
		const struct tag *tag = &d->tags[i];

		if (tag->name != NAME_REPAIR || tag_attribute(d, tag, NAME_AT).length)
			continue;
		if (!any)
			buffer_append(to, SLICE("<h2>Other repairs and decisions</h2>\n<table>\n"
						"<tr><th>kind</th><th>page</th><th>before</th>"
						"<th>after</th></tr>\n"));
		any = true;
		buffer_append(to, SLICE("<tr>"));
		for (size_t k = 0; k < COUNT_OF(columns); k++) {
			buffer_append(to, SLICE("<td>"));
			append_html(to, tag_attribute(d, tag, columns[k]));
			buffer_append(to, SLICE("</td>"));
		}
		buffer_append(to, SLICE("</tr>\n"));
	}
	if (any)
		buffer_append(to, SLICE("</table>\n"));
}

static uint32_t count_pages(const struct document *d)
{
	uint32_t pages = 0;

	for (size_t i = 0; i < d->tag_count; i++)
		pages += d->tags[i].name == NAME_PB;
	return pages;
}

enum outcome look_write(const struct look *look, struct outlet *to)
{
	const struct document *d = look->document;
	struct pages p = {.look = look, .text = {.document = d, .to = to}};
	struct buffer *html = &p.text.html;
	uint32_t pages = count_pages(d);
	bool is_web = slice_is(document_attribute(d, NAME_FORMAT), "html");

	append_head(html, d);
	append_page_links(html, pages > look->pages ? pages : look->pages);
	if (is_web && !pages)
		write_source(&p.text, d);
	else
		write_pages(&p);
	append_repairs(html, d);
	buffer_append(html, SLICE("</main>\n</body>\n</html>\n"));
	look_text_flush(&p.text);
	outlines_free(&p.outlines);
	buffer_free(html);
	buffer_free(&p.png);
	buffer_free(&p.reason);
	return to->outcome;
}
