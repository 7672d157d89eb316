/* Attachments: each message is read once to learn what hangs on it. */
#include "stages/read/attachments.h"

#include "stages/read/recognise.h"

#include <stdlib.h>

struct listing {
	struct candidates *candidates;	/* that come in */
	struct candidates out;		/* that go out: the array alone */
	struct file_reader *reader;
	struct diagnostics *d;
	struct names names;		/* of the message in hand */
	size_t attachments;		/* of the file in hand */
};

/* The numbers and names of what is attached to a message. */
struct attached {
	uint32_t number;
	struct slice name;
};

static int compare_names(const void *a, const void *b)
{
	const struct attached *first = a, *second = b;

	return slice_compare(first->name, second->name);
}

static const char *shown_name(const struct candidate *candidate)
{
	return candidate->part ? candidate->part->shown : candidate->path;
}

/* The document reader is not trusted to give names that are one part of a path. */
static bool is_name(struct slice name)
{
	return name.length && slice_find_byte(name, '/') == name.length &&
	       slice_find_byte(name, '\0') == name.length;
}

/* Reads the message; the array belongs to the arena of the candidates. */
static struct attached *read_message(struct listing *l, const struct candidate *message,
				     size_t *count)
{
	struct arena *own = l->candidates->arena;
	struct arena arena = {0};
	struct diagnostics silent = {.quiet = true};	/* what is wrong is said when it is its turn */
	struct document document;

	document_begin(&document, &arena, &l->names, l->reader->reader.words);
	(void)file_reader_read(l->reader, &(struct file_name){message->path, shown_name(message),
							       message->part},
			       false, &document, &silent);
	struct attached *found = arena_new(own, document.tag_count, sizeof *found);

	*count = 0;
	for (size_t i = 0; i < document.tag_count; i++) {
		const struct tag *tag = &document.tags[i];
		struct slice name = tag_attribute(&document, tag, NAME_HREF);
		uint64_t number;

		if (tag->name == NAME_ATTACH && is_name(name) &&
		    slice_to_integer(tag_attribute(&document, tag, NAME_N), &number) &&
		    number && number <= UINT32_MAX)
			found[(*count)++] =
			    (struct attached){(uint32_t)number, arena_copy(own, name)};
	}
	if (*count)
		qsort(found, *count, sizeof *found, compare_names);
	diagnostics_free(&silent);
	arena_free(&arena);
	return found;
}

static void list_message(struct listing *l, const struct candidate *message);

static void add_attachment(struct listing *l, const struct candidate *message,
			   struct attached attached)
{
	struct arena *arena = l->candidates->arena;
	struct part *part = arena_new(arena, 1, sizeof *part);
	struct candidate candidate = *message;
	struct file_start start;

	*part = (struct part){.shown = arena_printf(arena, "%s/%.*s", shown_name(message),
						    SLICE_ARGUMENTS(attached.name)).at,
			      .within = message->part, .number = attached.number,
			      .depth = message->part ? message->part->depth + 1 : 1};
	candidate.part = part;
	candidate.id = arena_printf(arena, "%.*s/%.*s", SLICE_ARGUMENTS(message->id),
				    SLICE_ARGUMENTS(attached.name));
	bool opened = file_reader_start(l->reader, &(struct file_name){message->path,
								       part->shown, part},
					&start);

	candidate.bytes = start.size;
	part->hash = start.hash;
	if (opened && !is_document(part->shown, start.bytes, l->d))
		return;
	candidates_put(&l->out, candidate);
	if (opened && is_message(part->shown, start.bytes))
		list_message(l, &candidate);
}

static void list_message(struct listing *l, const struct candidate *message)
{
	size_t count;
	struct attached *attached = read_message(l, message, &count);

	if (count && message->part && message->part->depth == PARTS_DEEPEST) {
		diagnose_failure(l->d, "%s: what is attached to it is left out: it lies too deep in "
				 "other messages: save it", shown_name(message));
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (l->attachments++ == ATTACHMENTS_MOST) {
			diagnose_failure(l->d, "%s: it has over %d attachments: the rest is left out: "
					 "save them", message->path, (int)ATTACHMENTS_MOST);
			return;
		}
		if (l->attachments <= ATTACHMENTS_MOST &&
		    (i == 0 || !slice_equal(attached[i].name, attached[i - 1].name)))
			add_attachment(l, message, attached[i]);
	}
}

/* Only a name that promises nothing else can be a message's: few files are opened here. */
static bool may_be_message(const struct candidate *candidate)
{
	struct slice ending = file_ending(candidate->path);

	return !candidate->dropped && candidate->bytes && !candidate->part &&
	       (ending_is(ending, "eml") || !promises_document(ending));
}

void add_attachments(struct candidates *candidates, struct file_reader *reader,
		     struct diagnostics *d)
{
	struct listing l = {.candidates = candidates, .reader = reader, .d = d};
	struct file_start start;

	names_begin(&l.names);
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *file = &candidates->at[i];
		const struct file_name name = {file->path, file->path, NULL};

		candidates_put(&l.out, *file);
		l.attachments = 0;
		if (may_be_message(file) && file_reader_start(reader, &name, &start) &&
		    is_message(file->path, start.bytes))
			list_message(&l, file);
	}
	names_free(&l.names);
	candidates_replace(candidates, &l.out);
}
