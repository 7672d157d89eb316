/* Web pages: labelled parts, attachments, archives, and what is content. */
#include "tests/unit/html_pages.h"

static void parts_of_a_paper(void **state)
{
	(void)state;
	assert_body("<h1>A study of plans</h1><h2>Contribution</h2><p>We ask.<h2>Method</h2><h3>Data</h3>"
		    "<p>Plans.<h2>Venue</h2><p>Hall",
		    "<head level=\"1\" type=\"title\">\nA study of plans\n</head>\n"
		    "<div type=\"contribution\" head=\"Contribution\">\n"
		    "<head level=\"2\">\nContribution\n</head>\n<p>\nWe ask.\n</p>\n</div>\n"
		    "<div type=\"method\" head=\"Method\">\n<head level=\"2\">\nMethod\n</head>\n"
		    "<head level=\"3\">\nData\n</head>\n<p>\nPlans.\n</p>\n</div>\n"
		    "<head level=\"2\">\nVenue\n</head>\n<p>\nHall\n</p>\n");
	assert_body("<div><p><b>Background:</b> Few know.</p><p><b>Methods.</b> We looked</p></div><p>After",
		    "<div type=\"background\" head=\"Background\">\n<p>\nBackground: Few know.\n</p>\n</div>\n"
		    "<div type=\"method\" head=\"Methods\">\n<p>\nMethods. We looked\n</p>\n</div>\n"
		    "<p>\nAfter\n</p>\n");
	/* A part in a part. */
	assert_body("<h2>Abstract</h2><p>Aim: to see.<p>Results: none.<h2>Main</h2>",
		    "<div type=\"abstract\" head=\"Abstract\">\n<head level=\"2\">\nAbstract\n</head>\n"
		    "<div type=\"aims\" head=\"Aim\">\n<p>\nAim: to see.\n</p>\n</div>\n"
		    "<div type=\"results\" head=\"Results\">\n<p>\nResults: none.\n</p>\n</div>\n</div>\n"
		    "<head level=\"2\">\nMain\n</head>\n");
}

static void one_label_is_none(void **state)
{
	(void)state;
	assert_holds(SLICE("<h2>Background</h2><p>The school opened."), "<div", false);
	assert_holds(SLICE("<p>Results: they won."), "<div", false);
	assert_holds(SLICE("<h2>3. References</h2><p>Ellis"),
		     "<div type=\"references\" head=\"3. References\">", true);
}

static void attachments(void **state)
{
	(void)state;
	assert_body("<base href=https://x.example/a/b/c><p>The <a href=../plan.pdf>plan</a>, the "
		    "<a href='/f?name=q.docx#top'>form</a>, <a href=//y.example/n>notes (PDF, 3 pages)</a>"
		    " and <a href=/about>more</a> or <a href=mailto:a@b.doc>write</a>.",
		    "<p>\nThe plan, the form, notes (PDF, 3 pages) and more or write.\n</p>\n"
		    "<attach href=\"https://x.example/a/plan.pdf\" title=\"plan\" format=\"pdf\"/>\n"
		    "<attach href=\"https://x.example/f?name=q.docx#top\" title=\"form\" format=\"docx\"/>\n"
		    "<attach href=\"https://y.example/n\" title=\"notes (PDF, 3 pages)\" format=\"pdf\"/>\n");
	/* A picture and a title lead to the same document. */
	assert_body("<p><a href=p.pdf>Cover</a> <a href=p.pdf>Plan</a>",
		    "<p>\nCover Plan\n</p>\n<attach href=\"p.pdf\" title=\"Cover\" format=\"pdf\"/>\n");
	assert_body("<table><tr><td><a href=a.csv>Spend</a><td>May</table>",
		    "<table>\n<row>\n<cell>\nSpend\n<attach href=\"a.csv\" title=\"Spend\" format=\"csv\"/>\n"
		    "</cell>\n<cell>\nMay\n</cell>\n</row>\n</table>\n");
}

static void assert_address(const char *base, const char *href, const char *expected)
{
	struct buffer address = {0};

	html_resolve(&address, slice_of(base), slice_of(href));
	assert_slice(buffer_slice(&address), expected);
	buffer_free(&address);
}

