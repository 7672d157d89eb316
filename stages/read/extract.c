/*
 * extract: files to documents.
 *
 * Lists what the operands name, gives it the user's metadata, and reads each
 * file: plain text here, PDF and web pages through the document reader
 * (reader_client.h), which alone parses what others wrote.  What a file is is
 * decided by its first bytes, never by its name.
 *
 * Invariant: every file that is listed becomes exactly one document with
 * exactly one status; one that failed has no content, is named, and makes the
 * exit status 1.
 */
#include "pipeline/base/memory.h"
#include "pipeline/model/selection.h"
#include "pipeline/model/status.h"
#include "pipeline/run/stage.h"
#include "stages/read/attachments.h"
#include "stages/read/candidates.h"
#include "stages/read/copies.h"
#include "stages/read/decisions.h"
#include "stages/read/describe.h"
#include "stages/read/doubt.h"
#include "stages/read/look_file.h"
#include "stages/read/read_file.h"
#include "stages/read/rows.h"
#include "stages/read/tell_language.h"
#include "stages/read/tesseract.h"

struct options {
	const char *meta, *attrs, *files_from, *lang, *ocr, *output, *report, *sandbox;
	bool look;
	struct option_list where, except, rows;
	struct option_number max_input, max_text, max_memory, max_pages, max_seconds;
};

struct state {
	struct selection selection;
	struct path_pattern pattern;
	struct file_reader reader;
	struct language_teller teller;
	struct repairs repairs;
	struct doubtful doubtful;
};

enum {
	MEGABYTE_SHIFT = 20,
	MEGABYTES_MOST = 2000,		/* of one document: places in it are 32-bit numbers */
};

static const struct option options[] = {
	TEXT(struct options, meta, 'm', "meta", "FILE",
	     "metadata: CSV or TSV, its first column the path of a document"),
	TEXT(struct options, attrs, 'a', "attrs", "PATTERN",
	     "metadata from the path: '{region}/{type}/*'"),
	WHERE_OPTION(struct options, where),
	TEXT(struct options, files_from, 'f', "files-from", "FILE",
	     "read the names of files from FILE (-: standard input), parted by LF or NUL"),
	LIST(struct options, rows, 0, "rows", "COLUMN",
	     "tables (CSV, TSV, XLSX): each row is a document, this column its text"),
	LIST(struct options, except, 0, "except", "FOLDER", "do not read what lies in FOLDER"),
	TEXT(struct options, lang, 'l', "lang", "LANGUAGE",
	     "the language of all documents: en, cy, pt-BR"),
	TEXT(struct options, ocr, 0, "ocr", "LANGUAGES",
	     "read PDF pages without a text layer with Tesseract, in these: eng+cym"),
	FLAG(struct options, look, 0, "look",
	     "write a page of HTML that shows the one document as it was understood"),
	TEXT(struct options, output, 'o', "output", "FILE", "where --look writes to"),
	TEXT(struct options, report, 0, "report", "FILE",
	     "write every repair and decision there: document, page, kind, before, after, count"),
	TEXT(struct options, sandbox, 0, "sandbox", "MODE",
	     "require, auto or off: how strictly the reading of PDF and web pages is shut off "
	     "(auto)"),
	NUMBER(struct options, max_input, 0, "max-input", "MB", 0, 1, MEGABYTES_MOST,
	       "the largest file that is read (64 for web pages, 256 for PDF)"),
	NUMBER(struct options, max_text, 0, "max-text", "MB", 64, 1, MEGABYTES_MOST,
	       "the most text that a document may hold (64)"),
	NUMBER(struct options, max_memory, 0, "max-memory", "MB", 1024, 64, 1 << 20,
	       "the most memory for reading one PDF or web page (1024)"),
	NUMBER(struct options, max_pages, 0, "max-pages", "N", 20000, 1, 1000000,
	       "the most pages of a document (20000)"),
	NUMBER(struct options, max_seconds, 0, "max-seconds", "N", 15, 1, 86400,
	       "processor time for reading a document, before its pages add to it (15)"),
};

