/*
 * Mail: what a message holds.
 */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include "pipeline/base/arena.h"
#include "stages/read/reader/mail/mime.h"
#include "stages/read/reader/reader.h"

struct mail_text {
	struct mime_part part;
	bool html;
};

struct mail_attachment {
	struct mime_part part;
	struct slice name;		/* by mail_name_attachments(); in the arena */
};

/* All zero is a message that nobody has looked at. */
struct mail {
	struct arena arena;
	struct mail_text *texts;	/* to be shown, in order */
	size_t text_count, text_capacity;
	struct mail_attachment *attachments;
	size_t attachment_count, attachment_capacity;
	bool encrypted;			/* a part of it */
	size_t wanted;			/* so many attachments are enough; 0: all */
	bool too_deep, too_many;	/* what lies deeper, or comes later, is left out */
};

/*
 * Finds texts and attachments.  Of parts that say the same in several ways one
 * is the text: plain text, or HTML where that says far more.
 */
void mail_open(struct mail *mail, struct slice message);

/* Gives each attachment a name as a file has it, unlike those of all others. */
void mail_name_attachments(struct mail *mail);
void mail_close(struct mail *mail);

#endif
