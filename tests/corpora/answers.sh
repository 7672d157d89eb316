#!/bin/sh
# The answers worked out by hand for three documents of corpora/partnerships:
# see README.md beside this.
. "$(dirname "$0")/../lib.sh"
cd "$root/tests/corpora" || exit 1
tab=$(printf '\t')

# No space beside a punctuation mark: in the answers tokens stand apart, in
# the program's lines as printed.
close_up() { LC_ALL=C sed "s/ *\\([^A-Za-z0-9 $tab]\\) */\\1/g"; }

check_counts() {
	concordat freq "$2" > "$scratch/freq"
	while IFS=$tab read -r word count; do
		[ "$word" != word ] || continue
		got=$(awk -F '\t' -v word="$word" '$1 == word { print $3 }' "$scratch/freq")
		equal "$1: how often '$word' occurs" "$count" "${got:-0}"
	done < "$1.freq.tsv"
}

# Whether all lines of a query stand in the answers, in order.
is_complete() {
	case $1:$2 in
	saltreach-cabinet-report:schools\ forum | saltreach-cabinet-report:trust) ;;
	ashdale-principles:received | ashdale-principles:multi-agency) ;;
	ashdale-principles:local\ authority | ashdale-principles:co-ordinator) ;;
	ashdale-about:*) ;;
	*) return 1 ;;
	esac
}

check_lines() {
	cut -f 1 "$1.kwic.tsv" | sed 1d | LC_ALL=C sort -u > "$scratch/queries"
	while IFS= read -r query; do
		awk -F '\t' -v OFS='\t' -v query="$query" '$1 == query { print $2, $3, $4, $5 }' \
			"$1.kwic.tsv" | close_up > "$scratch/expected"
		concordat kwic --window 3 "$query" "$2" | sed 1d |
			awk -F '\t' -v OFS='\t' '{ print $2, $7, $8, $9 }' | close_up > "$scratch/got"
		if is_complete "$1" "$query"; then
			same "$1: all lines of '$query'" "$scratch/expected" "$scratch/got"
			continue
		fi
		while IFS= read -r line; do
			if grep -qxF -e "$line" "$scratch/got"; then
				pass
			else
				fail "$1: a line of '$query'" "expected: $line" "$(cat "$scratch/got")"
			fi
		done < "$scratch/expected"
	done < "$scratch/queries"
}

for answers in *.freq.tsv; do
	name=${answers%.freq.tsv}
	folder=$root/corpora/partnerships/${name%%-*}
	for document in "$folder/${name#*-}".*; do
		check_counts "$name" "$document"
		check_lines "$name" "$document"
	done
done
closing
