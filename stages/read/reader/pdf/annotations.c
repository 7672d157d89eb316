/*
 * Annotations: text in them becomes words among those of the page, where it
 * is shown; of comments only those that are printed on the page itself count.
 */
#include "stages/read/reader/pdf/annotations.h"

#include "pipeline/base/utf8.h"
#include "stages/read/reader/addresses.h"

#include <poppler.h>

#include <math.h>

enum { MOST_WORDS = 4096, MOST_LINKS = 1024 };	/* of a page */

struct box pdf_box(const PopplerRectangle *r)
{
	return (struct box){
		.left = (float)fmin(r->x1, r->x2), .right = (float)fmax(r->x1, r->x2),
		.top = (float)fmin(r->y1, r->y2), .bottom = (float)fmax(r->y1, r->y2),
	};
}

/* Annotations are measured from the foot of the page. */
static struct box area_on_page(const PopplerRectangle *r, const struct pdf_page *page)
{
	struct box area = pdf_box(r);

	return (struct box){area.left, page->height - area.bottom, area.right,
			    page->height - area.top};
}

static void append_choice(struct buffer *to, char *choice)
{
	if (choice && to->length)
		buffer_append(to, SLICE(", "));
	if (choice)
		buffer_append(to, slice_of(choice));
	g_free(choice);
}

/* What a reader sees in a field. */
static void append_value(struct buffer *to, PopplerFormField *field)
{
	switch (poppler_form_field_get_field_type(field)) {
	case POPPLER_FORM_FIELD_TEXT:
		if (!poppler_form_field_text_is_password(field))
			append_choice(to, poppler_form_field_text_get_text(field));
		break;
	case POPPLER_FORM_FIELD_CHOICE:
		for (gint i = 0; i < poppler_form_field_choice_get_n_items(field); i++)
			if (poppler_form_field_choice_is_item_selected(field, i))
				append_choice(to, poppler_form_field_choice_get_item(field, i));
		if (!to->length && poppler_form_field_choice_is_editable(field))
			append_choice(to, poppler_form_field_choice_get_text(field));
		break;
	default:
		break;
	}
}

static void add_word(struct pdf_page *to, struct arena *scratch, struct slice text, float left,
		     float top, float em, float right)
{
	if (!to->fields)
		to->fields = arena_new(scratch, MOST_WORDS, sizeof *to->fields);
	if (to->field_count < MOST_WORDS)
		to->fields[to->field_count++] = (struct word){
			.box = {left, top, smaller(right, left + 0.5f * em * (float)text.length),
				top + em},
			.baseline = top + 0.78f * em, .size = em, .field = true,
			.text = arena_copy(scratch, text),
		};
}

/* One word (which may hold spaces) for each line of the value, where the field lies. */
static void place_field(const PopplerFormFieldMapping *mapping, struct arena *scratch,
			struct pdf_page *to)
{
	struct buffer value = {0};
	double size = poppler_form_field_get_font_size(mapping->field);
	struct box area = area_on_page(&mapping->area, to);
	struct slice line;

	append_value(&value, mapping->field);
	if (!(size > 2 && size < 100))
		size = fmin(12, fmax(6, 0.7 * box_height(&area)));
	float em = (float)size, top = area.top;
	struct slice rest = buffer_slice(&value);

	if (box_height(&area) < 2.2f * em)	/* one line stands in the middle of its field */
		top += (box_height(&area) - em) / 2;
	for (rest.length = utf8_valid_prefix(rest); slice_line(&rest, &line);) {
		line = slice_trim(line);
		if (!line.length)
			continue;
		add_word(to, scratch, line, area.left + 2, top, em, area.right);
		top += 1.15f * em;
	}
	buffer_free(&value);
}

static void read_fields(PopplerPage *page, struct arena *scratch, struct pdf_page *to)
{
	GList *mappings = poppler_page_get_form_field_mapping(page);

	for (const GList *at = mappings; at; at = at->next)
		place_field(at->data, scratch, to);
	poppler_page_free_form_field_mapping(mappings);
}

