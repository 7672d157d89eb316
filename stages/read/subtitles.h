/*
 * Subtitles: WebVTT and SRT, from cues to utterances.
 *
 * Cues become `u` blocks, with the speaker as `who` where one is named and
 * the time of the first cue as `start`.  A block ends where somebody else
 * speaks, at a pause, or, when it has grown long, at the end of a sentence.
 * Numbers, timings, notes, styles and tags are no text; a line that a rolling
 * caption shows again is said once.
 *
 * The formats: W3C, WebVTT: The Web Video Text Tracks Format (2019); SRT has
 * no specification.  Both are read leniently: what has a timing is a cue.
 */
#ifndef READ_SUBTITLES_H
#define READ_SUBTITLES_H

#include "stages/read/plain_text.h"

enum subtitles { SUBTITLES_NONE, SUBTITLES_VTT, SUBTITLES_SRT };

/* Which of the two a text is, by how it starts (UTF-8). */
enum subtitles subtitles_recognise(struct slice text);

/*
 * Fills the content of an empty document, and its language where the file
 * declares one.  `bytes` as for plain_text_read(), in any of its encodings.
 */
struct plain_text_found subtitles_read(struct plain_text *kept, struct buffer *bytes,
				       enum subtitles kind, struct document *document);

#endif
