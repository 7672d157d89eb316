/*
 * Sheet numbers: what a number in a spreadsheet looks like, as far as it
 * matters to readers: days, times and percentages.
 *
 * A day is a number of days: 1 is 1 January 1900 in a calendar that has a
 * 29 February 1900, or 0 is 1 January 1904 (ECMA-376 part 1, 18.17.4).
 */
#ifndef OFFICE_SHEET_NUMBERS_H
#define OFFICE_SHEET_NUMBERS_H

#include "pipeline/base/slice.h"

enum number_form { NUMBER_PLAIN, NUMBER_DATE, NUMBER_PERCENT };

/* Of the formats that have a number and no code of their own (18.8.30). */
enum number_form number_form_of_id(long id);

/* Of a code: "dd/mm/yyyy", "0.0%". */
enum number_form number_form_of_code(struct slice code);

enum { NUMBER_SIZE = 48 };

/*
 * The number as text: 2022-05-03, 2022-05-03 10:14, 10:14, 12.5%, 0.3.  What
 * is no number, or a day outside of the years 1900 to 9999, stays as it is;
 * a long one is cut.
 */
void number_write(struct slice number, enum number_form form, bool from_1904,
		  char text[NUMBER_SIZE]);

#endif
