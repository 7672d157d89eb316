#!/bin/sh
# A run that is interrupted dies of the signal and leaves the results of the
# one before whole, and nothing beside them; what one that was killed had begun,
# in results/.unfinished, the next takes away.
. "$(dirname "$0")/../lib.sh"
cd "$scratch" || exit 1

mkdir small large
echo 'Trust between schools' > small/one.txt
awk 'BEGIN {
	for (i = 1; i <= 6000; i++) {
		name = sprintf("large/%04d.txt", i)
		for (line = 0; line < 40; line++)
			print "The partnership met in room " i * line ", and trust grew" > name
		close(name)
	}
}'
concordat -q run small -o results > /dev/null 2>&1
cp -R results before
interrupted=0
for signal in TERM INT HUP; do
	for delay in 0.02 0.05 0.1 0.2; do
		# Not in the background of this shell, which would ignore INT.
		timeout --preserve-status -s "$signal" "$delay" \
			"$root/$BIN/concordat" -q run large -o results > out 2> err
		status=$?
		if [ "$status" -eq 0 ]; then	# it was done already
			rm -rf results
			cp -R before results
			continue
		fi
		interrupted=$((interrupted + 1))
		equal "SIG$signal after $delay s: it dies of it" "$(kill -l "$status")" "$signal"
		if diff -r before results > differences 2>&1; then
			pass
		else
			fail "SIG$signal after $delay s: the old results are whole" "$(cat differences)"
		fi
		equal "SIG$signal after $delay s: nothing is left beside them" '' \
			"$(ls -A | grep -vxE 'small|large|results|before|out|err|differences')"
	done
done
timeout -s TERM 0.1 "$root/$BIN/concordat" -q run large -o fresh
equal 'a folder that it made goes too' no "$([ $? -eq 124 ] && [ -e fresh ] && echo yes || echo no)"
# What a shell starts in the background ignores INT.
concordat -q run large -o ignored &
sleep 0.1
kill -INT $!
wait $!
equal 'an ignored signal stays ignored' 0 $?
concordat -q run large -o results &
sleep 0.1
kill -KILL $!
wait $! 2> err
concordat -q run small -o results > /dev/null 2> err
equal 'the next run: exit, messages' '0:' "$?:$(cat err)"
equal 'the next run leaves the same' '' "$(diff -r before results)"
[ "$interrupted" -gt 0 ] || skip 'an interrupted run' 'each was done before the signal came'
closing
