/*
 * Tesseract: whether it is here, and with which languages.  It is run by the
 * document reader, page by page (reader/ocr.h).
 */
#ifndef READ_TESSERACT_H
#define READ_TESSERACT_H

#include "pipeline/base/buffer.h"

/* "eng", "eng+cym", "chi_sim": names of its data, below OCR_LANGUAGES_SIZE long. */
bool tesseract_are_languages(struct slice languages);

/*
 * Whether it can read such languages: asks the program itself.  If not, what
 * is missing, and which packages to install, is appended to `lacking`.
 */
bool tesseract_can_read(struct slice languages, struct buffer *lacking);

#endif
