/* Characters: the repairs that need no neighbour but the next space. */
#include "stages/text/characters.h"

#include "pipeline/base/bits.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"

/* Of 16 bytes, those that are printed ASCII, without spaces behind a space. */
static inline bytes16 plain_bytes(const char *at)
{
	bytes16 bytes = bytes_load(at);
	bytes16 both = bytes_either(bytes, bytes_load(at - 1));

	/* Two bytes of which neither is below a space have its bits only if both are one. */
	return bytes_without(bytes_between(bytes, 0x20, 0x7e), bytes_equal(both, ' '));
}

bool characters_are_plain(struct slice line)
{
	if (line.length == 0 || line.at[0] == ' ' || line.at[line.length - 1] == ' ' ||
	    line.at[0] < 0x20 || line.at[0] > 0x7e)
		return false;
	/* Bytes behind the line may be read (document.h); they do not count. */
	bytes16 plain = bytes_all('\xff');
	size_t i = 1;

	for (; i + 16 <= line.length; i += 16)
		plain = bytes_both(plain, plain_bytes(line.at + i));
	uint64_t tail = (UINT64_C(1) << (line.length - i)) - 1;

	return bytes_bits(plain) == 0xffff && !(tail & ~bytes_bits(plain_bytes(line.at + i)));
}

/* What becomes of one code point; NULL: it stays. */
static const char *replacement(uint32_t point, const char **kind, char letter[2])
{
	static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

	if (point < 0x80)
		return NULL;
	if (point >= 0xfb00 && point <= 0xfb06) {
		*kind = "ligature";
		return ligatures[point - 0xfb00];
	}
	if ((point >= 0xff10 && point <= 0xff19) || (point >= 0xff21 && point <= 0xff3a) ||
	    (point >= 0xff41 && point <= 0xff5a)) {
		*kind = "width";
		letter[0] = (char)(point - 0xff00 + 0x20);
		return letter;
	}
	if (point == 0xad) {
		*kind = "soft-hyphen";
		return "";
	}
	if (point == 0x200b || point == 0x2060 || point == 0xfeff) {
		*kind = "zero-width";
		return "";
	}
	if (point == 0x2010 || point == 0x2011) {
		*kind = "hyphen-sign";
		return "-";
	}
	if (unicode_is_white_space(point)) {
		*kind = "space";
		return " ";
	}
	return NULL;
}

static bool in_form(struct slice line, enum form form)
{
	if (form == FORM_NONE)
		return true;
	return unicode_is_normalised(line, form == FORM_NFC ? UNICODE_NFC : UNICODE_NFKC);
}

bool characters_are_clean(struct slice line, enum form form)
{
	const char *kind;
	char letter[2];

	if (line.length == 0 || line.at[0] == ' ' || line.at[line.length - 1] == ' ')
		return false;
	for (size_t place = 0; place < line.length;) {
		char before = place ? line.at[place - 1] : 'x';
		unsigned char c = (unsigned char)line.at[place];

		if (c < 0x20 || (c == ' ' && before == ' '))
			return false;
		if (replacement(utf8_next(line, &place), &kind, letter))
			return false;
	}
	return in_form(line, form);
}

/* A line without white space but single spaces inside, into `to`. */
static void replace(struct buffer *to, struct slice line, bool *space_before, bool *space_after,
		    struct repairs *repairs)
{
	bool space = false;

	for (size_t place = 0; place < line.length;) {
		const char *kind = NULL;
		char letter[2] = "";
		size_t start = place;
		uint32_t point = utf8_next(line, &place);
		struct slice before = slice_first(slice_from(line, start), place - start);
		const char *instead = replacement(point, &kind, letter);
		struct slice after = instead ? slice_of(instead) : before;

		if (instead)
			repairs_add(repairs, slice_of(kind), before, after);
		if (slice_is(after, " ") || (point < 0x80 && unicode_is_white_space(point))) {
			*space_before |= to->length == 0;
			space = true;
			continue;
		}
		if (space && to->length && after.length)
			buffer_byte(to, ' ');
		space = space && !after.length;
		buffer_append(to, after);
	}
	*space_after |= space;
}

/* Puts the words of a line into the form, each a repair of its own. */
static void normalise_words(struct buffer *to, struct slice line, enum form form,
			    struct repairs *repairs)
{
	struct slice word;

	while (slice_cut(&line, ' ', &word)) {
		size_t start = to->length;

		unicode_normalise(to, word, form == FORM_NFC ? UNICODE_NFC : UNICODE_NFKC);
		struct slice after = slice_from(buffer_slice(to), start);

		if (!slice_equal(word, after))
			repairs_add(repairs, SLICE("form"), word, after);
		if (line.at)
			buffer_byte(to, ' ');
	}
}

void characters_repair(struct buffer *to, struct buffer *scratch, struct slice line,
		       enum form form, bool *space_before, bool *space_after,
		       struct repairs *repairs)
{
	*space_before = *space_after = false;
	buffer_reset(to);
	replace(to, line, space_before, space_after, repairs);
	if (in_form(buffer_slice(to), form))
		return;
	buffer_reset(scratch);
	normalise_words(scratch, buffer_slice(to), form, repairs);
	/* NFKC takes a spacing accent apart, into a space and the accent. */
	buffer_reset(to);
	replace(to, buffer_slice(scratch), space_before, space_after, repairs);
}
