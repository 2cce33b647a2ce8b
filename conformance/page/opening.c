/* SPDX-License-Identifier: Apache-2.0
 *
 * opening.c: what one line of a case has done in many calls, the same in many cases.
 *
 *     pair tls1.3      17 calls      <- in each of hundreds of cases
 *        |
 *        +--> Openings: the 17 calls, once
 *
 * A thousand cases open a connection in a hundred ways. Told in each case, the handshakes
 * would be most of the page, and hide what the case is about.
 */
#include "page.h"

#include <string.h>

#include "html_trace.h"

struct opening {
    const struct stream_trace *trace;
    size_t first, count; /* rows */
    const char *text;    /* the line of the case; up to its end */
    unsigned uses;
};

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_row(const struct stream_row *a, const struct stream_row *b)
{
    return same_text(a->request, b->request) && same_text(a->answer, b->answer) &&
           same_text(a->wire, b->wire) && same_text(a->bios, b->bios) &&
           same_text(a->native, b->native);
}

static bool same_rows(const struct opening *o, const struct stream_trace *t, size_t first,
                      size_t count)
{
    for (size_t i = 0; i < count && o->count == count; i++) {
        if (!same_row(&o->trace->rows[o->first + i], &t->rows[first + i])) {
            return false;
        }
    }
    return o->count == count;
}

static struct opening *find(const struct page *p, const struct stream_trace *t,
                            size_t first, size_t count)
{
    for (size_t i = 0; i < p->openings_count; i++) {
        if (same_rows(&p->openings[i], t, first, count)) {
            return &p->openings[i];
        }
    }
    return NULL;
}

/* The line `number` of a case; up to its end. */
static const char *line_of(const struct stream_case *tc, unsigned number)
{
    const char *text = tc->text;

    for (unsigned n = tc->text_line; n < number && *text != '\0'; n++) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return text;
}

static void count_openings(struct page *p, const struct stream_case *tc)
{
    const struct stream_trace *t = tc->base;

    for (size_t i = 0, n; t != NULL && i < t->count; i += n) {
        struct opening *o;

        n = page_opening_rows(t, i);
        if (n == 1) {
            continue;
        }
        o = find(p, t, i, n);
        if (o == NULL) {
            p->openings =
                arena_grow(p->a, p->openings, p->openings_count, sizeof *p->openings);
            o = &p->openings[p->openings_count++];
            *o = (struct opening){t, i, n, line_of(tc, t->rows[i].line), 0};
        }
        o->uses++;
    }
}

size_t page_opening_rows(const struct stream_trace *t, size_t first)
{
    size_t n = 1;

    while (first + n < t->count && t->rows[first + n].line == t->rows[first].line) {
        n++;
    }
    return n;
}

void page_openings_count(struct page *p)
{
    for (size_t i = 0; i < p->s->cases_count; i++) {
        count_openings(p, &p->s->cases[i]);
    }
}

bool page_opening_link(const struct page *p, const struct stream_trace *t, size_t first,
                       size_t count)
{
    const struct opening *o = find(p, t, first, count);

    if (o == NULL || o->uses == 1) {
        return false;
    }
    fprintf(p->out, "<a href=#o%zu>%zu calls</a>", (size_t)(o - p->openings), count);
    return true;
}

static void put_opening(const struct page *p, const struct opening *o)
{
    size_t number = (size_t)(o - p->openings);

    fputs("<details><summary><code>", p->out);
    html_line(p->out, (struct slice){o->text, strcspn(o->text, "\n=")});
    fprintf(p->out, "</code> <small>%zu calls, in %u cases</small></summary>", o->count,
            o->uses);
    fprintf(p->out, "<div id=o%zu>", number);
    html_trace_begin(p->out, 0);
    for (size_t i = o->first; i < o->first + o->count; i++) {
        html_row(p->out, &o->trace->rows[i],
                 i == o->first ? "" : o->trace->rows[i - 1].bios, false);
    }
    fputs("</table></div></details>\n", p->out);
}

void page_openings(const struct page *p)
{
    unsigned count = 0;

    for (size_t i = 0; i < p->openings_count; i++) {
        if (p->openings[i].uses > 1 && count++ == 0) {
            fputs(
                "<h2 id=openings>Openings</h2>\n<p>Calls behind one line that many cases "
                "share, as the first of them gave them.\n",
                p->out);
        }
        if (p->openings[i].uses > 1) {
            put_opening(p, &p->openings[i]);
        }
    }
    fputs(count > 0 ? "</section>\n" : "", p->out);
}
