/*
 * Repairs to the source of a page, which libxml2 would not make.
 *
 * It knows the entities of HTML 4: an old name without its `;` gets one,
 * outside of tags; a name that HTML 5 added for an ASCII character, and a
 * few others that pages use, is replaced.  An attribute whose quote is never
 * closed would swallow the rest of the page: it ends with its tag.
 */
#include "pipeline/base/utf8.h"
#include "stages/read/reader/html/page.h"

#include <ctype.h>
#include <stdlib.h>

enum { LONGEST_ENTITY = 8 };

#define NAME(name) {name, sizeof name - 1}

/* The names that HTML allows without `;`, in the order of bytes. */
static const struct slice old_names[] = {
	NAME("AElig"), NAME("AMP"), NAME("Aacute"), NAME("Acirc"), NAME("Agrave"), NAME("Aring"),
	NAME("Atilde"), NAME("Auml"), NAME("COPY"), NAME("Ccedil"), NAME("ETH"), NAME("Eacute"),
	NAME("Ecirc"), NAME("Egrave"), NAME("Euml"), NAME("GT"), NAME("Iacute"), NAME("Icirc"),
	NAME("Igrave"), NAME("Iuml"), NAME("LT"), NAME("Ntilde"), NAME("Oacute"), NAME("Ocirc"),
	NAME("Ograve"), NAME("Oslash"), NAME("Otilde"), NAME("Ouml"), NAME("QUOT"), NAME("REG"),
	NAME("THORN"), NAME("Uacute"), NAME("Ucirc"), NAME("Ugrave"), NAME("Uuml"), NAME("Yacute"),
	NAME("aacute"), NAME("acirc"), NAME("acute"), NAME("aelig"), NAME("agrave"), NAME("amp"),
	NAME("aring"), NAME("atilde"), NAME("auml"), NAME("brvbar"), NAME("ccedil"), NAME("cedil"),
	NAME("cent"), NAME("copy"), NAME("curren"), NAME("deg"), NAME("divide"), NAME("eacute"),
	NAME("ecirc"), NAME("egrave"), NAME("eth"), NAME("euml"), NAME("frac12"), NAME("frac14"),
	NAME("frac34"), NAME("gt"), NAME("iacute"), NAME("icirc"), NAME("iexcl"), NAME("igrave"),
	NAME("iquest"), NAME("iuml"), NAME("laquo"), NAME("lt"), NAME("macr"), NAME("micro"),
	NAME("middot"), NAME("nbsp"), NAME("not"), NAME("ntilde"), NAME("oacute"), NAME("ocirc"),
	NAME("ograve"), NAME("ordf"), NAME("ordm"), NAME("oslash"), NAME("otilde"), NAME("ouml"),
	NAME("para"), NAME("plusmn"), NAME("pound"), NAME("quot"), NAME("raquo"), NAME("reg"),
	NAME("sect"), NAME("shy"), NAME("sup1"), NAME("sup2"), NAME("sup3"), NAME("szlig"),
	NAME("thorn"), NAME("times"), NAME("uacute"), NAME("ucirc"), NAME("ugrave"), NAME("uml"),
	NAME("uuml"), NAME("yacute"), NAME("yen"), NAME("yuml"),
};

struct entity {
	struct slice name;
	struct slice text;
};

#define NEW(name, text) {NAME(name), NAME(text)}

/* In the order of bytes; AMP and the like, which libxml2 knows in lower case only. */
static const struct entity new_names[] = {
	NEW("AMP", "&amp;"), NEW("COPY", "\u00a9"), NEW("GT", "&gt;"), NEW("LT", "&lt;"),
	NEW("NewLine", "\n"), NEW("QUOT", "\""), NEW("REG", "\u00ae"), NEW("Tab", "\t"),
	NEW("apos", "'"), NEW("ast", "*"), NEW("bsol", "\\"), NEW("colon", ":"),
	NEW("comma", ","), NEW("commat", "@"), NEW("dash", "\u2010"), NEW("dollar", "$"),
	NEW("equals", "="), NEW("excl", "!"), NEW("grave", "`"), NEW("hyphen", "\u2010"),
	NEW("lbrace", "{"), NEW("lbrack", "["), NEW("lcub", "{"), NEW("lowbar", "_"),
	NEW("lpar", "("), NEW("lsqb", "["), NEW("num", "#"), NEW("percnt", "%"),
	NEW("period", "."), NEW("plus", "+"), NEW("quest", "?"), NEW("rbrace", "}"),
	NEW("rbrack", "]"), NEW("rcub", "}"), NEW("rpar", ")"), NEW("rsqb", "]"),
	NEW("semi", ";"), NEW("sol", "/"), NEW("verbar", "|"), NEW("vert", "|"),
};

