/* A line of the concordance: context to both sides, joined as printed. */
#include "stages/count/kwic_line.h"

#include "pipeline/base/memory.h"

#include <stdlib.h>

void line_maker_begin(struct line_maker *maker, uint32_t window)
{
	*maker = (struct line_maker){.window = window};
	maker->positions = memory_new(window, sizeof *maker->positions);
}

void line_maker_free(struct line_maker *maker)
{
	buffer_free(&maker->left);
	buffer_free(&maker->node);
	buffer_free(&maker->right);
	free(maker->positions);
	*maker = (struct line_maker){0};
}

void line_print_node(struct buffer *to, const struct document *d, const struct scope *scope,
		     const struct query_hit *hit)
{
	struct text_cursor cursor = text_cursor_at(scope, hit->first);

	do
		token_print(to, d, cursor.position, cursor.position < hit->last);
	while (cursor.position < hit->last && text_next(&cursor));
}

/* Whether the last token of the left context is glued to the node. */
static bool print_left(struct line_maker *maker, const struct document *d,
		       const struct scope *scope, uint32_t first)
{
	struct text_cursor cursor = text_cursor_at(scope, first);
	uint32_t count = 0;

	buffer_reset(&maker->left);
	while (count < maker->window && text_previous(&cursor))
		maker->positions[count++] = cursor.position;
	for (uint32_t i = count; i-- > 0;)
		token_print(&maker->left, d, maker->positions[i], i > 0);
	return count && token_is_glued(d, maker->positions[0]);
}

static void print_right(struct line_maker *maker, const struct document *d,
			const struct scope *scope, uint32_t last)
{
	struct text_cursor cursor = text_cursor_at(scope, last), next = cursor;
	bool more = text_next(&next);

	buffer_reset(&maker->right);
	for (uint32_t count = 1; more && count <= maker->window; count++) {
		cursor = next;
		more = text_next(&next);
		token_print(&maker->right, d, cursor.position, more && count < maker->window);
	}
}

struct concordance_line line_make(struct line_maker *maker, const struct document *d,
				  const struct scope *scope, const struct query_hit *hit,
				  const struct citation *citation)
{
	bool glued_left = print_left(maker, d, scope, hit->first);

	buffer_reset(&maker->node);
	line_print_node(&maker->node, d, scope, hit);
	print_right(maker, d, scope, hit->last);
	return (struct concordance_line){
	    .document = document_id(d),
	    .page = citation->page,
	    .label = citation->label,
	    .section = citation->section,
	    .sentence = citation->sentence,
	    .position = hit->first,
	    .last = hit->last,
	    .left = buffer_slice(&maker->left),
	    .node = buffer_slice(&maker->node),
	    .right = buffer_slice(&maker->right),
	    .glued_left = glued_left,
	    .glued_right = token_is_glued(d, hit->last),
	};
}

void line_write_header(struct output *output)
{
	static const char *const columns[] = {"document", "page", "label", "section", "sentence",
					      "position", "left", "node",  "right"};

	for (size_t i = 0; i < COUNT_OF(columns); i++)
		table_text(output, slice_of(columns[i]));
	table_row_end(output);
}

void line_write_row(struct output *output, const struct concordance_line *line)
{
	table_text(output, line->document);
	table_text(output, line->page);
	table_text(output, line->label);
	table_text(output, line->section);
	if (line->sentence)
		table_integer(output, line->sentence);
	else
		table_text(output, SLICE(""));
	table_integer(output, line->position);
	table_text(output, line->left);
	table_text(output, line->node);
	table_text(output, line->right);
	table_row_end(output);
}
