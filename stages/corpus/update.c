/*
 * update: brings a corpus up to date with folders of documents.
 *
 * One chain reads what is new or has changed and hands each document on as a
 * record; everything else is decided before, from the times and sizes of
 * files (plan.h).  Its recipe is that of any count: extract, normalise,
 * tokens.
 */
#include "pipeline/base/memory.h"
#include "pipeline/base/sha256.h"
#include "pipeline/run/outlet.h"
#include "pipeline/run/versions.h"
#include "pipeline/store/compact.h"
#include "stages/corpus/keep.h"
#include "stages/corpus/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct options {
	const char *meta, *attrs, *lang, *ocr;
	bool dry_run, verify, prune;
	struct option_list forget;
};

static const struct option options[] = {
	TEXT(struct options, meta, 'm', "meta", "FILE",
	     "metadata: CSV or TSV, its first column the path of a document"),
	TEXT(struct options, attrs, 'a', "attrs", "PATTERN",
	     "metadata from the path: '{region}/{type}/*'"),
	TEXT(struct options, lang, 'l', "lang", "LANGUAGE",
	     "the language of all documents: en, cy, pt-BR"),
	TEXT(struct options, ocr, 0, "ocr", "LANGUAGES",
	     "read PDF pages without a text layer with Tesseract, in these: eng+cym"),
	FLAG(struct options, dry_run, 0, "dry-run",
	     "say what would be done with each document, and do nothing"),
	FLAG(struct options, verify, 0, "verify",
	     "compare every file by its content, whatever its times say"),
	FLAG(struct options, prune, 0, "prune",
	     "drop the documents of folders that are empty or gone, too"),
	LIST(struct options, forget, 0, "forget", "ID",
	     "erase the document with this id, and every word that only it has"),
};

/* An update in hand. */
struct update {
	const struct options *options;
	const struct runner *runner;
	struct diagnostics *diagnostics;
	const char *corpus;
	struct store_writer writer;
	struct plan plan;
	struct sha256_hex reading;
};

/* What a document was read with: another version or option may make another text. */
static void sum_reading(struct update *u)
{
	struct buffer said = {0};
	const char *const chosen[] = {u->options->lang, u->options->ocr};

	buffer_printf(&said, "%s\n", version_of_concordat());
	versions_append(u->runner, &said);
	for (size_t i = 0; i < COUNT_OF(chosen); i++)
		buffer_printf(&said, "%s\n", chosen[i] ? chosen[i] : "");
	u->reading = sha256_of(buffer_slice(&said));
	u->plan.reading = sha256_slice(&u->reading);
	buffer_free(&said);
}

static enum outcome choose(void *context, struct inputs *inputs, struct diagnostics *d)
{
	struct update *u = context;

	(void)d;
	plan_make(&u->plan, inputs);
	if (u->options->dry_run)
		inputs->count = 0;
	return DONE;
}

/* Whether a file is no longer what it was when it was looked at. */
static bool has_changed(const struct planned *p)
{
	const struct file_stamp *before = &p->writing.stamp;
	struct file_stamp now;

	return !file_stamp_of(p->path, &now) || now.size != before->size ||
	       now.modified != before->modified || now.changed != before->changed;
}

/* Writes what one document became. */
static enum outcome take(void *context, struct slice bytes, struct diagnostics *d)
{
	struct update *u = context;
	struct record record;

	if (!record_read(bytes, &record) || record.ordinal >= u->plan.read_count)
		return diagnose_error(d, INTERNAL_ERROR, "a record that is none");
	const struct planned *p = u->plan.read[record.ordinal];
	struct writing writing = p->writing;

	if (has_changed(p))
		writing.stamp.seen = 0;		/* the next update looks again */
	return store_writer_add(&u->writer, &record, &writing, d);
}

/* Words of the chain's trunk, as typed. */
struct words {
	const char **at;
	size_t count;
};

static void add_option(struct words *words, const char *name, const char *value)
{
	if (!value)
		return;
	words->at[words->count++] = name;
	words->at[words->count++] = value;
}