/* Two letters or three, then subtags: BCP 47 as far as it matters here. */
static bool is_language(struct slice s)
{
	size_t primary = 0, part = 0;

	for (size_t i = 0; i < s.length; i++) {
		char c = (char)(s.at[i] | 0x20);
		bool letter = c >= 'a' && c <= 'z';

		if (s.at[i] == '-') {
			if (part == 0)
				return false;
			part = 0;
			continue;
		}
		if (!letter && !(primary < i && s.at[i] >= '0' && s.at[i] <= '9'))
			return false;
		part++;
		if (primary == i)
			primary = i + 1;
		if (part > 8)
			return false;
	}
	return primary >= 2 && primary <= 3 && part > 0;
}

static enum outcome choose_sandbox(const char *mode, enum sandbox *sandbox, struct diagnostics *d)
{
	if (!mode || strcmp(mode, "auto") == 0)
		*sandbox = SANDBOX_AUTO;
	else if (strcmp(mode, "require") == 0)
		*sandbox = SANDBOX_REQUIRE;
	else if (strcmp(mode, "off") == 0)
		*sandbox = SANDBOX_OFF;
	else
		return diagnose_error(d, BAD_USAGE,
				      "--sandbox takes require, auto or off, not '%s'", mode);
	return DONE;
}

/* Leaves *ocr NULL where there is no Tesseract for it: nothing else is lost then. */
static enum outcome choose_ocr(const struct run *run, const char *languages, const char **ocr)
{
	struct buffer lacking = {0};

	if (!tesseract_are_languages(slice_of(languages)))
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "--ocr takes names of Tesseract's languages such as eng+cym, "
				      "not '%s'", languages);
	if (tesseract_can_read(slice_of(languages), &lacking))
		*ocr = languages;
	else if (run->worker == 0)
		diagnose_warning(run->diagnostics,
				 "pages without a text layer stay unread, since %.*s",
				 SLICE_ARGUMENTS(buffer_slice(&lacking)));
	buffer_free(&lacking);
	return DONE;
}

static uint64_t megabytes(struct option_number number)
{
	return number.value << MEGABYTE_SHIFT;
}

static enum outcome check_look(struct run *run)
{
	const struct options *o = run->options;
	struct diagnostics *d = run->diagnostics;

	if (o->output && !o->look)
		return diagnose_error(d, BAD_USAGE, "-o is for --look: the stream goes to standard "
				      "output, > FILE");
	if (o->look && (run->operands.count != 1 || o->files_from))
		return diagnose_error(d, BAD_USAGE, "--look shows one document: name it");
	if (o->look && !o->output && run->terminal)
		return diagnose_error(d, BAD_USAGE, "--look writes a long page of HTML: name a file "
				      "for it, -o FILE.html");
	return DONE;
}

static enum outcome begin(struct run *run)
{
	const struct options *o = run->options;
	struct state *st = run->state;
	struct diagnostics *d = run->diagnostics;
	struct file_limits limits = {
	    .input_bytes = megabytes(o->max_input),
	    .text_bytes = megabytes(o->max_text),
	    .memory_bytes = megabytes(o->max_memory),
	    .pages = (uint32_t)o->max_pages.value,
	    .seconds = (uint32_t)o->max_seconds.value,
	};
	enum sandbox sandbox = SANDBOX_AUTO;
	enum outcome outcome = choose_sandbox(o->sandbox, &sandbox, d);

	if (outcome == DONE && o->ocr)
		outcome = choose_ocr(run, o->ocr, &limits.ocr);
	st->teller.resources = run->resources;
	file_reader_begin(&st->reader, &limits, run->resources->reader, sandbox, run->words);
	st->repairs.wanted = o->report != NULL;
	if (o->report || o->look)
		st->reader.client.wants |= READER_REPORT;
	if (o->look)
		st->reader.client.wants |= READER_PLACES;
	if (o->rows.count)
		st->reader.client.wants |= READER_SHEET;
	if (outcome == DONE)
		outcome = check_look(run);
	if (outcome == DONE && o->lang && !is_language(slice_of(o->lang)))
		outcome = diagnose_error(d, BAD_USAGE,
					 "--lang takes a language such as en or pt-BR, not '%s'",
					 o->lang);
	if (outcome == DONE && o->attrs)
		outcome = path_pattern_begin(&st->pattern, o->attrs, d);
	if (outcome == DONE)
		outcome = selection_begin(&st->selection, o->where.at, o->where.count, NULL, 0, d);
	return outcome;
}

