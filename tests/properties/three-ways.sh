#!/bin/sh
# Property: a stage gives the same bytes alone on a stream, in a pipe behind
# the stages before it, chained to them with `then`, and with one worker or two.
. "$(dirname "$0")/../lib.sh"
cd "$root" || exit 1

# Documents with odd characters, metadata and lengths beside the real ones.
make_generated() {
	mkdir -p "$1/north" "$1/south"
	awk -v to="$1" 'BEGIN {
		srand(7)
		count = split("trust school schools partnership local authority co-operate naïve Straße İstanbul ﬁnance 3.5 e.g. (see minutes@x.org https://x.org/a_b head\302\255teacher e\314\201cole 日本語 שלום . , ! ? -- “quoted” don’t", words, " ")
		print "path,region,type,date" > (to "/metadata.csv")
		for (i = 1; i <= 60; i++) {
			name = (i % 2 ? "north/" : "south/") "doc-" i ".txt"
			printf "%s,%s,%s,20%02d\n", name, i % 3 ? "North" : "South, \"lower\"", i % 4 ? "minutes" : "plan", i % 25 > (to "/metadata.csv")
			lines = i % 7 == 0 ? 0 : int(rand() * 40)
			for (l = 0; l < lines; l++) {
				line = ""
				for (w = int(rand() * 14); w > 0; w--)
					line = line words[1 + int(rand() * count)] (rand() < .1 ? "  " : " ")
				print line > (to "/" name)
			}
			if (lines == 0)
				printf "" > (to "/" name)
			close(to "/" name)
		}
	}'
}
make_generated "$scratch/generated"

# Failed documents (empty ones) give exit 1; anything above is a failure here.
quiet() {
	"$@" 2>> "$scratch/said" || [ $? -eq 1 ]
}

# in_pipe WORDS: `concordat` in the place of each `then`
in_pipe() {
	(
		eval "$(printf '%s\n' "$1" | sed 's/ then / | concordat /g; s/^/concordat /')"
	)
}

check() {
	stage=$1 before=$2 words=$3 folder=$4
	: > "$scratch/said"
	first="extract \"\$folder\"${before#extract}"
	quiet in_pipe "$first" > "$scratch/before" || fail "$before" "$(cat "$scratch/said")"
	name="$before then $stage $words (${folder##*/})"
	eval "quiet concordat -j 1 $stage $words" < "$scratch/before" > "$scratch/alone" ||
		fail "$name: alone" "$(cat "$scratch/said")"
	[ -s "$scratch/alone" ] || fail "$name: nothing comes out"
	eval "quiet concordat -j 2 $stage $words" < "$scratch/before" > "$scratch/got"
	same "$name: -j 2" "$scratch/alone" "$scratch/got"
	quiet in_pipe "$first then $stage $words" > "$scratch/got"
	same "$name: in a pipe" "$scratch/alone" "$scratch/got"
	eval "quiet concordat -j 1 $first then $stage $words" > "$scratch/got"
	same "$name: chained, -j 1" "$scratch/alone" "$scratch/got"
	eval "quiet concordat -j 2 $first then $stage $words" > "$scratch/got"
	same "$name: chained, -j 2" "$scratch/alone" "$scratch/got"
}

check_extract() {
	folder=$1
	quiet concordat -j 1 extract "$folder" > "$scratch/alone"
	quiet concordat -j 2 extract "$folder" > "$scratch/got"
	same "extract: -j 2 (${folder##*/})" "$scratch/alone" "$scratch/got"
	quiet in_pipe 'extract "$folder" then filter' > "$scratch/got"
	same "extract: in a pipe (${folder##*/})" "$scratch/alone" "$scratch/got"
	quiet concordat extract "$folder" then filter > "$scratch/got"
	same "extract: chained (${folder##*/})" "$scratch/alone" "$scratch/got"
}

tab=$(printf '\t')
for folder in corpora/partnerships "$scratch/generated"; do
	check_extract "$folder"
	while IFS= read -r line; do
		stage=${line%%"$tab"*}
		rest=${line#*"$tab"}
		check "$stage" "${rest%%"$tab"*}" "${rest#*"$tab"}" "$folder"
	done <<-LIST
	$(grep -v '^#' tests/stages.tsv)
	LIST
done

# What is missing in front of documents is put there.
for folder in corpora/partnerships "$scratch/generated"; do
	quiet concordat extract "$folder" then normalise then tokens then freq --by region > "$scratch/alone"
	quiet concordat freq --by region "$folder" > "$scratch/got"
	same "freq on documents (${folder##*/})" "$scratch/alone" "$scratch/got"
	quiet concordat extract "$folder" then normalise then tokens then stem then stop then freq > "$scratch/alone"
	quiet concordat stem "$folder" then stop then freq > "$scratch/got"
	same "stem on documents (${folder##*/})" "$scratch/alone" "$scratch/got"
	quiet concordat extract "$folder" then normalise then tokens then kwic 'local authority' > "$scratch/alone"
	quiet concordat kwic 'local authority' "$folder" > "$scratch/got"
	same "kwic on documents (${folder##*/})" "$scratch/alone" "$scratch/got"
done

# No stage is left out.
for stage in $(concordat help | sed -n '/^Stages:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	case $stage in
	run | help | extract | merge | update | ls | cat | check | vacuum) continue ;;	# whole commands
	esac
	if grep -q "^$stage$tab" tests/stages.tsv; then pass; else fail "$stage stands in tests/stages.tsv"; fi
done
closing
