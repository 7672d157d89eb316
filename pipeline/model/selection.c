/*
 * Selection: conditions on metadata, and the parts of a document that count.
 *
 * Numbers are compared digit by digit as they are written, so that no number
 * is too long and no locale matters.  Parts are found in one walk over the
 * tags that counts how many of the open elements are asked for, how many are
 * left out, and how many are forme work that nobody asked for.
 */
#include "pipeline/model/selection.h"

#include "pipeline/base/memory.h"

#include <stdlib.h>

/* A decimal number as it is written: [+-]digits[.digits]. */
struct number {
	bool negative;
	struct slice whole, fraction;	/* without zeros that mean nothing */
};

static size_t digits_prefix(struct slice s)
{
	size_t count = 0;

	while (count < s.length && s.at[count] >= '0' && s.at[count] <= '9')
		count++;
	return count;
}

static bool parse_number(struct slice s, struct number *number)
{
	number->negative = s.length && s.at[0] == '-';
	if (s.length && (s.at[0] == '-' || s.at[0] == '+'))
		s = slice_from(s, 1);
	size_t whole = digits_prefix(s), fraction = 0;

	number->whole = slice_first(s, whole);
	s = slice_from(s, whole);
	if (s.length && s.at[0] == '.') {
		s = slice_from(s, 1);
		fraction = digits_prefix(s);
	}
	number->fraction = slice_first(s, fraction);
	while (number->whole.length && number->whole.at[0] == '0')
		number->whole = slice_from(number->whole, 1);
	while (number->fraction.length &&
	       number->fraction.at[number->fraction.length - 1] == '0')
		number->fraction.length--;
	if (!number->whole.length && !number->fraction.length)
		number->negative = false;
	return whole + fraction > 0 && fraction == s.length;
}

static int compare_numbers(const struct number *a, const struct number *b)
{
	int order;

	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	if (a->whole.length != b->whole.length)
		order = a->whole.length < b->whole.length ? -1 : 1;
	else
		order = slice_compare(a->whole, b->whole);
	if (!order)
		order = slice_compare(a->fraction, b->fraction);
	return a->negative ? -order : order;
}

bool value_is_date(struct slice s)
{
	static const char shape[] = "0000-00-00";

	if (s.length != 4 && s.length != 7 && s.length != 10)
		return false;
	for (size_t i = 0; i < s.length; i++) {
		bool digit = s.at[i] >= '0' && s.at[i] <= '9';

		if (shape[i] == '0' ? !digit : s.at[i] != '-')
			return false;
	}
	return true;
}

/* As far as the shorter goes. */
static int compare_beginnings(struct slice a, struct slice b)
{
	return slice_compare(slice_first(a, b.length), slice_first(b, a.length));
}

static bool values_are_equal(struct slice a, struct slice b)
{
	struct number first, second;

	if (slice_equal(a, b))
		return true;
	if (parse_number(a, &first) && parse_number(b, &second))
		return compare_numbers(&first, &second) == 0;
	return value_is_date(a) && value_is_date(b) && compare_beginnings(a, b) == 0;
}

static int order_of_values(struct slice a, struct slice b)
{
	struct number first, second;

	if (parse_number(a, &first) && parse_number(b, &second))
		return compare_numbers(&first, &second);
	return compare_beginnings(a, b);
}

static bool condition_holds(const struct condition *condition, struct slice value)
{
	if (condition->comparison == EQUAL)
		return values_are_equal(value, condition->value);
	if (condition->comparison == NOT_EQUAL)
		return !values_are_equal(value, condition->value);
	if (!value.length)
		return false;		/* what is not known is neither before nor after */
	int order = order_of_values(value, condition->value);

	switch (condition->comparison) {
	case LESS:
		return order < 0;
	case LESS_OR_EQUAL:
		return order <= 0;
	case GREATER:
		return order > 0;
	default:
		return order >= 0;
	}
}

bool selection_has_attributes(const struct selection *selection, const struct names *names,
			      const struct attribute *attributes, size_t count)
{
	for (size_t i = 0; i < selection->condition_count; i++) {
		const struct condition *condition = &selection->conditions[i];
		uint32_t name = names_lookup(names, condition->attribute);
		struct slice value = {NULL, 0};

		for (size_t j = 0; j < count && name != NAME_NONE; j++) {
			if (attributes[j].name == name)
				value = attributes[j].value;
		}
		if (!value.length && name == NAME_DOUBT)
			value = SLICE("0");	/* it is written only where there is some */
		if (!condition_holds(condition, value))
			return false;
	}
	return true;
}

