/* SPDX-License-Identifier: Apache-2.0
 *
 * play.c: the case as it is written, and beside each line what was given.
 *
 *     14  c read 100 = want_read       want_read errno=2      c.in 0
 *         the line                     answer, records        BIOs that changed
 */
#include "page.h"

#include <string.h>

#include "html_trace.h"

/* The lines of the case, and the rows of the trace beside them. */
struct playing {
    struct page *p;
    const struct stream_trace *t; /* NULL: nobody played it */
    size_t mark;                  /* the row to point at */
    size_t row;                   /* the next */
    bool words;                   /* show the implementation's own, too */
};

/* A line of the case begins a row, whose number is the style's to count; blanks line up
 * expectations in a file, not in a table. */
static void put_text(FILE *out, struct slice line, unsigned lines, bool bad)
{
    bool comment = line.len > 0 && *line.p == '#';

    if (lines > 1) {
        fprintf(out, "<tr style=\"--k:%u\"><td>", lines);
    } else {
        fputs(bad ? "<tr class=bad><td>" : "<tr><td>", out);
    }
    fputs(comment ? "<u>" : "", out);
    html_squeezed(out, line);
    fputs(comment ? "</u>" : "", out);
}

/* Does a line ask for just this? Blanks in it line up expectations. */
static bool asks(struct slice line, const char *request)
{
    size_t len = strlen(request);

    return line.len >= len && memcmp(line.p, request, len) == 0 &&
           (line.len == len || line.p[len] == ' ');
}

/* The state of the BIOs before the next row. */
static const char *bios_before(const struct playing *it)
{
    return it->row == 0 ? "" : it->t->rows[it->row - 1].bios;
}

static void put_row(struct playing *it)
{
    html_row(it->p->out, &it->t->rows[it->row], bios_before(it), it->row == it->mark);
    it->row++;
}

/* What a line gave in one call, and so many lines with it. */
static void put_call(struct playing *it, struct slice line, unsigned lines)
{
    const struct stream_row *row = &it->t->rows[it->row];
    FILE *out = it->p->out;

    put_text(out, line, lines, it->row == it->mark);
    fputs("<td>", out);
    if (!asks(line, row->request)) {
        fputs("<small>", out);
        html_request(out, row->request);
        fputs("</small> ", out);
    }
    html_answer(out, row, it->words);
    if (lines > 1) {
        fprintf(out, " <b>%u times</b>", lines);
    }
    html_pending(out, row->bios, bios_before(it));
    putc('\n', out);
    it->row += lines;
}

/* What it gave in many: told here, unless other cases have the same. */
static void put_calls(struct playing *it, struct slice line, size_t count)
{
    const struct stream_trace *t = it->t;
    FILE *out = it->p->out;
    bool marked = it->mark >= it->row && it->mark < it->row + count;
    size_t last = it->row + count - 1;

    put_text(out, line, 1, false);
    fputs("<td>", out);
    if (!marked && page_opening_link(it->p, t, it->row, count)) {
        html_pending(out, t->rows[last].bios, bios_before(it));
        putc('\n', out);
        it->row = last + 1;
        return;
    }
    fprintf(out, "%zu calls\n", count);
    while (it->row <= last) {
        put_row(it);
    }
}

/* How many lines from here on say the same and give the same, so that one stands for all. */
static unsigned repeated(const struct playing *it, struct slice line)
{
    const struct stream_row *row = &it->t->rows[it->row];
    const char *next = line.p + line.len;
    unsigned n = 1;

    for (size_t i = it->row + 1; i < it->t->count && i != it->mark && it->row != it->mark;
         i++, n++) {
        const struct stream_row *other = &it->t->rows[i];

        if (*next != '\n' || strncmp(next + 1, line.p, line.len) != 0 ||
            (next[1 + line.len] != '\n' && next[1 + line.len] != '\0') ||
            other->line != row->line + n || page_opening_rows(it->t, i) > 1 ||
            strcmp(other->answer, row->answer) != 0 ||
            strcmp(other->bios, row->bios) != 0) {
            break;
        }
        next += 1 + line.len;
    }
    return n;
}

/* Writes a line and its rows; how many lines that were. */
static unsigned put_line(struct playing *it, struct slice line, unsigned number)
{
    size_t count = 0;
    unsigned lines = 1;

    if (it->t != NULL && it->row < it->t->count && it->t->rows[it->row].line == number) {
        count = page_opening_rows(it->t, it->row);
    }
    if (count > 1) {
        put_calls(it, line, count);
    } else if (count == 1) {
        lines = repeated(it, line);
        put_call(it, line, lines);
    } else {
        put_text(it->p->out, line, 1, false);
        putc('\n', it->p->out);
    }
    return lines;
}

void page_play(struct page *p, const struct stream_case *tc, size_t mark, bool words)
{
    struct playing it = {p, tc->base, mark, 0, words};
    const char *text = tc->text;
    unsigned number = tc->text_line;

    html_trace_begin(p->out, number);
    while (text[strspn(text, "\n")] != '\0') {
        size_t len = strcspn(text, "\n");
        unsigned lines = put_line(&it, (struct slice){text, len}, number);

        number += lines;
        for (; lines > 0; lines--) {
            text += strcspn(text, "\n");
            text += *text == '\n';
        }
    }
    while (it.t != NULL && it.row < it.t->count) {
        put_row(&it);
    }
    if (it.t != NULL) {
        html_end(p->out, it.t, 2);
    }
    fputs("</table>\n", p->out);
}
