/* Look file: pages are drawn by the same reader that read the document. */
#include "stages/read/look_file.h"

#include "stages/read/look.h"

#include <sys/stat.h>

struct drawing {
	struct file_reader *reader;
	const struct file_name *name;
};

static bool draw(void *context, uint32_t page, struct buffer *png, struct buffer *reason)
{
	const struct drawing *drawing = context;

	return file_reader_draw(drawing->reader, drawing->name, page, png, reason);
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

static uint32_t drawable_pages(const struct document *d, uint64_t most)
{
	uint64_t pages = 0;

	if (slice_is(document_attribute(d, NAME_FORMAT), "pdf"))
		slice_to_integer(document_attribute(d, NAME_PAGES), &pages);
	return (uint32_t)(pages < most ? pages : most);
}

enum outcome look_at_file(const struct document *document, struct file_reader *reader,
			  const struct file_name *name, uint64_t most_pages, const char *output,
			  struct diagnostics *diagnostics)
{
	struct drawing drawing = {.reader = reader, .name = name};
	struct look look = {.document = document, .draw = draw, .context = &drawing,
			    .pages = drawable_pages(document, most_pages)};
	struct outlet outlet;

	if (output && is_same_file(output, name->path))
		return diagnose_error(diagnostics, BAD_USAGE,
				      "%s: is the document itself: name another file for --look",
				      output);
	enum outcome outcome =
	    outlet_open(&outlet, &(struct chain_end){.path = output}, diagnostics);

	if (outcome == DONE)
		outcome = look_write(&look, &outlet);
	return output ? outlet_close(&outlet) : outcome;
}
