/*
 * Story: the text of an office file, as it comes, into blocks of the stream.
 *
 * The readers of formats say what starts and ends; the story keeps the rules
 * of the stream: blocks hold no blocks, notes and boxes stand behind the
 * block that they interrupt (behind the table, if that is in one), a table in
 * a table is but text, and a table of one column is a box.
 */
#ifndef OFFICE_STORY_H
#define OFFICE_STORY_H

#include "stages/read/reader/reader.h"

/* What a block of text is. */
struct story_block {
	const char *name;	/* "p", "head", "item", "quote", "caption" */
	unsigned level;		/* of head and item, from 1 */
	struct slice label;	/* its printed number or mark, or empty */
	const char *part;	/* the type of the <div> around it and others like it, or NULL */
	bool title;		/* the document's own title */
};

enum {
	STORY_DEEPEST = 8, STORY_DEEPEST_TABLE = 16, STORY_LANGUAGES = 8,
	STORY_LONGEST_LANGUAGE = 16,
};

enum story_frame_kind { STORY_BLOCKS, STORY_BOX, STORY_LINES };

/* Text that interrupts other text. */
struct story_frame {
	enum story_frame_kind kind;
	struct buffer own;		/* a box's finished blocks, a note's lines */
	struct buffer *out;		/* where they go */
	struct buffer after;		/* notes and boxes that wait for the block's end */
	struct buffer lines;		/* of the block in hand */
	struct buffer text;		/* its last line */
	struct buffer marks;		/* of notes, since that line began */
	bool spaced;			/* the mark stood behind a space */
	const char *part;		/* the <div> that is open */
	uint8_t tables[STORY_DEEPEST_TABLE];	/* that are open: what is made of them */
	unsigned table_count;
	bool table_open, row_open, cell_open;
	unsigned flat;			/* boxes in it that are but lines */
	struct buffer tag;		/* that is to hold a note */
};

struct story_language {
	char name[STORY_LONGEST_LANGUAGE];
	uint64_t bytes;		/* of text in it */
};

struct story {
	struct reading *reading;
	struct story_frame frames[STORY_DEEPEST];
	unsigned depth;			/* of the frame in hand */
	unsigned too_deep;		/* notes and boxes that got no frame */
	struct buffer title;		/* the first title, else the first heading */
	bool title_is_sure;
	unsigned pages;
	size_t blocks;			/* with text in them, boxes' and cells' too */
	struct story_language languages[STORY_LANGUAGES];	/* the first: not said */
	size_t language;		/* of the text that comes */
};

/* A story of blocks, into the reading's body. */
void story_begin(struct story *story, struct reading *reading);

/* A story of lines of content alone, as notes and forme work hold. */
void story_begin_lines(struct story *story, struct reading *reading, struct buffer *to);

/*
 * What the body has come to: its title and language, if no others were given,
 * and the number of pages, if there are any; no text leaves the body empty.
 * The language is what most of the text says that it is in: what a template
 * says of all text is not asked, as nobody looks at it.
 */
void story_finish(struct story *story);

/* Closes what is open; of the story in hand then only forme work may follow. */
void story_end_text(struct story *story);

/* The same, and frees. */
void story_end(struct story *story);

/* Any bytes: they are cleaned. */
void story_text(struct story *story, struct slice text);

/* What language the text is in that comes now (BCP 47); empty: nothing says so. */
void story_set_language(struct story *story, struct slice language);

/* The mark of a note, and the note itself; `place`: foot, end. */
void story_mark(struct story *story, struct slice n);
void story_note(struct story *story, struct slice n, const char *place, struct slice lines);

/* The same, for notes that stand where their mark does. */
void story_begin_note(struct story *story, struct slice n, const char *place);
void story_end_note(struct story *story);

/* What has come since the last block is one; nothing where no text has come. */
void story_end_block(struct story *story, const struct story_block *block);

/* A text box. */
void story_begin_box(struct story *story);
void story_end_box(struct story *story);

/* columns: 0 if nobody knows.  Cells without rows are none. */
void story_begin_table(struct story *story, unsigned columns);
void story_begin_row(struct story *story);
void story_begin_cell(struct story *story, bool head);
void story_end_cell(struct story *story);
void story_end_row(struct story *story);
void story_end_table(struct story *story);

/* Between blocks: a page or slide starts here. */
void story_page(struct story *story);

/* Writes lines as forme work: header, footer. */
void story_furniture(struct story *story, const char *type, struct slice lines);

#endif
