/* Row text: lines to paragraphs. */
#include "stages/read/row_text.h"

/* Control characters as spaces; a slice of the arena where there are any. */
static struct slice without_controls(struct arena *arena, struct slice line)
{
	char *clean = NULL;

	for (size_t i = 0; i < line.length; i++) {
		unsigned char byte = (unsigned char)line.at[i];

		if (byte >= 0x20 && byte != 0x7f)
			continue;
		if (!clean) {
			clean = arena_new(arena, line.length, 1);
			memcpy(clean, line.at, line.length);
		}
		clean[i] = ' ';
	}
	return (struct slice){clean ? clean : line.at, line.length};
}

static void add_paragraph(struct plain_text *kept, struct document *d, struct slice line)
{
	line = slice_trim(without_controls(d->arena, slice_trim(line)));
	if (!line.length)
		return;
	document_add_tag(d, TAG_OPEN, NAME_P, d->length);
	plain_text_add(kept, d, line);
	document_add_tag(d, TAG_CLOSE, NAME_P, d->length);
}

static void add_answer(struct plain_text *kept, struct document *d, const struct answer *answer,
		       bool several)
{
	struct slice rest = answer->text, line;

	if (!rest.length)
		return;
	if (several) {
		document_add_tag(d, TAG_OPEN, NAME_DIV, d->length);
		document_add_tag_attribute(d, NAME_HEAD, answer->question);
	}
	while (slice_line(&rest, &line))
		add_paragraph(kept, d, line);
	if (several)
		document_add_tag(d, TAG_CLOSE, NAME_DIV, d->length);
}

uint64_t row_text_fill(struct plain_text *kept, const struct part *row, struct document *document)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < row->answer_count; i++) {
		add_answer(kept, document, &row->answers[i], row->answer_count > 1);
		bytes += row->answers[i].text.length;
	}
	plain_text_finish(kept, document);
	return bytes;
}