/* RFC 3986, section 5.4 */
static void addresses(void **state)
{
	static const char base[] = "http://a/b/c/d;p?q";

	(void)state;
	assert_address(base, "g:h", "g:h");
	assert_address(base, "g", "http://a/b/c/g");
	assert_address(base, "./g/", "http://a/b/c/g/");
	assert_address(base, "/g", "http://a/g");
	assert_address(base, "//g", "http://g");
	assert_address(base, "g?y#s", "http://a/b/c/g?y#s");
	assert_address(base, "../..", "http://a/");
	assert_address(base, "../../../g", "http://a/g");
	assert_address(base, "..g", "http://a/b/c/..g");
	assert_address("http://a", "g", "http://a/g");
	assert_address("", "../g", "../g");
}

static void archives(void **state)
{
	static const char quoted[] =
	    "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
	    "\ttype=\"text/html\"; boundary=\"=_b\"\r\n\r\nA message.\r\n\r\n--=_b\r\n"
	    "Content-Type: text/css\r\n\r\np {}\r\n--=_b\r\nContent-Type: text/html; charset=windows-1252\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p class=3D\"a\">Open =96 to a=\r\nll"
	    "</p>\r\n--=_b\r\nContent-Type: text/html\r\n\r\n<p>A frame\r\n--=_b--\r\n";
	static const char base64[] =
	    "MIME-Version: 1.0\nContent-Type: multipart/related; start=<two>; boundary=x\n\n"
	    "--x\nContent-Type: text/html\nContent-ID: <one>\n\n<p>One\n--x\nContent-Type: text/html\n"
	    "Content-ID: <two>\nContent-Transfer-Encoding: base64\n\nPHA+\nVHdv\n--x--\n";

	(void)state;
	assert_body(quoted, "<p>\nOpen \xe2\x80\x93 to all\n</p>\n");
	assert_body(base64, "<p>\nTwo\n</p>\n");
	/* Cut off in its middle. */
	assert_body("Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>On",
		    "<p>\nOn\n</p>\n");
}

static void notes(void **state)
{
	(void)state;
	assert_body("<p>A duty<sup><a href=#f1 id=r1>1</a></sup>, a right <a href=#f2>[note 2]</a><a href=#f1>"
		    "<sup>1</sup></a> to ask<a role=doc-noteref href=#f2>2</a> m<sup>2</sup>, see "
		    "<a href=#f2>2</a>.<ol><li id=f1><p>Act 2004. <a href=#r1>\xe2\x86\xa9</a><p>More."
		    "<li id=f2>Both.</ol>",
		    "<p>\nA duty\n<g/>\n<ptr n=\"1\"/>\n, a right\n<ptr n=\"2\"/>\n<ptr n=\"1\"/>\nto ask\n"
		    "<ptr n=\"2\"/>\nm2, see 2.\n</p>\n"
		    "<note n=\"1\" place=\"end\">\nAct 2004.\n</note>\n<note n=\"1\" place=\"end\">\nMore.\n</note>\n"
		    "<note n=\"2\" place=\"end\">\nBoth.\n</note>\n");
	/* The number before a note is no part of it. */
	assert_holds(SLICE("<p>Ellis<sup><a href=#a>1</a></sup><p id=a><span>1</span>University"),
		     "<note n=\"1\" place=\"end\">\nUniversity\n</note>", true);
	/* A mark behind the last word; no note is there for the other. */
	assert_body("<p>End<sup><a href=#n>*</a></sup><p>Next<sup><a href=#no>1</a></sup><p id=n>Star",
		    "<p>\nEnd\n<ptr n=\"*\"/>\n</p>\n<p>\nNext1\n</p>\n<note n=\"*\" place=\"end\">\nStar\n"
		    "</note>\n");
}

static void lines(void **state)
{
	(void)state;
	assert_body("<div>Minutes of May<br>Minutes of June<br>Minutes of July</div>",
		    "<p>\nMinutes of May\n</p>\n<p>\nMinutes of June\n</p>\n<p>\nMinutes of July\n</p>\n");
	assert_body("<p>A text that was<br>broken by hand at<br>every line of it.</p>",
		    "<p>\nA text that was broken by hand at every line of it.\n</p>\n");
	assert_body("<address>Civic Centre<br>High Street<br>Ashdale</address>",
		    "<p>\nCivic Centre High Street Ashdale\n</p>\n");
	assert_body("<p>Civic Centre,<br>High Street,<br>Ashdale</p>",
		    "<p>\nCivic Centre, High Street, Ashdale\n</p>\n");
	assert_body("<h2>Part one<br>Aims<br>Means</h2>", "<head level=\"2\">\nPart one Aims Means\n</head>\n");
}

