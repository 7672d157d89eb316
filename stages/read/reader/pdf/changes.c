/* Changes: a list, the newest first. */
#include "stages/read/reader/pdf/changes.h"

#include "stages/read/reader/pdf/places.h"
#include "stages/read/reader/reader.h"

struct change {
	const char *kind;
	uint32_t page;
	bool placed;
	struct box box;
	struct slice before, after;
	const struct change *next;
};

void add_change(struct layout *layout, const char *kind, uint32_t page, const struct box *box,
		struct slice before, struct slice after)
{
	if (!layout->reports)
		return;
	struct change *change = arena_new(&layout->arena, 1, sizeof *change);

	*change = (struct change){
		.kind = kind, .page = page, .placed = box != NULL,
		.before = arena_copy(&layout->arena, before),
		.after = arena_copy(&layout->arena, after), .next = layout->changes,
	};
	if (box)
		change->box = *box;
	layout->changes = change;
}

void report_changes(const struct layout *layout, struct reading *reading)
{
	struct buffer at = {0};

	for (const struct change *change = layout->changes; change; change = change->next) {
		buffer_reset(&at);
		if (change->placed)
			append_place(&at, layout, change->page, &change->box);
		reading_report(reading, change->kind, change->page + 1, buffer_slice(&at),
			       change->before, change->after);
	}
	buffer_free(&at);
}
