/*
 * Assembly: pages of segments into pages of blocks.
 */
#ifndef PDF_ASSEMBLY_H
#define PDF_ASSEMBLY_H

#include "stages/read/reader/pdf/layout.h"

/* All pages have their segments; afterwards they have their blocks, joined and ranked. */
void assemble(struct layout *layout);

#endif
