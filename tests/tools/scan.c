/*
 * scan IN.pdf OUT.pdf [DEGREES]: a PDF as a scanner would give it: each page
 * one grey picture of 200 pixels an inch, a little askew if so asked, and no
 * text.
 */
#include <cairo-pdf.h>
#include <poppler.h>

#include <stdio.h>
#include <stdlib.h>

static const double resolution = 200;

/* The page on white, that many degrees askew. */
static cairo_surface_t *draw(PopplerPage *page, double width, double height, double degrees)
{
	double scale = resolution / 72;
	cairo_surface_t *picture = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, (int)(width * scale), (int)(height * scale));
	cairo_t *cairo = cairo_create(picture);

	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, scale, scale);
	cairo_rotate(cairo, degrees * 3.14159265358979 / 180);
	poppler_page_render(page, cairo);
	cairo_destroy(cairo);
	return picture;
}

static void scan_page(PopplerPage *page, cairo_surface_t *out, cairo_t *cairo, double degrees)
{
	double width, height;

	poppler_page_get_size(page, &width, &height);
	cairo_surface_t *picture = draw(page, width, height, degrees);

	cairo_pdf_surface_set_size(out, width, height);
	cairo_save(cairo);
	cairo_scale(cairo, 72 / resolution, 72 / resolution);
	cairo_set_source_surface(cairo, picture, 0, 0);
	cairo_paint(cairo);
	cairo_restore(cairo);
	cairo_show_page(cairo);
	cairo_surface_destroy(picture);
}

int main(int count, char **words)
{
	char *path = count >= 3 ? realpath(words[1], NULL) : NULL;
	char *uri = path ? g_filename_to_uri(path, NULL, NULL) : NULL;
	PopplerDocument *document = uri ? poppler_document_new_from_file(uri, NULL, NULL) : NULL;

	if (!document) {
		fputs("scan: takes a PDF to read and one to write\n", stderr);
		return 1;
	}
	cairo_surface_t *out = cairo_pdf_surface_create(words[2], 595, 842);
	cairo_t *cairo = cairo_create(out);

	for (int i = 0; i < poppler_document_get_n_pages(document); i++) {
		PopplerPage *page = poppler_document_get_page(document, i);

		scan_page(page, out, cairo, count > 3 ? strtod(words[3], NULL) : 0);
		g_object_unref(page);
	}
	cairo_destroy(cairo);
	cairo_surface_finish(out);
	int failed = cairo_surface_status(out) != CAIRO_STATUS_SUCCESS;

	cairo_surface_destroy(out);
	g_object_unref(document);
	g_free(uri);
	free(path);
	return failed;
}
