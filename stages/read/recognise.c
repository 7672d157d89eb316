/* Recognise: signatures, the look of HTML, the look of text. */
#include "stages/read/recognise.h"

#include "stages/read/subtitles.h"

enum { PDF_WITHIN = 1024, HTML_WITHIN = 1024, TEXT_WITHIN = 1024 };

struct signature {
	size_t offset;
	struct slice bytes;
	struct recognised means;
};

#define SIGNATURE(offset, bytes, kind, format, reason) \
	{offset, {bytes, sizeof(bytes) - 1}, {KIND_##kind, format, reason}}

#define SAVE_IT "save it as PDF, as a web page or as plain text"

static const struct signature signatures[] = {
	SIGNATURE(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOCUMENT, NULL,
		  "an Office file of the old kind (doc, xls, ppt), one with a password, or an Outlook "
		  "message (msg): " SAVE_IT ", a message as .eml"),
	SIGNATURE(0, "\x78\x9f\x3e\x22", DOCUMENT, NULL,
		  "Outlook's own wrapping of attachments (winmail.dat): unpack it with tnef, or have "
		  "it sent as HTML"),
	SIGNATURE(0, "<text ", OTHER, NULL,
		  "a stream that Concordat wrote, no document: give it to the stage behind "
		  "'extract', and keep it apart from documents"),
	SIGNATURE(0, "{\\rtf", DOCUMENT, "rtf", "Rich Text: " SAVE_IT),
	SIGNATURE(0, "%!PS", DOCUMENT, NULL, "PostScript: make a PDF of it (ps2pdf)"),
	SIGNATURE(0, "AT&TFORM", DOCUMENT, NULL, "DjVu: make a PDF of it"),
	SIGNATURE(60, "BOOKMOBI", DOCUMENT, NULL, "a Kindle book: make a PDF or EPUB of it"),
	SIGNATURE(0, "bplist00", DOCUMENT, NULL,
		  "a web archive or settings of a Mac: save the page as HTML, or as PDF"),
	SIGNATURE(0, "\x1f\x8b", DOCUMENT, NULL, "compressed (gzip): unpack it first"),
	SIGNATURE(0, "BZh", DOCUMENT, NULL, "compressed (bzip2): unpack it first"),
	SIGNATURE(0, "\xfd" "7zXZ", DOCUMENT, NULL, "compressed (xz): unpack it first"),
	SIGNATURE(0, "\x28\xb5\x2f\xfd", DOCUMENT, NULL, "compressed (zstd): unpack it first"),
	SIGNATURE(0, "7z\xbc\xaf\x27\x1c", DOCUMENT, NULL, "an archive (7z): unpack it first"),
	SIGNATURE(0, "Rar!", DOCUMENT, NULL, "an archive (RAR): unpack it first"),
	SIGNATURE(257, "ustar", DOCUMENT, NULL, "an archive (tar): unpack it first"),
	SIGNATURE(0, "\x89PNG", OTHER, NULL, "an image (PNG), not text"),
	SIGNATURE(0, "\xff\xd8\xff", OTHER, NULL, "an image (JPEG), not text"),
	SIGNATURE(0, "GIF8", OTHER, NULL, "an image (GIF), not text"),
	SIGNATURE(0, "II*\0", OTHER, NULL, "an image (TIFF), not text"),
	SIGNATURE(0, "MM\0*", OTHER, NULL, "an image (TIFF), not text"),
	SIGNATURE(0, "RIFF", OTHER, NULL, "an image, sound or film (RIFF), not text"),
	SIGNATURE(0, "<svg", OTHER, NULL, "an image (SVG), not text"),
	SIGNATURE(4, "ftyp", OTHER, NULL, "an image, sound or film (MP4), not text"),
	SIGNATURE(0, "OggS", OTHER, NULL, "sound or film (Ogg), not text"),
	SIGNATURE(0, "ID3", OTHER, NULL, "sound (MP3), not text"),
	SIGNATURE(0, "\x7f" "ELF", OTHER, NULL, "a program, not text"),
	SIGNATURE(0, "MZ\x90", OTHER, NULL, "a program, not text"),
	SIGNATURE(0, "SQLite format 3", OTHER, NULL, "a database (SQLite), not text"),
};

/* What stands near the start of a zip file often tells what it is; its reader knows. */
static const struct signature zip_members[] = {
	SIGNATURE(0, "word/", OFFICE, "docx", NULL),
	SIGNATURE(0, "ppt/", OFFICE, "pptx", NULL),
	SIGNATURE(0, "xl/", OFFICE, "xlsx", NULL),
	SIGNATURE(0, "opendocument.text", OFFICE, "odt", NULL),
	SIGNATURE(0, "opendocument.presentation", OFFICE, "odp", NULL),
	SIGNATURE(0, "application/epub+zip", OFFICE, "epub", NULL),
};

static const struct recognised zip_archive = {KIND_OFFICE, NULL, NULL};
static const struct recognised other_bytes = {KIND_OTHER, NULL, "not text, and of no known format"};
static const struct recognised other_xml = {
	KIND_OTHER, NULL, "XML other than a web page: " SAVE_IT};

/* By its first byte, so `what` should start with a rare one. */
static bool contains(struct slice s, struct slice what)
{
	while (s.length >= what.length) {
		s = slice_from(s, slice_find_byte(s, what.at[0]));
		if (slice_starts(s, what))
			return true;
		s = slice_from(s, 1);
	}
	return false;
}

/* "endobj" at the start of a line, in something that has the brackets of PDF. */
static bool has_pdf_objects(struct slice s)
{
	return contains(s, SLICE("<<")) && contains(s, SLICE("\nendobj"));
}

/* A page saved as MHTML, which is a mail message. */
static bool is_web_archive(struct slice s)
{
	return contains(s, SLICE("MIME-Version:")) && contains(s, SLICE("multipart/related"));
}

/* By a browser, or by an Office program, which writes no fields about a message. */
static bool is_saved_page(struct slice s)
{
	return is_web_archive(slice_first(s, HTML_WITHIN)) &&
	       (contains(s, SLICE("\nSnapshot-Content-Location:")) || contains(s, SLICE("<Saved by ")) ||
		contains(s, SLICE("\"Saved by ")));
}


static bool starts_like(struct slice s, const char *lower)
{
	size_t i = 0;

	for (; lower[i]; i++)
		if (i == s.length || (s.at[i] >= 'A' && s.at[i] <= 'Z' ? s.at[i] + 32 : s.at[i]) !=
					 lower[i])
			return false;
	return true;
}

enum byte_order recognise_utf16(struct slice start)
{
	size_t nuls[2] = {0};
	size_t pairs = start.length / 2;

	if (slice_starts(start, SLICE("\xff\xfe")))
		return ORDER_LITTLE;
	if (slice_starts(start, SLICE("\xfe\xff")))
		return ORDER_BIG;
	if (pairs == 0 || slice_find_byte(start, '\0') == start.length)
		return ORDER_NONE;
	for (size_t i = 0; i < pairs * 2; i++)
		nuls[i & 1] += start.at[i] == '\0';
	/* Spaces and line ends alone make one in six, whatever the script. */
	size_t enough = pairs < 3 ? pairs : pairs / 10 > 3 ? pairs / 10 : 3;

	if (nuls[1] >= enough && nuls[0] <= pairs / 100)
		return ORDER_LITTLE;
	if (nuls[0] >= enough && nuls[1] <= pairs / 100)
		return ORDER_BIG;
	return ORDER_NONE;
}

/* The text's ASCII characters, so that markup can be looked for; others as `?`. */
static struct slice as_ascii(struct slice start, enum byte_order order, char *room)
{
	size_t length = 0;

	if (order == ORDER_NONE)
		return start;
	for (size_t i = 0; i + 1 < start.length; i += 2) {
		char high = start.at[i + (order == ORDER_LITTLE)];

		room[length++] = high ? '?' : start.at[i + (order == ORDER_BIG)];
	}
	return (struct slice){room, length};
}

/* Without byte-order mark, white space, NULs, comments and declarations in front. */
static struct slice skip_prolog(struct slice s)
{
	if (slice_starts(s, SLICE("\xef\xbb\xbf")))
		s = slice_from(s, 3);
	else if (slice_starts(s, SLICE("?<")))
		s = slice_from(s, 1);		/* the mark of UTF-16 */
	for (;;) {
		const char *end = NULL;

		while (s.length && (s.at[0] == '\0' || s.at[0] == ' ' ||
				    (s.at[0] >= '\t' && s.at[0] <= '\r')))
			s = slice_from(s, 1);
		if (slice_starts(s, SLICE("<!--")))
			end = memmem(s.at, s.length, "-->", 3);
		else if (slice_starts(s, SLICE("<?")))
			end = memmem(s.at, s.length, "?>", 2);
		if (!end)
			return s;
		s = slice_from(s, (size_t)(end - s.at) + (end[0] == '-' ? 3 : 2));
	}
}

static bool ends_tag_name(struct slice s, size_t place)
{
	return place >= s.length || s.at[place] == '>' || s.at[place] == '/' ||
	       s.at[place] == ' ' || (s.at[place] >= '\t' && s.at[place] <= '\r');
}

/* A tag that starts a page, or a piece of one. */
static bool starts_with_tag(struct slice s)
{
	static const char *const tags[] = {
		"<html", "<head", "<body", "<title", "<meta", "<link", "<script", "<style",
		"<div", "<p", "<h1", "<h2", "<h3", "<h4", "<table", "<a", "<b", "<br", "<i",
		"<ul", "<ol", "<li", "<main", "<article", "<section", "<nav", "<header", "<font",
		"<center", "<span", "<iframe", "<frameset", "<img", "<strong", "<em", "<form",
		"<base", "<noscript", "<blockquote", "<hr", "<pre", "<dl",
	};

	if (starts_like(s, "<!doctype html"))
		return true;
	for (size_t i = 0; i < COUNT_OF(tags); i++)
		if (starts_like(s, tags[i]) && ends_tag_name(s, strlen(tags[i])))
			return true;
	return false;
}

/* A page behind something else: one of its first tags at the start of a line. */
static bool has_page_start(struct slice s)
{
	struct slice line;

	while (slice_line(&s, &line)) {
		line = slice_trim(line);
		if (starts_like(line, "<!doctype html") || starts_like(line, "<html") ||
		    starts_like(line, "<head>") || starts_like(line, "<body"))
			return true;
	}
	return false;
}

/* HTML; *xml: no HTML, but XML of another sort. */
static bool looks_like_html(struct slice ascii, bool *xml)
{
	struct slice start = skip_prolog(ascii);

	*xml = false;
	if (slice_find_byte(ascii, '<') == ascii.length)
		return false;
	if (starts_with_tag(start) || has_page_start(slice_first(ascii, HTML_WITHIN)))
		return true;
	*xml = contains(slice_first(ascii, 64), SLICE("<?xml ")) ||
	       starts_like(start, "<!doctype ");
	return false;
}

/* Control characters that no text holds: more than one in twenty is too many. */
static bool looks_like_text(struct slice start)
{
	size_t odd = 0;

	start = slice_first(start, TEXT_WITHIN);
	for (size_t i = 0; i < start.length; i++)
		odd += (unsigned char)start.at[i] < 0x20 &&
		       !(start.at[i] >= '\t' && start.at[i] <= '\r');
	return odd <= start.length / 20;
}

static struct recognised recognise_zip(struct slice start)
{
	for (size_t i = 0; i < COUNT_OF(zip_members); i++)
		if (contains(start, zip_members[i].bytes))
			return zip_members[i].means;
	return zip_archive;
}

struct recognised recognise(struct slice start)
{
	char room[RECOGNISE_BYTES / 2];
	bool xml;

	start = slice_first(start, RECOGNISE_BYTES);
	if (!start.length)
		return (struct recognised){KIND_EMPTY, NULL, NULL};
	/* Objects without a header are a PDF whose start is lost. */
	if (contains(slice_first(start, PDF_WITHIN), SLICE("%PDF-")) ||
	    has_pdf_objects(start))
		return (struct recognised){KIND_PDF, "pdf", NULL};
	if (slice_starts(start, SLICE("PK\3\4")) || slice_starts(start, SLICE("PK\5\6")))
		return recognise_zip(start);
	for (size_t i = 0; i < COUNT_OF(signatures); i++)
		if (slice_starts(slice_from(start, signatures[i].offset), signatures[i].bytes))
			return signatures[i].means;
	if (recognise_mail(start, false) && !is_saved_page(start))
		return (struct recognised){KIND_MAIL, "eml", NULL};
	if (is_web_archive(slice_first(start, HTML_WITHIN)))
		return (struct recognised){KIND_HTML, "html", NULL};
	enum byte_order order = recognise_utf16(start);

	struct slice ascii = as_ascii(start, order, room);
	enum subtitles subtitles =		/* behind the mark of UTF-16 */
	    subtitles_recognise(slice_from(ascii, slice_starts(ascii, SLICE("?"))));

	if (subtitles != SUBTITLES_NONE)
		return (struct recognised){KIND_SUBTITLES,
					   subtitles == SUBTITLES_VTT ? "vtt" : "srt", NULL};
	if (looks_like_html(ascii, &xml))
		return (struct recognised){KIND_HTML, "html", NULL};
	if (xml)
		return other_xml;
	if (order != ORDER_NONE || looks_like_text(start))
		return (struct recognised){KIND_TEXT, "txt", NULL};
	return other_bytes;
}
