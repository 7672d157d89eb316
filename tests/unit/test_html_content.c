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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_of_a_paper),
		cmocka_unit_test(one_label_is_none),
		cmocka_unit_test(attachments),
		cmocka_unit_test(addresses),
		cmocka_unit_test(archives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
