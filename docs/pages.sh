#!/bin/sh
# Writes the manual pages given as arguments as C: plain text that the program
# prints for `concordat help STAGE`.
set -eu

# mandoc prints bold and underlined characters over each other: X BACKSPACE X.
backspace=$(printf '\b')
plain() {
	LC_ALL=C sed "s/[^$(printf '\200')-$(printf '\277')][$(printf '\200')-$(printf '\277')]*$backspace//g"
}

printf '/* The manual pages as plain text; made by docs/pages.sh. */\n'
printf '#include "pipeline/run/help.h"\n\nconst struct page manual_pages[] = {\n'
for page do
	name=${page##*/}
	name=${name%.*}
	printf '{"%s",\n' "$name"
	mandoc -T utf8 -O width=78 "$page" | plain |
		sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n"/'
	printf '},\n'
done
printf '{0, 0}};\n'
