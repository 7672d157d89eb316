/*
 * Characters: one line of text made plain, character by character.
 *
 * Ligatures (U+FB00-FB06) become their letters, full-width letters and
 * digits the usual ones, every other white space a space, runs of spaces one
 * space; soft hyphens that were not printed and zero-width spaces go; U+2010
 * and U+2011 become `-`.  Quotes and dashes stay as printed.  Then the line
 * is put into the Unicode form that was asked for.
 */
#ifndef TEXT_CHARACTERS_H
#define TEXT_CHARACTERS_H

#include "pipeline/base/buffer.h"
#include "pipeline/stream/repairs.h"

enum form { FORM_NFC, FORM_NFKC, FORM_NONE };

/* Nothing to do: printed ASCII, single spaces between words.  Fast. */
bool characters_are_plain(struct slice line);

/* Nothing to do, for any line. */
bool characters_are_clean(struct slice line, enum form form);

/*
 * Puts the repaired line into `to` (emptied first; `scratch` is used).
 * Spaces at both ends are taken off; *space_before and *space_after say
 * whether there were any.
 */
void characters_repair(struct buffer *to, struct buffer *scratch, struct slice line,
		       enum form form, bool *space_before, bool *space_after,
		       struct repairs *repairs);

#endif
