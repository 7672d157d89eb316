#!/bin/sh
# The whole job where things go wrong, at night, and before somebody's eyes.
. "$(dirname "$0")/../lib.sh"
cp -R "$root/corpora/partnerships" "$scratch/papers"
cd "$scratch" || exit 1

mkdir small
echo 'Trust between schools' > small/one.txt
concordat run small -o results
cp -R results before
unchanged() {
	if diff -r -x .unfinished before results > differences 2>&1; then
		pass
	else
		fail "$1: the old results are whole" "$(cat differences)"
	fi
}

# A second run into the same folder.
if command -v flock > /dev/null 2>&1; then
	flock results sh -c 'concordat run small -o results > out 2> err; echo $? > status'
	equal 'a second run: exit' 75 "$(cat status)"
	equal 'a second run: one message' '0 1' "$(wc -l < out | tr -d ' ') $(wc -l < err | tr -d ' ')"
	unchanged 'a second run'
else
	skip 'a second run' 'no flock here'
fi

# It is killed.
for delay in 0.1 0.3 0.6; do
	timeout -s KILL "$delay" "$root/$BIN/concordat" run papers -o results > out 2>&1
	if [ $? -eq 137 ]; then unchanged "killed after $delay s"; else break; fi
done
# What it was about to start as it died may hold the lock for an instant.
! command -v flock > /dev/null 2>&1 || flock results true
concordat run small -o results > out 2> err
equal 'the next run: exit, messages' '0:' "$?:$(cat out err)"
equal 'the next run takes away what was begun' '' "$(diff -r before results)"

# No more than 4 kB can be written to a file.
(
	trap '' XFSZ
	ulimit -f 8
	concordat run papers -o results > out 2> err
	echo $? > status
)
equal 'a full disk: exit' 74 "$(cat status)"
if grep -q 'results.*writing failed' err; then pass; else fail 'a full disk: the file is named' "$(cat err)"; fi
unchanged 'a full disk'
equal 'a full disk: nothing is left aside' '' "$(ls -A results | grep unfinished)"

# cron gives it next to nothing, and mails what it says.
(cd / && env -i "$root/$BIN/concordat" run "$scratch/papers" -o "$scratch/at night") > out 2> err < /dev/null
equal 'at night: exit, messages' '0:' "$?:$(cat out err)"
concordat run papers -o 'by day' > out 2> err
equal 'by day it is the same' '' "$(diff -r 'at night' 'by day')"
if command -v python3 > /dev/null 2>&1; then
	if python3 -m json.tool 'by day/provenance.json' > out 2> err; then
		pass
	else
		fail 'provenance.json is JSON' "$(cat err)"
	fi
else
	skip 'provenance.json is JSON' 'no python3 here'
fi
equal 'provenance.json names no place' '' "$(grep -F "$scratch" 'by day/provenance.json')"

# On a terminal: six lines, and whoever needs attention.
if script -qec true /dev/null > /dev/null 2>&1; then
	script -qec 'concordat run papers -o results' /dev/null < /dev/null > out 2>&1
	tr -d '\r' < out | sed "s/.*$(printf '\033')\[K//" > said
	sum() { awk -F '\t' -v column="$2" '{ n += $column } END { print n }' "results/$1.tsv"; }
	{
		echo "$(ls papers/*/* | wc -l | tr -d ' ') documents in papers:" \
			"$(sum documents 4) pages of PDF, $(sum documents 5) words"
		echo 'All of them were read in full'
		echo "Most frequent: $(awk -F '\t' 'NR > 1 && NR < 8 {
			printf "%s%s %s", separator, $2, $3
			separator = ", "
		}' results/frequency.tsv)"
		echo "$(sed 1d results/queries.tsv | wc -l | tr -d ' ') searches, $(sum queries 3) lines;" \
			"nothing found for: $(awk -F '\t' '$3 == "0" { print $1 }' results/queries.tsv)"
		echo "Counted by $(sed -n 's/"//g; s/.*by: \[\(.*\)\].*/\1/p' results/provenance.json)"
		echo 'Results: results (open frequency.csv, queries.csv, documents.csv)'
	} > expected
	same 'on a terminal: six lines' expected said
	printf '%%PDF-1.4\nnothing of the sort\n' > small/broken.pdf
	script -qec 'concordat run small -o results' /dev/null < /dev/null > out 2>&1
	equal 'on a terminal: what could not be read' 1 \
		"$(grep -c '^1 of them could not be read in full: documents.csv says why' out)"
	rm small/broken.pdf
	script -qec 'concordat --quiet run papers -o results' /dev/null < /dev/null > out 2>&1
	equal 'on a terminal, --quiet' '' "$(cat out)"
	script -qec 'concordat freq' /dev/null < /dev/null > out 2>&1
	equal 'on a terminal, nothing to read: exit' 64 $?
	if grep -q 'freq has nothing to read' out; then pass; else fail 'nothing to read' "$(cat out)"; fi
	script -qec 'concordat csv' /dev/null < /dev/null > out 2>&1
	if grep -q 'csv has nothing to read: name a table' out; then pass; else fail 'no table to read' "$(cat out)"; fi
else
	skip 'on a terminal' 'no script here that takes -qec'
fi

# More rows than a spreadsheet has.
mkdir many
awk 'BEGIN { for (i = 0; i < 1048576; i++) print "w" i }' > many/words.txt
concordat run many -o results > out 2> err
equal 'more rows than a spreadsheet has: exit' 1 $?
equal 'more rows than a spreadsheet has: all are there' 1048577 "$(wc -l < results/frequency.tsv | tr -d ' ')"
equal 'more rows than a spreadsheet has: in the CSV too' 1048577 "$(wc -l < results/frequency.csv | tr -d ' ')"
equal 'more rows than a spreadsheet has: messages' 2 "$(grep -c -e 'csv: 1048576 rows, and a spreadsheet shows 1048575' -e 'run: frequency.csv: a spreadsheet will not show all' err)"

# The programs lie where nobody would put them.
mkdir -p "it's here/bin"
cp "$root/$BIN/concordat" "$root/$BIN/concordat-read" "it's here/bin"
equal 'every library is asked for its version' 'ICU PCRE2 Nettle libstemmer poppler libxml2 libseccomp' \
	"$("it's here/bin/concordat" --version --verbose |
		sed -nE 's/^(ICU|PCRE2|Nettle|libstemmer|poppler|libxml2|libseccomp) [0-9].*/\1/p' | paste -sd ' ' -)"

# A file does not become standard output where that is closed.
concordat -q extract papers > text
concordat normalise --report report < text >&- 2> err
equal 'standard output is closed: exit' 74 $?
equal 'standard output is closed: the report is none' 'document' "$(head -c 8 report)"
equal 'standard output is closed: no stream in it' '' "$(grep '^<' report)"
closing
