/* Characters: what each becomes, and that the fast way says what the plain one does. */
#include "tests/unit/cmocka_all.h"

#include "stages/text/characters.h"

#include <stdlib.h>

/* As characters.h says it, byte by byte. */
static bool plain_by_loop(struct slice s)
{
	if (!s.length || s.at[0] == ' ' || s.at[s.length - 1] == ' ')
		return false;
	for (size_t i = 0; i < s.length; i++)
		if (s.at[i] < 0x20 || s.at[i] > 0x7e || (s.at[i] == ' ' && s.at[i + 1] == ' '))
			return false;
	return true;
}

static void plain_is_what_a_loop_finds(void **state)
{
	static const char rare[] = {'\x1f', '\x7f', '\x80', '\xff', '\0', '\n', ' ', '~', '!'};
	char bytes[128];

	(void)state;
	srand(1);
	for (int round = 0; round < 200000; round++) {
		size_t length = (size_t)rand() % 50;
		struct slice line = {bytes + rand() % 16, length};

		/* What stands behind the line is odd and must not matter. */
		memset(bytes, round % 2 ? '\xff' : ' ', sizeof bytes);
		for (size_t i = 0; i < length; i++)
			bytes[(size_t)(line.at - bytes) + i] = rand() % 8 ? 'a' : ' ';
		if (length && rand() % 2)
			bytes[(size_t)(line.at - bytes) + (size_t)rand() % length] =
			    rare[(size_t)rand() % sizeof rare];
		if (characters_are_plain(line) != plain_by_loop(line))
			fail_msg("length %zu: \"%.*s\"", length, SLICE_ARGUMENTS(line));
		if (!characters_are_plain(line))
			continue;
		assert_true(characters_are_clean(line, FORM_NFC));
		assert_true(characters_are_clean(line, FORM_NFKC));
		assert_true(characters_are_clean(line, FORM_NONE));
	}
}

struct repair_of {
	struct buffer to, scratch;
	bool before, after;
	struct repairs repairs;
};

static void repair(struct repair_of *r, struct slice line, enum form form)
{
	characters_repair(&r->to, &r->scratch, line, form, &r->before, &r->after, &r->repairs);
}

static void forget(struct repair_of *r)
{
	buffer_free(&r->to);
	buffer_free(&r->scratch);
	repairs_free(&r->repairs);
}

