/* Building a chain: words, operands, what goes in front, what fits. */
#include "pipeline/run/build.h"

#include "pipeline/base/memory.h"
#include "pipeline/run/nearest.h"
#include "pipeline/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const struct stage *runner_find(const struct runner *runner, struct slice name)
{
	for (size_t i = 0; i < runner->stage_count; i++)
		if (slice_is(name, runner->stages[i]->name))
			return runner->stages[i];
	return NULL;
}

static enum outcome unknown_stage(const struct runner *runner, const char *word,
				  struct diagnostics *d)
{
	struct nearest nearest = {.wanted = slice_of(word)};

	if (slice_is(nearest.wanted, "then"))
		return diagnose_error(d, BAD_USAGE, "'then' stands between two stages: 'concordat "
				      "help' lists them");
	for (size_t i = 0; i < runner->stage_count; i++)
		nearest_offer(&nearest, runner->stages[i]->name);
	if (nearest.best)
		return diagnose_error(d, BAD_USAGE,
				      "no stage '%s': did you mean '%s'? 'concordat help' lists them",
				      word, nearest.best);
	return diagnose_error(d, BAD_USAGE, "no stage '%s': 'concordat help' lists them", word);
}

static void link_free(struct link *link)
{
	if (link->options)
		options_free(link->stage->options, link->stage->option_count, link->options);
	free(link->options);
	free(link->words);
	*link = (struct link){0};
}

static enum outcome parse_link(struct chain *chain, struct link *link, struct arguments words,
			       size_t *used, struct diagnostics *d)
{
	const struct stage *stage = link->stage;
	size_t count, own = 0;

	link->options = memory_new(1, stage->options_size);
	link->words = memory_new(words.count, sizeof *link->words);
	d->stage = stage->name;
	enum outcome outcome =
	    options_parse(stage->options, stage->option_count, link->options, words, link->words,
			  &count, used, &chain->help, d);
	d->stage = NULL;
	if (outcome != DONE)
		return outcome;
	if (chain->help)
		chain->help_stage = stage;
	if (stage->own_operands)
		own = stage->own_operands(link->options);
	if (stage->takes == FLOW_FILES || stage->command)
		own = count;
	if (own > count && !chain->help)
		return diagnose_error(d, BAD_USAGE, "%s needs a %s: 'concordat %s --help' shows how",
				      stage->name, stage->operand, stage->name);
	link->operands = (struct arguments){link->words, own};
	link->inputs = (struct arguments){link->words + own, count - own};
	link->typed = (struct arguments){words.at, *used};
	return DONE;
}

static enum outcome parse_path(struct chain *chain, struct path *path, struct arguments words,
			       struct diagnostics *d)
{
	size_t next = 0;

	while (next < words.count && !chain->help) {
		const char *name = words.at[next++];
		struct link *link = &path->links[path->count];
		size_t used;

		if (path->count == LINKS_MOST)
			return diagnose_error(d, BAD_USAGE, "more than %d stages in one chain: put a pipe between "
					      "two of them",
					      LINKS_MOST);
		*link = (struct link){.stage = runner_find(chain->runner, slice_of(name))};
		if (!link->stage)
			return unknown_stage(chain->runner, name, d);
		path->count++;
		struct arguments rest = {words.at + next, words.count - next};
		enum outcome outcome = parse_link(chain, link, rest, &used, d);
		if (outcome != DONE)
			return outcome;
		next += used;
		if (next < words.count && ++next == words.count)
			return diagnose_error(d, BAD_USAGE, "'then' needs a stage behind it, "
					      "as in 'then freq'");
	}
	return DONE;
}

static struct path *first_path(struct chain *chain)
{
	return chain->trunk.count ? &chain->trunk : &chain->ends[0];
}

struct link *chain_first(struct chain *chain)
{
	return &first_path(chain)->links[0];
}

/* An empty file goes with either: a document with nothing in it, a stream of no documents. */
enum operand_kind {
	OPERAND_MISSING,
	OPERAND_EMPTY,
	OPERAND_DOCUMENTS,
	OPERAND_STREAM,
	OPERAND_STORE,
};

