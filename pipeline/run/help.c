/* Help: from the options tables and the built-in pages to standard output. */
#include "pipeline/run/help.h"

#include "pipeline/run/nearest.h"
#include "pipeline/run/outlet.h"

enum { OPTION_COLUMN = 28, LINE_MOST = 78 };

enum outcome help_print(struct slice text, struct diagnostics *d)
{
	struct outlet outlet;
	enum outcome outcome = outlet_open(&outlet, &(struct chain_end){0}, d);

	if (outcome == DONE)
		outcome = outlet_deliver(&outlet, text);
	if (outcome == DONE)
		outcome = outlet_close(&outlet);
	return outcome;
}

/* What a stage may be given behind its options. */
static const char *inputs_of(const struct stage *stage)
{
	if (stage->command)
		return NULL;
	if (stage->takes == FLOW_FILES)
		return "FILE|FOLDER ...";
	return stage->takes == FLOW_TABLE ? "[TABLE]" : "[FILE|FOLDER ...]";
}

void help_synopsis(const struct stage *stage, struct buffer *to)
{
	buffer_printf(to, "concordat %s", stage->name);
	for (size_t i = 0; i < stage->option_count; i++) {
		const struct option *o = &stage->options[i];

		buffer_append(to, SLICE(" ["));
		if (o->letter)
			buffer_printf(to, "-%c", o->letter);
		else
			buffer_printf(to, "--%s", o->name);
		if (o->argument)
			buffer_printf(to, " %s", o->argument);
		buffer_append(to, o->kind == OPTION_LIST ? SLICE("]...") : SLICE("]"));
	}
	if (stage->operand)
		buffer_printf(to, " %s", stage->operand);
	if (inputs_of(stage))
		buffer_printf(to, " %s", inputs_of(stage));
}

