/*
 * Groupings: which columns of a folder's metadata its documents are counted by.
 */
#ifndef JOB_GROUPINGS_H
#define JOB_GROUPINGS_H

#include "stages/job/job.h"

/*
 * Fills job->groupings: those of --by where given, else each column of
 * metadata.csv that groups: 2 to 50 values and fewer than documents, and not
 * title, author or date.
 */
enum outcome groupings_find(struct job *job, const struct option_list *by);

#endif