static const char *report_path(const void *values)
{
	const struct options *o = values;

	return o->report;
}

static enum outcome heading(struct run *run)
{
	if (run->report)
		repairs_heading(run->report);
	return DONE;
}

/*
 * Whether a condition can be decided before the file is read: its attribute
 * has a value already, or reading will not give it one.
 */
static bool is_decided(const struct condition *condition, const struct candidate *candidate,
		       const struct names *names, bool copies_are_known)
{
	uint32_t name = names_lookup(names, condition->attribute);

	for (size_t i = 0; i < candidate->attribute_count; i++)
		if (candidate->attributes[i].name == name)
			return true;
	switch (name) {
	case NAME_FORMAT: case NAME_STATUS: case NAME_REASON: case NAME_TITLE: case NAME_AUTHOR:
	case NAME_DATE: case NAME_LANG: case NAME_LANG_BY: case NAME_PAGES: case NAME_BYTES:
	case NAME_SHA256: case NAME_DOUBT: case NAME_SOURCE: case NAME_DESCRIPTION:
	case NAME_PAGES_WITHOUT_TEXT:
		return false;
	case NAME_COPY_OF:
		return copies_are_known;
	default:
		return true;
	}
}

/* Drops the candidates that fail a condition which can be decided now. */
static void select_candidates(struct candidates *candidates, const struct selection *selection,
			      const struct names *names, bool copies_are_known)
{
	for (size_t i = 0; i < candidates->count; i++) {
		struct candidate *candidate = &candidates->at[i];
		size_t count = candidate->attribute_count;
		struct attribute *all = arena_new(candidates->arena, count + 1, sizeof *all);

		if (count)
			memcpy(all, candidate->attributes, count * sizeof *all);
		all[count] = (struct attribute){NAME_ID, candidate->id};
		for (size_t k = 0; k < selection->condition_count; k++) {
			struct selection one = {.conditions = &selection->conditions[k],
						.condition_count = 1};

			if (is_decided(one.conditions, candidate, names, copies_are_known) &&
			    !selection_has_attributes(&one, names, all, count + 1))
				candidate->dropped = true;
		}
	}
}

static void hand_over(struct inputs *inputs, const struct candidates *candidates)
{
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->at[i];

		if (candidate->dropped)
			continue;
		inputs->at = memory_reserve(inputs->at, &inputs->capacity, inputs->count + 1,
					    sizeof *inputs->at);
		inputs->at[inputs->count++] = (struct input){
		    .id = candidate->id,
		    .path = candidate->path,
		    .part = candidate->part,
		    .attributes = candidate->attributes,
		    .attribute_count = candidate->attribute_count,
		    .bytes = candidate->bytes,
		};
	}
}

static enum outcome gather_operands(struct run *run, const struct inputs *inputs,
				    struct candidates *candidates)
{
	const struct options *o = run->options;

	if (!run->operands.count && !o->files_from)
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "name files or folders: concordat extract documents/");
	for (size_t i = 0; i < o->except.count; i++)
		candidates_except(candidates, o->except.at[i]);
	for (size_t i = 0; i < inputs->written_count; i++)
		candidates_except_written(candidates, inputs->written[i]);
	for (size_t i = 0; i < run->operands.count; i++)
		candidates_add_operand(candidates, run->operands.at[i]);
	return o->files_from ? candidates_add_list(candidates, o->files_from, run->diagnostics)
			     : DONE;
}

/* A mail message has its attachments behind it. */
static enum outcome keep_one(struct run *run, struct inputs *inputs)
{
	if (inputs->count > 1 && !inputs->at[1].part)
		return diagnose_error(run->diagnostics, BAD_USAGE,
				      "--look shows one document, and %s is a folder of %zu",
				      run->operands.at[0], inputs->count);
	inputs->count = inputs->count ? 1 : 0;
	return DONE;
}

