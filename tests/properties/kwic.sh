#!/bin/sh
# Properties of kwic, on generated token documents:
#   - it has as many rows for a word as freq counts;
#   - --forms adds up to its rows;
#   - every row's position, in its document, holds its node;
#   - a sample is the same for any number of workers and any order of the
#     documents, and is part of every larger one;
#   - --sort only moves rows.
# Says what failed and exits 1; says nothing else.
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

failed() {
	echo "kwic: $*" >&2
	exit 1
}

# Documents of words that recur, in blocks, sentences, headers; $1 is 1 or -1
# and says in which order they stand.
generate() {
	awk -v step="$1" '
	function chance(below) {
		seed = (seed * 16807) % 2147483647
		return seed % below
	}
	function sentence(   i) {
		print "<s>"
		for (i = chance(9); i > 0; i--) {
			word = words[1 + int(chance(count) * chance(1000) / 1000)]
			print word "\t" tolower(word)
			if (chance(9) == 0)
				print "<g/>\n,\t"
		}
		print "</s>"
	}
	function block(name,   i) {
		print "<" name ">"
		for (i = 1 + chance(4); i > 0; i--)
			sentence()
		print "</" name ">"
	}
	BEGIN {
		count = split("The the local Local LOCAL authority council-led trust " \
			"Trust schools power soft don'\''t 2019 3.5 of and in", words, " ")
		split("p head item fw note quote", blocks, " ")
		for (n = step > 0 ? 1 : 40; n >= 1 && n <= 40; n += step) {
			seed = 7919 * n
			printf "<text id=\"d%d\" status=\"ok\">\n", n
			for (page = 1; page <= 3; page++) {
				printf "<pb n=\"%d\"/>\n", page
				for (j = chance(5); j > 0; j--)
					block(blocks[1 + chance(6)])
			}
			print "</text>"
		}
	}'
}

rows() {
	tail -n +2 | LC_ALL=C sort
}

generate 1 > stream
generate -1 > reversed

concordat freq < stream | tail -n +2 > counts
[ "$(wc -l < counts)" -gt 10 ] || failed "freq found too little to compare"
while IFS='	' read -r term form count rest; do
	lines=$(concordat kwic --window 0 -e "$term" < stream | tail -n +2 | wc -l)
	[ "$lines" -eq "$count" ] || failed "$term: $lines rows, freq counts $count"
	sum=$(concordat kwic --forms -e "$term" < stream |
		awk -F '\t' 'NR > 1 { sum += $2 } END { print sum + 0 }')
	[ "$sum" -eq "$count" ] || failed "$term: the forms add up to $sum, not $count"
done < counts

awk -F '\t' '
	/^<text / { split($0, part, "\""); id = part[2]; position = 0 }
	!/^</ { print id "\t" position++ "\t" $1 }' stream > tokens
concordat kwic '/.*/' < stream | tail -n +2 | cut -f 1,6,8 > nodes
[ -s nodes ] || failed "no nodes"
LC_ALL=C sort tokens > tokens.sorted
LC_ALL=C sort nodes | LC_ALL=C comm -23 - tokens.sorted > strays
[ ! -s strays ] || failed "not where they say: $(head -n 3 strays)"

for n in 1 10 100; do
	concordat -j 1 kwic --sample $n --seed 3 't*' < stream > sample
	for jobs in 2 5; do
		concordat -j $jobs kwic --sample $n --seed 3 't*' < stream | cmp -s - sample ||
			failed "--sample $n: another sample with -j $jobs"
	done
	rows < sample > sample.rows
	concordat kwic --sample $n --seed 3 't*' < reversed | rows | cmp -s - sample.rows ||
		failed "--sample $n: another sample in another order"
	concordat kwic --sample $((3 * n)) --seed 3 't*' < stream | rows |
		LC_ALL=C comm -23 sample.rows - > strays
	[ ! -s strays ] || failed "--sample $n is no part of --sample $((3 * n))"
done

concordat kwic 't* l*' < stream | rows > plain
concordat kwic --sort 1R,2L,node,page 't* l*' < stream | rows | cmp -s - plain ||
	failed "--sort loses or changes rows"