bool selection_has(const struct selection *selection, const struct document *d)
{
	return selection->condition_count == 0 ||
	       selection_has_attributes(selection, d->names, d->attributes, d->attribute_count);
}

void selection_warn(const struct selection *selection, const struct names *names,
		    struct diagnostics *d)
{
	for (size_t i = 0; i < selection->condition_count; i++) {
		const struct condition *condition = &selection->conditions[i];
		bool has_none = condition->comparison == EQUAL && !condition->value.length;

		if (!has_none && names_lookup(names, condition->attribute) == NAME_NONE)
			diagnose_warning(d, "--where: no document has an attribute '%.*s': check the name",
					 SLICE_ARGUMENTS(condition->attribute));
	}
}

/* Takes the operator off the front of *rest; false if there is none. */
static bool take_comparison(struct slice *rest, enum comparison *comparison)
{
	static const struct {
		const char *sign;
		enum comparison comparison;
	} signs[] = {
	    {"!=", NOT_EQUAL}, {"<=", LESS_OR_EQUAL}, {">=", GREATER_OR_EQUAL},
	    {"=", EQUAL},      {"<", LESS},	      {">", GREATER},
	};

	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		struct slice sign = slice_of(signs[i].sign);

		if (slice_starts(*rest, sign)) {
			*comparison = signs[i].comparison;
			*rest = slice_from(*rest, sign.length);
			return true;
		}
	}
	return false;
}

/* "date >= 2019": spaces around the sign belong to nobody. */
static enum outcome parse_condition(struct condition *condition, const char *text,
				    struct diagnostics *d)
{
	struct slice rest = slice_of(text);
	size_t end = 0;

	while (end < rest.length && !strchr("=!<>", rest.at[end]))
		end++;
	condition->attribute = slice_trim(slice_first(rest, end));
	rest = slice_from(rest, end);
	if (!take_comparison(&rest, &condition->comparison))
		return diagnose_error(d, BAD_USAGE,
				      "--where '%s' has no =, !=, <, <=, > or >=: write it as "
				      "region=Ashdale or 'date>=2019'", text);
	if (!name_is_legal(condition->attribute))
		return diagnose_error(d, BAD_USAGE,
				      "--where '%s': '%.*s' is no name of an attribute (a column "
				      "\"Local Authority\" is called local_authority)", text,
				      SLICE_ARGUMENTS(condition->attribute));
	while (rest.length && rest.at[0] == ' ')
		rest = slice_from(rest, 1);
	condition->value = rest;
	if (!rest.length && condition->comparison != EQUAL && condition->comparison != NOT_EQUAL)
		return diagnose_error(d, BAD_USAGE, "--where '%s' has nothing to compare with: write a "
				      "value behind the sign", text);
	return DONE;
}

/* One value of --in: "head,p" or "-note". */
static enum outcome parse_parts(struct selection *selection, const char *text,
				struct diagnostics *d)
{
	struct slice rest = slice_of(text), part;

	while (slice_cut(&rest, ',', &part)) {
		part = slice_trim(part);
		bool out = slice_starts(part, SLICE("-"));

		if (out)
			part = slice_from(part, 1);
		if (!part.length)
			return diagnose_error(d, BAD_USAGE,
					      "--in '%s' has an empty name in it: write it as "
					      "head,p or -note", text);
		if (out)
			selection->without[selection->without_count++] = part;
		else
			selection->with[selection->with_count++] = part;
	}
	return DONE;
}

static size_t parts_at_most(const char *const *in, size_t count)
{
	size_t parts = count;

	for (size_t i = 0; i < count; i++) {
		for (const char *at = in[i]; *at; at++)
			parts += *at == ',';
	}
	return parts;
}

enum outcome selection_begin(struct selection *selection, const char *const *where,
			     size_t where_count, const char *const *in, size_t in_count,
			     struct diagnostics *d)
{
	bool all = selection->all;

	*selection = (struct selection){.all = all};
	if (where_count)
		selection->conditions = memory_new(where_count, sizeof *selection->conditions);
	for (; selection->condition_count < where_count; selection->condition_count++) {
		size_t i = selection->condition_count;
		enum outcome outcome = parse_condition(&selection->conditions[i], where[i], d);

		if (outcome != DONE)
			return outcome;
	}
	if (in_count) {
		size_t parts = parts_at_most(in, in_count);

		selection->with = memory_new(parts, sizeof *selection->with);
		selection->without = memory_new(parts, sizeof *selection->without);
	}
	for (size_t i = 0; i < in_count; i++) {
		enum outcome outcome = parse_parts(selection, in[i], d);

		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

void selection_free(struct selection *selection)
{
	free(selection->conditions);
	free(selection->with);
	free(selection->without);
	*selection = (struct selection){0};
}

/* What an open element does to the content inside it. */
enum effect { ASKED_FOR = 1, LEFT_OUT = 2, FORME_WORK = 4 };

static bool names_it(const struct slice *parts, size_t count, struct slice name,
		     struct slice type)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(parts[i], name) || (type.length && slice_equal(parts[i], type)))
			return true;
	}
	return false;
}