/* Whether these first bytes of a file are meant as a stream, perhaps behind blank lines. */
static bool starts_stream(struct slice bytes)
{
	if (slice_starts(bytes, SLICE("\xef\xbb\xbf")))	/* the reader says that it may not */
		bytes = slice_from(bytes, 3);
	return slice_starts(slice_trim(bytes), SLICE("<text "));
}

static enum operand_kind look_at(const char *path)
{
	char start[512];
	struct stat status;

	if (slice_is(slice_of(path), "-"))
		return OPERAND_STREAM;
	if (stat(path, &status) != 0)
		return OPERAND_MISSING;
	if (!S_ISREG(status.st_mode))
		return S_ISDIR(status.st_mode) ? OPERAND_DOCUMENTS : OPERAND_STREAM;
	int file = open(path, O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return OPERAND_DOCUMENTS;	/* extract says why it cannot be read */
	ssize_t got = read(file, start, sizeof start);

	close(file);
	if (got == 0)
		return OPERAND_EMPTY;
	struct slice bytes = {start, got > 0 ? (size_t)got : 0};

	if (database_recognise(bytes, &store_kind))
		return OPERAND_STORE;
	return starts_stream(bytes) ? OPERAND_STREAM : OPERAND_DOCUMENTS;
}

/* What the operands of the first stage are; all of one kind. */
static enum outcome classify(const struct link *first, enum operand_kind *kind,
			     struct diagnostics *d)
{
	bool missing = false;
	size_t deciding = 0;	/* the operand that decided on the kind */

	*kind = OPERAND_EMPTY;
	for (size_t i = 0; i < first->inputs.count; i++) {
		const char *path = first->inputs.at[i];
		enum operand_kind this = look_at(path);

		if (this == OPERAND_MISSING) {
			diagnose_failure(d, "%s: %s: check the name", path, strerror(errno));
			missing = true;
			continue;
		}
		if (this == OPERAND_EMPTY)
			continue;
		if (*kind != OPERAND_EMPTY && this != *kind && !missing)
			return diagnose_error(d, BAD_USAGE,
					      "%s and %s: streams, corpora and documents cannot be mixed: "
					      "give them one kind at a time",
					      first->inputs.at[deciding], path);
		*kind = this;
		deciding = i;
	}
	return missing ? NO_INPUT : DONE;
}

/* Puts a stage in front; it gets the operands that the first one had. */
static enum outcome put_in_front(struct chain *chain, const char *name, bool takes_files,
				 struct diagnostics *d)
{
	struct path *path = first_path(chain);
	struct link front = {.stage = runner_find(chain->runner, slice_of(name))};
	struct arguments inputs = path->links[0].inputs;
	size_t used;

	if (!front.stage || path->count == LINKS_MOST)
		return diagnose_error(d, INTERNAL_ERROR, "no stage '%s' to put in front", name);
	enum outcome outcome =
	    parse_link(chain, &front, (struct arguments){NULL, 0}, &used, d);
	if (outcome != DONE) {
		link_free(&front);
		return outcome;
	}
	path->links[0].inputs = (struct arguments){NULL, 0};
	if (takes_files)
		front.operands = inputs;
	else
		front.inputs = inputs;
	memmove(path->links + 1, path->links, path->count * sizeof front);
	path->links[0] = front;
	path->count++;
	return DONE;
}

/* How many of the front stages come before there are tokens. */
static size_t count_text_stages(const struct runner *runner)
{
	size_t count = 0;

	while (count < runner->front_count &&
	       runner_find(runner, slice_of(runner->front[count]))->gives == FLOW_TEXT)
		count++;
	return count;
}

/* How many of the front stages the first stage of the chain needs before it. */
static size_t front_length(const struct chain *chain, const struct stage *stage)
{
	const struct runner *runner = chain->runner;

	for (size_t i = 0; i < runner->front_count; i++)
		if (slice_is(slice_of(runner->front[i]), stage->name))
			return i;
	/* What counts documents in either phase counts most of them as tokens. */
	if (stage->takes == FLOW_TOKENS ||
	    (stage->takes == FLOW_DOCUMENTS && stage->gives == FLOW_TABLE))
		return runner->front_count;
	if (stage->takes == FLOW_TEXT)
		return count_text_stages(runner);
	return 1;
}

/* What the first stage wants before it where it is not given a stream. */
static enum outcome put_implied(struct chain *chain, struct diagnostics *d)
{
	const struct link *first = chain_first(chain);
	const char *implied = first->stage->implies ? first->stage->implies(first->options) : NULL;

