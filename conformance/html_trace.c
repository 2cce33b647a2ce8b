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

void html_answer(FILE *out, const struct stream_row *row)
{
    put_line(out, row->answer);
    if (row->wire != NULL) {
        html_in(out, " <em>", row->wire, "</em>");
    }
    if (row->native != NULL) {
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

/* The four BIOs, where they are not as one row before; no cells behind the last of them. */
static void put_bios(FILE *out, const struct stream_trace *t, size_t i)
{
    const char *now = t->rows[i].bios, *before = i == 0 ? "" : t->rows[i - 1].bios;
    int owed = 0;

    for (int k = 0; k < ENDPOINTS * BIOS; k++) {
        struct slice a = html_bio(&now), b = html_bio(&before);

        owed++;
        if (a.len != b.len || memcmp(a.p, b.p, a.len) != 0) {
            for (; owed > 0; owed--) {
                fputs("<td>", out);
            }
            html_slice(out, a.p, a.len);
        }
    }
}

void html_end(FILE *out, const struct stream_trace *t, int columns)
{
    if (t->stopped != NULL) {
        fprintf(out, "<tr class=bad><td><td colspan=%d>stopped: ", columns);
        html_cut(out, t->stopped, HTML_TEXT_SHOWN);
    }
}

void html_trace(FILE *out, const struct stream_trace *t, size_t mark)
{
    fputs("<div class=wide><table class=trace><tr><th>line<th>request<th>answer"
          "<th>c in<th>c out<th>s in<th>s out\n",
          out);
    for (size_t i = 0; i < t->count && i < HTML_ROWS_MAX; i++) {
        fputs(i == mark ? "<tr class=bad><td>" : "<tr><td>", out);
        html_line_number(out, t, i);
        fputs("<td>", out);
        html_request(out, t->rows[i].request);
        fputs("<td>", out);
        html_answer(out, &t->rows[i]);
        put_bios(out, t, i);
        putc('\n', out);
    }
    if (t->count > HTML_ROWS_MAX) {
        fprintf(out, "<tr class=fold><td><td colspan=6>%zu calls more\n",
                t->count - HTML_ROWS_MAX);
    }
    html_end(out, t, 6);
    fputs("</table></div>\n", out);
}
