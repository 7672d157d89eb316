/* The table of freq: from sums to rows. */
#ifndef COUNT_FREQ_TABLE_H
#define COUNT_FREQ_TABLE_H

#include "pipeline/stream/table.h"
#include "stages/count/freq_sums.h"

enum { FREQ_MILLION = 1000000 };

struct freq_table {
	struct output *output;
	struct freq_sums *sums;
	struct vocabulary *words;	/* of the first worker */
	uint64_t top;			/* rows of a group; 0: all */
	uint64_t minimum;		/* the least count that has a row */
	uint64_t per;			/* tokens the rate is for */
};

/* Writes the header and all rows: groups by bytes, count falling, term by bytes. */
void freq_table_write(const struct freq_table *table);

#endif
