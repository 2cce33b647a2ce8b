/* SPDX-License-Identifier: Apache-2.0
 *
 * html_trace.c: answers, the state of BIOs, one trace.
 */
#include "html_trace.h"

#include <string.h>

static void put_line(FILE *out, const char *text)
{
    html_line(out, (struct slice){text, strlen(text)});
}

void html_answer(FILE *out, const struct stream_row *row, bool words)
{
    put_line(out, row->answer);
    if (row->wire != NULL) {
        html_in(out, " <em>", row->wire, "</em>");
    }
    if (words && row->native != NULL) {
        fputs(" <small>", out);
        html_cut(out, row->native, HTML_TEXT_SHOWN);
        fputs("</small>", out);
    }
}

void html_request(FILE *out, const char *request)
{
    put_line(out, request);
}

void html_line_number(FILE *out, const struct stream_trace *t, size_t i)
{
    if (i == 0 || t->rows[i].line != t->rows[i - 1].line) {
        fprintf(out, "%u", t->rows[i].line);
    }
}

struct slice html_bio(const char **bios)
{
    struct slice one = {*bios, strcspn(*bios, " ")};

    *bios += one.len + ((*bios)[one.len] == ' ');
    return one;
}

void html_pending(FILE *out, const char *bios, const char *before)
{
    static const char *const names[ENDPOINTS * BIOS] = {"c.in", "c.out", "s.in", "s.out"};
    unsigned count = 0;

    for (int k = 0; k < ENDPOINTS * BIOS; k++) {
        struct slice a = html_bio(&bios), b = html_bio(&before);

        if (a.len == b.len && memcmp(a.p, b.p, a.len) == 0) {
            continue;
        }
        if (b.len == 0 && a.len == 1 && *a.p == '0') {
            continue; /* as it was before anything */
        }
        fprintf(out, count++ == 0 ? "<td>%s " : " %s ", names[k]);
        html_slice(out, a.p, a.len);
    }
}

void html_trace_begin(FILE *out, unsigned line)
{
    if (line > 0) {
        fprintf(out, "<table style=--n:%u>\n", line - 1);
    } else {
        fputs("<table class=trace>\n", out);
    }
}

void html_row(FILE *out, const struct stream_row *row, const char *before, bool mark)
{
    fputs(mark ? "<tr class=\"call bad\"><td>" : "<tr class=call><td>", out);
    html_request(out, row->request);
    fputs("<td>", out);
    html_answer(out, row, true);
    html_pending(out, row->bios, before);
    putc('\n', out);
}

void html_end(FILE *out, const struct stream_trace *t, int columns)
{
    if (t->stopped != NULL) {
        fprintf(out, "<tr class=\"call bad\"><td>stopped<td colspan=%d>", columns);
        html_cut(out, t->stopped, HTML_TEXT_SHOWN);
    }
}

void html_trace(FILE *out, const struct stream_trace *t, size_t mark)
{
    html_trace_begin(out, 0);
    for (size_t i = 0; i < t->count && i < HTML_ROWS_MAX; i++) {
        html_row(out, &t->rows[i], i == 0 ? "" : t->rows[i - 1].bios, i == mark);
    }
    if (t->count > HTML_ROWS_MAX) {
        fprintf(out, "<tr class=fold><td colspan=3>%zu calls more\n",
                t->count - HTML_ROWS_MAX);
    }
    html_end(out, t, 2);
    fputs("</table>\n", out);
}
