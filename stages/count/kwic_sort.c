/*
 * Sampling by a heap, sorting by keys that were written when the line was
 * at hand: a number as eight bytes, highest first, so that every key is
 * compared as bytes.
 */
#include "stages/count/kwic_sort.h"

#include "pipeline/base/memory.h"
#include "pipeline/model/vocabulary.h"

#include <stdlib.h>

struct kept_line {
	struct concordance_line line;
	uint64_t hash;
	size_t key_count;
	struct slice keys[];
};

static bool parse_distance(struct slice word, struct sort_key *key)
{
	uint64_t distance;

	if (word.length < 2)
		return false;
	char side = word.at[word.length - 1];

	if (!slice_to_integer(slice_first(word, word.length - 1), &distance) || distance < 1 ||
	    distance > SORT_FARTHEST)
		return false;
	if (side != 'L' && side != 'l' && side != 'R' && side != 'r')
		return false;
	*key = (struct sort_key){side == 'L' || side == 'l' ? SORT_LEFT : SORT_RIGHT,
				 (uint32_t)distance};
	return true;
}

static bool parse_key(struct slice word, struct sort_key *key)
{
	static const struct {
		const char *name;
		enum sort_by by;
	} names[] = {
	    {"node", SORT_NODE},       {"document", SORT_DOCUMENT}, {"page", SORT_PAGE},
	    {"label", SORT_LABEL},     {"section", SORT_SECTION},   {"sentence", SORT_SENTENCE},
	    {"position", SORT_POSITION},
	};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (slice_is(word, names[i].name)) {
			*key = (struct sort_key){names[i].by, 0};
			return true;
		}
	}
	return parse_distance(word, key);
}

enum outcome sort_keys_parse(struct sort_keys *keys, const char *text, struct diagnostics *d)
{
	struct slice rest = slice_of(text), word;
	size_t capacity = 0;

	*keys = (struct sort_keys){0};
	while (slice_cut(&rest, ',', &word)) {
		keys->at = memory_reserve(keys->at, &capacity, keys->count + 1, sizeof *keys->at);
		if (!parse_key(word, &keys->at[keys->count]))
			return diagnose_error(
			    d, BAD_USAGE,
			    "--sort knows no '%.*s': write 1L, 2L … or 1R, 2R … (at most %d), "
			    "node, document, page, label, section, sentence or position, "
			    "with commas between",
			    SLICE_ARGUMENTS(word), SORT_FARTHEST);
		keys->count++;
	}
	return DONE;
}

void sort_keys_free(struct sort_keys *keys)
{
	free(keys->at);
	*keys = (struct sort_keys){0};
}

void kept_lines_free(struct kept_lines *kept)
{
	for (size_t i = 0; i < kept->count; i++)
		free(kept->at[i]);
	free(kept->at);
	*kept = (struct kept_lines){.limit = kept->limit};
}

static uint64_t mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

uint64_t sample_hash(uint64_t seed, struct slice id, uint32_t position)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < id.length; i++)
		hash = (hash ^ (unsigned char)id.at[i]) * UINT64_C(0x100000001b3);
	return mix(mix(hash ^ mix(seed)) + position);
}

/* The order in which a sample takes lines; total, and free of the order of input. */
static int compare_for_sample(const struct kept_line *a, const struct kept_line *b)
{
	int order;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if ((order = slice_compare(a->line.document, b->line.document)))
		return order;
	if (a->line.position != b->line.position)
		return a->line.position < b->line.position ? -1 : 1;
	return (a->line.last > b->line.last) - (a->line.last < b->line.last);
}

static void swap(struct kept_lines *kept, size_t a, size_t b)
{
	struct kept_line *line = kept->at[a];

	kept->at[a] = kept->at[b];
	kept->at[b] = line;
}

static void sift_up(struct kept_lines *kept, size_t i)
{
	while (i && compare_for_sample(kept->at[(i - 1) / 2], kept->at[i]) < 0) {
		swap(kept, i, (i - 1) / 2);
		i = (i - 1) / 2;
	}
}

static void sift_down(struct kept_lines *kept, size_t i)
{
	for (;;) {
		size_t largest = i;

		for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < kept->count; child++)
			if (compare_for_sample(kept->at[child], kept->at[largest]) > 0)
				largest = child;
		if (largest == i)
			return;
		swap(kept, i, largest);
		i = largest;
	}
}

bool kept_lines_want(const struct kept_lines *kept, uint64_t hash)
{
	return !kept->limit || kept->count < kept->limit || hash <= kept->at[0]->hash;
}

/* Takes the line over. */
static void insert(struct kept_lines *kept, struct kept_line *line)
{
	if (kept->limit && kept->count == kept->limit) {
		if (compare_for_sample(line, kept->at[0]) >= 0) {
			free(line);
			return;
		}
		free(kept->at[0]);
		kept->at[0] = line;
		sift_down(kept, 0);
		return;
	}
	kept->at = memory_reserve(kept->at, &kept->capacity, kept->count + 1, sizeof(void *));
	kept->at[kept->count++] = line;
	if (kept->limit)
		sift_up(kept, kept->count - 1);
}

static void add_number(struct buffer *to, uint64_t number)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		buffer_byte(to, (char)(number >> shift));
}