	return implied ? put_in_front(chain, implied, false, d) : DONE;
}

/* Documents and folders: what makes tokens of them goes in front. */
static enum outcome complete_front(struct chain *chain, struct diagnostics *d)
{
	size_t length = front_length(chain, chain_first(chain)->stage);
	enum outcome outcome = put_implied(chain, d);

	while (outcome == DONE && length-- > 0)
		outcome = put_in_front(chain, chain->runner->front[length], length == 0, d);
	return outcome;
}

/* The shell has emptied the file by now; at least it is said. */
static enum outcome check_not_output(struct arguments inputs, struct diagnostics *d)
{
	struct stat output, input;

	if (fstat(STDOUT_FILENO, &output) != 0 || !S_ISREG(output.st_mode))
		return DONE;
	for (size_t i = 0; i < inputs.count; i++)
		if (stat(inputs.at[i], &input) == 0 && input.st_dev == output.st_dev &&
		    input.st_ino == output.st_ino)
			return diagnose_error(d, BAD_USAGE,
					      "%s: this command writes it, and cannot read it too: "
					      "send the result to another file", inputs.at[i]);
	return DONE;
}

/* Somebody typed a command without its input: better said than waited for. */
static enum outcome nothing_to_read(const struct stage *stage, struct diagnostics *d)
{
	if (stage->takes == FLOW_TABLE)
		return diagnose_error(d, BAD_USAGE,
				      "%s has nothing to read: name a table, as in 'concordat %s "
				      "frequency.tsv', or pipe one into it", stage->name, stage->name);
	return diagnose_error(d, BAD_USAGE,
			      "%s has nothing to read: name a folder or documents, as in "
			      "'concordat %s%s%s documents/', or pipe a stream into it",
			      stage->name, stage->name, stage->operand ? " " : "",
			      stage->operand ? stage->operand : "");
}

static enum outcome find_source(struct chain *chain, struct diagnostics *d)
{
	const struct link *first = chain_first(chain);
	enum operand_kind kind;
	enum outcome outcome = classify(first, &kind, d);

	if (outcome == DONE && kind == OPERAND_DOCUMENTS && first->stage->takes != FLOW_TABLE)
		outcome = complete_front(chain, d);
	if (outcome == DONE && kind == OPERAND_STORE)
		outcome = put_implied(chain, d);
	if (outcome != DONE)
		return outcome;
	first = chain_first(chain);
	if (first->stage->takes == FLOW_FILES) {
		chain->source = SOURCE_FILES;
		return DONE;
	}
	chain->source = first->stage->takes == FLOW_TABLE ? SOURCE_TABLE
			: kind == OPERAND_STORE		  ? SOURCE_STORE
							  : SOURCE_STREAM;
	chain->inputs = first->inputs;
	if (!chain->inputs.count && isatty(STDIN_FILENO))
		return nothing_to_read(first->stage, d);
	return check_not_output(chain->inputs, d);
}

static const char *flow_name(enum flow flow)
{
	switch (flow) {
	case FLOW_TEXT:
		return "text";
	case FLOW_TOKENS:
		return "tokens";
	case FLOW_TABLE:
		return "a table";
	case FLOW_FILES:
		return "files";
	case FLOW_DOCUMENTS:
		return "documents";
	case FLOW_NOTHING:
		break;
	}
	return "nothing";
}

static enum outcome misfit(enum flow flow, const struct link *link, struct diagnostics *d)
{
	const char *name = link->stage->name;

