/*
 * Tables: rows and cells among the lines of a column.
 */
#ifndef PDF_TABLES_H
#define PDF_TABLES_H

#include "stages/read/reader/pdf/lines.h"

struct table {
	uint32_t first, end;	/* its lines: from first up to, not including, end */
	struct row *rows;
	uint32_t row_count;
	bool prose;		/* columns of running text, one cell each: no table */
};

/*
 * The next table at or behind line `from`; false if there is none.  A line
 * that is one segment belongs to no table unless it stands in one's column.
 */
/*
 * All lines as one table whose cells hold prose; false if its columns cannot
 * be told apart, or cells are short, which find_table() reads.
 */
bool table_of_rows(const struct line_list *lines, struct arena *arena, struct table *table);

bool find_table(const struct line_list *lines, uint32_t from, const struct box *column,
		struct arena *arena, struct table *table);

#endif
