/* Path pattern: parsing, and matching with backtracking within a part. */
#include "stages/read/path_pattern.h"

#include "pipeline/model/names.h"
#include "pipeline/stream/metadata.h"

static enum outcome add_piece(struct path_pattern *p, enum pattern_kind kind, struct slice text,
			      struct diagnostics *d)
{
	bool loose = kind == PATTERN_ANY || kind == PATTERN_NAME;

	if (p->count == PATTERN_PIECES)
		return diagnose_error(d, BAD_USAGE, "--attrs: more than %d parts: make the pattern shorter",
				      PATTERN_PIECES);
	if (loose && p->count && (p->pieces[p->count - 1].kind == PATTERN_ANY ||
				  p->pieces[p->count - 1].kind == PATTERN_NAME))
		return diagnose_error(d, BAD_USAGE,
				      "--attrs: between two of {name} and * must stand some text, as in {area}-{year}");
	p->pieces[p->count++] = (struct pattern_piece){kind, text};
	return DONE;
}

static enum outcome check_name(const struct path_pattern *p, struct slice name,
			       struct diagnostics *d)
{
	if (!name_is_legal(name))
		return diagnose_error(d, BAD_USAGE,
				      "--attrs: '%.*s' is no name: letters, digits, _ . - and no "
				      "digit first", SLICE_ARGUMENTS(name));
	if (!metadata_may_set(name))
		return diagnose_error(d, BAD_USAGE,
				      "--attrs: {%.*s} would set what extract itself writes: use "
				      "another name", SLICE_ARGUMENTS(name));
	for (size_t i = 0; i < p->count; i++)
		if (p->pieces[i].kind == PATTERN_NAME && slice_equal(p->pieces[i].text, name))
			return diagnose_error(d, BAD_USAGE, "--attrs: {%.*s} stands there twice: rename one",
					      SLICE_ARGUMENTS(name));
	return DONE;
}

/* The rest starts with {. */
static enum outcome take_name(struct path_pattern *p, struct slice *rest, struct diagnostics *d)
{
	size_t end = slice_find_byte(*rest, '}');
	struct slice name = slice_from(slice_first(*rest, end), 1);

	if (end == rest->length)
		return diagnose_error(d, BAD_USAGE, "--attrs: a { without its }: write {region}");
	*rest = slice_from(*rest, end + 1);
	enum outcome outcome = check_name(p, name, d);

	return outcome == DONE ? add_piece(p, PATTERN_NAME, name, d) : outcome;
}

static enum outcome take_piece(struct path_pattern *p, struct slice *rest, struct diagnostics *d)
{
	size_t length = 0;

	if (rest->at[0] == '{')
		return take_name(p, rest, d);
	while (length < rest->length && !strchr("{*/", rest->at[length]))
		length++;
	enum pattern_kind kind = length		       ? PATTERN_LITERAL
				 : rest->at[0] == '*' ? PATTERN_ANY
						      : PATTERN_SLASH;
	struct slice text = slice_first(*rest, length ? length : 1);

	*rest = slice_from(*rest, text.length);
	return add_piece(p, kind, text, d);
}

enum outcome path_pattern_begin(struct path_pattern *p, const char *text, struct diagnostics *d)
{
	struct slice rest = slice_of(text);
	enum outcome outcome = DONE;

	*p = (struct path_pattern){.count = 0};
	while (rest.length && outcome == DONE)
		outcome = take_piece(p, &rest, d);
	if (outcome == DONE && !p->count)
		outcome = diagnose_error(d, BAD_USAGE,
					 "--attrs takes a pattern, such as '{region}/{type}/*'");
	if (outcome == DONE && p->pieces[p->count - 1].kind == PATTERN_ANY)
		p->takes_rest = p->count == 1 || p->pieces[p->count - 2].kind == PATTERN_SLASH;
	return outcome;
}

/*
 * Pieces from number `piece` on against the rest of the id.  Goes one level
 * deeper for each piece, so PATTERN_PIECES at most.
 */
static bool match_from(const struct path_pattern *p, size_t piece, struct slice rest,
		       struct slice *values)
{
	if (piece == p->count)
		return rest.length == 0;
	const struct pattern_piece *now = &p->pieces[piece];

	if (now->kind == PATTERN_LITERAL || now->kind == PATTERN_SLASH)
		return slice_starts(rest, now->text) &&
		       match_from(p, piece + 1, slice_from(rest, now->text.length), values);
	if (p->takes_rest && piece + 1 == p->count)
		return rest.length > 0;
	size_t least = now->kind == PATTERN_NAME;

	for (size_t take = slice_find_byte(rest, '/') + 1; take-- > least;) {
		if (match_from(p, piece + 1, slice_from(rest, take), values)) {
			values[piece] = slice_first(rest, take);
			return true;
		}
	}
	return false;
}

bool path_pattern_match(const struct path_pattern *p, struct slice id,
			struct slice values[PATTERN_PIECES])
{
	return match_from(p, 0, id, values);
}
