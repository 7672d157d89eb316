#!/bin/sh
# Properties of freq, on documents made here: what it counts is what a plain
# awk program counts; the order of documents, the division into files, the
# number of workers and chaining change no byte; groups add up to the whole.
. "$(dirname "$0")/../lib.sh"
LC_ALL=C
export LC_ALL
cd "$scratch" || exit 1

# One document a file: words of a skewed distribution in three spellings,
# punctuation, stop words, headers, speakers; some have no group, some no content.
awk -v count=150 '
function random(n) { seed = (seed * 16807) % 2147483647; return seed % n }
function word(    i, w) {
	i = int(random(1000) * random(1000) * random(60) / 1000000)
	w = stems[i % 12 + 1] endings[int(i / 12) % 5 + 1]
	i = random(10)
	return i == 0 ? toupper(w) : i == 1 ? toupper(substr(w, 1, 1)) substr(w, 2) : w
}
function tokens(file, n,    i, w) {
	for (i = 0; i < n; i++) {
		w = word()
		if (random(12) == 0)
			print ",\t" > file
		else
			print w "\t" (random(9) == 0 ? "" : tolower(w)) > file
	}
}
BEGIN {
	seed = 42
	split("school partner nation agree region local form plan act port run need", stems, " ")
	split(" s ing al ation", endings, " ")
	endings[1] = ""; endings[2] = "s"; endings[3] = "ing"; endings[4] = "al"; endings[5] = "ation"
	split("en fr de cy tr", languages, " ")
	for (d = 1; d <= count; d++) {
		file = sprintf("%03d.vrt", d)
		print "<text id=\"" d "\" status=\"ok\" lang=\"" languages[random(5) + 1] "\"" \
		    (random(5) ? " region=\"r" random(7) "\"" : "") ">" > file
		print "<fw type=\"header\">" > file; tokens(file, random(4)); print "</fw>" > file
		print "<p>" > file; tokens(file, d % 10 ? random(300) : 0); print "</p>" > file
		print "<u who=\"w" random(3) "\">" > file; tokens(file, d % 10 ? random(40) : 0)
		print "</u>" > file
		print "</text>" > file
		close(file)
	}
}'
cat [0-9]*.vrt > all.vrt

# The same by an independent count: groups, forms, documents, without the rates.
awk -F '\t' -v OFS='\t' '
/^<text/ { d++; region = match($0, / region="[^"]*"/) ? substr($0, RSTART + 9, RLENGTH - 10) : "" }
/^<fw/ { out = 1 }
/^<\/fw/ { out = 0 }
/^</ || out { next }
$1 ~ /[A-Za-z0-9]/ { base[region]++; if (!((region, d) in has)) { has[region, d]; with[region]++ } }
$2 != "" {
	key = region SUBSEP $2
	count[key]++
	forms[key, $1]++
	if (last[key] != d) { last[key] = d; documents[key]++ }
}
END {
	for (k in forms) {
		split(k, p, SUBSEP)
		key = p[1] SUBSEP p[2]
		if (forms[k] > most[key] || (forms[k] == most[key] && p[3] < form[key])) {
			most[key] = forms[k]; form[key] = p[3]
		}
	}
	for (key in count) {
		split(key, p, SUBSEP)
		print p[1], p[2], form[key], count[key], base[p[1]], documents[key], with[p[1]]
	}
}' all.vrt | sort -t '	' -k1,1 -k4,4nr -k2,2 > expected
if [ -s expected ]; then pass; else fail "the independent count is empty"; fi

concordat -j 1 freq --by region all.vrt > by-region
tail -n +2 by-region | cut -f 1-4,6 > counted
cut -f 1-4,6 expected > plain
same "the counts of awk" plain counted
tail -n +2 by-region | paste - expected | awk -F '\t' '
function near(a, b) { return a - b < 1e-9 * b && b - a < 1e-9 * b }
!near($5, $11 * 1000000 / $12) || !near($7, 100 * $13 / $14)' > wrong
equal "rates" "" "$(head -n 3 wrong)"

# Nothing but the documents matters.
ls -r [0-9]*.vrt > reversed
for jobs in 1 2 3 7; do
	concordat -j $jobs freq --by region [0-9]*.vrt > files
	same "-j $jobs, a file for each document" by-region files
	xargs cat < reversed | concordat -j $jobs freq --by region > backwards
	same "-j $jobs, backwards" by-region backwards
done
for options in '' '--all' '--in u' '--by u.who' '--by id,lang' '--top 3 --by region' '--min 5'; do
	concordat -j 1 freq $options all.vrt > one
	concordat -j 4 freq $options all.vrt > four
	same "freq $options" one four
done

# Stems of several languages: each word under several layers, chained or piped.
for jobs in 1 4; do
	concordat -j $jobs stem all.vrt then stop then freq --by region > chained 2> notes
	{ concordat -j $jobs stem all.vrt | concordat -j 3 stop |
	    concordat -j $jobs freq --by region; } > piped 2> notes
	same "stems, -j $jobs, piped" chained piped
	[ $jobs = 1 ] && cp chained stems
	same "stems, -j $jobs against -j 1" stems chained
done

# Groups add up to the whole, and the whole is every token with a term.
concordat freq all.vrt | tail -n +2 | cut -f 1,3 | sort > whole
tail -n +2 by-region | awk -F '\t' -v OFS='\t' '{ n[$2] += $4 } END { for (t in n) print t, n[t] }' |
    sort > added
same "groups added up" whole added
tokens=$(awk -F '\t' '/^<fw/ { out = 1 } /^<\/fw/ { out = 0 } !/^</ && !out && $2 != "" { n++ } END { print n }' all.vrt)
counted=$(awk -F '\t' '{ n += $2 } END { print n }' whole)
equal "every token with a term" "$tokens" "$counted"

closing
