/* SPDX-License-Identifier: Apache-2.0
 *
 * matrix.c: cases x implementations; a cell leads to its case.
 */
#include "page.h"

#include <string.h>

/* Characters of a text from outside in the head of a column. */
#define COLUMN_MAX 40

static void put_filter(const struct page *p)
{
    fputs("<form id=filter hidden><input type=search placeholder=\"Filter: id, name, "
          "clause, op, any words\" aria-label=\"Filter cases\">\n",
          p->out);
    for (int v = 0; v < VERDICTS; v++) {
        if (stream_count(p->s, -1, (enum verdict)v) > 0) {
            fprintf(p->out, "<label><input type=checkbox value=\"%s\">%s</label>\n",
                    page_looks[v].word, page_looks[v].word);
        }
    }
    fputs("<label><input type=checkbox value=differ>implementations differ</label> "
          "<small id=shown></small></form>\n",
          p->out);
}

static void put_legend(const struct page *p)
{
    fputs("<p><small>", p->out);
    for (int v = 0; v < VERDICTS; v++) {
        if (stream_count(p->s, -1, (enum verdict)v) > 0) {
            page_tag(p->out, (enum verdict)v);
            fprintf(p->out, " %s &ensp; ", page_looks[v].meaning);
        }
    }
    fputs("</small>\n", p->out);
}

/* What stands small below the name: its library, or of a pair the server. */
static const char *below_name(struct arena *a, const struct stream_impl *it, size_t name)
{
    return it->server == NULL
               ? it->label + name
               : arena_printf(a, "x %.*s", (int)strcspn(it->server, " "), it->server);
}

static void put_columns(const struct page *p)
{
    fputs("<thead><tr><th>Case", p->out);
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        const char *identity = p->s->impls[impl].label;
        size_t name = strcspn(identity, " ");
        struct arena a = {NULL};

        fputs("<th title=\"", p->out);
        html_cut(p->out, identity, FINDING_MAX);
        fputs("\">", p->out);
        html_cut(p->out, arena_text(&a, identity, name), COLUMN_MAX);
        fputs("<small>", p->out);
        html_cut(p->out, below_name(&a, &p->s->impls[impl], name), COLUMN_MAX);
        fputs(p->s->impls[impl].oracle ? "<br>the oracle</small>" : "</small>", p->out);
        arena_free(&a);
    }
    fputs("</thead>\n", p->out);
}

/* The area's name, and for each implementation how many cases are as they should be, of
 * those that apply. */
static void put_area_row(const struct page *p, size_t first, size_t count)
{
    html_in(p->out, "<tr class=area><th>", p->s->cases[first].area, "");
    fprintf(p->out, " <small>%zu %s</small>", count, count == 1 ? "case" : "cases");
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        unsigned passed = 0, applicable = 0;

        for (size_t i = first; i < first + count; i++) {
            const struct stream_result *x = stream_result(p->s, i, impl);

            passed += x != NULL && verdict_right(x->verdict);
            applicable += x != NULL && !verdict_skips(x->verdict);
        }
        fprintf(p->out, "<td>%u/%u pass", passed, applicable);
    }
    putc('\n', p->out);
}

static void put_tooltip(FILE *out, const struct stream_result *x)
{
    if (x->request != NULL) {
        fputs("\" title=\"", out);
        html_cut(out, x->request, TOOLTIP_MAX);
        fputs(": want ", out);
        html_cut(out, x->want, TOOLTIP_MAX);
        fputs(", got ", out);
        html_cut(out, x->got, TOOLTIP_MAX);
    } else if (x->needs != NULL || x->note != NULL) {
        fputs(x->needs != NULL ? "\" title=\"needs " : "\" title=\"", out);
        html_cut(out, x->needs != NULL ? x->needs : x->note, TOOLTIP_MAX);
    }
}

/* A cell that passes says no more; the row's first leads to the case. */
static void put_cell(FILE *out, const struct stream_case *tc,
                     const struct stream_result *x)
{
    if (x == NULL) {
        fputs("<td class=none>", out);
        return;
    }
    if (x->verdict == VERDICT_PASS && !stream_unexpected(x)) {
        fputs("<td>pass", out);
        return;
    }
    fprintf(out, "<td class=%s><a href=\"",
            stream_unexpected(x) ? "bad" : page_looks[x->verdict].tone);
    html_fragment(out, tc->id);
    put_tooltip(out, x);
    fprintf(out, "\">%s%s</a>", x->flaky != NULL ? "flaky " : "",
            page_looks[x->verdict].word);
}

static void put_row(const struct page *p, size_t i)
{
    const struct stream_case *tc = &p->s->cases[i];

    fputs("<tr><td>", p->out);
    page_case_link(p->out, tc);
    html_in(p->out, " ", tc->name, "");
    if (strcmp(tc->level, "contract") != 0) {
        html_in(p->out, " <small>", tc->level, "</small>");
    }
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        put_cell(p->out, tc, stream_result(p->s, i, impl));
    }
    putc('\n', p->out);
}

void page_matrix(const struct page *p)
{
    fputs("<h2 id=matrix>Matrix</h2>\n", p->out);
    put_legend(p);
    put_filter(p);
    fputs("<table class=matrix>", p->out);
    put_columns(p);
    for (size_t i = 0, left = 0; i < p->s->cases_count; i++, left--) {
        if (left == 0) {
            left = page_area_size(p, i);
            fputs("<tbody>", p->out);
            put_area_row(p, i, left);
        }
        put_row(p, i);
    }
    fputs("</table>\n", p->out);
}
