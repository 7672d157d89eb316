/* Open XML: relations. */
#include "stages/read/reader/office/open_xml.h"

#include "pipeline/base/memory.h"
#include "stages/read/reader/office/xml.h"

#include <stdlib.h>

enum { MOST_RELATIONS = 65536 };

struct state {
	struct relations *relations;
	struct package *package;
	struct slice part;
};

static const struct xml_name names[] = {{XML_RELATIONS, "Relationship", 1}};

static bool on_start(void *context, int element, const struct xml_attributes *a)
{
	struct state *s = context;
	struct relations *r = s->relations;
	struct arena *arena = &s->package->arena;

	(void)element;
	if (r->count == MOST_RELATIONS ||
	    slice_is(xml_attribute(a, XML_OTHER, "TargetMode"), "External"))
		return false;
	r->at = memory_reserve(r->at, &r->capacity, r->count + 1, sizeof r->at[0]);
	r->at[r->count++] = (struct relation){
		arena_copy(arena, xml_attribute(a, XML_OTHER, "Id")),
		arena_copy(arena, xml_attribute(a, XML_OTHER, "Type")),
		package_path(s->package, s->part, xml_attribute(a, XML_OTHER, "Target")),
	};
	return false;
}

static void on_end(void *context, int element)
{
	(void)context, (void)element;
}

static void on_text(void *context, struct slice text)
{
	(void)context, (void)text;
}

/* "word/document.xml": "word/_rels/document.xml.rels". */
static struct slice relations_name(struct package *package, struct slice part)
{
	size_t folder = package_folder(part).length;

	return arena_printf(&package->arena, "%.*s_rels/%.*s.rels",
			    SLICE_ARGUMENTS(slice_first(part, folder)),
			    SLICE_ARGUMENTS(slice_from(part, folder)));
}

void relations_read(struct relations *relations, struct package *package, struct slice part)
{
	const struct xml_events events = {names, COUNT_OF(names), on_start, on_end, on_text};
	struct state state = {relations, package, part};
	struct slice bytes = package_part(package, relations_name(package, part));

	if (bytes.length)
		xml_read(bytes, &events, &state);
}

void relations_free(struct relations *relations)
{
	free(relations->at);
	*relations = (struct relations){0};
}

struct slice relations_by_id(const struct relations *relations, struct slice id)
{
	for (size_t i = 0; i < relations->count; i++)
		if (slice_equal(relations->at[i].id, id))
			return relations->at[i].target;
	return SLICE("");
}

struct slice relations_by_type(const struct relations *relations, const char *ending)
{
	for (size_t i = 0; i < relations->count; i++)
		if (slice_ends(relations->at[i].type, slice_of(ending)))
			return relations->at[i].target;
	return SLICE("");
}