/* Appends words so that no line is longer than LINE_MOST, the next ones indented. */
static void append_wrapped(struct buffer *to, struct slice words, size_t column, size_t indent)
{
	struct slice word;

	while (slice_cut(&words, ' ', &word)) {
		if (column + word.length + 1 > LINE_MOST && column > indent) {
			buffer_printf(to, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			buffer_byte(to, ' ');
			column++;
		}
		buffer_append(to, word);
		column += word.length;
	}
	buffer_byte(to, '\n');
}

static void append_option(struct buffer *to, const struct option *o)
{
	size_t before = to->length;

	if (o->letter)
		buffer_printf(to, "  -%c, --%s", o->letter, o->name);
	else
		buffer_printf(to, "      --%s", o->name);
	if (o->argument)
		buffer_printf(to, " %s", o->argument);
	size_t width = to->length - before;

	if (width + 2 > OPTION_COLUMN)
		buffer_printf(to, "\n%*s", OPTION_COLUMN, "");
	else
		buffer_printf(to, "%*s", (int)(OPTION_COLUMN - width), "");
	append_wrapped(to, slice_of(o->help), OPTION_COLUMN, OPTION_COLUMN);
}

enum outcome help_stage(const struct stage *stage, struct diagnostics *d)
{
	static const struct option help = {.name = "help", .help = "print this and end"};
	struct buffer text = {0};
	struct buffer synopsis = {0};

	help_synopsis(stage, &synopsis);
	buffer_append(&text, SLICE("Usage: "));
	append_wrapped(&text, buffer_slice(&synopsis), 7, 7);
	buffer_printf(&text, "\n%s: %s.\n\n", stage->name, stage->summary);
	for (size_t i = 0; i < stage->option_count; i++)
		append_option(&text, &stage->options[i]);
	append_option(&text, &help);
	buffer_printf(&text, "\nThe manual: concordat help %s\n", stage->name);
	enum outcome outcome = help_print(buffer_slice(&text), d);

	buffer_free(&synopsis);
	buffer_free(&text);
	return outcome;
}

enum outcome help_list(const struct runner *runner, struct diagnostics *d)
{
	struct buffer text = {0};

	buffer_append(&text, SLICE(
	    "Usage: concordat [-j N] [--quiet] [--verbose] [--progress] STAGE ... [then STAGE ...]\n"
	    "\n"
	    "Concordat turns folders of documents into tables of words and quoted lines.\n"
	    "The whole job:  concordat run documents/ -o results/\n"
	    "A first search: concordat kwic \"local authority\" documents/\n"
	    "\n"
	    "Stages:\n"));
	for (size_t i = 0; i < runner->stage_count; i++)
		buffer_printf(&text, "  %-12s %s\n", runner->stages[i]->name,
			      runner->stages[i]->summary);
	buffer_append(&text, SLICE("\n"
				   "concordat STAGE --help   the options of a stage\n"
				   "concordat help STAGE     its manual\n"
				   "concordat help tutorial  all of it, by examples\n"
				   "concordat --version      the version (--verbose: of every library)\n"));
	enum outcome outcome = help_print(buffer_slice(&text), d);

	buffer_free(&text);
	return outcome;
}

/* "concordat-stream" is called that, and "stream". */
static bool is_called(const char *page, struct slice name)
{
	static const struct slice prefix = {"concordat-", 10};
	struct slice full = slice_of(page);

	return slice_equal(full, name) ||
	       (slice_starts(full, prefix) && slice_equal(slice_from(full, prefix.length), name));
}

enum outcome help_page(const struct runner *runner, const char *name, struct diagnostics *d)
{
	struct nearest nearest = {.wanted = slice_of(name)};

	for (const struct page *page = manual_pages; page->name; page++) {
		if (is_called(page->name, slice_of(name)))
			return help_print(slice_of(page->text), d);
		nearest_offer(&nearest, page->name);
	}
	for (size_t i = 0; i < runner->stage_count; i++)
		nearest_offer(&nearest, runner->stages[i]->name);
	if (nearest.best)
		return diagnose_error(d, BAD_USAGE,
				      "no manual page '%s': did you mean '%s'? 'concordat help' "
				      "lists the stages", name, nearest.best);
	return diagnose_error(d, BAD_USAGE, "no manual page '%s': 'concordat help' lists the stages",
			      name);
}

static void append_names(const struct runner *runner, struct buffer *to)
{
	for (size_t i = 0; i < runner->stage_count; i++)
		buffer_printf(to, "%s%s", i ? " " : "", runner->stages[i]->name);
}

enum outcome help_completion(const struct runner *runner, struct diagnostics *d)
{
	struct buffer text = {0};

	buffer_append(&text, SLICE("# bash completion for concordat; made from its options tables\n"
				   "_concordat() {\n"
				   "\tlocal word=${COMP_WORDS[COMP_CWORD]} stage= i\n"
				   "\tlocal stages=\""));
	append_names(runner, &text);
	buffer_append(&text, SLICE("\"\n"
				   "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
				   "\t\tcase \" $stages then \" in *\" ${COMP_WORDS[i]} \"*)"
				   " stage=${COMP_WORDS[i]} ;; esac\n"
				   "\tdone\n"
				   "\tcase $stage in\n"
				   "\t''|then|help) COMPREPLY=($(compgen -W \"$stages\" -- \"$word\")); return ;;\n"));
	for (size_t i = 0; i < runner->stage_count; i++) {
		const struct stage *stage = runner->stages[i];

		buffer_printf(&text, "\t%s) set -- --help", stage->name);
		for (size_t j = 0; j < stage->option_count; j++)
			buffer_printf(&text, " --%s", stage->options[j].name);
		buffer_append(&text, SLICE(" ;;\n"));
	}
	buffer_append(&text, SLICE("\tesac\n"
				   "\tcase $word in -*) COMPREPLY=($(compgen -W \"$*\" -- \"$word\")) ;; esac\n"
				   "}\n"
				   "complete -o default -F _concordat concordat\n"));
	enum outcome outcome = help_print(buffer_slice(&text), d);

	buffer_free(&text);
	return outcome;
}
