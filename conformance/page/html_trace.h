/* SPDX-License-Identifier: Apache-2.0
 *
 * html_trace.h: traces as people read them.
 */
#ifndef CONFORMANCE_HTML_TRACE_H
#define CONFORMANCE_HTML_TRACE_H

#include "conformance/stream/stream.h"
#include "html.h"

/* Rows of one table. */
#define HTML_ROWS_MAX 400

/* html_trace_begin begins a table of calls. Rows of the case have their number from the
 * style, which counts from `line`; rows of html_row have none, nor has any for 0. */
void html_trace_begin(FILE *out, unsigned line);

/* html_trace writes one trace as a table, with the state of the BIOs where it changed;
 * `mark` is the row to point at, SIZE_MAX for none. html_row writes one call of it; `before`
 * is the state of the BIOs then. */
void html_trace(FILE *out, const struct stream_trace *t, size_t mark);
void html_row(FILE *out, const struct stream_row *row, const char *before, bool mark);

/* html_compare writes two traces side by side; what is alike is folded. */
void html_compare(FILE *out, const char *left_name, const struct stream_trace *left,
                  const char *right_name, const struct stream_trace *right, size_t mark);

/* Parts of a row of either table. html_line_number writes the line of the case where it
 * is another than one row before, html_request what was asked, html_answer what was given
 * and carried over the wire, with `words` also what the implementation says of it, html_pending the
 * BIOs that are not as `before` in a cell of their own, if there are any. html_bio cuts the state of the next BIO off. */
void html_line_number(FILE *out, const struct stream_trace *t, size_t i);
void html_request(FILE *out, const char *request);
void html_answer(FILE *out, const struct stream_row *row, bool words);
void html_pending(FILE *out, const char *bios, const char *before);
struct slice html_bio(const char **bios);

/* html_end writes why a trace is not complete, in a row that spans `columns`. */
void html_end(FILE *out, const struct stream_trace *t, int columns);

#endif
