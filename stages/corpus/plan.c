/* Plan: what an update has to do, document by document. */
#include "stages/corpus/plan.h"

#include "pipeline/base/memory.h"
#include "pipeline/base/sha256.h"
#include "pipeline/store/layout.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int64_t nanoseconds(struct timespec time)
{
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

bool file_stamp_of(const char *path, struct file_stamp *stamp)
{
	struct stat about;
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) != 0 || stat(path, &about) != 0)
		return false;
	*stamp = (struct file_stamp){
	    .size = about.st_size,
	    .modified = nanoseconds(about.st_mtim),
	    .changed = nanoseconds(about.st_ctim),
	    .inode = (int64_t)about.st_ino,
	    .device = (int64_t)about.st_dev,
	    .seen = nanoseconds(now),
	};
	return true;
}

/* The longest operand that the path lies below; it is not empty, then. */
static struct slice folder_of(struct plan *plan, struct slice path)
{
	struct slice best = {"", 0};
	size_t place = 0;

	for (size_t i = 0; i < plan->folders.count; i++) {
		struct slice folder = slice_of(plan->folders.at[i]);

		if (!slice_starts(path, folder) || folder.length <= best.length)
			continue;
		best = folder;
		place = i;
	}
	if (best.length)
		plan->filled[place] = true;
	return best;
}

static bool is_same_stamp(const struct file_stamp *a, const struct file_stamp *b)
{
	return a->size == b->size && a->modified == b->modified && a->changed == b->changed &&
	       a->inode == b->inode && a->device == b->device;
}

/* Whether a later change would surely have shown in the times. */
static bool is_settled(const struct file_stamp *stamp)
{
	enum { TICK = 2000000000 };

	return stamp->seen - stamp->modified > TICK && stamp->seen - stamp->changed > TICK;
}

static bool has_hash(const char *path, struct slice hash)
{
	struct sha256_hex hex;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	bool read = file >= 0 && sha256_of_file(file, &hex);

	if (file >= 0)
		close(file);
	return read && slice_equal(sha256_slice(&hex), hash);
}

/* The language among packed attributes; it points into them. */
static struct slice lang_in(struct slice packed, struct names *names)
{
	struct arena arena = {0};
	struct document d = {.arena = &arena, .names = names};
	struct slice lang = {NULL, 0};

	if (attributes_read(packed, &d))
		lang = document_attribute(&d, NAME_LANG);
	arena_free(&arena);
	return lang;
}

/* What to do with a document that the store has. */
static enum action decide(const struct plan *plan, const struct planned *p, struct names *names)
{
	const struct manifest_row *row = p->row;
	const struct file_stamp *now = &p->writing.stamp;
	bool same = is_same_stamp(now, &row->stamp);

	if (!slice_equal(row->reading, plan->reading) ||
	    !slice_equal(lang_in(row->metadata, names), lang_in(p->writing.metadata, names)))
		return ACTION_AGAIN;
	if (!same || plan->verify || !is_settled(&row->stamp)) {
		if (now->size != row->stamp.size || !has_hash(p->path, row->hash))
			return ACTION_CHANGE;
	}
	if (!slice_equal(p->writing.metadata, row->metadata))
		return ACTION_DESCRIBE;
	return same && is_settled(&row->stamp) ? ACTION_KEEP : ACTION_STAMP;
}

static struct slice pack_metadata(struct plan *plan, const struct input *input,
				  struct names *names)
{
	struct buffer packed = {0};
	const struct document d = {.arena = &plan->arena,
				   .names = names,
				   .attributes = input->attributes,
				   .attribute_count = input->attribute_count};

	attributes_pack(&packed, &d);
	struct slice copy = arena_copy(&plan->arena, buffer_slice(&packed));

	buffer_free(&packed);
	return copy;
}

/* Reading needs the language that the user gave; the rest is laid over later. */
static void strip(struct input *input)
{
	size_t kept = 0;

	for (size_t i = 0; i < input->attribute_count; i++)
		if (input->attributes[i].name == NAME_LANG)
			input->attributes[kept++] = input->attributes[i];
	input->attribute_count = kept;
}

static struct planned plan_input(struct plan *plan, const struct input *input,
				 struct names *names)
{
	struct planned p = {
	    .id = arena_copy(&plan->arena, input->id),	/* inputs die with their chain */
	    .path = arena_copy(&plan->arena, slice_of(input->path)).at,
	    .row = manifest_find(&plan->manifest, input->id),
	};

	if (!file_stamp_of(input->path, &p.writing.stamp))
		p.writing.stamp = (struct file_stamp){0};	/* reading it says why */
	p.writing.folder = folder_of(plan, slice_of(input->path));
	p.writing.reading = plan->reading;
	p.writing.metadata = pack_metadata(plan, input, names);
	if (p.row)
		p.row->present = true;
	p.action = p.row ? decide(plan, &p, names) : ACTION_ADD;
	return p;
}

static bool is_read(enum action action)
{
	return action == ACTION_ADD || action == ACTION_CHANGE || action == ACTION_AGAIN;
}

void plan_make(struct plan *plan, struct inputs *inputs)
{
	size_t kept = 0;

	plan->filled = memory_new(plan->folders.count, sizeof *plan->filled);
	plan->at = memory_new(inputs->count, sizeof *plan->at);
	plan->read = memory_new(inputs->count, sizeof *plan->read);
	for (size_t i = 0; i < inputs->count; i++) {
		struct planned *p = &plan->at[plan->count++];

		*p = plan_input(plan, &inputs->at[i], inputs->names);
		plan->actions[p->action]++;
		if (!is_read(p->action))
			continue;
		plan->read[plan->read_count++] = p;
		strip(&inputs->at[i]);
		inputs->at[kept++] = inputs->at[i];
	}
	inputs->count = kept;
}

void plan_free(struct plan *plan)
{
	manifest_free(&plan->manifest);
	free(plan->at);
	free(plan->read);
	free(plan->filled);
	arena_free(&plan->arena);
}
