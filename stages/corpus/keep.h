/*
 * keep: the stage at the end of what update runs.  Its rows are records
 * (pipeline/store/record.h).
 */
#ifndef CORPUS_KEEP_H
#define CORPUS_KEEP_H

#include "pipeline/run/stage.h"

const struct stage *keep_stage(void);

#endif