static bool is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static int compare_entity(const void *key, const void *entity)
{
	return slice_compare(*(const struct slice *)key, ((const struct entity *)entity)->name);
}

/* The longest old name that `name` starts with; 0: none. */
static size_t old_prefix(struct slice name)
{
	size_t length = name.length < LONGEST_ENTITY ? name.length : LONGEST_ENTITY;

	for (; length >= 2; length--) {
		struct slice prefix = slice_first(name, length);

		if (bsearch(&prefix, old_names, COUNT_OF(old_names), sizeof old_names[0],
			    slice_compare_pointers))
			return length;
	}
	return 0;
}

/* &#146; and the like: numbers of controls that stand for windows-1252 letters. */
static size_t repair_number(struct buffer *to, struct slice rest)
{
	static const uint16_t letters[32] = {
		0x20ac, 0x81,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,	0x017d, 0x8f,
		0x90,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,	0x017e, 0x0178,
	};
	bool hexadecimal = rest.length > 1 && (rest.at[1] | 0x20) == 'x';
	unsigned base = hexadecimal ? 16 : 10, number = 0;
	size_t i = hexadecimal ? 2 : 1;

	for (; i < rest.length && i < 8 && isxdigit((unsigned char)rest.at[i]); i++) {
		unsigned digit = (unsigned char)rest.at[i];

		digit = digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
		if (digit >= base)
			break;
		number = number * base + digit;
	}
	if (number < 0x80 || number > 0x9f) {
		buffer_byte(to, '&');
		return 0;
	}
	utf8_append(to, letters[number - 0x80]);
	return i + (i < rest.length && rest.at[i] == ';');
}

/* `rest` starts behind an &; returns how many of its bytes were taken. */
static size_t repair_entity(struct buffer *to, struct slice rest)
{
	size_t length = 0;

	if (rest.length && rest.at[0] == '#')
		return repair_number(to, rest);
	while (length < rest.length && length <= 32 && is_alphanumeric(rest.at[length]))
		length++;
	struct slice name = slice_first(rest, length);
	bool ended = length < rest.length && rest.at[length] == ';';
	size_t old = old_prefix(name);

	if (old && (!ended || old < length))
		name = slice_first(name, old);
	else if (!ended)
		old = 0;
	const struct entity *entity = bsearch(&name, new_names, COUNT_OF(new_names),
					      sizeof new_names[0], compare_entity);

	if (entity && (ended || old)) {
		buffer_append(to, entity->text);
		return name.length + (ended && name.length == length);
	}
	buffer_byte(to, '&');
	if (!old || (ended && old == length))
		return 0;
	buffer_append(to, name);
	buffer_byte(to, ';');
	return old;
}

static bool opens_tag(struct slice rest)
{
	return rest.length > 1 && (is_alphanumeric(rest.at[1]) || rest.at[1] == '/' ||
				   rest.at[1] == '!' || rest.at[1] == '?');
}

/* An address or a name, by what stands before its `=`: no tag can be in it. */
static bool is_plain_attribute(struct slice before)
{
	static const struct slice names[] = {NAME("href"), NAME("src"), NAME("class"), NAME("id")};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (slice_ends(before, names[i]))
			return true;
	return false;
}

/*
 * `i` is where a quote opens an attribute's value; returns where it closes.
 * One that never does, or that holds a tag where none can be, is closed
 * before the next `>`: what is before that is copied.
 */
static size_t pass_value(struct buffer *to, struct slice source, size_t *done, size_t i)
{
	struct slice rest = slice_from(source, i + 1);
	size_t length = slice_find_byte(rest, source.at[i]);
	bool holds_tag = is_plain_attribute(slice_first(source, i - 1)) &&
			 memmem(rest.at, length, "</", 2);

	if (length < rest.length && !holds_tag)
		return i + 1 + length;
	size_t end = i + 1 + slice_find_byte(rest, '>');

	if (end == source.length)
		return i;
	buffer_append(to, (struct slice){source.at + *done, end - *done});
	buffer_byte(to, source.at[i]);
	*done = end;
	return end - 1;
}

void html_repair_source(struct buffer *to, struct slice source)
{
	bool in_tag = false;
	size_t done = 0;

	buffer_reserve(to, source.length + source.length / 8);
	for (size_t i = 0; i < source.length; i++) {
		char c = source.at[i];

		if (c == '<')
			in_tag = opens_tag(slice_from(source, i));
		else if (c == '>')
			in_tag = false;
		else if (in_tag && (c == '"' || c == '\'') && source.at[i - 1] == '=')
			i = pass_value(to, source, &done, i);
		else if (c == '&' && !in_tag) {
			buffer_append(to, (struct slice){source.at + done, i - done});
			done = i + 1 + repair_entity(to, slice_from(source, i + 1));
			i = done - 1;
		}
	}
	buffer_append(to, slice_from(source, done));
}
