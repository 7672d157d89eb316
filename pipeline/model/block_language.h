/*
 * The language of a block: its own attribute `lang`, else its document's.
 */
#ifndef MODEL_BLOCK_LANGUAGE_H
#define MODEL_BLOCK_LANGUAGE_H

#include "pipeline/model/document.h"

/*
 * The languages that elements of a document name: *tag is 0 at first, then
 * where to go on.  One that several name comes several times.
 */
bool next_block_language(const struct document *d, size_t *tag, struct slice *language);

/*
 * Token phase: puts the words that stand in another language than the
 * document's into it (vocabulary_in_language()), by the innermost element
 * that names one.  Whoever makes tokens calls this; whoever has them can rely
 * on it.
 */
void give_words_their_language(struct document *d);

#endif
