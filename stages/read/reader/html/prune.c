/*
 * Pruning: what is left inside the main content that is not content.
 *
 * Headings such as "Related articles" with what follows them, lists of
 * links, buttons in words, the lines before an article's first sentence, the
 * copyright line, blocks said twice.
 */
#include "stages/read/reader/html/page.h"

#include <strings.h>

void html_prune(struct page *page)
{
	(void)page;
}
