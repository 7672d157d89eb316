#!/bin/sh
# What documents hold must not steer a terminal; files and pipes get it as it is.
. "$(dirname "$0")/../lib.sh"
cd "$scratch" || exit 1
if ! script -qec true /dev/null > /dev/null 2>&1; then
	skip 'on a terminal' 'no script here that takes -qec'
	closing
	exit
fi
escape=$(printf '\033')
mkdir papers
# An override, C1's control sequence introducer, an escape.
printf 'Trust \342\200\256desrever and \302\2332J grew\n' > "papers/a${escape}[31m.txt"
concordat -q documents papers > table
concordat -q freq papers > frequency
harmful=$(printf '\342\200\256\\|\302\233\\|\033[^[K]\\|\033\[[^01]')

for words in 'extract papers' 'tokens papers' 'documents papers' 'freq papers' 'kwic trust papers' \
	'kwic --forms /.*desrever.*/ papers' 'csv table' 'csv frequency' 'run papers -o results' \
	"extract papers/a${escape}[31m.txt" 'extract missing-%s'; do
	script -qec "concordat $(printf "$words" "$escape")" /dev/null < /dev/null > out 2>&1
	if LC_ALL=C grep -q "$harmful" out; then
		fail "$words: harmless on a terminal" "$(cat -v out)"
	else
		pass
	fi
done
script -qec 'concordat extract papers' /dev/null < /dev/null > out 2>&1
equal 'the character is shown' 1 "$(grep -c '\\u202e' out)"
concordat -q extract papers > out
equal 'a pipe gets it as it is' 1 "$(LC_ALL=C grep -c "$(printf '\342\200\256')" out)"
closing
