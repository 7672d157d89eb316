#!/bin/sh
# Writes the manual pages given as arguments as C: plain text that the program
# prints for `concordat help STAGE`.
set -eu

printf '/* The manual pages as plain text; made by docs/pages.sh. */\n'
printf '#include "pipeline/run/help.h"\n\nconst struct page manual_pages[] = {\n'
for page do
	name=${page##*/}
	name=${name%.*}
	printf '{"%s",\n' "$name"
	mandoc -T utf8 -O width=78 "$page" | col -b |
		sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n"/'
	printf '},\n'
done
printf '{0, 0}};\n'