static enum outcome inputs(struct run *run, struct inputs *inputs)
{
	const struct options *o = run->options;
	struct state *st = run->state;
	struct candidates candidates = {.arena = &inputs->arena,
					.with_tables = o->rows.count > 0};
	enum outcome outcome = gather_operands(run, inputs, &candidates);

	if (outcome == DONE)
		outcome = candidates_list(&candidates, run->diagnostics);
	if (outcome == DONE)
		add_attachments(&candidates, &st->reader, run->diagnostics);
	if (outcome == DONE && o->rows.count)
		outcome = add_rows(&candidates, &o->rows, &st->reader, inputs->names,
				   run->diagnostics);
	if (outcome == DONE)
		outcome = describe_candidates(&candidates, o->meta,
					      o->attrs ? &st->pattern : NULL, inputs->names,
					      run->diagnostics);
	if (outcome == DONE) {
		if (o->where.count)
			select_candidates(&candidates, &st->selection, inputs->names, false);
		mark_copies(&candidates);
		if (o->where.count)
			select_candidates(&candidates, &st->selection, inputs->names, true);
		hand_over(inputs, &candidates);
		if (o->look)
			outcome = keep_one(run, inputs);
	}
	candidates_free(&candidates);
	return outcome;
}

/* The attributes a document has by now, and those its user gave it. */
struct sources {
	const struct attribute *own, *user;
	size_t own_count, user_count;
};

static struct slice find(const struct attribute *attributes, size_t count, uint32_t name)
{
	for (size_t i = 0; i < count; i++)
		if (attributes[i].name == name)
			return attributes[i].value;
	return (struct slice){NULL, 0};
}

static void set(struct document *d, uint32_t name, struct slice value)
{
	if (value.length)
		document_set_attribute(d, name, value);
}

static void set_number(struct document *d, uint32_t name, uint64_t value)
{
	set(d, name, arena_printf(d->arena, "%llu", (unsigned long long)value));
}

/* The user's word, else the document's own. */
static void set_either(struct document *d, const struct sources *from, uint32_t name)
{
	struct slice value = find(from->user, from->user_count, name);

	set(d, name, value.at ? value : find(from->own, from->own_count, name));
}

static enum outcome set_language(struct run *run, struct document *d, const struct sources *from,
				 bool plain)
{
	const struct options *o = run->options;
	struct state *st = run->state;
	struct slice given = find(from->user, from->user_count, NAME_LANG);
	struct slice declared = find(from->own, from->own_count, NAME_LANG);
	struct told_language told = {.by = SLICE("given")};
	enum outcome outcome = DONE;

	told.name = given.length ? given : slice_of(o->lang);
	if (!is_language(declared))
		declared.length = 0;
	if (!told.name.length)
		outcome = tell_language(&st->teller, d, declared, plain, &told,
					run->diagnostics);
	set(d, NAME_LANG, told.name);
	set(d, NAME_LANG_BY, told.by);
	return outcome;
}

/* Two decimals; nothing where there is no doubt. */
static void set_doubt(struct document *d, unsigned doubt)
{
	if (doubt)
		set(d, NAME_DOUBT, arena_printf(d->arena, "%u.%02u", doubt / 100, doubt % 100));
}

