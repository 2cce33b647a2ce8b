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

static void put_finding(const struct page *p, size_t i)
{
    FILE *out = p->out;
    const struct stream_result *x = p->s->results[i];
    const struct stream_case *tc = &p->s->cases[i / p->s->impls_count];

    fputs("<div class=\"card bad\"><p>", out);
    page_tag(out, x->verdict);
    page_case_link(out, tc);
    html_in(out, " <b>", tc->name, "</b> on ");
    html_cut(out, p->s->impls[i % p->s->impls_count].label, TOOLTIP_MAX);
    html_in(out, "<br><span class=soft>", tc->why, "</span>\n");
    page_details(out, x);
    fputs("</div>\n", out);
}

static unsigned put_unexpected(const struct page *p)
{
    unsigned found = 0;

    for (size_t i = 0; i < p->s->cases_count * p->s->impls_count; i++) {
        if (!stream_unexpected(p->s->results[i])) {
            continue;
        }
        if (found == FINDINGS_SPREAD) {
            fputs(
                "<details class=more><summary>All other unexpected verdicts</summary>\n",
                p->out);
        }
        if (found++ < FINDINGS_MAX) {
            put_finding(p, i);
        }
    }
    fputs(found > FINDINGS_SPREAD ? "</details>\n" : "", p->out);
    if (found > FINDINGS_MAX) {
        fprintf(p->out, "<p>%u more: see the matrix.\n", found - FINDINGS_MAX);
    }
    return found;
}

/* ---- Known deviations: one card for each cause, with all that it is about. */

static const struct stream_deviation *known(const struct page *p, size_t i)
{
    const struct stream_result *x = p->s->results[i];

    return x != NULL && x->verdict == VERDICT_DEVIATION ? x->deviation : NULL;
}

static bool same_cause(const struct stream_deviation *a, const struct stream_deviation *b)
{
    return strcmp(a->reason, b->reason) == 0 && strcmp(a->link, b->link) == 0;
}

static bool told_before(const struct page *p, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (known(p, k) != NULL && same_cause(known(p, k), known(p, i))) {
            return true;
        }
    }
    return false;
}

/* The cases of an implementation that are explained so. */
static void put_explained(const struct page *p, const struct stream_deviation *d,
                          size_t impl)
{
    unsigned count = 0;

    for (size_t tc = 0; tc < p->s->cases_count; tc++) {
        const struct stream_deviation *other = known(p, tc * p->s->impls_count + impl);

        if (other == NULL || !same_cause(other, d)) {
            continue;
        }
        if (count++ == 0) {
            fputs("<li>", p->out);
            html_cut(p->out, p->s->impls[impl].label, TOOLTIP_MAX);
        }
        fputs(count == 1 ? ": " : ", ", p->out);
        page_case_link(p->out, &p->s->cases[tc]);
    }
    fputs(count > 0 ? "\n" : "", p->out);
}

static void put_entry(const struct page *p, const struct stream_deviation *d)
{
    html_in(p->out, "<div class=\"card known\"><p><b>", d->reason, "</b> <span class=\"");
    html_in(p->out, "tag known\">", d->class, "</span><br>");
    html_url(p->out, d->link);
    html_in(p->out, " <small>since ", d->since, ", ");
    html_in(p->out, "", d->file, "");
    fprintf(p->out, ":%u</small><ul>\n", d->line);
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        put_explained(p, d, impl);
    }
    fputs("</ul></div>\n", p->out);
}

static void put_known(const struct page *p)
{
    for (size_t i = 0; i < p->s->cases_count * p->s->impls_count; i++) {
        if (known(p, i) != NULL && !told_before(p, i)) {
            put_entry(p, known(p, i));
        }
    }
}

void page_findings(const struct page *p)
{
    fputs("<h2 id=findings>Findings</h2>\n", p->out);
    if (put_unexpected(p) == 0) {
        fputs("<div class=\"card good\">Every verdict is as expected.</div>\n", p->out);
    }
    if (!p->s->complete) {
        fputs("<div class=\"card bad\">The run was stopped before its end.</div>\n",
              p->out);
    }
    for (size_t i = 0; i < p->s->stale_count; i++) {
        html_in(p->out, "<div class=\"card bad\"><pre>", p->s->stale[i],
                "</pre></div>\n");
    }
    if (stream_count(p->s, -1, VERDICT_DEVIATION) > 0) {
        fputs("<h3>Known deviations</h3>\n", p->out);
        put_known(p);
    }
}
