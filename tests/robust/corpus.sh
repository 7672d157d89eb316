#!/bin/sh
# A corpus says what its folders say, whatever happens: changes of every sort,
# a second writer, readers meanwhile, a kill at any moment, a full disk, damage.
. "$(dirname "$0")/../lib.sh"
cd "$scratch" || exit 1

# matches NAME FOLDER...: the corpus gives what reading the folders gives
matches() {
	name=$1
	shift
	concordat -q tokens "$@" > expected 2> /dev/null
	concordat cat corpus.db > got 2> err
	same "$name" expected got
}
update() { concordat -q update corpus.db "$@" > out 2> err; }
# planned ID FOLDER...: what an update would do with a document
planned() {
	id=$1
	shift
	concordat -q update --dry-run corpus.db "$@" 2> err |
		awk -F '\t' -v id="$id" '$1 == id { print $2 ": " $3 }'
}
# Times that lie back, so that they decide.
settle() { find "$@" -exec touch -d '2020-01-01 00:00:00' {} +; }

cp -R "$root/corpora/partnerships" docs
settle docs
update docs
equal 'a new corpus: exit, messages' '0:' "$?:$(cat err)"
matches 'a new corpus' docs
equal 'a corpus is its owner'\''s alone' -rw------- "$(ls -l corpus.db | cut -c 1-10)"

for chain in 'stem X then stop then freq' 'freq --by region' 'kwic --stem trust' \
	'kwic -e "local authority" --sort 1R' 'documents' 'filter --where type=strategy'; do
	case $chain in *X*) ;; *) chain="$chain X" ;; esac
	eval "concordat -j 1 $(echo "$chain" | sed 's/X/corpus.db/')" > got 2> err
	case $chain in
	filter*) eval "concordat -j 1 tokens docs then ${chain% X}" > expected 2> /dev/null ;;
	*) eval "concordat -j 1 $(echo "$chain" | sed 's/X/docs/')" > expected 2> /dev/null ;;
	esac
	same "$chain: of the corpus as of the documents" expected got
	eval "concordat -j 2 $(echo "$chain" | sed 's/X/corpus.db/')" > second 2> err
	same "$chain: by two workers as by one" got second
done

# What is decided from times, sizes and content.
sleep 2.1	# so that times lie back from the moment they are looked at
update docs
equal 'nothing has changed' 'keep: unchanged' "$(planned ashdale/about.html docs)"
touch docs/ashdale/about.html
equal 'another time alone' 'keep: same content, other times' "$(planned ashdale/about.html docs)"
echo 'Trust comes first.' > docs/note.txt
equal 'a new file' 'read: new' "$(planned note.txt docs)"
update docs
echo 'Trust comes later' > docs/note.txt	# the same size, perhaps the same second
equal 'another content' 'read: other content' "$(planned note.txt docs)"
update docs
matches 'a file of the same size and second' docs
equal 'another language' 'read: read by another version or with other options' \
	"$(planned note.txt --lang cy docs)"
mv docs/note.txt docs/moved.txt
equal 'a file that moved' 'drop: no longer there' "$(planned note.txt docs)"
update docs
matches 'a file that moved' docs
rm docs/moved.txt
mkdir docs/moved.txt
echo 'A folder now.' > docs/moved.txt/inside.txt
update docs
matches 'a file that became a folder' docs
sed 's/Ashdale/Elsewhere/' docs/metadata.csv > edited
cp edited docs/metadata.csv
equal 'edited metadata' 'describe: other metadata' "$(planned ashdale/strategy.pdf docs)"
update docs
matches 'edited metadata' docs
concordat check corpus.db > out 2> err
equal 'a corpus after all that is whole' 0 $?

# Failures are kept, and said once.
head -c 1000 docs/ashdale/strategy.pdf > docs/broken.pdf
update docs
equal 'a document that cannot be read: exit, lines' '1:1' "$?:$(grep -c 'broken.pdf' err)"
update docs
equal 'said once' '0:0' "$?:$(grep -c 'broken.pdf' err)"
equal 'and listed' 1 "$(concordat ls --where status!=ok corpus.db | grep -c '^broken.pdf')"

# Folders that are gone.
mv docs away
update docs
equal 'a missing folder' 66 $?
mkdir docs
update docs
concordat ls corpus.db > listed
equal 'an empty folder drops nothing' yes "$([ "$(wc -l < listed)" -gt 20 ] && echo yes)"
update --prune docs
equal 'unless it is asked to' 1 "$(concordat ls corpus.db | wc -l)"
rm -r docs
mv away docs
update docs
matches 'all of it back' docs

# For good.
echo 'Mrs Qwertzuiopa speaks.' > docs/interview.txt
update docs
equal 'a word that one document has' yes "$(grep -aq Qwertzuiopa corpus.db corpus.db-wal && echo yes)"
rm docs/interview.txt
concordat -q update corpus.db --forget interview.txt
equal 'forgotten for good' no "$(grep -aq Qwertzuiopa corpus.db* && echo yes || echo no)"
matches 'what is left' docs
concordat vacuum corpus.db
matches 'after vacuum' docs
concordat -q update corpus.db --forget nobody.txt > out 2> err
equal 'nobody to forget' 64 $?