/* The size at which a text of so many bytes fills an area, lines a fifth apart. */
static float fitting_size(const struct box *area, size_t bytes)
{
	float room = box_width(area) * box_height(area);

	return smaller(12, larger(6, sqrtf(room / (0.6f * (float)bytes + 1))));
}

/* Words one after the other, in as many lines as the width of the area takes. */
static void place_text(struct slice text, const struct box *area, struct arena *scratch,
		       struct pdf_page *to)
{
	float em = fitting_size(area, text.length), left = area->left, top = area->top;
	struct slice line, word;

	for (; slice_line(&text, &line); left = area->left, top += 1.2f * em)
		while (slice_cut(&line, ' ', &word)) {
			float width = 0.5f * em * (float)word.length;

			if (left > area->left && left + width > area->right) {
				left = area->left;
				top += 1.2f * em;
			}
			if (word.length)
				add_word(to, scratch, word, left, top, em, left + width);
			left += word.length ? width + 0.25f * em : 0;
		}
}

static bool is_shown(PopplerAnnot *annotation)
{
	const unsigned unseen = POPPLER_ANNOT_FLAG_INVISIBLE | POPPLER_ANNOT_FLAG_HIDDEN |
				POPPLER_ANNOT_FLAG_NO_VIEW;

	return !(poppler_annot_get_flags(annotation) & unseen);
}

/* Text typed onto the page; what pops up when asked is not on it. */
static void read_typed(const PopplerAnnotMapping *mapping, struct arena *scratch,
		       struct pdf_page *to)
{
	char *contents;

	if (poppler_annot_get_annot_type(mapping->annot) != POPPLER_ANNOT_FREE_TEXT ||
	    !is_shown(mapping->annot) || !(contents = poppler_annot_get_contents(mapping->annot)))
		return;
	struct box area = area_on_page(&mapping->area, to);
	struct slice text = slice_of(contents);

	text.length = utf8_valid_prefix(text);
	for (size_t i = 0; i < text.length; i++)
		if (contents[i] == '\r' || contents[i] == '\t')
			contents[i] = contents[i] == '\r' ? '\n' : ' ';
	place_text(text, &area, scratch, to);
	g_free(contents);
}

static const char *address_of(const PopplerAction *action)
{
	switch (action->type) {
	case POPPLER_ACTION_URI:
		return action->uri.uri;
	case POPPLER_ACTION_GOTO_REMOTE:
		return action->goto_remote.file_name;
	case POPPLER_ACTION_LAUNCH:
		return action->launch.file_name;
	default:
		return NULL;
	}
}

/* In the order of the file, which is that of the text with most programs. */
static void read_links(PopplerPage *page, struct arena *arena, struct pdf_page *to)
{
	GList *mappings = poppler_page_get_link_mapping(page);
	size_t count = 0;

	for (const GList *at = mappings; at && count < MOST_LINKS; at = at->next) {
		const PopplerLinkMapping *mapping = at->data;
		const char *address = address_of(mapping->action);

		if (!address || !address[0])
			continue;
		struct link *link = arena_new(arena, 1, sizeof *link);

		*link = (struct link){
			.area = area_on_page(&mapping->area, to), .next = to->links,
			.href = arena_copy(arena, slice_trim(slice_of(address))),
		};
		to->links = link;
		count++;
	}
	poppler_page_free_link_mapping(mappings);
}

void pdf_read_annotations(PopplerPage *page, struct arena *arena, struct arena *scratch,
			  struct pdf_page *to)
{
	GList *mappings = poppler_page_get_annot_mapping(page);
	bool links = false;

	if (!mappings)
		return;
	for (const GList *at = mappings; at; at = at->next) {
		const PopplerAnnotMapping *mapping = at->data;

		read_typed(mapping, scratch, to);
		links |= poppler_annot_get_annot_type(mapping->annot) == POPPLER_ANNOT_LINK;
	}
	poppler_page_free_annot_mapping(mappings);
	if (links)
		read_links(page, arena, to);
	read_fields(page, scratch, to);
}
