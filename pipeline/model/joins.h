/*
 * Joins: what UAX #29 cuts and people take for one word.
 *
 *     url         http://, https://, ftp:// or www., and what follows
 *     email       an address of letters, digits and . _ % + - on both sides
 *     hyphen      a hyphen between letters or digits
 *     apostrophe  one at the edge of a word: teachers', rock 'n' roll
 *
 * concordat-tokens(1) states each exactly.
 */
#ifndef MODEL_JOINS_H
#define MODEL_JOINS_H

#include "pipeline/base/slice.h"

enum join {
	JOIN_URL = 1,
	JOIN_EMAIL = 2,
	JOIN_HYPHEN = 4,
	JOIN_APOSTROPHE = 8,
};

/*
 * `chunk` is a stretch without white space, `boundaries` one byte for each
 * of its bytes and one for its end: 1 where a piece starts or ends, else 0
 * (the first and the last are 1).  Takes boundaries away inside what belongs
 * together, and sets them around addresses.
 */
void join_pieces(struct slice chunk, char *boundaries, unsigned joins);

#endif