static void words_apart(void **state)
{
	(void)state;
	assert_body("<p><a href=a>Policy</a><a href=b>Download</a>", "<p>\nPolicy Download\n</p>\n");
	assert_body("<p><span class=n>Gwen Ellis</span><span class=a>University</span> <span class=a>part</span>"
		    "<span class=b>ner</span> <b>T</b>he",
		    "<p>\nGwen Ellis University partner The\n</p>\n");
	assert_body("<p><b>Venue:</b>Hall", "<p>\nVenue: Hall\n</p>\n");
}

#define PROSE "<p>Every child in the town has a place at a school that knows the family, and is near."
#define MUCH PROSE PROSE " It does." PROSE " All do." PROSE " Now." PROSE " Then." PROSE " Here." \
	PROSE " There."

static void lists_of_links(void **state)
{
	static const char article[] =
	    "<meta property=article:published_time content=2024-05-01><article><h1>Places</h1>" MUCH;

	(void)state;
	assert_holds(SLICE("<main><h1>Places</h1><h2>On this page</h2><ul><li><a href=#a>Apply</a>"
			   "<li><a href=#b>Wait</a></ul>" PROSE),
		     "On this page\nApply\nWait\n</fw>", true);
	assert_holds(SLICE("<main><h1>Places</h1>" MUCH "<ul><li><a href=a>Apply</a><li><a href=b>Wait</a>"
			   "<li><a href=c>Appeal</a></ul></main>"), "<fw", false);
	struct buffer page = {0};

	buffer_printf(&page, "%s<h2>Related documents</h2><ul><li><a href=a.pdf>Scheme</a><li><a href=b.pdf>"
		      "Map</a><li><a href=c.pdf>Form</a></ul></article>", article);
	assert_holds(buffer_slice(&page), "<fw", false);
	buffer_reset(&page);
	buffer_printf(&page, "%s<h2>Related pages</h2><ul><li><a href=a>Scheme</a><li><a href=b>Map</a>"
		      "<li><a href=c>Form</a></ul></article>", article);
	assert_holds(buffer_slice(&page), "<fw type=\"boilerplate\">\nRelated pages\nScheme\nMap", true);
	buffer_reset(&page);
	buffer_printf(&page, "<meta name=citation_title content=Plans><meta name=citation_author "
		      "content='Ellis, Gwen'><main><h1>Plans</h1><p><a href=a>Gwen Ellis</a>, <a href=b>Tom Rhys"
		      "</a>, <a href=c>Bea Moura</a>%s</main>", MUCH);
	assert_holds(buffer_slice(&page), "<p>\nGwen Ellis, Tom Rhys, Bea Moura\n</p>", true);
	buffer_free(&page);
}

static void what_the_site_adds(void **state)
{
	(void)state;
	/* A chapter's id is made of its heading. */
	assert_holds(SLICE("<h1>Review</h1>" MUCH "<section id=comments-on-the-plan><h2>Comments on the plan</h2>"
			   "<p>Many wrote.</section>"), "<fw", false);
	assert_holds(SLICE("<h1>Review</h1>" MUCH "<section id=comments><p>Nice.</section>"), "Nice.\n</fw>", true);
	/* A menu in a cell of a table that lays out the page. */
	assert_holds(SLICE("<table><tr><td><a href=a>Paths</a> <a href=b>Hall</a><td><h2>Report</h2>" PROSE
			   "</table>"), "Paths Hall\n</fw>", true);
	assert_holds(SLICE("<div class=usa-banner><p>An official website of a town</div><h1>Aims</h1>" PROSE),
		     "An official website of a town\n</fw>", true);
	/* A table of one row, and a link back. */
	assert_holds(SLICE("<h1>Members</h1>" PROSE "<table><tr><td><a href=a>Top</a><td><a href=b>Home</a><td>"
			   "<a href=c>About</a></table>"), "Top\nHome\nAbout\n</fw>", true);
	assert_holds(SLICE("<h1>Meeting</h1>" PROSE "<p><a href=a>\xc2\xab Back to meetings</a>"),
		     "Back to meetings\n</fw>", true);
	assert_holds(SLICE("<h1>Meeting</h1>" PROSE "<div class=mainnav><a href=a>Home</a></div>"), "Home\n</fw>",
		     true);
	/* A sentence before the first paragraph of an article is no byline. */
	assert_holds(SLICE("<meta property=article:published_time content=2024-05-01><article><h1>Aims</h1>"
			   "<p>By Gwen Ellis<p>All sessions take place in the town hall this year." MUCH
			   "</article>"), "<p>\nAll sessions take place", true);
}