	if (flow == FLOW_TEXT && link->stage->takes == FLOW_TOKENS)
		return diagnose_error(d, BAD_USAGE,
				      "%s takes tokens, and is given text: put 'tokens' before '%s'",
				      name, name);
	if (flow == FLOW_TOKENS && link->stage->takes == FLOW_TEXT)
		return diagnose_error(d, BAD_USAGE,
				      "%s takes text, and is given tokens: put '%s' before 'tokens'",
				      name, name);
	if (link->stage->takes == FLOW_TABLE)
		return diagnose_error(d, BAD_USAGE,
				      "%s takes a table, and is given %s: put 'freq' or another "
				      "counting stage before '%s'", name, flow_name(flow), name);
	return diagnose_error(d, BAD_USAGE, "%s takes %s, and is given %s: it cannot stand here",
			      name, flow_name(link->stage->takes), flow_name(flow));
}

static bool fits(enum flow flow, enum flow takes)
{
	bool documents = flow == FLOW_TEXT || flow == FLOW_TOKENS || flow == FLOW_DOCUMENTS;

	if (takes == FLOW_DOCUMENTS)
		return documents;
	return takes == flow ||
	       (flow == FLOW_DOCUMENTS && (takes == FLOW_TEXT || takes == FLOW_TOKENS));
}

static enum outcome check_path(const struct path *path, enum flow *flow, bool first,
			       struct diagnostics *d)
{
	for (size_t i = 0; i < path->count; i++) {
		const struct link *link = &path->links[i];

		if (!first && link->inputs.count + (link->stage->takes == FLOW_FILES
							? link->operands.count : 0))
			return diagnose_error(d, BAD_USAGE,
					      "%s: only the first stage is given files: put '%s' "
					      "behind that one", link->stage->name,
					      link->inputs.count ? link->inputs.at[0]
								 : link->operands.at[0]);
		if (!fits(*flow, link->stage->takes))
			return misfit(*flow, link, d);
		if (link->stage->gives != FLOW_DOCUMENTS)
			*flow = link->stage->gives;
		first = false;
	}
	return DONE;
}

static enum outcome check_flows(struct chain *chain, struct diagnostics *d)
{
	enum flow start = chain->source == SOURCE_FILES   ? FLOW_FILES
			  : chain->source == SOURCE_TABLE ? FLOW_TABLE
			  : chain->source == SOURCE_STORE ? FLOW_TOKENS
							  : FLOW_DOCUMENTS;
	enum outcome outcome = check_path(&chain->trunk, &start, true, d);

	for (size_t i = 0; i < chain->end_count && outcome == DONE; i++) {
		enum flow flow = start;

		outcome = check_path(&chain->ends[i], &flow, chain->trunk.count == 0, d);
	}
	return outcome;
}

/* Tells each stage what is needed behind it; returns what the path needs. */
static unsigned spread_needs(struct path *path, unsigned needs)
{
	for (size_t i = path->count; i-- > 0;) {
		path->links[i].needs = needs;
		needs |= path->links[i].stage->needs;
	}
	return needs;
}

/* A chain that ends in documents writes them in full. */
static void find_needs(struct chain *chain, unsigned needs)
{
	unsigned of_ends = needs;

	for (size_t i = 0; i < chain->end_count; i++) {
		struct path *end = &chain->ends[i];
		bool table = end->count && end->links[end->count - 1].stage->gives == FLOW_TABLE;

		of_ends |= spread_needs(end, needs | (table ? 0 : NEED_SENTENCES | NEED_GLUE));
	}
	spread_needs(&chain->trunk, of_ends);
}

/* A command (run, help) is no part of a chain. */
static enum outcome check_commands(const struct path *path, struct diagnostics *d)
{
	for (size_t i = 0; i < path->count; i++)
		if (path->links[i].stage->command && path->count > 1)
			return diagnose_error(d, BAD_USAGE, "%s is a whole command: it stands "
					      "alone, without 'then'", path->links[i].stage->name);
	return DONE;
}

enum outcome chain_build(struct chain *chain, const struct runner *runner, struct arguments trunk,
			 const struct chain_end *ends, size_t end_count, unsigned needs,
			 struct diagnostics *d)
{
	*chain = (struct chain){.runner = runner, .end_count = end_count};
	chain->ends = memory_new(end_count, sizeof *chain->ends);
	enum outcome outcome = parse_path(chain, &chain->trunk, trunk, d);