# Killed at any moment, the next update makes the same.
mkdir many
awk 'BEGIN {
	for (i = 1; i <= 1500; i++) {
		name = sprintf("many/%04d.txt", i)
		for (line = 0; line < 30; line++)
			print "The partnership met in room " i * line ", and trust w" i " grew" > name
		close(name)
	}
}'
concordat -q update clean.db many
concordat cat clean.db > expected
kills=${KILLS:-20}
killed=0
number=0
while [ "$number" -lt "$kills" ]; do
	number=$((number + 1))
	[ $((number % 5)) -ne 1 ] || rm -f corpus.db*
	concordat -q update corpus.db many 2> /dev/null &
	sleep "$(awk -v n="$number" 'BEGIN { srand(n); printf "%.3f", rand() * 0.15 }')"
	kill -KILL $! 2> /dev/null && killed=$((killed + 1))
	wait $! 2> /dev/null
	rm -f "many/$(printf %04d "$number").txt"
	echo "again $number" > "many/new-$number.txt"
done
concordat -q update corpus.db many
equal 'an update after kills' 0 $?
matches "after $kills kills" many
concordat check corpus.db > out 2> err
equal 'whole after kills' 0 $?
[ "$killed" -gt 0 ] || skip 'kills' 'each update was done before'

# Two at once, and readers meanwhile.
rm -f corpus.db* docs/broken.pdf
concordat -q update corpus.db docs
concordat -q update corpus.db many docs > out1 2> err1 &
first=$!
tries=0
while kill -0 "$first" 2> /dev/null && [ "$tries" -lt 50 ]; do
	tries=$((tries + 1))
	concordat -q update corpus.db docs > out 2> err2
	concordat cat corpus.db > read 2> err3 || fail 'a reader during an update' "$(cat err3)"
done
wait "$first"
status=$?
case $status in
0 | 75) pass ;;
*) fail 'the first of two updates' "exit $status" "$(cat err1)" ;;
esac
if command -v flock > /dev/null; then
	flock corpus.db sleep 1 &	# as an update that goes on would hold it
	sleep 0.3
	concordat -q update corpus.db docs > out 2> err
	equal 'a second update: exit, messages' '75:1' "$?:$(wc -l < err | tr -d ' ')"
	concordat -q cat corpus.db > read 2> err
	equal 'a reader beside an update' '0:' "$?:$(cat err)"
	wait $!
else
	skip 'a second update' 'flock is not there'
fi
concordat check corpus.db > out 2> err
equal 'whole after two updates at once' 0 $?

# No room: what was there stays.
rm -f corpus.db*
concordat -q update corpus.db docs
concordat cat corpus.db > before
(ulimit -f 300; trap '' XFSZ; concordat -q update corpus.db docs many > out 2> err)
status=$?
equal 'a full disk' 74 "$status"
concordat cat corpus.db > after 2> err
equal 'a full disk loses nothing that was there' 0 "$(grep '^<text ' before | cut -d '"' -f 2 |
	while read -r id; do grep -c -F "id=\"$id\"" after; done | grep -vc '^1$')"

# Damage is said, and never a crash.
rm -f corpus.db*
concordat -q update whole.db docs
concordat cat whole.db > expected
size=$(wc -c < whole.db)
silent=0
crashed=0
number=0
while [ "$number" -lt 60 ]; do
	number=$((number + 1))
	cp whole.db corpus.db
	rm -f corpus.db-wal corpus.db-shm
	place=$(awk -v n="$number" -v size="$size" 'BEGIN { srand(n); print 100 + int(rand() * (size - 200)) }')
	# What can be no number of a word, and what can be one.
	case $((number % 2)) in
	0) printf '\252\125\252\125\252\125\252\125' ;;
	*) printf '\7\0\5\0\7\0\5\0' ;;
	esac | dd of=corpus.db bs=1 seek="$place" conv=notrunc 2> /dev/null
	concordat cat corpus.db > got 2> err
	status=$?
	[ "$status" -lt 128 ] || crashed=$((crashed + 1))
	cmp -s expected got || [ "$status" -ne 0 ] || silent=$((silent + 1))
	concordat check corpus.db > out 2> err
	[ $? -lt 128 ] || crashed=$((crashed + 1))
done
equal 'damage crashes nothing' 0 "$crashed"
equal 'damage is never silent' 0 "$silent"

# What is no corpus, or another's.
concordat ls docs > out 2> err
equal 'a folder is no corpus' 64 $?
echo text > corpus.db
concordat ls corpus.db > out 2> err
equal 'a text is no corpus' 65 $?
rm -f corpus.db
concordat -q update corpus.db docs
printf '\0\0\0\143' | dd of=corpus.db bs=1 seek=60 conv=notrunc 2> /dev/null
concordat freq corpus.db > out 2> err
equal 'a corpus of another version: exit, remedy' '65:1' "$?:$(grep -c 'make it anew' err)"
closing
