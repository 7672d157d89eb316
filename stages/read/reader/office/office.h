/*
 * Office: the readers of formats, and what they share.
 */
#ifndef OFFICE_OFFICE_H
#define OFFICE_OFFICE_H

#include "stages/read/reader/office/package.h"
#include "stages/read/reader/office/xml.h"

/*
 * Each is given a package of which only the list of parts has been read, and
 * sets body, attributes and status of its reading.
 */
void read_docx(struct package *package);
void read_pptx(struct package *package);
void read_opendocument(struct package *package, bool presentation);
void read_epub(struct package *package);
void read_xlsx(struct package *package);

/*
 * Title, author, date and language, as a part in Dublin Core has them:
 * docProps/core.xml, meta.xml, an e-book's .opf.  A title that is but the name
 * of a file is none.
 */
void office_metadata(struct package *package, struct slice part);

/*
 * What a part came to, as the status of the reading: a type declaration is
 * damage, and so is a mistake in the XML, unless some text came before it.
 */
void office_judge(struct reading *reading, struct slice part, enum xml_result result);

/* The part that holds the text is not there. */
void office_miss(struct reading *reading, struct slice part);

/* No text, but nothing wrong either: the status is then `empty`. */
void office_check_empty(struct reading *reading);

/* Whether a name starts and ends like this, with no slash between. */
bool office_name_is(struct slice name, const char *start, const char *end);

#endif