	for (size_t i = 0; i < end_count && outcome == DONE; i++)
		outcome = parse_path(chain, &chain->ends[i], ends[i].words, d);
	if (outcome != DONE || chain->help)
		return outcome;
	if (!first_path(chain)->count)
		return diagnose_error(d, BAD_USAGE, "no stage: 'concordat help' lists them");
	if ((outcome = check_commands(first_path(chain), d)) != DONE ||
	    chain_first(chain)->stage->command)
		return outcome;
	if ((outcome = find_source(chain, d)) != DONE ||
	    (outcome = check_flows(chain, d)) != DONE)
		return outcome;
	find_needs(chain, needs);
	return DONE;
}

static void path_free(struct path *path)
{
	for (size_t i = 0; i < path->count; i++)
		link_free(&path->links[i]);
}

void chain_free(struct chain *chain)
{
	path_free(&chain->trunk);
	for (size_t i = 0; i < chain->end_count; i++)
		path_free(&chain->ends[i]);
	free(chain->ends);
}

/* A word as a shell would need it typed. */
static void describe_word(const char *word, struct buffer *to)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789_./,:=@%+-";

	if (*word && word[strspn(word, safe)] == '\0') {
		buffer_printf(to, " %s", word);
		return;
	}
	buffer_append(to, SLICE(" '"));
	for (; *word; word++) {
		if (*word == '\'')
			buffer_append(to, SLICE("'\\''"));
		else
			buffer_byte(to, *word);
	}
	buffer_byte(to, '\'');
}

/* Paths may stand behind another stage now than the one they were typed for, or its `--`. */
static void describe_paths(struct arguments paths, struct buffer *to)
{
	struct buffer path = {0};

	for (size_t i = 0; i < paths.count; i++) {
		buffer_reset(&path);
		buffer_printf(&path, "%s%s", paths.at[i][0] == '-' && paths.at[i][1] ? "./" : "",
			      paths.at[i]);
		buffer_byte(&path, '\0');
		describe_word(path.at, to);
	}
	buffer_free(&path);
}

/* Whether a typed word is one of the operands, which may have moved to the front. */
static bool is_operand(const struct link *link, const char *word)
{
	for (size_t i = 0; i < link->typed.count; i++)
		if (link->words[i] == word)
			return true;
	return false;
}

static void describe_link(const struct link *link, struct buffer *to)
{
	buffer_printf(to, "%s%s", to->length ? " then " : "", link->stage->name);
	for (size_t i = 0; i < link->typed.count; i++)
		if (!is_operand(link, link->typed.at[i]))
			describe_word(link->typed.at[i], to);
	if (link->stage->takes == FLOW_FILES)
		describe_paths(link->operands, to);
	else
		for (size_t i = 0; i < link->operands.count; i++)
			describe_word(link->operands.at[i], to);
	describe_paths(link->inputs, to);
}

void chain_describe(const struct chain *chain, struct buffer *to)
{
	for (size_t i = 0; i < chain->trunk.count; i++)
		describe_link(&chain->trunk.links[i], to);
	for (size_t i = 0; chain->end_count == 1 && i < chain->ends[0].count; i++)
		describe_link(&chain->ends[0].links[i], to);
}

enum outcome chain_wrong_phase(const struct stage *stage, const struct document *document,
			       struct diagnostics *d)
{
	struct slice id = document_id(document);

	if (stage->takes == FLOW_TOKENS)
		return diagnose_error(d, BAD_USAGE, "%.*s is text, not tokens: put 'tokens' before '%s'",
				      SLICE_ARGUMENTS(id), stage->name);
	if (stage->gives == FLOW_TOKENS)
		return diagnose_error(d, BAD_USAGE, "%.*s is tokens already: leave out '%s'",
				      SLICE_ARGUMENTS(id), stage->name);
	return diagnose_error(d, BAD_USAGE, "%.*s is tokens already, not text: put '%s' before 'tokens'",
			      SLICE_ARGUMENTS(id), stage->name);
}
