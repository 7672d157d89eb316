#!/bin/sh
# Whole commands on inputs that are missing, wrong, odd, empty, many.
. "$(dirname "$0")/../lib.sh"
folder=$root/corpora/partnerships
cd "$scratch" || exit 1

# refused NAME STATUS PATTERN COMMAND...: nothing on standard output, one
# message that matches
refused() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	"$@" > out 2> err
	status=$?
	equal "$name: exit" "$wanted" "$status"
	equal "$name: nothing is printed, or a heading" '' "$(grep -v '^document	page	' out)"
	equal "$name: one message" 1 "$(wc -l < err | tr -d ' ')"
	if grep -q -e "$pattern" err; then pass; else fail "$name: says $pattern" "$(cat err)"; fi
}

concordat -q extract "$folder" > text
concordat -q extract "$folder" then normalise then tokens > tokens
stages='normalise tokens stem stop filter freq documents csv'

# A misspelt name is told the nearest one.
refused 'a mistyped stage' 64 "'freq'" concordat freqq
refused 'a mistyped stage in a chain' 64 "'tokens'" concordat extract "$folder" then token
refused 'a mistyped option' 64 '--top' concordat freq --tpo 3
refused 'a mistyped option of the runner' 64 '--verbose' concordat --verbos freq
refused 'an option without its value' 64 '--top' concordat freq --top
refused 'a number that is none' 64 'many' concordat freq --top many
refused 'no stage behind then' 64 'then' concordat extract "$folder" then
refused 'a mistyped page' 64 "'freq'" concordat help frek

for stage in $stages 'kwic trust' extract; do
	refused "$stage: a missing input" 66 'not-there' concordat $stage not-there
done
refused 'run: a missing folder' 66 'not-there' concordat run not-there -o results
equal 'run: no results for it' no "$([ -e results ] && echo yes || echo no)"

echo 'Dear members' > letter
for stage in normalise tokens stem stop filter freq documents 'kwic trust'; do
	not_a_stream() { concordat $stage < letter; }
	refused "$stage: not a stream" 65 'stream' not_a_stream
	: > empty
	if concordat $stage < empty > out 2> err && [ ! -s err ]; then
		pass
	else
		fail "$stage: no bytes at all are a stream of no documents" "$(cat err)"
	fi
done

for stage in stem stop freq 'kwic trust'; do
	wrong_phase() { concordat $stage < text; }
	refused "$stage: text, not tokens" 64 "'tokens'" wrong_phase
done
for stage in normalise tokens; do
	wrong_phase() { concordat $stage < tokens; }
	refused "$stage: tokens, not text" 64 "'$stage'" wrong_phase
done

# Odd names of files.
mkdir odd
new_line='two
lines.txt'
tab=$(printf 'a\ttab.txt')
bad=$(printf 'ill\377formed.txt')
for name in "$new_line" "$tab" 'quo"te.txt' "apo'strophe.txt" '-dash.txt' 'a space.txt' \
	'amp&lt;.txt' '<text id="x">.txt' 'back\slash.txt' 'näme.txt' '*.txt' '$(reboot).txt' "$bad"; do
	echo "The partnership of $((number = ${number-0} + 1))" > "odd/$name"
done
concordat extract odd > out 2> err
equal 'odd names: exit, messages' '0:' "$?:$(cat err)"
equal 'odd names: all are read' "$number" "$(grep -c '^<text .*status="ok"' out)"
equal 'odd names: bytes that are no UTF-8' 1 "$(grep -ci '^<text id="ill\\xffformed.txt"' out)"
equal 'odd names: a new line' 1 "$(grep -c '^<text id="two&#10;lines.txt"' out)"
concordat filter < out > again
same 'odd names: through the stream' out again
concordat documents odd > table
equal 'odd names: one row each' "$((number + 1))" "$(wc -l < table | tr -d ' ')"
equal 'odd names: as many cells everywhere' 1 "$(awk -F '\t' '{ print NF }' table | sort -u | wc -l | tr -d ' ')"
concordat freq odd > table
equal 'odd names: counted' "$number" "$(awk -F '\t' '$1 == "partnership" { print $3 }' table)"
(cd odd && concordat extract -- -dash.txt) > got
equal 'a name behind --' 1 "$(grep -c '^<text id="-dash.txt"' got)"
find odd -type f -print0 | concordat extract --files-from - > got
equal 'names from find -print0' "$number" "$(grep -c '^<text ' got)"
concordat extract odd 2>&1 >/dev/null | LC_ALL=C grep -c "$(printf '[\001-\011\013-\037]')" > got
equal 'no control character in a message' 0 "$(cat got)"
concordat run odd -o odd-results > out 2> err
equal 'odd names: run' 0 $?
equal 'odd names: its table of documents' "$((number + 1))" "$(wc -l < odd-results/documents.tsv | tr -d ' ')"

# An empty folder.
mkdir nothing
concordat extract nothing > out 2> err
equal 'an empty folder: nothing is printed' 0 "$(wc -c < out | tr -d ' ')"
concordat freq nothing > out 2> err
equal 'an empty folder: freq gives its heading' 1 "$(wc -l < out | tr -d ' ')"

# Without permission.  Root may read everything, so somebody else is asked.
mkdir -p closed/inner
echo 'Trust is here' > closed/open.txt
echo 'and not here' > closed/shut.txt
echo 'nor here' > closed/inner/deep.txt
mkdir -p place/bin
cp "$root/$BIN/concordat" "$root/$BIN/concordat-read" place/bin
cp -R "$root/stopwords" place
chmod -R a+rX place closed
chmod 0 closed/shut.txt closed/inner
chmod 755 .
as_nobody() {
	if [ "$(id -u)" -ne 0 ]; then
		"$@"
	else
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	fi
}
if as_nobody cat place/stopwords/en.txt > /dev/null 2>&1 &&
	! as_nobody cat closed/shut.txt > /dev/null 2>&1; then
	as_nobody place/bin/concordat extract closed > out 2> err
	equal 'without permission: exit' 1 $?
	equal 'without permission: what can be read is' 1 "$(grep -c 'open.txt.*status="ok"' out)"
	equal 'without permission: a file has its status' 1 "$(grep -c 'shut.txt.*status="unreadable"' out)"
	for name in shut.txt inner; do
		if grep -q "$name" err; then pass; else fail "without permission: $name is named" "$(cat err)"; fi
	done
else
	skip 'without permission' 'nobody can be asked who is not root'
fi

# Loops, pipes, devices are no documents.
mkdir strange
echo 'Trust' > strange/real.txt
ln -s . strange/loop
ln -s nowhere strange/dangling.txt
mkfifo strange/pipe.txt
echo hidden > strange/.hidden.txt
timeout 20 "$root/$BIN/concordat" extract strange > out 2> err
equal 'loops and pipes: it ends' yes "$([ $? -le 1 ] && echo yes)"
equal 'loops and pipes: the document' 1 "$(grep -c 'real.txt.*status="ok"' out)"

# Many small files.
mkdir many
awk 'BEGIN {
	for (i = 1; i <= 10000; i++) {
		name = sprintf("many/%05d.txt", i)
		print "The partnership met in room " i > name
		close(name)
	}
}'
concordat freq many > out 2> err
equal 'many files: exit, messages' '0:' "$?:$(cat err)"
equal 'many files: counted' '10000' "$(awk -F '\t' '$1 == "partnership" { print $3 }' out)"
concordat -j 2 documents many > out
equal 'many files: a row each' 10001 "$(wc -l < out | tr -d ' ')"
closing
