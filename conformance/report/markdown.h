/* SPDX-License-Identifier: Apache-2.0
 *
 * markdown.h: texts from outside in Markdown.
 */
#ifndef CONFORMANCE_REPORT_MARKDOWN_H
#define CONFORMANCE_REPORT_MARKDOWN_H

#include <stdio.h>

/* markdown_text writes a text so that Markdown and HTML take it as it is; markdown_in puts words
 * around. */
void markdown_text(FILE *out, const char *text);
void markdown_in(FILE *out, const char *before, const char *text, const char *after);

#endif
