/*
 * Dates: as web pages write them, in ISO 8601.
 */
#ifndef HTML_DATES_H
#define HTML_DATES_H

#include "pipeline/base/slice.h"

enum { DATE_SIZE = 16 };

/*
 * The first date in a short text, as 2024-04-03 or 2024-04; `american`: the
 * month stands before the day in 4/3/2024.  False: there is none.
 */
bool date_read(struct slice text, bool american, char iso[DATE_SIZE]);

#endif
