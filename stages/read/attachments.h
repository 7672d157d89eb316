/*
 * Attachments: from messages to the documents that are attached to them.
 */
#ifndef READ_ATTACHMENTS_H
#define READ_ATTACHMENTS_H

#include "stages/read/candidates.h"
#include "stages/read/read_file.h"

/*
 * Puts behind each message what is attached to it, in byte order of the ids,
 * and behind an attached message what is attached to that: a candidate for
 * each attachment that would be one as a file of a folder.  Its id is that of
 * the message, `/` and its name.
 */
void add_attachments(struct candidates *candidates, struct file_reader *reader,
		     struct diagnostics *d);

#endif
