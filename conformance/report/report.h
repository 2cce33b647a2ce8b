/* SPDX-License-Identifier: Apache-2.0
 *
 * report.h: the reports, each made from a struct stream alone.
 */
#ifndef CONFORMANCE_REPORT_H
#define CONFORMANCE_REPORT_H

#include <stdio.h>

#include "conformance/stream/stream.h"

/* They say nothing of errors of `out`: see ferror. */

void report_terminal(const struct stream *s, FILE *out);
void report_tap(const struct stream *s, FILE *out);
void report_junit(const struct stream *s, FILE *out);
void report_html(const struct stream *s, FILE *out);
void report_markdown(const struct stream *s, FILE *out);
void report_badge(const struct stream *s, FILE *out);

/* report_format finds one by the name that --format takes; NULL when there is none. */
typedef void report_fn(const struct stream *s, FILE *out);
report_fn *report_format(const char *name);

#endif
