/* Options: words of the command line into a stage's struct. */
#include "pipeline/run/options.h"

#include "pipeline/base/memory.h"
#include "pipeline/run/nearest.h"

#include <stdlib.h>

/* The words being parsed, and where we are in them. */
struct parse {
	const struct option *options;
	size_t option_count;
	char *values;
	struct arguments words;
	size_t next;
	bool *help;
	struct diagnostics *diagnostics;
};

static const struct option *find_long(const struct parse *p, struct slice name)
{
	for (size_t i = 0; i < p->option_count; i++)
		if (slice_is(name, p->options[i].name))
			return &p->options[i];
	return NULL;
}

static const struct option *find_letter(const struct parse *p, char letter)
{
	for (size_t i = 0; i < p->option_count; i++)
		if (p->options[i].letter == letter)
			return &p->options[i];
	return NULL;
}

static enum outcome unknown_option(const struct parse *p, struct slice name)
{
	struct nearest nearest = {.wanted = name};

	for (size_t i = 0; i < p->option_count; i++)
		nearest_offer(&nearest, p->options[i].name);
	nearest_offer(&nearest, "help");
	if (nearest.best)
		return diagnose_error(p->diagnostics, BAD_USAGE,
				      "no option --%.*s: did you mean --%s? --help lists them",
				      SLICE_ARGUMENTS(name), nearest.best);
	return diagnose_error(p->diagnostics, BAD_USAGE, "no option --%.*s: --help lists them",
			      SLICE_ARGUMENTS(name));
}

static enum outcome store_number(const struct parse *p, const struct option *o, const char *value)
{
	struct option_number *number = (void *)(p->values + o->offset);

	if (!slice_to_integer(slice_of(value), &number->value) || number->value < o->least ||
	    number->value > o->most)
		return diagnose_error(p->diagnostics, BAD_USAGE,
				      "--%s takes a whole number from %llu to %llu, not '%s'",
				      o->name, (unsigned long long)o->least,
				      (unsigned long long)o->most, value);
	number->given = true;
	return DONE;
}

static enum outcome store(const struct parse *p, const struct option *o, const char *value)
{
	void *field = p->values + o->offset;

	switch (o->kind) {
	case OPTION_FLAG:
		*(bool *)field = true;
		return DONE;
	case OPTION_TEXT:
		*(const char **)field = value;
		return DONE;
	case OPTION_LIST: {
		struct option_list *list = field;

		list->at = memory_resize(list->at, list->count + 1, sizeof *list->at);
		list->at[list->count++] = value;
		return DONE;
	}
	case OPTION_NUMBER:
		return store_number(p, o, value);
	}
	return DONE;
}

/* Takes the value of an option: what is attached to it, else the next word. */
static enum outcome take_value(struct parse *p, const struct option *o, const char *attached)
{
	if (o->kind == OPTION_FLAG) {
		if (attached)
			return diagnose_error(p->diagnostics, BAD_USAGE,
					      "--%s takes no value: leave out '=%s'", o->name,
					      attached);
		return store(p, o, NULL);
	}
	if (!attached) {
		if (p->next >= p->words.count)
			return diagnose_error(p->diagnostics, BAD_USAGE,
					      "--%s needs a value: --%s %s", o->name, o->name,
					      o->argument);
		attached = p->words.at[p->next++];
	}
	return store(p, o, attached);
}

static enum outcome take_long(struct parse *p, const char *word)
{
	struct slice name = slice_first(slice_of(word + 2), strcspn(word + 2, "="));
	const char *attached = word[2 + name.length] == '=' ? word + 3 + name.length : NULL;
	const struct option *o = find_long(p, name);

	if (o)
		return take_value(p, o, attached);
	if (!slice_is(name, "help"))
		return unknown_option(p, name);
	*p->help = true;
	return DONE;
}

/* -x, -xVALUE, -xyz for flags. */
static enum outcome take_letters(struct parse *p, const char *word)
{
	for (const char *at = word + 1; *at; at++) {
		const struct option *o = find_letter(p, *at);

		if (!o && *at == 'h') {
			*p->help = true;
			continue;
		}
		if (!o)
			return diagnose_error(p->diagnostics, BAD_USAGE,
					      "no option -%c: --help lists them", *at);
		if (o->kind != OPTION_FLAG)
			return take_value(p, o, at[1] ? at + 1 : NULL);
		enum outcome outcome = store(p, o, NULL);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

static void preset_numbers(const struct parse *p)
{
	for (size_t i = 0; i < p->option_count; i++)
		if (p->options[i].kind == OPTION_NUMBER)
			((struct option_number *)(void *)(p->values + p->options[i].offset))
			    ->value = p->options[i].preset;
}

enum outcome options_parse(const struct option *options, size_t option_count, void *values,
			   struct arguments words, const char **operands, size_t *operand_count,
			   size_t *used, bool *help, struct diagnostics *diagnostics)
{
	struct parse p = {options, option_count, values, words, 0, help, diagnostics};
	bool only_operands = false;

	*operand_count = *used = 0;
	*help = false;
	preset_numbers(&p);
	while (p.next < words.count) {
		const char *word = words.at[p.next];
		enum outcome outcome = DONE;

		if (slice_is(slice_of(word), "then"))
			break;
		p.next++;
		if (only_operands || word[0] != '-' || !word[1])
			operands[(*operand_count)++] = word;
		else if (word[1] != '-')
			outcome = take_letters(&p, word);
		else if (word[2])
			outcome = take_long(&p, word);
		else
			only_operands = true;
		if (outcome != DONE)
			return outcome;
	}
	*used = p.next;
	return DONE;
}

void options_free(const struct option *options, size_t option_count, void *values)
{
	for (size_t i = 0; i < option_count; i++)
		if (options[i].kind == OPTION_LIST)
			free(((struct option_list *)(void *)((char *)values + options[i].offset))
				 ->at);
}
