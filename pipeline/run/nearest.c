/* Nearest: edit distance over two short names. */
#include "pipeline/run/nearest.h"

enum { LONGEST = 40 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Restricted Damerau-Levenshtein distance; both at most LONGEST long. */
static size_t edit_distance(struct slice a, struct slice b)
{
	size_t row[LONGEST + 1][LONGEST + 1];

	for (size_t i = 0; i <= a.length; i++)
		row[i][0] = i;
	for (size_t j = 0; j <= b.length; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		for (size_t j = 1; j <= b.length; j++) {
			size_t change = a.at[i - 1] != b.at[j - 1];

			row[i][j] = least(least(row[i - 1][j], row[i][j - 1]) + 1,
					  row[i - 1][j - 1] + change);
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
			    a.at[i - 2] == b.at[j - 1])
				row[i][j] = least(row[i][j], row[i - 2][j - 2] + 1);
		}
	}
	return row[a.length][b.length];
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
	struct slice offered = slice_of(candidate);

	if (offered.length > LONGEST || nearest->wanted.length > LONGEST)
		return;
	size_t distance = edit_distance(nearest->wanted, offered);
	size_t allowed = (nearest->wanted.length > offered.length ? nearest->wanted.length
								  : offered.length) / 3 + 1;

	/* The beginning of a name, or more than the name, is as good as a slip of the pen. */
	if ((nearest->wanted.length > 1 && slice_starts(offered, nearest->wanted)) ||
	    (offered.length > 3 && slice_starts(nearest->wanted, offered)))
		distance = 1;
	if (distance > allowed || (nearest->best && distance >= nearest->distance))
		return;
	nearest->best = candidate;
	nearest->distance = distance;
}
