/*
 * Decisions: what was repaired and decided when a document was read.
 *
 * What the readers did is in milestones `repair` behind the content (see
 * reader/protocol.h), which are no part of the document.  The rest the
 * document says itself: forme work, hyphens at line ends.
 */
#ifndef READ_DECISIONS_H
#define READ_DECISIONS_H

#include "pipeline/model/document.h"
#include "pipeline/stream/repairs.h"

/* Adds such a milestone; the texts are borrowed. */
void decisions_add(struct document *document, struct slice kind, struct slice before,
		   struct slice after);

/* Takes the milestones out of the document, and everything to be reported into `repairs`. */
void decisions_take(struct document *document, struct repairs *repairs);

#endif
