/* SPDX-License-Identifier: Apache-2.0
 *
 * html_compare.c: two traces side by side.
 */
#include "html_trace.h"

#include <string.h>

/* The alike rows kept around a differing one. */
#define ROWS_AROUND ((size_t)2)

enum likeness { ALIKE, DETAILS_DIFFER, STEPS_DIFFER };

static bool same_step(const struct stream_row *a, const struct stream_row *b)
{
    size_t n = strcspn(a->answer, " ");

    return strcmp(a->request, b->request) == 0 && strcspn(b->answer, " ") == n &&
           memcmp(a->answer, b->answer, n) == 0;
}

static enum likeness likeness(const struct stream_trace *left,
                              const struct stream_trace *right, size_t i, size_t mark)
{
    if (i == mark || i >= left->count || i >= right->count ||
        !same_step(&left->rows[i], &right->rows[i])) {
        return STEPS_DIFFER;
    }
    return right->rows[i].alike ? ALIKE : DETAILS_DIFFER;
}

static bool near_difference(const struct stream_trace *left,
                            const struct stream_trace *right, size_t i, size_t count,
                            size_t mark)
{
    size_t end = i + ROWS_AROUND < count ? i + ROWS_AROUND + 1 : count;

    for (size_t k = i > ROWS_AROUND ? i - ROWS_AROUND : 0; k < end; k++) {
        if (likeness(left, right, k, mark) != ALIKE) {
            return true;
        }
    }
    return false;
}

/* The BIOs of a row where the sides do not agree. */
static void put_bios(FILE *out, const char *bios, const char *others)
{
    static const char *const names[ENDPOINTS * BIOS] = {"c.incoming", "c.outgoing",
                                                        "s.incoming", "s.outgoing"};

    for (int k = 0; k < ENDPOINTS * BIOS; k++) {
        struct slice a = html_bio(&bios), b = html_bio(&others);

        if (a.len != b.len || memcmp(a.p, b.p, a.len) != 0) {
            fprintf(out, " <em>%s=", names[k]);
            html_slice(out, a.p, a.len);
            fputs("</em>", out);
        }
    }
}

static void put_side(FILE *out, const struct stream_trace *t,
                     const struct stream_trace *other, size_t i)
{
    fputs("<td>", out);
    if (i >= t->count) {
        fputs("<em>no answer</em>", out);
        return;
    }
    html_answer(out, &t->rows[i], true);
    if (i < other->count) {
        put_bios(out, t->rows[i].bios, other->rows[i].bios);
    }
}

static void put_pair(FILE *out, const struct stream_trace *left,
                     const struct stream_trace *right, size_t i, size_t mark)
{
    static const char *const rows[] = {
        [ALIKE] = "<tr><td>",
        [DETAILS_DIFFER] = "<tr class=soft><td>",
        [STEPS_DIFFER] = "<tr class=bad><td>",
    };
    const struct stream_trace *t = i < left->count ? left : right;

    fputs(rows[likeness(left, right, i, mark)], out);
    html_line_number(out, t, i);
    fputs("<td>", out);
    html_request(out, t->rows[i].request);
    if (i < left->count && i < right->count &&
        strcmp(left->rows[i].request, right->rows[i].request) != 0) {
        fputs("<br>against ", out);
        html_request(out, right->rows[i].request);
    }
    put_side(out, left, right, i);
    put_side(out, right, left, i);
    putc('\n', out);
}

static void put_fold(FILE *out, size_t *folded)
{
    if (*folded > 0) {
        fprintf(out, "<tr class=fold><td><td colspan=3>%zu %s answered alike\n", *folded,
                *folded == 1 ? "call" : "calls");
    }
    *folded = 0;
}

void html_compare(FILE *out, const char *left_name, const struct stream_trace *left,
                  const char *right_name, const struct stream_trace *right, size_t mark)
{
    size_t count = left->count > right->count ? left->count : right->count;
    size_t folded = 0;

    fputs("<div class=wide><table class=\"trace pair\"><tr><th>line<th>request<th>", out);
    html_in(out, "", left_name, "<th>");
    html_in(out, "", right_name, "\n");
    for (size_t i = 0, rows = 0; i < count; i++) {
        if (!near_difference(left, right, i, count, mark)) {
            folded++;
            continue;
        }
        put_fold(out, &folded);
        if (rows++ == HTML_ROWS_MAX) {
            fprintf(out, "<tr class=fold><td><td colspan=3>%zu calls more\n", count - i);
            break;
        }
        put_pair(out, left, right, i, mark);
    }
    put_fold(out, &folded);
    html_end(out, right, 3);
    fputs("</table></div>\n", out);
}