/* Writes the attributes anew, in the order in which people read them. */
static enum outcome set_attributes(struct run *run, struct document *d,
				   const struct file_result *result, unsigned doubt)
{
	const struct sources from = {
	    .own = d->attributes,
	    .own_count = d->attribute_count,
	    .user = run->input->attributes,
	    .user_count = run->input->attribute_count,
	};

	d->attributes = NULL;
	d->attribute_count = d->attribute_capacity = 0;
	set(d, NAME_ID, run->input->id);
	set(d, NAME_FORMAT, slice_of(result->format));
	set(d, NAME_STATUS, status_spelling(result->status));
	set(d, NAME_REASON, result->reason);
	set_either(d, &from, NAME_TITLE);
	set_either(d, &from, NAME_AUTHOR);
	set_either(d, &from, NAME_DATE);
	enum outcome outcome =
	    set_language(run, d, &from, slice_is(slice_of(result->format), "txt"));

	set_either(d, &from, NAME_SOURCE);
	set_either(d, &from, NAME_DESCRIPTION);
	if (result->pages)
		set_number(d, NAME_PAGES, result->pages);
	for (size_t i = 0; i < from.own_count; i++)
		if (!document_attribute(d, from.own[i].name).at &&
		    from.own[i].name != NAME_LANG && from.own[i].name != NAME_LANG_BY)
			set(d, from.own[i].name, from.own[i].value);
	set_number(d, NAME_BYTES, result->bytes);
	if (result->has_hash)
		set(d, NAME_SHA256, arena_copy(d->arena, sha256_slice(&result->hash)));
	set_doubt(d, doubt);
	set(d, NAME_COPY_OF, find(from.user, from.user_count, NAME_COPY_OF));
	for (size_t i = 0; i < from.user_count; i++)
		if (!document_attribute(d, from.user[i].name).at)
			set(d, from.user[i].name, from.user[i].value);
	return outcome;
}

/* The decisions leave the document in any case. */
static void report(struct run *run, struct document *d)
{
	struct state *st = run->state;

	decisions_take(d, &st->repairs);
	if (d->dropped)
		repairs_forget(&st->repairs);
	else if (run->report)
		repairs_write(&st->repairs, document_id(d), run->report);
}

static enum outcome document(struct run *run, struct document *d)
{
	const struct options *o = run->options;
	struct state *st = run->state;
	const struct input *input = run->input;
	const struct part *part = input->part;
	const struct file_name name = {.path = input->path, .part = part,
				       .shown = part ? part->shown : input->path};
	struct file_result result = file_reader_read(&st->reader, &name, run->needs & NEED_HASH, d,
						     run->diagnostics);

	d->file = name.shown;
	d->line = 0;
	unsigned doubt = doubt_of(d);
	enum outcome outcome = set_attributes(run, d, &result, doubt);

	if (status_is_failure(result.status))
		diagnose_failure(run->diagnostics, "%s: %s: %.*s", name.shown,
				 status_spelling(result.status).at,
				 SLICE_ARGUMENTS(result.reason));
	if (o->where.count && !selection_has(&st->selection, d))
		d->dropped = true;
	if (outcome == DONE && o->look && !d->dropped) {
		outcome = look_at_file(d, &st->reader, &name, o->max_pages.value, o->output,
				       run->diagnostics);
		d->dropped = true;
	}
	if (o->report)
		report(run, d);
	if (!d->dropped)
		doubtful_add(&st->doubtful, doubt, run->input->id);
	return outcome;
}

static enum outcome merge(struct run *run, struct run *other)
{
	struct buffer *weak = &((struct state *)run->state)->reader.weak;
	const struct state *more = other->state;

	if (!weak->length)
		buffer_append(weak, buffer_slice(&more->reader.weak));
	doubtful_merge(&((struct state *)run->state)->doubtful, &more->doubtful);
	return DONE;
}

static enum outcome end(struct run *run)
{
	const struct state *st = run->state;

	selection_warn(&st->selection, run->names, run->diagnostics);
	if (st->reader.weak.length)
		diagnose_warning(run->diagnostics, "the sandbox is weaker than it should be: %.*s",
				 SLICE_ARGUMENTS(buffer_slice(&st->reader.weak)));
	doubtful_say(&st->doubtful, run->diagnostics);
	return DONE;
}

static void dispose(struct run *run)
{
	struct state *st = run->state;

	file_reader_free(&st->reader);
	selection_free(&st->selection);
	language_teller_free(&st->teller);
	repairs_free(&st->repairs);
}

const struct stage stage_extract = {
	.name = "extract",
	.summary = "read PDF, web pages, Office files, mail and plain text into documents",
	.takes = FLOW_FILES,
	.gives = FLOW_TEXT,
	.options = options,
	.option_count = COUNT_OF(options),
	.options_size = sizeof(struct options),
	.state_size = sizeof(struct state),
	.report_path = report_path,
	.begin = begin,
	.inputs = inputs,
	.heading = heading,
	.document = document,
	.merge = merge,
	.end = end,
	.dispose = dispose,
};
