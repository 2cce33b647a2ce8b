/* SPDX-License-Identifier: Apache-2.0
 *
 * page_findings.c: unexpected verdicts, then known deviations.
 */
#include "page.h"

#include <string.h>

/* Unexpected verdicts that are told on top, and how many at first sight; the matrix has
 * all. */
#define FINDINGS_MAX    200
#define FINDINGS_SPREAD 12

static void put_finding(FILE *out, const struct result *x)
{
    fputs("<div class=\"card bad\"><p>", out);
    page_tag(out, x->verdict);
    page_case_link(out, x->tc);
    html_in(out, " <b>", x->tc->name, "</b> on ");
    html_cut(out, x->impl->identity, TOOLTIP_MAX);
    html_in(out, "<br><span class=soft>", x->tc->why, "</span>\n");
    page_details(out, x);
    fputs("</div>\n", out);
}

static unsigned put_unexpected(const struct page *p)
{
    unsigned found = 0;

    for (size_t i = 0; i < p->r->suite->cases.count * p->r->impls_count; i++) {
        const struct result *x = &p->r->results[i];

        if (verdict_expected(x->verdict)) {
            continue;
        }
        if (found == FINDINGS_SPREAD) {
            fputs(
                "<details class=more><summary>All other unexpected verdicts</summary>\n",
                p->out);
        }
        if (found++ < FINDINGS_MAX) {
            put_finding(p->out, x);
        }
    }
    fputs(found > FINDINGS_SPREAD ? "</details>\n" : "", p->out);
    if (found > FINDINGS_MAX) {
        fprintf(p->out, "<p>%u more: see the matrix.\n", found - FINDINGS_MAX);
    }
    return found;
}

/* The cases that an entry explains on an implementation; gives their number. With a
 * NULL page it only counts. */
static unsigned entry_cases(const struct report *r, size_t impl,
                            const struct deviation *d, FILE *out)
{
    unsigned count = 0;

    for (size_t i = 0; i < r->suite->cases.count; i++) {
        const struct result *x = report_result(r, i, impl);

        if (x->verdict != VERDICT_DEVIATION || x->deviation->line != d->line ||
            strcmp(x->deviation->file, d->file) != 0) {
            continue;
        }
        if (out != NULL) {
            fputs(count == 0 ? "" : ", ", out);
            page_case_link(out, x->tc);
        }
        count++;
    }
    return count;
}

/* One entry with all implementations that it is about, from `first` on. */
static void put_entry(const struct page *p, size_t first, const struct deviation *d)
{
    html_in(p->out, "<div class=\"card known\"><p><b>", d->reason, "</b> <span class=\"");
    html_in(p->out, "tag known\">", d->class, "</span><br>");
    html_url(p->out, d->link);
    html_in(p->out, " <small>since ", d->since, ", ");
    html_in(p->out, "", d->file, "");
    fprintf(p->out, ":%u</small><ul>\n", d->line);
    for (size_t impl = first; impl < p->r->impls_count; impl++) {
        if (entry_cases(p->r, impl, d, NULL) > 0) {
            fputs("<li>", p->out);
            html_cut(p->out, p->r->impls[impl].identity, TOOLTIP_MAX);
            fputs(": ", p->out);
            entry_cases(p->r, impl, d, p->out);
            putc('\n', p->out);
        }
    }
    fputs("</ul></div>\n", p->out);
}

static void put_known(const struct page *p)
{
    for (size_t impl = 0; impl < p->r->impls_count; impl++) {
        const struct deviations *all = &p->r->impls[impl].deviations;

        for (size_t k = 0; k < all->count; k++) {
            bool told = entry_cases(p->r, impl, &all->list[k], NULL) == 0;

            for (size_t before = 0; before < impl && !told; before++) {
                told = entry_cases(p->r, before, &all->list[k], NULL) > 0;
            }
            if (!told) {
                put_entry(p, impl, &all->list[k]);
            }
        }
    }
}

void page_findings(const struct page *p)
{
    fputs("<h2 id=findings>Findings</h2>\n", p->out);
    if (put_unexpected(p) == 0) {
        fputs("<div class=\"card good\">Every verdict is as expected.</div>\n", p->out);
    }
    if (p->r->stale != NULL) {
        html_in(p->out, "<div class=\"card bad\"><pre>", p->r->stale, "</pre></div>\n");
    }
    if (report_count(p->r, -1, VERDICT_DEVIATION) > 0) {
        fputs("<h3>Known deviations</h3>\n", p->out);
        put_known(p);
    }
}