static struct words plan_words(const struct update *u)
{
	static const char *const rest[] = {"then", "normalise", "then", "tokens", "then", "keep"};
	enum { OPTIONS_MOST = 8 };
	const struct options *o = u->options;
	struct words words = {memory_new(u->plan.folders.count + OPTIONS_MOST + 2 +
					 COUNT_OF(rest), sizeof *words.at), 0};

	words.at[words.count++] = "extract";
	add_option(&words, "--meta", o->meta);
	add_option(&words, "--attrs", o->attrs);
	add_option(&words, "--lang", o->lang);
	add_option(&words, "--ocr", o->ocr);
	words.at[words.count++] = "--";
	for (size_t i = 0; i < u->plan.folders.count; i++)
		words.at[words.count++] = u->plan.folders.at[i];
	for (size_t i = 0; i < COUNT_OF(rest); i++)
		words.at[words.count++] = rest[i];
	return words;
}

/* Reads what the plan says, with a stage that no person can name. */
static enum outcome read_documents(struct update *u)
{
	size_t count = u->runner->stage_count;
	const struct stage **stages = memory_new(count + 1, sizeof *stages);
	struct words words = plan_words(u);
	struct chain_end end = {.words = {words.at, words.count}, .sink = take, .sink_context = u};
	struct chain_report report;
	struct runner runner = *u->runner;

	memcpy(stages, u->runner->stages, count * sizeof *stages);
	stages[count] = keep_stage();
	runner.stages = stages;
	runner.stage_count = count + 1;
	runner.choose = choose;
	runner.choose_context = u;
	runner.progress = runner.progress || (isatty(STDERR_FILENO) && !runner.quiet);
	enum outcome outcome =
	    chain_run(&runner, (struct arguments){NULL, 0}, &end, 1, 0, &report);

	free(words.at);
	free(stages);
	if (outcome != SOME_FAILED)
		return outcome;
	u->diagnostics->failed = true;
	return DONE;
}

/* Whether a document that was not found is gone, or perhaps only its folder. */
static bool is_gone(const struct update *u, const struct manifest_row *row)
{
	for (size_t i = 0; i < u->plan.folders.count && !row->present; i++)
		if (slice_is(row->folder, u->plan.folders.at[i]))
			return u->plan.filled[i] || u->options->prune;
	return false;
}

static enum outcome apply(struct update *u)
{
	enum outcome outcome = DONE;

	for (size_t i = 0; i < u->plan.count && outcome == DONE; i++) {
		const struct planned *p = &u->plan.at[i];

		if (p->action == ACTION_DESCRIBE)
			outcome = store_writer_describe(&u->writer, p->row->number,
							p->writing.metadata, u->diagnostics);
		if (outcome == DONE &&
		    (p->action == ACTION_DESCRIBE || p->action == ACTION_STAMP))
			outcome = store_writer_stamp(&u->writer, p->row->number,
						     &p->writing.stamp, u->diagnostics);
	}
	for (size_t i = 0; i < u->plan.manifest.count && outcome == DONE; i++) {
		const struct manifest_row *row = &u->plan.manifest.rows[i];

		if (!is_gone(u, row))
			continue;
		u->plan.actions[ACTION_DROP]++;
		outcome = store_writer_drop(&u->writer, row->id, u->diagnostics);
	}
	return outcome == DONE ? store_writer_finish(&u->writer, u->diagnostics) : outcome;
}

static void summarise(const struct update *u)
{
	const size_t *actions = u->plan.actions;
	struct diagnostics *d = u->diagnostics;

	if (u->runner->quiet && !d->failed)
		return;
	diagnose_warning(d, "%s: %zu added, %zu changed, %zu read again, %zu dropped, %zu as they were",
			 u->corpus, actions[ACTION_ADD], actions[ACTION_CHANGE],
			 actions[ACTION_AGAIN], actions[ACTION_DROP],
			 actions[ACTION_KEEP] + actions[ACTION_STAMP] + actions[ACTION_DESCRIBE]);
}