static void each_character_becomes_what_the_manual_says(void **state)
{
	static const struct {
		const char *line, *nfc, *nfkc, *none;
		bool before, after;
	} cases[] = {
	    {"e\xef\xac\x83" "cient \xef\xac\x80", "efficient ff", "efficient ff", "efficient ff",
	     false, false},
	    {"\xef\xbc\xa1\xef\xbd\x82\xef\xbc\x93", "Ab3", "Ab3", "Ab3", false, false},
	    {"a\xc2\xa0" "b\xe3\x80\x80\tc", "a b c", "a b c", "a b c", false, false},
	    {"  a  b ", "a b", "a b", "a b", true, true},
	    {"soft\xc2\xad" "ly", "softly", "softly", "softly", false, false},
	    {"ze\xe2\x80\x8b" "ro\xef\xbb\xbf", "zero", "zero", "zero", false, false},
	    {"a\xe2\x80\x91" "b\xe2\x80\x90" "c", "a-b-c", "a-b-c", "a-b-c", false, false},
	    {"\xe2\x80\x9cq\xe2\x80\x9d \xe2\x80\x93", "\xe2\x80\x9cq\xe2\x80\x9d \xe2\x80\x93",
	     "\xe2\x80\x9cq\xe2\x80\x9d \xe2\x80\x93", "\xe2\x80\x9cq\xe2\x80\x9d \xe2\x80\x93",
	     false, false},
	    {"e\xcc\x81", "\xc3\xa9", "\xc3\xa9", "e\xcc\x81", false, false},
	    {"m\xc2\xb2", "m\xc2\xb2", "m2", "m\xc2\xb2", false, false},
	    /* A spacing accent is a space and a mark; at a line's start only the mark is left. */
	    {"a\xc2\xa8", "a\xc2\xa8", "a \xcc\x88", "a\xc2\xa8", false, false},
	    {"\xe2\x80\x8b", "", "", "", false, false},
	    {"a \xc2\xad", "a", "a", "a", false, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *const expected[] = {
		    [FORM_NFC] = cases[i].nfc, [FORM_NFKC] = cases[i].nfkc, [FORM_NONE] = cases[i].none};

		for (int form = FORM_NFC; form <= FORM_NONE; form++) {
			struct repair_of r = {0};

			repair(&r, slice_of(cases[i].line), (enum form)form);
			assert_slice(buffer_slice(&r.to), expected[form]);
			assert_int_equal(r.before, cases[i].before);
			assert_int_equal(r.after, cases[i].after);
			forget(&r);
		}
	}
}

/* Random lines of pieces that meet badly. */
static void append_piece(struct buffer *line)
{
	static const char *const pieces[] = {
	    "a", "B", " ", "  ", "-", "e", "\xcc\x81", "\xcc\xa7", "\xc2\xa8", "\xc2\xa0", "\xc2\xad",
	    "\xef\xac\x81", "\xef\xbd\x81", "\xe2\x80\x8b", "\xe2\x80\x91", "\xe1\x84\x80\xe1\x85\xa1",
	    "\xe2\x84\xab", "\xe3\x80\x80", "\t", "\x01", "\x7f", "\xc2\x85", "\xef\xb7\xba",
	    "\xe2\x80\x97", "\xf0\x9d\x90\x80", "\xcd\x85", "\xe1\xbf\x81"};

	buffer_append(line, slice_of(pieces[(size_t)rand() % COUNT_OF(pieces)]));
}

static void repaired_twice_is_repaired_once(void **state)
{
	struct buffer line = {0};
	struct repair_of once = {0}, twice = {.repairs.wanted = true};

	(void)state;
	srand(2);
	for (int round = 0; round < 60000; round++) {
		enum form form = (enum form)(round % 3);

		buffer_reset(&line);
		for (int i = rand() % 12; i >= 0; i--)
			append_piece(&line);
		repair(&once, buffer_slice(&line), form);
		repair(&twice, buffer_slice(&once.to), form);
		if (!slice_equal(buffer_slice(&once.to), buffer_slice(&twice.to)))
			fail_msg("form %d: \"%.*s\" became \"%.*s\", then \"%.*s\"", (int)form,
				 SLICE_ARGUMENTS(buffer_slice(&line)),
				 SLICE_ARGUMENTS(buffer_slice(&once.to)),
				 SLICE_ARGUMENTS(buffer_slice(&twice.to)));
		assert_int_equal(twice.repairs.count, 0);
		if (characters_are_clean(buffer_slice(&line), form))
			assert_true(slice_equal(buffer_slice(&line), buffer_slice(&once.to)));
	}
	buffer_free(&line);
	forget(&once);
	forget(&twice);
}

static void every_repair_is_counted_by_what_it_is(void **state)
{
	struct repair_of r = {.repairs = {.wanted = true, .page = SLICE("3")}};
	struct output rows = OUTPUT_EMPTY;

	(void)state;
	repair(&r, slice_of("\xef\xac\x81rst \xef\xac\x81sh e\xcc\x81t\xc2\xa0" "e\xcc\x81t x\xc2\xad"),
	       FORM_NFC);
	repairs_write(&r.repairs, SLICE("d"), &rows);
	assert_slice(buffer_slice(&rows.bytes), "d\t3\tform\te\xcc\x81t\t\xc3\xa9t\t2\n"
						"d\t3\tligature\t\xef\xac\x81\tfi\t2\n"
						"d\t3\tsoft-hyphen\tU+00AD\t\t1\n"
						"d\t3\tspace\tU+00A0\tU+0020\t1\n");
	buffer_reset(&rows.bytes);
	repairs_write(&r.repairs, SLICE("d"), &rows);
	assert_int_equal(rows.bytes.length, 0);		/* forgotten */
	buffer_free(&rows.bytes);
	forget(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_is_what_a_loop_finds),
	    cmocka_unit_test(each_character_becomes_what_the_manual_says),
	    cmocka_unit_test(repaired_twice_is_repaired_once),
	    cmocka_unit_test(every_repair_is_counted_by_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
