/*
 * Scan: the words of a page that is but a picture.
 */
#ifndef PDF_SCAN_H
#define PDF_SCAN_H

#include "stages/read/reader/ocr.h"
#include "stages/read/reader/pdf/source.h"
#include "stages/read/reader/pdf/words.h"

/*
 * Draws the page and has it read.  The words live in `arena`, with the boxes
 * that letters of a font would have, so that the rest of the layout need not
 * know where they came from.  False: the reason is in ocr->desk->failure.
 */
bool read_scan(const struct ocr *ocr, struct pdf_source *source, uint32_t index,
	       struct arena *arena, struct arena *scratch, struct word_list *words);

/* The words of Tesseract's hOCR, in which `pixels` are a point. */
struct word_list words_of_hocr(struct slice hocr, float pixels, struct arena *arena,
			       struct arena *scratch);

#endif
