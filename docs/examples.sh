#!/bin/sh
# Writes anew what the examples of the manual pages and of README.md print,
# after a change that they should show; look at the difference before it is
# committed.  make test checks the same examples.
#
#     sh docs/examples.sh [PAGE...]
#
# An example is a line that begins with `$ `, in a literal display of a page or
# in a ```sh block of README.md.  Output with a line `...` in it is left as it
# is.  Commands run in a folder that holds corpora/ and goes away.
set -eu
cd "$(dirname "$0")/.."
PATH=$PWD/bin:$PATH
export PATH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP
[ $# -gt 0 ] || set -- README.md docs/*.[157] stages/*.1 stages/*/*.1

for page do
	mkdir "$scratch/home"
	cp -R corpora "$scratch/home/corpora"
	awk -v scratch="$scratch" -v roff="$(case $page in *.md) echo 0 ;; *) echo 1 ;; esac)" '
		function typed(line) {
			if (roff) { gsub(/\\&/, "", line); gsub(/\\e/, "\\", line) }
			return line
		}
		function shown(line) {
			if (roff) gsub(/\\/, "\\e", line)
			return roff && line ~ /^[.\047]/ ? "\\&" line : line
		}
		function finish(    line, run, i) {
			if (command == "") return
			print typed(command) > (scratch "/command")
			close(scratch "/command")
			run = "cd " scratch "/home && sh ../command 2>&1 < /dev/null"
			while ((run | getline line) > 0)
				if (!cut) print shown(line)
			close(run)
			for (i = 1; cut && i <= count; i++) print old[i]
			command = ""
			count = cut = 0
		}
		roff && /^\.Bd.*-literal/ || !roff && /^```sh$/ { inside = 1; print; next }
		roff && /^\.Ed/ || !roff && /^```$/ { finish(); inside = 0; print; next }
		inside && /^\$ / { finish(); print; command = substr($0, 3); next }
		!inside || command == "" { print; next }
		{ old[++count] = $0; cut = cut || typed($0) == "..." }
	' "$page" > "$scratch/page"
	cmp -s "$scratch/page" "$page" || { cat "$scratch/page" > "$page"; echo "$page"; }
	rm -rf "$scratch/home"
done
