#!/bin/sh
# Properties of kwic, on generated token documents:
#   - it has as many rows for a word as freq counts;
#   - --forms adds up to its rows;
#   - every row's position, in its document, holds its node;
#   - a sample is the same for any number of workers and any order of the
#     documents, and is part of every larger one;
#   - --sort only moves rows.
. "$(dirname "$0")/../lib.sh"
cd "$scratch" || exit 1

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
if [ "$(wc -l < counts)" -gt 10 ]; then
	pass
else
	fail "freq found too little to compare"
fi
while IFS='	' read -r term form count rest; do
	equal "rows for $term" "$count" \
		"$(concordat kwic --window 0 -e "$term" < stream | tail -n +2 | wc -l | tr -d ' ')"
	equal "sum of the forms of $term" "$count" \
		"$(concordat kwic --forms -e "$term" < stream |
			awk -F '\t' 'NR > 1 { sum += $2 } END { print sum + 0 }')"
done < counts

# The place of every token, from the stream itself.
awk -F '\t' '
	/^<text / { split($0, part, "\""); id = part[2]; position = 0 }
	!/^</ { print id "\t" position++ "\t" $1 }' stream | LC_ALL=C sort > tokens
concordat kwic '/.*/' < stream | tail -n +2 | cut -f 1,6,8 | LC_ALL=C sort > nodes
[ -s nodes ] || fail "no nodes"
equal "nodes that are not where they say" "" "$(LC_ALL=C comm -23 nodes tokens | head -n 3)"

for n in 1 10 100; do
	concordat -j 1 kwic --sample $n --seed 3 't*' < stream > sample
	for jobs in 2 5; do
		concordat -j $jobs kwic --sample $n --seed 3 't*' < stream > other
		same "--sample $n with -j $jobs" sample other
	done
	rows < sample > sample.rows
	concordat kwic --sample $n --seed 3 't*' < reversed | rows > other
	same "--sample $n of documents in another order" sample.rows other
	concordat kwic --sample $((3 * n)) --seed 3 't*' < stream | rows > larger
	equal "--sample $n is part of --sample $((3 * n))" "" \
		"$(LC_ALL=C comm -23 sample.rows larger)"
done

concordat kwic 't* l*' < stream | rows > plain
concordat kwic --sort 1R,2L,node,page 't* l*' < stream | rows > other
same "--sort only moves rows" plain other
closing
