/* SPDX-License-Identifier: Apache-2.0
 *
 * html_compare.c: two traces side by side.
 */
#include "html_trace.h"

#include <string.h>

/* The alike rows kept around a differing one. */
#define ROWS_AROUND ((size_t)2)

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_step(const struct observation *a, const struct observation *b)
{
    return a->answer.status == b->answer.status && strcmp(a->request, b->request) == 0;
}

/* Is all but the implementation's own words alike? Bytes and sizes that TLS made itself
 * differ every time, so they do not count. */
static bool same_details(const struct observation *a, const struct observation *b)
{
    const struct value *x = &a->answer.value, *y = &b->answer.value;
    bool of_tls =
        a->op->kind == OP_WIRE ||
        (a->wrapped && a->op->id >= OP_INCOMING_WRITE && a->op->id <= OP_OUTGOING_EOF);

    for (int i = 0; i < FIELD_NATIVE; i++) {
        if (!same_text(a->answer.field[i], b->answer.field[i])) {
            return false;
        }
    }
    for (int who = 0; who < ENDPOINTS; who++) {
        for (int k = 0; k < BIOS; k++) {
            if (a->bio[who][k].eof != b->bio[who][k].eof ||
                (a->bio[who][k].pending == 0) != (b->bio[who][k].pending == 0)) {
                return false;
            }
        }
    }
    return of_tls || (x->kind == y->kind && x->num == y->num && x->len == y->len &&
                      (x->len == 0 || memcmp(x->data, y->data, x->len) == 0));
}

enum likeness { ALIKE, DETAILS_DIFFER, STEPS_DIFFER };

static enum likeness likeness(const struct trace *left, const struct trace *right,
                              size_t i, size_t mark)
{
    if (i == mark || i >= left->count || i >= right->count ||
        !same_step(&left->list[i], &right->list[i])) {
        return STEPS_DIFFER;
    }
    return same_details(&left->list[i], &right->list[i]) ? ALIKE : DETAILS_DIFFER;
}

static bool near_difference(const struct trace *left, const struct trace *right, size_t i,
                            size_t count, size_t mark)
{
    size_t end = i + ROWS_AROUND < count ? i + ROWS_AROUND + 1 : count;

    for (size_t k = i > ROWS_AROUND ? i - ROWS_AROUND : 0; k < end; k++) {
        if (likeness(left, right, k, mark) != ALIKE) {
            return true;
        }
    }
    return false;
}

/* One side of a row: the answer, and the BIOs where the sides do not agree. */
static void put_side(FILE *out, const struct trace *t, const struct trace *other,
                     size_t i)
{
    static const char *const names[ENDPOINTS][BIOS] = {{"c.incoming", "c.outgoing"},
                                                       {"s.incoming", "s.outgoing"}};

    fputs("<td>", out);
    if (i >= t->count) {
        fputs("<em>no answer</em>", out);
        return;
    }
    html_answer(out, &t->list[i]);
    for (int who = 0; who < ENDPOINTS && i < other->count; who++) {
        for (int k = 0; k < BIOS; k++) {
            const struct bio_state *bio = &t->list[i].bio[who][k];

            if (!html_same_bio(bio, &other->list[i].bio[who][k])) {
                fprintf(out, " <em>%s=", names[who][k]);
                html_bio(out, bio);
                fputs("</em>", out);
            }
        }
    }
}

static void put_pair(FILE *out, const struct tcase *tc, const struct trace *left,
                     const struct trace *right, size_t i, size_t mark)
{
    static const char *const rows[] = {
        [ALIKE] = "<tr><td>",
        [DETAILS_DIFFER] = "<tr class=soft><td>",
        [STEPS_DIFFER] = "<tr class=bad><td>",
    };
    const struct trace *t = i < left->count ? left : right;

    fputs(rows[likeness(left, right, i, mark)], out);
    html_line_number(out, tc, t, i);
    fputs("<td>", out);
    html_request(out, t->list[i].request);
    if (i < left->count && i < right->count &&
        strcmp(left->list[i].request, right->list[i].request) != 0) {
        fputs("<br>against ", out);
        html_request(out, right->list[i].request);
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

void html_compare(FILE *out, const struct tcase *tc, const char *left_name,
                  const struct trace *left, const char *right_name,
                  const struct trace *right, size_t mark)
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
        put_pair(out, tc, left, right, i, mark);
    }
    put_fold(out, &folded);
    html_end(out, right, 3);
    fputs("</table></div>\n", out);
}

static bool same_run(const struct trace *a, const struct trace *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        if (!same_step(&a->list[i], &b->list[i])) {
            return false;
        }
    }
    return a->count == b->count && a->end == b->end;
}

bool html_same_statuses(const struct play *a, const struct play *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        if (!same_run(&a->traces[i], &b->traces[i])) {
            return false;
        }
    }
    return a->count == b->count;
}
