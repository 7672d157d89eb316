#!/bin/sh
# Whole commands on a full disk, into a closed pipe, without an environment.
. "$(dirname "$0")/../lib.sh"
cd "$root" || exit 1
folder=corpora/partnerships
tab=$(printf '\t')

# run WORDS...: its exit status in $status, its messages in $said
run() {
	"$@" 2> "$scratch/said"
	status=$?
	said=$(cat "$scratch/said")
}

check_full() {
	name=$1
	shift
	run "$@" > /dev/full
	equal "$name > /dev/full: exit" 74 "$status"
	equal "$name > /dev/full: one message" 1 "$(wc -l < "$scratch/said" | tr -d ' ')"
}

# The reader has gone before the first byte is written.
check_closed() {
	name=$1
	shift
	{
		sleep 0.1
		"$@" 2> "$scratch/said"
		echo $? > "$scratch/status"
	} | :
	equal "$name | true: ends by SIGPIPE, silently" "141:" "$(cat "$scratch/status"):$(cat "$scratch/said")"
}
{ sleep 0.1; cat Makefile 2> /dev/null; echo $? > "$scratch/status"; } | :
sigpipe=$(cat "$scratch/status")

concordat -q extract $folder > "$scratch/text"
concordat -q extract $folder then normalise then tokens > "$scratch/tokens"
concordat -q freq < "$scratch/tokens" > "$scratch/table"
concordat -q freq --partial < "$scratch/tokens" > "$scratch/sums"
concordat -q update "$scratch/corpus.db" $folder

run_stage() {
	case $1 in
	help | --version) concordat "$@" ;;
	extract) concordat -q extract $folder ;;
	normalise | tokens | filter | documents) concordat -q "$@" < "$scratch/text" ;;
	csv) concordat -q "$@" < "$scratch/table" ;;
	kwic) concordat -q kwic trust < "$scratch/tokens" ;;
	merge) concordat -q merge "$scratch/sums" ;;
	update) concordat -q update --dry-run "$scratch/corpus.db" $folder ;;
	ls | cat) concordat -q "$1" "$scratch/corpus.db" ;;
	*) concordat -q "$@" < "$scratch/tokens" ;;
	esac
}

stages=$(concordat help | sed -n '/^Stages:/,/^$/s/^  \([a-z]*\) .*/\1/p')
for stage in $stages --version; do
	case $stage in run | check | vacuum) continue ;; esac	# write nothing there
	check_full "$stage" run_stage "$stage"
	if [ "$sigpipe" -eq 141 ]; then
		check_closed "$stage" run_stage "$stage"
	else
		skip "$stage | true" "SIGPIPE is ignored here"
	fi
done
check_full 'a chain' concordat -q freq $folder then csv
check_full 'freq --help' concordat freq --help
check_full 'help freq' concordat help freq

# A reader that goes away after one line.
concordat -q extract $folder 2> "$scratch/said" | head -n 1 > "$scratch/line"
equal 'extract | head -n 1: silent' '' "$(cat "$scratch/said")"
equal 'extract | head -n 1: the line' '<text ' "$(cut -c 1-6 "$scratch/line")"

# Without an environment, and in other locales, everything is the same.
concordat kwic trust $folder > "$scratch/expected"
env -i "$root/$BIN/concordat" kwic trust $folder > "$scratch/got"
same 'env -i' "$scratch/expected" "$scratch/got"
for locale in C POSIX C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8; do
	LC_ALL=$locale concordat freq --by region $folder > "$scratch/got"
	[ -e "$scratch/freq" ] || cp "$scratch/got" "$scratch/freq"
	same "LC_ALL=$locale" "$scratch/freq" "$scratch/got"
done

# Standard descriptors that are closed.
concordat help >&- 2> "$scratch/said"
equal 'help with standard output closed' 74 $?
concordat filter <&- > "$scratch/got" 2> "$scratch/said"
equal 'filter with standard input closed' 74 $?
closing
