/* SPDX-License-Identifier: Apache-2.0
 *
 * terminal.h: the parts of the report for people at a terminal, from top to bottom:
 *
 *     terminal.c          failures; the order of it all
 *     terminal_known.c    known differences by cause, what is not claimed
 *     terminal_summary.c  what each implementation went through, the slowest, totals
 *     failure.c           one failure in full: the last screen
 *
 * Texts of adapters and of files made elsewhere are printed without what a terminal obeys.
 */
#ifndef CONFORMANCE_REPORT_TERMINAL_H
#define CONFORMANCE_REPORT_TERMINAL_H

#include "conformance/stream/stream.h"

/* terminal_text writes a text from outside, cut when long; terminal_in puts words around. */
void terminal_text(FILE *out, const char *text);
void terminal_in(FILE *out, const char *before, const char *text, const char *after);

/* terminal_known writes the largest causes of known differences. */
void terminal_known(const struct stream *s, FILE *out);

/* terminal_summary writes of each implementation how it went; terminal_totals the line that
 * says whether all is as expected. */
void terminal_summary(const struct stream *s, FILE *out);
void terminal_totals(const struct stream *s, FILE *out);

#endif