/* One line a document: what would be done with it, and why. */
static void put_action(struct output *table, enum action action, struct slice id)
{
	static const char *const words[][2] = {
	    [ACTION_KEEP] = {"keep", "unchanged"},
	    [ACTION_STAMP] = {"keep", "same content, other times"},
	    [ACTION_DESCRIBE] = {"describe", "other metadata"},
	    [ACTION_ADD] = {"read", "new"},
	    [ACTION_CHANGE] = {"read", "other content"},
	    [ACTION_AGAIN] = {"read", "read by another version or with other options"},
	    [ACTION_DROP] = {"drop", "no longer there"},
	};

	table_text(table, id);
	table_text(table, slice_of(words[action][0]));
	table_text(table, slice_of(words[action][1]));
	table_row_end(table);
}

static enum outcome say_plan(const struct update *u)
{
	struct output table = OUTPUT_EMPTY;
	struct outlet outlet;
	enum outcome outcome = outlet_open(&outlet, &(struct chain_end){0}, u->diagnostics);

	outlet.harmless = isatty(STDOUT_FILENO);
	table_text(&table, SLICE("document"));
	table_text(&table, SLICE("action"));
	table_text(&table, SLICE("reason"));
	table_row_end(&table);
	for (size_t i = 0; i < u->plan.count; i++)
		put_action(&table, u->plan.at[i].action, u->plan.at[i].id);
	for (size_t i = 0; i < u->plan.manifest.count; i++)
		if (is_gone(u, &u->plan.manifest.rows[i]))
			put_action(&table, ACTION_DROP, u->plan.manifest.rows[i].id);
	if (outcome == DONE)
		outlet_deliver(&outlet, buffer_slice(&table.bytes));
	buffer_free(&table.bytes);
	return outlet_close(&outlet);
}

static enum outcome forget(struct update *u)
{
	enum outcome outcome = store_writer_forget(&u->writer, u->diagnostics);

	for (size_t i = 0; i < u->options->forget.count && outcome == DONE; i++) {
		struct slice id = slice_of(u->options->forget.at[i]);

		if (!manifest_find(&u->plan.manifest, id))
			return diagnose_error(u->diagnostics, BAD_USAGE,
					      "%s: no document %s: 'concordat ls %s' lists them",
					      u->corpus, id.at, u->corpus);
		outcome = store_writer_drop(&u->writer, id, u->diagnostics);
	}
	if (outcome == DONE)
		outcome = store_writer_finish(&u->writer, u->diagnostics);
	return outcome == DONE ? store_compact(&u->writer, u->diagnostics) : outcome;
}

/* Reads, applies, says. */
static enum outcome bring_up_to_date(struct update *u)
{
	enum outcome outcome = read_documents(u);

	if (outcome == DONE && u->options->dry_run)
		return say_plan(u);
	if (outcome == DONE)
		outcome = apply(u);
	if (outcome == DONE)
		summarise(u);
	return outcome;
}

static enum outcome update(const struct command *command)
{
	struct update u = {.options = command->options,
			   .runner = command->runner,
			   .diagnostics = command->diagnostics};
	struct arguments operands = command->operands;

	if (operands.count < (u.options->forget.count ? 1 : 2))
		return diagnose_error(u.diagnostics, BAD_USAGE,
				      "name a corpus and the folders it is made of: concordat update "
				      "corpus.db documents/");
	u.corpus = operands.at[0];
	u.plan.folders = (struct arguments){operands.at + 1, operands.count - 1};
	u.plan.verify = u.options->verify;
	sum_reading(&u);
	bool make = !u.options->forget.count && !u.options->dry_run;
	enum outcome outcome = store_writer_open(&u.writer, u.corpus, make, u.diagnostics);

	if (outcome == DONE)
		outcome = manifest_read(&u.plan.manifest, u.writer.database, u.diagnostics);
	if (outcome == DONE && u.options->forget.count)
		outcome = forget(&u);
	else if (outcome == DONE)
		outcome = bring_up_to_date(&u);
	store_writer_close(&u.writer);
	plan_free(&u.plan);
	return outcome;
}

const struct stage stage_update = {
	.name = "update",
	.summary = "bring a corpus up to date with folders of documents",
	.operand = "CORPUS [FOLDER ...]",
	.takes = FLOW_NOTHING,
	.gives = FLOW_NOTHING,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.command = update,
};
