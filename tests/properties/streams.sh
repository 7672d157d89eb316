#!/bin/sh
# Properties of the stream, on random streams: filter without options copies
# its input, as do chains of it; and on streams with random edits our reader
# and an independent one agree whether there is an error.
#
# The independent reader is no part of the project: it stands beside the
# folder that CONCORDAT_DATA names, and needs python3.
. "$(dirname "$0")/../lib.sh"
random_stream=$build/tests/tools/random_stream
cd "$scratch" || exit 1

for seed in 1 2 3 4 5 6 7 8; do
	"$random_stream" "$seed" 60 > stream
	concordat filter < stream > copy 2> err
	equal "seed $seed: filter: exit, messages" '0:' "$?:$(cat err)"
	same "seed $seed: filter copies" stream copy
	concordat -j 2 filter then filter < stream > copy
	same "seed $seed: filter then filter copies" stream copy
done

reader=${CONCORDAT_DATA:+$CONCORDAT_DATA/../tools/stream}
if [ -z "$reader" ] || [ ! -r "$reader" ] || ! command -v python3 > /dev/null 2>&1; then
	skip 'an independent reader' 'CONCORDAT_DATA is not set, or has none beside it, or no python3'
	closing
	exit
fi

# Good streams, and what each stage makes of real documents.
for seed in 1 2 3; do
	"$random_stream" "$seed" 60 > stream
	python3 "$reader" check < stream > said 2>&1
	equal "seed $seed: the other reader takes it" 0 "$?"
done
concordat -q extract "$root/corpora/partnerships" > text
concordat -q normalise < text > normalised
concordat -q tokens < normalised > tokens
concordat -q stem < tokens > stems
concordat -q stop < stems > stopped
for stream in text normalised tokens stems stopped; do
	python3 "$reader" check < "$stream" > said 2>&1
	equal "the other reader takes $stream" 0 "$?"
done

# One random edit each.
seed=1
while [ "$seed" -le 150 ]; do
	"$random_stream" "$seed" 2 1 > stream
	python3 "$reader" check < stream > theirs 2>&1
	their=$?
	concordat filter < stream > copy 2> ours
	our=$?
	case $our in 0 | 1 | 65) ;; *) fail "seed $seed: exit $our" "$(cat ours)" ;; esac
	[ "$our" -eq 0 ] || our=1
	if [ "$our" -eq "$their" ]; then
		pass
	else
		fail "random_stream $seed 2 1: ours says $our, the other $their" "$(cat ours theirs)"
	fi
	seed=$((seed + 1))
done
closing
