# What the test scripts share.  A script sources this, reports every case with
# pass, fail or skip, and ends with `closing`.  Each runs alone, too:
#
#     sh tests/robust/streams.sh
#
# BIN and BUILD name the folders of the programs and of the test programs,
# below the root of the project; $scratch is a folder that goes away.
set -u
case $0 in */*) root=${0%/*} ;; *) root=. ;; esac
root=$(cd "$root" && while [ ! -f Makefile ]; do cd ..; done && pwd)
BUILD=${BUILD:-build/release}
BIN=${BIN:-bin}
build=$root/$BUILD
if [ ! -x "$root/$BIN/concordat" ] || [ ! -x "$root/$BIN/concordat-read" ]; then
	echo "$BIN/concordat is not built: run make first" >&2
	exit 1
fi
PATH=$root/$BIN:$PATH
export PATH BUILD BIN

passed=0
failed=0
skipped=0
scratch=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

pass() {
	passed=$((passed + 1))
}

# fail NAME [DETAIL...]
fail() {
	failed=$((failed + 1))
	printf 'FAILED %s: %s\n' "${0##*/}" "$1"
	shift
	for detail do
		printf '%s\n' "$detail" | sed 's/^/    /'
	done
}

# skip NAME WHY
skip() {
	skipped=$((skipped + 1))
	printf 'skipped %s: %s: %s\n' "${0##*/}" "$1" "$2"
}

# same NAME EXPECTED GOT: two files hold the same bytes
same() {
	if cmp -s "$2" "$3"; then
		pass
	else
		fail "$1" "$(diff -a -u "$2" "$3" | head -n 60)"
	fi
}

# equal NAME EXPECTED GOT: two strings
equal() {
	if [ "$2" = "$3" ]; then
		pass
	else
		fail "$1" "expected: $2" "got:      $3"
	fi
}

closing() {
	printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	[ "$failed" -eq 0 ]
}
