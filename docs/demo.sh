#!/bin/sh
# Shows the first lines of what `concordat run` has left in the folder given.
set -eu
results=$1

# show FILE WHAT LINES COLUMNS
show() {
	printf '\n%s\n' "$2"
	head -n "$3" "$results/$1" | cut -f "$4" | sed 's/^/    /'
}

show frequency.tsv 'The most frequent terms (frequency.tsv):' 6 1-5
[ ! -s "$results/frequency-by-region.tsv" ] ||
	show frequency-by-region.tsv 'By region (frequency-by-region.tsv):' 4 1-5
[ ! -s "$results/queries.tsv" ] || show queries.tsv 'What was searched for (queries.tsv):' 10 1-
for lines in "$results"/concordance-*.tsv; do
	[ ! -s "$lines" ] || show "${lines##*/}" "The first lines found (${lines##*/}):" 4 1,2,7-9
	break
done
printf '\nAll of it is in %s/: each table as .tsv, and as .csv for a double click;\n' "$results"
printf 'from here: xdg-open %s/frequency.csv\n' "$results"