/* The folded word `distance` tokens from a position of the text; nothing at its ends. */
static void add_neighbour(struct buffer *to, const struct document *d, const struct scope *scope,
			  uint32_t position, uint32_t distance, bool right)
{
	struct text_cursor cursor = text_cursor_at(scope, position);

	for (uint32_t i = 0; i < distance; i++)
		if (!(right ? text_next(&cursor) : text_previous(&cursor)))
			return;
	buffer_append(to, d->words->words[d->tokens[cursor.position]].folded);
}

static void add_node(struct buffer *to, const struct document *d, const struct scope *scope,
		     const struct concordance_line *line)
{
	struct text_cursor cursor = text_cursor_at(scope, line->position);

	buffer_append(to, d->words->words[d->tokens[cursor.position]].folded);
	while (cursor.position < line->last && text_next(&cursor)) {
		buffer_byte(to, ' ');
		buffer_append(to, d->words->words[d->tokens[cursor.position]].folded);
	}
}

static void add_key(struct buffer *to, struct sort_key key, const struct concordance_line *line,
		    const struct document *d, const struct scope *scope)
{
	uint64_t page;

	switch (key.by) {
	case SORT_LEFT:
		add_neighbour(to, d, scope, line->position, key.distance, false);
		break;
	case SORT_RIGHT:
		add_neighbour(to, d, scope, line->last, key.distance, true);
		break;
	case SORT_NODE:
		add_node(to, d, scope, line);
		break;
	case SORT_DOCUMENT:
		buffer_append(to, line->document);
		break;
	case SORT_PAGE:
		if (slice_to_integer(line->page, &page))
			add_number(to, page);
		break;
	case SORT_LABEL:
		buffer_append(to, line->label);
		break;
	case SORT_SECTION:
		buffer_append(to, line->section);
		break;
	case SORT_SENTENCE:
		if (line->sentence)
			add_number(to, line->sentence);
		break;
	case SORT_POSITION:
		add_number(to, line->position);
		break;
	}
}

/* The strings of a line that must outlive the document. */
enum { LINE_STRINGS = 7 };

static void list_strings(struct concordance_line *line, struct slice *strings[LINE_STRINGS])
{
	strings[0] = &line->document;
	strings[1] = &line->page;
	strings[2] = &line->label;
	strings[3] = &line->section;
	strings[4] = &line->left;
	strings[5] = &line->node;
	strings[6] = &line->right;
}

static char *move_string(struct slice *s, char *to)
{
	if (s->length)
		memcpy(to, s->at, s->length);
	s->at = to;
	return to + s->length;
}

void kept_lines_add(struct kept_lines *kept, const struct sort_keys *keys,
		    const struct concordance_line *line, const struct document *d,
		    const struct scope *scope, uint64_t hash)
{
	struct concordance_line copy = *line;
	struct slice *strings[LINE_STRINGS];
	struct buffer bytes = {0};
	size_t *ends = memory_new(keys->count, sizeof *ends), size = 0;

	for (size_t i = 0; i < keys->count; i++) {
		add_key(&bytes, keys->at[i], line, d, scope);
		ends[i] = bytes.length;
	}
	list_strings(&copy, strings);
	for (size_t i = 0; i < LINE_STRINGS; i++)
		size += strings[i]->length;
	size += sizeof(struct kept_line) + keys->count * sizeof(struct slice) + bytes.length;

	struct kept_line *made = memory_resize(NULL, size, 1);
	char *to = (char *)(made->keys + keys->count);

	for (size_t i = 0; i < LINE_STRINGS; i++)
		to = move_string(strings[i], to);
	made->line = copy;
	made->hash = hash;
	made->key_count = keys->count;
	for (size_t i = 0; i < keys->count; i++) {
		size_t start = i ? ends[i - 1] : 0;

		made->keys[i] = (struct slice){bytes.at + start, ends[i] - start};
		to = move_string(&made->keys[i], to);
	}
	free(ends);
	buffer_free(&bytes);
	insert(kept, made);
}

void kept_lines_merge(struct kept_lines *kept, struct kept_lines *other)
{
	for (size_t i = 0; i < other->count; i++)
		insert(kept, other->at[i]);
	other->count = 0;
}

static int compare_for_output(const void *a, const void *b)
{
	const struct kept_line *x = *(struct kept_line *const *)a,
			       *y = *(struct kept_line *const *)b;

	for (size_t i = 0; i < x->key_count; i++) {
		int order = slice_compare(x->keys[i], y->keys[i]);

		if (order)
			return order;
	}
	if (x->line.ordinal != y->line.ordinal)
		return x->line.ordinal < y->line.ordinal ? -1 : 1;
	if (x->line.position != y->line.position)
		return x->line.position < y->line.position ? -1 : 1;
	return (x->line.last > y->line.last) - (x->line.last < y->line.last);
}

void kept_lines_sort(struct kept_lines *kept)
{
	if (kept->count > 1)
		qsort(kept->at, kept->count, sizeof *kept->at, compare_for_output);
}

const struct concordance_line *kept_line(const struct kept_lines *kept, size_t index)
{
	return &kept->at[index]->line;
}
