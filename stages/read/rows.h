/*
 * Rows: tables whose rows are documents (--rows): survey answers, responses
 * to a consultation.
 *
 * The first row that is not blank holds the headings.  The cells of the
 * columns that were asked for are the text of a document; those of all other
 * columns with a heading are its metadata.
 */
#ifndef READ_ROWS_H
#define READ_ROWS_H

#include "pipeline/run/options.h"
#include "stages/read/candidates.h"
#include "stages/read/read_file.h"

/*
 * Puts the rows of each table among the candidates in its place, with their
 * attributes, which are numbered in `names`.  Ids are those of the file and
 * "#row-12", where a spreadsheet numbers the rows.  A column is known by its
 * heading, or by that as a table would name it; one that is not there is an
 * error, and so is it if there is no table.
 */
enum outcome add_rows(struct candidates *candidates, const struct option_list *columns,
		      struct file_reader *reader, struct names *names, struct diagnostics *d);

#endif
