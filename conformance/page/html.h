/* SPDX-License-Identifier: Apache-2.0
 *
 * html.h: text and bytes that are harmless inside a page.
 *
 * Whatever comes from an adapter or a case file goes through here. Attributes of the page
 * stand in double quotes.
 */
#ifndef CONFORMANCE_HTML_H
#define CONFORMANCE_HTML_H

#include "scenario/text.h"

#include <stdio.h>

/* Characters of a word or text that an adapter gave. */
#define HTML_TEXT_SHOWN 240

/* html_text writes a text for an element or a quoted attribute: markup is escaped; what
 * would not be seen, or would reorder what is seen, is written as \x1b. NULL is nothing.
 * html_slice writes `len` bytes of it; html_cut at most `max`, and says so; html_in puts
 * markup around. */
void html_text(FILE *out, const char *text);
void html_slice(FILE *out, const char *text, size_t len);
void html_cut(FILE *out, const char *text, size_t max);
void html_in(FILE *out, const char *before, const char *text, const char *after);

/* html_fragment writes the link to an id, for a href, quoted or not. */
void html_fragment(FILE *out, const char *id);

/* html_url writes a link, or just the text when it is no web address. */
void html_url(FILE *out, const char *url);

/* html_line writes a line of a case or a request, its long hex cut; there TLS records are named,
 * text is quoted. */
void html_line(FILE *out, struct slice line);

/* html_squeezed does so with one blank where there are several. */
void html_squeezed(FILE *out, struct slice line);

#endif
