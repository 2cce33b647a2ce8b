/* SPDX-License-Identifier: Apache-2.0
 *
 * page_matrix.c: cases x implementations; a cell leads to its case.
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
        if (report_count(p->r, -1, (enum verdict)v) > 0) {
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
        if (report_count(p->r, -1, (enum verdict)v) > 0) {
            page_tag(p->out, (enum verdict)v);
            fprintf(p->out, " %s &ensp; ", page_looks[v].meaning);
        }
    }
    fputs("</small>\n", p->out);
}

static void put_columns(const struct page *p)
{
    fputs("<thead><tr><th>Case", p->out);
    for (size_t impl = 0; impl < p->r->impls_count; impl++) {
        const char *identity = p->r->impls[impl].identity;
        size_t name = strcspn(identity, " ");
        struct arena a = {NULL};

        fputs("<th title=\"", p->out);
        html_cut(p->out, identity, FINDING_MAX);
        fputs("\">", p->out);
        html_cut(p->out, arena_text(&a, identity, name), COLUMN_MAX);
        fputs("<small>", p->out);
        html_cut(p->out, identity + name, COLUMN_MAX);
        fputs(p->r->impls[impl].oracle ? "<br>the oracle</small>" : "</small>", p->out);
        arena_free(&a);
    }
    fputs("</thead>\n", p->out);
}

/* The area's name, and for each implementation how many cases are as they should be, of
 * those that apply. */
static void put_area_row(const struct page *p, size_t first, size_t count)
{
    page_area(p, first, "<tr class=area><th>", "");
    fprintf(p->out, " <small>%zu %s</small>", count, count == 1 ? "case" : "cases");
    for (size_t impl = 0; impl < p->r->impls_count; impl++) {
        unsigned passed = 0, applicable = 0;

        for (size_t i = first; i < first + count; i++) {
            passed += report_result(p->r, i, impl)->verdict == VERDICT_PASS;
            applicable += report_result(p->r, i, impl)->verdict != VERDICT_NA;
        }
        fprintf(p->out, "<td>%u/%u pass", passed, applicable);
    }
    putc('\n', p->out);
}

static void put_cell(FILE *out, const struct result *x)
{
    fprintf(out, "<td class=v><a class=%s href=\"", page_looks[x->verdict].tone);
    html_fragment(out, x->tc->id);
    if (x->request != NULL) {
        fputs("\" title=\"", out);
        html_cut(out, x->request, TOOLTIP_MAX);
        fputs(": want ", out);
        html_cut(out, x->want, TOOLTIP_MAX);
        fputs(", got ", out);
        html_cut(out, x->got, TOOLTIP_MAX);
    } else if (x->note != NULL) {
        fputs(x->verdict == VERDICT_NA ? "\" title=\"needs " : "\" title=\"", out);
        html_cut(out, x->note, TOOLTIP_MAX);
    }
    fprintf(out, "\">%s</a>", page_looks[x->verdict].word);
}

void page_matrix(const struct page *p)
{
    const struct cases *cases = &p->r->suite->cases;

    fputs("<h2 id=matrix>Matrix</h2>\n", p->out);
    put_legend(p);
    put_filter(p);
    fputs("<table class=matrix>", p->out);
    put_columns(p);
    for (size_t i = 0, left = 0; i < cases->count; i++, left--) {
        if (left == 0) {
            left = page_area_size(p, i);
            fputs("<tbody>", p->out);
            put_area_row(p, i, left);
        }
        html_in(p->out, "<tr class=c><td><span class=id>", cases->list[i].id, "</span>");
        html_text(p->out, cases->list[i].name);
        fprintf(p->out, " <small>%s</small>", level_name(cases->list[i].level));
        for (size_t impl = 0; impl < p->r->impls_count; impl++) {
            put_cell(p->out, report_result(p->r, i, impl));
        }
        putc('\n', p->out);
    }
    fputs("</table>\n", p->out);
}