static unsigned effects_of(const struct selection *selection, const struct document *d,
			   const struct tag *tag)
{
	struct slice name = tag_spelling(d, tag);
	struct slice type = tag_attribute(d, tag, NAME_TYPE);
	unsigned effects = 0;

	if (names_it(selection->with, selection->with_count, name, type))
		effects |= ASKED_FOR;
	if (names_it(selection->without, selection->without_count, name, type))
		effects |= LEFT_OUT;
	if (tag->name == NAME_FW && !selection->all && !(effects & ASKED_FOR))
		effects |= FORME_WORK;
	return effects;
}

/* Where the walk stands: how many open elements have each effect. */
struct walk_state {
	uint32_t asked_for, left_out, forme_work;
	bool everything;	/* nothing has to be asked for */
};

static void add_effects(struct walk_state *walk, unsigned effects, uint32_t by)
{
	if (effects & ASKED_FOR)
		walk->asked_for += by;
	if (effects & LEFT_OUT)
		walk->left_out += by;
	if (effects & FORME_WORK)
		walk->forme_work += by;
}

static bool is_selected(const struct walk_state *walk)
{
	return (walk->everything || walk->asked_for) && !walk->left_out && !walk->forme_work;
}

/* Appends first .. last - 1, joined to the stretch before where they touch. */
static size_t add_stretch(struct stretch *stretches, size_t count, uint32_t first, uint32_t last)
{
	if (first == last)
		return count;
	if (count && stretches[count - 1].last == first)
		stretches[count - 1].last = last;
	else
		stretches[count++] = (struct stretch){first, last};
	return count;
}

static size_t walk_tags(const struct selection *selection, const struct document *d,
			struct stretch *stretches, unsigned char *effects)
{
	struct walk_state walk = {.everything = !selection->with_count};
	uint32_t from = 0;
	size_t count = 0, depth = 0;

	if (names_it(selection->with, selection->with_count, SLICE("text"), SLICE("")))
		walk.everything = true;
	if (names_it(selection->without, selection->without_count, SLICE("text"), SLICE("")))
		walk.left_out++;
	for (size_t i = 0; i < d->tag_count; i++) {
		const struct tag *tag = &d->tags[i];

		if (is_selected(&walk))
			count = add_stretch(stretches, count, from, tag->position);
		from = tag->position;
		if (tag->kind == TAG_OPEN) {
			effects[depth] = (unsigned char)effects_of(selection, d, tag);
			add_effects(&walk, effects[depth++], 1);
		} else if (tag->kind == TAG_CLOSE && depth) {
			add_effects(&walk, effects[--depth], (uint32_t)-1);
		}
	}
	if (is_selected(&walk))
		count = add_stretch(stretches, count, from, d->length);
	return count;
}

/* Without --in and all: nothing but fw ends a stretch. */
static size_t walk_forme_work(const struct document *d, struct stretch *stretches)
{
	uint32_t from = 0, depth = 0;
	size_t count = 0;

	for (size_t i = 0; i < d->tag_count; i++) {
		const struct tag *tag = &d->tags[i];

		if (tag->name != NAME_FW || tag->kind == TAG_MILESTONE)
			continue;
		if (tag->kind == TAG_OPEN) {
			if (depth++ == 0)
				count = add_stretch(stretches, count, from, tag->position);
		} else {
			depth--;
		}
		from = tag->position;
	}
	return add_stretch(stretches, count, from, d->length);
}

static size_t forme_work_count(const struct document *d)
{
	size_t count = 0;

	for (size_t i = 0; i < d->tag_count; i++)
		count += d->tags[i].name == NAME_FW;
	return count;
}

struct stretch *selection_stretches(const struct selection *selection, const struct document *d,
				    size_t *count)
{
	bool parts = selection->with_count || selection->without_count;
	size_t room = parts ? d->tag_count + 1 : selection->all ? 1 : forme_work_count(d) + 1;
	struct stretch *stretches = arena_new(d->arena, room, sizeof *stretches);

	if (parts)
		*count = walk_tags(selection, d, stretches, arena_new(d->arena, room, 1));
	else if (selection->all)
		*count = add_stretch(stretches, 0, 0, d->length);
	else
		*count = walk_forme_work(d, stretches);
	return stretches;
}
