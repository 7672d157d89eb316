/*
 * Order: the segments of a page as columns, in the order in which they are read.
 */
#ifndef PDF_ORDER_H
#define PDF_ORDER_H

#include "stages/read/reader/pdf/layout.h"

struct column_list {
	struct column *columns;		/* freed by free() */
	size_t count, capacity;
};

struct gutter {
	float left, right;
};

enum { MOST_GUTTERS = 8 };

/* The height that the rows of a table take up; top is not above bottom if there is none. */
struct rows {
	float top, bottom;
};

/* Segments and their left and right edges, from left to right: sorted once for all parts. */
struct profile {
	struct segment *const *segments;
	struct edge *edges;		/* two for each segment */
	size_t count;
};

struct profile profile_of(struct segment *const *segments, size_t count, struct arena *arena);

/*
 * Empty strips that part the segments first .. end - 1 into columns, from left
 * to right: at least 0.7 of `em` wide, crossed by hardly any segment, with columns of text
 * and not of a table on both sides.  Returns their number, and in *rows where
 * columns were found to be those of a table's rows.
 */
size_t find_gutters(const struct profile *profile, size_t first, size_t end, float em,
		    struct arena *scratch, struct gutter gutters[MOST_GUTTERS], struct rows *rows);

/* Appends one column of the segments, of which there is one at least. */
void add_column(struct column_list *to, struct segment **segments, size_t count, uint8_t role,
		struct arena *arena);

/*
 * Appends the columns that the segments make.  `segments` is sorted anew;
 * the columns' arrays of segments live in `arena`.
 */
void order_columns(struct segment **segments, size_t count, float em, uint8_t role,
		   struct arena *arena, struct column_list *to);

#endif
