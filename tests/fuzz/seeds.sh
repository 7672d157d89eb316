#!/bin/sh
# Replays the seeds of each fuzz target, and random streams with edits, without
# a fuzzing engine.
. "$(dirname "$0")/../lib.sh"
cd "$root" || exit 1

# replay TARGET FOLDER
replay() {
	if timeout 300 "$BUILD/tests/fuzz/$1-replay" "$2" > "$scratch/said" 2>&1; then
		pass
	else
		fail "$1 on ${2##*/}" "$(grep -v "^$2" "$scratch/said" | head -n 40)" \
			"the last input: $(grep "^$2" "$scratch/said" | tail -n 1)"
	fi
}

for source in tests/fuzz/*.c; do
	target=${source##*/}
	target=${target%.c}
	[ "$target" = replay ] || replay "$target" "tests/fuzz/seeds/$target"
done

mkdir "$scratch/streams"
seed=1
while [ "$seed" -le 300 ]; do
	"$BUILD/tests/tools/random_stream" "$seed" 2 "$((seed % 4))" > "$scratch/streams/$seed"
	seed=$((seed + 1))
done
for target in stream table metadata; do
	replay "$target" "$scratch/streams"
done
closing