/* The only h1 is the site's name, and the menu stands below it. */
static void a_headline_below_the_logo(void **state)
{
	(void)state;
	assert_body("<title>Wexmoor School - Policies</title><h1>Wexmoor School</h1><ul><li><a href=a>Home</a>"
		    "<li><a href=b>Staff</a><li><a href=c>News</a></ul><h2>Policies</h2><p>Ask at the office.",
		    "<head level=\"1\" type=\"title\">\nPolicies\n</head>\n<p>\nAsk at the office.\n</p>\n"
		    "<fw type=\"boilerplate\">\nWexmoor School\nHome\nStaff\nNews\n</fw>\n");
	/* Printed twice, for small screens and large ones. */
	assert_body("<title>Policies</title><main><h1>Poli\xc2\xad" "cies</h1><h1>Policies</h1><p>Ask.",
		    "<head level=\"1\" type=\"title\">\nPoli\xc2\xad" "cies\n</head>\n<p>\nAsk.\n</p>\n"
		    "<fw type=\"boilerplate\">\nPolicies\n</fw>\n");
}

static void assert_title(const char *html, const char *title)
{
	struct result result = read_page(slice_of(html));
	struct buffer expected = {0};

	buffer_printf(&expected, " title=\"%s\"", title);
	if (strncmp(result.attributes, expected.at, expected.length) != 0)
		fail_msg("'%s' is not the title in:%s", title, result.attributes);
	buffer_free(&expected);
	result_free(&result);
}

static void titles(void **state)
{
	(void)state;
	assert_title("<title>Admissions | Ashdale Council</title><h1>Ashdale Council</h1><h1>Admissions</h1>",
		     "Admissions");
	/* The h1 is less than the title, which has no other part. */
	assert_title("<title>Words and deeds</title><h1>Words</h1>", "Words and deeds");
	assert_title("<title>Town - Committees by name</title><h1>Meetings of committees by name</h1>",
		     "Meetings of committees by name");
	assert_title("<title>City of Ash :: Board meeting</title><meta property=og:title content='Board meeting'>"
		     "<h1>Ash</h1><h1>Board meeting</h1>", "Board meeting");
	assert_title("<title>A guide</title><meta property=og:title content='A guide | Ash'>"
		     "<meta property=og:site_name content=Ash><p>x", "A guide");
	assert_title("<title>Using it\xc2\xa0|\xc2\xa0" "Ash</title><h1>Using it<a href=#u>\xc2\xb6</a></h1>",
		     "Using it");
	assert_title("<title>Charity overview</title><meta name=DC.Title content='About us'><p>x",
		     "Charity overview");
	assert_title("<title>Pages - Uniform policy</title><main><h1>Uniform policy</h1>", "Uniform policy");
	assert_title("<title>doc_17</title><meta name=DC.Title content='Plan 2026'><h1>Plan</h1>", "Plan 2026");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_of_a_paper),
		cmocka_unit_test(one_label_is_none),
		cmocka_unit_test(attachments),
		cmocka_unit_test(addresses),
		cmocka_unit_test(archives),
		cmocka_unit_test(notes),
		cmocka_unit_test(lines),
		cmocka_unit_test(words_apart),
		cmocka_unit_test(lists_of_links),
		cmocka_unit_test(what_the_site_adds),
		cmocka_unit_test(titles),
		cmocka_unit_test(a_headline_below_the_logo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
